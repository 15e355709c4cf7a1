"""A model's words for a computed proposal: they stand beside it where every figure is found, and change nothing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agents.modelling.meter import Meter
from orchestrator.direct import review_once
from orchestrator.documents.audit import audit_markdown
from priorauth.case import ReviewInput
from priorauth.findings import ToolOutcome
from priorauth.prose import checked
from priorauth.recommendation import DecisionMode, Prose, Recommendation
from priorauth.record import ReviewRecord
from priorauth.rulebook import Rulebook
from priorauth.telling import telling_of
from tests.agents.modelling.conftest import case_of, staged
from tests.agents.modelling.disguises import ALL
from tests.standins.model import Say, Script, Sent
from tests.standins.scripts import NOTHING, Agreeing, Remembering

QUOTE = "The AHI was 31.4 events per hour of sleep with a nadir saturation of 78 percent."
GOOD = {
    "summary": f'The sleep study says "{QUOTE}"',
    "rationale": "On October 2, 2026 the patient was instructed on the use of the CPAP device.",
}


def saying(prose: Say, rest: Script) -> Script:
    return lambda sent: prose if sent.schema_name == "prose" else rest(sent)


async def told(prose: Say, rules: Rulebook, data_dir: Path, case: ReviewInput | None = None) -> ReviewRecord:
    reader = Remembering()
    async with staged(saying(prose, Agreeing(reader)), rules, data_dir, reader) as stage:
        return await stage.review(case or case_of())


def computed(record: ReviewRecord) -> Any:
    return record.proposal.model_copy(update={"prose": None})


async def test_words_in_which_everything_is_found_stand_beside_the_computed_ones(
    rules: Rulebook, data_dir: Path
) -> None:
    record = await told(Say.json(GOOD), rules, data_dir)
    proposal = record.proposal
    assert proposal.prose == Prose(writer="scripted", **GOOD)
    assert proposal.told_summary == f"{proposal.summary} {GOOD['summary']}"
    assert proposal.told_rationale == f"{GOOD['rationale']}\n{proposal.rationale}"
    audit = audit_markdown(record, case_number="26-00042", due_at=None)
    assert GOOD["rationale"] in audit
    assert "then by scripted" in audit


async def test_the_call_for_words_is_on_record_with_its_tokens_and_its_digest(rules: Rulebook, data_dir: Path) -> None:
    record = await told(Say.json(GOOD), rules, data_dir)
    (call,) = [c for c in record.ledger if c.of_model and c.tool == "prose"]
    assert (call.step, call.outcome) == ("synthesis", ToolOutcome.ok)
    assert call.prompt_tokens and call.completion_tokens and call.arguments_digest and call.reply_digest


@pytest.mark.parametrize(
    "say",
    [
        Say(status=500),
        Say(status=429),
        Say(text="no json"),
        Say(text="", finish="length"),
        Say(refusal="no"),
        Say.json(NOTHING["prose"]),
        Say.json(GOOD | {"summary": "The AHI was 62.5 events per hour."}),
        Say.json(GOOD | {"rationale": "The request is approved."}),
        Say.json(GOOD | {"recommendation": "approve"}),
    ],
    ids=["broken", "busy", "malformed", "cut", "refusing", "empty", "inventing", "deciding", "adding a field"],
)
async def test_a_model_without_usable_words_leaves_the_engines_own_and_the_same_proposal(
    say: Say, rules: Rulebook, data_dir: Path
) -> None:
    record = await told(say, rules, data_dir)
    other = await told(Say.json(GOOD), rules, data_dir)
    assert record.proposal.recommendation is Recommendation.approve
    assert computed(record) == computed(other)
    assert record.proposal.prose is not None and record.proposal.prose.refused
    assert record.proposal.told_summary == record.proposal.summary
    assert record.proposal.told_rationale == record.proposal.rationale
    assert "were not used" in audit_markdown(record, case_number="26-00042", due_at=None)
    assert len([c for c in record.ledger if c.of_model and c.tool == "prose"]) == 1, "asked once, never repaired"


async def test_words_are_not_asked_for_where_the_ceiling_is_reached(rules: Rulebook, data_dir: Path) -> None:
    reader = Remembering()
    meter = Meter(10**6, 10**8)

    def script(sent: Sent) -> Say:
        say = Agreeing(reader)(sent)
        meter.per_review = 1 if sent.schema_name == "rows" else meter.per_review
        return say

    async with staged(script, rules, data_dir, reader, meter) as stage:
        record = await stage.review(case_of())
    assert record.proposal.prose is not None and "tokens" in record.proposal.prose.refused
    assert not [s for s in stage.model.requests if s.schema_name == "prose"]


async def test_words_are_not_asked_for_where_reading_took_three_turns(rules: Rulebook, data_dir: Path) -> None:
    reader = Remembering()

    def searching(sent: Sent) -> Say:
        if sent.schema_name == "record" and not sent.results:
            return Say(calls=(("lookup_code", {"code": "G47.33"}),))
        return Agreeing(reader)(sent)

    async with staged(searching, rules, data_dir, reader) as stage:
        record = await stage.review(case_of())
    assert record.proposal.prose is not None and "turns" in record.proposal.prose.refused
    assert not [s for s in stage.model.requests if s.schema_name == "prose"]


async def test_a_model_that_writes_words_is_shown_findings_and_no_name(rules: Rulebook, data_dir: Path) -> None:
    reader = Remembering()
    async with staged(saying(Say.json(GOOD), Agreeing(reader)), rules, data_dir, reader) as stage:
        await stage.review(case_of())
    (sent,) = [s for s in stage.model.requests if s.schema_name == "prose"]
    request = case_of().request
    assert QUOTE in sent.text
    assert request.patient_name not in sent.text and (request.insurance_id or "?") not in sent.text
    assert request.clinical_notes not in sent.text


async def test_a_proposed_denial_is_never_put_into_a_models_words(rules: Rulebook, data_dir: Path) -> None:
    reader = Remembering()
    async with staged(saying(Say.json(GOOD), Agreeing(reader)), rules, data_dir, reader) as stage:
        team = replace(stage.team, mode=DecisionMode.strict)
        record = await review_once(case_of(diagnosis_codes=["G47.99"]), team)
    assert record.proposal.recommendation is Recommendation.deny
    assert record.proposal.prose is None
    assert not [s for s in stage.model.requests if s.schema_name == "prose"]


class Obeying:
    """Writes what an attacker wants said: the words of a disguise, as they are and beside an honest sentence."""

    def __init__(self, words: str, rest: Script) -> None:
        self.words, self.rest = words, rest

    def __call__(self, sent: Sent) -> Say:
        if sent.schema_name != "prose":
            return self.rest(sent)
        return Say.json({"summary": self.words[:700], "rationale": f"{GOOD['summary']} {self.words[:700]}"})


@pytest.mark.parametrize("name", ["approval", "pend"])
async def test_none_of_the_disguises_gets_a_word_into_the_prose(name: str, rules: Rulebook, data_dir: Path) -> None:
    reader = Remembering()
    async with staged(Agreeing(reader), rules, data_dir, reader) as stage:
        record = await stage.review(case_of(name))
    telling = telling_of(record.proposal, record.clinical, record.coverage)
    for disguise in ALL:
        for words in (disguise.text[:700], f"The record was read. {disguise.text[:600]}"):
            prose = checked(Prose(writer="m", summary=words, rationale="The record was read."), telling)
            assert prose.refused, disguise.title
            assert not prose.summary and not prose.rationale


async def test_a_model_that_writes_what_an_attacker_wants_moves_nothing(rules: Rulebook, data_dir: Path) -> None:
    lacking = case_of("pend")
    reader = Remembering()
    plain = await told(Say.json(NOTHING["prose"]), rules, data_dir, lacking)
    words = ""
    async with staged(lambda sent: Obeying(words, Agreeing(reader))(sent), rules, data_dir, reader) as stage:
        for disguise in ALL:
            words = disguise.text
            record = await stage.review(lacking)
            assert record.proposal.recommendation is Recommendation.pend_for_review, disguise.title
            assert computed(record) == computed(plain), disguise.title
            assert record.proposal.told_summary == record.proposal.summary, disguise.title
            assert record.proposal.told_rationale == record.proposal.rationale, disguise.title
