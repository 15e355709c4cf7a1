"""The real engine behind a real socket, and Debian's chromium in front of it."""

import asyncio
import os
import shutil
import socket
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import httpx2
import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from agents.runtime.connections import Connection
from orchestrator.api.ui import WEB
from orchestrator.app import open_engine
from orchestrator.identity.callers import LOCAL_OPERATOR
from orchestrator.identity.credentials import ListedCredentials
from orchestrator.settings import Settings
from priorauth.determination import Credential
from tests.standins.requests import REQUEST

CHROMIUM = shutil.which("chromium")
PATIENCE = 30_000
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
LICENCE = Credential(
    credential_id="c1", person=LOCAL_OPERATOR.name, licence="35.012345", state="OH", specialty="Sleep Medicine"
)


class Served(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config, answers: threading.Event) -> None:
        super().__init__(config)
        self.answers = answers

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answers.set()


@dataclass
class Gated:
    """A data server that answers only while its gate is open."""

    behind: Connection
    gate: threading.Event

    async def call(self, tool: str, arguments: dict[str, Any], seconds: float) -> dict[str, Any]:
        await asyncio.to_thread(self.gate.wait)
        return await self.behind.call(tool, arguments, seconds)


@dataclass
class House:
    """The engine, its address, and what a test may do to it from outside."""

    address: str
    answers: threading.Event = field(default_factory=threading.Event)
    gate: threading.Event = field(default_factory=threading.Event)
    loop: asyncio.AbstractEventLoop | None = None
    served: Served | None = None

    def submit(self, **changes: Any) -> dict[str, Any]:
        """A case, without waiting for its review."""
        answer = httpx2.post(f"{self.address}/api/cases", json=REQUEST | changes, timeout=60)
        assert answer.status_code == 202, answer.text
        return answer.json()

    def review(self, **changes: Any) -> dict[str, Any]:
        """A case that has been reviewed."""
        headers = {"Prefer": "wait=60"}
        answer = httpx2.post(f"{self.address}/api/cases", json=REQUEST | changes, headers=headers, timeout=90)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """An act of somebody who is not at this screen."""
        answer = httpx2.post(f"{self.address}{path}", json=body, timeout=60)
        assert answer.is_success, answer.text
        return answer.json()

    def get(self, path: str) -> dict[str, Any]:
        answer = httpx2.get(f"{self.address}{path}", timeout=60)
        assert answer.is_success, answer.text
        return answer.json()

    def cut(self) -> None:
        """Every connection to the server ends at once, as when a proxy restarts."""
        assert self.loop is not None and self.served is not None
        connections = self.served.server_state.connections
        self.loop.call_soon_threadsafe(lambda: [one.transport.abort() for one in list(connections)])


def require_browser() -> None:
    """Skip where there is nothing to drive or to be driven."""
    if CHROMIUM is None or not (WEB / "index.html").is_file() or not AXE.is_file():
        absent = "needs chromium and the bundle that `make web` builds"
        if os.environ.get("CI"):
            pytest.fail(absent)
        pytest.skip(absent)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Generator[House]:
    require_browser()
    folder = tmp_path_factory.mktemp("browser") / "data"
    port = free_port()
    house = House(f"http://127.0.0.1:{port}")
    house.gate.set()
    thread = threading.Thread(target=lambda: asyncio.run(live(house, port, folder)), daemon=True)
    thread.start()
    assert house.answers.wait(60)
    yield house
    assert house.served is not None
    house.served.should_exit = True
    thread.join(30)


async def live(house: House, port: int, folder: Path) -> None:
    closing = asyncio.Event()
    house.loop = asyncio.get_running_loop()
    async with open_engine(Settings.load(env_file=None, data_dir=folder, synthetic=True), closing) as running:
        sources = cast(dict[str, Connection], running.parts.sources)
        sources["npi-registry"] = Gated(sources["npi-registry"], house.gate)
        running.app.state.parts = replace(
            running.parts, credentials=ListedCredentials({LOCAL_OPERATOR.name: (LICENCE,)})
        )
        config = uvicorn.Config(
            running.app, host="127.0.0.1", port=port, log_level="error", timeout_graceful_shutdown=1
        )
        house.served = Served(config, house.answers)
        await house.served.serve()
        closing.set()


@pytest.fixture(scope="session")
def address(house: House) -> str:
    return house.address


@pytest.fixture(scope="session")
def case(house: House) -> dict[str, Any]:
    """A case that has been reviewed, for tests that only look."""
    return house.review()


@pytest.fixture(scope="session")
def chromium() -> Generator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


Opening = Callable[..., Page]


@pytest.fixture
def opened(address: str, chromium: Browser) -> Generator[Opening]:
    """Opens pages on which a violation of the content policy, an error or a console error fails the test.

    `tolerate` names words of console errors that the test itself brings about, such as a refusal it asks for.
    """
    wrong: list[str] = []
    contexts: list[BrowserContext] = []

    def open_page(width: int = 1440, height: int = 900, tolerate: str | None = None, **options: Any) -> Page:
        size = {"width": width, "height": height}
        context = chromium.new_context(base_url=address, viewport=cast(Any, size), **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()

        def told(kind: str, text: str) -> None:
            if kind == "error" and (tolerate is None or tolerate not in text):
                wrong.append(text)

        page.on("console", lambda message: told(message.type, message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def page(opened: Opening) -> Page:
    return opened()
