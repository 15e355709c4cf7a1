"""The structure gate: its table is the models' own, and so are its verdicts, but for what it leaves aside."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from orchestrator.fhir.structure import FaultKind, faults_of, without_faults
from scripts.fhir_structure import written
from tests.orchestrator.fhir import bundles

TABLE = Path(__file__).parents[3] / "orchestrator" / "fhir" / "r4.json"
SOUND = [bundles.request("sound")["entry"][n]["resource"] for n in range(6)]
FAULTS: list[tuple[str, Any]] = [
    ("gender", "neither"),
    ("birthDate", "1957-02-31"),
    ("birthDate", "03/02/1957"),
    ("birthDate", 1957),
    ("name", {"family": "Not a list"}),
    ("active", "true-ish"),
    ("multipleBirthInteger", "two"),
    ("identifier", [{"value": {"nested": True}}]),
    ("id", "with spaces in it"),
    ("deceasedDateTime", "2026-01-01T10:00"),
    ("address", [{"line": "not a list"}]),
]


def test_the_table_is_what_the_models_say_today() -> None:
    assert TABLE.read_text("utf-8") == written()


@pytest.mark.parametrize("resource", SOUND, ids=lambda r: r["resourceType"])
def test_a_sound_resource_has_no_fault(resource: Any) -> None:
    get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    assert faults_of(resource, "X") == []


@pytest.mark.parametrize(("name", "value"), FAULTS, ids=[f"{n}={v}" for n, v in FAULTS])
def test_a_planted_fault_is_found_at_its_place_and_not_repeated(name: str, value: Any) -> None:
    faults = faults_of(bundles.patient(**{name: value}), "Patient")
    assert faults
    assert all(f.place.startswith(f"Patient.{name}") for f in faults)
    assert not any(str(value) in f.words for f in faults)


@pytest.mark.parametrize("name", ["status", "type", "use", "patient", "created", "provider", "priority", "insurance"])
def test_what_base_r4_requires_of_a_claim_is_missed(name: str) -> None:
    claim = bundles.claim()
    del claim[name]
    assert [(f.kind, f.place) for f in faults_of(claim, "Claim")] == [(FaultKind.required, f"Claim.{name}")]


def test_two_values_of_one_choice_are_a_fault() -> None:
    claim = bundles.claim(bundles.item(servicedPeriod={"start": "2026-12-01"}))
    assert [f.place for f in faults_of(claim, "Claim")] == ["Claim.item[0].servicedPeriod"]


def test_what_r4_does_not_know_is_left_aside_and_left_out_of_an_echo() -> None:
    patient = bundles.patient(favouriteColour="blue", gender="unknowable", contact=[{"hat": 1}])
    assert {f.kind for f in faults_of(patient, "Patient")} == {FaultKind.unknown, FaultKind.code}
    kept = without_faults(patient)
    assert faults_of(kept, "Patient") == []
    assert "favouriteColour" not in kept


def test_a_data_type_that_calls_itself_a_resource_is_echoed_without_that() -> None:
    patient = bundles.patient(name=[{"resourceType": "Patient", "family": "Sample-Synthetic"}])
    assert without_faults(patient)["name"] == [{"family": "Sample-Synthetic"}]


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 5)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(range(len(SOUND))), st.data())
def test_where_the_models_accept_a_changed_resource_the_gate_does_too(which: int, data: st.DataObject) -> None:
    resource = deepcopy(SOUND[which])
    name = data.draw(st.sampled_from(sorted(set(resource) - {"resourceType"})))
    resource[name] = data.draw(JSON_VALUES)
    if not _accepted(resource) or _is_coerced(resource[name]):
        return
    kinds = (FaultKind.unknown, FaultKind.code, FaultKind.form)
    assert [f for f in faults_of(resource, "X") if f.kind not in kinds] == []


def _accepted(resource: Any) -> bool:
    try:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return False
    return True


def _is_coerced(value: Any) -> bool:
    """The models take nothing, empty lists and single numbers where R4 wants something else."""
    return value is None or value in ([], {}) or isinstance(value, int | float | str)


@given(JSON_VALUES)
def test_the_gate_answers_anything(value: Any) -> None:
    faults_of(value, "X")
    faults_of({"resourceType": "Patient", "name": value, "contact": [value]}, "X")
