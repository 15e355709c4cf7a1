"""Printed forms: what is ticked, circled or led to by dots is read; what is left blank or filled in twice is not."""

from datetime import date

import pytest

from agents.reading.forms import filled_in
from agents.reading.record import prepare
from agents.reading.rows import read_rows
from agents.reading.values import values_of
from priorauth.case import Document, DocumentKind
from priorauth.criteria import Comparison, DocumentsCheck, MeasureCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Grade
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 12, 1)
CONTEXT = ReadingContext(judged_on=ON, received_on=ON, items=(RequestedItem(code="22514"),))
SENT = Term(name="sent", things=(("sent for a bone density scan", "walker tried"),))


def a_note(text: str) -> Document:
    return Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Visit 2026-11-12.\n{text}")


def seen(text: str, *, within: str = "bone density") -> list[Observation]:
    """What the note says of being sent for a bone density scan, or of a walker that was tried."""
    row = Row(id="C1", statement="", check=DocumentsCheck(term="sent"))
    question = RowQuestion(policy_id="P", rows=(row,), terms=(SENT,), item=RequestedItem(code="22514"))
    found = read_rows([a_note(text)], CONTEXT, question).observations
    return [o for o in found if within in o.evidence.quote.lower()]


def told(measure: str, text: str) -> list[float | None]:
    record = prepare([a_note(text)], CONTEXT)
    found = values_of(record, record.documents[0], measure)
    return [v.quantity.low for v in found if v.quantity and not v.confused and not v.prior]


YES = [
    "Sent for a bone density scan: [x] yes [ ] no",
    "Sent for a bone density scan (hip, spine):    [X] Yes    [ ] No",
    "Sent for a bone density scan: yes [x] no [ ]",
    "Sent for a bone density scan: [ ] no [x] yes",
    "Sent for a bone density scan? ( ) No (x) Yes",
    "Sent for a bone density scan: ☒ Yes ☐ No",
    "Sent for a bone density scan: ☐ No ☑ Yes",
    "Sent for a bone density scan: ✓ yes □ no",
    "Sent for a bone density scan: __x__ yes ____ no",
    "Sent for a bone density scan: [ ] no / [x] yes / [ ] n/a",
    "Sent for a bone density scan:\n  [x] yes\n  [ ] no",
    "Sent for a bone density scan?\n[ ] no\n[x] yes",
    "Sent for a bone density scan (Y/N): Y",
    "Sent for a bone density scan (yes/no) yes",
    "Sent for a bone density scan Y/N = y",
    "Sent for a bone density scan: (Y) / N",
    "Sent for a bone density scan: N / [Y]",
    "Sent for a bone density scan: Yes / ~~No~~",
    "Sent for a bone density scan .......... yes",
    "Sent for a bone density scan:\nyes",
    "Sent for a bone density scan [x] yes [ ] no",
    "Sent for a bone density scan Y / ~~N~~",
    "| Item | Yes | No |\n|---|---|---|\n| Sent for a bone density scan | x |  |",
    "| Item | N | Y | Remark |\n| Sent for a bone density scan |  | [x] | hip |",
]
NO = [
    "Sent for a bone density scan: [ ] yes [x] no",
    "Sent for a bone density scan: yes [ ] no [x]",
    "Sent for a bone density scan? (x) No ( ) Yes",
    "Sent for a bone density scan: ☐ Yes ☒ No",
    "Sent for a bone density scan: ____ yes __x__ no",
    "Sent for a bone density scan:\n  [ ] yes\n  [x] no",
    "Sent for a bone density scan (Y/N): N",
    "Sent for a bone density scan: Y / (N)",
    "Sent for a bone density scan: ~~Yes~~ / No",
    "Sent for a bone density scan .......... no",
    "Sent for a bone density scan:\nno",
    "Sent for a bone density scan [ ] yes [x] no",
    "Sent for a bone density scan yes [ ] no [x]",
    "Sent for a bone density scan no [x] yes [ ]",
    "Sent for a bone density scan Y / (N)",
    "Sent for a bone density scan N / ~~Y~~",
    "Sent for a bone density scan [N]/Y",
    "| Item | Yes | No |\n|---|---|---|\n| Sent for a bone density scan |  | x |",
]
BLANK = [
    "Sent for a bone density scan: [ ] yes [ ] no",
    "Sent for a bone density scan: [x] yes [x] no",
    "Sent for a bone density scan: yes [x] no",
    "Sent for a bone density scan: ( ) yes ( ) no",
    "Sent for a bone density scan: ☐ Yes ☐ No",
    "Sent for a bone density scan: ☒ Yes ☒ No",
    "Sent for a bone density scan:\n  [ ] yes\n  [ ] no",
    "Sent for a bone density scan?\n  [ ] yes\n  [ ] no",
    "Sent for a bone density scan: Y / N",
    "Sent for a bone density scan: (Y) / (N)",
    "Sent for a bone density scan: yes   no",
    "☐ Sent for a bone density scan",
    "| Item | Yes | No |\n|---|---|---|\n| Sent for a bone density scan |  |  |",
    "| Item | Yes | No |\n|---|---|---|\n| Sent for a bone density scan | x | x |",
]


@pytest.mark.parametrize("text", YES)
def test_an_answer_that_is_ticked_or_circled_yes_is_a_statement(text: str) -> None:
    assert [(o.assertion, o.grade) for o in seen(text)] == [(Assertion.affirmed, Grade.a)]


@pytest.mark.parametrize("text", NO)
def test_an_answer_that_is_ticked_or_circled_no_is_a_denial(text: str) -> None:
    assert [o.assertion for o in seen(text)] == [Assertion.negated]


@pytest.mark.parametrize("text", BLANK)
def test_a_form_left_blank_or_filled_in_twice_is_no_evidence(text: str) -> None:
    assert [o.assertion for o in seen(text)] == [Assertion.template]


@pytest.mark.parametrize("text", [*YES, *NO, *BLANK, "Tried: [x] walker [ ] cane", "AHI ..... 21.3 /h", "EF:\n28 %"])
def test_a_form_is_as_long_rewritten_as_it_was(text: str) -> None:
    assert len(filled_in(text.lower())) == len(text)


@pytest.mark.parametrize("text", YES)
def test_the_answer_is_quoted_with_its_question(text: str) -> None:
    note = a_note(text)
    (quoted,) = [o.evidence for o in seen(text)]
    assert note.text[quoted.start : quoted.end] == quoted.quote


def test_two_questions_on_one_line_keep_their_answers_apart() -> None:
    line = "Sent for a bone density scan: [x] yes [ ] no   Walker tried: [ ] yes [x] no"
    assert [o.assertion for o in seen(line, within="")] == [Assertion.affirmed, Assertion.negated]
    turned = "Sent for a bone density scan: [ ] yes [x] no   Walker tried: [x] yes [ ] no"
    assert [o.assertion for o in seen(turned, within="")] == [Assertion.negated, Assertion.affirmed]


def test_the_line_under_a_no_is_not_denied_with_it() -> None:
    found = seen("Fever: no\nSent for a bone density scan this morning", within="bone density")
    assert [o.assertion for o in found] == [Assertion.affirmed]


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("tried: [x] walker  [ ] cane  [x] brace", ["walker", "brace"]),
        ("[ ] mild [ ] moderate [x] severe", ["severe"]),
        ("☐ walker ☒ cane", ["cane"]),
    ],
)
def test_of_a_line_of_boxes_what_is_ticked_is_left(line: str, read: list[str]) -> None:
    left = filled_in(line).split(":")[-1].replace(",", " ").split()
    assert left == read


@pytest.mark.parametrize(
    "line",
    [
        "walker [x] cane [ ] brace",
        "index: [ ] 5 to 14 [x] 15 or more",
        "[ ] walker [ ] cane",
        "done: [x] walker [ ] no",
    ],
)
def test_a_line_of_boxes_that_may_be_read_two_ways_is_left_alone(line: str) -> None:
    assert filled_in(line) == line


@pytest.mark.parametrize(
    ("measure", "text", "figure"),
    [
        ("AHI", "Sleep study 10/02/2026\n  AHI ............... 21.3 /h", 21.3),
        ("respiratory events", "Apneas + hypopneas ......... 142", 142),
        ("recorded sleep", "Recording time .... 6 h 30 min", 6.5),
        ("oxygen saturation", "SpO2 nadir ....82 %", 82),
        ("LVEF", "Ejection fraction . . . . . . 28 %", 28),
        ("NYHA class", "NYHA class ........ III", 3),
        ("LVEF", "Ejection fraction:\n28 %", 28),
        ("FEV1", "FEV1:\n31 % predicted", 31),
    ],
)
def test_a_figure_is_read_behind_dots_and_under_its_name(measure: str, text: str, figure: float) -> None:
    assert told(measure, text) == [figure]


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        ("AHI", "AHI ..................\nOxygen in litres ....... 21.3"),
        ("AHI", "Residual AHI on CPAP ....... 21.3 /h"),
        ("LVEF", "Ejection fraction:\n\n28 % of visits were missed."),
        ("LVEF", "Ejection fraction:\n1. Normal"),
    ],
)
def test_dots_and_line_ends_lend_no_figure_of_something_else(measure: str, text: str) -> None:
    assert told(measure, text) == []


def day_of_the_index(text: str) -> list[date | None]:
    check = MeasureCheck(measures=("AHI",), comparison=Comparison.at_least, low=15)
    row = Row(id="C1", statement="", check=check)
    question = RowQuestion(policy_id="P", rows=(row,), item=RequestedItem(code="E0486"))
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    return [o.when.first if o.when else None for o in read_rows([document], CONTEXT, question).observations]


SUMMARY = "Sleep clinic results summary, visit 11/03/2026\n\n{events}\n\nRESULTS\n  AHI ............ 21.3 /h\n"


def test_a_printed_figure_is_of_the_day_the_list_of_events_gives_its_study() -> None:
    events = "| Face-to-face in clinic | 09/08/2026 |\n| Home sleep test | 09/22/2026 |\n| Results told | 11/03/2026 |"
    assert day_of_the_index(SUMMARY.format(events=events)) == [date(2026, 9, 22)]


@pytest.mark.parametrize(
    "events",
    [
        "| Face-to-face in clinic | 09/08/2026 |\n| Echocardiogram | 09/22/2026 |",
        "| Face-to-face in clinic | 09/08/2026 |\n| Home sleep test | 09/22/2026 |\n| Second sleep test | 10/22/2026 |",
        "| Face-to-face in clinic | 09/08/2026 |\n| Home sleep test | scheduled for 12/22/2026 |",
    ],
)
def test_the_day_of_another_study_or_of_two_is_not_lent_to_it(events: str) -> None:
    assert day_of_the_index(SUMMARY.format(events=events)) == [date(2026, 11, 3)]


IN_COLUMNS = (
    "Safety:\n  Seizures  N     Head injury w/ LOC  {}     Stroke/tumor  N\n  Metal clips  {}     Pacemaker  N\n"
)


def of_metal(text: str) -> list[Assertion]:
    term = Term(name="metal", things=(("metal clips", "head injury"),))
    row = Row(id="C1", statement="", check=DocumentsCheck(term="metal"))
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="22514"))
    return [o.assertion for o in read_rows([a_note(text)], CONTEXT, question).observations]


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (("N", "N"), [Assertion.negated, Assertion.negated]),
        (("N", "Y"), [Assertion.negated, Assertion.affirmed]),
        (("Y", "no"), [Assertion.affirmed, Assertion.negated]),
        (("N (one in 1990)", "N (fillings only)"), [Assertion.negated, Assertion.negated]),
        (("Y  N", "Y  N"), [Assertion.affirmed, Assertion.affirmed]),
    ],
)
def test_a_name_and_its_answer_in_columns_belong_together(answers: tuple[str, str], said: list[Assertion]) -> None:
    assert of_metal(IN_COLUMNS.format(*answers)) == said


def test_answers_in_columns_leave_every_place_where_it_was() -> None:
    text = IN_COLUMNS.format("N", "Y").lower()
    assert len(filled_in(text)) == len(text)
