"""The commands for keys and for one patient's records."""

import asyncio
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, update

from orchestrator import blob_storage, cli
from orchestrator.commands._store import open_store
from orchestrator.exits import Exit
from orchestrator.settings import Settings
from orchestrator.store.documents import NewDocument
from orchestrator.store.submissions import submit
from orchestrator.store.tables import AccessRow, CaseRow
from priorauth.case import DocumentKind
from priorauth.determination import CaseState
from tests.standins.blob_account import Identity, open_account
from tests.standins.team import NOTE, submission

LONG_AGO = datetime(2015, 3, 4, tzinfo=UTC)


@pytest.fixture
def case(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A case that was decided long ago, in a store that is not encrypted."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRIORAUTH_DATA_DIR", str(tmp_path / "data"))

    async def one() -> str:
        async with open_store(Settings.load()) as store:
            made = await submit(store.database, store.codec, submission())
            async with store.database.writing() as session:
                await session.execute(update(CaseRow).values(state=CaseState.decided, decided_at=LONG_AGO))
            return made.case_id

    return asyncio.run(one())


def actions() -> list[str]:
    async def read() -> list[str]:
        async with open_store(Settings.load()) as store, store.database.reading() as session:
            return list(await session.scalars(select(AccessRow.action).order_by(AccessRow.id)))

    return asyncio.run(read())


def on_disk(*words: str) -> list[str]:
    """Which of these words stand in the clear in the store's files, old pages and logs included."""
    files = [file.read_bytes() for file in Settings.load().data_dir.glob("priorauth.db*")]
    return [word for word in words if any(word.encode() in content for content in files)]


def test_a_new_key_encrypts_the_store_and_from_then_on_is_needed(
    case: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["keys", "new"]) == Exit.success
    key = capsys.readouterr().out.strip()
    monkeypatch.setenv("PRIORAUTH_ENCRYPTION_KEY", key)
    assert cli.main(["audit", "verify"]) == Exit.usage
    assert "priorauth keys rotate" in capsys.readouterr().err
    assert cli.main(["keys", "rotate"]) == Exit.success
    assert "encrypted with the key" in capsys.readouterr().out
    assert not on_disk("patient_dob", *NOTE.split(". "))
    monkeypatch.delenv("PRIORAUTH_ENCRYPTION_KEY")
    assert cli.main(["audit", "verify"]) == Exit.usage
    told = capsys.readouterr().err
    assert "PRIORAUTH_ENCRYPTION_KEY" in told
    assert key not in told


def test_a_record_is_exported_once_to_a_file_for_its_owner_alone(case: str, tmp_path: Path) -> None:
    file = tmp_path / "record.zip"
    assert cli.main(["privacy", "export", case, "--to", str(file)]) == Exit.success
    assert f"{case}/request.json" in zipfile.ZipFile(file).namelist()
    assert file.stat().st_mode & 0o077 == 0
    assert cli.main(["privacy", "export", case, "--to", str(file)]) == Exit.usage
    assert actions().count("export record") == 2


def test_a_held_case_outlives_its_time_and_a_released_one_is_erased(
    case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["privacy", "hold", case, "--reason", "made-up litigation"]) == Exit.success
    assert cli.main(["privacy", "erase", "--expired", "--yes"]) == Exit.no
    assert cli.main(["privacy", "erase", case, "--yes"]) == Exit.no
    assert "legal hold" in capsys.readouterr().err
    assert cli.main(["privacy", "hold", case, "--release"]) == Exit.success
    assert cli.main(["privacy", "erase", "--expired"]) == Exit.success
    assert f"{case} would be erased" in capsys.readouterr().out
    assert on_disk(*NOTE.split(". "))
    assert cli.main(["privacy", "erase", "--expired", "--yes"]) == Exit.success
    assert not on_disk(*NOTE.split(". "))
    assert cli.main(["audit", "verify"]) == Exit.success
    assert "(1 erased)" in capsys.readouterr().out
    assert actions() == ["hold record", "release hold", "erase record"]


def test_an_erased_case_takes_its_blobs_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PRIORAUTH_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(blob_storage, "machine", lambda _: Identity())
    scan = NewDocument(DocumentKind.pdf, "Scan", "Synthetic words", content=b"%PDF-made-up")

    async def decided() -> str:
        async with open_store(Settings.load()) as store:
            made = await submit(store.database, store.codec, replace(submission(), documents=(scan,)))
            async with store.database.writing() as session:
                await session.execute(update(CaseRow).values(state=CaseState.decided, decided_at=LONG_AGO))
            return made.case_id

    with open_account() as account:
        monkeypatch.setenv("PRIORAUTH_BLOB_URL", account.url)
        case = asyncio.run(decided())
        assert len(account.blobs) == 1
        assert cli.main(["privacy", "erase", "--expired", "--yes"]) == Exit.success
        assert capsys.readouterr().out.splitlines() == [f"{case} erased", "1 blobs removed"]
        assert account.blobs == {}


def test_nobody_named_is_a_wrong_use(case: str) -> None:
    assert cli.main(["privacy", "erase", "--yes"]) == Exit.usage
