"""Programs of the operating system: what is missing, and what follows from it."""

from pathlib import Path

import pytest

from scripts import system_packages
from scripts.system_packages import Package


def test_the_list_is_read_without_its_remarks() -> None:
    listed = system_packages.parse("# a remark\n\npostgresql initdb /usr/lib/*/initdb # why\nmake make\n")
    assert listed == (Package("postgresql", ("initdb", "/usr/lib/*/initdb")), Package("make", ("make",)))


def test_every_package_of_the_real_list_has_a_sign() -> None:
    assert all(package.signs for package in system_packages.parse(system_packages.LIST.read_text("utf-8")))


def test_one_sign_is_enough(tmp_path: Path) -> None:
    (tmp_path / "15").mkdir()
    (tmp_path / "15" / "initdb").touch()
    assert Package("a", ("no-such-program", f"{tmp_path}/*/initdb")).is_there()
    assert not Package("b", ("no-such-program", f"{tmp_path}/*/absent")).is_there()


@pytest.fixture
def one_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list of one package whose sign is a file that is not there yet."""
    (tmp_path / "list.txt").write_text(f"imaginary {tmp_path}/sign\n")
    monkeypatch.setattr(system_packages, "LIST", tmp_path / "list.txt")
    return tmp_path / "sign"


def test_outside_ci_a_missing_program_is_said_and_nothing_installed(
    one_missing: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert system_packages.main() == 0
    assert "imaginary" in capsys.readouterr().out
    assert not one_missing.exists()


def test_in_ci_a_program_that_cannot_be_installed_fails_the_run(
    one_missing: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system_packages.main() == 1


def test_in_ci_the_index_is_renewed_once_and_then_the_missing_installed(
    one_missing: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log = tmp_path / "calls"
    tools = tmp_path / "tools"
    tools.mkdir()
    call = f'#!/bin/sh\necho "$@" >>{log}\ncase "$*" in *install*) : >{one_missing};; esac\n'
    apt, sudo = tools / "apt-get", tools / "sudo"
    apt.write_text(call)
    sudo.write_text('#!/bin/sh\nshift 2\nexec "$@"\n')
    apt.chmod(0o755)
    sudo.chmod(0o755)
    monkeypatch.setenv("CI", "true")
    monkeypatch.setenv("PATH", f"{tools}:/bin:/usr/bin")
    assert system_packages.main() == 0
    update, install = log.read_text().splitlines()
    assert update.endswith("update")
    assert install.endswith("--no-install-recommends imaginary")
