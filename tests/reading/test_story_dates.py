"""Dates without a year in a note that tells no visit: they are of the story the full dates tell."""

from datetime import date

import pytest

from agents.reading.record import prepare
from priorauth.case import Document, DocumentKind
from priorauth.reading import ReadingContext

CONTEXT = ReadingContext(judged_on=date(2026, 12, 15), received_on=date(2026, 11, 20), patient_name="Rosalind Example")


def days(text: str) -> list[date]:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    found = prepare((document,), CONTEXT).documents[0].dates
    return [d.interval.first for d in found if d.interval is not None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I examined him on 9/22/26 and he had a sleep study on 10/6/26. He was trained on 10/30.",
            [date(2026, 9, 22), date(2026, 10, 6), date(2026, 10, 30)],
        ),
        ("CT of October 30, 2026 showed a nodule. PET on November 6 was hot.", [date(2026, 10, 30), date(2026, 11, 6)]),
        ("He stopped smoking in May 2025; cotinine on October 29 was 2.", [date(2025, 5, 1), date(2026, 10, 29)]),
        ("A film of 12/20/2025 was read on 1/5.", [date(2025, 12, 20), date(2026, 1, 5)]),
        ("A film of March 2, 2023, and a scan on March 15 were normal.", [date(2023, 3, 2), date(2023, 3, 15)]),
        ("MRI in August. Therapy began on 9/1/26.", [date(2026, 8, 1), date(2026, 9, 1)]),
        ("I saw her on October the sixth and on November the twelfth.", [date(2026, 10, 6), date(2026, 11, 12)]),
        ("The home test of 8/19-20/26 was valid.", [date(2026, 8, 19)]),
        ("PET 24 October was hot. CT 13 October 2026.", [date(2026, 10, 24), date(2026, 10, 13)]),
        ("Eight weeks of rehabilitation ending October 23.", [date(2026, 10, 23)]),
    ],
)
def test_a_day_without_its_year_is_of_the_year_the_story_is_told_of(text: str, expected: list[date]) -> None:
    assert days(text) == expected


def test_a_day_without_its_year_lies_before_the_visit_that_is_told() -> None:
    assert days("Date of visit: 10/06/2026. He was trained on 10/30.") == [date(2026, 10, 6), date(2025, 10, 30)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Clinic, Eugene, October 8, 2026. The therapist did her evaluation on Oct 9 and I agree.", date(2026, 10, 9)),
        ("Office visit 11/03/2026. She was taught at home on 11/10.", date(2026, 11, 10)),
        (
            "I saw Mr. Example in my office on 2 September 2026. On 12 October he was shown the mask.",
            date(2026, 10, 12),
        ),
        ("Visit 10/08/2026. Order signed 11/12/26. The home was measured on 11/5.", date(2026, 11, 5)),
        # What is to come, or told of too long after the visit, is of the year before.
        ("Office visit 11/03/2026. The lead goes in on 11/17.", date(2025, 11, 17)),
        ("Office visit 11/03/2026. Teaching was scheduled on 11/10.", date(2025, 11, 10)),
        ("Office visit 05/10/2026. He was given therapy from 10/30.", date(2025, 10, 30)),
        ("I saw her on May 6, 2026. She had been tested on October 30.", date(2025, 10, 30)),
    ],
)
def test_what_was_done_shortly_after_the_visit_keeps_its_year(text: str, expected: date) -> None:
    assert days(text)[-1] == expected


@pytest.mark.parametrize(
    ("text", "visit"),
    [
        ("I saw Mr. Example in Burbank on the 27th of October. His eyelid drops since 2024.", date(2026, 10, 27)),
        ("Mr. Example came back on November 16th. His only injection, on 4/13/2026, took it away.", date(2026, 11, 16)),
        ("She went to hospital in March 2025. At today's visit, November 13, she is puffed.", date(2026, 11, 13)),
        ("Your patient returned on November 4. The study was on February 3, 2026.", date(2026, 11, 4)),
        # The first day the full dates allow: a note of last year is not made new.
        ("MRI 3/5/2025. I saw her on April 2 and she limped.", date(2025, 4, 2)),
        ("Cardiac Surgery, Example, MD 10/30/2026. Scan dated October 3, 2026.", date(2026, 10, 30)),
        ("Example neuro-rehab 11/02/2026 - B. Example MD\nWritten evaluation of 10/12/2026 by the therapist.",
         date(2026, 11, 2)),
    ],
)  # fmt: skip
def test_a_visit_without_its_year_is_the_first_that_the_days_of_the_note_allow(text: str, visit: date) -> None:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    prepared = prepare((document,), CONTEXT).documents[0]
    assert prepared.sentences[-1].visit is not None
    assert prepared.sentences[-1].visit.first == visit


def test_a_pain_score_is_no_date() -> None:
    assert days("On 11/3/2026 he has a pain score of 7/10.") == [date(2026, 11, 3)]
