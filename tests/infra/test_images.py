"""The images: linted, unprivileged, locked, and started by commands that exist."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from orchestrator.cli import command_parsers, parser
from tests.infra.templates import ROOT, of_type

DOCKERFILES = tuple(sorted((ROOT / "docker").glob("*.Dockerfile")))
HADOLINT = Path(sys.executable).with_name("hadolint")


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.name)
def test_the_linter_of_dockerfiles_has_no_complaint(path: Path) -> None:
    done = subprocess.run([HADOLINT, "--format", "json", path], capture_output=True, text=True, timeout=60)
    assert json.loads(done.stdout) == []
    assert done.returncode == 0


def test_the_linter_would_complain(tmp_path: Path) -> None:
    bad = tmp_path / "Dockerfile"
    bad.write_text("FROM debian:latest\nRUN cd /x && sudo apt-get install curl\n")
    assert subprocess.run([HADOLINT, bad], capture_output=True, timeout=60).returncode == 1


@pytest.mark.parametrize("path", DOCKERFILES, ids=lambda path: path.name)
def test_an_image_is_built_from_the_lock_in_stages_and_runs_as_nobody_with_a_health_check(path: Path) -> None:
    text = path.read_text("utf-8")
    final = text[text.rindex("\nFROM ") :]
    assert text.count("FROM ") > 1
    assert all("--locked" in line for line in text.splitlines() if "uv sync" in line)
    assert re.search(r"^USER [1-9]\d*$", final, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK ", final, re.MULTILINE)
    assert "uv" not in re.findall(r"COPY --from=(\w+)", final)
    assert all(":" in source for source in re.findall(r"^FROM (\S+)", text, re.MULTILINE))


def test_nothing_enters_the_build_but_what_is_listed() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert "*" in ignored
    listed = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    for path in DOCKERFILES:
        for words in re.findall(r"^COPY (?!--from)(.+)$", path.read_text("utf-8"), re.MULTILINE):
            for source in words.split()[:-1]:
                assert source.strip("/").split("/")[0] in listed, f"{path.name}: {source}"


def in_compose() -> list[tuple[str, list[str]]]:
    services: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))["services"]
    return [(n, s["command"]) for n, s in services.items() if s.get("image") == "priorauth-engine"]


def in_azure() -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for kind in ("Microsoft.App/containerApps", "Microsoft.App/jobs"):
        for place, app in of_type(kind):
            words = app["properties"]["template"]["containers"][0]["args"]
            if isinstance(words, dict):
                words = [*words["function"]["parameters"]["arg_1"], "id-engine=00000000-0000-0000-0000-000000000001"]
            found.append((place, words))
    return found


def in_images() -> list[tuple[str, list[str]]]:
    [command] = re.findall(r"^CMD (\[\"serve.*)$", (ROOT / "docker/engine.Dockerfile").read_text("utf-8"), re.MULTILINE)
    return [("docker/engine.Dockerfile", json.loads(command))]


@pytest.mark.parametrize(("place", "words"), [*in_compose(), *in_azure(), *in_images()])
def test_every_command_of_the_engines_image_is_one_the_program_takes(place: str, words: list[str]) -> None:
    chosen = parser().parse_args(words)
    assert callable(chosen.run), place


@pytest.mark.skipif("agent" not in command_parsers(), reason="specialists are not offered as processes yet")
def test_the_agents_image_is_started_by_a_command_the_program_takes() -> None:
    text = (ROOT / "docker" / "agents.Dockerfile").read_text("utf-8")
    [command] = re.findall(r"^CMD (\[\"sh.*)$", text, re.MULTILINE)
    words = shlex.split(json.loads(command)[2].removeprefix("exec priorauth "))
    assert callable(parser().parse_args(["clinical" if "SPECIALIST" in word else word for word in words]).run)
