"""Reading what is sent: bounded, decoded our way, and of the media type the route takes."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from orchestrator.api.problems import ProblemType, Refused
from priorauth.case import LineOfBusiness, PriorAuthRequest
from priorauth.errors import Fault, RequestRefused
from priorauth.intake import fault_of, parse_json, parse_request

BODY_BOUND = 12_000_000
FILE_BOUND = 20_000_000
FILES_BOUND = 50
_FIELDS_BOUND = 10
JSON, MULTIPART = "application/json", "multipart/form-data"
_BODY_TOO_LARGE = f"A body has at most {BODY_BOUND:,} bytes."
_NO_FORM = "The form cannot be read: send multipart/form-data with its boundary, and give every part a name."
Body = TypeVar("Body", bound=BaseModel)


@dataclass(frozen=True)
class SentFile:
    """A file as it came: what it was called, what it was said to be, its bytes."""

    name: str
    content: bytes
    media_type: str


@dataclass(frozen=True)
class SentParts:
    request: object | None
    files: tuple[SentFile, ...]


def media_type(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def read_body(request: Request, bound: int = BODY_BOUND) -> bytes:
    """The whole body, never more than the bound."""
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > bound:
                raise Refused(ProblemType.too_large, f"A body has at most {bound:,} bytes.")
            parts.append(part)
    except ClientDisconnect:
        raise Refused(ProblemType.bad_json, "The body ended early.") from None
    return b"".join(parts)


async def read_json(request: Request, bound: int = BODY_BOUND) -> object:
    kind = media_type(request)
    if kind != JSON and not (kind.startswith("application/") and kind.endswith("+json")):
        raise Refused(ProblemType.media_type, f"Send {JSON}.")
    return parse_json(await read_body(request, bound))


async def read_as(kind: type[Body], request: Request) -> Body:
    """The body as one of our own; raises RequestRefused with every fault at once."""
    return parse_as(kind, await read_json(request))


def parse_as(kind: type[Body], data: object) -> Body:
    try:
        return kind.model_validate(data)
    except ValidationError as refused:
        wrong = refused.errors(include_url=False, include_input=False, include_context=True)
        raise RequestRefused([fault_of(e) for e in wrong]) from None


def to_request(data: object, line: LineOfBusiness, *, trusted: bool) -> PriorAuthRequest:
    return parse_request(data, now=datetime.now(UTC), trusted=trusted, default_line=line)


async def read_parts(request: Request) -> SentParts:
    """The `request` part, if there is one, and every `file` part."""
    asked: list[bytes] = []
    files: list[SentFile] = []
    async with _form(request) as form:
        for name, part in form.multi_items():
            if name == "request":
                asked.append(await _content(part, BODY_BOUND, _BODY_TOO_LARGE))
            elif name == "file" and isinstance(part, UploadFile):
                files.append(await _file(part))
            else:
                raise RequestRefused([Fault((name,), "send the parts `request` and `file` only")])
    if len(asked) > 1:
        raise RequestRefused([Fault(("request",), "send this part once")])
    return SentParts(parse_json(asked[0]) if asked else None, tuple(files))


@asynccontextmanager
async def _form(request: Request) -> AsyncGenerator[FormData]:
    """The parts as they came. Raises Refused for what is no form, or too large a one."""
    try:
        form = await request.form(max_files=FILES_BOUND, max_fields=_FIELDS_BOUND, max_part_size=BODY_BOUND)
    except HTTPException as wrong:
        raise _unread(wrong) from None
    except ClientDisconnect:
        raise Refused(ProblemType.bad_json, "The body ended early.") from None
    try:
        yield form
    finally:
        await form.close()


def _unread(wrong: HTTPException) -> Exception:
    """What the parser says of a form, in our words; its own could quote the form."""
    said = str(wrong.detail)
    if wrong.status_code != HTTPStatus.BAD_REQUEST:
        return wrong
    if said.startswith("Part exceeded"):
        return Refused(ProblemType.too_large, _BODY_TOO_LARGE)
    if said.startswith("Too many"):
        return Refused(ProblemType.too_large, f"A form has at most {FILES_BOUND} files; send the others afterwards.")
    return Refused(ProblemType.bad_json, _NO_FORM)


async def _content(part: UploadFile | str, bound: int, too_large: str) -> bytes:
    """The bytes of a part, never more than the bound."""
    content = await part.read(bound + 1) if isinstance(part, UploadFile) else part.encode()
    if len(content) > bound:
        raise Refused(ProblemType.too_large, too_large)
    return content


async def _file(part: UploadFile) -> SentFile:
    content = await _content(part, FILE_BOUND, f"A file has at most {FILE_BOUND:,} bytes.")
    return SentFile(part.filename or "file", content, part.content_type or "")


def documented(*contents: tuple[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The description of a body that the route reads by itself."""
    return {"requestBody": {"required": True, "content": {kind: {"schema": schema} for kind, schema in contents}}}


def reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}


FILES_SCHEMA: Mapping[str, Any] = {"type": "array", "items": {"type": "string", "format": "binary"}, "minItems": 1}
