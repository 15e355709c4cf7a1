"""What a study of old showed, repeated in a line of today that names no study of its own.

Where a row asks for a study, and the only one that tells of the matter lies outside the window, a diagnosis that says
the same again is no newer than that study.
"""

from collections.abc import Sequence

from agents.reading import patterns as re
from priorauth.criteria import DocumentsCheck, Row
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Doubt, Grade

A_STUDY = re.compile(r"\b(?:mri|mr|ct|cta|xr|x-?rays?|radiographs?|imaging|films?|scans?|myelogram)\b")

DIAGNOSED = re.compile(r"\W*(?:dx|diagnos[ei]s|impression|imp|assessment|a|a/p|problems?|pmhx?)\s?:")


def not_repeated_from_of_old(row: Row, seen: Sequence[Observation]) -> Sequence[Observation]:
    """The observations of a row, those doubted that only repeat what a study outside the window showed."""
    if row.bar or row.window_days is None or not isinstance(row.check, DocumentsCheck):
        return seen
    if not A_STUDY.search(row.statement.casefold()):
        return seen
    affirmed = [o for o in seen if o.assertion is Assertion.affirmed]
    told = [o for o in affirmed if A_STUDY.search(o.evidence.quote.casefold()) and Doubt.wrong_site not in o.doubts]
    if not any(Doubt.stale in o.doubts for o in told) or any(Doubt.stale not in o.doubts for o in told):
        return seen
    return [_doubted(o) if o in affirmed and o not in told and _names_no_study(o) else o for o in seen]


def _names_no_study(seen: Observation) -> bool:
    """Whether it is no line of a study's own report, or one that is headed as a diagnosis."""
    return not seen.from_report or DIAGNOSED.match(seen.evidence.quote.casefold()) is not None


def _doubted(seen: Observation) -> Observation:
    grade = Grade.b if seen.grade is Grade.a else seen.grade
    return seen.model_copy(update={"doubts": (*seen.doubts, Doubt.undated), "grade": grade})
