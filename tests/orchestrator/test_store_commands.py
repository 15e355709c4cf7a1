"""The commands that look after a store: upgrade, verify, anchor, replay, doctor."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import update

from orchestrator import blob_storage, cli
from orchestrator.exits import Exit
from orchestrator.settings import Settings
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.submissions import submit
from orchestrator.store.tables import EventRow
from orchestrator.teams import open_teams
from orchestrator.workflow.engine import Engine, Options
from tests.standins.blob_account import Identity, open_account
from tests.standins.team import submission


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRIORAUTH_DATA_DIR", str(tmp_path / "data"))
    assert cli.main(["db", "upgrade"]) == Exit.success
    return tmp_path / "data"


def in_store(work: Callable[[Database], Awaitable[str]]) -> str:
    async def run() -> str:
        database = Database(Settings.load().database)
        try:
            return await work(database)
        finally:
            await database.close()

    return asyncio.run(run())


async def one_case(database: Database) -> str:
    return (await submit(database, Plain(), submission())).case_id


async def one_reviewed(database: Database) -> str:
    """Reviewed by the specialists that are shipped."""
    settings = Settings.load()
    async with open_teams(settings) as teams:
        engine = Engine(database, Plain(), teams, Options(drain_seconds=0))
        await engine.start()
        case_id = await one_case(database)
        await engine.submitted(case_id)
        assert await engine.wait(case_id, 1, 60)
        await engine.stop()
    return case_id


async def tampered(database: Database) -> str:
    async with database.writing() as session:
        await session.execute(update(EventRow).values(actor="another"))
    return ""


def test_an_intact_record_is_verified_and_a_changed_one_is_told_with_its_place(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case_id = in_store(one_case)
    assert cli.main(["audit", "anchor"]) == Exit.success
    assert cli.main(["audit", "verify", "--anchors", str(folder / "anchors.jsonl")]) == Exit.success
    assert "intact: 1 events of 1 cases (0 erased), 1 anchors" in capsys.readouterr().out
    in_store(tampered)
    assert cli.main(["audit", "verify", case_id, "--json"]) == Exit.no
    seen = json.loads(capsys.readouterr().out)
    assert not seen["intact"]
    assert seen["breaches"][0]["sequence"] == 1


@pytest.mark.parametrize("words", [["audit", "verify", "no-such-case"], ["audit", "verify", "--anchors", "absent"]])
def test_what_is_not_there_is_wrong_usage(folder: Path, words: list[str]) -> None:
    assert cli.main(words) == Exit.usage


def test_a_real_review_is_replayed_equal_from_the_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case_id = in_store(one_reviewed)
    assert cli.main(["replay", case_id]) == Exit.success
    assert "review 1 comes out equal" in capsys.readouterr().out
    assert cli.main(["audit", "verify"]) == Exit.success


def test_a_case_without_a_sealed_review_cannot_be_replayed(folder: Path) -> None:
    assert cli.main(["replay", in_store(one_case)]) == Exit.failed


def test_the_doctor_says_what_works_here(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["doctor", "--json"]) == Exit.success
    findings = {f["what"]: f for f in json.loads(capsys.readouterr().out)}
    assert all(f["works"] for f in findings.values())
    assert "SQLite" in findings["database"]["detail"]
    assert "5 data servers" in findings["sources"]["detail"]
    assert findings["documents"]["detail"] == "bytes in the database"


def test_the_doctor_tries_the_place_of_documents_bytes(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(blob_storage, "machine", lambda _: Identity())
    monkeypatch.setattr(blob_storage, "FIRST_WAIT", 0.0)
    with open_account() as account:
        monkeypatch.setenv("PRIORAUTH_BLOB_URL", account.url)
        assert cli.main(["doctor"]) == Exit.success
        assert "✓ documents  bytes in Blob storage: written, read back and removed" in capsys.readouterr().out
        assert account.blobs == {}
        account.down = True
        assert cli.main(["doctor"]) == Exit.no
        assert "✗ documents  does not work: SourceUnavailable" in capsys.readouterr().out


def test_an_identity_that_cannot_be_had_names_the_setting_that_wants_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRIORAUTH_BLOB_URL", "https://made-up.example/documents")
    monkeypatch.setitem(sys.modules, "azure.identity", None)
    assert cli.main(["audit", "verify"]) == Exit.usage
    assert "PRIORAUTH_BLOB_URL" in capsys.readouterr().err


def test_the_doctor_says_no_when_the_database_is_away(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRIORAUTH_DATABASE_URL", "postgresql://someone:secret@127.0.0.1:1/none")
    assert cli.main(["doctor"]) == Exit.no
    shown = capsys.readouterr().out
    assert "✗ database" in shown
    assert "secret" not in shown
