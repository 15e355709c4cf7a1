"""Reading what is sent: bounded, decoded our way, and of the media type the route takes."""

from datetime import UTC, datetime

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect

from orchestrator.api.problems import ProblemType, Refused
from priorauth.case import LineOfBusiness, PriorAuthRequest
from priorauth.errors import Fault, RequestRefused
from priorauth.intake import parse_json, parse_request

BODY_BOUND = 12_000_000
FILE_BOUND = 20_000_000
JSON, MULTIPART = "application/json", "multipart/form-data"


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


def to_request(data: object, line: LineOfBusiness, *, trusted: bool) -> PriorAuthRequest:
    return parse_request(data, now=datetime.now(UTC), trusted=trusted, default_line=line)


async def read_parts(request: Request) -> tuple[object | None, list[tuple[str, bytes, str]]]:
    """The `request` part, if there is one, and every `file` part as name, bytes and media type."""
    form = await request.form(max_files=50, max_fields=10, max_part_size=BODY_BOUND)
    asked: object | None = None
    files: list[tuple[str, bytes, str]] = []
    for name, part in form.multi_items():
        if name == "request":
            asked = parse_json(await part.read() if isinstance(part, UploadFile) else part.encode())
        elif name == "file" and isinstance(part, UploadFile):
            content = await part.read(FILE_BOUND + 1)
            if len(content) > FILE_BOUND:
                raise Refused(ProblemType.too_large, f"A file has at most {FILE_BOUND:,} bytes.")
            files.append((part.filename or "file", content, part.content_type or ""))
        else:
            raise RequestRefused([Fault((name,), "send the parts `request` and `file` only")])
    return asked, files
