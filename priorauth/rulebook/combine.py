"""Two readers, one judgement: a second reader may add reach, and may never override a veto, arithmetic or a date."""

from collections.abc import Collection, Iterator, Sequence

from priorauth.criteria import (
    Assessment,
    ChangeCheck,
    CourseCheck,
    DatedCheck,
    DenialCheck,
    MeasureCheck,
    Row,
    Status,
)
from priorauth.evidence import Evidence, Observation
from priorauth.facts import Assertion, Doubt, Subject
from priorauth.reading import RowReading
from priorauth.rulebook.case_facts import CaseFacts
from priorauth.rulebook.judge import PolicyJudgement, conclude, judge_policy
from priorauth.rulebook.policy import Policy
from priorauth.rulebook.scale import ConfidenceScale

_NUMBERS = (MeasureCheck, DatedCheck, ChangeCheck, CourseCheck)
_VETOES = frozenset(
    {
        *(Assertion.other_person, Assertion.policy_talk, Assertion.instruction),
        *(Assertion.template, Assertion.retracted, Assertion.planned),
    }
)
_VETO_DOUBTS = frozenset({Doubt.wrong_side, Doubt.wrong_site, Doubt.confuser, Doubt.stale, Doubt.future})


def combine(
    policy: Policy,
    first: RowReading,
    second: RowReading,
    facts: CaseFacts,
    scale: ConfidenceScale,
    *,
    read_whole: bool = True,
    derived: Collection[str] = (),
) -> PolicyJudgement:
    """Judge a policy on what the embedded reader (`first`) and a model (`second`) saw.

    `derived` names the rows whose number, date or course code has read again out of the second reader's own quotes.
    """
    ours = judge_policy(policy, first.observations, facts, scale, read_whole=read_whole and not first.over_budget)
    theirs = judge_policy(policy, second.observations, facts, scale, read_whole=read_whole and not second.over_budget)
    everything = (*first.observations, *second.observations)
    together = {a.row: a.status for a in judge_policy(policy, everything, facts, scale).assessments}
    mine = {a.row: a for a in ours.assessments}
    other = {a.row: a for a in theirs.assessments}
    rows: list[Assessment] = []
    for row in policy.rows:
        # What a model points at counts beside what the embedded reader saw, never in place of it.
        stands = together[row.id] is Status.met and (row.id in derived or not isinstance(row.check, _NUMBERS))
        rows.append(_combined(mine[row.id], other[row.id], tuple(_vetoes(first, row)), scale, may_add=stands))
    bars = [bar for row in policy.bars if (bar := _combined_bar(mine.get(row.id), other.get(row.id)))]
    return conclude(policy, rows, bars)


def _combined(
    mine: Assessment, other: Assessment, vetoes: Sequence[Evidence], scale: ConfidenceScale, *, may_add: bool
) -> Assessment:
    if mine.source:
        return mine
    met = (mine.status is Status.met, other.status is Status.met)
    if met == (True, True):
        return _agreed(mine, other)
    if met == (True, False):
        return _disputed(mine, other, scale)
    if met == (False, False):
        return mine
    if mine.status is Status.not_met:
        return _disputed(mine, other, scale)
    if any(_overlap(s.evidence, v) for s in other.spans for v in vetoes):
        return mine
    if not may_add:
        return mine
    return other.model_copy(
        update={"confidence": min(other.confidence, scale.second_reader_highest), "reader": "model"}
    )


def _agreed(mine: Assessment, other: Assessment) -> Assessment:
    """Both readers on the same words: as sure as the surer of them."""
    same_words = any(_overlap(a.evidence, b.evidence) for a in mine.spans for b in other.spans)
    confidence = max(mine.confidence, other.confidence) if same_words else mine.confidence
    return mine.model_copy(update={"confidence": confidence, "reader": "both"})


def _disputed(mine: Assessment, other: Assessment, scale: ConfidenceScale) -> Assessment:
    changes = {
        "status": Status.insufficient,
        "confidence": min(mine.confidence, other.confidence, scale.conflict),
        "reason": f"Readers disagree. One: {mine.reason} The other: {other.reason}",
        "spans": tuple(dict.fromkeys((*mine.spans, *other.spans))),
        "settles": mine.ask_for,
        "disagreement": True,
        "reader": "both",
    }
    return mine.model_copy(update=changes)


def _combined_bar(mine: Assessment | None, other: Assessment | None) -> Assessment | None:
    """What one reader shows stands; what only the second shows is in doubt."""
    if mine is not None or other is None:
        return mine
    changes = {
        "status": Status.insufficient,
        "disagreement": True,
        "reader": "model",
        "reason": f"One reader alone saw it. {other.reason}",
    }
    return other.model_copy(update=changes)


def _vetoes(reading: RowReading, row: Row) -> Iterator[Evidence]:
    """The words the embedded reader took out, or found not to count for the row."""
    yield from reading.set_aside
    for seen in reading.observations:
        if seen.row == row.id and _vetoed(seen, row):
            yield seen.evidence


def _vetoed(seen: Observation, row: Row) -> bool:
    denied = seen.assertion is Assertion.negated and not isinstance(row.check, DenialCheck)
    doubted = bool(_VETO_DOUBTS & set(seen.doubts))
    return denied or doubted or seen.assertion in _VETOES or seen.subject is Subject.other_person


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.document_id == other.document_id and one.start < other.end and other.start < one.end
