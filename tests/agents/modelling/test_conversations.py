"""One conversation on file for each specialist, played through a whole review of the sample."""

from pathlib import Path

from agents.modelling.meter import estimated_tokens
from priorauth.criteria import Status
from priorauth.findings import Failure, ToolOutcome
from priorauth.reading import FieldName, QualityFlag
from priorauth.recommendation import Recommendation
from priorauth.record import ReviewRecord
from priorauth.rulebook import Rulebook
from tests.agents.modelling.conftest import case_of, staged
from tests.standins.conversations import Played
from tests.standins.model import Sent

FOLDER = Path(__file__).parent / "conversations"
BAR = 9_000


async def played(rules: Rulebook, data_dir: Path, *, straight: bool = False) -> tuple[ReviewRecord, Played]:
    script = Played.of(FOLDER, straight=straight)
    async with staged(script, rules, data_dir) as stage:
        return await stage.review(case_of()), script


async def test_every_turn_on_file_is_taken_and_every_call_recorded(rules: Rulebook, data_dir: Path) -> None:
    record, script = await played(rules, data_dir, straight=True)
    assert script.unheard == set()
    asked = [c for c in record.ledger if c.of_model]
    assert len(asked) == sum(len(turns) for turns in script.turns.values())
    assert {c.step for c in asked} == {"compliance", "clinical", "coverage", "synthesis"}
    assert all(c.outcome is ToolOutcome.ok for c in asked)


async def test_compliance_gets_a_repaired_reply_and_drops_a_flag_without_words_of_the_record(
    rules: Rulebook, data_dir: Path
) -> None:
    record, script = await played(rules, data_dir)
    assert "not of the form asked for" in script.heard["quality", ""][1].text
    assert not isinstance(record.compliance, Failure)
    assert QualityFlag.copied not in record.compliance.quality.flags


async def test_clinical_searches_in_words_of_ours_and_keeps_only_what_stands_in_the_record(
    rules: Rulebook, data_dir: Path
) -> None:
    record, script = await played(rules, data_dir)
    assert script.heard["record", ""][1].results
    assert not isinstance(record.clinical, Failure)
    extraction = record.clinical.extraction
    limits = next(f for f in extraction.fields if f.name is FieldName.functional_limitations)
    quotes = [s.evidence.quote for s in limits.statements]
    assert any("dozes off" in q for q in quotes) and not any("wheel" in q for q in quotes)
    assert extraction.summary == "She dozes off while reading."


async def test_coverage_is_met_where_both_saw_it_and_an_invented_passage_is_dropped(
    rules: Rulebook, data_dir: Path
) -> None:
    record, _ = await played(rules, data_dir)
    assert record.proposal.recommendation is Recommendation.approve
    assert not isinstance(record.coverage, Failure)
    rows = {a.row: a for i in record.coverage.items for a in i.assessments if a.policy_id == "L33718"}
    assert rows["I6"].status is Status.met
    assert not any("October 3" in s.evidence.quote for s in rows["I6"].spans)


async def test_synthesis_stands_in_the_models_words_unless_reading_took_its_turns(
    rules: Rulebook, data_dir: Path
) -> None:
    straight, _ = await played(rules, data_dir, straight=True)
    assert straight.proposal.prose and straight.proposal.prose.summary and not straight.proposal.prose.refused
    longer, script = await played(rules, data_dir)
    assert script.unheard == {"prose"}
    assert longer.proposal.prose and "turns" in longer.proposal.prose.refused
    assert longer.proposal.summary == straight.proposal.summary


async def test_the_prompts_of_the_sample_with_one_policy_stay_within_the_bar(rules: Rulebook, data_dir: Path) -> None:
    """Counted as the meter does before a call, which is more than any common vocabulary makes of it."""
    _, script = await played(rules, data_dir, straight=True)

    def tokens(question: str, subject: str = "") -> int:
        return estimated_tokens(whole(script.heard[question, subject][0]))

    assert tokens("quality") + tokens("record") + tokens("rows", "L33718") + tokens("prose") <= BAR


def whole(sent: Sent) -> str:
    return f"{sent.text}{sent.body.get('response_format')}{sent.body.get('tools', '')}"
