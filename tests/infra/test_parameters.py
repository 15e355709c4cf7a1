"""Infrastructure and settings know the same names: what is passed exists, and what exists is passed or has a reason."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from orchestrator.settings import PREFIX, Settings
from tests.infra.templates import INFRA, ROOT, parsed

APPS = tuple(sorted((INFRA / "apps").glob("*.parameters.json")))
COMPOSE = ROOT / "docker-compose.yml"
SETTINGS = {f"{PREFIX}{name}".upper() for name in Settings.model_fields}
# Settings that no deployment passes, each for a reason that docs/deploy.md gives.
LEFT_OUT = {
    "PRIORAUTH_MODEL_API_KEY": "the machine's identity signs in",
    "PRIORAUTH_LABELLED_DIR": "labelled cases are no part of the image",
    **{
        f"PRIORAUTH_MCP_{name}_HEADER": "the shared token of data servers is passed instead"
        for name in ("ICD10_CODES", "NPI_REGISTRY", "CMS_COVERAGE", "PUBMED", "CLINICAL_TRIALS")
    },
}
# What azd gives and what it writes for a service.
AZD = re.compile(
    r"AZURE_(ENV_NAME|LOCATION|SUBSCRIPTION_ID|TENANT_ID|PRINCIPAL_ID|PRINCIPAL_TYPE)|SERVICE_\w+_IMAGE_NAME"
)
# What an operator may set with `azd env set`; each has a default, or the pre-flight hook asks for it.
OPERATOR = re.compile(
    r"PRIORAUTH_\w+|MODEL_(NAME|VERSION|SKU|CAPACITY)|POSTGRES_(LOCATION|SKU|TIER|STANDBY|BACKUP_DAYS)"
    r"|(API|WORKER)_(MIN|MAX)_REPLICAS|KEY_VAULT_PURGE_PROTECTION|ALERT_EMAIL"
)


def values(path: Path) -> dict[str, Any]:
    return {name: one["value"] for name, one in json.loads(path.read_text("utf-8"))["parameters"].items()}


def passed(path: Path) -> set[str]:
    """The names of the environment that a process of this template is started with."""
    given = values(path)
    named = {one["name"] for one in given.get("settings", [])} | {one["setting"] for one in given.get("secrets", [])}
    own = re.findall(r"name: '([A-Z_]+)'", path.with_suffix("").with_suffix(".bicep").read_text("utf-8"))
    return named | set(own)


def engine_image() -> set[str]:
    return set(re.findall(r"(PRIORAUTH_\w+)=", (ROOT / "docker" / "engine.Dockerfile").read_text("utf-8")))


@pytest.mark.parametrize("path", APPS, ids=lambda path: path.name)
def test_every_variable_that_is_passed_is_a_setting(path: Path) -> None:
    ours = {name for name in passed(path) if name.startswith(PREFIX)}
    assert ours
    assert ours <= SETTINGS


def test_every_setting_is_passed_or_left_out_for_a_reason() -> None:
    everywhere = engine_image().union(*(passed(path) for path in APPS))
    assert SETTINGS - everywhere == set(LEFT_OUT)


def test_the_api_and_its_workers_are_given_the_same_settings() -> None:
    api, worker = (values(INFRA / "apps" / f"{name}.parameters.json") for name in ("api", "worker"))
    assert api["settings"] == worker["settings"]
    assert api["secrets"] == worker["secrets"]


@pytest.mark.parametrize("path", (INFRA / "main.parameters.json", *APPS), ids=lambda path: path.name)
def test_every_template_is_given_exactly_the_parameters_it_asks_for(path: Path) -> None:
    asked = parsed(path.with_suffix("").with_suffix(".bicep"))["parameters"]
    given = set(values(path))
    assert given <= set(asked)
    assert {name for name, one in asked.items() if one["default"] is None} <= given


@pytest.mark.parametrize("path", (INFRA / "main.parameters.json", *APPS), ids=lambda path: path.name)
def test_every_placeholder_is_given_by_azd_by_an_output_or_by_the_operator(path: Path) -> None:
    outputs = set(parsed(INFRA / "main.bicep")["outputs"])
    for name in re.findall(r"\$\{(\w+)", path.read_text("utf-8")):
        assert name in outputs or AZD.fullmatch(name) or OPERATOR.fullmatch(name), name


def test_every_output_named_like_a_setting_is_one() -> None:
    outputs = {name for name in parsed(INFRA / "main.bicep")["outputs"] if name.startswith(PREFIX)}
    assert outputs
    assert outputs <= SETTINGS


def test_the_keys_that_a_hook_makes_are_the_keys_that_processes_read() -> None:
    text = (INFRA / "hooks" / "keys.py").read_text("utf-8")
    read = {one["name"] for one in values(INFRA / "apps" / "api.parameters.json")["secrets"]}
    assert all(f'"{name}"' in text for name in read)


def test_the_settings_of_the_local_composition_are_settings() -> None:
    composition = yaml.safe_load(COMPOSE.read_text("utf-8"))
    for name, service in composition["services"].items():
        ours = {one for one in service.get("environment", {}) if one.startswith(PREFIX)}
        assert ours <= SETTINGS, name
