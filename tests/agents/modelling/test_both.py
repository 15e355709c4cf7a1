"""A review read by both: a model adds reach where code can prove it, and otherwise only doubt."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from agents.modelling.meter import Meter
from agents.modelling.prose import checked_prose
from orchestrator.documents.audit import audit_markdown
from orchestrator.terminal import show
from priorauth.criteria import Assessment, Status
from priorauth.findings import Failure, Severity
from priorauth.reading import FieldName
from priorauth.recommendation import Recommendation
from priorauth.record import ReviewRecord
from priorauth.rulebook import Rulebook
from tests.agents.modelling.conftest import case_of, staged
from tests.standins.model import Say, Sent
from tests.standins.scripts import NOTHING, Agreeing, Remembering, silent

APPROVE, PEND = Recommendation.approve, Recommendation.pend_for_review


def rows_of(record: ReviewRecord, policy: str) -> dict[str, Assessment]:
    assert not isinstance(record.coverage, Failure)
    return {a.row: a for i in record.coverage.items for a in i.assessments if a.policy_id == policy}


async def test_two_readers_that_agree_approve_and_every_call_is_on_record(rules: Rulebook, data_dir: Path) -> None:
    reader = Remembering()
    async with staged(Agreeing(reader), rules, data_dir, reader) as stage:
        record = await stage.review(case_of())
    assert record.proposal.recommendation is APPROVE
    assert record.reader == "both"
    met = [a for a in rows_of(record, "L33718").values() if a.decisive and a.status is Status.met]
    assert {a.reader for a in met} <= {"both", "rules"} and any(a.reader == "both" for a in met)
    asked = [c for c in record.ledger if c.of_model]
    assert len(asked) == len(stage.model.requests)
    assert record.tokens.calls == len(asked)
    assert record.tokens.prompt == sum(c.prompt_tokens for c in asked) > 0
    assert stage.meter.spent_today() == record.tokens.prompt + record.tokens.completion


async def test_a_model_that_does_not_see_a_met_row_is_a_disagreement_and_pends(rules: Rulebook, data_dir: Path) -> None:
    reader = Remembering()
    async with staged(Agreeing(reader, silent_on=frozenset({"I6"})), rules, data_dir, reader) as stage:
        record = await stage.review(case_of())
    row = rows_of(record, "L33718")["I6"]
    assert (row.status, row.disagreement) == (Status.insufficient, True)
    assert record.proposal.recommendation is PEND


async def test_a_disagreement_shows_the_quotes_of_both(rules: Rulebook, data_dir: Path) -> None:
    case = case_of()
    aside = "Pat Sample"
    assert aside in case.documents[0].text
    reader = Remembering()
    agreeing = Agreeing(reader, silent_on=frozenset({"I6"}))

    def script(sent: Sent) -> Say:
        say = agreeing(sent)
        if sent.schema_name != "rows" or "Rows of L33718" not in sent.text:
            return say
        reply = json.loads(say.text)
        claim = {"document": 1, "quote": aside, "row": "I6", "says": "absent", "value": "", "date": ""}
        return Say.json(reply | {"passages": [*reply["passages"], claim]})

    async with staged(script, rules, data_dir, reader) as stage:
        record = await stage.review(case)
    row = rows_of(record, "L33718")["I6"]
    assert row.disagreement
    quotes = [s.evidence.quote for s in row.spans]
    assert any("instructed" in q for q in quotes) and aside in quotes


async def test_a_contradicted_row_is_left_to_a_person(rules: Rulebook, data_dir: Path) -> None:
    reader = Remembering()
    async with staged(Agreeing(reader, contradicts=frozenset({"I3"})), rules, data_dir, reader) as stage:
        record = await stage.review(case_of())
    assert rows_of(record, "L33718")["I3"].disagreement
    assert record.proposal.recommendation is PEND


async def test_a_silent_model_never_approves(rules: Rulebook, data_dir: Path) -> None:
    async with staged(silent, rules, data_dir) as stage:
        record = await stage.review(case_of())
    assert record.proposal.recommendation is PEND
    assert not isinstance(record.coverage, Failure) and record.coverage.readers_disagree


@pytest.mark.parametrize("broken", ["rows", "record", "quality"])
async def test_a_model_that_fails_anywhere_pends_and_what_the_rules_saw_is_still_shown(
    rules: Rulebook, data_dir: Path, broken: str
) -> None:
    reader = Remembering()
    agreeing = Agreeing(reader)

    def script(sent: Sent) -> Say:
        return Say(status=401) if sent.schema_name == broken else agreeing(sent)

    async with staged(script, rules, data_dir, reader) as stage:
        record = await stage.review(case_of())
    assert record.proposal.recommendation is PEND
    assert any("model" in reason for g in record.proposal.gates for reason in g.reasons)
    assert all(a.status is not Status.insufficient for a in rows_of(record, "L33718").values() if a.decisive)
    assert not isinstance(record.clinical, Failure) and not isinstance(record.compliance, Failure)


async def test_a_ceiling_that_is_reached_pends_and_says_so(rules: Rulebook, data_dir: Path) -> None:
    async with staged(silent, rules, data_dir, meter=Meter(500, 10**8)) as stage:
        record = await stage.review(case_of())
    assert stage.model.requests == []
    assert record.proposal.recommendation is PEND
    assert any("tokens for this review are spent" in r for g in record.proposal.gates for r in g.reasons)


async def test_one_reviews_reading_takes_at_most_three_turns_in_a_row(rules: Rulebook, data_dir: Path) -> None:
    """Compliance and clinical ask at once, coverage asks for all policies at once, the words come last."""
    reader = Remembering()
    async with staged(Agreeing(reader), rules, data_dir, reader) as stage:
        await stage.review(case_of())
    kinds = [s.schema_name for s in stage.model.requests]
    assert sorted(kinds[:2]) == ["quality", "record"]
    assert set(kinds[2:-1]) == {"rows"}
    assert kinds[-1] == "prose"


class Recorded:
    """A reply about the record, whatever is asked."""

    def __init__(self, **reply: Any) -> None:
        self.reply = {"statements": [], "discrepancies": [], "summary": ""} | reply

    def __call__(self, sent: Sent) -> Say:
        return Say.json(self.reply if sent.schema_name == "record" else NOTHING[sent.schema_name])


async def test_a_statement_counts_only_with_words_of_the_record(rules: Rulebook, data_dir: Path) -> None:
    case = case_of()
    real = case.documents[0].text.split("\n")[-1]
    said = [
        {"document": 1, "quote": real, "field": "chief_complaint"},
        {"document": 1, "quote": "The patient cannot walk.", "field": "functional_limitations"},
        {"document": 7, "quote": real, "field": "severity_indicators"},
    ]
    async with staged(Recorded(statements=said), rules, data_dir) as stage:
        record = await stage.review(case)
    assert not isinstance(record.clinical, Failure)
    quotes = {f.name: [s.evidence.quote for s in f.statements] for f in record.clinical.extraction.fields}
    assert real in quotes[FieldName.chief_complaint]
    assert "The patient cannot walk." not in str(quotes)
    assert real not in quotes[FieldName.severity_indicators]


async def test_a_model_never_makes_the_reading_surer(rules: Rulebook, data_dir: Path) -> None:
    case = case_of()
    said = [
        {"document": 1, "quote": line, "field": "severity_indicators"} for line in case.documents[0].text.split("\n")
    ]
    confidences: list[int] = []
    for statements in ([], [s for s in said if s["quote"]][:8]):
        async with staged(Recorded(statements=statements), rules, data_dir) as stage:
            record = await stage.review(case)
        assert not isinstance(record.clinical, Failure)
        confidences.append(record.clinical.extraction.confidence)
    assert confidences[0] == confidences[1]


async def test_a_discrepancy_a_model_shows_blocks_like_any_other(rules: Rulebook, data_dir: Path) -> None:
    case = case_of()
    words = case.documents[0].text.split("\n")[-1]
    found = [{"document": 1, "quote": words, "kind": "other_name"}]
    async with staged(Recorded(discrepancies=found), rules, data_dir) as stage:
        record = await stage.review(case)
    assert not isinstance(record.clinical, Failure)
    (mine,) = [d for d in record.clinical.discrepancies if "second reader" in d.found.detail]
    assert mine.severity is Severity.blocks and mine.found.spans[0].quote == words


async def test_a_summary_says_only_what_was_quoted(rules: Rulebook, data_dir: Path) -> None:
    prose = "She snores loudly. Her index was 99.9. She meets all criteria. Approve E0601."
    async with staged(Recorded(summary=prose), rules, data_dir) as stage:
        record = await stage.review(case_of())
    assert not isinstance(record.clinical, Failure)
    assert record.clinical.extraction.summary == "She snores loudly."
    assert "She snores loudly." in record.clinical.summary


def test_a_part_of_a_figure_is_not_that_figure() -> None:
    given = ("The AHI was 31.4 events per hour on 2026-09-02.", "G47.33")
    assert checked_prose("She had 31.4 events. She had 1.4 events. G47.3 was named. It was 2026.", given) == (
        "She had 31.4 events."
    )


async def test_what_the_model_took_is_told_in_the_audit_and_in_the_terminal(rules: Rulebook, data_dir: Path) -> None:
    async with staged(silent, rules, data_dir) as stage:
        record = await stage.review(case_of())
    out = StringIO()
    show(record, Console(file=out, width=200))
    assert f"model: {record.tokens.calls} calls" in out.getvalue()
    audit = audit_markdown(record, case_number="", due_at=None)
    assert f"{record.tokens.prompt:,} tokens read" in audit
