"""A record that says the service shall wait, or that its request was wrong, is held against the request."""

from datetime import date

import pytest

from agents.reading.discrepancies import find_discrepancies
from agents.reading.record import prepare
from priorauth.case import Document, DocumentKind
from priorauth.reading import DiscrepancyKind, ReadingContext, RequestedItem

ON = date(2026, 12, 1)
KNEE = RequestedItem(
    code="27447", label="Knee replacement", names=("total knee arthroplasty", "TKA", "total knee replacement")
)
SENSOR = RequestedItem(code="C2624", label="Pulmonary artery pressure sensor", names=("PA sensor", "CardioMEMS"))


def put_off(text: str, item: RequestedItem = KNEE) -> list[str]:
    """The sentences that are found to put the service off."""
    note = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Visit 11/12/2026.\n\n{text}")
    record = prepare([note], ReadingContext(judged_on=ON, received_on=ON, items=(item,)))
    found = [d for d in find_discrepancies(record) if d.kind is DiscrepancyKind.put_off]
    return [span.quote for d in found for span in d.spans]


@pytest.mark.parametrize(
    "text",
    [
        "TKA postponed until A1c is below 8.",
        "Surgery is on hold until the ulcer heals.",
        "We will hold off on knee replacement until the dental work is done.",
        "We agreed to delay the operation until spring.",
        "Recommend deferring TKA.",
        "TKA off the schedule for now.",
        "The TKA of 12/10 has been called off.",
        "Knee replacement is not indicated at this time.",
        "Not yet a candidate for total knee replacement.",
        "She is not ready for TKA.",
        "Plan: no TKA now.",
        "We will not proceed with TKA at this time.",
        "Will revisit TKA in six months.",
        "I told him that it is premature.",
        "Cancel the OR case for now.",
        "The request was withdrawn on 11/18.",
        "The order was entered by mistake.",
        "Slot 12/10 had been reserved and request filed at family's wish; told it's too early.",
        "Please cancel the authorization; we will resubmit.",
        "If it returns I recommend total knee replacement.",
        "He proposes TKA 12/8, her niece wants it; she herself says no, not this winter.",
        "She means to call and cancel.",
        "Form left unsigned in my folder, will complete at the visit of 12/16.",
    ],
)
def test_a_service_or_a_request_that_is_to_wait_is_put_off(text: str) -> None:
    assert put_off(text)


@pytest.mark.parametrize(
    "text",
    [
        "Surgery was postponed in March for a tooth abscess; it has healed and he is ready now.",
        "His TKA was cancelled last spring because of covid, rescheduled for December.",
        "He put off surgery as long as he could and now wants it.",
        "She has deferred knee replacement for years, using injections, until these stopped working.",
        "TKA should not be delayed further.",
        "There is no reason to postpone the operation.",
        "Delay in care would harm her.",
        "If the A1c rises we will postpone the operation.",
        "Hold apixaban 3 days before surgery.",
        "Anticoagulation is held for surgery.",
        "Slot held for 12/10.",
        "Cancel PT; proceed with TKA.",
        "Injection deferred; TKA planned.",
        "MRI not indicated; TKA requested.",
        "No TKA yet; the right one was done in 2019.",
        "It is too soon to say how the other knee will do.",
        "Her sister's TKA was cancelled.",
        "[ ] surgery deferred  [x] surgery planned",
        "She is ready for TKA.",
        "If the infection returns the TKA has to be revised.",
        "She wants to cancel her gym membership before the TKA.",
        "TKA planned; he says no chest pain.",
    ],
)
def test_what_is_over_or_feared_or_another_thing_puts_nothing_off(text: str) -> None:
    assert not put_off(text)


def test_another_service_that_waits_is_none_of_the_request() -> None:
    assert put_off("PA sensor deferred until the infection clears.", SENSOR)
    assert not put_off("Surgery on the knee deferred until the infection clears.", SENSOR)
    assert not put_off("PA sensor deferred until the infection clears.", KNEE)


def test_a_service_without_a_name_is_put_off_by_its_papers_alone() -> None:
    nameless = RequestedItem(code="99999")
    assert put_off("The request was withdrawn on 11/18.", nameless)
    assert not put_off("Hold metformin on the day; defer the colonoscopy.", nameless)
