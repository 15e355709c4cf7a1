"""Figures in tables and in lists parted by strokes: each is of the name that heads it or stands in its place."""

from datetime import date

import pytest

from agents.reading.record import prepare
from agents.reading.rows import read_rows
from agents.reading.values import values_of
from priorauth.case import Document, DocumentKind
from priorauth.criteria import Comparison, MeasureCheck, Row
from priorauth.facts import Grade
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 12, 1)
CONTEXT = ReadingContext(judged_on=ON, received_on=ON, items=(RequestedItem(code="43644"),))


def a_note(text: str) -> Document:
    return Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Visit 11/12/2026.\n\n{text}")


def told(measure: str, text: str) -> list[float | None]:
    """What a note tells of a measure today, without what is only like it or of an earlier time."""
    record = prepare([a_note(text)], CONTEXT)
    found = values_of(record, record.documents[0], measure)
    return [v.quantity.low for v in found if v.quantity and not v.confused and not v.prior]


def dated(measure: str, text: str) -> dict[float | None, tuple[date | None, Grade]]:
    row = Row(id="C1", statement="", check=MeasureCheck(measures=(measure,), comparison=Comparison.at_least, low=1))
    question = RowQuestion(policy_id="P", rows=(row,), item=RequestedItem(code="43644"))
    found = read_rows([a_note(text)], CONTEXT, question).observations
    return {o.value.low: (o.when.first if o.when else None, o.grade) for o in found if o.value}


BODY = "| date | wt lb | BMI |\n| 06/2025 | 275 | 38.4 |\n| 11/02/2026 | 268 | 37.4 |"
OXYGEN = "| Condition | O2 L/min | SpO2 |\n| rest | 0 | 92 |\n| walking | 0 | 85 |\n| walking | 2 | 93 |"
INDEX = "| date | AHI | note |\n| goal | <5 | |\n| 10/02/2026 | 22 | diagnostic |\n| 11/02/2026 | 3 | on CPAP |"


@pytest.mark.parametrize(
    ("measure", "text", "figures"),
    [
        ("BMI", BODY, [38.4, 37.4]),
        ("weight", BODY, [124.737902, 121.562755]),
        ("BMI", "date        wt (lb)   BMI\n06/2025     275       38.4\n11/02/2026  268       37.4", [38.4, 37.4]),
        ("BMI", "Date\tBMI\n11/02/2026\t37.4", [37.4]),
        ("PHQ-9", "| Date | PHQ-9 | MADRS |\n|---|---|---|\n| 11/12/2026 | 23 | 36 |", [23]),
        ("oxygen saturation", OXYGEN, [92, 85]),
        ("AHI", INDEX, [22]),
        ("NYHA class", "| Date | NYHA | EF |\n| 10/2026 | III | 28 |", [3]),
        ("LVEF", "| Date | NYHA | EF |\n| 10/2026 | III | 28 |", [28]),
        ("six-minute walk", "| Date | 6MWD (m) |\n| 10/2026 | 310 |", [310]),
    ],
)
def test_a_figure_is_of_the_measure_that_heads_its_column(measure: str, text: str, figures: list[float]) -> None:
    assert told(measure, text) == figures


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        ("AHI", "| date | AHI |\n| goal | 4 |\n| normal | 5 |"),
        ("AHI", "| date | AHI goal |\n| 10/02/2026 | 4 |"),
        ("AHI", "| position | AHI |\n| supine | 34 |"),
        ("BMI", "| who | BMI |\n| husband | 41 |"),
        ("BMI", "| when | BMI |\n| baseline | 41 |\n| heaviest | 44 |"),
        ("BMI", "| date | BMI |\n| 11/02/2026 | see chart 12 |"),
        ("BMI", "| date | BMI |\n| 11/02/2026 | 37 of 40 visits |"),
        ("BMI", "| date | BMI |\n| 11/02/2026 | |"),
        ("BMI", "| date | BMI |\n\n| 11/02/2026 | 37.4 |"),
        ("BMI", "| date | weight | BMI |\n| 11/02/2026 | 37.4 |"),
        ("six-minute walk", "| Date | 6MWD |\n| 10/2026 | 310 |"),
        ("oxygen saturation", "| Condition | O2 L/min | SpO2 |\n| walking | 2 | 86 |"),
        ("LVEF", "| test | normal | mine |\n| EF | 55-70 % | |"),
    ],
)
def test_what_is_aimed_at_anothers_earlier_or_not_a_figure_alone_is_none(measure: str, text: str) -> None:
    assert told(measure, text) == []


def test_the_figure_of_each_day_keeps_its_day() -> None:
    days = {figure: when for figure, (when, _) in dated("BMI", BODY).items()}
    assert days == {38.4: date(2025, 6, 1), 37.4: date(2026, 11, 2)}


def test_where_days_head_the_columns_each_figure_is_of_its_own() -> None:
    text = "|      | 06/2025 | 11/02/2026 |\n| BMI  | 38.4 | 34.7 |\n| LVEF | 45 % | 28 % |"
    assert (told("BMI", text), told("LVEF", text)) == ([34.7], [28])
    assert dated("BMI", text)[34.7] == (date(2026, 11, 2), Grade.a)
    assert dated("LVEF", text)[45.0][0] == date(2025, 6, 1)


def test_where_the_newest_day_stands_first_it_is_still_the_newest() -> None:
    assert told("BMI", "|     | 11/02/2026 | 06/2025 |\n| BMI | 34.7 | 38.4 |") == [34.7]


def test_the_column_of_what_is_usual_is_no_second_value() -> None:
    assert told("LVEF", "| test | normal | result |\n| EF | 55-70 % | 28 % |") == [28]


def test_the_column_of_before_is_of_before() -> None:
    assert told("LVEF", "| test | result | previous |\n| EF | 28 % | 41 % |") == [28]


@pytest.mark.parametrize(
    ("measure", "text", "figure"),
    [
        ("TLC", "| TLC / RV (box) | 10/27 | 131 % / 224 % |", 131),
        ("RV", "| TLC / RV (box) | 10/27 | 131 % / 224 % |", 224),
        ("RV", "TLC/RV 131/224 % predicted.", 224),
        ("DLCO", "FEV1/DLCO: 31%/28%", 28),
        ("mean gradient", "EF/AVA/MG 28 % / 0.72 cm2 / 46 mmHg", 46),
        ("LVEF", "EF/AVA/MG 28 % / 0.72 cm2 / 46 mmHg", 28),
        ("oxygen saturation", "SpO2 / HR: 87 % / 88", 87),
        ("oxygen saturation", "BP/HR/SpO2 130/70 / 88 / 87%", 87),
        ("PaCO2", "PaCO2/PaO2 52/58 mmHg", 52),
        ("height", "Ht/Wt/BMI: 5'4\" / 180 lb / 30.9", 162.56),
    ],
)
def test_a_figure_between_strokes_is_of_the_name_in_its_place(measure: str, text: str, figure: float) -> None:
    assert told(measure, text) == [figure]


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        ("RV", "TLC/RV 131/224/58 %"),
        ("oxygen saturation", "BP/HR/SpO2 130/70 / 88"),
        ("AHI", "AHI/nadir on CPAP 3/91"),
        ("mean gradient", "Sertraline 50 mg/MG once, 46 tablets."),
        ("FEV1", "FEV1/FVC 34 %"),
        ("pain score", "pain rest/activity 4/8"),
    ],
)
def test_more_figures_than_names_or_fewer_are_of_none(measure: str, text: str) -> None:
    assert told(measure, text) == []


def test_two_words_of_two_letters_are_abbreviations_only_in_capitals() -> None:
    assert told("RV", "TLC/RV: 131 % / 224 %") == [224]
    assert told("RV", "tlc/rv: 131 % / 224 %") == []
