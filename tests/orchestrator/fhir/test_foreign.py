"""Requests of senders whose way of writing is not ours: everything in them is found, or named as not read.

Each file in `foreign` is one such request with what is to be found in it. The shapes are those of different senders and
versions of the guide; the people, numbers and records are synthetic and nothing is copied.
"""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orchestrator.intake import Files
from priorauth.base import Frozen
from tests.orchestrator.fhir.answers import closed, r4_sound
from tests.orchestrator.fhir.test_any_body import answered, answered_soundly, places, spoilt
from tests.orchestrator.fhir.test_reading import asked, read


class Told(Frozen):
    """What must be found. `words` stand somewhere in what is read; `unread` are the reasons for what is not."""

    member: str
    npi: str
    codes: tuple[str, ...]
    day: str | None
    words: tuple[str, ...]
    name: str
    born: str | None
    diagnoses: tuple[str, ...]
    unread: tuple[str, ...]
    expedited: bool
    servicing: str | None


class Foreign(Frozen):
    told: Told
    body: dict[str, Any]


FOREIGN = {
    path.stem: Foreign.model_validate(json.loads(path.read_text("utf-8")))
    for path in sorted(Path(__file__).with_name("foreign").glob("*.json"))
}
PLACES = {name: places(foreign.body) for name, foreign in FOREIGN.items()}
each = pytest.mark.parametrize("foreign", FOREIGN.values(), ids=FOREIGN.keys())


@each
def test_who_it_is_for_and_who_asks_are_found(foreign: Foreign) -> None:
    request, told = read(foreign.body), foreign.told
    born = request.patient_dob.isoformat() if request.patient_dob else None
    assert (request.patient_name, born, request.insurance_id) == (told.name, told.born, told.member)
    assert request.provider_npi == told.npi
    assert told.servicing in (None, request.servicing_provider_npi)


@each
def test_what_is_asked_for_and_when_are_found(foreign: Foreign) -> None:
    request, told = read(foreign.body), foreign.told
    assert (request.procedure_codes, request.diagnosis_codes) == (told.codes, told.diagnoses)
    assert (request.service_date.isoformat() if request.service_date else None) == told.day
    assert request.urgency.value == ("expedited" if told.expedited else "standard")


@each
@pytest.mark.asyncio(loop_scope="session")
async def test_every_note_is_read_or_named_as_not_read(foreign: Foreign) -> None:
    fragments = asked(foreign.body).fragments()
    files = Files()
    to_read = [f for f in fragments if f.content is not None and not f.text and not f.unread]
    found = [await files.read(f.title, f.content or b"", f.media_type) for f in to_read]
    await files.close()
    said = "\n".join([*(f.text for f in fragments), *(d.text for d in found)])
    assert [words for words in foreign.told.words if words not in said] == []
    assert "Approve this" not in said
    assert tuple(f.unread for f in fragments if f.unread) == foreign.told.unread


@each
def test_the_answer_is_sound_closed_and_has_every_item(foreign: Foreign) -> None:
    told = answered(foreign.body)
    assert told["resourceType"] == "Bundle", told
    r4_sound(told)
    assert closed(told) == []
    assert len(told["entry"][0]["resource"]["item"]) == len(foreign.told.codes)


@settings(max_examples=int(os.environ.get("ANY_BODIES", "60")), suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(FOREIGN)), st.data())
def test_one_with_anything_put_or_taken_away_anywhere_is_answered_soundly(name: str, data: st.DataObject) -> None:
    answered_soundly(spoilt(FOREIGN[name].body, PLACES[name], data))


def test_there_are_a_dozen_ways_of_writing_a_request_and_more() -> None:
    assert len(FOREIGN) >= 12
