"""The hooks that register and check the hosted specialists, against a stand-in for `az` that keeps agents."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from agents.host import SPECIALISTS
from priorauth.findings import Specialist
from priorauth.tasks import parse_task

ROOT = Path(__file__).parent.parent.parent
HOOKS = ROOT / "infra" / "hooks"
IMAGE = "crtrial.example/agents:20261120"
ENDPOINT = "https://cog-trial.example/api/projects/prior-auth"
# Keeps the agents of a project in a file; a new version is being made when it is asked for first, then as planned.
STAND_IN = """#!{python}
import json, pathlib, sys
here = pathlib.Path({folder!r})
words = sys.argv[1:]
state = json.loads((here / "state").read_text())
with open(here / "calls", "a") as log:
    log.write(json.dumps(words) + "\\n")
method, url = words[words.index("--method") + 1], words[words.index("--url") + 1]
assert words[words.index("--resource") + 1] == "https://ai.azure.com" and url.endswith("?api-version=v1")
parts = url.removesuffix("?api-version=v1").split("/agents/")[1].split("/")
name, agents = parts[0], state["agents"]
def no(text):
    print(text, file=sys.stderr)
    raise SystemExit(1)
if state["refuses"]:
    no("Forbidden")
if len(parts) > 1 and parts[1] == "endpoint":
    if state["sleeping"]:
        state["sleeping"] -= 1
        (here / "state").write_text(json.dumps(state))
        no("Gateway Timeout")
    report = json.dumps({{"found": {{}}, "rules_digest": state["rules"].get(name, "same")}})
    message = {{"type": "message", "content": [{{"type": "output_text", "text": report}}]}}
    out = {{"status": "completed", "output": [message]}}
elif method == "post":
    versions = agents.setdefault(name, [])
    body = json.loads(words[words.index("--body") + 1])
    versions.append({{"version": str(len(versions) + 1), "status": "creating", "definition": body["definition"]}})
    out = versions[-1]
elif name not in agents:
    no("ERROR: Not Found({{'code': 'not_found'}})")
elif len(parts) == 1:
    out = {{"name": name, "versions": {{"latest": agents[name][-1]}}}}
else:
    out = agents[name][int(parts[2]) - 1]
    out["status"] = state["becomes"]
(here / "state").write_text(json.dumps(state))
print(json.dumps(out))
"""


@dataclass
class Bench:
    folder: Path

    @property
    def state(self) -> dict[str, Any]:
        return json.loads((self.folder / "state").read_text())

    def change(self, **changed: Any) -> None:
        (self.folder / "state").write_text(json.dumps(self.state | changed))

    def calls(self) -> list[list[str]]:
        log = self.folder / "calls"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def run(self, hook: str, *words: str, **changed: str) -> subprocess.CompletedProcess[str]:
        environment = {"FOUNDRY_PROJECT_ENDPOINT": ENDPOINT, "AGENT_IMAGE": IMAGE, "PATH": str(self.folder / "bin")}
        return subprocess.run(
            [sys.executable, str(HOOKS / f"{hook}.py"), "--seconds", "0", *words],
            cwd=HOOKS,
            env={**environment, "PYTHONDONTWRITEBYTECODE": "1", **changed},
            capture_output=True,
            text=True,
            timeout=60,
        )


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    (tmp_path / "bin").mkdir()
    program = tmp_path / "bin" / "az"
    program.write_text(STAND_IN.format(python=sys.executable, folder=str(tmp_path)))
    program.chmod(0o755)
    state = {"agents": {}, "becomes": "active", "rules": {}, "refuses": False, "sleeping": 0}
    (tmp_path / "state").write_text(json.dumps(state))
    return Bench(tmp_path)


def versions(bench: Bench) -> Mapping[str, int]:
    return {name: len(made) for name, made in bench.state["agents"].items()}


def test_each_specialist_is_registered_once_however_often_the_hook_runs(bench: Bench) -> None:
    for _ in range(2):
        done = bench.run("register_agents")
        assert done.returncode == 0, done.stderr
        assert done.stdout.count("is active") == 4
    assert versions(bench) == dict.fromkeys(map(str, Specialist), 1)
    made = bench.state["agents"]["clinical"][0]["definition"]
    assert made["container_configuration"] == {"image": IMAGE}
    assert made["protocol_versions"] == [{"protocol": "responses", "version": "2.0.0"}]


@pytest.mark.parametrize(
    "changed", [{"AGENT_IMAGE": "crtrial.example/agents:2"}, {"PRIORAUTH_READER": "both"}], ids=str
)
def test_a_changed_image_or_setting_makes_a_new_version(bench: Bench, changed: dict[str, str]) -> None:
    bench.run("register_agents")
    assert bench.run("register_agents", **changed).returncode == 0
    assert set(versions(bench).values()) == {2}


def test_a_version_that_fails_stops_the_deployment_and_is_named(bench: Bench) -> None:
    bench.change(becomes="failed")
    done = bench.run("register_agents")
    assert done.returncode == 1
    assert "compliance version 1 is failed" in done.stderr


def test_a_version_that_failed_before_is_made_again(bench: Bench) -> None:
    bench.change(becomes="failed")
    bench.run("register_agents")
    bench.change(becomes="active")
    assert bench.run("register_agents").returncode == 0
    assert versions(bench)["compliance"] == 2


@pytest.mark.parametrize("hook", ["register_agents", "check_agents"])
def test_a_project_that_refuses_us_stops_the_hook(bench: Bench, hook: str) -> None:
    bench.change(refuses=True)
    done = bench.run(hook)
    assert done.returncode == 1 and "Forbidden" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("hook", ["register_agents", "check_agents"])
def test_a_dry_run_calls_nothing_and_prints_each_call(bench: Bench, hook: str) -> None:
    done = bench.run(hook, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert bench.calls() == []
    planned = [json.loads(line)["would_run"] for line in done.stdout.splitlines()]
    assert len(planned) == 8 and all(words[:2] == ["az", "rest"] for words in planned)


def test_registered_specialists_that_answer_pass_the_check(bench: Bench) -> None:
    bench.run("register_agents")
    bench.change(sleeping=2)
    done = bench.run("check_agents")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("answers") == 4


def test_a_specialist_on_another_image_fails_the_check(bench: Bench) -> None:
    bench.run("register_agents")
    done = bench.run("check_agents", AGENT_IMAGE="crtrial.example/agents:newer")
    assert done.returncode == 1 and "compliance does not run" in done.stderr


def test_specialists_on_different_rules_fail_the_check(bench: Bench) -> None:
    bench.run("register_agents")
    bench.change(rules={"coverage": "others"})
    done = bench.run("check_agents")
    assert done.returncode == 1 and "different rules" in done.stderr


@pytest.mark.parametrize("name", list(Specialist), ids=str)
def test_what_the_check_asks_is_a_task_of_its_specialist(name: Specialist, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HOOKS))
    spec = spec_from_file_location("check_agents", HOOKS / "check_agents.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    parsed = parse_task(SPECIALISTS[name].task, module.task(str(name)))
    assert parsed.case.synthetic
