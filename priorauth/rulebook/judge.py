"""Observations in, statuses out. The one place where a MET can come from.

A row is MET only on words that by themselves carry it: plain, the patient's, dated, in range, of the right side. What
is there but not so plain is "probably met, please confirm"; what is not there is not found; neither approves.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import assert_never

from priorauth.base import Frozen
from priorauth.criteria import (
    AbsenceCheck,
    AgeCheck,
    Assessment,
    ChangeCheck,
    CourseCheck,
    DatedCheck,
    DenialCheck,
    DiagnosisCheck,
    DocumentsCheck,
    JudgementCheck,
    MeasureCheck,
    ModifierCheck,
    ProcedureCheck,
    Row,
    SexCheck,
    SlotCheck,
    Span,
    StateCheck,
    Status,
    Term,
)
from priorauth.evidence import Observation, Relation
from priorauth.facts import Assertion, Doubt, Grade, Side, Subject
from priorauth.rulebook.approval import decisive_rows, evaluate
from priorauth.rulebook.case_facts import CaseFacts
from priorauth.rulebook.policy import Policy
from priorauth.rulebook.request_rows import Verdict, judge_from_request
from priorauth.rulebook.same_day import of_one_day
from priorauth.rulebook.scale import ConfidenceScale
from priorauth.rulebook.sequence import in_sequence
from priorauth.rulebook.weighing import DocumentCheck, Fit, Weighed, Weight, weigh

RequestCheck = AgeCheck | SexCheck | DiagnosisCheck | ProcedureCheck | ModifierCheck | StateCheck
_StandingCheck = (
    MeasureCheck | DatedCheck | DocumentsCheck | DenialCheck | CourseCheck | JudgementCheck | SlotCheck | AbsenceCheck
)
_SHOWN_SPANS = 6
VALUES_CONFLICT_DAYS = 30


class PolicyJudgement(Frozen):
    """A policy over one item: its rows, the bars that spoke, and what they come to together."""

    policy_id: str
    status: Status
    assessments: tuple[Assessment, ...]

    @property
    def satisfied(self) -> bool:
        return self.status is Status.met


def judge_policy(
    policy: Policy,
    observations: Iterable[Observation],
    facts: CaseFacts,
    scale: ConfidenceScale,
    *,
    read_whole: bool = True,
) -> PolicyJudgement:
    """Judge every row and bar of a policy.

    With `read_whole` false (a budget ran out, a document could be read in part only) nothing may rest on absence:
    a row read from documents that is not MET becomes INSUFFICIENT, and silent bars are undecided.
    """
    by_row: defaultdict[str, list[Observation]] = defaultdict(list)
    for observation in observations:
        by_row[observation.row].append(observation)
    judge = _Judge(policy, facts, scale, read_whole)
    rows = of_one_day(policy.rows, [judge.row(row, by_row[row.id]) for row in policy.rows], by_row, facts, scale)
    rows = in_sequence(policy.rows, rows, by_row, facts, scale)
    bars = [verdict for bar in policy.bars if (verdict := judge.bar(bar, by_row[bar.id]))]
    return conclude(policy, rows, bars)


def conclude(policy: Policy, rows: Sequence[Assessment], bars: Sequence[Assessment]) -> PolicyJudgement:
    """What judged rows and the bars that spoke come to together, and which of the rows decide."""
    statuses = {assessment.row: assessment.status for assessment in rows}
    decisive = decisive_rows(policy.approval, statuses)
    marked = (
        a if a.decisive is (a.row in decisive) else a.model_copy(update={"decisive": a.row in decisive}) for a in rows
    )
    together = [evaluate(policy.approval, statuses), *(bar.status for bar in bars)]
    return PolicyJudgement(policy_id=policy.id, status=worst(together), assessments=(*marked, *bars))


def worst(statuses: Iterable[Status]) -> Status:
    """What statuses that must all hold come to: contradicted, else unknown, else met."""
    found = set(statuses)
    for status in (Status.not_met, Status.insufficient):
        if status in found:
            return status
    return Status.met


@dataclass(frozen=True, slots=True)
class _Judge:
    policy: Policy
    facts: CaseFacts
    scale: ConfidenceScale
    read_whole: bool

    def row(self, row: Row, observations: Sequence[Observation]) -> Assessment:
        check = row.check
        if isinstance(check, RequestCheck):
            return self._assessment(row, judge_from_request(check, self.facts, self.scale), ())
        verdict, weighed = self._read(row, check, observations)
        if verdict.status is not Status.met and not self.read_whole:
            verdict = Verdict(
                Status.insufficient,
                min(verdict.confidence, self.scale.not_found_highest),
                "The documents were not read to their end, so nothing follows from what was not found.",
            )
        return self._assessment(row, self._of_the_told_side(row, verdict), _spans(weighed))

    def _of_the_told_side(self, row: Row, verdict: Verdict) -> Verdict:
        """What is met of a side that the record alone names says so."""
        side = self.facts.side
        if verdict.status is not Status.met or not (row.on_requested_side and side and self.facts.side_is_told):
            return verdict
        told = f"The request names no side; the record names the {side.value} one."
        return replace(verdict, reason=f"{verdict.reason} {told}")

    def _read(
        self, row: Row, check: DocumentCheck, observations: Sequence[Observation]
    ) -> tuple[Verdict, Sequence[Weighed]]:
        """A row read from documents; where both sides are requested, each on its own evidence, and the worse counts."""
        if not row.on_requested_side or self.facts.side is not Side.bilateral:
            return self._on_one_side(row, check, observations, self.facts)
        sides = [self.facts.model_copy(update={"side": side}) for side in (Side.left, Side.right)]
        read = [self._on_one_side(row, check, observations, facts) for facts in sides]
        status = worst(verdict.status for verdict, _ in read)
        return next(v for v, _ in read if v.status is status), [w for _, weighed in read for w in weighed]

    def _on_one_side(
        self, row: Row, check: DocumentCheck, observations: Sequence[Observation], facts: CaseFacts
    ) -> tuple[Verdict, Sequence[Weighed]]:
        weighed = [weigh(row, check, o, facts) for o in observations]
        if not isinstance(check, ChangeCheck):
            return self._from_documents(check, weighed), weighed
        timeless = row.model_copy(update={"window_days": None})
        ever = [weigh(timeless, check, o, facts) for o in observations]
        return self._change(check, weighed, ever), ever

    def bar(self, row: Row, observations: Sequence[Observation]) -> Assessment | None:
        """A bar that the record shows or leaves in doubt; None where the record is silent on it."""
        check = row.check
        if isinstance(check, RequestCheck):
            met = judge_from_request(check, self.facts, self.scale)
            if met.status is Status.not_met:
                return None
            status = Status.not_met if met.status is Status.met else Status.insufficient
            return self._assessment(row, Verdict(status, met.confidence, met.reason, met.source), ())
        weighed = [weigh(row, check, o, self.facts) for o in observations]
        shown = [w for w in weighed if w.weight is Weight.full]
        doubtful = [w for w in weighed if w.weight is Weight.partial or self._planned(row, check, w)]
        if shown and not _overruled(shown, [w for w in weighed if w.weight is Weight.against]):
            verdict = Verdict(Status.not_met, self.scale.not_met, f"The record shows it: {row.statement}.")
        elif shown or doubtful:
            verdict = Verdict(Status.insufficient, self.scale.in_doubt, f"The record may show it: {row.statement}.")
        elif not self.read_whole:
            verdict = Verdict(Status.insufficient, 0, "The documents were not read to their end.")
        else:
            return None
        return self._assessment(row, verdict, _spans(weighed, _OF_A_BAR))

    def _planned(self, row: Row, check: DocumentCheck, weighed: Weighed) -> bool:
        """Whether what is planned for the patient would be a bar were it done: of its place, and a value in bounds."""
        seen = weighed.observation
        if seen.assertion is not Assertion.planned or seen.subject is Subject.other_person:
            return False
        done = seen.model_copy(
            update={
                "assertion": Assertion.affirmed,
                "doubts": tuple(d for d in seen.doubts if d is not Doubt.future),
            }
        )
        return weigh(row, check, done, self.facts).weight in (Weight.full, Weight.partial)

    def _from_documents(self, check: _StandingCheck, weighed: Sequence[Weighed]) -> Verdict:
        match check:
            case MeasureCheck():
                return self._value(weighed)
            case DocumentsCheck():
                return self._things(check, weighed)
            case DenialCheck():
                return self._denial(self.policy.term(check.term), weighed)
            case DatedCheck() | CourseCheck() | SlotCheck():
                return self._any_of(weighed)
            case JudgementCheck():
                return Verdict(Status.insufficient, self.scale.judgement, f"A person judges this: {check.question}")
            case AbsenceCheck():
                raise AssertionError("an absence check stands in the Bars table")
            case _:
                assert_never(check)

    def _value(self, weighed: Sequence[Weighed]) -> Verdict:
        """A value counts unless another says otherwise and is not plainly older: two values of one month conflict."""
        full = _of(weighed, Weight.full)
        others = [*_of(weighed, Weight.against, Weight.leaning_against)]
        standing = [w for w in full if all(_long_after(w, other) for other in others)]
        if standing:
            return self._met(standing)
        if (full or _of(weighed, Weight.partial)) and others:
            return Verdict(Status.insufficient, self.scale.conflict, "The record gives values that do not agree.")
        return self._rest(weighed)

    def _any_of(self, weighed: Sequence[Weighed]) -> Verdict:
        full = _of(weighed, Weight.full)
        against = _of(weighed, Weight.against, Weight.leaning_against)
        if full and not _overruled(full, against):
            return self._met(full)
        if full:
            return self._conflict()
        return self._rest(weighed)

    def _things(self, check: DocumentsCheck, weighed: Sequence[Weighed]) -> Verdict:
        """Different things of a term; one thing both stated and denied does not count."""
        term = self.policy.term(check.term)
        against = _of(weighed, Weight.against, Weight.leaning_against)
        counted: dict[str, Weighed] = {}
        for w in _of(weighed, Weight.full):
            thing = w.observation.thing
            if not _overruled([w], [a for a in against if _same_thing(term, a.observation.thing, thing)]):
                counted.setdefault(thing, w)
        if len(counted) >= check.count:
            return self._met(list(counted.values()))
        if against and _of(weighed, Weight.full):
            return self._conflict()
        if counted:
            found = f"The record shows {len(counted)} of the {check.count} that are asked for."
            return Verdict(Status.insufficient, self.scale.probably_lowest, found)
        return self._rest(weighed)

    def _denial(self, term: Term, weighed: Sequence[Weighed]) -> Verdict:
        """Every thing of the term must be denied, or the term as a whole."""
        full = _of(weighed, Weight.full)
        denied = {w.observation.thing for w in full}
        things = {thing[0] for thing in term.things}
        if _of(weighed, Weight.against) and not full:
            return self._rest(weighed)
        if _of(weighed, Weight.against, Weight.leaning_against) and full:
            return self._conflict()
        if full and (things <= denied or denied - things):
            return self._met(full)
        if full:
            return Verdict(Status.insufficient, self.scale.probably_lowest, "The record denies part of it only.")
        return self._rest(weighed)

    def _change(self, check: ChangeCheck, weighed: Sequence[Weighed], ever: Sequence[Weighed]) -> Verdict:
        """Two dated values that differ by at least so much; only the newest must lie inside the window.

        What the newest value's own sentence says it was before needs no date of its own.
        """
        valued = [w for w in _of(weighed, Weight.full) if w.observation.value and not w.observation.former]
        dated = sorted(valued, key=_last_day)
        if not dated:
            return self._rest(weighed)
        newest = dated[-1]
        before = [w for w in _of(ever, Weight.full) if w.observation.value and _later(newest, w)]
        before += [w for w in ever if w not in before and _was_before(w.observation, newest.observation)]
        fits = [(change_fit(check, w.observation, newest.observation), w) for w in before]
        if reached := [w for fit, w in fits if fit is Fit.inside]:
            return self._met([reached[0], newest])
        if fits and all(fit is Fit.outside for fit, _ in fits):
            return Verdict(Status.not_met, self.scale.not_met, "The values in the record do not differ that much.")
        reason = "Two dated values that can be compared are needed."
        return Verdict(Status.insufficient, self.scale.probably_lowest, reason)

    def _met(self, on: Sequence[Weighed]) -> Verdict:
        to_the_day = any(w.observation.when and w.observation.when.first == w.observation.when.last for w in on)
        backed = len(on) > 1 or any(w.observation.from_report for w in on)
        confidence = self.scale.met_confidence(to_the_day=to_the_day, backed=backed)
        return Verdict(Status.met, confidence, "The record says so plainly.")

    def _conflict(self) -> Verdict:
        return Verdict(Status.insufficient, self.scale.conflict, "The record says both.")

    def _rest(self, weighed: Sequence[Weighed]) -> Verdict:
        """No full support: probably met, contradicted, set aside, or not there."""
        partial = _of(weighed, Weight.partial)
        against = _of(weighed, Weight.against)
        leaning = _of(weighed, Weight.leaning_against)
        if partial and (against or leaning):
            return self._conflict()
        if partial:
            reason = f"Probably met, please confirm: {partial[0].why}."
            return Verdict(Status.insufficient, self.scale.probable_confidence(len(partial)), reason)
        if against:
            return Verdict(Status.not_met, self.scale.not_met, f"The record contradicts it: {against[0].why}.")
        if leaning:
            return Verdict(Status.insufficient, self.scale.in_doubt, f"Probably not met: {leaning[0].why}.")
        if weighed:
            reason = f"Found only what cannot count: {weighed[0].why}."
            return Verdict(Status.insufficient, self.scale.set_aside, reason)
        return Verdict(Status.insufficient, 0, "Not found in the record.")

    def _assessment(self, row: Row, verdict: Verdict, spans: tuple[Span, ...]) -> Assessment:
        cap = self.policy.highest_confidence
        confidence = min(verdict.confidence, cap) if verdict.status is Status.met else verdict.confidence
        return Assessment(
            policy_id=self.policy.id,
            row=row.id,
            statement=row.statement,
            status=verdict.status,
            confidence=confidence,
            reason=verdict.reason,
            settles="" if verdict.status is Status.met else row.ask_for,
            spans=spans,
            source=verdict.source,
            critical=row.critical,
            bar=row.bar,
            ask_for=row.ask_for,
        )


def _of(weighed: Sequence[Weighed], *weights: Weight) -> list[Weighed]:
    return [w for w in weighed if w.weight in weights]


def _later(one: Weighed, other: Weighed) -> bool:
    """Whether one is dated strictly after the other."""
    mine, theirs = one.observation.when, other.observation.when
    return mine is not None and theirs is not None and mine.first > theirs.last


def _long_after(one: Weighed, other: Weighed) -> bool:
    """Whether so much time lies between two values that the newer one may well be a change and no contradiction."""
    mine, theirs = one.observation.when, other.observation.when
    return mine is not None and theirs is not None and mine.first - theirs.last >= timedelta(days=VALUES_CONFLICT_DAYS)


def _overruled(full: Sequence[Weighed], against: Sequence[Weighed]) -> bool:
    """Whether anything against is not plainly older than what speaks for it."""
    return any(not any(_later(w, a) for w in full) for a in against)


def _same_thing(term: Term, denied: str, stated: str) -> bool:
    """Whether a denial meets a statement: of the same thing, or of the term as a whole."""
    return denied == stated or denied not in {thing[0] for thing in term.things}


def _last_day(weighed: Weighed) -> date:
    when = weighed.observation.when
    return when.last if when else date.min


def _was_before(one: Observation, newest: Observation) -> bool:
    """Whether a value is told, without any doubt, as what the newest was before, in one and the same sentence."""
    plain = one.former and one.assertion is Assertion.affirmed and one.grade is Grade.a
    return plain and one.evidence == newest.evidence


def change_fit(check: ChangeCheck, before: Observation, after: Observation) -> Fit:
    """How far two values moved, against what the row asks."""
    old, new = before.value, after.value
    if old is None or new is None or None in (old.low, old.high, new.low, new.high):
        return Fit.partly
    assert old.low is not None and old.high is not None and new.low is not None and new.high is not None
    least, most = (new.low - old.high, new.high - old.low)
    if not check.increased:
        least, most = -most, -least
    if check.unit == "percent":
        if old.low <= 0:
            return Fit.partly
        least, most = 100 * least / old.high, 100 * most / old.low
    return Fit.inside if least >= check.by else Fit.outside if most < check.by else Fit.partly


_RELATIONS: Mapping[Weight, Relation] = {
    Weight.full: Relation.supports,
    Weight.partial: Relation.partly_supports,
    Weight.against: Relation.weakens,
    Weight.leaning_against: Relation.weakens,
}
_OF_A_BAR: Mapping[Weight, Relation] = {
    Weight.full: Relation.weakens,
    Weight.partial: Relation.weakens,
    Weight.against: Relation.supports,
    Weight.leaning_against: Relation.partly_supports,
}


def _spans(weighed: Sequence[Weighed], relations: Mapping[Weight, Relation] = _RELATIONS) -> tuple[Span, ...]:
    """The quotes that count, strongest first and each once."""
    order = list(relations)
    counting = sorted((w for w in weighed if w.weight in relations), key=lambda w: order.index(w.weight))
    spans: dict[tuple[int, int, int], Span] = {}
    for w in counting:
        found = w.observation.evidence
        place = (found.document_id, found.start, found.end)
        spans.setdefault(place, Span(relation=relations[w.weight], evidence=found))
    return tuple(spans.values())[:_SHOWN_SPANS]
