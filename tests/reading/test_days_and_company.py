"""Of which day a line is, and what else is heard as it is meant: a list by days, "that day", a plan above a narrative,
ranges of scores, what is left over, therapists and hospitals, rules of scoring, and what a plan wants."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import Course, CourseCheck, DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Outcome, Side, Subject
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON, SERVICE = date(2026, 11, 20), date(2026, 12, 9)
IT = Row(id="C1", statement="", check=DocumentsCheck(term="it"))


def read(text: str, spelling: str, row: Row = IT) -> list[Observation]:
    note = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    context = ReadingContext(judged_on=SERVICE, received_on=ON, patient_name="Ada Crane")
    term = Term(name="it", things=((spelling,),))
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="27447"))
    return list(read_rows([note], context, question).observations)


def day_of(text: str, spelling: str) -> tuple[date, date] | None:
    found = read(text, spelling)[0].when
    return (found.first, found.last) if found else None


def on(month: int, day: int, year: int = 2026) -> tuple[date, date]:
    return date(year, month, day), date(year, month, day)


BY_DAYS = (
    "CLINIC NOTE 11/03/2026\n\nTimeline\n7/21/26 - new patient. Snores loudly.\n8/18/26 - home study. Gasps.\n"
    "10/5/26 - phone. MRI 9/8: torn.\n11/3/26 - today.\n\nStill sleepy."
)


@pytest.mark.parametrize(
    ("spelling", "told"),
    [("Snores", on(7, 21)), ("Gasps", on(8, 18)), ("MRI", on(9, 8)), ("sleepy", on(11, 3))],
)
def test_a_line_of_a_list_by_days_is_of_the_day_it_begins_with(spelling: str, told: tuple[date, date]) -> None:
    assert day_of(BY_DAYS, spelling) == told


@pytest.mark.parametrize(
    "text",
    [
        "CLINIC NOTE 11/03/2026\n\n7/21/26 - 9/2/26 therapy. Snores loudly.",
        "CLINIC NOTE 11/03/2026\n\nMRI of 7/21/26 clear. Snores loudly.",
    ],
)
def test_a_range_or_a_date_amid_a_line_heads_no_entry(text: str) -> None:
    assert day_of(text, "Snores") == on(11, 3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("BOARDING CARD\nAda Crane  5/30/56   knee, 12/2/26\n- Aches daily\n\nNarrative 11/10/26 - 70, retired.", True),
        ("HUDDLE CARD\nAda Crane   knee 12/2/26\n> Aches daily\n\nNarrative, 11/10/26. Aged 70.", True),
        ("CHECKLIST\nAda Crane   knee 12/2/26\n* Aches daily (11/10/26)", True),
    ],
)
def test_the_day_of_an_operation_over_a_list_is_not_the_day_of_what_it_tells(text: str, told: bool) -> None:
    found = day_of(text, "Aches")
    assert (found is not None and found[0] == date(2026, 11, 10)) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Letter 11/12/2026\n\nI first met her on August 11, 2026. That day she ached.", on(8, 11)),
        ("Letter 11/12/2026\n\nShe fell on October 3, 2026. The same afternoon she ached.", on(10, 3)),
        ("Letter 11/12/2026\n\nSurgery is planned for December 3, 2026. That day she will be ached over.", on(11, 12)),
        ("Letter 11/12/2026\n\nI first met her on August 11, 2026. From that day on she ached.", on(11, 12)),
        ("Letter 11/12/2026\n\nI first met her on August 11, 2026. Today she ached.", on(11, 12)),
    ],
)
def test_that_day_is_the_day_told_just_before(text: str, told: tuple[date, date]) -> None:
    assert day_of(text, "ached") == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Visit 2026-11-12.\nBlock on 09/16/2026: pain 7/10 before, 0-1/10 after.", on(9, 16)),
        ("Visit 2026-11-12.\nBlock on 09/16/2026: pain 7/10 before, 2 to 3/10 after.", on(9, 16)),
    ],
)
def test_a_range_of_scores_is_no_day(text: str, told: tuple[date, date]) -> None:
    assert day_of(text, "Block & after") == told


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Visit 2026-11-12. Films of the right hip. No cartilage space left at the top, worn.", Side.right),
        ("Visit 2026-11-12. Films of the right hip. There is nothing left of it, worn.", Side.right),
        ("Visit 2026-11-12. Films of the right hip. Joint space left hip good, worn.", Side.left),
        ("Visit 2026-11-12. Films of the right hip. The left hip, worn.", Side.left),
    ],
)
def test_what_is_left_over_is_no_side(text: str, side: Side) -> None:
    assert read(text, "worn")[0].side is side


@pytest.mark.parametrize(
    ("text", "hers"),
    [
        ("She did the pool class and Mrs. Anders's physical therapy, asthma.", True),
        ("Our hospital has given it to 61 patients, asthma.", True),
        ("She had to sell half of her animals because of asthma.", True),
        ("Her daughter showed us the inhaler; asthma.", True),
        ("Asthma, wife at work 6h/d.", True),
        ("Mrs. Anders's physical therapy helped, asthma.", False),
        ("We treated 61 patients with asthma.", False),
        ("Her daughter showed us her own inhaler, asthma.", False),
        ("Wife at work with asthma.", False),
        ("Her dog has asthma.", False),
    ],
)
def test_therapists_hospitals_and_helpers_are_no_other_patient(text: str, hers: bool) -> None:
    assert (read(f"Visit 2026-11-12.\n{text}", "asthma")[0].subject is Subject.patient) is hers


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("AHI 9.4 per hour, CMS scoring (4%), snores.", True),
        ("Study scored by Medicare rules, snores.", True),
        ("Taught call-in thresholds, snores.", True),
        ("Evolut 29, approved for this (native valve), snores.", True),
        ("Block 2 on 9/22/26: plan wants 80%+ gone, snores.", False),
        ("CMS requires an AHI of 15, snores.", False),
        ("Medicare covers it for those who snore, snores.", False),
        ("The thresholds of the policy, snores.", False),
    ],
)
def test_rules_of_scoring_are_no_talk_of_payment_and_what_a_plan_wants_is(text: str, counts: bool) -> None:
    assert (read(f"Visit 2026-11-12.\n{text}", "snores")[0].assertion is Assertion.affirmed) is counts


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("Celecoxib for five months did not carry him.", True),
        ("Celecoxib for five months did not see him through.", True),
        ("Celecoxib for five months carried him through.", False),
        ("Celecoxib for five months; he did not see her.", False),
    ],
)
def test_care_that_did_not_carry_somebody_failed(text: str, failed: bool) -> None:
    row = Row(id="C1", statement="", check=CourseCheck(course=Course.failed, term="it", at_least_days=84))
    found = read(f"Visit 2026-11-12.\n{text}", "celecoxib", row)[0]
    assert (found.outcome is Outcome.failed and found.assertion is Assertion.affirmed) is failed


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Medicare pays only within a study, and he therefore joined the trial (NCT07114420), snores.", True),
        ("Medicare pays only within a study, and so Mr. Crane enrolled in the trial (NCT07114420), snores.", True),
        ("Medicare pays only within a study, and he should join the trial (NCT07114420), snores.", False),
        ("Medicare pays only if he joined a clinical study (NCT07114420), snores.", False),
        ("Medicare pays only within a study, and so he must have joined the trial (NCT07114420), snores.", False),
        ("Medicare pays only within a study, and he therefore joined one, snores.", False),
        (
            "Medicare pays within a study; he joined the trial (NCT07114420) and withdrew his participation, snores.",
            False,
        ),
    ],
)
def test_what_is_told_behind_a_rule_of_a_study_that_was_joined_is_of_the_patient(text: str, counts: bool) -> None:
    assert (read(f"Visit 2026-11-12.\n{text}", "snores")[0].assertion is Assertion.affirmed) is counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("The surgeon would not advise a second resection.", True),
        ("The surgeon writes that it would not be safe: resection.", False),
        ("The surgeon would advise a second resection.", False),
    ],
)
def test_an_opinion_against_is_held_though_it_says_would(text: str, counts: bool) -> None:
    found = read(f"Visit 2026-11-12.\n{text}", "not advise & resection")
    assert bool(found and found[0].assertion is Assertion.affirmed) is counts


@pytest.mark.parametrize(
    ("text", "failed"),
    [
        ("- Tried: celecoxib for five months, a brace. Four weeks on, nothing has helped.", True),
        ("Celecoxib for five months. Her pain was no less at the end of it.", True),
        ("Celecoxib for five months. Sx unchanged.", True),
        ("- Tried: celecoxib for five months, a brace. Four weeks on, all is well.", False),
        ("Celecoxib for five months. Her pain was far less at the end of it.", False),
        ("Celecoxib for five months. Sx much better.", False),
        ("- Tried: celecoxib for five months. If four weeks on nothing has helped, call.", False),
    ],
)
def test_how_it_went_is_heard_in_the_sentence_behind(text: str, failed: bool) -> None:
    row = Row(id="C1", statement="", check=CourseCheck(course=Course.failed, term="it", at_least_days=84))
    found = read(f"Visit 2026-11-12.\n{text}", "celecoxib", row)[0]
    assert (found.outcome is Outcome.failed) is failed
