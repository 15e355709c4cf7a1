"""Words that only look like another person, a doubt, a plan, a denial or a retraction, and those that are one."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import Course, CourseCheck, DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Doubt, Outcome, Subject
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)


def seen(text: str, *spellings: str, course: Course | None = None, window: int | None = None) -> Observation:
    term = Term(name="it", things=(spellings,))
    check = CourseCheck(course=course, term="it", at_least_days=42) if course else DocumentsCheck(term="it")
    row = Row(id="C1", statement="", check=check, window_days=window)
    context = ReadingContext(judged_on=ON, received_on=ON, patient_sex=Sex.male, patient_name="Henry Falk")
    document = Document(
        document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Visit 2026-11-12.\n{text}"
    )
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="27447"))
    return read_rows([document], context, question).observations[0]


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("He has had his PET (10/05/2026) and a brain MRI.", "brain MRI"),
        ("The PET will tell us of spread, the tumor is stage IIIA.", "tumor"),
        ("The bilevel runs in ST mode with a backup rate.", "backup rate"),
        ("He had radiofrequency done by my partner in May.", "radiofrequency"),
        ('"I cannot walk to the mailbox, and my wife does my socks."', "cannot walk"),
        ("Born with a cleft palate, repaired as a baby.", "cleft palate"),
        ("He stopped smoking when his grandson was born.", "stopped smoking"),
        ("He stops breathing at night, says his wife, then gasps.", "gasps"),
        ("His wife's diary shows eight attacks of gout.", "attacks of gout"),
        ("We sat with the decision aid, his daughter as well, and he chose a stent.", "decision aid"),
        ("Options laid out with pt/wife.", "options laid out"),
        ("Essential tremor of both hands (mother had it too).", "essential tremor"),
        ("Current smoker, wife smokes too.", "current smoker"),
        ("He is at average risk, parents and sibs clear.", "average risk"),
        ("Weekly sessions of psychotherapy with Ms. Crane, LCSW, through June.", "psychotherapy"),
        ("Miss Pike, audiologist, tested him with hearing aids.", "hearing aids"),
        ("Assessment by Janet Orr, CCC-SLP. Ms. Orr found aphasia.", "aphasia"),
        ("Aphasia found by Janet Orr, MS CCC-SLP, of our rehabilitation department.", "aphasia"),
        ("Every one of our valve patients in the national registry is followed, and he agreed.", "national registry"),
    ],
)
def test_company_helpers_and_clinicians_are_no_other_patient(text: str, spelling: str) -> None:
    assert seen(text, spelling).subject is Subject.patient


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Breast cancer runs in his mother's family.", "breast cancer"),
        ("His wife's report names sleep apnea.", "sleep apnea"),
        ("His partner had radiofrequency in May.", "radiofrequency"),
        ("My partner has migraine.", "migraine"),
        ("His husband wakes gasping.", "gasping"),
        ("Brother alive with prostate cancer.", "prostate cancer"),
        ("When his grandson had asthma he moved.", "asthma"),
        ("Mr. Jones, a retired surgeon, has sleep apnea.", "sleep apnea"),
        ("Ms. Crane has depression.", "depression"),
        ("Their pet had a seizure.", "seizure"),
    ],
)
def test_what_another_has_stays_his(text: str, spelling: str) -> None:
    assert seen(text, spelling).subject is Subject.other_person


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Between May and August he wore stockings.", "stockings"),
        ("Ground-glass haze of which the cause is unknown.", "ground-glass"),
        ("Looking in his throat today the tonsils meet.", "tonsils meet"),
        ("On today's look the tear is open.", "tear is open"),
        ("He lifts his brows all day to see and the forehead aches.", "forehead aches"),
        ("The valve barely opens, severe stenosis.", "severe stenosis"),
        ("The choice tool was on the screen.", "choice tool"),
        ("Spurs at C5-6 are what narrow the foramen.", "spurs"),
        ("Back pain twice. Both times it settled with ketorolac.", "back pain"),
        ("Bone scan, done as he cannot lie in the magnet, has the L1 body hot.", "bone scan"),
        ("His doctor, who puts in no devices, held the talk.", "held the talk"),
        ("OSA was considered and is not the cause.", "OSA"),
        ("He cannot walk the block, chronic pain never gone, in spite of all.", "chronic pain"),
        ("The rash has never been away since January.", "rash"),
        ("Arm that has gone weak.", "arm"),
        ("Duloxetine raised his pressure and was withdrawn in two weeks.", "duloxetine"),
        ("NPH swapped for degludec in May.", "degludec"),
        ("He belongs to the oldest group, heart failure.", "heart failure"),
        ("You can see the extrusion on the S1 nerve.", "extrusion"),
        ("FIT 210 ng/mL, cut-off 100, positive stool test.", "positive stool test"),
        ("He meets criteria for a major depressive episode.", "depressive episode"),
        ("He must be repositioned every two hours for pressure sores.", "pressure sores"),
    ],
)
def test_an_honest_sentence_is_not_doubted_for_such_words(text: str, spelling: str) -> None:
    found = seen(text, spelling)
    assert (found.assertion, found.subject) == (Assertion.affirmed, Subject.patient)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("He may have stenosis.", "stenosis"),
        ("Looking for stenosis.", "stenosis"),
        ("The diagnosis of sarcoid is unknown.", "sarcoid"),
        ("Films to see if there is a fracture.", "fracture"),
        ("There is barely any stenosis.", "stenosis"),
        ("Sarcoid is what I wonder about.", "sarcoid"),
        ("Sarcoid is what we suspect.", "sarcoid"),
        ("Back pain in May. It settled by June.", "back pain"),
        ("The staging CT is still to be drawn up.", "staging CT"),
        ("A seating evaluation has been asked for but not yet scheduled.", "seating evaluation"),
        ("Surgery was considered.", "surgery"),
        ("Surgery and anesthesia (Dr. Roy) has not signed yet.", "surgery and anesthesia"),
        ("His doctor, who denies nausea, vomiting, and fever, agrees.", "fever"),
        ("The pain is gone.", "pain"),
        ("The report of stenosis was withdrawn.", "stenosis"),
        ("The labels were swapped on the CT.", "CT"),
        ("The scan belongs to the next patient, stenosis.", "stenosis"),
        ("You must accept the stenosis.", "stenosis"),
        ("The cutoff is 30, positive stool test.", "positive stool test"),
        ("He meets criteria for surgery of stenosis.", "stenosis"),
    ],
)
def test_a_real_doubt_plan_or_denial_still_counts(text: str, spelling: str) -> None:
    assert seen(text, spelling).assertion is not Assertion.affirmed


@pytest.mark.parametrize(
    "text",
    [
        "Ibuprofen for ten weeks and it has not closed.",
        "Neither ibuprofen nor gabapentin was of any use in ten weeks.",
        "Gabapentin did not help. Neither did ibuprofen, ten weeks.",
        "Gabapentin was no good to him, nor was ibuprofen, ten weeks.",
        "Ibuprofen for ten weeks. No fewer attacks.",
        "Ibuprofen, ten weeks, bought him nothing.",
        "He gave ibuprofen ten weeks and got nothing from it.",
        "Ibuprofen for ten weeks. He's as sore as before.",
        "Ibuprofen ten weeks (no effect), stopped.",
    ],
)
def test_a_denied_effect_is_a_failed_course(text: str) -> None:
    found = seen(text, "ibuprofen", course=Course.failed)
    assert (found.assertion, found.outcome) == (Assertion.affirmed, Outcome.failed)


@pytest.mark.parametrize(
    "text",
    [
        "He did not try gabapentin, nor did he try ibuprofen.",
        "Gabapentin was not tried, nor was ibuprofen.",
        "He was not given gabapentin. Neither was ibuprofen started.",
        "Neither gabapentin nor ibuprofen was tried.",
        "He has not taken ibuprofen and it has not closed.",
    ],
)
def test_a_course_that_never_was_is_not_one_that_failed(text: str) -> None:
    assert seen(text, "ibuprofen", course=Course.failed).assertion is Assertion.negated


def test_what_still_goes_on_has_lasted_the_time_that_is_asked() -> None:
    found = seen("On warfarin since 4/12/2026, ongoing, no gaps.", "warfarin", course=Course.completed)
    assert (found.outcome, found.doubts) == (Outcome.completed, ())


@pytest.mark.parametrize(
    "text",
    [
        "On warfarin since 4/12/2026, held all of August, restarted in October.",
        "On warfarin since 11/02/2026.",
    ],
)
def test_what_was_broken_off_or_is_new_has_not(text: str) -> None:
    found = seen(text, "warfarin", course=Course.completed)
    assert found.outcome is not Outcome.completed or (found.duration is not None and found.duration.low < 42)


@pytest.mark.parametrize(
    "text",
    [
        "Paroxysmal flutter first found in 2023, runs of a day or so since.",
        "Flutter, this episode began in October 2024.",
        "No history of cancer, denies flutter.",
        "RV lead noise with flutter and impedance over 2000, so it is broken.",
        "Flutter: EHL 2/5 from 4/5.",
    ],
)
def test_the_beginning_of_a_present_state_is_not_its_age(text: str) -> None:
    found = seen(text, "flutter", window=180)
    assert not {Doubt.stale, Doubt.undated} & set(found.doubts)


@pytest.mark.parametrize(
    "text",
    [
        "Flutter first found in 2023, ablated.",
        "Flutter in 2023, none since.",
        "Flutter was first seen in 2023 and has resolved since.",
        "Flutter on 4/5/2024.",
    ],
)
def test_an_old_finding_stays_old(text: str) -> None:
    assert Doubt.stale in seen(text, "flutter", window=180).doubts
