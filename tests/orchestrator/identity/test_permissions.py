"""The table of roles and routes is whole: every route of the application has its row, and the gate holds to it."""

import re
from collections.abc import AsyncGenerator, Iterator
from dataclasses import dataclass, replace

import httpx2
import pytest
import pytest_asyncio
from fastapi import FastAPI, Request
from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Route

from orchestrator.api.door import routes
from orchestrator.api.gate import Gated
from orchestrator.api.problems import ProblemType, Refused
from orchestrator.identity.callers import Caller, Role
from orchestrator.identity.permissions import ANY_METHOD, PUBLIC, TABLE, Permission, permission
from tests.orchestrator.api.conftest import House

TO_DO = "add Permission({method!r}, {path!r}, …) to TABLE in orchestrator/identity/permissions.py"
TRIES = "0192f0c4-0000-7000-8000-000000000000"


@dataclass(frozen=True)
class Leaf:
    """One route of the application, however deep it lies."""

    method: str
    path: str
    route: BaseRoute

    @property
    def to_do(self) -> str:
        return TO_DO.format(method=self.method, path=self.path)


def leaves(found: list[BaseRoute]) -> Iterator[Leaf]:
    for route in found:
        included = getattr(route, "original_router", None)
        if included is not None:
            yield from leaves(included.routes)
        elif isinstance(route, Route):
            for method in sorted((route.methods or {ANY_METHOD}) - {"HEAD"}):
                yield Leaf(method, route.path, route)
        else:
            pytest.fail(f"{route!r} is neither a route nor a router: its routes cannot be held against the table")


def tried(row: Permission) -> tuple[str, str]:
    """A request to the row's route, with ids of nothing."""
    path = re.sub(r"\{(review|document_id)\}", "1", row.path)
    method = "POST" if row.method == ANY_METHOD else row.method
    return method, re.sub(r"\{[^}]*\}", TRIES, path)


def test_every_route_that_is_described_has_a_row() -> None:
    missing = [leaf.to_do for leaf in leaves(routes().router.routes) if permission(leaf.method, leaf.path) is None]
    assert missing == []


@pytest.mark.asyncio(loop_scope="session")
async def test_every_route_of_the_whole_application_has_a_row_and_stands_behind_the_gate(house: House) -> None:
    found = list(leaves(house.running.app.router.routes))
    assert [leaf.to_do for leaf in found if permission(leaf.method, leaf.path) is None] == []
    open_ones = [
        leaf.path
        for leaf in found
        if not isinstance(leaf.route, APIRoute)
        and not (isinstance(leaf.route, Route) and isinstance(leaf.route.app, Gated))
        and permission(leaf.method, leaf.path) not in [row for row in TABLE if row.public]
    ]
    assert open_ones == [], "a route of another room goes through `gated` in orchestrator/api/door.py"


def test_no_route_has_two_rows() -> None:
    rows = [(row.method, row.path) for row in TABLE]
    assert len(rows) == len(set(rows))


def test_a_route_without_a_row_would_be_found() -> None:
    app = routes()
    app.router.routes.append(Route("/api/secret", lambda _: None, methods=["GET"]))  # pyright: ignore[reportArgumentType]
    assert [leaf.to_do for leaf in leaves(app.router.routes) if permission(leaf.method, leaf.path) is None] == [
        TO_DO.format(method="GET", path="/api/secret")
    ]


class AsWhoever:
    """Stands in for sign-in: the caller is whoever the test says, or nobody."""

    def __init__(self) -> None:
        self.caller: Caller | None = None

    async def __call__(self, _: Request) -> Caller:
        if self.caller is None:
            raise Refused(ProblemType.unauthenticated, "Sign in first.")
        return self.caller


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def whoever(house: House) -> AsyncGenerator[AsWhoever]:
    app, identify = house.running.app, AsWhoever()
    parts = app.state.parts
    app.state.parts = replace(parts, identify=identify)
    yield identify
    app.state.parts = parts


@pytest.fixture(scope="module")
def there(house: House) -> frozenset[tuple[str, str]]:
    """The routes that this application has."""
    return frozenset((leaf.method, leaf.path) for leaf in leaves(house.running.app.router.routes))


async def answer(app: FastAPI, row: Permission) -> httpx2.Response:
    method, path = tried(row)
    transport = httpx2.ASGITransport(app=app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as client:
        return await client.request(method, path)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.method} {row.path}")
@pytest.mark.asyncio(loop_scope="session")
async def test_a_route_answers_the_roles_of_its_row_and_no_other(
    row: Permission, house: House, whoever: AsWhoever, there: frozenset[tuple[str, str]]
) -> None:
    if (row.method, row.path) not in there:
        pytest.skip("this route is not built")
    whoever.caller = None
    assert ((await answer(house.running.app, row)).status_code == 401) is (row.roles != PUBLIC)
    for role in Role:
        whoever.caller = Caller(f"some {role}", frozenset({role}))
        let_in = (await answer(house.running.app, row)).status_code not in (401, 403)
        assert let_in is (row.public or role in row.roles), role
