"""How the reader does on the regression corpus: wrong METs and METs found, per batch and on the notes.

`python -m tests.reading.corpus_score` prints the figures; `--wrong` lists where the reader was wrong, `--missed` where
a MET was not found; `--floors` writes `corpus/floors.json` anew. The untouched batches are counted, never listed.
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field

from agents.reading.record import prepare
from agents.reading.rows import read_prepared
from priorauth.criteria import Assessment, Status
from priorauth.reading import RowQuestion
from priorauth.rulebook.case_facts import CaseFacts, age_on
from priorauth.rulebook.judge import judge_policy
from priorauth.rulebook.load import load_rulebook
from tests.reading.corpus import BATCHES, SNIPPETS, Expectation, Text, context_of, item_of, notes, policy, snippets

SCALE = load_rulebook().skills.coverage.scale
FLOORS = SNIPPETS / "floors.json"
UNTOUCHED: tuple[str, ...] = ()
NOTES = "notes"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row of one text: what was expected and what came out."""

    text: Text
    expected: Expectation
    status: Status
    probably: bool
    reason: str

    @property
    def wrong_met(self) -> bool:
        return self.status is Status.met and self.expected.status is not Status.met

    @property
    def found(self) -> bool:
        return self.status is Status.met and self.expected.status is Status.met

    @property
    def probably_found(self) -> bool:
        return self.expected.status is Status.met and (self.found or self.probably)


@dataclass(slots=True)
class Score:
    """The figures of one batch."""

    outcomes: list[Outcome] = field(default_factory=list[Outcome])

    def count(self, which: str) -> int:
        return sum(bool(getattr(o, which)) for o in self.outcomes)

    @property
    def true_mets(self) -> int:
        return sum(o.expected.status is Status.met for o in self.outcomes)

    @property
    def others(self) -> int:
        return len(self.outcomes) - self.true_mets

    @property
    def exact(self) -> int:
        return sum(o.status is o.expected.status for o in self.outcomes)


def judged(text: Text) -> Iterable[Outcome]:
    """Every expectation of a text against what reading and rulebook make of it."""
    wanted = {e.row for e in text.expected}
    full = policy(text.page)
    rows = tuple(r for r in (*full.rows, *full.bars) if r.id in wanted)
    record = prepare([text.document], context_of(text.asked))
    question = RowQuestion(policy_id=full.id, rows=rows, terms=full.terms, item=item_of(text.asked))
    reading = read_prepared(record, question)
    judgement = judge_policy(full, reading.observations, _facts(text), SCALE, read_whole=not reading.over_budget)
    by_row = {a.row: a for a in judgement.assessments}
    return [_outcome(text, e, by_row.get(e.row)) for e in text.expected]


def _facts(text: Text) -> CaseFacts:
    asked = text.asked
    return CaseFacts(
        judged_on=asked.on,
        age=age_on(asked.born, asked.on) if asked.born else None,
        sex=asked.sex,
        code=asked.code,
        side=asked.side,
    )


def _outcome(text: Text, expected: Expectation, assessment: Assessment | None) -> Outcome:
    """A bar that raises nothing does not stand, which is its MET."""
    if assessment is None:
        return Outcome(text, expected, Status.met, False, "the bar does not stand")
    probably = assessment.status is Status.insufficient and assessment.confidence >= SCALE.probably_lowest
    return Outcome(text, expected, assessment.status, probably, assessment.reason)


def score_batch(batch: str) -> Score:
    texts = notes() if batch == NOTES else snippets(batch)
    return Score([o for text in texts for o in judged(text)])


def floors() -> dict[str, dict[str, int]]:
    """What each batch must keep: at most so many wrong METs, at least so many METs found."""
    return json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}


def figures(score: Score) -> dict[str, int]:
    return {"wrong_met": score.count("wrong_met"), "met_found": score.count("found")}


def main(arguments: list[str]) -> None:
    kept: dict[str, dict[str, int]] = {}
    print("batch   wrong MET      MET found   with probably      exact")
    for batch in (*BATCHES, NOTES):
        score = score_batch(batch)
        kept[batch] = figures(score)
        mets, probably = score.true_mets, score.count("probably_found")
        wrong = f"{score.count('wrong_met')}/{score.others}"
        print(
            f"{batch:7} {wrong:>9} {score.count('found'):>10}/{mets} {probably:>11}/{mets}"
            f" {score.exact:>10}/{len(score.outcomes)}"
        )
        if batch not in UNTOUCHED:
            _list(score, arguments)
    if "--floors" in arguments:
        FLOORS.write_text(json.dumps(kept, indent=2) + "\n", "utf-8")


def _list(score: Score, arguments: list[str]) -> None:
    for o in score.outcomes:
        missed = o.expected.status is Status.met and not o.found
        if ("--wrong" in arguments and o.wrong_met) or ("--missed" in arguments and missed):
            words = o.text.text if o.text.kind != "note" else ""
            print(f"  {o.text.place} {o.expected.row} {o.status.value}: {o.reason} | {words} {o.expected.why}")


if __name__ == "__main__":
    main(sys.argv[1:])
