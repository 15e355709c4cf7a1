"""A plan's own clock that stops for information: from the question to the answer, by exactly that time."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
import pytest_asyncio

from orchestrator.settings import Settings
from orchestrator.store.clocks import sweep_clocks
from tests.orchestrator.api.conftest import House, at_work, browser, reviewed

pytestmark = pytest.mark.asyncio(loop_scope="session")

ROW = {
    "Clock": "Ours, standard",
    "Source": "a made-up contract",
    "Lines of business": "commercial",
    "Urgency": "standard",
    "Drug": "either",
    "Funding": "either",
    "States": "all",
    "Services": "all",
    "From": "2020-01-01",
    "To": "",
    "Length": "5 calendar days",
    "At most": "",
    "Extension": "5 calendar days",
    "Stops for information": "yes",
    "Certainty": "verified",
}
LAW = "\n".join(
    (
        "---\nid: LAWS-OURS\ntitle: Clocks of a made-up plan\n---\n\n# Clocks of a made-up plan\n\n## Clocks\n",
        *(f"| {' | '.join(cells)} |" for cells in (ROW, ["----"] * len(ROW), ROW.values())),
    )
)
ASKED: list[dict[str, Any]] = [{"what": "The signed order of the study", "why": "It shows who asked for the study"}]


@dataclass
class Wall:
    """A clock on the wall that a test moves."""

    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class Stood:
    house: House
    client: httpx2.AsyncClient
    wall: Wall

    async def case(self, **changes: Any) -> dict[str, Any]:
        return await reviewed(self.client, line_of_business="commercial", **changes)

    async def ask(self, case: dict[str, Any], **more: Any) -> dict[str, Any]:
        body = {"review": case["latest_review"]["review"], "requested_items": ASKED} | more
        answer = await self.client.post(f"/api/cases/{case['case_id']}/information-requests", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def stands(self, case: dict[str, Any]) -> dict[str, Any]:
        return (await self.client.get(f"/api/cases/{case['case_id']}")).json()

    async def due(self, case: dict[str, Any]) -> datetime:
        return datetime.fromisoformat((await self.stands(case))["clock"]["due_at"])

    async def told(self, case: dict[str, Any], kind: str) -> list[dict[str, Any]]:
        log = (await self.client.get(f"/api/cases/{case['case_id']}/audit-log")).json()
        assert log["chain"]["intact"]
        return [event for event in log["events"] if event["type"] == kind]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def engine(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[tuple[House, Wall]]:
    folder = tmp_path_factory.mktemp("clocks")
    (folder / "ours" / "laws").mkdir(parents=True)
    (folder / "ours" / "laws" / "ours.md").write_text(LAW, "utf-8")
    settings = Settings.load(
        env_file=None, data_dir=folder / "data", rules_dir=folder / "ours", sync_wait_seconds=60, info_request_days=20
    )
    wall = Wall()
    async with at_work(settings) as house:
        parts = house.running.parts
        house.running.app.state.parts = replace(parts, desk=replace(parts.desk, now=wall.now))
        yield house, wall


@pytest_asyncio.fixture(loop_scope="session")
async def stood(engine: tuple[House, Wall]) -> AsyncGenerator[Stood]:
    house, wall = engine
    wall.ahead = timedelta()
    async with browser(house.running.app) as client:
        yield Stood(house, client, wall)


def moment(event: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(event["at"])


async def test_an_answer_moves_the_due_date_by_exactly_the_time_that_was_waited(stood: Stood) -> None:
    case = await stood.case()
    before = await stood.due(case)
    request = await stood.ask(case)
    stands = await stood.stands(case)
    assert "clock_stopped" in stands["flags"]
    assert datetime.fromisoformat(stands["clock"]["due_at"]) - before > timedelta(days=19)
    stood.wall.ahead = timedelta(days=3, hours=5)
    sent = await stood.client.post(f"/api/cases/{case['case_id']}/documents", json={"text": "The order, made up."})
    assert sent.status_code == 202
    (asked,) = await stood.told(case, "information.requested")
    (answered,) = await stood.told(case, "document.added")
    waited = await stood.due(case) - before
    assert timedelta(days=3, hours=5) <= waited < timedelta(days=3, hours=6)
    assert abs(waited - (moment(answered) + stood.wall.ahead - moment(asked))) < timedelta(seconds=5)
    assert asked["data"]["clock_stopped_until"][:10] >= request["reply_by"]
    assert answered["data"]["clock_stopped_until"] is None
    assert datetime.fromisoformat(answered["data"]["due_at"]) == await stood.due(case)
    assert "clock_stopped" not in (await stood.stands(case))["flags"]


async def test_the_letters_say_that_the_time_stands_still_and_the_plans_days_are_given_whole(stood: Stood) -> None:
    case = await stood.case()
    request = await stood.ask(case)
    assert request["reply_by"] > case["clock"]["due_at"][:10]
    for audience in ("provider", "member"):
        letter = await stood.client.get(f"/api/cases/{case['case_id']}/letter.txt?audience={audience}")
        assert "stands still while we wait" in " ".join(letter.text.split())


async def test_going_on_without_the_answer_lets_the_clock_run_from_then(stood: Stood) -> None:
    case = await stood.case()
    before = await stood.due(case)
    await stood.ask(case)
    stood.wall.ahead = timedelta(days=1)
    resumed = await stood.client.post(f"/api/cases/{case['case_id']}/resume", json={"reason": "There is no more."})
    assert resumed.status_code == 200
    assert timedelta(days=1) <= await stood.due(case) - before < timedelta(days=1, minutes=5)
    (told,) = await stood.told(case, "case.resumed")
    assert datetime.fromisoformat(told["data"]["due_at"]) == await stood.due(case)


async def test_a_reply_date_that_has_passed_ends_the_standstill_however_late_that_is_seen(stood: Stood) -> None:
    case = await stood.case()
    before = await stood.due(case)
    await stood.ask(case, reply_by=f"{stood.wall.now() + timedelta(days=2):%Y-%m-%d}")
    at_most = await stood.due(case)
    later = stood.wall.now() + timedelta(days=4)
    await sweep_clocks(stood.house.running.parts.desk.database, later, later.date())
    assert await stood.due(case) == at_most
    assert timedelta(days=1) < at_most - before < timedelta(days=3, hours=6)
    assert (await stood.stands(case))["state"] == "ready"
    assert await stood.told(case, "clock.breached") == []


async def test_a_clock_that_has_run_out_is_not_revived(stood: Stood) -> None:
    case = await stood.case(received_at="2026-02-02T09:00:00Z")
    before = await stood.due(case)
    await stood.ask(case)
    stands = await stood.stands(case)
    assert await stood.due(case) == before
    assert "overdue" in stands["flags"]
    assert "clock_stopped" not in stands["flags"]


async def test_a_clock_whose_rule_does_not_say_so_runs_on(stood: Stood) -> None:
    case = await reviewed(stood.client)
    before = await stood.due(case)
    await stood.ask(case)
    assert await stood.due(case) == before
    stood.wall.ahead = timedelta(days=1)
    await stood.client.post(f"/api/cases/{case['case_id']}/documents", json={"text": "The order, made up."})
    assert await stood.due(case) == before


async def test_another_review_without_an_answer_ends_the_standstill_and_is_told(stood: Stood) -> None:
    case = await stood.case()
    before = await stood.due(case)
    await stood.ask(case)
    stood.wall.ahead = timedelta(hours=7)
    await stood.house.running.app.state.parts.desk.run_again(case["case_id"])
    assert timedelta(hours=7) <= await stood.due(case) - before < timedelta(hours=7, minutes=5)
    (told,) = await stood.told(case, "case.resumed")
    assert told["data"]["reason"] == "the case is reviewed again"


async def test_an_extension_during_the_standstill_is_kept_and_moves_with_it(stood: Stood) -> None:
    case = await stood.case()
    await stood.ask(case)
    body = {"reason": "enrollee_request", "days": 3}
    extended = await stood.client.post(f"/api/cases/{case['case_id']}/extension", json=body)
    assert extended.status_code == 200, extended.text
    at_most = await stood.due(case)
    stood.wall.ahead = timedelta(days=2)
    await stood.client.post(f"/api/cases/{case['case_id']}/documents", json={"text": "The order, made up."})
    assert timedelta(days=17) < at_most - await stood.due(case) < timedelta(days=19)
    assert "extended" in (await stood.stands(case))["flags"]
