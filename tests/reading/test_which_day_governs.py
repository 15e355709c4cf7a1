"""Which day governs: of a heading, a second letter, an entry or a label; and what only looks like a day."""

from datetime import date

import pytest

from agents.reading.record import prepare
from agents.reading.timing import when_of
from priorauth.case import Document, DocumentKind
from priorauth.facts import DateInterval
from priorauth.reading import ReadingContext

CONTEXT = ReadingContext(judged_on=date(2026, 12, 8), received_on=date(2026, 11, 20), patient_name="Noel Ferrant")


def when(text: str, thing: str, *, reported: bool = False) -> DateInterval | None:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    read = prepare((document,), CONTEXT).documents[0]
    at = read.low.index(thing.lower())
    sentence = next(s for s in read.sentences if s.start <= at < s.end)
    return when_of(read, sentence, at, at + len(thing), reported=reported)


def day(*told: int) -> DateInterval:
    return DateInterval(first=date(*told), last=date(*told))


VISIT = day(2026, 11, 4)


@pytest.mark.parametrize(
    "heading",
    [
        "PAIN CLINIC  11/4/26   K. Lund MD\nFERRANT NOEL 7/31/50 76M",
        "Ferrant, Noel  76M  11/4/26  Pain clinic",
        "PCP 11/4/26   N Ferrant 76M",
        "SPINE | Ferrant N | 76M | 11/4/26",
        "OFFICE NOTE\nNoel Ferrant | DOB 07/31/1950 | M | 11/04/2026",
        "OFFICE NOTE\nNoel Ferrant | DOB 07/31/1950 | 11/04/2026 | seen in clinic",
        "OFFICE NOTE\nNoel Ferrant   76M   DOB 7/31/50   11/04/2026",
        "Movement clinic  |  11/04/2026  |  Ferrant, Noel  |  07/31/1950",
        "GENERAL SURGERY CONSULT   11/04/2026\nNoel Ferrant, 76M",
        "To: Dr. Lund (PCP)                                        November 4, 2026",
        "WOUND CENTER\n\nNoel Ferrant\n\nOFFICE 11/04/2026 (consult)",
        "Dear Kari,\n\nI had the pleasure of seeing Mr. Ferrant on November 4, 2026.",
    ],
)
def test_the_day_of_a_heading_is_that_of_the_visit(heading: str) -> None:
    assert when(f"{heading}\n\nHPI: gout now.\nAblation 10/14/2025, block 2/18/25.", "gout") == VISIT


@pytest.mark.parametrize(
    "heading",
    [
        "Noel Ferrant | DOB 07/31/1950 | M | Printed 11/04/2026",
        "Noel Ferrant | DOB 07/31/1950 | M | Surgery 11/04/2026",
        "MRI LUMBAR SPINE 11/4/26 K. Lund MD",
        "Noel Ferrant | M | 07/31/1950",
    ],
)
def test_a_printing_an_operation_a_film_or_a_birth_is_no_visit(heading: str) -> None:
    assert when(f"{heading}\n\nSeen 10/2/2026. He has gout now.", "gout") == day(2026, 10, 2)


FIRST = "October 8, 2026\n\nDear Dr. Lund,\n\nplease see him.\n\nYours,\nA. Kim, MD\n\n"


@pytest.mark.parametrize(
    "second", ["November 10, 2026\n\nDear Anna,\n\n", "November 10, 2026\nRe: N. Ferrant\n\nDear Anna,\n\n"]
)
def test_a_second_letter_is_of_its_own_day(second: str) -> None:
    assert when(f"{FIRST}{second}He has gout.", "gout") == day(2026, 11, 10)
    assert when(f"{FIRST}{second}The MRI of October 29 shows gout.", "gout", reported=True) == day(2026, 10, 29)


def test_a_day_alone_in_a_letter_begins_no_other() -> None:
    text = f"{FIRST}His operation is on\n\nDecember 10, 2026\n\nand he has gout."
    assert when(text, "gout") == day(2026, 10, 8)


@pytest.mark.parametrize(
    ("line", "figure"),
    [
        ("  9/12 carotid duplex: L ICA 75%.", "75%"),
        ("- 9/12 echo LVEF 30%", "30%"),
        ("9/12 - sleep PSG: AHI 31", "31"),
        ("9/12: A1c 8.1", "8.1"),
        ("Lungs (9/12/26, after the spray): FEV1 28%. Gas on room air: PaCO2 44.", "44"),
        ("9/12/26 ED. Film: new fracture, not present on the 3/2026 film. Score 6.", "Score 6"),
        ("MRI 9/12/26: fracture, new since 3/4/2026. Loss of height 30%.", "30%"),
    ],
)
def test_the_day_that_leads_a_line_or_its_label_dates_it(line: str, figure: str) -> None:
    text = f"Visit 11/04/2026.\n\nHe came with his wife and told of the last months at length.\n\n{line}\n"
    assert when(text, figure, reported=True) == day(2026, 9, 12)


@pytest.mark.parametrize(
    "line",
    [
        "4/5 strength of the left thigh, gout",
        "2/4 pulses, gout",
        "7/10 knee pain, gout",
        "8/10 visits done, gout",
        "5/5 CT sessions done, gout",
        "Pain has climbed from 6 at the start to 8/10 now with gout.",
        "The ache rose to 9/10 with gout.",
        "Pain went up to 8/10 with gout.",
    ],
)
def test_a_grade_or_a_score_is_no_day(line: str) -> None:
    assert when(f"Visit 11/04/2026.\n\n{line}", "gout") == VISIT


def test_therapy_that_ran_to_a_day_still_did() -> None:
    told = when("Visit 11/04/2026.\n\nTherapy for pain from 6/2 to 8/10 for gout.", "gout")
    assert told is not None and told.last == date(2026, 8, 10)


def test_the_year_that_heads_a_line_is_that_of_its_days() -> None:
    told = when("Visit 11/04/2026.\n\nCare in 2025: therapy 5/4-8/7 for gout.", "gout")
    assert told is not None and told.last == date(2025, 8, 7)
    told = when("Visit 11/04/2026.\n\nCare in 2026: therapy 5/4-8/7 for gout.", "gout")
    assert told is not None and told.last == date(2026, 8, 7)
