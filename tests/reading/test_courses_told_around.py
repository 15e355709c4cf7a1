"""A course of care whose time or result stands around it: in the heading of a list, in a sum, in months, in a story."""

from datetime import date

import pytest

from agents.reading.dates import find_dates
from agents.reading.places import sites_of
from agents.reading.record import prepare
from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import Course, CourseCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Grade, Outcome, Subject
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

LONG_ENOUGH = 84
CARE = (
    *(
        "PT",
        "physical therapy",
        "therapy",
        "naproxen",
        "acetaminophen",
        "brace",
        "stockings",
        "injection",
        "home program",
        "walker",
    ),
    *(
        "CPAP",
        "PAP",
        "topiramate",
        "propranolol",
        "oxybutynin",
        "mirabegron",
        "dressings",
        "diet",
        "gabapentin",
        "TENS",
    ),
)


def courses(text: str, label: str = "", days: int | None = LONG_ENOUGH) -> list[Observation]:
    term = Term(name="care", things=tuple((word,) for word in CARE))
    row = Row(id="C1", statement="", check=CourseCheck(course=Course.failed, term="care", at_least_days=days))
    context = ReadingContext(judged_on=date(2026, 12, 10), received_on=date(2026, 11, 20))
    note = Document(document_id=1, kind=DocumentKind.note, title="Notes", text=f"Clinic visit 11/12/2026\n\n{text}")
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="1", label=label))
    return list(read_rows([note], context, question).observations)


def counts(found: Observation) -> bool:
    sure = found.grade is Grade.a and found.assertion is Assertion.affirmed and found.subject is Subject.patient
    return sure and found.outcome in (Outcome.failed, Outcome.not_tolerated)


def failed_long_enough(text: str, label: str = "") -> bool:
    return any(counts(o) and o.duration is not None and o.duration.low >= LONG_ENOUGH - 3 for o in courses(text, label))


def failed(text: str) -> bool:
    return any(counts(o) for o in courses(text, days=None))


@pytest.mark.parametrize(
    ("honest", "turned"),
    [
        ("PT 02-06/2026, 22 visits, no relief.", "PT 05-06/2026, 8 visits, no relief."),
        ("- mirabegron 01-07/2026 - no change", "- mirabegron 06-07/2026 - no change"),
        ("Naproxen Mar '26 to Jul '26, no gain.", "Naproxen Mar '26 to Apr '26, no gain."),
        (
            "He did eleven visits of therapy between March and July of this year and it did nothing.",
            "He did eleven visits of therapy between June and July of this year and it did nothing.",
        ),
        ("PT: start 3/4/26, d/c 7/8/26, no improvement.", "PT: start 6/4/26, d/c 7/8/26, no improvement."),
        (
            "Physical therapy started 03/04/2026, discharged 07/08/2026 with no improvement.",
            "Physical therapy started 03/04/2026 and the knee was scoped 07/08/2026 with no improvement.",
        ),
        (
            "Fitted with stockings on 06/12/2026 and has worn them daily since. The leg aches as much as ever.",
            "Fitted with stockings on 06/12/2026 and has not worn them since. The leg aches as much as ever.",
        ),
        ("He gave PT four honest months. It did nothing.", "He gave PT four honest weeks. It did nothing."),
    ],
)
def test_how_long_it_went_on_is_read_from_months_and_from_first_and_last_days(honest: str, turned: str) -> None:
    assert failed_long_enough(honest)
    assert not failed_long_enough(turned)


@pytest.mark.parametrize(
    "text",
    [
        "Between March and September of this year her pain grew; she had two PT visits, no help.",
        "Films 03-06/2026, PT two weeks: no change.",
        "PT: started 3/4/26. Colonoscopy 7/8/26: no change.",
        "From March through the end of August she is to go to therapy twice weekly. The knee is no better.",
    ],
)
def test_the_time_of_something_else_is_not_the_time_of_care(text: str) -> None:
    assert not failed_long_enough(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pt 02-06/2026", [date(2026, 2, 1), date(2026, 6, 1)]),
        ("pt 11-02/2026", [date(2025, 11, 1), date(2026, 2, 1)]),
        ("between march and june 2025", [date(2025, 3, 1), date(2025, 6, 1)]),
        ("between march and june of this year", [date(2026, 3, 1), date(2026, 6, 1)]),
        ("between march and june of last year", [date(2025, 3, 1), date(2025, 6, 1)]),
        ("since feb '26", [date(2026, 2, 1)]),
        ("pain 3-6/26", [date(2026, 6, 1)]),
        ("levels 4-5/2026", [date(2026, 4, 1), date(2026, 5, 1)]),
        ("l4-5/2026", [date(2026, 5, 1)]),
    ],
)
def test_a_month_takes_its_year_from_the_end_of_its_stretch(text: str, told: list[date]) -> None:
    assert [d.interval.first for d in find_dates(text, date(2026, 11, 12)) if d.interval] == told


@pytest.mark.parametrize(
    "text",
    [
        "None of the following helped:\n- PT 14 weeks\n- naproxen 4 months",
        "What was done, none of it with lasting relief:\n * PT 14 weeks\n * TENS",
        "Failed conservative care:\n- PT 14 weeks\n- naproxen 4 months",
        "Tried without success:\n1. PT x 14 weeks\n2. naproxen x 4 mo",
        "Treatment to date (no lasting benefit from any):\n- PT 14 weeks\n- naproxen 4 months",
        "Care so far:\n- PT 14 weeks\n- naproxen 4 months\nResult: no improvement.",
        "Care so far:\n- PT 14 weeks\n- naproxen 4 months\n=> pain unchanged",
        "CARE TO DATE (5 months)\n   brace, worn all day\n   PT x 7\n   >>> all of it in use, none has given relief",
    ],
)
def test_the_heading_or_the_sum_of_a_list_tells_the_result_of_all_that_stands_in_it(text: str) -> None:
    assert failed_long_enough(text)


@pytest.mark.parametrize(
    "text",
    [
        "All of the following helped:\n- PT 14 weeks\n- naproxen 4 months",
        "Failed:\n- none\nHelped:\n- PT 14 weeks\n- naproxen 4 months",
        "Failed treatments:\n- injection 3/2026\n\nCurrent treatments:\n- PT 14 weeks",
        "Failed treatments:\n- PT: never tried\n- naproxen 4 months: good relief",
        "Must have failed:\n- PT 14 weeks\n- naproxen 4 months",
        "If she has failed:\n- PT 14 weeks\n- naproxen 4 months\nwe go on.",
        "Treatments that failed his brother:\n- PT 14 weeks\n- naproxen 4 months",
        "No relief yet, so we start:\n- PT for 14 weeks\n- naproxen for 4 months",
        "Naproxen did not help, now on:\n- PT 14 weeks",
        "What we will try next:\n- PT 14 weeks\n- naproxen 4 months\nNothing has helped so far.",
        "Not yet tried:\n- PT 14 weeks\n- naproxen 4 months\nNo relief so far from anything.",
        "Care so far:\n- PT 14 weeks\n- naproxen 4 months\nResult: pain gone.",
        "Care so far:\n- PT 14 weeks\n- naproxen 4 months\n\nMRI: no change.",
        "CARE TO DATE (5 weeks)\n   brace, worn all day\n   PT x 7\n   >>> none of it has given her relief",
        "CARE PLAN (5 months)\n   brace, to be worn\n   PT twice weekly\n   >>> none of it has given her relief",
    ],
)
def test_a_list_that_helped_is_planned_or_is_asked_for_is_no_failure(text: str) -> None:
    assert not failed_long_enough(text)


def test_a_list_that_failed_in_another_part_of_the_body_is_none_of_this_one() -> None:
    assert failed_long_enough("Failed for the knee:\n- PT 14 weeks", "knee replacement")
    assert not failed_long_enough("Failed for the shoulder:\n- PT 14 weeks", "knee replacement")


@pytest.mark.parametrize(
    ("honest", "turned"),
    [
        (
            "She went to therapy and did her home program. She took naproxen, then acetaminophen. Dr. Ude gave an"
            " injection. After nearly six months of all this she walks less far than when she began.",
            "She went to therapy and did her home program. She took naproxen, then acetaminophen. Dr. Ude gave an"
            " injection. After nearly six months of all this she walks as far as she likes.",
        ),
        (
            "He did PT, took naproxen and wore a brace. After five months of this he is no better.",
            "He did PT, took naproxen and wore a brace. After five weeks of this he is no better.",
        ),
        (
            "PT, naproxen, brace. Five months of this brought no relief.",
            "PT, naproxen, brace ordered. Five months of back pain brought no relief.",
        ),
        (
            "Tried: 14 weeks of PT, naproxen, a home program. Says none of it changed a thing.",
            "Tried: 14 weeks of PT, naproxen, a home program. Says none of it hurt and he walks well.",
        ),
        (
            "Tried: 14 weeks of PT, naproxen. Nothing helped.",
            "Tried: 14 weeks of PT, naproxen. Nothing hurts any more.",
        ),
        (
            "From March through August 2026 she did what was asked: PT, a brace. After these months she is no better.",
            "She had PT for two weeks. After these seven months of pain she is no better.",
        ),
        (
            "He did PT, took naproxen and wore a brace. After five months of this he is no better.",
            "He will do PT, take naproxen and wear a brace. After five months of this, if he is no better, we operate.",
        ),
        (
            "He did PT and took naproxen. After five months of this he is no better.",
            "PT and naproxen are advised. After five months of this he may come back; none of it has been started.",
        ),
        (
            "PT 14 weeks, naproxen. None of it helped.",
            "PT 14 weeks, naproxen. Nothing changed in his medicines.",
        ),
    ],
)
def test_a_later_sentence_sums_up_the_story_of_care(honest: str, turned: str) -> None:
    assert failed_long_enough(honest)
    assert not failed_long_enough(turned)


@pytest.mark.parametrize(
    ("honest", "turned"),
    [
        ("naproxen x 4 mo - nil", "naproxen x 4 mo - side effects: nil"),
        ("mirabegron 50, 14 wk: same leakage", "mirabegron 50, 14 wk: same pharmacy"),
        ("propranolol to 240 for 5 months - HR 48, tremor same", "propranolol to 240 for 5 months - HR 48, dose same"),
        ("topiramate 100 mg for 5 months: headaches as before", "topiramate 100 mg for 5 months: dose as before"),
        ("diet for six months, -6 lb, regained", "PT for six months, regained strength"),
        ("diet for six months, lost 11, regained 9 while still on it", "PT for six months, regained 20 degrees"),
        (
            "Dressings for 15 weeks. It opened again within a month.",
            "Dressings for 15 weeks. It closed within a month.",
        ),
        ("PT 14 weeks; same pain", "PT 14 weeks; the same pain is gone"),
        (
            "PT 14 weeks: he is stiffer than when he began",
            "PT 14 weeks: he walks less stiffly than when he began",
        ),
        ("naproxen 4 months, side effects", "naproxen 4 months, no side effects"),
    ],
)
def test_short_words_behind_a_course_tell_how_it_came_out(honest: str, turned: str) -> None:
    assert failed_long_enough(honest)
    assert not failed_long_enough(turned)


@pytest.mark.parametrize(
    ("honest", "turned"),
    [
        (
            "He got his CPAP in March. He wore it, or tried to. We went to a full-face mask. He has given up on it.",
            "He got his CPAP in March. He wore it at once. We went to a full-face mask. He has given up smoking.",
        ),
        (
            "CPAP since 4/2026. Pillows, then hybrid; ramp. Claustrophobia, rips it off asleep.",
            "CPAP since 4/2026. He ripped it off once in April, now sleeps well with it.",
        ),
        (
            "CPAP since 5/2026, two masks. Wakes in panic and strips it off; he is intolerant of it.",
            "CPAP since 5/2026, two masks. If he cannot stand it on his face we try another.",
        ),
        ("Agree, done with PAP.", "Done with PAP teaching today."),
        (
            "He brought his CPAP back in September. He could never sleep with it.",
            "He brought his CPAP back in for a download; 7 h a night.",
        ),
        (
            "He tried CPAP and could not stand it on his face.",
            "His wife tried CPAP and could not stand it on her face.",
        ),
        ("He tried CPAP and could never sleep with it.", "CPAP advised. He says he could never sleep with it."),
        (
            "CPAP for a year; the machine is in the closet.",
            "CPAP for a year; the machine is in the closet of his room.",
        ),
        (
            "CPAP for a year. He sent back the machine in June.",
            "CPAP for a year. The machine was sent back for the recall.",
        ),
    ],
)
def test_a_mask_that_was_not_borne_is_told_over_several_sentences(honest: str, turned: str) -> None:
    assert failed(honest)
    assert not failed(turned)


def test_a_plan_told_of_several_treatments_is_of_each() -> None:
    found = courses("Gabapentin, naproxen and a brace are planned.")
    assert {o.assertion for o in found} == {Assertion.planned}
    found = courses("Gabapentin, naproxen and a brace were tried.")
    assert {o.assertion for o in found} == {Assertion.affirmed}


@pytest.mark.parametrize(
    ("honest", "turned"),
    [
        (
            "We have been at this since early spring. Twelve visits of PT, and naproxen. She is no better.",
            "We have been treating her hypertension since 2019. PT two weeks, no better.",
        ),
        (
            "Therapy ran from January until mid-May 2026, twenty visits. He got nothing lasting from it.",
            "Therapy ran from April until mid-May 2026, six visits. He got nothing lasting from it.",
        ),
        ("Half a year of PT, no gain.", "Half a month of PT, no gain."),
        (
            "PT, naproxen and a brace x 9 months. Fails all.",
            "PT, naproxen and a brace x 9 months. Fails all tests of sadness.",
        ),
        ('PT 14 weeks, naproxen. "None of it touched it," she says.', 'PT 14 weeks. "Nothing hurts," she says.'),
        ("Propranolol 3/1-7/1/2026, still 20 days a month", "Propranolol 20 days a month, attacks gone"),
        ("Propranolol for 4 months, still 20 days a month", "Propranolol for 4 months, still 20 days of tablets"),
        ("PT 14 weeks: pain still 8, cannot kneel.", "PT 14 weeks: pain still 1, happy."),
        ("PT 14 weeks. Pain today is what it was in April.", "PT 14 weeks. It is what it was before the fall."),
        ("Injection and PT 14 weeks (helped 10 d).", "PT 14 weeks (helped)."),
        ("Dressings for 15 weeks: no measurable signs of healing.", "Dressings for 15 weeks: good signs of healing."),
        (
            "Put in stockings at the visit of 06/12/26; has worn them since. The leg is just as bad: swollen by noon.",
            "Put in stockings at the visit of 10/30/26; has worn them since. The leg is just as bad: swollen by noon.",
        ),
        ("PT 14 weeks, training with Ms. Odom: no gain.", "Her sister Ms. Odom did PT for 14 weeks: no gain."),
    ],
)
def test_care_is_read_in_the_words_of_many_hands(honest: str, turned: str) -> None:
    assert failed_long_enough(honest)
    assert not failed_long_enough(turned)


@pytest.mark.parametrize(
    ("honest", "turned"),
    [
        ("Walker since May; went down four times with the walker.", "Walker since May; goes down stairs with it."),
        ("Brace used with the therapist, five falls, stopped.", "Brace used with the therapist, no falls."),
        ("Brace and PT both tried and abandoned.", "Brace and PT both tried and liked."),
        ("Brace and PT: neither is safe.", "Brace and PT: neither is in the way."),
        ("Naproxen, then gabapentin: neither moved the pain.", "Naproxen, then gabapentin: neither hurt."),
        ("gabapentin 1800: zilch", "gabapentin 1800: zippy"),
    ],
)
def test_a_thing_tried_and_given_up_is_a_failure(honest: str, turned: str) -> None:
    assert failed(honest)
    assert not failed(turned)


def test_every_working_day_is_no_life_at_work() -> None:
    told = "Put in stockings on 06/12/26; has worn them every working day since. The leg is just as bad."
    assert failed_long_enough(told, "great saphenous vein ablation of the leg")
    turned = "She has been working in stockings since 06/12/26. The leg is just as bad."
    assert not failed_long_enough(turned, "great saphenous vein ablation of the leg")


def test_a_visit_looked_back_on_is_not_the_day_of_the_note() -> None:
    text = "A. Moser  02/18/1963  F     11/05/26\n\nPut in stockings at visit of 06/30/26; worn daily."
    context = ReadingContext(judged_on=date(2026, 12, 10), received_on=date(2026, 11, 20))
    note = Document(document_id=1, kind=DocumentKind.note, title="Notes", text=text)
    visits = [s.visit for s in prepare((note,), context).documents[0].sentences]
    assert visits
    assert all(visit and visit.first == date(2026, 11, 5) for visit in visits)


def test_care_of_the_sacral_nerve_is_no_care_of_the_back() -> None:
    assert [f.site for f in sites_of("sacral nerve stimulator", 0, 23)] == []
    assert [f.site for f in sites_of("sacral pain", 0, 11)] == ["sacroiliac joint"]


@pytest.mark.parametrize(
    ("honest", "turned"),
    [
        ("Tx tried: PT x 5 mo (no), naproxen x 1 yr (no).", "Tx tried: PT (no), naproxen (no). Pain x 1 yr."),
        ("PT - 3/26 thru 7/26 - 18 vis - no", "PT 14 weeks, falls - none"),
        (
            "Since January she has had PT and a brace, and she hurts more than ever.",
            "PT since January; she walks more than ever.",
        ),
        (
            "Nine months of PT, naproxen and a brace have run their course.",
            "Nine months of pain, PT and naproxen have run their course.",
        ),
        (
            "He tried everything short of surgery over ten months: PT, naproxen.",
            "PT 14 weeks; she wants everything but surgery.",
        ),
        (
            "PT and naproxen from February on, every day. Today the knee is no better.",
            "From October on PT, every day. Today the knee is no better.",
        ),
        (
            "Naproxen twice daily for 6 months with inadequate pain control",
            "Naproxen twice daily for 6 months with adequate pain control",
        ),
        (
            "She bought stockings in June and has put them on every morning. The calf aches as before.",
            "She bought stockings in June and has put them away. The calf aches as before.",
        ),
        (
            "PT eval 3/2/26, 14 visits, DC 6/15/26 goals not met.",
            "PT eval 10/2/26, 4 visits, DC 10/26/26 goals not met.",
        ),
        ('PT from April to August. "Didn\'t do a darn thing."', 'PT from April to August. "Didn\'t hurt a bit."'),
        (
            "PT for four months; when she finished she could still only walk to the corner.",
            "PT for four months; she still walks.",
        ),
        ("diet, naproxen 9 months: lost and regained each time", "PT 9 months: regained her balance each time"),
        ("gabapentin for 5 months; attacks continue 4/mo", "gabapentin for 5 months; attacks continue to fall"),
        ("naproxen for 5 months: no use", "naproxen for 5 months; tobacco: no use"),
    ],
)
def test_terse_items_and_plain_speech_tell_a_failure(honest: str, turned: str) -> None:
    assert failed_long_enough(honest)
    assert not failed_long_enough(turned)


@pytest.mark.parametrize(
    "text",
    [
        "PT - no. Naproxen - no.",
        "Nine months of misery: PT, naproxen. No help.",
        "She was in PT on 2/2/26 and again on 9/2/26. No help.",
    ],
)
def test_a_bare_no_the_time_of_the_trouble_and_two_single_days_make_no_course(text: str) -> None:
    assert not failed_long_enough(text)


@pytest.mark.parametrize(
    ("honest", "turned"),
    [
        ("16w PT: no better.", "6w PT: no better."),
        ("PT for no less than four months, no better.", "PT for less than four months, no better."),
        ("PT 4mos/naproxen 6mos - no relief", "PT 4 days/wk, naproxen - no relief"),
        ("PT 3/26 - present, no relief.", "PT 10/26 - present, no relief."),
        ("PT began 3/2/26 and is still going on. No relief.", "PT began 10/2/26 and is still going on. No relief."),
        ("PT: 3/2/26 (eval) to 7/10/26 (d/c). No relief.", "PT: 6/2/26 (eval) to 7/10/26 (d/c). No relief."),
        ("First PT visit 3/2/26, last 7/10/26, no gain.", "First PT visit 3/2/26, films 7/10/26, no gain."),
        ("Exhausted all care incl. PT x 4 mo.", "Exhausted. PT x 4 mo planned."),
    ],
)
def test_weeks_and_months_are_read_as_clinicians_shorten_them(honest: str, turned: str) -> None:
    assert failed_long_enough(honest)
    assert not failed_long_enough(turned)


def test_a_fall_from_a_chair_dates_no_care() -> None:
    found = courses("He fell from a chair 9/14/2026. In spite of 14 weeks of PT the pain is the same.")
    assert all(o.when and o.when.first == date(2026, 11, 12) for o in found)
    found = courses("Care from 3/1/2026 to 7/1/2026. PT gave no relief.")
    assert all(o.when and o.when.first == date(2026, 7, 1) for o in found)


@pytest.mark.parametrize(
    "text",
    [
        "PT 14 weeks. Her brother had the same. Nothing helped him.",
        "The plan asks for PT and naproxen for 4 months. None of these helped.",
        "Her plan requires PT for 14 weeks without relief.",
    ],
)
def test_what_failed_in_kin_or_is_asked_by_the_plan_is_no_failure_of_the_patient(text: str) -> None:
    assert not failed_long_enough(text)


def test_what_kin_say_of_the_patient_leaves_the_failure_hers() -> None:
    assert failed_long_enough("PT 14 weeks. Her husband drove her there. Nothing helped her.")
