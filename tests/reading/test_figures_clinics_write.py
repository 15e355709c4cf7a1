"""Indices of sleep and scores of pain in the forms clinics write them, and figures beside them that are none."""

from datetime import date

import pytest

from agents.reading.assertion import find_cues, said_of
from agents.reading.record import prepare
from agents.reading.rows import read_rows
from agents.reading.standing import standing_of
from agents.reading.values import values_of
from priorauth.case import Document, DocumentKind
from priorauth.facts import Assertion
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion
from priorauth.rulebook.load import load_rulebook

ON = date(2026, 12, 1)
ITEM = RequestedItem(code="E0601")


def note(text: str) -> Document:
    return Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)


def told(measure: str, text: str) -> list[float | None]:
    """The low ends of what is found for a measure, without what is only like it or of an earlier time."""
    record = prepare([note(text)], ReadingContext(judged_on=ON, received_on=ON, items=(ITEM,)))
    found = values_of(record, record.documents[0], measure)
    return [v.quantity.low for v in found if v.quantity and not v.confused and not v.prior]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Home test 9/15/2026: AHI 27.4 by 4% desaturation rule.", 27.4),
        ("AHI: 27.4 (supine 44, nonsupine 12)", 27.4),
        ("Apneas + hypopneas 190 in 6.2 hours = 30.6/hr", 30.6),
        ("Sleep test in May: 27.4 AHI", 27.4),
        ("Sleep test in May: severe sleep apnea (27 an hour)", 27),
        ("Sleep test in May: severe sleep apnea (index 27)", 27),
        ("The sleep test of September gave an index of twenty-seven.", 27),
        ("Sleep test: 27 breathing stops an hour.", 27),
    ],
)
def test_an_index_of_sleep_is_read_with_its_rule_its_bracket_or_no_name_of_its_own(text: str, figure: float) -> None:
    assert told("AHI", text) == [figure]


@pytest.mark.parametrize(
    "text",
    [
        "AHI (supine 44)",
        "AHI supine 44",
        "Sleep test: AHI 27 (3% criteria)",
        "Sleep test: arousal index 27.",
        "Sleep test: limb movement index 27.",
        "Sleep test: oxygen desaturation index 27.",
        "Sleep apnea, BMI 27",
        "Sleep apnea (27 pounds gained)",
        "Sleep apnea on CPAP (27 an hour)",
    ],
)
def test_an_index_of_another_thing_or_posture_is_none_of_sleep(text: str) -> None:
    assert told("AHI", text) == []


def test_a_figure_of_another_thing_behind_a_comma_is_no_second_index() -> None:
    assert told("AHI", "Sleep test: 12 events an hour, oxygen down to 79.") == [12]
    assert told("AHI", "Sleep test: 12 events an hour, heart rate up to 120.") == [12]


@pytest.mark.parametrize(
    "text",
    [
        "AHI 27.4/h (4% criteria).",
        "AHI 27.4/h (CMS 4% criteria).",
        "AHI 27.4/h (1B criteria).",
        "AHI 27.4/h using Medicare scoring criteria.",
        "AHI 27.4 by the 4% rule (CMS).",
        "AHI (CMS) 27.4, AHI (AASM) 34",
        "Hypopneas were scored per Medicare; AHI 27.",
    ],
)
def test_how_a_sleep_test_was_scored_is_no_talk_of_policy(text: str) -> None:
    assert standing_of(text.lower(), 0, len(text)) is None


@pytest.mark.parametrize(
    "text",
    [
        "CMS criteria ask for an AHI of 15 or more.",
        "The Medicare scoring rule: an AHI of 15 or more is covered.",
        "Medicare covers CPAP where the index is 15 or more.",
    ],
)
def test_what_a_plan_asks_of_a_sleep_test_stays_talk_of_policy(text: str) -> None:
    assert standing_of(text.lower(), 0, len(text)) is Assertion.policy_talk


def taught(text: str) -> list[Assertion]:
    policy = next(p for p in load_rulebook().policies if p.id == "L33718")
    question = RowQuestion(policy_id=policy.id, rows=policy.rows, terms=policy.terms, item=ITEM)
    context = ReadingContext(judged_on=ON, received_on=ON, items=(ITEM,))
    return [o.assertion for o in read_rows([note(text)], context, question).observations if o.row == "I6"]


def test_what_a_person_was_to_show_is_meant_to_be_up_to_the_end_of_its_list() -> None:
    meant = (
        "The respiratory therapist was to meet the patient: show the machine, mask fit, cleaning, return demonstration."
    )
    assert set(taught(meant)) == {Assertion.planned}
    shown = "The respiratory therapist met the patient: showed the machine, mask fit, cleaning, return demonstration."
    assert Assertion.affirmed in taught(shown)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("Low back pain for four years, left more than right. He averages 7/10.", 7),
        ("- Axial low back pain since spring\n- Now 7/10, walks 1 block", 7),
        ("Pain shoots from the buttock to the foot. Worse sitting. 7/10 most days, 9 after driving.", 7),
        ("Back pain. Severity: 8/10.", 8),
        ("Neck pain to the left arm. Usually a 7/10.", 7),
        ("Back pain daily. On a 0-10 scale: 8.", 8),
        ("CC: LBP 7/10", 7),
        ("Pain: 7", 7),
        ("Pain 7 today", 7),
        ("Her pain is a seven.", 7),
        ("On a scale of 0 to 10 the pain is 8.", 8),
        ("Vitals: BP 132/80, HR 72, pain 7", 7),
        ("Pain score (0-10): 7", 7),
        ("Pain today is 7, was 8 in August.", 7),
    ],
)
def test_a_pain_score_is_read_where_only_words_that_lead_to_it_stand_before_it(text: str, score: float) -> None:
    assert told("pain score", text) == [score]


@pytest.mark.parametrize(
    "text",
    [
        "Back pain. After the block 1/10.",
        "Back pain. Averages 1/10 after the two blocks.",
        "Back pain. Goal 3/10.",
        "Back pain. Fatigue 7/10.",
        "Back pain, and ringing of the ears. Tinnitus averages 7/10.",
        "Back pain, anxious. Averages 7/10 on the worry scale.",
        "Back pain. Attended 7/10 sessions.",
        "Back pain. Worked 7/10 days.",
        "Back pain. Seen 7/10 and 8/12.",
        "Pain 7 years",
        "Pain in 7 joints",
        "Pain at T7 level",
        "Pain since 7 months",
    ],
)
def test_a_figure_of_ten_of_another_matter_is_no_pain_score(text: str) -> None:
    assert told("pain score", text) == []


TABLE = (
    "Visual field, superior, 10/21/2026, Goldmann:\n{blank}{head}\n"
    "  OD      18 deg        44 deg     26 deg (59%)\n  OS      20 deg        45 deg     25 deg (56%)"
)
HEAD = "           untaped      lids taped up     gain"


@pytest.mark.parametrize(
    ("measure", "text", "figures"),
    [
        ("visual field loss", TABLE.format(blank="", head=HEAD), [26, 25]),
        ("visual field percent", TABLE.format(blank="\n", head=HEAD), [59, 56]),
        ("visual field limit", TABLE.format(blank="\n", head=HEAD), [18, 20]),
        (
            "visual field loss",
            "HVF superior 36:\n\n eye | natural position | lifted w tape\n OD | 14 deg | 41 deg\n OS | 17 deg | 42 deg",
            [27, 25],
        ),
        (
            "visual field limit",
            "Perimetry was today. Relaxed, the right eye sees up to 22 degrees, left up to 20. Taped 45 and 47.",
            [22, 20],
        ),
        (
            "visual field loss",
            "Perimetry was today. Relaxed, the right eye sees up to 22 degrees, left up to 20. Taped 45 and 47.",
            [23, 27],
        ),
        ("visual field loss", "Visual fields: R 18→44, L 20→45 degrees with taping.", [26, 25]),
        ("visual field loss", "Field gain with taping: OD 20 deg, OS 22 deg.", [20, 22]),
        ("visual field loss", "The upper field is reduced by 20 degrees.", [20]),
        ("visual field loss", "Superior field to 20 degrees with lid at rest, 45 degrees taped.", [25]),
        ("visual field loss", "Superior field difference taped vs untaped 20 degrees.", [20]),
        ("visual field percent", "Superior visual field 45% obstructed at rest.", [45]),
    ],
)
def test_a_visual_field_is_read_from_its_table_and_the_sentences_behind_its_name(
    measure: str, text: str, figures: list[float]
) -> None:
    assert told(measure, text) == figures


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        ("visual field loss", "Inferior field loss 20 degrees."),
        ("visual field loss", "Visual field full to confrontation, 60 degrees."),
        ("visual field loss", "Taped, superior field 45 degrees OU."),
        ("visual field limit", "Visual field taped 45 degrees."),
        ("visual field loss", "Lid margins, mm:\n  | untaped | taped\n OD | 18 mm | 44 mm"),
        (
            "visual field loss",
            "Visual field, inferior:\n eye | untaped inferior | taped inferior\n OD | 18 deg | 44 deg",
        ),
        ("visual field loss", "Perimetry was today. Neck flexion is 20 degrees relaxed. Taped knee 45 degrees and 50."),
    ],
)
def test_a_field_below_a_taped_limit_or_another_angle_is_no_loss_of_the_upper_field(measure: str, text: str) -> None:
    assert told(measure, text) == []


def test_a_table_may_name_its_rows_under_no_heading() -> None:
    text = "        SpO2    HR\nrest    86%     88\nwalk    84%     101"
    assert set(told("oxygen saturation", text)) == {86, 84}


FTM = "Fahn-Tolosa-Marin 11/10/2026\n R hand posture 3, action 4, L hand posture 2, action 3\n head 1, voice 0"
ITEMS = "Tremor rating (Fahn-Tolosa-Marin)\n| item | R hand | L hand |\n| postural | 3 | 2 |\n| action | 4 | 2 |"


@pytest.mark.parametrize(
    ("text", "ratings"),
    [
        (FTM, [4, 3]),
        ("Left VIM lead planned. " + ITEMS, [4]),
        (ITEMS, [4, 2]),
        ("Tremor: arms outstretched wide. Finger to nose: severe, grade 4 on the right, grade 3 on the left.", [4, 3]),
        ("Grade 3 tremor of the right arm.", [3]),
        ("Severe (3/4) action tremor", [3]),
        ("CRST right arm 3", [3]),
        ("Tremor right hand 3+ on the FTM", [3]),
        ("Action tremor on FTM: three of four.", [3]),
        ("Left VIM lead planned. FTM: right 2, left 4.", [2]),
        ("FTM right hand action 2, rest 4.", [2]),
    ],
)
def test_the_worst_item_of_a_limb_is_its_rating_of_tremor(text: str, ratings: list[float]) -> None:
    found = told("tremor score", text)
    assert len(found) == len(ratings)
    assert set(found) == set(ratings)


@pytest.mark.parametrize(
    "text",
    [
        "Essential tremor. Strength 4/5, reflexes 3+.",
        "Essential tremor. Murmur grade 3 at the apex.",
        "Essential tremor in 3 of 4 siblings.",
        "Tremor rating: head 3, voice 3.",
        "Her father had tremor grade 4.",
        "Policy: tremor of level 3 or 4 required.",
        "Tremor. Edema grade 3 of the right leg.",
        "Essential tremor. Pressure ulcer grade 3 on the left hand.",
        "Rest tremor 3.",
        "Tremor for 3 years.",
    ],
)
def test_a_grade_of_something_else_is_no_rating_of_tremor(text: str) -> None:
    assert told("tremor score", text) == []


@pytest.mark.parametrize(
    ("measure", "text", "figure"),
    [
        ("central apnea percent", "Sleep test: AHI 31, cent+mixed 1.4%, nadir 79", 1.4),
        ("central apnea percent", "Sleep test: AHI 31, CA+MA 2% of total", 2),
        ("central apnea percent", "Sleep test: AHI 31, obstructive 98%", 2),
        ("central apnea percent", "Sleep test: AHI 31, all events obstructive", 0),
        ("central apnea percent", "Sleep test: AHI 31, no central or mixed apneas", 0),
        ("central apnea percent", "Sleep test: 200 apneas and hypopneas, 4 of them central", 2),
        ("vein diameter", "Great saphenous leaks from groin to knee. Widest 9.4 millimeters, at the junction.", 9.4),
        ("vein diameter", "| Vein | Diameter mm | Reflux s |\n|---|---|---|\n| GSV | 9.4 | 2.8 |", 9.4),
        ("reflux time", "Great saphenous leaks from groin to knee, better than two and a half seconds.", 2.5),
        ("reflux time", "Reverse flow in the GSV lasting 2.5 seconds", 2.5),
        ("weight", "Ht 64, wt 180, BMI 31", 81.646627),
        ("weight", "BMI 29 (180 lb, 5'6\")", 81.646627),
    ],
)
def test_a_figure_is_read_under_the_words_clinicians_have_for_its_measure(
    measure: str, text: str, figure: float
) -> None:
    assert told(measure, text) == [figure]


@pytest.mark.parametrize(
    ("measure", "text"),
    [
        ("central apnea percent", "No treatment-emergent central apnea on CPAP."),
        ("central apnea percent", "Residual events on CPAP all obstructive."),
        ("vein diameter", "Saphenous vein patent. The ulcer is 9 mm across."),
        ("vein diameter", "The widest wound is 9.4 mm. GSV patent."),
        ("reflux time", "The mitral valve leaks. Cuff test 3 seconds."),
        ("reflux time", "Bladder leaks for 5 seconds after voiding."),
        ("weight", "Lost 20 lb (180 lb before)."),
        ("weight", "Grip (40 lb)."),
        ("weight", "Ht 64, wt 180, BMI 45"),
    ],
)
def test_a_figure_of_another_matter_is_none_of_the_measure(measure: str, text: str) -> None:
    assert told(measure, text) == []


BLOCKED = "On August 31, 2026 the left medial branches were blocked: 7 to 1, 88% relief. On {day}, {again}"


@pytest.mark.parametrize(
    ("day", "again", "speaks"),
    [
        ("September 8", "the same nerves with lidocaine: 7 to 1, 85%.", True),
        ("September 28", "the same nerves with lidocaine: 7 to 1, 85%.", False),
        ("September 8", "seen again in the clinic, 85% better.", False),
    ],
)
def test_two_blocks_told_in_sentences_of_their_own_are_held_apart_by_their_days(
    day: str, again: str, speaks: bool
) -> None:
    policy = next(p for p in load_rulebook().policies if p.id == "L35936")
    item = RequestedItem(code="64635")
    question = RowQuestion(policy_id=policy.id, rows=policy.bars, terms=policy.terms, item=item)
    context = ReadingContext(judged_on=ON, received_on=ON, items=(item,))
    found = read_rows([note(BLOCKED.format(day=day, again=again))], context, question).observations
    assert any(o.row == "X11" for o in found) is speaks


def said(text: str, words: str) -> Assertion:
    record = prepare([note(text)], ReadingContext(judged_on=ON, received_on=ON, items=(ITEM,)))
    low, sentence = record.documents[0].low, record.documents[0].sentences[0]
    at = low.index(words)
    return said_of(find_cues(low, sentence.start, sentence.end), at, at + len(words)).assertion


@pytest.mark.parametrize(
    ("text", "words", "assertion"),
    [
        ("A visit with the physician, who has no part in it, is booked.", "visit", Assertion.planned),
        ("A visit with the physician, who has no part in it, was long.", "visit", Assertion.affirmed),
        ("She was to sit for an hour with the nurse.", "nurse", Assertion.planned),
        ("She sat for an hour with the nurse.", "nurse", Assertion.affirmed),
        ("Surgery is planned because of severe back pain.", "back pain", Assertion.affirmed),
    ],
)
def test_a_plan_reaches_past_an_aside_and_past_how_long_it_is_to_last(
    text: str, words: str, assertion: Assertion
) -> None:
    assert said(text, words) is assertion


@pytest.mark.parametrize(
    ("line", "score"),
    [
        (
            "Pain since the fall, where the strap crosses.\n  10/16  6/10    10/30  7/10    11/13  8/10  going up",
            8,
        ),
        ("Pain: 10/16/26 6/10, 10/30/26 7/10, 11/13/26 8/10.", 8),
        ("Pain: 9/16/26 8/10, 10/30/26 5/10, 11/13/26 2/10.", 2),
    ],
)
def test_the_newest_score_of_a_line_of_days_tells_the_pain_of_now(line: str, score: float) -> None:
    assert told("pain score", f"Clinic 11/13/2026\n{line}") == [score]


@pytest.mark.parametrize(
    "line",
    [
        "Blood pressure log: 10/16 6/10 10/30 7/10",
        "Knee films. Visits 10/16 6/10 10/30 7/10",
        "Back pain. Goal by day: 10/16 6/10 10/30 7/10",
    ],
)
def test_a_line_of_days_and_figures_of_something_else_is_no_log_of_pain(line: str) -> None:
    assert told("pain score", f"Clinic 11/13/2026\n{line}") == []


def test_a_mean_gradient_has_its_short_name() -> None:
    assert told("mean gradient", "Echo: MPG 47 mmHg") == [47]
    assert told("mean gradient", "The car makes 47 MPG.") == []
