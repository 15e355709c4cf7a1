"""Plain findings beside words that cast a doubt elsewhere, and the nearest sentences whose doubt is a true one."""

from datetime import date

import pytest

from agents.reading.record import prepare
from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import AbsenceCheck, Comparison, Course, CourseCheck, DocumentsCheck, MeasureCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Doubt, Grade
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)
LATER = "Visit 2026-11-12.\n"


def read(text: str, rows: tuple[Row, ...], *terms: Term, sex: Sex = Sex.male) -> list[Observation]:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    context = ReadingContext(judged_on=ON, received_on=ON, patient_sex=sex, patient_name="Henry Falk")
    question = RowQuestion(policy_id="P", rows=rows, terms=terms, item=RequestedItem(code="27447"))
    return list(read_rows([document], context, question).observations)


def found(text: str, *spellings: str, term: str = "it", sex: Sex = Sex.male) -> list[Observation]:
    row = Row(id="C1", statement="", check=DocumentsCheck(term=term))
    return read(LATER + text, (row,), Term(name=term, things=(spellings,)), sex=sex)


def counts(text: str, *spellings: str, term: str = "it", sex: Sex = Sex.male) -> bool:
    """Whether something plain speaks for it, and nothing against it."""
    seen = found(text, *spellings, term=term, sex=sex)
    plain = any(o.assertion is Assertion.affirmed and o.grade is Grade.a for o in seen)
    return plain and not any(o.assertion is Assertion.negated for o in seen)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Depressed again, no mania (dysthymia confirmed by me today).", "dysthymia"),
        ("No reflux, and asthma is well documented.", "asthma"),
        ("No thinners, and nothing keeps him from exercise.", "exercise"),
        ("Left knee jerk absent, dull pinprick on the foot.", "pinprick"),
        ("He gave up lifting and moved to desk work.", "gave up lifting"),
        ("Nothing speaks against a small operation; he is fit.", "operation"),
        ("He drove a truck until the second crash (in 2019) left him with sciatica.", "sciatica"),
        ("Back pain has not let up for a single day.", "back pain"),
        ("With the tablet he ordered lunch, 14 of 15 messages right.", "tablet"),
        ("Before this order I received the written report.", "written report"),
        ("Heart team 11/05/26 (surgeon, me): discussed face to face; valve favored.", "heart team"),
        ("Takes about 20 minutes to reach the toilet and has not made it in time this fall.", "toilet"),
        ("Bed to toilet takes about 20 minutes.", "toilet"),
        ("He does not get to meals; does not reach the table for supper w/o his wife pulling him.", "table"),
        ("Hypopneas scored at the 4% desat threshold, apnea severe.", "apnea"),
        ('Walker passed the doors, one 3/4" threshold ramped.', "doors"),
        ("All three say yes to the operation after the conference.", "conference"),
    ],
)
def test_a_doubt_or_denial_of_something_else_lowers_no_finding(text: str, spelling: str) -> None:
    assert counts(text, spelling)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("No mania (hypomania, psychosis).", "hypomania"),
        ("No mania (dysthymia not confirmed by me today).", "dysthymia"),
        ("No reflux, and asthma is not seen.", "asthma"),
        ("No reflux, asthma or wheeze.", "asthma"),
        ("No thinners, exercise or smoking.", "exercise"),
        ("Absent: pinprick, vibration.", "pinprick"),
        ("Knee replacement changed to an osteotomy.", "knee replacement"),
        ("The biopsy was moved to another month.", "biopsy"),
        ("Evidence speaks against sciatica.", "sciatica"),
        ("Operation deferred until the scan has shown sciatica.", "sciatica"),
        ("Back pain has let up for the summer.", "back pain not"),
        ("He ordered a tablet.", "tablet"),
        ("Ordered dinner rolls; ordered a written report.", "written report"),
        ("Valve replacement discussed.", "valve replacement"),
        ("Heart team: valve replacement discussed.", "valve replacement"),
        ("The dietitian visit was booked and has not been made.", "dietitian visit"),
        ("Relief was about half.", "half"),
        ("He does not reach the table.", "table"),
        ("Severe apnea meets the threshold for coverage.", "apnea"),
        ("The doors are measured, which meets the threshold of the plan.", "doors"),
        (
            "The conference is held. Say yes to the operation. Answer yes to the conference.",
            "answer yes to the conference",
        ),
        ("The therapist was to sit with him and teach the mask.", "teach the mask"),
        ("The nurse was to show him the mask in our room.", "mask"),
    ],
)
def test_a_true_doubt_or_denial_still_does(text: str, spelling: str) -> None:
    assert not counts(text, spelling)


def test_a_response_that_was_to_do_something_is_no_plan() -> None:
    assert counts("His response was to get up at once; the asthma eased.", "response")


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("Tremor since 40; mother + 2 brothers same.", Sex.male),
        ("Tremor since 40; his mother, two sisters too.", Sex.male),
        ("Tremor began after moving boxes of a late friend's books.", Sex.male),
        ("He has met a recipient and knows of the tremor.", Sex.male),
        ("He spoke with two other patients, and has tremor.", Sex.male),
        ("Tremor, training with Ms. Odom twelve times.", Sex.male),
        ("Tremor; cannot dress w/o wife helping him.", Sex.male),
        ("Husband is here. Spills from tremor; he brings the tray.", Sex.female),
    ],
)
def test_others_who_come_up_in_passing_take_no_finding_away(text: str, sex: Sex) -> None:
    assert counts(text, "tremor", sex=sex)


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("No trouble; mother + 2 brothers have tremor.", Sex.male),
        ("Seen today; his mother's tremor is the same.", Sex.male),
        ("A late friend's tremor began after moving boxes.", Sex.male),
        ("He has met a recipient who has tremor.", Sex.male),
        ("He spoke with two other patients with tremor.", Sex.male),
        ("Walked in with Ms. Odom, tremor.", Sex.male),
        ("His wife has tremor; he helps.", Sex.male),
        ("Husband fell last year. Has tremor; he walks with a cane now.", Sex.female),
    ],
)
def test_others_whose_finding_it_is_still_do(text: str, sex: Sex) -> None:
    assert not counts(text, "tremor", sex=sex)


FIT = ("airway & (fits or suits)", "tonsils & (small or 1+)")


def test_a_wide_find_denied_in_another_clause_says_nothing_beside_a_close_one() -> None:
    assert counts("Tonsils small, no airway mass; neck suits the cuff.", *FIT)


def test_a_close_find_that_is_denied_stays_denied() -> None:
    assert not counts("No tonsils small enough; neck suits the cuff.", *FIT)


def test_a_denial_beside_no_close_find_stays_one() -> None:
    assert not counts("No airway room; neck suits the cuff.", *FIT)


TIE = ("(evaluator or pathologist) & (salaried or independent)",)


def test_no_tie_to_a_seller_is_what_independence_asks_for() -> None:
    told = "Evaluator's tie to the vendor: none, salaried by the clinic."
    assert counts(told, *TIE, term="independent evaluator")


@pytest.mark.parametrize(
    "text", ["Evaluator, independence statement: none, salaried.", "Evaluator's report: none, salaried."]
)
def test_another_label_that_is_answered_none_stays_denied(text: str) -> None:
    assert not counts(text, *TIE, term="independent evaluator")


EVALUATION = ("(EP or electrophysiologist) & (reviewed or CRT or QRS)",)


def test_no_indication_is_the_outcome_of_an_evaluation() -> None:
    assert counts("EP reviewed him: QRS 104, no CRT indication.", *EVALUATION, term="device evaluation")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("EP: no CRT indication.", "device indication"),
        ("EP has not reviewed him.", "device evaluation"),
        ("No EP review so far, CRT to be weighed.", "device evaluation"),
    ],
)
def test_no_indication_is_none_and_no_evaluation_is_none(text: str, term: str) -> None:
    assert not counts(text, *EVALUATION, term=term)


COSMETIC = Row(id="X1", statement="", bar=True, check=AbsenceCheck(term="cosmetic"))


def barred(text: str) -> bool:
    seen = read(LATER + text, (COSMETIC,), Term(name="cosmetic", things=(("cosmetic", "look younger"),)))
    return any(o.assertion not in (Assertion.negated, Assertion.other_person) for o in seen)


@pytest.mark.parametrize("text", ["Denies wish for cosmetic change.", "Denied any wish to look younger."])
def test_a_wish_that_is_denied_bars_nothing(text: str) -> None:
    assert not barred(text)


@pytest.mark.parametrize("text", ["Wishes to look younger.", "Denies pain, wishes to look younger.", "Cosmetic wish."])
def test_a_wish_that_is_told_bars(text: str) -> None:
    assert barred(text)


BACK_PAIN = "back ache & {at least 12 weeks}"


def test_a_length_in_brackets_behind_another_label_is_not_the_pains() -> None:
    assert not found("Back ache every day (neck ache: about 7 months).", BACK_PAIN)


def test_a_length_in_brackets_is_the_pains() -> None:
    assert counts("Back ache every day (about 7 months).", BACK_PAIN)


def told(text: str) -> date | None:
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    prepared = prepare([document], ReadingContext(judged_on=ON, received_on=ON)).documents[0]
    return prepared.sentences[-1].visit.first if prepared.sentences[-1].visit else None


@pytest.mark.parametrize(
    "text",
    [
        "RE: I. Falk\nRequest: lid surgery, hospital, 12/10/2026\n\np2 - clinic note 11/04/2026\n\nTrouble seeing.",
        "Problem note (Henry Falk, 09/30/1961, male)\n\n11/04/2026 - office, Dr. Pham: snores loudly.",
        "VEIN CLINIC\nH. Falk  02/18/1963  M     11/04/26\n\nHose put on at visit of 06/30/26. Legs ache.",
        "Date 11/04/2026\nSurgery planned 12/10/2026\n\nTrouble seeing.",
    ],
)
def test_a_day_to_come_or_of_birth_heads_no_visit_where_another_does(text: str) -> None:
    assert told(text) == date(2026, 11, 4)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Visit date: 12/10/2026\n\nTrouble seeing.", date(2026, 12, 10)),
        ("Clinic note 11/04/2026\n\nSeen.\n\nClinic note 03/02/2009\n\nTrouble seeing.", date(2009, 3, 2)),
    ],
)
def test_a_day_that_is_called_a_visit_stays_one(text: str, day: date) -> None:
    assert told(text) == day


def dated(text: str) -> date | None:
    seen = found(text, "collapse")
    return seen[0].when.first if seen and seen[0].when else None


def test_a_fracture_of_so_many_days_is_dated_by_them() -> None:
    assert dated("Eleven-day-old collapse at T9.") == date(2026, 11, 1)


@pytest.mark.parametrize("text", ["An old collapse at T9.", "Holds her 11-month-old grandson. Old collapse at T9."])
def test_what_is_only_old_has_no_such_date(text: str) -> None:
    assert dated(text) is None


SPELL = Row(id="X3", statement="", bar=True, check=AbsenceCheck(term="trial of an earlier spell"))
TRIAL = Row(id="C3", statement="", check=CourseCheck(course=Course.failed, term="first class"))
DRUGS = (
    Term(name="first class", things=(("venlafaxine",),)),
    Term(name="trial of an earlier spell", things=(("failed & that spell",),)),
)
TABLE = "| Drug | Taken | Episode | Outcome |\n| venlafaxine | {taken} | {spell} | no benefit |\n"


def of_this_spell(text: str, *rows: Row) -> bool:
    seen = [o for o in read(LATER + text, rows, *DRUGS) if o.row == "C3"]
    assert seen
    return not any(Doubt.condition_missing in o.doubts for o in seen)


@pytest.mark.parametrize(
    "text",
    [
        TABLE.format(taken="01/2026 - 04/2026", spell="present"),
        "Present episode began August 2025. Venlafaxine 01/2026 to 04/2026, no benefit.",
        "Venlafaxine 01/2026 to 04/2026, no benefit.",
    ],
)
def test_a_trial_of_the_present_spell_counts(text: str) -> None:
    assert of_this_spell(text, TRIAL, SPELL)


@pytest.mark.parametrize(
    "text",
    [
        TABLE.format(taken="01/2026 - 04/2026", spell="2019"),
        "Present episode began August 2025. Venlafaxine 01/2019 to 04/2019, no benefit.",
        "Venlafaxine 01/2019 to 04/2019, no benefit. The current one began in August 2025.",
    ],
)
def test_a_trial_that_was_over_before_the_present_spell_does_not(text: str) -> None:
    assert not of_this_spell(text, TRIAL, SPELL)


def test_where_nothing_bars_an_earlier_spell_its_trials_count() -> None:
    assert of_this_spell(TABLE.format(taken="01/2019 - 04/2019", spell="2019"), TRIAL)


EVENTS = Row(
    id="C4", statement="", check=MeasureCheck(measures=("AHI",), comparison=Comparison.at_least, low=15, unit="/h")
)


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("AHI 31.6 /h, hypopneas counted at the 4% desat threshold only.", True),
        ("AHI 31.6 /h, above the threshold for coverage.", False),
        ("An AHI of 31.6 /h is the threshold.", False),
    ],
)
def test_the_threshold_of_scoring_is_no_rule_of_a_plan(text: str, *, counted: bool) -> None:
    seen = read(LATER + text, (EVENTS,))
    assert any(o.assertion is Assertion.affirmed and o.grade is Grade.a for o in seen) is counted


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("REI/AHI 31.6 per hr, CMS scoring (4%).", True),
        ("AHI 31.6/h by Medicare criteria.", True),
        ("An AHI of 31.6 /h is what CMS requires.", False),
        ("Per CMS rules an AHI 31.6 /h must be shown.", False),
    ],
)
def test_whose_rule_the_events_were_scored_by_is_no_rule_of_a_plan(text: str, *, counted: bool) -> None:
    seen = read(LATER + text, (EVENTS,))
    assert any(o.assertion is Assertion.affirmed and o.grade is Grade.a for o in seen) is counted


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Evolut valve, approved for this (severe stenosis).", "Evolut"),
        ("Taught meter use and call-in thresholds.", "meter use"),
        ("You had kindly referred him for the pump that he carries.", "pump & carries"),
        ("Dr. Holt kindly sent the pump data.", "pump data"),
        ("His daughter showed us the modem at home, which works.", "modem & works"),
    ],
)
def test_courtesy_company_and_figures_to_call_at_are_no_rule_and_nobody_else(text: str, spelling: str) -> None:
    assert counts(text, spelling)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("The plan has approved for this year the Evolut valve.", "Evolut"),
        ("The meter use must be above the threshold for coverage.", "meter use"),
        ("Kindly approve the pump that he carries.", "pump & carries"),
        ("His daughter showed us her own modem, which works.", "modem & works"),
        ("His wife's gestures fall short of her needs.", "gestures & fall short"),
    ],
)
def test_a_request_a_rule_and_another_person_still_are(text: str, spelling: str) -> None:
    assert not counts(text, spelling)


STROKE_SCORE = Row(
    id="C3",
    statement="",
    check=MeasureCheck(measures=("CHA2DS2-VASc",), comparison=Comparison.at_least, low=3, unit=""),
)


@pytest.mark.parametrize(
    ("text", "counted"), [("Risk: CHA2DS2-VASc 5.", True), ("At risk of a CHA2DS2-VASc of 5.", False)]
)
def test_a_score_under_the_heading_risk_is_a_score(text: str, *, counted: bool) -> None:
    seen = read(LATER + text, (STROKE_SCORE,))
    assert any(o.assertion is Assertion.affirmed and o.grade is Grade.a for o in seen) is counted


def test_what_neither_is_indicated_is_not_planned() -> None:
    text = "Seen by the electrophysiologist: neither a defibrillator nor resynchronization is indicated."
    assert all(o.assertion is not Assertion.planned for o in found(text, "neither a defibrillator"))
    assert not counts("Resynchronization is indicated.", "resynchronization")


@pytest.mark.parametrize(
    "text",
    [
        "Had a visit with PCP Dr. N. Hollis (general medicine) on 11/10 about the tool.",
        "Had a visit with PCP Dr. N. Hollis who went over the tool.",
    ],
)
def test_the_initial_behind_a_title_ends_no_sentence(text: str) -> None:
    assert counts(text, "visit & tool")


def test_a_letter_behind_a_noun_still_ends_its_sentence() -> None:
    seen = found("His visit was of type N. Hollis (his brother) has the tool.", "visit & tool")
    assert all(o.assertion is not Assertion.affirmed for o in seen)


@pytest.mark.parametrize(
    "text",
    [
        "His brother can take warfarin for a while.",
        "His wife can tolerate warfarin.",
        "His son is able to take warfarin.",
    ],
)
def test_what_a_relative_can_take_is_no_matter_of_the_patient(text: str) -> None:
    assert not counts(text, "warfarin")


@pytest.mark.parametrize("text", ["His wife can take him to have his warfarin.", "Warfarin; his wife can help."])
def test_a_relative_who_can_help_takes_nothing_away(text: str) -> None:
    assert counts(text, "warfarin")
