"""Rows that must come before others: a visit that led to a sleep test, and not one that was held because of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from priorauth.criteria import Assessment, DocumentsCheck, MeasureCheck, Row, Status
from priorauth.evidence import Observation
from priorauth.facts import DateInterval
from priorauth.rulebook.case_facts import CaseFacts
from priorauth.rulebook.scale import ConfidenceScale
from priorauth.rulebook.weighing import Weight, weigh


def in_sequence(
    rows: Sequence[Row],
    assessments: Iterable[Assessment],
    observations: Mapping[str, Sequence[Observation]],
    facts: CaseFacts,
    scale: ConfidenceScale,
) -> list[Assessment]:
    """The assessments; a MET row stays MET only if it is not wholly of later days than the rows it must come before."""
    by_id = {row.id: row for row in rows}
    return [
        a if _in_time(by_id[a.row], a, by_id, observations, facts) else _too_late(a, by_id[a.row], scale)
        for a in assessments
    ]


def _in_time(
    row: Row,
    assessment: Assessment,
    rows: Mapping[str, Row],
    observations: Mapping[str, Sequence[Observation]],
    facts: CaseFacts,
) -> bool:
    if not row.no_later_than or assessment.status is not Status.met:
        return True
    mine = [when.first for when in _dates(row, observations[row.id], facts)]
    theirs = [when.last for one in row.no_later_than for when in _dates(rows[one], observations[one], facts)]
    return not mine or not theirs or min(mine) <= max(theirs)


def _too_late(assessment: Assessment, row: Row, scale: ConfidenceScale) -> Assessment:
    reason = f"It is told of a later day than {' or '.join(row.no_later_than)}."
    late = {"status": Status.insufficient, "confidence": scale.conflict, "reason": reason, "settles": row.ask_for}
    return assessment.model_copy(update=late)


def _dates(row: Row, observations: Sequence[Observation], facts: CaseFacts) -> Iterator[DateInterval]:
    """When the row is plainly told, whatever a value comes to."""
    assert isinstance(row.check, MeasureCheck | DocumentsCheck)
    counts = (Weight.full, Weight.against) if isinstance(row.check, MeasureCheck) else (Weight.full,)
    for observation in observations:
        weighed = weigh(row, row.check, observation, facts)
        if weighed.weight in counts and weighed.observation.when:
            yield weighed.observation.when
