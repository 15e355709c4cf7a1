"""Base R4 as a gate: elements of the right kind, in the right number, in the right form. All faults at once.

The table beside this module is written by `scripts/fhir_structure.py` from the models of `fhir.resources`, which judge
it in the tests. A table is used here since building those models costs the first request more than it may take, and
since they refuse elements they do not know, which a server is to leave aside.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import cast

from orchestrator.fhir.names import CANCELLED_MARKS

_TABLE = Path(__file__).with_name("r4.json")
_SPELLED = re.compile(r"(\w+)(\*?)(!?)(?:\|(\w+)(!?))?(?:=(.*))?")
_UNCHECKED = frozenset({"resourceType", "fhir_comments"})


class FaultKind(StrEnum):
    """The issue types of FHIR that a structure can have."""

    structure = "structure"
    form = "value"
    required = "required"
    code = "code-invalid"
    unknown = "not-supported"
    modifier = "extension"


@dataclass(frozen=True, slots=True)
class StructureFault:
    kind: FaultKind
    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What an element may be."""

    kind: str
    many: bool
    required: bool
    choice: str
    choice_required: bool
    codes: frozenset[str]


def _rule(spelled: str) -> Rule:
    found = cast(re.Match[str], _SPELLED.fullmatch(spelled))
    kind, many, required, choice, choice_required, codes = found.groups()
    listed = frozenset((codes or "").split(",")) - {""}
    return Rule(kind, bool(many), bool(required), choice or "", bool(choice_required), listed)


@cache
def _spelled() -> Mapping[str, Mapping[str, str]]:
    return cast(Mapping[str, Mapping[str, str]], json.loads(_TABLE.read_text("utf-8")))


@cache
def rules_of(kind: str) -> Mapping[str, Rule] | None:
    """The elements of a type, or None where base R4 has no such type."""
    spelled = _spelled().get(kind)
    return None if spelled is None else {name: _rule(text) for name, text in spelled.items()}


def is_resource(kind: str) -> bool:
    return (rules_of(kind) or {}).keys() >= {"id", "meta", "implicitRules"}


_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?", re.ASCII)
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\.[0-9]+)?"
_ZONE = r"(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
_MOMENT = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})T{_TIME}{_ZONE}", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_NO_SPACE = re.compile(r"\S+")


def _is_date(value: object) -> bool:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        return False
    return len(value) < 10 or _day_exists(value)


def _day_exists(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _is_moment(value: object) -> bool:
    found = _MOMENT.fullmatch(value) if isinstance(value, str) else None
    return found is not None and _day_exists(found[1])


def _is_base64(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def _is_whole(least: int) -> Callable[[object], bool]:
    return lambda v: isinstance(v, int) and not isinstance(v, bool) and least <= v <= 2_147_483_647


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_uri(value: object) -> bool:
    return isinstance(value, str) and bool(_NO_SPACE.fullmatch(value))


_PRIMITIVES: Mapping[str, Callable[[object], bool]] = {
    "boolean": lambda v: isinstance(v, bool),
    "integer": _is_whole(-2_147_483_648),
    "unsignedInt": _is_whole(0),
    "positiveInt": _is_whole(1),
    "decimal": lambda v: isinstance(v, int | float) and not isinstance(v, bool),
    "date": _is_date,
    "dateTime": lambda v: _is_date(v) or _is_moment(v),
    "instant": _is_moment,
    "time": lambda v: isinstance(v, str) and bool(re.fullmatch(_TIME, v)),
    "id": lambda v: isinstance(v, str) and bool(_ID.fullmatch(v)),
    "uri": _is_uri,
    "url": _is_uri,
    "canonical": _is_uri,
    "oid": _is_uri,
    "uuidVersion": _is_uri,
    "base64Binary": _is_base64,
    "encodedBytes": _is_base64,
    "string": _is_text,
    "markdown": _is_text,
    "code": _is_text,
    "xhtml": _is_text,
}
_WRITTEN = {
    "boolean": "true or false",
    "integer": "a whole number",
    "unsignedInt": "a whole number from 0",
    "positiveInt": "a whole number from 1",
    "decimal": "a number",
    "date": "a date as YYYY, YYYY-MM or YYYY-MM-DD",
    "dateTime": "a date, or a date and time with its zone",
    "instant": "a date and time with its zone",
    "id": "1 to 64 letters, digits, dots or hyphens",
    "base64Binary": "base64",
    "encodedBytes": "base64",
}


def faults_of(resource: object, place: str) -> list[StructureFault]:
    """Everything in a resource that base R4 does not allow."""
    return list(_resource(resource, place))


def _resource(value: object, place: str) -> Iterator[StructureFault]:
    if not isinstance(value, dict):
        yield StructureFault(FaultKind.structure, place, "write a resource")
        return
    members = cast(dict[str, object], value)
    kind = members.get("resourceType")
    if not isinstance(kind, str) or not is_resource(kind):
        yield StructureFault(FaultKind.structure, f"{place}.resourceType", "name a resource type of R4")
        return
    yield from _complex(members, kind, place)


def _complex(members: Mapping[str, object], kind: str, place: str) -> Iterator[StructureFault]:
    rules = rules_of(kind) or {}
    chosen: dict[str, str] = {}
    for name, value in members.items():
        rule = rules.get(name.removeprefix("_"))
        if rule is None:
            if name not in _UNCHECKED:
                yield StructureFault(FaultKind.unknown, f"{place}.{name}", "R4 does not know this element")
            continue
        if name == "modifierExtension":
            yield from _modifiers(value, f"{place}.{name}")
        if rule.choice and not name.startswith("_"):
            if rule.choice in chosen:
                words = f"write one {rule.choice}[x], not two"
                yield StructureFault(FaultKind.structure, f"{place}.{name}", words)
            chosen[rule.choice] = name
        yield from _extensions_of(value, place, name) if name.startswith("_") else _element(value, rule, place, name)
    yield from _missing(members, rules, place)


def _missing(members: Mapping[str, object], rules: Mapping[str, Rule], place: str) -> Iterator[StructureFault]:
    choices: dict[str, bool] = {}
    for name, rule in rules.items():
        is_there = name in members or f"_{name}" in members
        if rule.required and not is_there:
            yield StructureFault(FaultKind.required, f"{place}.{name}", "this element is required")
        if rule.choice_required:
            choices[rule.choice] = choices.get(rule.choice, False) or is_there
    for choice, is_there in choices.items():
        if not is_there:
            yield StructureFault(FaultKind.required, f"{place}.{choice}", "this element is required")


def _extensions_of(value: object, place: str, name: str) -> Iterator[StructureFault]:
    """What stands beside a primitive: an id and extensions."""
    entries = cast(list[object], value) if isinstance(value, list) else [value]
    for entry in entries:
        if entry is None:
            continue
        if isinstance(entry, dict):
            yield from _complex(cast(dict[str, object], entry), "Element", f"{place}.{name}")
        else:
            yield StructureFault(FaultKind.structure, f"{place}.{name}", "write an object")


def _element(value: object, rule: Rule, place: str, name: str) -> Iterator[StructureFault]:
    here = f"{place}.{name}"
    if rule.many != isinstance(value, list):
        words = "write a list" if rule.many else "write one value, not a list"
        yield StructureFault(FaultKind.structure, here, words)
        return
    if not isinstance(value, list):
        yield from _value(value, rule, here)
        return
    for number, entry in enumerate(cast(list[object], value)):
        if entry is not None or rule.kind not in _PRIMITIVES:
            yield from _value(entry, rule, f"{here}[{number}]")


def _value(value: object, rule: Rule, here: str) -> Iterator[StructureFault]:
    if rule.kind in ("Resource", "DomainResource"):
        yield from _resource(value, here)
        return
    primitive = _PRIMITIVES.get(rule.kind)
    if primitive is not None:
        if not primitive(value):
            words = f"write {_WRITTEN.get(rule.kind, 'text that is not empty')}"
            yield StructureFault(FaultKind.form, here, words)
        elif rule.codes and value not in rule.codes:
            yield StructureFault(FaultKind.code, here, "write one of the codes of R4")
        return
    if not isinstance(value, dict):
        yield StructureFault(FaultKind.structure, here, "write an object")
        return
    yield from _complex(cast(dict[str, object], value), rule.kind, here)


_CANCELLABLE = re.compile(r"\.(item|supportingInfo|diagnosis|careTeam|procedure)\[[0-9]+\]\.modifierExtension$")


def _modifiers(value: object, place: str) -> Iterator[StructureFault]:
    """A modifier that is not understood changes what a body means, so the body is not understood either."""
    entries = cast(list[object], value) if isinstance(value, list) else [value]
    for number, entry in enumerate(entries):
        url = cast(dict[str, object], entry).get("url") if isinstance(entry, dict) else None
        if url not in CANCELLED_MARKS or not _CANCELLABLE.search(place):
            words = "this modifier extension is not understood here, and may not be left aside"
            yield StructureFault(FaultKind.modifier, f"{place}[{number}]", words)


LEFT_OUT = (FaultKind.unknown, FaultKind.code)


def without_faults(resource: Mapping[str, object]) -> dict[str, object]:
    """A resource as base R4 knows it: unknown elements and unknown optional codes left out."""
    return _kept(resource, str(resource.get("resourceType", "")))


def kept_as(value: object, kind: str) -> object:
    """A value of a data type as base R4 knows it."""
    return _kept_value(value, kind)


def _kept(members: Mapping[str, object], kind: str) -> dict[str, object]:
    rules = rules_of(kind) or {}
    kept: dict[str, object] = {}
    for name, value in members.items():
        rule = rules.get(name)
        if (name == "resourceType" and is_resource(kind)) or (rule is None and name.removeprefix("_") in rules):
            kept[name] = value
        elif rule is not None and not (isinstance(value, str) and rule.codes and value not in rule.codes):
            kept[name] = _kept_value(value, rule.kind)
    return kept


def _kept_value(value: object, kind: str) -> object:
    if isinstance(value, list):
        return [_kept_value(entry, kind) for entry in cast(Sequence[object], value)]
    if not isinstance(value, dict):
        return value
    members = cast(dict[str, object], value)
    inner = str(members.get("resourceType", "")) if kind in ("Resource", "DomainResource") else kind
    return _kept(members, inner)
