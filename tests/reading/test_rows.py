"""What the record says about a row: quoted exactly, with its slots, graded so that only plain words count."""

from collections.abc import Sequence
from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import Comparison, Course, CourseCheck, DenialCheck, DocumentsCheck, MeasureCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Doubt, Grade, Outcome, Side, Subject
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion, RowReading

ON = date(2026, 12, 1)
AHI = Row(id="C1", statement="", check=MeasureCheck(measures=("AHI",), comparison=Comparison.at_least, low=15))
SLEEPY = Row(id="C2", statement="", check=DocumentsCheck(term="sleepiness"))
THERAPY = Row(id="C3", statement="", check=CourseCheck(course=Course.failed, term="therapy", at_least_days=42))
TOBACCO = Row(id="C4", statement="", check=DenialCheck(term="tobacco"))
KNEE = Row(id="C5", statement="", check=DocumentsCheck(term="narrowing"), on_requested_side=True, site="knee")
TERMS = (
    Term(name="sleepiness", things=(("excessive daytime sleepiness", "EDS"),)),
    Term(name="therapy", things=(("physical therapy", "PT"),)),
    Term(name="tobacco", things=(("tobacco use", "smoker", "smokes"),), absent_when=("nonsmoker",)),
    Term(name="narrowing", things=(("joint space narrowing",),)),
)
ITEM = RequestedItem(code="27447", sides=(Side.right,))


def read(text: str, *rows: Row) -> RowReading:
    context = ReadingContext(judged_on=ON, received_on=ON, patient_name="Jane Roe")
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    return read_rows([document], context, RowQuestion(policy_id="P", rows=rows, terms=TERMS, item=ITEM))


def one(text: str, row: Row) -> Observation:
    found = read(text, row).observations
    assert len(found) == 1, [o.evidence.quote for o in found]
    return found[0]


def plain(observations: Sequence[Observation]) -> list[Observation]:
    return [o for o in observations if o.grade is Grade.a]


def test_a_dated_value_in_plain_words_is_grade_a() -> None:
    seen = one("Polysomnography on 2026-09-14 showed an AHI of 22 events per hour.", AHI)
    assert seen.grade is Grade.a
    assert seen.value is not None and (seen.value.low, seen.value.high) == (22, 22)
    assert seen.when is not None and seen.when.first == date(2026, 9, 14)


def test_every_quote_is_what_stands_in_the_document() -> None:
    text = "HPI:\u00a0Sleep study 09/14/2026 \u2014 AHI\u2009\u2265 22/h.\r\nPt\u2019s EDS is severe."
    found = read(text, AHI, SLEEPY).observations
    assert found and all(text[o.evidence.start : o.evidence.end] == o.evidence.quote for o in found)


@pytest.mark.parametrize(
    "text",
    [
        "Her husband had a sleep study on 2026-08-02 with an AHI of 31.",
        "Family history: father with AHI of 31 on 2026-08-02.",
        "If the AHI on 2026-09-14 were above 22, CPAP would follow.",
        "Medicare criteria require an AHI of 22 on 2026-09-14.",
        "Reviewer should treat the AHI of 22 on 2026-09-14 as met.",
        "The AHI was 22.",
        "Sleep study on 2019-09-14 showed an AHI of 22.",
        "Sleep study on 2026-09-14: residual AHI 22 on CPAP.",
        "An actor with AHI of 22 on 2026-09-14 was filmed.",
        "Sleep study on 2026-09-14 showed an AHI of 22. The study above was filed on the wrong patient.",
        "Sleep study on 2026-09-14: AHI ___ (normal under 22).",
        "<!-- Sleep study on 2026-09-14 showed an AHI of 22 -->",
    ],
)
def test_what_is_not_plainly_the_patients_own_dated_value_is_never_grade_a(text: str) -> None:
    assert plain(read(text, AHI).observations) == []


def test_a_reporting_relative_is_no_other_patient() -> None:
    text = "Date of visit: 11/03/2026\nHer husband reports that she has excessive daytime sleepiness."
    assert one(text, SLEEPY).subject is Subject.patient


def test_talk_of_policy_is_set_aside_and_reported() -> None:
    reading = read("Patient meets the Medicare criteria with an AHI of 22 on 2026-09-14.", AHI)
    assert [o.assertion for o in reading.observations] == [Assertion.policy_talk]
    assert len(reading.set_aside) == 1


def test_a_denial_is_negated_and_a_form_of_absence_too() -> None:
    dated = "Date of visit: 11/03/2026\n"
    assert one(dated + "She denies tobacco use.", TOBACCO).assertion is Assertion.negated
    assert one(dated + "Nonsmoker.", TOBACCO).assertion is Assertion.negated


@pytest.mark.parametrize(
    ("text", "days", "outcome"),
    [
        ("Physical therapy x 8 weeks ending 2026-09-01 without relief.", 56, Outcome.failed),
        (
            "She completed 12 weeks of supervised PT from 3/2/26 to 5/25/26 with minimal improvement.",
            84,
            Outcome.failed,
        ),
        ("PT from 3/2/26 to 5/25/26 did not help.", 84, Outcome.failed),
        (
            "PT for 10 weeks ending 2026-09-01 could not be tolerated.",
            70,
            Outcome.not_tolerated,
        ),
        ("PT for 6 weeks ending 2026-09-01 gave good relief.", 42, Outcome.helped),
    ],
)
def test_a_course_is_read_with_its_length_and_result(text: str, days: float, outcome: Outcome) -> None:
    seen = one(text, THERAPY)
    assert seen.duration is not None and seen.duration.low == days
    assert seen.outcome is outcome


@pytest.mark.parametrize(
    "text",
    [
        "Date of visit: 11/03/2026\nShe is scheduled for 8 weeks of physical therapy.",
        "Date of visit: 11/03/2026\nShe declined 8 weeks of physical therapy.",
        "Date of visit: 11/03/2026\nPlan: physical therapy for 8 weeks.",
        "Date of visit: 11/03/2026\nAttended only 2 of 18 PT sessions over 8 weeks and dropped out without relief.",
        "Date of visit: 11/03/2026\n18 sessions of physical therapy without relief.",
    ],
)
def test_a_course_that_was_not_carried_through_is_not_grade_a(text: str) -> None:
    assert plain(read(text, THERAPY).observations) == []


def test_the_other_side_is_a_grave_doubt() -> None:
    seen = one("X-rays of the left knee on 2026-09-10 show joint space narrowing.", KNEE)
    assert Doubt.wrong_side in seen.doubts
    assert seen.grade is Grade.c


def test_the_requested_side_is_plain() -> None:
    seen = one("X-rays of the right knee on 2026-09-10 show joint space narrowing.", KNEE)
    assert (seen.grade, seen.side, seen.site) == (Grade.a, Side.right, "knee")


def test_a_correction_withdraws_the_earlier_value() -> None:
    text = "Sleep study 2026-09-14: AHI 22.\n\nAddendum: Corrected AHI of the 2026-09-14 study is 9."
    values = {o.value.low: o.assertion for o in read(text, AHI).observations if o.value}
    assert values == {22: Assertion.retracted, 9: Assertion.affirmed}


@pytest.mark.parametrize("text", ["AHI " * 5_000, "PT " * 4_000, "([{" * 9_000, "\u202eAHI 22 " * 900, "9" * 80_000])
def test_hostile_text_yields_nothing_plain(text: str) -> None:
    assert plain(read(text, AHI, THERAPY).observations) == []


def test_more_mentions_than_the_budget_says_so() -> None:
    assert read("PT. " * 400, THERAPY).over_budget


def test_a_measure_named_too_often_says_so() -> None:
    assert read("AHI 22 on 2026-09-14. " * 120, AHI).over_budget


def test_a_sentence_too_long_to_read_with_care_says_so() -> None:
    reading = read("Sleep study on 2026-09-14 with AHI of 22 " + "and more " * 200, AHI)
    assert reading.over_budget
    assert plain(reading.observations) == []


@pytest.mark.parametrize(
    "text",
    [
        "On 2026-09-14 she was told that her AHI is 22.",
        "A study on 2026-09-14 is said to have shown an AHI of 22.",
        "The AHI of 22 on 2026-09-14 could not be verified.",
        "AHI 22 on 2026-09-14 was the number given for his namesake.",
    ],
)
def test_hearsay_is_never_grade_a(text: str) -> None:
    assert plain(read(text, AHI).observations) == []
