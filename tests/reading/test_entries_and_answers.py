"""Entries that a day heads, answers that stand in one line, fields of sight told eye by eye."""

from datetime import date

import pytest

from agents.reading.forms import filled_in
from agents.reading.rows import read_rows
from agents.reading.sight import figures_of_sight
from priorauth.case import Document, DocumentKind
from priorauth.criteria import Course, CourseCheck, DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, DateInterval, Doubt, Outcome
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)


def seen(text: str, *spellings: str, title: str = "Visit 2026-11-12.\n", window: int = 365) -> Observation:
    term = Term(name="it", things=(spellings,))
    row = Row(id="C1", statement="", check=DocumentsCheck(term="it"), window_days=window)
    context = ReadingContext(judged_on=ON, received_on=ON)
    note = Document(document_id=1, kind=DocumentKind.note, title="Notes", text=f"{title}{text}")
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="15823"))
    return read_rows([note], context, question).observations[-1]


def on(year: int, month: int, day: int) -> DateInterval:
    return DateInterval(first=date(year, month, day), last=date(year, month, day))


@pytest.mark.parametrize(
    "text",
    [
        "09/28/2026: Fields, tech at the desk. Lids taped twice.",
        "| 09/28/2026 | fields | Good fixation. Lids taped twice. |",
        "- 09/28/2026 (Tue) - Seen in clinic. Lids taped twice.",
    ],
)
def test_the_day_that_heads_a_line_dates_all_the_line_tells(text: str) -> None:
    assert seen(text, "lids taped").when == on(2026, 9, 28)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("09/28/2026: Fields.\nLids taped twice.", on(2026, 11, 12)),
        ("09/28/2026 to 10/02/2026 in hospital. Lids taped twice.", on(2026, 11, 12)),
        ("09/28/2026: Seen. Formerly the lids taped twice.", on(2026, 11, 12)),
        ("Thanks for yours of 09/28/2026: all well. Lids taped twice.", on(2026, 11, 12)),
        ("09/28/2026: Seen. On 10/05/2026 lids taped twice.", on(2026, 10, 5)),
    ],
)
def test_a_day_that_heads_no_line_of_it_dates_nothing(text: str, day: DateInterval) -> None:
    assert seen(text, "lids taped").when == day


def test_a_birth_date_behind_a_name_is_no_visit() -> None:
    heading = "Eye clinic, Wilma Example, 07/11/1953\nFolder put together 11/17/2026\n"
    assert Doubt.stale not in seen("Lids taped twice.", "lids taped", title=heading).doubts


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("pacer/icd  n     clip or coil  n\n", "pacer/icd: n;    clip or coil: n\n"),
        ("pacer/icd  n (old box)   clip  y\n", "pacer/icd: n (old box);  clip: y\n"),
        ("snoring\ty\n", "snoring:y\n"),
        ("| pacemaker | n |\n", "| pacemaker : n |\n"),
    ],
)
def test_an_answer_behind_a_gap_is_one_to_its_question(line: str, read: str) -> None:
    assert filled_in(line) == read


@pytest.mark.parametrize(
    "line", ["he has  no   metal in him\n", "age  70   weight  n/a kg\n", "vitamin  n and iron\n", "| no | yes |\n"]
)
def test_a_gap_alone_makes_no_answer(line: str) -> None:
    assert filled_in(line) == line


def test_each_question_of_a_line_keeps_its_own_answer() -> None:
    line = "Cochlear implant  N     Aneurysm clip  {}     Pacer  N"
    assert seen(line.format("N"), "aneurysm clip").assertion is Assertion.negated
    assert seen(line.format("Y"), "aneurysm clip").assertion is Assertion.affirmed


def test_a_code_behind_what_is_denied_is_of_the_whole() -> None:
    assert seen("MDD, recurrent, severe, no psychosis (F33.2).", "F33.2").assertion is Assertion.affirmed
    assert seen("No major depression (F33.2).", "F33.2").assertion is Assertion.negated
    assert seen("Anxiety. Has no major depression (F33.2).", "F33.2").assertion is Assertion.negated


def test_what_is_called_clear_behind_a_denial_is_not_denied() -> None:
    text = "Cochlea open, no ossification, middle ear and mastoid {}."
    assert seen(text.format("clear"), "middle ear and mastoid").assertion is Assertion.affirmed
    assert seen(text.format("disease"), "middle ear and mastoid").assertion is Assertion.negated


def test_how_many_patients_a_center_has_treated_makes_it_nobody_elses() -> None:
    told = seen("Our hospital is a certified center and has given it to 61 patients.", "certified center")
    assert told.assertion is Assertion.affirmed
    other = seen("Our center has treated 40 patients who have lymphoma.", "lymphoma")
    assert other.assertion is Assertion.other_person


@pytest.mark.parametrize(
    ("text", "gains"),
    [
        ("lids at rest: superior field r to 20 deg, l to 16 deg. lids taped: r 46 deg, l 44 deg.", [26.0, 28.0]),
        ("lids untaped: od 18 degrees, os 15 degrees; taped: od 44 degrees, os 42 degrees", [26.0, 27.0]),
        ("r 20 deg, l 16 deg untaped; r 46 deg, l 44 deg taped", [26.0, 28.0]),
        ("skin costs her 26 degrees of upper field", [26.0]),
        ("r 15->40 deg, l 12->38 deg with tape", [25.0, 26.0]),
        ("35 degrees of the superior visual field is lost", [35.0]),
    ],
)
def test_the_field_that_taping_gives_back_is_reckoned_for_each_eye(text: str, gains: list[float]) -> None:
    assert [figure for _, _, figure in figures_of_sight(text, 0, len(text), "visual field loss")] == gains


@pytest.mark.parametrize(
    "text",
    [
        "lids at rest: superior field r to 20 deg. lids taped: l 46 deg.",
        "lids at rest: margin r 2 mm, l 1 mm. lids taped: r 4 mm, l 4 mm.",
        "lids taped: r 46 deg, l 44 deg.",
    ],
)
def test_one_eye_or_one_state_alone_gives_no_gain(text: str) -> None:
    assert not list(figures_of_sight(text, 0, len(text), "visual field loss"))


def test_a_taped_figure_is_no_limit_however_far_from_the_word() -> None:
    text = "lids taped: upper limit od 44 degrees, os 42 degrees; untaped: upper limit od 18 degrees, os 15 degrees"
    assert [n for _, _, n in figures_of_sight(text, 0, len(text), "visual field limit")] == [18.0, 15.0]


@pytest.mark.parametrize("text", ["Knee pain x 4 y.", "Knee pain, severe, >3 y.", "Knee pain x4y."])
def test_a_y_behind_a_span_is_years(text: str) -> None:
    assert seen(text, "pain & {at least 2 years}").assertion is Assertion.affirmed


@pytest.mark.parametrize(
    "text", ["72 y F with knee pain.", "Knee pain, 72 y.", "Knee pain, 61 y/o man.", "Pain x 4 d."]
)
def test_a_y_behind_an_age_is_no_span(text: str) -> None:
    with pytest.raises(IndexError):
        seen(text, "pain & {at least 2 years}")


def test_a_test_called_invalid_later_in_its_report_counts_no_more() -> None:
    report = "Lids taped to 44 degrees.\nPhotographs on file.\nFixation losses 9/12.\nTest {}, repeat 12/01."
    assert seen(report.format("not valid"), "lids taped").assertion is Assertion.retracted
    assert seen(report.format("of both eyes"), "lids taped").assertion is Assertion.affirmed


def test_what_a_contractor_asked_for_is_no_finding() -> None:
    text = "Lids untaped, as asked by Noridian, 30 degrees or less."
    assert seen(text, "lids untaped").assertion is Assertion.policy_talk


def test_what_was_not_used_or_not_brought_is_denied() -> None:
    assert seen("Nystatin not used.", "nystatin").assertion is Assertion.negated
    assert seen("She did not bring a diary.", "diary").assertion is Assertion.negated
    assert seen("Nystatin not used to it yet but applied.", "nystatin").assertion is Assertion.affirmed
    assert seen("Therapy did not bring relief of her pain.", "pain").assertion is Assertion.affirmed


@pytest.mark.parametrize(
    "went",
    ["and the headaches went right on", "without cure", "did not open it", "and the rash kept on"],
)
def test_a_trouble_that_went_on_tells_that_the_drug_failed(went: str) -> None:
    assert course(f"Propranolol for four months {went}.").outcome is Outcome.failed


@pytest.mark.parametrize("went", ["and the headaches went away", "and she went on with it", "and it opened the nose"])
def test_a_trouble_that_went_away_does_not(went: str) -> None:
    assert course(f"Propranolol for four months {went}.").outcome is not Outcome.failed


@pytest.mark.parametrize(
    ("went", "failed"), [("breakthrough attacks on it", True), ("breakthrough drug of 2020", False)]
)
def test_a_breakthrough_under_a_drug_tells_that_it_failed(went: str, failed: bool) -> None:
    assert (course(f"Propranolol for four months, {went}.").outcome is Outcome.failed) is failed


def test_a_history_that_is_denied_holds_to_this_day() -> None:
    assert seen("No hx of easy bruising.", "no hx of easy bruising").when == on(2026, 11, 12)
    assert seen("Hx of easy bruising.", "easy bruising").when is None


def test_a_staging_scan_that_is_negative_was_done() -> None:
    assert staged("Staging CT neg.").assertion is Assertion.affirmed
    assert staged("Staging CT not done.").assertion is Assertion.negated
    assert staged("Staging CT declined.").assertion is Assertion.negated


def staged(text: str) -> Observation:
    return asked(text, "staging", "staging CT")


@pytest.mark.parametrize("aim", ["to see whether there are distant mets", "to look for distant mets"])
def test_what_a_scan_is_to_find_out_is_its_aim(aim: str) -> None:
    assert asked(f"PET {aim}.", "distant staging", "distant mets").assertion is Assertion.affirmed
    assert asked(f"PET {aim}.", "metastatic cancer", "distant mets").assertion is not Assertion.affirmed


@pytest.mark.parametrize("text", ["Possible distant mets.", "No distant mets.", "Her sister had distant mets."])
def test_a_suspicion_or_a_denial_is_no_aim(text: str) -> None:
    assert asked(text, "distant staging", "distant mets").assertion is not Assertion.affirmed


def asked(text: str, name: str, spelling: str) -> Observation:
    term = Term(name=name, things=((spelling,),))
    row = Row(id="C1", statement="", check=DocumentsCheck(term=name))
    context = ReadingContext(judged_on=ON, received_on=ON)
    note = Document(document_id=1, kind=DocumentKind.note, title="Notes", text=f"Visit 2026-11-12.\n{text}")
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="78815"))
    return read_rows([note], context, question).observations[-1]


def course(text: str) -> Observation:
    term = Term(name="it", things=(("propranolol",),))
    check = CourseCheck(term="it", course=Course.failed, at_least_days=60)
    context = ReadingContext(judged_on=ON, received_on=ON)
    note = Document(document_id=1, kind=DocumentKind.note, title="Notes", text=f"Visit 2026-11-12.\n{text}")
    rows = (Row(id="C1", statement="", check=check),)
    question = RowQuestion(policy_id="P", rows=rows, terms=(term,), item=RequestedItem(code="64615"))
    return read_rows([note], context, question).observations[-1]
