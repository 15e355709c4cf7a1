"""Ordinary clinical talk is heard for what it says: no policy talk in it, outcomes in any words, dates in any form."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from agents.reading.standing import standing_of
from priorauth.case import Document, DocumentKind
from priorauth.criteria import Course, CourseCheck, DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, DateInterval, Outcome
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 12, 1)
TERMS = (
    Term(name="therapy", things=(("physical therapy", "PT"),)),
    Term(name="walking", things=(("walks one block",),)),
    Term(name="surgery", things=(("surgery",),)),
    Term(name="visit", things=(("formal visit",),)),
)
THERAPY = Row(id="C1", statement="", check=CourseCheck(course=Course.failed, term="therapy", at_least_days=42))
WALKING = Row(id="C2", statement="", check=DocumentsCheck(term="walking"))
SURGERY = Row(id="C3", statement="", check=DocumentsCheck(term="surgery"))
VISIT = Row(id="C4", statement="", check=DocumentsCheck(term="visit"))


def one(text: str, row: Row) -> Observation:
    context = ReadingContext(judged_on=ON, received_on=ON)
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    question = RowQuestion(policy_id="P", rows=(row,), terms=TERMS, item=RequestedItem(code="27447"))
    found = read_rows([document], context, question).observations
    assert len(found) == 1, [o.evidence.quote for o in found]
    return found[0]


@pytest.mark.parametrize(
    "words",
    [
        "The device is FDA-approved and used for its approved indication.",
        "He will be enrolled in the CMS-approved coverage-with-evidence study.",
        "Medicare telehealth visit, audio and video.",
        "The surgeon approved her for surgery.",
        "Motor threshold was found on day one.",
        "He walked and covered 190 meters.",
    ],
)
def test_ordinary_talk_of_approval_and_coverage_is_no_policy_talk(words: str) -> None:
    assert standing_of(words.lower(), 0, len(words)) is None


@pytest.mark.parametrize(
    "words",
    [
        "Coverage requires an AHI of 15 or more.",
        "She meets all criteria of the policy.",
        "Medicare covers the device for an AHI of 15.",
        "The request was approved last year by the plan.",
    ],
)
def test_a_recital_of_rules_stays_policy_talk(words: str) -> None:
    assert standing_of(words.lower(), 0, len(words)) is Assertion.policy_talk


@pytest.mark.parametrize(
    ("words", "weeks"),
    [
        ("Physical therapy from March 9 to June 12, 2026, and she is no better for it.", 13),
        ("Done w/o improvement: naproxen; supervised PT 3/16 - 6/26/2026.", 14),
        ("PT 2/1-5/15/2026: nothing that lasted.", 14),
        ("Physical therapy Feb-April 2026 for nine weeks did nothing.", 9),
        ("Physical therapy for nine weeks in 2026. She is no better.", 9),
        ("Physical therapy for nine weeks in 2026, relief two weeks only.", 9),
    ],
)
def test_a_failed_course_is_heard_in_any_words(words: str, weeks: int) -> None:
    seen = one(words, THERAPY)
    assert seen.outcome is Outcome.failed
    assert seen.duration and seen.duration.low >= weeks * 7 - 3


@pytest.mark.parametrize("words", ["PT for nine weeks in 2026 helped well.", "PT for nine weeks in 2026."])
def test_a_course_that_helped_or_is_only_named_did_not_fail(words: str) -> None:
    assert one(words, THERAPY).outcome is not Outcome.failed


def test_what_a_patient_cannot_do_is_not_done() -> None:
    assert one("On 2026-11-03 he could not walks one block.", WALKING).assertion is Assertion.negated


def test_not_a_candidate_for_something_denies_it() -> None:
    assert one("On 2026-11-03 she is not a candidate for surgery.", SURGERY).assertion is Assertion.negated


def test_a_negation_inside_brackets_stays_there() -> None:
    words = "On 2026-11-03 his doctor (internist, does no procedures, not of our group) held a formal visit with him."
    assert one(words, VISIT).assertion is Assertion.affirmed


@pytest.mark.parametrize(
    "head", ["Clinic 11/03/2026. ", "Neurology consult 11/03/2026\n", "J. Roe, Neurology, 11/03/2026.\n"]
)
def test_a_date_in_the_heading_dates_the_note(head: str) -> None:
    assert one(head + "She held a formal visit.", VISIT).when == DateInterval(
        first=date(2026, 11, 3), last=date(2026, 11, 3)
    )


@pytest.mark.parametrize(
    "words",
    [
        "PT for 9 weeks ending 2026-10-02, naproxen: leg pain as before.",
        "PT for 9 weeks ending 2026-10-02: pain and strength same.",
        "PT for 9 weeks ending 2026-10-02 came to nothing.",
        "PT for 9 weeks ending 2026-10-02 was done without gain.",
        "PT for 9 weeks ending 2026-10-02: pain goes up.",
        "PT for 9 weeks ending 2026-10-02, without easing the pain at all.",
        "PT for 9 weeks ending 2026-10-02: still 4.",
        "PT for 9 weeks ending 2026-10-02, pain went from 7 to 7.",
    ],
)
def test_care_that_left_things_as_they_were_failed(words: str) -> None:
    assert one(words, THERAPY).outcome is Outcome.failed


@pytest.mark.parametrize(
    "words",
    [
        "PT for 9 weeks ending 2026-10-02 was done without weight gain.",
        "PT for 9 weeks ending 2026-10-02: pain on the same scale 2.",
        "PT for 9 weeks ending 2026-10-02: function as before the fall.",
        "PT for 9 weeks ending 2026-10-02: the pain goes up the back.",
        "PT for 9 weeks ending 2026-10-02, BMI still 31.",
        "PT for 9 weeks ending 2026-10-02, pain went from 7 to 2.",
    ],
)
def test_what_only_looks_like_no_change_is_no_failure(words: str) -> None:
    assert one(words, THERAPY).outcome is not Outcome.failed
