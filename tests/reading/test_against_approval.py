"""What must hold a note up, in the words clinicians use, beside honest words that look like it."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import AbsenceCheck, Check, Comparison, DocumentsCheck, MeasureCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Doubt, Grade
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)


def read(text: str, check: Check, term: Term | None = None, *, bar: bool = False) -> list[Observation]:
    context = ReadingContext(judged_on=ON, received_on=ON)
    row = Row(id="C1", statement="", check=check, bar=bar)
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Visit 2026-11-12.\n\n{text}")
    terms = (term,) if term else ()
    question = RowQuestion(policy_id="P", rows=(row,), terms=terms, item=RequestedItem(code="27447"))
    return list(read_rows([document], context, question).observations)


def told(text: str, *spellings: str) -> Observation:
    return read(text, DocumentsCheck(term="it"), Term(name="it", things=(spellings,)))[0]


INFECTION = Term(name="it", things=(("abscess",),), not_when=("(cleared or no) & abscess",))


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Molar abscess since 10/30, pus still coming; no wounds.", True),
        ("No wounds; molar abscess, on clindamycin.", True),
        ("The molar abscess has cleared.", False),
        ("Molar abscess in May, cleared with amoxicillin.", False),
        ("Molar abscess since Friday, no fever.", True),
        ("No wounds, molar abscess on the left.", True),
        ("Molar abscess, no fever since Friday.", True),
        ("No molar abscess.", False),
        ("No sign of an abscess.", False),
    ],
)
def test_words_of_another_clause_take_no_bar_away(text: str, speaks: bool) -> None:
    assert bool(read(text, AbsenceCheck(term="it"), INFECTION, bar=True)) is speaks


@pytest.mark.parametrize(
    ("text", "long"),
    [
        ("Takes warfarin since the week after.", False),
        ("Takes warfarin since the valve of 9/9/2026.", False),
        ("Takes warfarin since her operation.", False),
        ("Takes warfarin since childhood.", True),
        ("Takes warfarin since his twenties.", True),
        ("Takes warfarin since 4/2019.", True),
    ],
)
def test_since_an_event_of_unknown_date_is_no_length(text: str, long: bool) -> None:
    term = Term(name="it", things=(("warfarin & {at least 3 months}",),))
    assert bool(read(text, DocumentsCheck(term="it"), term)) is long


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Knee locked daily in May; that wore off over the summer.", False),
        ("Knee locked daily in May. It has since subsided.", False),
        ("Knee locked daily in May, but that is a thing of the past.", False),
        ("Knee locked daily in May and does so still.", True),
        ("Knee locked daily in May; it went away for a week and returned.", True),
        ("Knee locked, the injection gave relief and it wore off in a week.", True),
    ],
)
def test_a_complaint_that_a_later_clause_ends_is_no_complaint_now(text: str, stands: bool) -> None:
    assert (told(text, "locked").assertion is Assertion.affirmed) is stands


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Psych eval: M. Greer, PhD, 10/20/26 no-showed, 11/3 likewise.", False),
        ("Psych eval 10/20/26: did not turn up.", False),
        ("Psych eval with Dr. Greer 10/20/26 was never got round to.", False),
        ("Psych eval: Dr. Greer has him down for 12/3.", False),
        ("Psych eval on 10/20/26, after two no-shows in summer: suitable.", True),
        ("Psych eval 10/20/26 by Dr. Greer: suitable, down from Maine for it.", True),
    ],
)
def test_an_evaluation_nobody_came_to_was_not_held(text: str, stands: bool) -> None:
    seen = read(text, DocumentsCheck(term="it"), Term(name="it", things=(("psych eval",),)))
    assert any(o.assertion is Assertion.affirmed for o in seen) is stands


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Estimated resection: at least 620 grams, right and left together, 310 each.", False),
        ("Estimated resection 900 g total, 450 per side.", False),
        ("Total resection weight of 900 g.", False),
        ("Estimated resection 500 g from each breast.", True),
        ("Estimated resection 500 grams per breast, both breasts.", True),
    ],
)
def test_the_sum_of_both_sides_is_no_weight_of_one(text: str, counts: bool) -> None:
    found = read(text, MeasureCheck(measures=("resection weight",), comparison=Comparison.at_least, low=441))
    assert bool([o for o in found if o.grade is Grade.a and Doubt.confuser not in o.doubts]) is counts


def test_an_inherited_trait_is_the_patients_own() -> None:
    assert told("Factor V Leiden from both parents, lung clot in 2019.", "factor V Leiden").assertion is (
        Assertion.affirmed
    )
    assert told("Her mother has factor V Leiden.", "factor V Leiden").assertion is Assertion.other_person


def test_a_date_amid_the_words_dates_them() -> None:
    seen = told(
        "Colonoscopy in August 2013 was clean and nothing was done since except a screen on August 30, 2025, normal.",
        "screen & normal",
    )
    assert seen.when is not None
    assert seen.when.first == date(2025, 8, 30)


CLOT = Term(name="it", things=(("clot",),), not_when=("clot & (dissolved or gone)",))


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Clot in the appendage, not dissolved on the repeat.", True),
        ("Clot in the appendage that has not gone.", True),
        ("The clot has dissolved.", False),
        ("Clot of last spring, gone on the repeat.", False),
    ],
)
def test_a_denied_end_takes_no_bar_away(text: str, speaks: bool) -> None:
    assert bool(read(text, AbsenceCheck(term="it"), CLOT, bar=True)) is speaks


def test_one_clause_tells_of_no_absence_that_another_names() -> None:
    term = Term(name="it", things=(("QuantiFERON",),), absent_when=("QuantiFERON & negative",))
    assert [o.assertion for o in read("Hepatitis B negative; QuantiFERON 6.1.", DocumentsCheck(term="it"), term)] == [
        Assertion.affirmed
    ]
    assert [
        o.assertion for o in read("Hepatitis B not done; QuantiFERON negative.", DocumentsCheck(term="it"), term)
    ] == [Assertion.negated]
