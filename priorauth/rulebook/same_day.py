"""Rows that belong to one day: three readings of one walk test say something together, of three visits they do not."""

from collections.abc import Iterable, Mapping, Sequence

from priorauth.criteria import Assessment, DocumentsCheck, MeasureCheck, Row, Status
from priorauth.evidence import Observation
from priorauth.facts import DateInterval
from priorauth.rulebook.case_facts import CaseFacts
from priorauth.rulebook.scale import ConfidenceScale
from priorauth.rulebook.weighing import Weight, weigh


def of_one_day(
    rows: Sequence[Row],
    assessments: Iterable[Assessment],
    observations: Mapping[str, Sequence[Observation]],
    facts: CaseFacts,
    scale: ConfidenceScale,
) -> list[Assessment]:
    """The assessments; MET rows that belong to one day stay MET only if some day fits the dates of all of them."""
    judged = {a.row: a for a in assessments}
    for anchor in {row.same_day_as for row in rows if row.same_day_as}:
        bound = [row for row in rows if row.same_day_as == anchor and judged[row.id].status is Status.met]
        first = next(row for row in rows if row.id == anchor)
        if not _some_day_fits([_dates(row, observations[row.id], facts) for row in (first, *bound)]):
            reason = f"It is not shown to be of the same day as {anchor}."
            apart = {"status": Status.insufficient, "confidence": scale.conflict, "reason": reason}
            for row in bound:
                judged[row.id] = judged[row.id].model_copy(update={**apart, "settles": row.ask_for})
    return list(judged.values())


def _dates(row: Row, observations: Sequence[Observation], facts: CaseFacts) -> list[DateInterval]:
    """When the row is plainly shown; what the record does not date to the day is an interval."""
    assert isinstance(row.check, MeasureCheck | DocumentsCheck)
    weighed = [weigh(row, row.check, o, facts) for o in observations]
    return [w.observation.when for w in weighed if w.weight is Weight.full and w.observation.when]


def _some_day_fits(rows: Sequence[Sequence[DateInterval]]) -> bool:
    days = {interval.first for dates in rows for interval in dates}
    return any(all(any(d.first <= day <= d.last for d in dates) for dates in rows) for day in days)
