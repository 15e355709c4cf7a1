"""Canaries: words that only one patient has, sent through success, refusal, crash, timeout and a source that fails.

Wherever the engine speaks to anybody but the caller who sent them, none of them is heard.
"""

import asyncio
import io
import logging
from collections.abc import AsyncGenerator, Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from sqlalchemy import text

from orchestrator.logs import JsonLines
from orchestrator.settings import Settings
from orchestrator.store.keys import new_key
from priorauth.errors import SourceUnavailable
from tests.orchestrator.api.conftest import House, at_work, browser
from tests.standins.requests import NOTE, REQUEST

pytestmark = pytest.mark.asyncio(loop_scope="session")

CANARIES = ("Zebediah", "Quarterstaff", "1931-04-05", "CANARYMEMBER7781", "quagga phrase of the chart")
SENT: dict[str, Any] = REQUEST | {
    "patient_name": "Zebediah Quarterstaff",
    "patient_dob": "1931-04-05",
    "insurance_id": "CANARY-MEMBER-7781",
    "clinical_notes": f"{NOTE}\nThe quagga phrase of the chart. Zebediah Quarterstaff, born 1931-04-05.",
}
WORDS = (*CANARIES, "CANARY-MEMBER-7781")


@dataclass
class Watched:
    """The engine, and everything it says to nobody in particular."""

    house: House
    client: httpx2.AsyncClient
    log: io.StringIO
    folder: Path

    def heard(self) -> str:
        """The log so far."""
        return self.log.getvalue()


@pytest.fixture(scope="module")
def log() -> Generator[io.StringIO]:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonLines())
    logging.getLogger().addHandler(handler)
    yield out
    logging.getLogger().removeHandler(handler)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def watched(tmp_path_factory: pytest.TempPathFactory, log: io.StringIO) -> AsyncGenerator[Watched]:
    folder = tmp_path_factory.mktemp("canaries")
    settings = Settings.load(env_file=None, data_dir=folder / "data", encryption_key=new_key(), sync_wait_seconds=60)
    async with at_work(settings) as house, browser(house.running.app) as client:
        yield Watched(house, client, log, folder)


def silent(where: str) -> None:
    for word in WORDS:
        assert word.casefold() not in where.casefold(), word


def outside(answer: httpx2.Response) -> str:
    """What of an answer intermediaries keep: its status line and headers."""
    return f"{answer.status_code} {dict(answer.headers)}"


async def test_a_review_that_succeeds_is_silent(watched: Watched) -> None:
    answer = await watched.client.post("/api/cases", json=SENT, headers={"Prefer": "wait=60"})
    assert answer.status_code == 200
    silent(outside(answer))
    silent(watched.heard())


async def test_a_refusal_repeats_nothing(watched: Watched) -> None:
    for wrong in ({"patient_dob": "1931-04-05x"}, {"urgency": "Zebediah"}, {"Quarterstaff": 1}, {"insurance_id": 7}):
        answer = await watched.client.post("/api/cases", json=SENT | wrong)
        assert answer.status_code == 422
        told = answer.json()
        assert "Zebediah" not in str([one["msg"] for one in told["errors"]])
        assert "1931" not in answer.text
        silent(outside(answer))
    broken = await watched.client.post("/api/cases", content=b'{"patient_name": "Zebediah Quarterstaff",')
    assert broken.status_code in (400, 415)
    silent(broken.text)
    silent(watched.heard())


async def test_a_crash_shows_an_id_that_the_log_knows_and_nothing_else(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: object) -> None:
        raise RuntimeError(f"no place for {SENT['patient_name']}, {SENT['patient_dob']}: {SENT['clinical_notes']}")

    monkeypatch.setattr(type(watched.house.running.parts.desk), "accept", crash)
    answer = await watched.client.post("/api/cases", json=SENT)
    told = answer.json()
    assert (answer.status_code, set(told)) == (500, {"type", "title", "status", "detail"})
    number = told["detail"].rpartition(" ")[2]
    assert number in watched.log.getvalue()
    silent(answer.text + outside(answer) + watched.heard())


async def test_a_failing_statement_says_nothing_of_its_values(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = watched.house.running.parts.desk.database

    async def fail(*_: object) -> None:
        async with database.writing() as session:
            await session.execute(text("insert into nowhere values (:name)"), {"name": SENT["patient_name"]})

    monkeypatch.setattr(type(watched.house.running.parts.desk), "accept", fail)
    answer = await watched.client.post("/api/cases", json=SENT)
    assert answer.status_code == 500
    silent(answer.text + watched.heard())


async def test_a_source_that_fails_is_silent(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = type(watched.house.running.parts.sources["icd10-codes"])

    async def down(*_: object, **__: object) -> None:
        raise SourceUnavailable("icd10-codes", f"timed out for {SENT['patient_name']}")

    monkeypatch.setattr(connection, "call", down)
    answer = await watched.client.post("/api/cases", json=SENT, headers={"Prefer": "wait=60"})
    assert answer.status_code == 200
    silent(outside(answer) + watched.heard())


async def test_a_wait_that_ends_too_soon_is_silent(watched: Watched) -> None:
    app = watched.house.running.app
    parts = app.state.parts
    app.state.parts = replace(parts, settings=parts.settings.model_copy(update={"sync_wait_seconds": 0.000_1}))
    answer = await watched.client.post("/api/review", json=SENT)
    app.state.parts = parts
    assert answer.status_code == 503
    silent(answer.text + outside(answer) + watched.heard())
    await parts.desk.runs.wait(answer.json()["case_id"], 1, 60)


async def test_nothing_on_the_disk_holds_a_word_in_the_clear(watched: Watched) -> None:
    file = {"file": ("note.txt", b"quagga phrase of the chart. " * 60_000, "text/plain")}
    case = (await watched.client.get("/api/cases")).json()["items"][0]["case_id"]
    assert (await watched.client.post(f"/api/cases/{case}/documents", files=file)).status_code == 202
    await watched.house.running.parts.desk.runs.wait(case, 2, 60)
    files = [one for one in await asyncio.to_thread(lambda: list(watched.folder.rglob("*"))) if one.is_file()]
    assert any(one.name == "priorauth.db" for one in files)
    for one in files:
        content = await asyncio.to_thread(one.read_bytes)
        for word in WORDS:
            assert word.encode() not in content, (one.name, word)
            assert word not in one.name


async def test_what_leaves_for_a_data_server_holds_codes_and_numbers_alone(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = type(watched.house.running.parts.sources["icd10-codes"])
    asked: list[str] = []
    call: Any = connection.call

    async def overheard(self: Any, tool: str, arguments: dict[str, Any], seconds: float) -> dict[str, Any]:
        asked.append(f"{tool} {arguments}")
        return await call(self, tool, arguments, seconds)

    monkeypatch.setattr(connection, "call", overheard)
    answer = await watched.client.post("/api/cases", json=SENT, headers={"Prefer": "wait=60"})
    assert answer.status_code == 200
    assert any("G47.33" in one for one in asked)
    silent(" ".join(asked))


async def test_the_record_of_what_happened_holds_no_word_of_the_patient(watched: Watched) -> None:
    answer = await watched.client.post("/api/cases", json=SENT, headers={"Prefer": "wait=60"})
    events = await watched.client.get(f"/api/cases/{answer.json()['case_id']}/audit-log")
    silent(events.text)
