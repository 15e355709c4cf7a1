"""What code knows of a request before a word of the record is read: the facts that request rows are judged on."""

from datetime import date

from priorauth.base import Frozen
from priorauth.case import Item, ReviewInput, Sex
from priorauth.codes import side_of
from priorauth.facts import Side


class CaseFacts(Frozen):
    """One item of a request on the day it is judged. `side_is_told`: the record alone names it, the request none."""

    judged_on: date
    age: int | None = None
    sex: Sex = Sex.unknown
    diagnosis_codes: tuple[str, ...] = ()
    code: str
    modifiers: tuple[str, ...] = ()
    state: str | None = None
    side: Side | None = None
    side_is_told: bool = False


def facts_of(case: ReviewInput, item: Item) -> CaseFacts:
    """The facts of one item of a case."""
    request = case.request
    side = side_of(item.modifiers)
    return CaseFacts(
        judged_on=case.judged_on,
        age=None if request.patient_dob is None else age_on(request.patient_dob, case.judged_on),
        sex=request.patient_sex,
        diagnosis_codes=request.diagnosis_codes,
        code=item.code,
        modifiers=item.modifiers,
        state=request.state,
        side=None if side is None else Side(side.value),
    )


def age_on(born: date, day: date) -> int:
    """Whole years lived on a day; below zero for a birth after it."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
