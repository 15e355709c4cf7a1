"""Figures as clinicians put them down in haste: by sides, by two names at once, by the clock, out of order."""

from datetime import date

import pytest

from agents.reading.record import prepare
from agents.reading.values import values_of
from priorauth.case import Document, DocumentKind
from priorauth.reading import ReadingContext, RequestedItem

ON = date(2026, 12, 1)


def told(measure: str, text: str) -> list[float | None]:
    """The low ends of what is found for a measure, without what is only like it or of an earlier time."""
    context = ReadingContext(judged_on=ON, received_on=ON, items=(RequestedItem(code="E0601"),))
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    record = prepare([document], context)
    found = values_of(record, record.documents[0], measure)
    return [v.quantity.low for v in found if v.quantity and not v.confused and not v.prior]


@pytest.mark.parametrize(
    ("measure", "text", "figures"),
    [
        ("tremor score", "FTM (Dr. Vale, 10/02/2026): postural R 3 L 2; action R 4 L 3; rest 0.", [3, 2, 4, 3]),
        ("tremor score", "Fahn-Tolosa-Marin, action tremor, right: 3", [3]),
        ("tremor score", "FTM rest R 3 L 3; postural R 1 L 0", [1, 0]),
        ("ABI", "ABI R 0.62 L 0.91", [0.62]),
        ("mean gradient", "mean/peak gradient 44/71 mmHg", [44]),
        ("mean gradient", "Peak and mean aortic gradients 71/44", [44]),
        ("mean gradient", "gradients 71/44 mmHg (peak/mean)", [44]),
        ("mean gradient", "gradient 44 mean, 71 peak", [44]),
        ("FEV1", "FEV1 0.82/31%", [31]),
        ("pain score", "Pain (0-10): 8", [8]),
        ("pain score", "Pain 0-10 scale: 8 today", [8]),
        ("PHQ-9", "She scored 22 on the PHQ-9.", [22]),
        ("recorded sleep", "Recording time (h:mm) 6:30", [6.5]),
        ("recorded sleep", "Six and a half hours of recording.", [6.5]),
        ("AHI", "On the sleep study he stopped breathing or nearly so 21 times an hour.", [21]),
        ("weight", "Weight (kg): 118", [118]),
        ("headache days", "Headache days per month: 22", [22]),
        ("headache days", "Headaches on 22 of 30 days.", [22]),
        ("headache hours", "Her headaches last six hours untreated.", [6]),
        ("nightly use", "CPAP card, average usage 5:12", [5.2]),
        ("sinusitis episodes", "Sinusitis x5 in the past 12 months.", [5]),
        ("IPAP", "BiPAP 20/5 every night.", [20]),
        ("backup rate", "IPAP 20, EPAP 5, rate 16", [16]),
        ("margin reflex distance", "MRD1 +1 OU", [1]),
        ("T-score", "DXA 8/26: T -2.7 at the hip.", [-2.7]),
        ("oxygen saturation", "She sat quietly, awake, on plain air, good waveform: 86 percent.", [86]),
    ],
)
def test_a_figure_put_down_in_haste_is_read(measure: str, text: str, figures: list[float]) -> None:
    assert told(measure, text) == figures


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        ("tremor score", "FTM rest R 3 L 3"),
        ("tremor score", "FTM not done; strength R 3 L 4"),
        ("tremor score", "FTM: R 10 visits"),
        ("mean gradient", "mean/peak gradient 44"),
        ("mean gradient", "Mitral mean/peak gradient 8/14 mmHg"),
        ("mean gradient", "gradients 71/44 mmHg"),
        ("FEV1", "FEV1 0.82/2.4"),
        ("pain score", "Pain (0-10): see flowsheet, 8 visits"),
        ("PHQ-9", "22 people took the PHQ-9 at the fair."),
        ("recorded sleep", "Recording from 10:30 to 6:30"),
        ("recorded sleep", "Recording began 9:30 pm"),
        ("AHI", "He snores 21 times an hour."),
        ("weight", "Weight (chair): 118"),
        ("margin reflex distance", "MRD1 photographed with 2 flashes"),
        ("IPAP", "BiPAP since 12/6, mask fits."),
        ("headache days", "Headaches were on 22 of 30 days."),
        ("nightly use", "CPAP on, average usage from 10:30 to 5:12"),
        ("sinusitis episodes", "Sinusitis x 5 weeks."),
        ("IPAP", "BiPAP 10/20 visits kept."),
        ("backup rate", "IPAP 20, EPAP 5; heart rate 96"),
        ("T-score", "T -2.7 degrees outside, knee film clear."),
        ("oxygen saturation", "On 2 L, resting, good waveform: 86 percent."),
        ("oxygen saturation", "Battery of the waveform box: 86 percent."),
    ],
)
def test_a_figure_that_only_stands_there_is_not(measure: str, text: str) -> None:
    assert told(measure, text) == []


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Pack-years: 39", 39),
        ("39 years at a pack a day.", 39),
        ("Smoked 39 years, 1 ppd, quit 11 years ago.", 39),
        ("Smoked a pack a day from age 17 to 56.", 39),
        ("Smoked a pack a day from 1976 until 2015.", 39),
        ("1 ppd x39y", 39),
        ("Smoked 1 ppd for 39y.", 39),
    ],
)
def test_pack_years_are_reckoned_in_whatever_order_they_are_told(text: str, figure: float) -> None:
    assert told("pack-years", text) == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "Pack-years: unknown, 39 visits.",
        "At 39 years a pack a day was nothing to him.",
        "Retired 39 years, 1 ppd.",
        "Smoked a pack a day at age 17, 56 now.",
        "A pack a day, 39 years ago.",
        "Half a pack a day from 2015 to 2015.",
    ],
)
def test_years_of_something_else_make_no_pack_years(text: str) -> None:
    assert told("pack-years", text) == []


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("A pack a day for 39 years, eleven years out.", 11),
        ("39 pack-years, now 11 years smoke-free.", 11),
        ("Smoked a pack a day until 2015.", 10.92),
        ("Smoked a pack a day until the day his son was born, March 3, 2015.", 11.75),
        ("40 pack-years, no cigarettes since 2015.", 10.92),
        ("Tobacco: none for 11 years, before that 1 ppd.", 11),
        ("40 pack-years. Years since quitting: 11", 11),
    ],
)
def test_the_years_since_the_last_cigarette_are_read(text: str, figure: float) -> None:
    assert told("years since quitting", text) == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "Smoked a pack a day, eleven years out from his bypass.",
        "Smoked two packs a day until 2015, then one pack.",
        "Smoked until 2015, now vapes and smokes at parties.",
        "Smoked two packs a day until 2015, then one.",
        "Smoked two packs a day until 2015, half a pack since.",
        "Still smokes a pack a day, no cigarettes since this morning, 11 hours.",
        "Smoked a pack a day through college.",
        "No pain since 2015, smoked once.",
    ],
)
def test_years_since_something_else_are_none(text: str) -> None:
    assert told("years since quitting", text) == []


AUDIOGRAM = "Audiogram 10/29/2026\n  freq  250 500 1k  2k  4k\n  R air  65  75  85  95 NR\n  L air  60  70  85  90 100"


def test_an_audiogram_shows_the_middle_pitches_of_each_ear() -> None:
    assert told("hearing threshold", AUDIOGRAM) == [75, 70]
    barred = "| Hz | 500 | 1000 | 2000 | 4000 |\n| Right | 55 | 60 | 65 | 80 |\n| Left | 50 | 55 | 70 | 80 |"
    assert told("hearing threshold", barred) == [55, 50]


@pytest.mark.parametrize(
    "text",
    [
        "freq 500 1k 2k\nR bone 15 20 25",
        "freq 500 1k 2k\nR aided 25 30 35",
        "freq 500 1k 2k\nR air 65 NR 95",
        "freq 500 1k 2k\nR air 65 75",
        "Doses 250 500 1000 2000\nThen rest 10 20 30 40",
    ],
)
def test_bone_aids_and_rows_with_a_gap_show_no_threshold(text: str) -> None:
    assert told("hearing threshold", text) == []


@pytest.mark.parametrize(
    ("measure", "text", "figure"),
    [
        ("LVEF", "I had her ejection fraction measured again on 10/02/2026. It came back at 28 percent.", 28),
        ("six-minute walk", "She repeated the six-minute walk today. The result was 310 m.", 310),
        ("BMI", "We took the BMI this morning. Reading: 41 kg/m2.", 41),
        ("calcium", "You will recall her, whose calcium has vexed me for years. The figure was 11.2 in October.", 11.2),
    ],
)
def test_a_figure_in_the_sentence_behind_is_of_the_measure_named_before(measure: str, text: str, figure: float) -> None:
    assert told(measure, text) == [figure]


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        ("LVEF", "We will have the ejection fraction measured. It was 28 percent."),
        ("LVEF", "Her mother had her ejection fraction measured. It was 28 percent."),
        ("LVEF", "The goal is a better ejection fraction. It is 55 percent."),
        ("mean gradient", "They took the mean gradient and the Vmax. It was 46 mmHg."),
        ("LVEF", "They took the ejection fraction. Her chance of falling was 28 percent."),
        ("LVEF", "They took the ejection fraction.\n\nIt was 28 percent."),
        ("LVEF", "They took the ejection fraction. It was 28."),
        ("calcium", "Her calcium was ordered. The figure was 11.2 in October."),
        ("calcium", "Her calcium has vexed me. It was 11 in the morning."),
    ],
)
def test_a_figure_behind_a_plan_another_or_two_names_is_of_none(measure: str, text: str) -> None:
    assert told(measure, text) == []
