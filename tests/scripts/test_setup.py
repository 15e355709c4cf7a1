"""How uv is found."""

from pathlib import Path

import pytest

from scripts import setup


def tool(folder: Path, script: str) -> str:
    path = folder / "uv"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_a_shim_that_fails_is_no_uv(tmp_path: Path) -> None:
    assert setup.version_of([tool(tmp_path, "exit 127")]) is None
    assert setup.version_of([tool(tmp_path, "echo something else entirely")]) is None
    assert setup.version_of([str(tmp_path / "absent")]) is None


@pytest.mark.parametrize(("version", "usable"), [("0.8.9", False), ("0.9.0", True), ("0.13.8", True), ("1.0.0", True)])
def test_a_uv_too_old_for_the_lock_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, usable: bool
) -> None:
    command = [tool(tmp_path, f"echo uv {version}")]
    monkeypatch.setattr(setup, "candidates", lambda: iter([command]))
    assert setup.find_uv() == (command if usable else None)


def test_the_interpreter_handed_on_is_not_a_virtual_environments_link() -> None:
    assert ".venv" not in Path(setup.interpreter()).parts
