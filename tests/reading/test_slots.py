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


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        (Slot.objective_dated_finding, "Device check 11/2/26: voltage 2.61, ERI since 10/19/26."),
        (
            Slot.objective_dated_finding,
            "The battery reading was 2.55 volts, the unit has reached its replacement mark.",
        ),
        (Slot.objective_dated_finding, "Meter download: 14 readings below 54."),
        (Slot.objective_dated_finding, "On October 12 he was found on the floor with a reading of twenty-nine."),
        (Slot.objective_dated_finding, "The hemoglobin A1c on October 6 was 7.8."),
        (Slot.objective_dated_finding, "The picture taken on October 16 shows bone upon bone."),
        (Slot.lesser_treatment_failed, "HA series 6/2026 nil."),
        (Slot.lesser_treatment_failed, "Changed timing of the insulin 3x since spring, no help."),
        (Slot.lesser_treatment_failed, "Trimmed the Lantus twice. The lows come all the same, and she is afraid."),
        (Slot.lesser_treatment_failed, "I gave her cortisone twice, with some weeks of ease and no more."),
        (
            Slot.lesser_treatment_failed,
            "The nurse lowered the amplitude in October: tremor broke through, had to go back.",
        ),
        (Slot.lesser_treatment_failed, "We tried naproxen and the exercises, all in vain."),
        (Slot.lesser_treatment_failed, "Naproxen and a sling. With all that she still cannot raise it."),
        (Slot.lesser_treatment_not_applicable, "Nothing short of a fresh battery will do."),
        (Slot.lesser_treatment_not_applicable, "There is no other way to recharge this unit."),
        (Slot.lesser_treatment_not_applicable, "This model cannot be charged from outside."),
        (Slot.severity_or_functional_limit, "Walks with a cane L hand, stairs one at a time."),
    ],
)
def test_a_slot_is_filled_in_a_letters_words_and_a_devices_figures(slot: Slot, text: str) -> None:
    assert plain(text, slot)


@pytest.mark.parametrize(
    ("slot", "text"),
    [
        (Slot.objective_dated_finding, "Battery voltage 2.86, ERI not reached."),
        (Slot.objective_dated_finding, "Meter download without a reading below 70, all normal."),
        (Slot.objective_dated_finding, "A1c 5.4, glucose 98."),
        (Slot.objective_dated_finding, "The clinical picture on October 16 worries her."),
        (Slot.objective_dated_finding, "The picture taken on October 16 was normal."),
        (Slot.lesser_treatment_failed, "HA series 6/2026, good relief for months."),
        (Slot.lesser_treatment_failed, "Insulin doses lowered in May. The lows have stopped."),
        (Slot.lesser_treatment_failed, "We will lower the amplitude; if the tremor breaks through, go back."),
        (Slot.lesser_treatment_failed, "Cortisone is planned. The pain comes all the same."),
        (Slot.lesser_treatment_failed, "Her mother's therapist helped. The lows come all the same."),
        (Slot.lesser_treatment_failed, "Naproxen and a sling. With all that she is much better."),
        (Slot.lesser_treatment_not_applicable, "The policy says nothing short of surgery will do."),
        (Slot.lesser_treatment_not_applicable, "The model cannot approve this."),
        (Slot.lesser_treatment_not_applicable, "The pump can be recharged at home."),
    ],
)
def test_a_sound_battery_good_sugars_and_help_that_lasts_fill_no_slot(slot: Slot, text: str) -> None:
    assert not plain(text, slot)
