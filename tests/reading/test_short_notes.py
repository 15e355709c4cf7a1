"""What notes in fragments say: logs of sugars, thresholds in a line, who waits for whom, dates beside counts."""

from datetime import date

import pytest

from agents.reading.record import prepare
from agents.reading.rows import read_rows
from agents.reading.values import values_of
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.facts import Assertion, Grade
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)


def counts(text: str, *spellings: str, term: str = "it") -> bool:
    """Whether something plain speaks for it, and nothing against it."""
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Visit 2026-11-12.\n{text}")
    context = ReadingContext(judged_on=ON, received_on=ON, patient_sex=Sex.male, patient_name="Henry Falk")
    row = Row(id="C1", statement="", check=DocumentsCheck(term=term))
    terms = (Term(name=term, things=(spellings,)),)
    question = RowQuestion(policy_id="P", rows=(row,), terms=terms, item=RequestedItem(code="27447"))
    seen = read_rows([document], context, question).observations
    plain = any(o.assertion is Assertion.affirmed and o.grade is Grade.a for o in seen)
    return plain and not any(o.assertion is Assertion.negated for o in seen)


def told(measure: str, text: str) -> list[float | None]:
    context = ReadingContext(judged_on=ON, received_on=ON, items=(RequestedItem(code="E2103"),))
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    record = prepare([document], context)
    found = values_of(record, record.documents[0], measure)
    return [v.quantity.low for v in found if v.quantity and not v.confused and not v.prior]


@pytest.mark.parametrize(
    ("text", "lows"),
    [
        ("Glucometer memory:\n 6/2 03:40 - 44\n 7/9 05:10 - 50\n 8/1 04:00 - 88", [44, 50]),
        ("Sugar log\n- 6/2/26 0340: 44\n- 7/9/26 0510: 50", [44, 50]),
        ("Date / time / glucose\n06/02 03:40 44\n07/09 05:10 50", [44, 50]),
        ("Lows: three since May - 44, 50, 52 (log seen).", [44, 50, 52]),
        ("Meter: 6/2 44, 7/9 50.", [44, 50]),
        ("Hypos: 6/2 (44), 7/9 (50).", [44, 50]),
        ("6/2 0310 BG 44; 7/9 0245 BG 50.", [44, 50]),
        ("BG 44, 50 on separate nights.", [44, 50]),
    ],
)
def test_low_sugars_of_a_log_or_a_list_are_sugars(text: str, lows: list[float]) -> None:
    assert told("glucose", text) == lows
    assert told("hypoglycemic events", text)[-1:] == [len(lows)]


@pytest.mark.parametrize(
    "text",
    [
        "Pulse log:\n 6/2 03:40 - 44\n 7/9 05:10 - 50",
        "His wife's meter:\n 6/2 03:40 - 44\n 7/9 05:10 - 50",
        "Meter download:\n 6/2 03:40 - 44\n 7/9 05:10 - 61",
        "Glucose goals:\n 6/2 - 44\n 7/9 - 50",
        "Meter download:\n 6/2 glargine 44 units\n 7/9 glargine 50 units",
        "Meter download:\nWeights\n 6/2 - 44\n 7/9 - 50",
        "Lows: three since May - 57, 60, 52 (log seen).",
        "BP lows: 44, 50, 52.",
    ],
)
def test_other_logs_other_peoples_and_a_single_low_are_none(text: str) -> None:
    assert told("glucose", text) == []


def test_the_range_of_lows_is_one_of_sugars_and_their_count_stays_their_own() -> None:
    assert told("glucose", "Lows 2-3/wk, 45-52.") == [45, 52]
    assert told("glucose", "Lows 40-50% of nights.") == []
    assert told("hypoglycemic events", "24 lows in 30 days.") == [24]
    assert told("hypoglycemic events", "Lows: 47 (8/3).") == []
    assert told("hypoglycemic events", "Hypoglycemia 48 once, at supper.") == []


@pytest.mark.parametrize(
    ("text", "least"),
    [
        ("Hearing loss in each ear, 55 dB at 500 Hz falling to 100 dB at 4k.", [55]),
        ("Audiogram: 45 dB @ 1k; bone equal to air.", [45]),
        ("Both ears: 60 dB at 1000 Hz.", [60]),
    ],
)
def test_thresholds_at_middle_pitches_are_read_in_a_line(text: str, least: list[float]) -> None:
    assert told("hearing threshold", text) == least


@pytest.mark.parametrize(
    "text",
    [
        "Aided hearing: 30 dB at 1000 Hz.",
        "Bone conduction of both ears 15 dB at 500 Hz.",
        "Audiogram: 80 dB at 8000 Hz.",
        "The dishwasher makes 60 dB at 500 Hz.",
    ],
)
def test_aided_bony_and_high_thresholds_are_none(text: str) -> None:
    assert told("hearing threshold", text) == []


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Late to meals, and dressing waits for his wife.", "dressing & wife"),
        ("Bathing waits for an aide.", "bathing"),
        ("The leg clot came back in March 2026, sciatica too.", "sciatica"),
        ("Aching across the low back in the morning, sciatica.", "sciatica"),
        ("Meter run 2.7 / 2.8 vs lab 2.8, correct.", "correct"),
        ("To the medical director - re: my patient with thymoma, 66.", "thymoma"),
        ("Dear Medical Director, he has thymoma.", "thymoma"),
        ("The report follows the approved format, naming drugs.", "naming drugs"),
    ],
)
def test_plain_fragments_are_no_plan_rule_or_doubt(text: str, spelling: str) -> None:
    assert counts(text, spelling)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Dressing waits for his wife's return from surgery.", "dressing"),
        ("He waits for physical therapy.", "physical therapy"),
        ("Back in 2019 he had sciatica.", "sciatica"),
        ("Sarcoma vs thymoma.", "thymoma"),
        ("Lab error vs thymoma.", "thymoma"),
        ("The medical director wants proof of thymoma.", "thymoma"),
        ("To the medical director's list: thymoma.", "thymoma"),
        ("The plan approves thymoma.", "thymoma"),
    ],
)
def test_plans_rules_and_doubts_beside_them_stay_so(text: str, spelling: str) -> None:
    assert not counts(text, spelling)


PURPOSE = "purpose of the scan"


def test_what_would_be_done_by_the_answer_of_a_scan_is_its_purpose() -> None:
    assert counts("Board: would resect if the node is cold.", "resect & node", term=PURPOSE)
    assert counts("Would resect if nothing is hot but the node.", "resect & node", term=PURPOSE)


@pytest.mark.parametrize(
    "text",
    [
        "Would resect the node if he were fitter.",
        "Would not resect if the node is cold.",
        "Would have resected if the node were cold.",
        "Would resect the node if insurance agreed.",
    ],
)
def test_a_wish_or_what_is_over_is_no_purpose(text: str) -> None:
    assert not counts(text, "resect & node", term=PURPOSE)


def test_the_month_or_day_of_a_date_counts_nothing() -> None:
    assert counts("Scan count: 4 after therapy.", "scan & 4 & after")
    assert not counts("Scan count: one before surgery (4/2025), one after it.", "scan & 4 & after")
    assert counts("Pain 7/10 in the knee.", "pain & 7")


ENDS = ("neck & ache & to the shoulder blade",)


def test_a_pain_is_known_by_where_it_ends_where_no_limb_is_told_of() -> None:
    assert counts("Neck ache, C4 to the shoulder blade. Arms 5/5, Spurling neg.", *ENDS, term="axial pain")
    assert counts("Neck ache to the shoulder blade. No arm pain, no hand numbness.", *ENDS, term="axial pain")


@pytest.mark.parametrize(
    "told_besides",
    [
        "Tingling of the right hand.",
        "Runs down the arm too.",
        "Thumb numb.",
        "Spurling positive.",
        "Arm pain is worse.",
    ],
)
def test_where_a_pain_ends_says_nothing_beside_a_limb_that_hurts(told_besides: str) -> None:
    assert not counts(f"Neck ache to the shoulder blade. {told_besides}", *ENDS, term="axial pain")


def test_a_missed_dose_among_what_a_class_taught_is_no_class_that_was_missed() -> None:
    assert counts("Class 10/4 with the nurse, in the room: diet, missed dose, bleeding.", "class & nurse")
    assert not counts("Class 10/4 with the nurse: missed.", "class & nurse")
