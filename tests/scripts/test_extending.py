"""The walks of docs/extend.md: each file is written as it stands there, and each command ends well."""

import importlib
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from agents.runtime.connections import open_connections
from agents.runtime.embedded import EmbeddedReader
from agents.runtime.runner import InProcessRunner
from agents.runtime.tools import Ledger
from mcp_servers.importers.nppes import load_providers_csv
from mcp_servers.npi_registry.local import LocalProviders
from orchestrator.assembly import offline_servers
from priorauth.case import Item, PriorAuthRequest, ReviewInput, review_input
from priorauth.findings import ComplianceFindings, ItemStatus
from priorauth.rulebook import load_rulebook

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "extend.md").read_text("utf-8")
FILES = dict(re.findall(r"^```\w+ file=(\S+)\n(.*?)^```$", PAGE, re.M | re.S))
COMMANDS = re.findall(r"^\$ (.+)$", PAGE, re.M)


@dataclass(frozen=True)
class Walk:
    """A folder in which everything the page shows has been written."""

    folder: Path

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        words = line.split()
        settings = dict(word.split("=", 1) for word in words if re.match(r"[A-Z_]+=", word))
        program = [sys.executable, "-m", "orchestrator.cli", *words[len(settings) + 1 :]]
        path = {"PYTHONPATH": str(ROOT), "PRIORAUTH_DATA_DIR": str(self.folder / "data")}
        environment = os.environ | path | settings
        return subprocess.run(program, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    folder = tmp_path_factory.mktemp("extend")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    shutil.copytree(ROOT / "evals" / "seen" / "wound", folder / "evals" / "wound")
    for name in ("eval.json", "providers.csv"):
        shutil.copy(ROOT / "evals" / "seen" / name, folder / "evals")
    return Walk(folder)


def test_the_page_shows_a_file_for_each_of_the_five_walks() -> None:
    assert set(FILES) == {
        "ours/policies/plan-900-knee-brace.md",
        "ours/laws/states.md",
        "ours/letters/approval-member.md",
        "preferred.py",
        "plan_compliance.py",
    }


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page_ends_well(walk: Walk, line: str) -> None:
    done = walk.run(line)
    assert done.returncode == 0, done.stdout + done.stderr
    if "rules list" in line:
        assert "PLAN-900" in done.stdout


def test_a_mistake_in_the_policy_is_told_by_file_and_line(walk: Walk) -> None:
    file = walk.folder / "mistaken" / "policies" / "plan-900-knee-brace.md"
    file.parent.mkdir(parents=True)
    text = FILES["ours/policies/plan-900-knee-brace.md"]
    file.write_text(text.replace("documents torn ligament", "documents torn meniscus"), "utf-8")
    done = walk.run("priorauth rules check mistaken")
    line = text[: text.index("documents torn ligament")].count("\n") + 1
    assert done.returncode != 0
    assert f"plan-900-knee-brace.md:{line}" in done.stdout + done.stderr


async def test_the_agent_asks_the_data_server_and_its_call_is_in_the_record(
    walk: Walk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(walk.folder))
    preferred, agent = importlib.import_module("preferred"), importlib.import_module("plan_compliance")
    rules = load_rulebook()
    servers = offline_servers(
        tmp_path, lambda: rules, LocalProviders(load_providers_csv(ROOT / "evals" / "seen" / "providers.csv"))
    )
    ledger = Ledger()
    async with open_connections({**servers, preferred.NAME: preferred.server()}) as connections:
        runner = InProcessRunner(connections, EmbeddedReader(), rules)
        found = await runner.run(agent.PLAN_COMPLIANCE, agent.CaseTask(case=_case()), ledger)
    assert isinstance(found, ComplianceFindings)
    assert (found.checklist[-1].item, found.checklist[-1].status) == ("Preferred equipment", ItemStatus.complete)
    assert [call.server for call in ledger.calls][-1] == preferred.NAME


def _case() -> ReviewInput:
    request = PriorAuthRequest(
        patient_name="Synthetic Person Example",
        patient_dob=date(1995, 1, 2),
        provider_npi="1234567893",
        diagnosis_codes=("S83.511A",),
        clinical_notes="Lachman positive on 2026-11-05.",
    )
    return review_input(request, [Item(sequence=1, code="L1845")], datetime(2026, 11, 20, 15, tzinfo=UTC))
