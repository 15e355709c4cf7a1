"""Small signs read as they are meant: a code of the whole, a number behind "no.", an exception, a day ahead."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Grade
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

CONTEXT = ReadingContext(judged_on=date(2026, 12, 2), received_on=date(2026, 11, 20))


def seen(
    words: str, text: str, *, head: str = "Office visit 11/03/2026\n\n", bar: bool = False
) -> tuple[Observation, ...]:
    note = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"{head}{text}")
    row = Row(id="C1", statement="", check=DocumentsCheck(term="thing"), bar=bar)
    term = Term(name="thing", things=((words,),))
    asked = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="90867"))
    return read_rows([note], CONTEXT, asked).observations


def asserted(words: str, text: str, *, bar: bool = False) -> list[Assertion]:
    return [o.assertion for o in seen(words, text, bar=bar)]


@pytest.mark.parametrize(
    "text",
    [
        "Major depression, severe, without psychotic features (F33.2).",
        "She has major depression, recurrent, w/o psychosis (ICD-10: F33.2).",
    ],
)
def test_a_code_behind_what_is_lacking_is_that_of_the_whole(text: str) -> None:
    assert asserted("F33.2", text) == [Assertion.affirmed]


@pytest.mark.parametrize(
    "text",
    [
        "No major depression (F33.2).",
        "He is without depression (F33.2).",
        "Denies depression (F33.2).",
        "She was without any depressive episode (F33.2).",
    ],
)
def test_a_code_of_what_is_denied_itself_stays_denied(text: str) -> None:
    assert Assertion.affirmed not in asserted("F33.2", text)


@pytest.mark.parametrize("what", ["subject", "case", "protocol", "room", "device"])
def test_a_no_before_a_figure_numbers_a_thing_and_denies_nothing(what: str) -> None:
    assert asserted("enrolled", f"He is enrolled, {what} no. 0147, radiculopathy confirmed.") == [Assertion.affirmed]
    assert asserted("radiculopathy", f"Filed under {what} no. 12 radiculopathy.") == [Assertion.affirmed]


@pytest.mark.parametrize(
    "text",
    ["Radiculopathy: no. 2 views were taken.", "There is no radiculopathy. 12 visits."],
)
def test_a_no_that_numbers_nothing_still_denies(text: str) -> None:
    assert Assertion.affirmed not in asserted("radiculopathy", text)


def test_an_exception_is_one_to_the_last_denial_alone() -> None:
    text = "No metal in the neck, no cochlear implant, aneurysm clip or pacemaker, no hardware other than fillings."
    assert asserted("cochlear implant", text, bar=True) == [Assertion.negated]
    assert asserted("aneurysm clip", text, bar=True) == [Assertion.negated]


def test_an_exception_to_a_denial_leaves_that_denial_open() -> None:
    assert asserted("metal", "No metal other than a clip.", bar=True) == [Assertion.uncertain]


def test_a_date_of_service_that_lies_ahead_is_no_visit() -> None:
    head = "FAX 3 pages 11/17/2026\nREQ: 64635, left, DOS 12/02/2026\n\nSummary 11/16/2026\n"
    (found,) = seen("axial pain", "Chronic axial pain since 2021.", head=head)
    assert found.grade is Grade.a
    assert found.when is not None
    assert found.when.last <= date(2026, 11, 20)


def test_a_note_whose_only_day_lies_ahead_is_still_dated_by_it() -> None:
    (found,) = seen("axial pain", "Chronic axial pain.", head="Office visit 12/02/2026\n\n")
    assert found.when is not None
    assert found.grade is not Grade.a


def test_a_day_before_an_age_is_a_birth_and_no_visit() -> None:
    head = "Cascade Clinic\nNovember 10, 2026\n\n"
    text = "I saw Ms. Ann Sample (06/13/1968), a 58-year-old teacher, again today for radiculopathy."
    (found,) = seen("radiculopathy", text, head=head)
    assert found.grade is Grade.a
    assert found.when is not None
    assert found.when.first == date(2026, 11, 10)


def test_a_day_before_a_number_of_years_since_is_no_birth() -> None:
    (found,) = seen("radiculopathy", "Radiculopathy since 06/13/2024, two years now.")
    assert found.when is None or found.when.first.year >= 2024


def test_a_denial_ends_before_what_something_else_brings_about() -> None:
    text = "Spondylosis without myelopathy or radiculopathy, facet-mediated pain on the right."
    assert asserted("pain", text) == [Assertion.affirmed]
    assert asserted("radiculopathy", text) == [Assertion.negated]


@pytest.mark.parametrize(
    "text", ["No fever or chills, pain or swelling.", "Denies cough or wheeze, chest pain, syncope."]
)
def test_a_list_that_goes_on_stays_denied(text: str) -> None:
    assert asserted("pain", text) == [Assertion.negated]


def test_a_differential_that_was_worked_off_tells_what_was_found() -> None:
    text = "Differential: neurology (visit 10/22/2026) excluded other causes; brain MRI normal."
    assert Assertion.affirmed in asserted("brain MRI normal", text)


@pytest.mark.parametrize(
    "text",
    [
        "Differential: radiculopathy, plexopathy, tumor.",
        "Differential: radiculopathy; to be ruled out by MRI.",
        "Differential: radiculopathy, excluded only if the EMG is normal.",
    ],
)
def test_a_differential_that_is_open_tells_nothing(text: str) -> None:
    assert Assertion.affirmed not in asserted("radiculopathy", text)


@pytest.mark.parametrize(
    "text",
    [
        "What the plan wants to see for this episode: sertraline for eleven weeks, no response.",
        "The plan asks for sertraline at full dose first.",
        "Her insurance wants proof of sertraline.",
        "His carrier requires failure of sertraline.",
    ],
)
def test_what_a_plan_wants_to_see_is_talk_of_policy(text: str) -> None:
    assert Assertion.affirmed not in asserted("sertraline", text)


@pytest.mark.parametrize("text", ["The plan: sertraline was taken in June.", "Our plan worked: sertraline since June."])
def test_a_plan_of_care_is_no_talk_of_policy(text: str) -> None:
    assert Assertion.policy_talk not in asserted("sertraline", text)


@pytest.mark.parametrize(
    "text",
    [
        "Radiculopathy was seen 10/30/2024 (EMG out of service today).",
        "10/30/2024: radiculopathy (exam declined today).",
    ],
)
def test_a_day_on_which_nothing_was_taken_dates_nothing(text: str) -> None:
    (found,) = seen("radiculopathy", text)
    assert found.when is not None
    assert found.when.last == date(2024, 10, 30)


def test_a_day_in_brackets_on_which_it_was_taken_still_dates_it() -> None:
    (found,) = seen("radiculopathy", "Radiculopathy (EMG 10/30/2026).")
    assert found.when is not None
    assert found.when.last == date(2026, 10, 30)


@pytest.mark.parametrize(
    "text",
    [
        "The label for axi-cel after one line covers refractory lymphoma.",
        "Refractory lymphoma is what the trial took, which is not her case.",
        "The rule on refractory lymphoma does not apply to her.",
    ],
)
def test_what_a_label_covers_or_is_not_the_case_is_no_finding(text: str) -> None:
    assert Assertion.affirmed not in asserted("refractory lymphoma", text)


@pytest.mark.parametrize(
    "text", ["MRI lumbar spine w/o 11/9/26: radiculopathy.", "MRI w/o, w/ on 11/9/26: radiculopathy of L5."]
)
def test_a_scan_without_contrast_denies_nothing_behind_its_date(text: str) -> None:
    assert asserted("radiculopathy", text) == [Assertion.affirmed]


@pytest.mark.parametrize("text", ["Back pain w/o radiculopathy.", "MRI 11/9/26 w/o radiculopathy."])
def test_what_a_record_says_is_lacking_stays_denied(text: str) -> None:
    assert asserted("radiculopathy", text) == [Assertion.negated]


def test_no_treatment_as_one_of_the_choices_denies_no_choice() -> None:
    text = "Options of a drug, no treatment and closure were compared, and he chose closure."
    assert Assertion.affirmed in asserted("options & closure & chose", text)


def test_a_program_of_fracture_prevention_is_no_precaution() -> None:
    text = "She was told to sign up with the fracture-prevention program."
    assert asserted("sign up & program", text) == [Assertion.affirmed]
