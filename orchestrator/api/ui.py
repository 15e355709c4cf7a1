"""The web UI out of package data: one page for every address that is no other room's, its assets kept for good."""

from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

WEB = Path(__file__).parent.parent / "web"
ABSENT = "The web UI is not built in this checkout: `make web` builds it; the API is described at /openapi.json.\n"
FOREVER = "public, max-age=31536000, immutable"
_ELSEWHERE = frozenset({"api", "auth", "fhir", "health", "mcp", "openapi.json", "problems", ".well-known"})
_TYPES = {".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


class _Page(Route):
    """Every address but those of the other rooms, which keep their own 404 and 405."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] == "http" and str(scope["path"]).strip("/").split("/")[0] in _ELSEWHERE:
            return Match.NONE, {}
        return super().matches(scope)


def mount_ui(app: FastAPI, folder: Path = WEB) -> None:
    """Serve the bundle of `folder` beside the routes the application has; to be called after they are all there."""

    async def page(_: Request) -> Response:
        index = folder / "index.html"
        if not index.is_file():
            return PlainTextResponse(ABSENT, 503)
        return FileResponse(index, headers={"Cache-Control": "no-store"}, media_type="text/html")

    async def asset(request: Request) -> Response:
        held = {one.name: one for one in (folder / "assets").glob("*") if one.is_file()}
        found = held.get(request.path_params["name"])
        if found is None:
            return PlainTextResponse("There is nothing here.\n", 404)
        media_type = _TYPES.get(found.suffix, "application/octet-stream")
        return FileResponse(found, headers={"Cache-Control": FOREVER}, media_type=media_type)

    app.router.routes.append(Route("/assets/{name}", asset, methods=["GET"]))
    app.router.routes.append(_Page("/{path:path}", page, methods=["GET"]))
