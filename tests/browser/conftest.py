"""The real engine behind a real socket, and Debian's chromium in front of it."""

import asyncio
import os
import shutil
import socket
import threading
from collections.abc import Generator
from typing import Any

import httpx2
import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright

from orchestrator.api.ui import WEB
from orchestrator.app import open_engine
from orchestrator.settings import Settings

CHROMIUM = shutil.which("chromium")
PATIENCE = 30_000
NOTE = """HISTORY:
Synthetic patient seen in clinic on 2026-08-20 for loud snoring and witnessed apneas. Daytime sleepiness.

SLEEP STUDY:
In-lab polysomnography on 2026-09-14, ordered by the treating physician, showed an AHI of 22 events per hour over
6.4 hours of recorded sleep, scored with a 4 percent desaturation rule.

PLAN:
On 2026-10-02 the patient was instructed on the use of the CPAP device and mask. CPAP ordered.
"""
REQUEST: dict[str, Any] = {
    "patient_name": "Synthetic Person Example",
    "patient_dob": "1957-02-03",
    "provider_npi": "1234567893",
    "diagnosis_codes": ["G47.33"],
    "procedure_codes": ["E0601"],
    "clinical_notes": NOTE,
    "insurance_id": "SYN-0001",
    "state": "OH",
}


class Served(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config, answers: threading.Event) -> None:
        super().__init__(config)
        self.answers = answers

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.answers.set()


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    if CHROMIUM is None or not (WEB / "index.html").is_file():
        absent = "needs chromium and the bundle that `make web` builds"
        if os.environ.get("CI"):
            pytest.fail(absent)
        pytest.skip(absent)
    folder = tmp_path_factory.mktemp("browser") / "data"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    answers, served = threading.Event(), list[Served]()

    async def live() -> None:
        closing = asyncio.Event()
        async with open_engine(Settings.load(env_file=None, data_dir=folder), closing) as running:
            config = uvicorn.Config(
                running.app, host="127.0.0.1", port=port, log_level="error", timeout_graceful_shutdown=1
            )
            served.append(Served(config, answers))
            await served[0].serve()
            closing.set()

    thread = threading.Thread(target=lambda: asyncio.run(live()), daemon=True)
    thread.start()
    assert answers.wait(60)
    yield f"http://127.0.0.1:{port}"
    served[0].should_exit = True
    thread.join(30)


@pytest.fixture(scope="session")
def case(address: str) -> dict[str, Any]:
    """A case that has been reviewed."""
    answer = httpx2.post(f"{address}/api/cases", json=REQUEST, headers={"Prefer": "wait=60"}, timeout=90)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="session")
def chromium() -> Generator[Browser]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def page(address: str, chromium: Browser) -> Generator[Page]:
    """A page on which any violation of the content policy, any error and any console error fails the test."""
    wrong: list[str] = []
    context = chromium.new_context(base_url=address, viewport={"width": 1440, "height": 900})
    opened = context.new_page()
    opened.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    yield opened
    context.close()
    assert wrong == []
