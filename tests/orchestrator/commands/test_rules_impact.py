"""`priorauth rules impact`: what an edited rule would change, why, and in which direction."""

import json
from pathlib import Path
from typing import Any

import pytest

from orchestrator import cli
from orchestrator.commands._impact import as_text, look
from orchestrator.evaluation import CaseSet, read_cases
from orchestrator.exits import Exit
from orchestrator.impact import Bounds, find, past_cases
from orchestrator.settings import Settings
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database, sqlite_url
from orchestrator.store.schema import upgrade
from orchestrator.store.submissions import submit
from orchestrator.workflow.engine import Engine, Options
from priorauth.impact import Direction
from priorauth.rulebook import Rulebook, compile_rulebook, read_files, shipped_root
from tests.standins.team import OneTeam, ScriptedTeam, submission

CPAP = (shipped_root() / "policies" / "ncd-240-4-cpap.md").read_text("utf-8")
SHOWN: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "cases" / "cpap-approved" / "request.json").read_text("utf-8")
)
NOTES = SHOWN["clinical_notes"].replace("After the examination I ordered an attended", "I ordered a")
REQUEST = SHOWN | {"clinical_notes": NOTES}
POLICIES = ("NCD 240.4", "L33718")


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


def rules(*folders: Path) -> Rulebook:
    """All rules that are no coverage policy, and the policies of the device at hand."""
    files = read_files([shipped_root(), *folders])
    return compile_rulebook(tuple(f for f in files if not f.path.startswith("policies/") or f.id in POLICIES))


@pytest.fixture(scope="module")
def shipped() -> Rulebook:
    return rules()


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Rulebook:
    return rules(policy(tmp_path_factory.mktemp("own"), 40).parent.parent)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, data: Path) -> None:
    monkeypatch.delenv("PRIORAUTH_RULES_DIR", raising=False)
    monkeypatch.setenv("PRIORAUTH_DATA_DIR", str(data))
    monkeypatch.chdir(tmp_path)


async def test_a_stricter_rule_moves_cases_to_a_person_and_says_which_criterion_did_it(
    tmp_path: Path, shipped: Rulebook, strict: Rulebook
) -> None:
    found = await look(shipped, strict, labelled(tmp_path / "cases"), 0)
    assert (found.cases, found.unsafe, len(found.changes)) == (2, (), 2)
    assert (found.before, found.after) == (shipped.digest, strict.digest)
    for change in found.changes:
        assert change.direction is Direction.away_from_approval
        assert (change.before.recommendation, change.after.recommendation) == ("approve", "pend_for_review")
        assert ("NCD 240.4", "C5", "MET") in [(row.policy, row.row, row.before) for row in change.why]


async def test_a_laxer_rule_is_unsafe_unless_the_label_wants_the_approval(
    tmp_path: Path, shipped: Rulebook, strict: Rulebook
) -> None:
    found = await look(strict, shipped, labelled(tmp_path / "cases"), 0)
    assert found.unsafe == ("unwanted",)
    assert [change.direction for change in found.changes] == [Direction.towards_approval] * 2
    told = as_text(found)
    assert told.index("UNSAFE unwanted: towards approval") < told.index("\nwanted: towards approval")


async def test_the_same_rules_change_no_case(tmp_path: Path, shipped: Rulebook) -> None:
    found = await look(shipped, shipped, labelled(tmp_path / "cases"), 0)
    assert (found.cases, found.changes) == (2, ())


async def test_a_bounded_look_names_where_it_ended_and_goes_on_from_there(
    tmp_path: Path, shipped: Rulebook, strict: Rulebook, data: Path
) -> None:
    settings, cases = Settings.load(env_file=None, data_dir=data), labelled(tmp_path / "cases")
    first = await find(settings, shipped, strict, cases, Bounds(cases=1))
    assert (first.cases, first.last, [one.case for one in first.changes]) == (1, "unwanted", ["unwanted"])
    second = await find(settings, shipped, strict, cases, Bounds(first.last, seconds=0))
    assert (second.cases, second.last, [one.case for one in second.changes]) == (1, "", ["wanted"])


async def test_past_cases_are_those_with_a_sealed_review_as_that_review_read_them(tmp_path: Path) -> None:
    database = Database(sqlite_url(tmp_path / "past.db"))
    await upgrade(database)
    engine = Engine(database, Plain(), OneTeam(ScriptedTeam()), Options(drain_seconds=0))
    await engine.start()
    reviewed = await submit(database, Plain(), submission())
    await engine.submitted(reviewed.case_id)
    assert await engine.wait(reviewed.case_id, 1, 60)
    await engine.stop()
    await submit(database, Plain(), submission())
    (found,) = [one async for one in past_cases(database, Plain())]
    assert (found.case.case_id, found.approval_stands) == (reviewed.case_id, False)
    assert [one async for one in past_cases(database, Plain(), found.name)] == []
    await database.close()


def test_what_is_not_there_or_is_no_rule_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "impact", "nowhere.md"]) == Exit.usage
    bad = policy(tmp_path / "edited", 40)
    assert cli.main(["rules", "impact", str(bad), "--cases", "nowhere"]) == Exit.usage
    bad.write_text(bad.read_text("utf-8").replace("AHI or RDI at least 40", "AHI or RDI at laest 40"), "utf-8")
    assert cli.main(["rules", "impact", str(bad)]) == Exit.no
    assert "at laest" in capsys.readouterr().err
