"""Bytes to a FHIR body: the media type that is spoken, bounds on size, depth and number, text that can be stored."""

from http import HTTPStatus
from typing import cast

from starlette.requests import ClientDisconnect, Request

from orchestrator.fhir.names import BODY_BOUND, DEPTH_BOUND, FHIR_JSON, VALUES_BOUND
from orchestrator.fhir.outcomes import refused
from priorauth.case import scrub
from priorauth.errors import JsonRefused
from priorauth.intake import parse_json

_NUMBER_BOUND = 1e30
_TAKEN = frozenset({FHIR_JSON, "application/json", "text/json"})
_WANTED = frozenset({*_TAKEN, "*/*", "application/*", "json"})


def check_accept(request: Request) -> None:
    """Refuse whoever would not understand JSON."""
    accepted = request.headers.get("accept", "*/*")
    kinds = {part.partition(";")[0].strip().lower() for part in accepted.split(",")}
    if kinds.isdisjoint(_WANTED) and kinds != {""}:
        raise refused(HTTPStatus.NOT_ACCEPTABLE, "not-supported", f"Answers are {FHIR_JSON}.")


async def read_body(request: Request) -> object:
    """The decoded body, bounded. Raises FhirRefused."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _TAKEN:
        raise refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-supported", f"Send {FHIR_JSON}.")
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > BODY_BOUND:
                words = f"A body has at most {BODY_BOUND:,} bytes."
                raise refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-long", words)
            parts.append(part)
    except ClientDisconnect:
        raise refused(HTTPStatus.BAD_REQUEST, "invalid", "The body ended early.") from None
    return decode(b"".join(parts))


def decode(body: bytes) -> object:
    """The value of a body, free of what could not be stored or answered."""
    try:
        value = parse_json(body)
    except JsonRefused as wrong:
        words = str(wrong)
        raise refused(HTTPStatus.BAD_REQUEST, "invalid", f"{words[:1].upper()}{words[1:]}.") from None
    _check_size(value)
    return _clean(value) if b"\\u" in body else value


def _check_size(value: object) -> None:
    """Breadth first, so that no nesting can exhaust the stack."""
    level, depth, count = [value], 0, 0
    while level:
        count += len(level)
        if depth > DEPTH_BOUND or count > VALUES_BOUND:
            words = f"A body nests at most {DEPTH_BOUND} levels and holds at most {VALUES_BOUND:,} values."
            raise refused(HTTPStatus.BAD_REQUEST, "too-costly", words)
        below: list[object] = []
        for one in level:
            if isinstance(one, dict):
                below.extend(cast(dict[str, object], one).values())
            elif isinstance(one, list):
                below.extend(cast(list[object], one))
            elif isinstance(one, int | float) and not abs(one) <= _NUMBER_BOUND:
                raise refused(HTTPStatus.BAD_REQUEST, "value", "A number is too large.")
        level, depth = below, depth + 1


def _clean(value: object) -> object:
    if isinstance(value, str):
        return scrub(value)[0]
    if isinstance(value, list):
        return [_clean(one) for one in cast(list[object], value)]
    if isinstance(value, dict):
        return {scrub(name)[0]: _clean(one) for name, one in cast(dict[str, object], value).items()}
    return value
