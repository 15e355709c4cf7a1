"""The door's rules: bytes to a request, every fault at once, and no rejected value in any of them."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, cast

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import ErrorDetails, PydanticCustomError

from priorauth.case import (
    CODE_BOUND,
    CODES_BOUND,
    ID_BOUND,
    NAME_BOUND,
    NOTES_BOUND,
    Funding,
    Item,
    LineOfBusiness,
    PriorAuthRequest,
    Sex,
    Urgency,
    scrub,
)
from priorauth.codes import normalise, parse_procedure
from priorauth.errors import Fault, JsonRefused, RequestRefused

_STATES = """
AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI
SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI
"""
USPS = frozenset(_STATES.split())
# No request that was received before is open, and clocks cannot be reckoned at the beginning of the calendar.
_FIRST_RECEIPT_YEAR = 1900
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_ISO_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+-][0-9:]{5})"
)


def parse_json(body: bytes) -> object:
    """The value of a JSON body; raises JsonRefused for broken text, other encodings, duplicate names, NaN, depth."""
    try:
        return cast(object, json.loads(body.decode("utf-8"), object_pairs_hook=_unique, parse_constant=_no_constant))
    except UnicodeDecodeError:
        raise JsonRefused("the body is not UTF-8") from None
    except RecursionError:
        raise JsonRefused("the body is nested too deeply") from None
    except ValueError as wrong:
        raise JsonRefused(f"the body is not JSON: {_position(wrong)}") from None


def _position(wrong: ValueError) -> str:
    if isinstance(wrong, json.JSONDecodeError):
        return f"line {wrong.lineno}, column {wrong.colno}"
    return str(wrong) if isinstance(wrong, _PlainFault) else "a number is too long"


class _PlainFault(ValueError):
    """A fault whose text is ours and holds nothing of the body."""


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) != len(pairs):
        raise _PlainFault("a name stands twice in one object")
    return names


def _no_constant(_: str) -> object:
    raise _PlainFault("NaN and Infinity are not JSON")


def _text(value: object) -> object:
    return scrub(value)[0] if isinstance(value, str) else value


def _absent_if_empty(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else _text(value)


def iso_day(value: object) -> object:
    """A calendar day; anything else is refused in words."""
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("date", "this day does not exist") from None
    raise PydanticCustomError("date", "write the date as YYYY-MM-DD")


def iso_moment(value: object) -> object:
    """An instant with its zone; anything else is refused in words."""
    if isinstance(value, str) and _ISO_MOMENT.fullmatch(value):
        try:
            return datetime.fromisoformat(value.upper())
        except ValueError:
            raise PydanticCustomError("moment", "this moment does not exist") from None
    raise PydanticCustomError("moment", "write the time as RFC 3339 with a zone, such as 2026-11-20T09:00:00Z")


def _named(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("string_too_short", "this must not be empty")
    return value.strip()


def _born(value: date, info: ValidationInfo) -> date:
    if value > _door(info).now.date():
        raise PydanticCustomError("date", "a birth date lies in the past")
    return value


def _received(value: datetime | None, info: ValidationInfo) -> datetime | None:
    if value is not None and not _door(info).trusted:
        raise PydanticCustomError("moment", "only a trusted submitter may state the time of receipt")
    if value is not None and value > _door(info).now:
        raise PydanticCustomError("moment", "a time of receipt lies in the past")
    if value is not None and value.year < _FIRST_RECEIPT_YEAR:
        raise PydanticCustomError("moment", "a time of receipt is of the year 1900 or later")
    return value


@dataclass(frozen=True)
class _Door:
    """What the door knows beside the body: the time, and whether the submitter may state another."""

    now: datetime
    trusted: bool


def _door(info: ValidationInfo) -> _Door:
    return cast(_Door, info.context)


def _whole(value: object) -> object:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise PydanticCustomError("whole", "write a whole number")
    return value


def usps(value: object) -> object:
    """A state or territory by its two letters; anything else is refused in words."""
    if isinstance(value, str) and value.strip().upper() in USPS:
        return value.strip().upper()
    raise PydanticCustomError("state", "write the two letters of a US state or territory")


def _or_none(parse: Callable[[object], object]) -> Callable[[object], object]:
    return lambda value: None if value is None else parse(value)


Text = BeforeValidator(_text)
CodeText = Annotated[str, Field(min_length=1, max_length=CODE_BOUND), Text]
OptionalId = Annotated[str | None, Field(max_length=ID_BOUND), BeforeValidator(_absent_if_empty)]
OptionalDate = Annotated[date | None, BeforeValidator(_or_none(iso_day))]
Codes = Annotated[list[CodeText], Field(min_length=1, max_length=CODES_BOUND)]


class ProcedureBody(BaseModel):
    """One requested service on the wire."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)

    code: CodeText
    modifiers: Annotated[list[CodeText], Field(max_length=CODES_BOUND)] = []
    units: Annotated[int, Field(ge=1, le=999_999), BeforeValidator(_whole)] = 1
    principal: Annotated[int | None, Field(ge=1, le=CODES_BOUND), BeforeValidator(_or_none(_whole))] = None


class RequestedServices(BaseModel):
    """The part of a request that names services: once, or twice in agreement."""

    model_config = ConfigDict(strict=True, extra="ignore", hide_input_in_errors=True)

    procedure_codes: Annotated[list[CodeText] | None, Field(max_length=CODES_BOUND)] = None
    procedures: Annotated[list[ProcedureBody] | None, Field(max_length=CODES_BOUND)] = None


class RequestBody(RequestedServices):
    """A request on the wire, as the REST door and the form take it."""

    model_config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)

    patient_name: Annotated[str, Field(max_length=NAME_BOUND), Text, AfterValidator(_named)]
    patient_dob: Annotated[date, BeforeValidator(iso_day), AfterValidator(_born)]
    provider_npi: Annotated[str, Field(max_length=ID_BOUND), Text]
    diagnosis_codes: Codes
    clinical_notes: Annotated[str, Field(max_length=NOTES_BOUND), Text]
    insurance_id: OptionalId = None
    urgency: Annotated[Urgency, Field(strict=False)] = Urgency.standard
    line_of_business: Annotated[LineOfBusiness | None, Field(strict=False)] = None
    funding: Annotated[Funding, Field(strict=False)] = Funding.insured
    state: Annotated[str | None, BeforeValidator(_or_none(usps))] = None
    service_date: OptionalDate = None
    place_of_service: Annotated[str | None, Field(pattern=r"^[0-9]{2}$")] = None
    servicing_provider_npi: OptionalId = None
    patient_sex: Annotated[Sex, Field(strict=False)] = Sex.unknown
    external_id: OptionalId = None
    received_at: Annotated[AwareDatetime | None, BeforeValidator(_or_none(iso_moment)), AfterValidator(_received)] = (
        None
    )


def parse_request(
    data: object,
    *,
    now: datetime,
    trusted: bool = False,
    default_line: LineOfBusiness = LineOfBusiness.medicare_advantage,
) -> PriorAuthRequest:
    """The request in a decoded body; raises RequestRefused with every fault at once."""
    if not isinstance(data, Mapping):
        raise RequestRefused([Fault((), "send one JSON object")])
    fields = dict(cast(Mapping[str, Any], data))
    faults = _service_faults(fields)
    try:
        body = RequestBody.model_validate(fields, context=_Door(now=now.astimezone(UTC), trusted=trusted))
    except ValidationError as refused:
        wrong = refused.errors(include_url=False, include_input=False, include_context=True)
        raise RequestRefused([*(fault_of(e) for e in wrong), *faults]) from None
    if faults:
        raise RequestRefused(faults)
    return _to_request(body, default_line)


_WORDS = {
    "missing": "this field is required",
    "extra_forbidden": "this field is not known",
    "string_type": "write text",
    "string_unicode": "write text in Unicode, names of fields too",
    "list_type": "write a list",
    "model_type": "write an object",
    "dict_type": "write an object",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "date_type": "write the date as YYYY-MM-DD",
    "date_parsing": "write the date as YYYY-MM-DD",
    "date_from_datetime_parsing": "write the date as YYYY-MM-DD",
    "date_from_datetime_inexact": "write the date as YYYY-MM-DD",
    "string_pattern_mismatch": "write two digits",
    "timezone_aware": "name the time zone",
}
_OWN_WORDS = frozenset({"date", "moment", "whole", "state", "act"})


def fault_of(error: ErrorDetails) -> Fault:
    """A fault as the caller reads it: where, what to do, never the value."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "string_too_long":
        message = f"at most {context.get('max_length')} characters"
    elif kind in ("too_long", "list_too_long"):
        message = f"at most {context.get('max_length')} entries"
    elif kind in ("too_short", "string_too_short"):
        message = "this must not be empty"
    elif kind in ("enum", "literal_error"):
        message = f"one of {context.get('expected')}"
    elif kind == "greater_than_equal":
        message = f"at least {context.get('ge')}"
    elif kind == "less_than_equal":
        message = f"at most {context.get('le')}"
    else:
        message = error["msg"] if kind in _OWN_WORDS else _WORDS.get(kind, "not valid")
    return Fault(tuple(error["loc"]), message)


def _service_faults(fields: dict[str, Any]) -> list[Fault]:
    """What only both lists of services together can show; silent where either is malformed in itself."""
    try:
        asked = RequestedServices.model_validate(fields)
    except ValidationError:
        return []
    if not asked.procedures and not asked.procedure_codes:
        return [Fault(("procedure_codes",), "name at least one procedure, here or in `procedures`")]
    lines, faults = asked.procedures or [], list[Fault]()
    for place, line in enumerate(lines, start=1):
        if line.principal is not None and not _is_principal(line.principal, place, lines):
            message = "name the sequence of another item that is not an accessory itself"
            faults.append(Fault(("procedures", place - 1, "principal"), message))
    if lines and asked.procedure_codes and _bases(asked.procedure_codes) != _bases([p.code for p in lines]):
        faults.append(Fault(("procedure_codes",), "`procedures` and `procedure_codes` name different codes"))
    return faults


def _is_principal(sequence: int, place: int, lines: Sequence[ProcedureBody]) -> bool:
    return sequence != place and sequence <= len(lines) and lines[sequence - 1].principal is None


def _bases(codes: Sequence[str]) -> list[str]:
    return sorted(parse_procedure(c).code for c in codes)


def _to_request(body: RequestBody, default_line: LineOfBusiness) -> PriorAuthRequest:
    fields = body.model_dump(exclude={"line_of_business", "procedure_codes", "procedures"})
    return PriorAuthRequest.model_validate(
        {
            **fields,
            "line_of_business": body.line_of_business or default_line,
            "procedure_codes": body.procedure_codes or [p.code for p in body.procedures or []],
            "procedures": [p.model_dump() for p in body.procedures or []],
        }
    )


def items_of(request: PriorAuthRequest) -> tuple[Item, ...]:
    """The requested services in request order; a modifier written behind a code is taken apart from it."""
    if request.procedures:
        lines = [(p.code, p.modifiers, p.units, p.principal) for p in request.procedures]
    else:
        lines = [(code, (), 1, None) for code in request.procedure_codes]
    items: list[Item] = []
    for sequence, (code, modifiers, units, principal) in enumerate(lines, start=1):
        parsed = parse_procedure(code, [normalise(m) for m in modifiers])
        items.append(
            Item(sequence=sequence, code=parsed.code, modifiers=parsed.modifiers, units=units, principal=principal)
        )
    return tuple(items)
