"""What is pended in one life of the process is decided and told in the next."""

from pathlib import Path

import pytest

from orchestrator.fhir.herald import Herald
from orchestrator.settings import Settings
from tests.orchestrator.api.conftest import at_work, browser
from tests.orchestrator.fhir import bundles
from tests.orchestrator.fhir.acts import approve, case_of, reference, reviewed
from tests.orchestrator.fhir.answers import actions, claim_response
from tests.orchestrator.fhir.conftest import inquire, submit
from tests.orchestrator.fhir.listener import Listener, listening
from tests.orchestrator.fhir.test_subscribing import parameters, subscribe, subscription, told

pytestmark = pytest.mark.asyncio(loop_scope="session")
MEMBER = "SYN-TWO-LIVES"


async def test_a_restart_between_pended_and_decided_loses_neither_the_review_nor_the_notification(
    tmp_path: Path,
) -> None:
    settings = Settings.load(env_file=None, data_dir=tmp_path / "data", sync_wait_seconds=60)
    body = bundles.request("two lives", member=MEMBER)
    async with listening(Listener()) as listener:
        async with at_work(settings) as first, browser(first.running.app) as client:
            assert (await subscribe(client, subscription(listener.address))).status_code == 201
            assert parameters((await listener.next())[1])["type"]["valueCode"] == "handshake"
            answered = await submit(client, body)
            number = reference(claim_response(answered))
        async with at_work(settings) as second, browser(second.running.app) as client:
            again = await submit(client, body)
            assert again.content == answered.content
            assert actions(claim_response(again)) == {1: "A4"}
            case = await reviewed(second, client, await case_of(client, number))
            number = (await approve(client, case))["number"]
            decided = told(await listener.next())
            assert (actions(decided), decided["preAuthRef"]) == ({1: "A1"}, number)
            found = (await inquire(client, bundles.inquiry(MEMBER))).json()["parameter"]
            assert actions(found[0]["resource"]["entry"][0]["resource"]) == {1: "A1"}


async def test_a_decision_that_was_not_told_when_the_process_ended_is_told_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def looks_away(_: Herald) -> None:
        """A process that ends before it has looked for news."""

    settings = Settings.load(env_file=None, data_dir=tmp_path / "data", sync_wait_seconds=60)
    async with listening(Listener()) as listener:
        async with at_work(settings) as first, browser(first.running.app) as client:
            assert (await subscribe(client, subscription(listener.address))).status_code == 201
            await listener.next()
            pended = claim_response(await submit(client, bundles.request("waits", member="SYN-WAITS")))
            case = await reviewed(first, client, await case_of(client, reference(pended)))
            monkeypatch.setattr(Herald, "look", looks_away)
            await approve(client, case)
        assert listener.quiet
        monkeypatch.undo()
        async with at_work(settings):
            assert actions(told(await listener.next())) == {1: "A1"}
