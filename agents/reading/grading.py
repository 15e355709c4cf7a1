"""The gates on evidence: each can only lower what an observation is worth.

Wording, subject, date, place, certainty, report: whatever falls short is a doubt. No doubt is grade A, one is B, more
or a grave one is C. Nothing here raises anything.
"""

from collections.abc import Iterable
from datetime import timedelta

from agents.reading.vocabulary import Wording
from priorauth.criteria import Row, Slot, SlotCheck
from priorauth.facts import Assertion, DateInterval, Doubt, Grade, Subject
from priorauth.reading import ReadingContext

GRAVE = frozenset(
    {
        Doubt.wrong_side,
        Doubt.wrong_site,
        Doubt.confuser,
        Doubt.stale,
        Doubt.future,
        Doubt.over_budget,
        Doubt.other_reader,
        Doubt.unit_missing,
    }
)


def grade_of(assertion: Assertion, subject: Subject, doubts: Iterable[Doubt]) -> Grade:
    """A: nothing short. B: one thing short. C: more, or something grave, or not said of the patient."""
    found = set(doubts)
    if subject is not Subject.patient or assertion not in (Assertion.affirmed, Assertion.negated):
        return Grade.c
    if found & GRAVE or len(found) > 1:
        return Grade.c
    return Grade.b if found else Grade.a


def wording_doubts(wording: Wording) -> list[Doubt]:
    return [] if wording.familiar else [Doubt.unfamiliar_wording]


def date_doubts(row: Row, when: DateInterval | None, context: ReadingContext) -> list[Doubt]:
    """Dated, not in the future, and wholly inside the row's window; what stands against approval need only touch it."""
    if when is not None and when.first > context.received_on:
        return [] if row.bar or row.also_planned or _of_the_service(row) else [Doubt.future]
    if row.window_days is None:
        return []
    if when is None:
        return [Doubt.undated]
    oldest = context.judged_on - timedelta(days=row.window_days)
    return [Doubt.stale] if (when.last if row.bar else when.first) < oldest else []


def _of_the_service(row: Row) -> bool:
    """Whether a row asks for the service itself, which is to come."""
    return isinstance(row.check, SlotCheck) and row.check.slot is Slot.requested_service_named
