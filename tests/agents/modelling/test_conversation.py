"""One question over the real wire protocols: what a model can do wrong, and what stands in the record of it."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest
from pydantic import JsonValue

from agents.modelling.clients import AZURE_SCOPE, open_client
from agents.modelling.conversation import Interview, Question
from agents.modelling.endpoint import Endpoint, EndpointKind, ModelLimits
from agents.modelling.meter import Meter
from agents.modelling.wire import QualityReply
from agents.runtime.identity import FOUNDRY_SCOPE
from agents.runtime.tools import Ledger, ToolSession
from priorauth.errors import BudgetSpent, ReaderFailed, RecordNotWritten
from priorauth.findings import ToolCall, ToolOutcome
from tests.standins.model import TOKEN, Say, Script, ScriptedModel, Sent, scripted_model

ROOTS = {
    EndpointKind.chat: "/v1",
    EndpointKind.responses: "/v1",
    EndpointKind.azure: "",
    EndpointKind.foundry: "/api/projects/plan",
}
GOOD = Say.json({"flags": []})
QUESTION = Question("quality", "narrative", "Read.", "A synthetic note.", QualityReply)
every_kind = pytest.mark.parametrize("kind", list(EndpointKind))


@asynccontextmanager
async def asked(
    script: Script,
    kind: EndpointKind = EndpointKind.chat,
    recorder: Any = None,
    meter: Meter | None = None,
    credential: Callable[[ScriptedModel], Any] | None = None,
    **limits: Any,
) -> AsyncGenerator[tuple[Interview, ScriptedModel, Any]]:
    async with scripted_model(script) as model:
        key = "" if credential else "key"
        endpoint = Endpoint(kind, "scripted", model.url + ROOTS[kind], key, ModelLimits(pause=0, **limits))
        if credential:
            endpoint = Endpoint(kind, "scripted", endpoint.base_url, "", endpoint.limits, lambda: credential(model))
        async with open_client(endpoint) as client:
            ledger = recorder or Ledger()
            session = ToolSession({}, ledger, "compliance", frozenset(), review="case:1")
            yield Interview(client, endpoint.limits, meter or Meter(10**6, 10**7), session), model, ledger


def outcomes(ledger: Ledger) -> list[ToolOutcome]:
    return [c.outcome for c in ledger.calls]


@every_kind
async def test_a_reply_of_the_form_asked_for_is_parsed_and_on_record_with_its_tokens(kind: EndpointKind) -> None:
    async with asked(lambda _: GOOD, kind) as (interview, model, ledger):
        assert (await interview.ask(QUESTION)).flags == []
    (call,) = ledger.calls
    assert (call.server, call.tool, call.subject, call.outcome) == ("model", "quality", "narrative", ToolOutcome.ok)
    assert call.release == "scripted-1" and call.reply_digest in ledger.replies
    assert call.prompt_tokens > 0 and call.completion_tokens > 0
    (sent,) = model.requests
    assert sent.schema_name == "quality" and sent.body["model"] == "scripted"
    assert sent.headers["authorization"] == "Bearer key"


@every_kind
async def test_nothing_is_left_with_an_endpoint_that_would_keep_it(kind: EndpointKind) -> None:
    async with asked(lambda _: GOOD, kind) as (interview, model, _):
        await interview.ask(QUESTION)
    assert model.requests[0].body.get("store", False) is False
    assert ("store" in model.requests[0].body) is (kind is not EndpointKind.chat)


async def test_azure_is_asked_at_its_own_path_and_version() -> None:
    async with asked(lambda _: GOOD, EndpointKind.azure) as (interview, model, _):
        await interview.ask(QUESTION)
    assert (model.requests[0].path, model.requests[0].query) == ("/openai/v1/responses", "api-version=preview")


class MachineIdentity:
    """A credential as azure.identity.aio has them: asks a token service over HTTP, is entered and closed."""

    def __init__(self, service: str) -> None:
        self.service = service

    async def __aenter__(self) -> "MachineIdentity":
        return self

    async def __aexit__(self, *_: object) -> None: ...

    async def get_token(self, *scopes: str) -> Any:
        async with httpx2.AsyncClient(trust_env=False) as http:
            reply = (await http.get(f"{self.service}/token", params={"resource": scopes[0]})).json()
        return type("Token", (), {"token": reply["access_token"], "expires_on": reply["expires_on"]})()


@pytest.mark.parametrize(
    ("kind", "scope"), [(EndpointKind.azure, AZURE_SCOPE), (EndpointKind.foundry, FOUNDRY_SCOPE)], ids=str
)
async def test_without_a_key_the_machines_own_token_goes_along(kind: EndpointKind, scope: str) -> None:
    async with asked(lambda _: GOOD, kind, credential=lambda m: MachineIdentity(m.url)) as (interview, model, _):
        await interview.ask(QUESTION)
    assert model.tokens == [scope]
    assert model.requests[0].headers["authorization"] == f"Bearer {TOKEN}"


@every_kind
async def test_a_malformed_reply_gets_one_chance_to_be_repaired(kind: EndpointKind) -> None:
    replies = [Say(text='{"flags": [{"flag": "Rosalind"}]}'), GOOD]
    async with asked(lambda _: replies.pop(0), kind) as (interview, model, ledger):
        assert (await interview.ask(QUESTION)).flags == []
    assert outcomes(ledger) == [ToolOutcome.ok, ToolOutcome.ok]
    told = model.requests[1].messages[-1]
    assert "not of the form asked for" in str(told) and "Rosalind" not in str(told)


@pytest.mark.parametrize(
    ("say", "reason"),
    [
        (Say(text="I think it is fine."), "not of the form"),
        (Say.json({"flags": [], "status": "MET"}), "not of the form"),
        (Say(text='{"flags": [', finish="length"), "cut off"),
        (Say(refusal="I cannot help with that."), "not of the form"),
        (Say(text="", finish="content_filter"), "refusal"),
        (Say(raw=b'{"id": "x", "choi'), "no answer"),
        (Say(raw=b"<html>gateway</html>"), "no answer"),
        (Say(status=400, finish="content_filter"), "status 400"),
        (Say(status=401), "status 401"),
        (Say(status=404), "status 404"),
    ],
    ids=lambda v: v if isinstance(v, str) else None,
)
async def test_a_model_that_answers_wrongly_has_not_answered(say: Say, reason: str) -> None:
    async with asked(lambda _: say) as (interview, _, ledger):
        with pytest.raises(ReaderFailed, match=reason):
            await interview.ask(QUESTION)
    assert len(ledger.calls) <= 2


@pytest.mark.parametrize("status", [429, 500, 503])
@every_kind
async def test_what_may_pass_is_tried_again_and_every_try_is_on_record(kind: EndpointKind, status: int) -> None:
    replies = [Say(status=status, headers={"retry-after": "0"}), GOOD]
    async with asked(lambda _: replies.pop(0), kind) as (interview, _, ledger):
        await interview.ask(QUESTION)
    assert len(ledger.calls) == 2 and outcomes(ledger)[1] is ToolOutcome.ok
    assert outcomes(ledger)[0] is not ToolOutcome.ok


async def test_a_model_that_keeps_saying_not_now_is_left_alone() -> None:
    async with asked(lambda _: Say(status=429)) as (interview, model, ledger):
        with pytest.raises(ReaderFailed, match="fewer requests"):
            await interview.ask(QUESTION)
    assert len(model.requests) == len(ledger.calls) == 3


async def test_a_slow_model_is_not_waited_for() -> None:
    async with asked(lambda _: Say.json({}, delay=5), seconds_per_call=0.05, tries=1) as (interview, _, ledger):
        with pytest.raises(ReaderFailed, match="timed out"):
            await interview.ask(QUESTION)
    assert outcomes(ledger) == [ToolOutcome.timeout]


async def test_a_model_that_only_calls_tools_is_stopped() -> None:
    looping = Say(calls=(("search_articles", {"words": "sleep"}),))
    async with asked(lambda _: looping, turns=3) as (interview, model, _):
        with pytest.raises((ReaderFailed, BudgetSpent)):
            await interview.ask(QUESTION)
    assert len(model.requests) <= 5


class Unwritable(Ledger):
    async def tool_called(self, call: ToolCall, reply: JsonValue) -> None:
        raise RecordNotWritten("the call could not be recorded")


async def test_a_call_that_cannot_be_recorded_has_no_answer() -> None:
    async with asked(lambda _: GOOD, recorder=Unwritable()) as (interview, _, _ledger):
        with pytest.raises(RecordNotWritten):
            await interview.ask(QUESTION)


class Recalling(Ledger):
    """A record that survived: what was answered before is found again."""

    def __init__(self, earlier: Ledger) -> None:
        super().__init__()
        self.earlier = earlier

    async def heard(self, call: ToolCall) -> JsonValue:
        known = [c for c in self.earlier.calls if c.arguments_digest == call.arguments_digest and c.reply_digest]
        return self.earlier.replies[known[0].reply_digest] if known else None


async def test_an_answer_on_record_is_not_asked_for_again() -> None:
    async with asked(lambda _: GOOD) as (interview, model, first):
        await interview.ask(QUESTION)
        again = Recalling(first)
        session = ToolSession({}, again, "compliance", frozenset(), attempt=2, review="case:1")
        await Interview(interview.client, interview.limits, interview.meter, session).ask(QUESTION)
        assert len(model.requests) == 1
        (call,) = again.calls
        assert call.recalled and call.outcome is ToolOutcome.ok and call.attempt == 2
        assert interview.meter.spent("case:1") == first.calls[0].prompt_tokens + first.calls[0].completion_tokens


async def test_what_would_pass_the_reviews_ceiling_is_not_asked() -> None:
    async with asked(lambda _: GOOD, meter=Meter(100, 10**6)) as (interview, model, _):
        with pytest.raises(BudgetSpent, match="this review"):
            await interview.ask(QUESTION)
    assert model.requests == []


async def test_what_would_pass_the_days_ceiling_is_not_asked_however_many_ask_at_once() -> None:
    meter = Meter(10**6, 20_000)
    async with asked(lambda _: Say.json({"flags": []}, delay=0.05), meter=meter) as (interview, model, _):
        answers = await asyncio.gather(*(interview.ask(QUESTION) for _ in range(8)), return_exceptions=True)
    refused = [a for a in answers if isinstance(a, BudgetSpent)]
    assert len(model.requests) == 8 - len(refused) == 2
    assert meter.spent_today() < 20_000


def test_a_new_day_has_a_new_ceiling() -> None:
    from datetime import date

    days = [date(2026, 11, 20)]
    meter = Meter(1000, 1000, lambda: days[-1])
    meter.hold("one", 900)
    with pytest.raises(BudgetSpent):
        meter.hold("two", 900)
    days.append(date(2026, 11, 21))
    meter.hold("two", 900)
    assert meter.spent_today() == 900


async def test_a_record_longer_than_a_model_is_asked_to_read_is_not_sent() -> None:
    long = Question("quality", "narrative", "Read.", "word " * 4000, QualityReply)
    async with asked(lambda _: GOOD, prompt_tokens=1000) as (interview, model, _):
        with pytest.raises(BudgetSpent, match="longer"):
            await interview.ask(long)
    assert model.requests == []


def test_a_sent_request_tells_its_text_whatever_the_protocol() -> None:
    chat = Sent("", "", {}, {"messages": [{"role": "system", "content": "a"}, {"role": "user", "content": "b"}]})
    assert chat.text.split() == ["a", "b"]
