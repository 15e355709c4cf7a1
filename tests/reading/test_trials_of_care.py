"""How a record says that a trial of care failed: two figures, what still troubles, a list's sum, a later sentence."""

from datetime import date

import pytest

from agents.reading.comparisons import by_scores
from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import Course, CourseCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Doubt, Grade, Outcome
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)
LONG_ENOUGH = 42
CARE = ("PT", "therapy", "naproxen", "stockings", "compression", "topiramate", "dressings", "nystatin", "fluticasone")


def courses(text: str, label: str = "") -> list[Observation]:
    term = Term(name="care", things=tuple((word,) for word in CARE))
    row = Row(id="C1", statement="", check=CourseCheck(course=Course.failed, term="care", at_least_days=LONG_ENOUGH))
    context = ReadingContext(judged_on=ON, received_on=ON)
    note = Document(document_id=1, kind=DocumentKind.note, title="Notes", text=f"Clinic visit 11/12/2026\n\n{text}")
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="1", label=label))
    return list(read_rows([note], context, question).observations)


def failed(text: str, label: str = "") -> bool:
    return any(
        o.outcome in (Outcome.failed, Outcome.not_tolerated)
        and o.grade is Grade.a
        and o.duration is not None
        and o.duration.low >= LONG_ENOUGH
        for o in courses(text, label)
    )


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("pt 14 wks: knee pain 8/10 then and 8/10 now", Outcome.failed),
        ("pain 8 before, 8 after", Outcome.failed),
        ("leg pain 7/10 on day one, 7/10 on the last", Outcome.failed),
        ("leg score at entry 8, at exit 7", Outcome.failed),
        ("ess 16 before it, 16 with it", Outcome.failed),
        ("ipss was 24, is 25", Outcome.failed),
        ("ef 28 % in april, 27 % in october", Outcome.failed),
        ("19 headache days a month before, 18 after", Outcome.failed),
        ("3.2 x 2.8 cm then, 3.2 x 2.9 cm now", Outcome.failed),
        ("312 lb at start, 310 lb at end", Outcome.failed),
        ("pain 7/10 throughout", Outcome.failed),
        ("womac 61 -> 60", Outcome.failed),
        ("phq-9 22 -> 27", Outcome.failed),
        ("pain 8 before, 2 after", Outcome.helped),
        ("3.2 x 2.8 cm at start, 1.2 x 0.8 cm today", Outcome.helped),
        ("womac 61 -> 24", Outcome.helped),
        ("pain 8 before, 5 after", None),
        ("312 lb at start, 290 lb at end", None),
        ("500 mg then and 500 mg now", None),
        ("12 visits before, 12 visits after", None),
        ("pain 8, walks 8 blocks", None),
        ("range 0 to 90 before, 125 after", None),
        ("cdai 28 to 26", Outcome.failed),
        ("pain from 8/10 to 7/10", Outcome.failed),
        ("pain 7 to 8/10", None),
        ("pain 5 to 6 out of 10", None),
    ],
)
def test_two_figures_tell_what_a_treatment_did(text: str, outcome: Outcome | None) -> None:
    assert (by_scores(text, 0, len(text)) or (None, 0))[0] is outcome


@pytest.mark.parametrize(
    ("honest", "turned"),
    [
        (
            "PT for 14 weeks. By evening the knee is as heavy as ever.",
            "PT for 14 weeks. By evening the knee is fine.",
        ),
        (
            "PT for 14 weeks. I asked how it went. The knee is exactly as sore.",
            "PT for 14 weeks. I asked how it went. The knee is much better.",
        ),
        (
            "Completed PT between 6/2/2026 and 9/15/2026; WOMAC 61 -> 60.",
            "Completed PT between 6/2/2026 and 9/15/2026; WOMAC 61 -> 24.",
        ),
        (
            "- PT 14 weeks\n- Naproxen 5 months\n- Steroid injection 7/2026\nNone of these gave lasting relief.",
            "- PT 14 weeks\n- Naproxen 5 months\n- Steroid injection 7/2026\nAll of these gave lasting relief.",
        ),
        ("Stockings for four months, still swelling by noon.", "Stockings for four months, still worn daily."),
        ("Stockings for four months. The throbbing never let up.", "Stockings for four months. The throbbing let up."),
        ("PT for 14 weeks got her nowhere.", "PT for 14 weeks got her walking."),
        ("Naproxen x 4 months barely took the edge off.", "Naproxen x 4 months took the edge off."),
        (
            "Nystatin powder for 5 months; the rash came back every time.",
            "Nystatin powder for 5 months cleared the rash and it has not come back.",
        ),
        (
            "PT for 14 weeks. Still cannot kneel.",
            "PT for 14 weeks kept her at 3/10. She still has pain with squatting.",
        ),
        (
            "Topiramate for 12 weeks, still 18 headache days.",
            "Topiramate for 12 weeks cut attacks by half, still wakes tired.",
        ),
        (
            "PT for 14 weeks helped for three days only.",
            "PT for 14 weeks helped a great deal, but he stopped for cost; the pain returned.",
        ),
        ("Stockings since May; legs ache as before.", "Stockings since May for flights only; legs ache as before."),
        (
            "Fluticasone for ten weeks, left side as blocked as ever.",
            "Fluticasone started last week, left side as blocked as ever; ten weeks of it planned.",
        ),
        ("PT for 12 weeks, arm pain unchanged today.", "PT starts 11/20/2026 for 12 weeks, arm pain unchanged today."),
        ("PT, twelve visits between 7/6 and 9/14: no change.", "PT, twelve visits, pain between 7/10 and 9/10."),
        ("PT 3/1/2026-9/1/2026: no change.", "PT 10/1/2026-10/15/2026: no change."),
        ("PT for 14 weeks. The pain persists.", "PT for 14 weeks. If the pain persists we will inject."),
        ("Naproxen for 4 months, no benefit.", "Naproxen for gout for 4 months, no benefit."),
        (
            "PT for 14 weeks, pain 8/10 at discharge. Despite this she cannot kneel.",
            "PT for 14 weeks, pain 2/10 at discharge. Despite this she wants to know about surgery.",
        ),
        (
            "Naproxen 3/1/2026-9/1/2026 and PT 10/1/2026 to 10/15/2026: no change.",
            "Fish oil 3/1/2026-9/1/2026 and PT 10/1/2026 to 10/15/2026: no change.",
        ),
    ],
)
def test_a_failed_trial_of_care_is_told_from_one_that_was_not(honest: str, turned: str) -> None:
    assert failed(honest)
    assert not failed(turned)


@pytest.mark.parametrize(
    "text",
    ["PT for 14 weeks. Her shoulder is as sore as ever.", "PT for 14 weeks. Headaches still daily."],
)
def test_what_still_troubles_elsewhere_is_no_failure_of_the_care_of_a_knee(text: str) -> None:
    assert not failed(text, "total knee replacement")
    assert failed("PT for 14 weeks. Her knee is as sore as ever.", "total knee replacement")


def test_care_that_was_begun_a_moment_ago_has_no_end_yet() -> None:
    found = courses("Naproxen given today; ten weeks on, if the pain is no better, we will scan.")
    assert all(Doubt.outcome_missing in o.doubts for o in found)
