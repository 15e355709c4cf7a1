"""An honest statement is not doubted for its form, and what only looks honest still is."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import Comparison, Course, CourseCheck, DocumentsCheck, MeasureCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Doubt, Outcome, Subject
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)


def seen(text: str, *spellings: str, course: bool = False) -> Observation:
    term = Term(name="it", things=(spellings,))
    check = CourseCheck(course=Course.failed, term="it", at_least_days=42) if course else DocumentsCheck(term="it")
    row = Row(id="C1", statement="", check=check)
    context = ReadingContext(judged_on=ON, received_on=ON, patient_sex=Sex.male)
    document = Document(
        document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Visit 2026-11-12.\n{text}"
    )
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="27447"))
    return read_rows([document], context, question).observations[0]


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("The left ankle jerk was absent.", "ankle jerk"),
        ("Absent ankle jerk left, plantarflexion 4/5.", "plantarflexion 4/5"),
        ("It lists non-small cell cancer and its report gives matching therapies.", "matching therapies"),
        ("He came to see me in person because of apneas.", "in person"),
        ("Written evaluation of 10/12/2026 by the speech therapist.", "speech therapist"),
        ("The valve is used on label for this risk class.", "on label"),
        ("No fibromyalgia; moderate pain around the left knee.", "knee"),
        ("CRT question: cardiology reviewed the narrow QRS.", "cardiology reviewed"),
    ],
)
def test_a_finding_is_not_doubted_for_the_words_beside_it(text: str, spelling: str) -> None:
    found = seen(text, spelling)
    assert found.assertion is Assertion.affirmed
    assert Doubt.hedged not in found.doubts


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("NOT: fibromyalgia, infection, blood thinner.", "blood thinner"),
        ("I asked and found no: tongue palsy; severe lung disease; psychosis.", "psychosis"),
        ("Stroke, unstable angina, heart surgery in the last 3 months: none.", "unstable angina"),
        ("Cement allergy: no.", "cement allergy"),
    ],
)
def test_a_list_that_is_denied_is_denied_to_its_end(text: str, spelling: str) -> None:
    assert seen(text, spelling).assertion is Assertion.negated


def test_what_is_scheduled_behind_a_colon_is_not_done() -> None:
    assert seen("Medial branch block 2, same levels: scheduled for 12/01/2026.", "medial branch block 2").assertion is (
        Assertion.planned
    )


@pytest.mark.parametrize("text", ["He has the stroke risk of his age.", "She had diabetes education."])
def test_a_compound_of_a_disease_is_not_the_disease(text: str) -> None:
    assert seen(text, "stroke", "diabetes").assertion is Assertion.uncertain


@pytest.mark.parametrize(
    "text",
    [
        "Essential tremor, onset 1998, father had same.",
        "Essential tremor; wife carries out all of it.",
        "Essential tremor; he is fed by his sister.",
        "Essential tremor in average condition: no first-degree family with stroke.",
        "Essential tremor per Dr. Reed, neurologist; she will examine again.",
    ],
)
def test_a_person_who_only_helps_takes_no_finding_away(text: str) -> None:
    assert seen(text, "essential tremor").subject is Subject.patient


@pytest.mark.parametrize("text", ["Essential tremor of his father.", "She has essential tremor, as Dr. Reed says."])
def test_a_person_who_has_the_finding_takes_it_away(text: str) -> None:
    assert seen(text, "essential tremor").subject is not Subject.patient


@pytest.mark.parametrize(
    "text",
    [
        "Tried: PT 2/10-5/12/2026, 13 wk, ODI 35 -> 33; naproxen helped well.",
        "PT for nine weeks from April through June. No progress.",
        "PT for nine weeks in 2026, response minimal.",
        "PT for nine weeks in 2026. Change in NRS: 7 to 7.",
        "Trial: 6/15-10/5/2026 (16 wk) PT weekly. Not better.",
    ],
)
def test_a_course_without_effect_failed(text: str) -> None:
    found = seen(text, "PT", course=True)
    assert found.outcome is Outcome.failed
    assert found.assertion is Assertion.affirmed


@pytest.mark.parametrize(
    "text",
    [
        "Recurrence of sinusitis on amoxicillin; metoprolol for nine weeks controls the rate.",
        "Amoxicillin failed; metoprolol for nine weeks helped well; pain came back after a fall.",
    ],
)
def test_the_failure_of_one_clause_is_not_that_of_the_next(text: str) -> None:
    assert seen(text, "metoprolol", course=True).outcome is not Outcome.failed


def test_a_lower_score_at_the_visit_itself_contests_the_first() -> None:
    words = "Knee pain 7/10 in the summer; 2/10 at the visit."
    context = ReadingContext(judged_on=ON, received_on=ON)
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=words)
    check = MeasureCheck(measures=("pain score",), comparison=Comparison.at_least, low=4)
    row = Row(id="C1", statement="", check=check)
    question = RowQuestion(policy_id="P", rows=(row,), terms=(), item=RequestedItem(code="27447"))
    found = read_rows([document], context, question).observations
    assert [o for o in found if o.value and o.value.low == 7 and Doubt.conflicting in o.doubts]


def test_a_year_of_an_old_event_in_a_later_clause_does_not_date_the_statement() -> None:
    found = seen("All options were laid out; her radiation of the neck in 2003 argues against surgery.", "laid out")
    assert found.when is not None
    assert found.when.first == date(2026, 11, 12)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("He cannot carry a parcel up one flight without chest pressure.", "chest pressure"),
        ("Her internist, who does no procedures, held a formal talk.", "formal talk"),
        ("Apixaban without a miss since March.", "apixaban"),
        ("Home wifi + daughter.", "home wifi"),
        ("Neither he nor his brothers or parents ever had polyps; ordinary risk.", "ordinary risk"),
        ("Our hospital is an authorized treatment center.", "treatment center"),
        ("He does not have diabetes and BMI is 27.", "BMI"),
    ],
)
def test_a_double_denial_or_one_named_in_passing_takes_nothing_away(text: str, spelling: str) -> None:
    found = seen(text, spelling)
    assert found.assertion is Assertion.affirmed
    assert found.subject is not Subject.other_person


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("His mother + sister have atrial fibrillation.", "atrial fibrillation"),
        ("He walks two flights without chest pressure.", "chest pressure"),
        ("The doctor, who held no formal talk.", "formal talk"),
    ],
)
def test_another_person_and_a_plain_denial_still_take_it_away(text: str, spelling: str) -> None:
    found = seen(text, spelling)
    assert found.assertion is not Assertion.affirmed or found.subject is Subject.other_person
