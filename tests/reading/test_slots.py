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


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        (Slot.lesser_treatment_failed, "Tx: brace 2 yrs; PT 4/6-7/31/26, 30 visits; taping. Still gives way."),
        (Slot.lesser_treatment_failed, "Care | PT 24 visits, brace since 2023; NSAID\nOutcome | keeps slipping"),
        (Slot.lesser_treatment_failed, "Splint 3/26-9/26, steroid 7/27/26 -> 3 wks. Failed."),
        (Slot.lesser_treatment_failed, "- therapy Jan 12-May 8 2026, brace daily\n- result: still gives out weekly"),
        (Slot.lesser_treatment_failed, "Injection 6/22/26, two weeks' help."),
        (Slot.severity_or_functional_limit, "The shoulder gives way three times a week."),
        (Slot.severity_or_functional_limit, "She cannot seat small screws, so she cannot thread a needle."),
        (Slot.severity_or_functional_limit, "Pain 6 by evening."),
        (Slot.severity_or_functional_limit, "Has to stop five times on the way to school."),
        (Slot.severity_or_functional_limit, "He uses two poles indoors."),
        (Slot.requested_service_named, "A: Right rotator cuff tear.\nP: open repair."),
        (Slot.objective_dated_finding, "MRI 2026-10-05: laxity of the right cuff interval, no tear, strength normal."),
    ],
)
def test_a_slot_is_filled_in_the_short_words_of_a_clinic(slot: Slot, text: str) -> None:
    assert plain(text, slot)


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        (Slot.lesser_treatment_failed, "Tx: PT 4/6-7/31/26, 30 visits; taping. Remains active and works full time."),
        (Slot.lesser_treatment_failed, "Tx: PT 4/6-7/31/26, 30 visits. No change in medication."),
        (Slot.lesser_treatment_failed, "PT 4/6-7/31/26. She returned after 6 weeks."),
        (Slot.lesser_treatment_failed, "PT 4/6-7/31/26. Failed to keep her appointment with the dentist."),
        (Slot.lesser_treatment_failed, "Injection 6/22/26, ten months of relief."),
        (Slot.severity_or_functional_limit, "She cannot recall when it began."),
        (Slot.severity_or_functional_limit, "He cannot afford naproxen."),
        (Slot.severity_or_functional_limit, "Denies giving way, no falls this year."),
        (Slot.severity_or_functional_limit, "He has to stop smoking."),
        (Slot.severity_or_functional_limit, "Her husband uses a cane."),
        (Slot.severity_or_functional_limit, "Pain unresponsive to ice."),
        (Slot.requested_service_named, "A: Right rotator cuff tear.\nP: physical therapy, no repair."),
        (Slot.objective_dated_finding, "MRI 2026-10-05: no laxity, no tear, strength normal."),
    ],
)
def test_words_that_only_resemble_a_slot_do_not_fill_it(slot: Slot, text: str) -> None:
    assert not plain(text, slot)
