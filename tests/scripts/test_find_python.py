"""The first Python that runs is found, whatever else bears its name."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FINDER = Path(__file__).parents[2] / "scripts" / "find-python"
NEW, OLD, BROKEN = f'exec "{sys.executable}" "$@"', "exit 1", 'echo "shim: not installed" >&2; exit 127'


def program(folder: Path, name: str, script: str) -> None:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def found(*folders: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.pathsep.join(map(str, folders))}
    return subprocess.run(["/bin/sh", FINDER], env=environment, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("name", ["python3", "python", "python3.13"])
def test_a_shim_is_asked_for_the_interpreter_behind_it(tmp_path: Path, name: str) -> None:
    program(tmp_path / "shims", name, NEW)
    assert found(tmp_path / "shims").stdout.strip() == sys.executable


@pytest.mark.parametrize("first", [OLD, BROKEN], ids=["too old", "broken"])
def test_a_python_that_is_too_old_or_broken_is_passed_over(tmp_path: Path, first: str) -> None:
    program(tmp_path / "a", "python3", first)
    program(tmp_path / "b c", "python3", NEW)
    assert found(tmp_path / "a", tmp_path / "missing", tmp_path / "b c").stdout.strip() == sys.executable


def test_no_python_at_all_is_said_in_a_sentence(tmp_path: Path) -> None:
    program(tmp_path / "a", "python3", OLD)
    finished = found(tmp_path / "a")
    assert finished.returncode == 1
    assert "3.11" in finished.stderr
