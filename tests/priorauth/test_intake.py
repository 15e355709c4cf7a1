"""The door parses a request or names every fault; it never repeats a value."""

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from priorauth.case import LineOfBusiness, Sex, Urgency, review_input
from priorauth.errors import JsonRefused, RequestRefused
from priorauth.intake import items_of, parse_json, parse_request

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


def body(**changes: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "patient_name": "Synthetic Person",
        "patient_dob": "1957-08-02",
        "provider_npi": "1234567893",
        "diagnosis_codes": ["M17.11"],
        "procedure_codes": ["27447-RT"],
        "clinical_notes": "Right knee pain for four years.",
    }
    return {k: v for k, v in (whole | changes).items() if v is not ...}


def faults(**changes: Any) -> dict[str, str]:
    with pytest.raises(RequestRefused) as refused:
        parse_request(body(**changes), now=NOW)
    return {".".join(map(str, f.loc)): f.msg for f in refused.value.faults}


def test_a_plain_request_gets_the_contracts_defaults() -> None:
    request = parse_request(body(), now=NOW)
    assert (request.urgency, request.line_of_business, request.patient_sex) == (
        Urgency.standard,
        LineOfBusiness.medicare_advantage,
        Sex.unknown,
    )
    assert request.patient_dob == date(1957, 8, 2)


def test_a_modifier_written_behind_a_code_becomes_the_items_modifier() -> None:
    (item,) = items_of(parse_request(body(), now=NOW))
    assert (item.code, item.modifiers, item.units, item.sequence) == ("27447", ("RT",), 1, 1)


def test_every_fault_is_named_at_once() -> None:
    found = faults(patient_name="  ", patient_dob="2026-02-30", diagnosis_codes=[], colour="red", provider_npi=...)
    assert set(found) == {"patient_name", "patient_dob", "diagnosis_codes", "colour", "provider_npi"}
    assert found["provider_npi"] == "this field is required"
    assert found["colour"] == "this field is not known"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("patient_dob", 0),
        ("patient_dob", "0"),
        ("patient_dob", "20200101"),
        ("patient_dob", "２０２０-01-01"),
        ("patient_dob", "2027-01-01"),
        ("patient_name", ""),
        ("patient_name", 5),
        ("patient_name", "x" * 201),
        ("diagnosis_codes", "M17.11"),
        ("diagnosis_codes", ["M" * 17]),
        ("diagnosis_codes", ["M17.11"] * 51),
        ("clinical_notes", "x" * 400_001),
        ("urgency", "soon"),
        ("state", "ZZ"),
        ("place_of_service", "1"),
        ("service_date", "tomorrow"),
        ("received_at", "2026-11-01T00:00:00Z"),
        ("procedure_codes", []),
        ("procedure_codes", [""]),
        ("procedures", [{"code": "27447", "units": True}]),
        ("procedures", [{"code": "27447", "units": 0}]),
        ("procedures", [{"code": "27447", "principal": 1}]),
        ("procedures", [{"code": "29881"}]),
    ],
)
def test_a_faulty_field_is_refused_by_name(field: str, value: object) -> None:
    assert any(loc.split(".")[0] in (field, "procedure_codes") for loc in faults(**{field: value}))


def test_no_fault_repeats_the_value_it_refuses() -> None:
    with pytest.raises(RequestRefused) as refused:
        parse_request(body(patient_dob="CANARY-DOB", urgency="CANARY-URGENCY", insurance_id=["CANARY"]), now=NOW)
    assert "CANARY" not in str(refused.value)
    assert len(refused.value.faults) == 3


def test_a_request_without_any_procedure_says_so() -> None:
    assert "procedure_codes" in faults(procedure_codes=...)


def test_only_a_trusted_submitter_states_an_earlier_receipt() -> None:
    stated = body(received_at="2026-11-19T10:00:00-05:00")
    assert parse_request(stated, now=NOW, trusted=True).received_at == datetime(2026, 11, 19, 15, tzinfo=UTC)
    with pytest.raises(RequestRefused):
        parse_request(body(received_at="2026-11-21T10:00:00Z"), now=NOW, trusted=True)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00Z", "1899-12-31T23:59:59Z"])
def test_a_time_of_receipt_before_all_clocks_is_refused(moment: str) -> None:
    with pytest.raises(RequestRefused) as refused:
        parse_request(body(received_at=moment), now=NOW, trusted=True)
    (fault,) = refused.value.faults
    assert (fault.loc, fault.msg) == (("received_at",), "a time of receipt is of the year 1900 or later")


def test_a_field_whose_name_is_no_text_is_told_so() -> None:
    assert faults(**{"\ud800": 1}) == {"": "write text in Unicode, names of fields too"}


def test_procedures_may_stand_alone_and_must_agree_with_the_codes() -> None:
    lines = [{"code": "E0601", "units": 1.0}, {"code": "A7030", "principal": 1, "units": 3}]
    items = items_of(parse_request(body(procedure_codes=..., procedures=lines), now=NOW))
    assert [(i.code, i.units, i.principal) for i in items] == [("E0601", 1, None), ("A7030", 3, 1)]
    parse_request(body(procedure_codes=["A7030", "e0601"], procedures=lines), now=NOW)


def test_wrong_codes_wrong_npi_and_thin_notes_are_accepted() -> None:
    parse_request(
        body(diagnosis_codes=["???"], procedure_codes=["00000"], provider_npi="12", clinical_notes=""), now=NOW
    )


def test_an_empty_insurance_id_is_an_absent_one() -> None:
    assert parse_request(body(insurance_id=" "), now=NOW).insurance_id is None


def test_nul_and_lone_surrogates_become_replacement_characters() -> None:
    sent = parse_json(json.dumps(body(clinical_notes="a\x00b\ud800c")).encode())
    assert parse_request(sent, now=NOW).clinical_notes == "a\ufffdb\ufffdc"


@pytest.mark.parametrize(
    "text",
    [b"", b"{", b'{"a":1,"a":2}', b'{"a":NaN}', b"\xff\xfe{\x00}\x00", b"[" * 200_000, b'{"a":' + b"9" * 6000 + b"}"],
)
def test_a_body_that_is_not_plain_json_is_refused(text: bytes) -> None:
    with pytest.raises(JsonRefused):
        parse_json(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*body(), "procedures", "received_at", "units", "state"]), JSON, max_size=8))
def test_any_object_is_a_request_or_a_list_of_faults(changes: dict[str, Any]) -> None:
    try:
        parse_request(body() | changes, now=NOW)
    except RequestRefused as refused:
        assert refused.faults


def test_a_case_that_nobody_marked_synthetic_is_real() -> None:
    request = parse_request(body(), now=NOW)
    assert not review_input(request, items_of(request), NOW).synthetic
