"""The composition and the workflows, against their published schemas and our own rules for them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.infra.templates import ROOT

CHECK = Path(sys.executable).with_name("check-jsonschema")
COMPOSE = ROOT / "docker-compose.yml"
WORKFLOWS = tuple(sorted((ROOT / ".github" / "workflows").glob("*.yml")))


def check(schema: str, *files: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [CHECK, "--builtin-schema", f"vendor.{schema}", *files], capture_output=True, text=True, timeout=60
    )


def services() -> dict[str, dict[str, Any]]:
    return yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("compose-spec", (COMPOSE,)),
        ("github-workflows", WORKFLOWS),
        ("dependabot", (ROOT / ".github" / "dependabot.yml",)),
    ],
)
def test_a_file_is_valid_by_its_published_schema(schema: str, files: tuple[Path, ...]) -> None:
    done = check(schema, *files)
    assert done.returncode == 0, done.stdout


def test_a_misspelt_key_would_be_found(tmp_path: Path) -> None:
    bad = tmp_path / "docker-compose.yml"
    bad.write_text("services:\n  api:\n    imagee: x\n")
    assert check("compose-spec", bad).returncode == 1


def test_all_that_runs_in_the_cloud_runs_here_too() -> None:
    here = services()
    specialists = {"compliance", "clinical", "coverage", "synthesis"}
    assert {"postgres", "migrate", "api", "worker", "watch", "issuer", "collector", "model"} | specialists == set(here)
    assert here["worker"]["deploy"]["replicas"] == 2
    assert here["model"]["profiles"] == ["model"]


def test_our_own_containers_write_nothing_outside_their_data_and_may_nothing() -> None:
    for name, service in services().items():
        if service["image"].startswith("priorauth-"):
            assert service["read_only"] is True, name
            assert service["cap_drop"] == ["ALL"], name
            assert service["security_opt"] == ["no-new-privileges:true"], name
            mounted = [one.split(":")[0] for one in service["tmpfs"]] + [
                v.split(":")[1] for v in service.get("volumes", [])
            ]
            assert {"/tmp", "/data"} <= set(mounted), name


def test_nothing_is_published_to_other_machines() -> None:
    for name, service in services().items():
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), name


def test_every_file_that_is_mounted_exists_and_can_be_read() -> None:
    mounted = [one.split(":")[0] for s in services().values() for one in s.get("volumes", []) if one.startswith("./")]
    assert len(mounted) == 2
    for name in mounted:
        path = ROOT / name
        assert json.loads(path.read_text()) if path.suffix == ".json" else yaml.safe_load(path.read_text())


def test_the_issuer_is_named_alike_for_browsers_and_containers() -> None:
    here = services()
    issuer = here["api"]["environment"]["PRIORAUTH_OIDC_ISSUER"]
    [alias] = here["issuer"]["networks"]["inside"]["aliases"]
    port = here["issuer"]["environment"]["SERVER_PORT"]
    known = json.loads((ROOT / "docker" / "compose" / "issuer.json").read_text("utf-8"))["tokenCallbacks"][0][
        "issuerId"
    ]
    assert issuer == f"http://{alias}:{port}/{known}"


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_asks_for_nothing_it_does_not_need(path: Path) -> None:
    flow = yaml.safe_load(path.read_text("utf-8"))
    assert flow["permissions"] == {"contents": "read"}
    for name, job in flow["jobs"].items():
        assert job["timeout-minutes"] <= 90, name
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False, name


def test_continuous_integration_runs_what_a_contributor_runs() -> None:
    flow = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))
    assert ".ci/run" in [step.get("run") for step in flow["jobs"]["test"]["steps"]]


def test_the_development_container_sets_itself_up() -> None:
    told = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    assert told["postCreateCommand"] == "make setup"
