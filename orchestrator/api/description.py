"""The description of the API as it really is: bodies that routes read themselves, problems, every method of a path."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any, cast

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from starlette.routing import compile_path

from orchestrator.api.problems import MEDIA_TYPE, Problem

_REF = "#/components/schemas/{model}"
_OF_PAGES = ["GET", "HEAD"]
_ABOUT = (
    "Prior authorization: cases, reviews, documents and the record of what happened. "
    "Errors are RFC 9457 problems; every type is listed in the documentation."
)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The refusals of a route, for its `responses`."""
    content = {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="Problem")}}}
    return {status: {"description": "A problem", "content": content} for status in sorted({*statuses, 500})}


def describe(app: FastAPI, bodies: Sequence[type[BaseModel]]) -> None:
    """Make `app.openapi` tell of the bodies and problems that FastAPI does not see."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _schema(app, bodies)
        return app.openapi_schema

    app.openapi = openapi


def _schema(app: FastAPI, bodies: Sequence[type[BaseModel]]) -> dict[str, Any]:
    told = get_openapi(title="priorauth", version=version("priorauth"), description=_ABOUT, routes=app.routes)
    schemas = cast(dict[str, Any], told.setdefault("components", {}).setdefault("schemas", {}))
    for body in (Problem, *bodies):
        described = body.model_json_schema(ref_template=_REF)
        schemas |= described.pop("$defs", {})
        schemas[body.__name__] = described
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for operation in _operations(told):
        _plain_validation(operation)
    return told


def _operations(told: Mapping[str, Any]) -> list[dict[str, Any]]:
    paths = cast(Mapping[str, Mapping[str, Any]], told["paths"])
    return [operation for path in paths.values() for operation in path.values()]


def _plain_validation(operation: dict[str, Any]) -> None:
    """FastAPI's own 422 becomes a problem like the others; a body may always come too slowly."""
    responses = cast(dict[str, Any], operation["responses"])
    if "requestBody" in operation:
        responses["408"] = problems(408)[408]
    if "application/json" in responses.get("422", {}).get("content", {}):
        responses["422"] = problems(422)[422]


def methods_of(request: Request) -> list[str]:
    """The methods of the path that was asked for, by the description."""
    app = cast(FastAPI, request.app)
    paths = cast(Mapping[str, Mapping[str, Any]], app.openapi()["paths"])
    asked = request.url.path
    # A path that is named as it stands is meant before one whose parameter it would fit.
    fitting = [paths[asked]] if asked in paths else [m for p, m in paths.items() if compile_path(p)[0].match(asked)]
    return sorted({method.upper() for methods in fitting for method in methods}) or _OF_PAGES
