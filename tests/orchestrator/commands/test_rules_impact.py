"""`priorauth rules impact`: what an edited rule would change, why, and in which direction."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from orchestrator import cli
from orchestrator.commands._impact import as_text, find
from orchestrator.evaluation import CaseSet, read_cases
from orchestrator.exits import Exit
from orchestrator.impact import Direction
from orchestrator.settings import Settings
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.submissions import submit
from orchestrator.store.tables import CaseRow
from orchestrator.teams import open_teams
from orchestrator.workflow.engine import Engine, Options
from priorauth.intake import items_of, parse_request
from priorauth.rulebook import Rulebook, compile_rulebook, read_files, shipped_root
from tests.standins.team import submission

CPAP = (shipped_root() / "policies" / "ncd-240-4-cpap.md").read_text("utf-8")
REQUEST: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "cases" / "cpap-approved" / "request.json").read_text("utf-8")
)
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


def policy(folder: Path, events: int) -> Path:
    """The policy with another number of events an hour; the record shows 31.4."""
    path = folder / "policies" / "ncd-240-4-cpap.md"
    path.parent.mkdir(parents=True)
    path.write_text(CPAP.replace("AHI or RDI at least 15", f"AHI or RDI at least {events}"), "utf-8")
    return path


def labelled(folder: Path) -> CaseSet:
    """One request twice: to be approved by its label, and never to be approved."""
    folder.mkdir()
    (folder / "eval.json").write_text('{"today": "2026-11-20"}')
    for name, recommendation in (("wanted", "approve"), ("unwanted", "pend_for_review")):
        expect = {"recommendation": recommendation, "decision_gate": "x", "unsafe_if_approved": name == "unwanted"}
        (folder / f"{name}.json").write_text(json.dumps({"id": name, "request": REQUEST, "expect": expect}))
    return read_cases(folder)


@pytest.fixture(scope="module")
def shipped() -> Rulebook:
    return compile_rulebook(read_files([shipped_root()]))


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    own = policy(tmp_path_factory.mktemp("own"), 40).parent.parent
    return compile_rulebook(read_files([shipped_root(), own]))


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PRIORAUTH_RULES_DIR", raising=False)
    monkeypatch.setenv("PRIORAUTH_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


async def test_a_stricter_rule_moves_cases_to_a_person_and_says_which_criterion_did_it(
    tmp_path: Path, shipped: Rulebook, strict: Rulebook
) -> None:
    found = await find(shipped, strict, labelled(tmp_path / "cases"), 0)
    assert (found.cases, found.unsafe, len(found.changes)) == (2, (), 2)
    assert (found.before, found.after) == (shipped.digest, strict.digest)
    for change in found.changes:
        assert change.direction is Direction.away_from_approval
        assert (change.before.recommendation, change.after.recommendation) == ("approve", "pend_for_review")
        assert ("NCD 240.4", "C5", "MET") in [(row.policy, row.row, row.before) for row in change.why]


async def test_a_laxer_rule_is_unsafe_unless_the_label_wants_the_approval(
    tmp_path: Path, shipped: Rulebook, strict: Rulebook
) -> None:
    found = await find(strict, shipped, labelled(tmp_path / "cases"), 0)
    assert found.unsafe == ("unwanted",)
    assert [change.direction for change in found.changes] == [Direction.towards_approval] * 2
    told = as_text(found)
    assert told.index("UNSAFE unwanted: towards approval") < told.index("\nwanted: towards approval")


async def test_the_same_rules_change_no_case(tmp_path: Path, shipped: Rulebook) -> None:
    assert (await find(shipped, shipped, labelled(tmp_path / "cases"), 0)).changes == ()


async def review_one(settings: Settings) -> str:
    """The request as a store holds it once its review is sealed; its number."""
    request = parse_request(REQUEST, now=NOW)
    database = Database(settings.database)
    async with open_teams(settings) as teams:
        engine = Engine(database, Plain(), teams, Options(drain_seconds=0))
        await engine.start()
        given = replace(submission(received_at=NOW), request=request, items=items_of(request))
        case = await submit(database, Plain(), replace(given, descriptions=("made up",) * len(given.items)))
        await engine.submitted(case.case_id)
        assert await engine.wait(case.case_id, 1, 60)
        await engine.stop()
    async with database.reading() as session:
        number = (await session.get_one(CaseRow, case.case_id)).case_number
    await database.close()
    return number


def test_past_cases_of_the_store_are_looked_at_as_their_reviews_read_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["db", "upgrade"]) == Exit.success
    number = asyncio.run(review_one(Settings.load()))
    monkeypatch.setenv("PRIORAUTH_RULES_DIR", str(policy(tmp_path / "own", 40).parent.parent))
    capsys.readouterr()
    assert cli.main(["rules", "impact", str(policy(tmp_path / "edited", 15)), "--json"]) == Exit.no
    found = json.loads(capsys.readouterr().out)
    assert (found["cases"], found["unsafe"]) == (1, [number])
    assert found["changes"][0]["direction"] == "towards approval"
    assert REQUEST["patient_name"] not in json.dumps(found)


def test_what_is_not_there_or_is_no_rule_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "impact", "nowhere.md"]) == Exit.usage
    bad = policy(tmp_path / "edited", 40)
    assert cli.main(["rules", "impact", str(bad), "--cases", "nowhere"]) == Exit.usage
    bad.write_text(bad.read_text("utf-8").replace("AHI or RDI at least 40", "AHI or RDI at laest 40"), "utf-8")
    assert cli.main(["rules", "impact", str(bad)]) == Exit.no
    assert "at laest" in capsys.readouterr().err
