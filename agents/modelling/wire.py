"""What a model is asked to send back: flat, closed, every field required, no choice of shapes.

A reply is parsed whole or not at all. What it says is a claim; nothing outside this room ever sees one.
"""

from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from priorauth.reading import DiscrepancyKind, FieldName, QualityFlag

LONGEST_QUOTE = 700
MOST = 120


class Wire(BaseModel):
    """A reply or a part of one; an unknown field refuses it, and a refusal never repeats what it refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, strict=True)


class Says(StrEnum):
    """How the quoted words stand to the row, as the model understands them."""

    present = "present"
    absent = "absent"
    uncertain = "uncertain"
    planned = "planned"
    past = "past"
    another_person = "another_person"
    not_about_patient = "not_about_patient"


class Passage(Wire):
    """Words of one document, copied character for character."""

    document: int
    quote: str = Field(max_length=LONGEST_QUOTE)


class RowClaim(Passage):
    """A passage that speaks to a row; `value` and `date` as written in the quote, or empty."""

    row: str = Field(max_length=64)
    says: Says
    value: str = Field(max_length=80)
    date: str = Field(max_length=80)


class RowsReply(Wire):
    passages: list[RowClaim] = Field(max_length=MOST)
    instructions: list[Passage] = Field(max_length=MOST)


class FieldClaim(Passage):
    field: FieldName


class DiscrepancyClaim(Passage):
    kind: DiscrepancyKind


class RecordReply(Wire):
    statements: list[FieldClaim] = Field(max_length=MOST)
    discrepancies: list[DiscrepancyClaim] = Field(max_length=MOST)
    summary: str = Field(max_length=1500)


class FlagClaim(Passage):
    flag: QualityFlag


class QualityReply(Wire):
    flags: list[FlagClaim] = Field(max_length=MOST)


class ProseReply(Wire):
    summary: str = Field(max_length=2_000)
    rationale: str = Field(max_length=6_000)


@cache
def strict_schema(reply: type[Wire]) -> dict[str, JsonValue]:
    """The reply's JSON schema as strict modes take it: no bounds, no titles, no defaults, no references."""
    whole: dict[str, Any] = reply.model_json_schema()
    shared = whole.pop("$defs", {})
    return _plain(whole, shared)


_KEPT = ("type", "enum", "description", "required", "additionalProperties")


def _plain(schema: dict[str, Any], shared: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return _plain(shared[schema["$ref"].rpartition("/")[2]], shared)
    plain = {name: schema[name] for name in _KEPT if name in schema and name != "description"}
    if "properties" in schema:
        plain["properties"] = {name: _plain(part, shared) for name, part in schema["properties"].items()}
    if "items" in schema:
        plain["items"] = _plain(schema["items"], shared)
    return plain
