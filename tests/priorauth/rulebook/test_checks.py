"""Every form of the Check column, and what is said of a mistake."""

import pytest

from priorauth.case import Sex
from priorauth.criteria import (
    AbsenceCheck,
    AgeCheck,
    ChangeCheck,
    Check,
    Comparison,
    Course,
    CourseCheck,
    DatedCheck,
    DenialCheck,
    DiagnosisCheck,
    DocumentsCheck,
    JudgementCheck,
    MeasureCheck,
    ModifierCheck,
    ProcedureCheck,
    SexCheck,
    Slot,
    SlotCheck,
    StateCheck,
)
from priorauth.errors import RuleMistake
from priorauth.rulebook.checks import read_check

TERMS = ["knee care", "weakness", "active infection"]


def measure(how: Comparison, low: float | None, high: float | None, unit: str = "/h", *names: str) -> MeasureCheck:
    return MeasureCheck(measures=names or ("AHI",), comparison=how, low=low, high=high, unit=unit)


@pytest.mark.parametrize(
    ("written", "check"),
    [
        ("AHI at least 15", measure(Comparison.at_least, 15, None)),
        ("ahi more than 15", measure(Comparison.more_than, 15, None)),
        ("AHI at most 4.9", measure(Comparison.at_most, None, 4.9)),
        ("AHI less than 5 events per hour", measure(Comparison.less_than, None, 5)),
        ("AHI or RDI at least 15", measure(Comparison.at_least, 15, None, "/h", "AHI", "RDI")),
        ("AHI 5 to 14", measure(Comparison.between, 5, 15)),
        ("nodule size 1.2 to 1.5 cm", measure(Comparison.between, 12, 16, "mm", "nodule size")),
        ("platelets at least 50,000 /ul", measure(Comparison.at_least, 50, None, "K/uL", "platelets")),
        ("AHI dated", DatedCheck(measures=("AHI",))),
        (
            "nodule size increased by at least 2 mm",
            ChangeCheck(measure="nodule size", increased=True, by=2, unit="mm"),
        ),
        (
            "pain score decreased by at least 50 percent",
            ChangeCheck(measure="pain score", increased=False, by=50, unit="percent"),
        ),
        ("age at least 18", AgeCheck(low=18)),
        ("age at most 20", AgeCheck(high=20)),
        ("age 50 to 77", AgeCheck(low=50, high=77)),
        ("sex is female", SexCheck(sex=Sex.female)),
        ("diagnosis code in M17.*, C00.*-C96.*", DiagnosisCheck(patterns=("M17.*", "C00.*-C96.*"))),
        ("procedure code in E0601, K0813-K0816", ProcedureCheck(patterns=("E0601", "K0813-K0816"))),
        ("modifier in RT, LT", ModifierCheck(modifiers=("RT", "LT"))),
        ("state in OH, PA", StateCheck(states=("OH", "PA"))),
        ("documents weakness", DocumentsCheck(term="weakness")),
        ("documents at least 2 of weakness", DocumentsCheck(term="weakness", count=2)),
        ("states no active infection", DenialCheck(term="active infection")),
        ("failed knee care", CourseCheck(course=Course.failed, term="knee care")),
        (
            "failed knee care for at least 6 weeks",
            CourseCheck(course=Course.failed, term="knee care", at_least_days=42),
        ),
        (
            "completed knee care for at least 3 months",
            CourseCheck(course=Course.completed, term="knee care", at_least_days=90),
        ),
        ("slot: objective dated finding", SlotCheck(slot=Slot.objective_dated_finding)),
        ("reviewer judgement: is it safe at any time?", JudgementCheck(question="is it safe at any time?")),
    ],
)
def test_a_check_is_read_as_written(written: str, check: Check) -> None:
    assert read_check(written, TERMS).check == check


@pytest.mark.parametrize(
    ("written", "check", "negated"),
    [
        ("record shows no active infection", AbsenceCheck(term="active infection"), False),
        ("slot: statement against", SlotCheck(slot=Slot.statement_against), False),
        ("not: AHI at least 50", measure(Comparison.at_least, 50, None), True),
        ("not: diagnosis code in M45.*", DiagnosisCheck(patterns=("M45.*",)), True),
        ("not: age at most 17", AgeCheck(high=17), True),
    ],
)
def test_a_bar_says_what_must_not_be(written: str, check: Check, negated: bool) -> None:
    read = read_check(written, TERMS, bar=True)
    assert (read.check, read.negated) == (check, negated)


def test_a_row_read_from_documents_looks_back_twelve_months_unless_it_says_otherwise() -> None:
    assert read_check("AHI at least 15", TERMS).window_days == 366
    assert read_check("AHI at least 15 within 6 months", TERMS).window_days == 183
    assert read_check("AHI at least 15 within 10 days", TERMS).window_days == 10
    assert read_check("documents weakness at any time", TERMS).window_days is None


def test_endings_come_in_any_number_and_order() -> None:
    read = read_check("failed knee care for at least 6 weeks for the knee on the requested side within 2 years", TERMS)
    assert (read.window_days, read.on_requested_side, read.site, read.from_report) == (732, True, "knee", False)
    assert read_check("AHI at least 15 from a report", TERMS).from_report


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("documents weaknes", 'did you mean "weakness"?'),
        ("AIH at least 15", 'did you mean "AHI"?'),
        ("AHI atleast 15", "after AHI comes at least"),
        ("document weakness", 'did you mean "documents"?'),
        ("age at last 18", 'did you mean "age"?'),
        ("states no infection of the joint", "is not in Terms"),
        ("AHI 14 to 5", "from the smaller to the larger"),
        ("diagnosis code in 27447", "no diagnosis code"),
        ("procedure code in M17.11", "not a procedure code"),
        ("modifier in right", "no modifier"),
        ("state in Ohio", "no state abbreviation"),
        ("slot: a nice letter", "nothing a record is asked for"),
        ("record shows no weakness", "Bars"),
        ("not: AHI at least 15", "Bars"),
        ("AHI at least 15 within 6 months at any time", "beside another ending"),
        ("", "not understood"),
        ("platelets at least 50,000", "is the unit right?"),
        ("nodule size at least 8 kg", "it is given in"),
        ("AHI or nodule size at least 8 mm", "not given in"),
        ("slot: statement against", "Bars"),
    ],
)
def test_a_mistake_is_explained(written: str, words: str) -> None:
    with pytest.raises(RuleMistake) as refused:
        read_check(written, TERMS)
    assert words in str(refused.value)


def test_a_bar_may_not_be_written_as_a_criterion() -> None:
    with pytest.raises(RuleMistake):
        read_check("documents weakness", TERMS, bar=True)
