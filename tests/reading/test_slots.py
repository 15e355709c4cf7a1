"""The general checklist's slots, filled from a record that names no criteria."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import Row, Slot, SlotCheck
from priorauth.facts import Assertion, Grade, Side
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 12, 1)
ITEM = RequestedItem(
    code="29827", label="rotator cuff repair", names=("rotator cuff repair",), site="shoulder", sides=(Side.right,)
)
VISIT = "Date of visit: 11/03/2026\n"


def plain(text: str, slot: Slot) -> bool:
    """Whether something plain and affirmed fills the slot."""
    row = Row(id="G1", statement="", check=SlotCheck(slot=slot))
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=VISIT + text)
    context = ReadingContext(judged_on=ON, received_on=ON)
    reading = read_rows([document], context, RowQuestion(policy_id="G", rows=(row,), item=ITEM))
    return any(o.grade is Grade.a and o.assertion is Assertion.affirmed for o in reading.observations)


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        (Slot.objective_dated_finding, "MRI on 2026-10-05 shows a full-thickness tear of the right rotator cuff."),
        (Slot.lesser_treatment_failed, "Physical therapy for 12 weeks ending 2026-09-01 failed."),
        (Slot.lesser_treatment_failed, "Naproxen was not tolerated because of gastritis."),
        (Slot.lesser_treatment_not_applicable, "Conservative treatment is not appropriate for this acute full tear."),
        (Slot.severity_or_functional_limit, "She cannot lift her arm above the shoulder."),
        (Slot.requested_service_named, "Repair of the right rotator cuff is recommended."),
        (Slot.statement_against, "The surgeon recommends against repair of the right rotator cuff."),
        (Slot.objective_dated_finding, "X-ray shows degenerative change with osteoarthritis, no fracture."),
        (Slot.lesser_treatment_failed, "Splint worn for 3 months, numbness persisted without relief."),
        (Slot.lesser_treatment_not_applicable, "There is no non-surgical treatment for a full tear."),
        (Slot.severity_or_functional_limit, "He can walk only two blocks."),
        (Slot.statement_against, "Her symptoms have resolved."),
        (Slot.statement_against, "She is asymptomatic."),
        (Slot.statement_against, "He declined surgical repair."),
        (Slot.statement_against, "Patient is not interested in surgery."),
    ],
)
def test_a_slot_is_filled_by_plain_words(slot: Slot, text: str) -> None:
    assert plain(text, slot)


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        (Slot.objective_dated_finding, "MRI on 2026-10-05 was normal."),
        (Slot.objective_dated_finding, "MRI in 2018 showed a tear of the right rotator cuff."),
        (Slot.objective_dated_finding, "Her father's MRI on 2026-10-05 shows a tear."),
        (Slot.objective_dated_finding, "MRI of the left shoulder on 2026-10-05 shows a tear."),
        (Slot.lesser_treatment_failed, "Physical therapy is planned for 12 weeks."),
        (Slot.lesser_treatment_failed, "Physical therapy for 12 weeks ending 2026-09-01 gave good relief."),
        (Slot.severity_or_functional_limit, "Her mother cannot lift her arm."),
        (Slot.objective_dated_finding, "MRI shows no herniation."),
        (Slot.objective_dated_finding, "MRI on 2026-10-05: the cuff is intact, no tear."),
        (Slot.lesser_treatment_failed, "We will try NSAIDs; if no better, injection."),
        (Slot.lesser_treatment_failed, "Symptoms persist; will start physical therapy."),
        (Slot.lesser_treatment_failed, "She completed physical therapy with inadequate attendance."),
        (Slot.severity_or_functional_limit, "No severe pain."),
        (Slot.severity_or_functional_limit, "He denies difficulty walking."),
        (Slot.statement_against, "Symptoms have not resolved."),
        (Slot.statement_against, "Pain has not significantly improved."),
        (Slot.requested_service_named, "Repair of the left rotator cuff is recommended."),
        (Slot.requested_service_named, "The plan covers rotator cuff repair under the policy."),
    ],
)
def test_a_slot_stays_empty_otherwise(slot: Slot, text: str) -> None:
    assert not plain(text, slot)
