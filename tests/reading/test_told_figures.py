"""Figures that stand apart from the name of their measure, and figures beside a name that are none of it."""

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
    ("measure", "text", "figure"),
    [
        ("calcium", "Ca 11.9 mg/dL (upper limit 10.5), albumin 4.1.", 11.9),
        ("calcium", "Calcium 11.2 (8.6-10.2).", 11.2),
        ("calcium", "Ca 11.2 H (ULN 10.3)", 11.2),
        ("PTH", "Ca 11.1 H, PTH 120 H", 120),
        ("weight", "Apixaban, amlodipine. 80 kg.", 80),
        ("weight", "Vitals: BP 130/70, HR 80, 81 kg, afebrile.", 81),
        ("glucose", "Sugar 44 on 10/1.", 44),
        ("T-score", "T-score -2.7 L-spine (DXA 5/26)", -2.7),
        ("oxygen saturation", "Nocturnal sat 85% x 22 min.", 85),
        ("mean gradient", "Mean transvalvular gradient on last month's echo was forty-four mmHg.", 44),
        ("mean gradient", "The average gradient across the valve was forty-eight millimetres of mercury.", 48),
        ("sentence recognition", "AzBio sentences (recorded, quiet, both aids): 34% correct.", 34),
        ("sentence recognition", "She scored 34 percent on recorded AzBio sentences.", 34),
        ("stenosis", "High grade (90%) stenosis of the right internal carotid artery.", 90),
        ("stenosis", "R ICA: duplex 50-69; CT angiogram = 64%.", 64),
        ("six-minute walk", "He managed 350 m on the six minute walk test once rehab was finished.", 350),
        ("FEV1", "Spirometry 9/14/26: 31 percent of predicted for FEV-1 after albuterol.", 31),
        ("BMI", "98 kg / 162 cm = 37.3 (measured 10/22/26)", 37.3),
        ("BMI", "264 lb on a 5'4\" frame gives 45.3 today.", 45.3),
        ("BMI", "Body mass index measured at 29.4 in pulmonary clinic.", 29.4),
        ("PaCO2", "7.35/63/59 on 3 L NC.", 63),
        ("PaCO2", "CO2 now 44.6 mmHg on the device.", 44.6),
        ("AHI", "There were 47 obstructive events, which works out to nine an hour, with apneas of ten seconds.", 9),
        ("pain relief", "She reports 65 percent less leg pain during stimulation.", 65),
        ("NYHA class", "NYHA | II, today in office", 2),
        ("NYHA class", "Functional class today three by New York Heart.", 3),
        ("NYHA class", "New York Heart two to three today.", 2),
        ("tremor score", "Fahn-Tolosa-Marin R hand 4 (spiral unreadable).", 4),
        ("tremor score", "FTM 3/4 R arm postural.", 3),
        ("tremor score", "His tremor rating (TRS, dominant hand) stands at grade 3.", 3),
        ("tremor score", "In the arm he scores three on Fahn-Tolosa-Marin.", 3),
        ("Hoehn-Yahr stage", "Off medicine he is at Hoehn and Yahr four.", 4),
        ("pack-years", "She smoked one pack each day for thirty-two years.", 32),
        ("pack-years", "A pack and a half a day for thirty years.", 45),
        ("pack-years", "Smoked 1 1/2 packs a day for thirty years.", 45),
        ("pack-years", "20 cigarettes/day, 33 years.", 33),
        ("pack-years", "Half a pack a day for 18 years, then two packs a day for 12 years.", 33),
        ("pack-years", "He averaged 25 cigarettes daily (1.25 packs) for 36 years.", 45),
        ("years since quitting", "40 pack-years, gave it up in June 2014.", 12.42),
        ("years since quitting", "Stopped in March 2015 after 30 years of 1 ppd.", 11.67),
        ("years since quitting", "A pack a day, and she has been off for fourteen years.", 14),
    ],
)
def test_a_figure_is_found_where_clinicians_put_it(measure: str, text: str, figure: float) -> None:
    assert figure in told(measure, text)


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        ("LVEF", "LVEF by echo pending, weight 55"),
        ("FEV1", "FEV1 not repeated, DLCO 34%"),
        ("six-minute walk", "Improved by 40 m on the six-minute walk."),
        ("stenosis", "R ICA: see report; EF 55, resting"),
        ("BMI", "98 kg / 162 cm, goal 80.5"),
        ("BMI", "98 kg / 162 cm; A1c 8.3"),
        ("PaCO2", "VBG 7.35/63/59 on 3 L NC."),
        ("PaCO2", "BP 124/70 mmHg. CO2 28."),
        ("AHI", "47 obstructive events, and the arousals come to nine an hour, apneas short."),
        ("AHI", "On CPAP 47 events, which is to say a rate of nine an hour, apneas gone."),
        ("NYHA class", "NYHA: two pillows at night, no edema."),
        ("NYHA class", "NYHA today I saw him walk."),
        ("NYHA class", "NYHA class not recorded, 3 flights of stairs without a stop."),
        ("tremor score", "FTM 3/4/26 done, result pending."),
        ("tremor score", "Tremor rating by the nurse, four pages long."),
        ("Hoehn-Yahr stage", "Hoehn and Yahr three years ago was not recorded."),
        ("pack-years", "One pack a day, and he has been retired for 30 years."),
        ("pack-years", "Smoked a pack a day until 30 years ago."),
        ("pack-years", "Half a pack a day for 18 years, then two packs a day."),
        ("years since quitting", "40 pack-years; he stopped metoprolol in May 2021."),
        ("years since quitting", "He smokes a pack a day and gave up drinking in 2019."),
        ("years since quitting", "She stopped in 2015 and started again, a pack a day."),
        ("years since quitting", "40 pack-years, wants to be off cigarettes by May 2026."),
    ],
)
def test_a_figure_of_something_else_is_not(measure: str, text: str) -> None:
    assert told(measure, text) == []


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        ("calcium", "Upper limit of calcium 10.8."),
        ("weight", "Lost 20 kg, 95 kg before."),
        ("weight", "Chair: limit 136 kg, 40 kg."),
    ],
)
def test_a_limit_of_the_laboratory_and_what_was_lost_are_no_value(measure: str, text: str) -> None:
    assert told(measure, text) == []
