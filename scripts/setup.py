"""Install the locked dependencies into `.venv`, with the Python that runs this; needs nothing but that Python and pip.

Where no usable uv is found, one is put into `.uv` inside the project. No interpreter is ever downloaded.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PRIVATE_UV = ROOT / ".uv"
LEAST_UV = (0, 9)
PACKAGES = ("priorauth", "agents", "mcp_servers", "orchestrator")
UV_REQUIREMENT = "uv>=0.9,<1"


class SetupRefused(Exception):
    """The project cannot be set up here; the message says what to do."""


def interpreter() -> str:
    """The Python behind this one: not a virtual environment's link, which may be the very one about to be replaced."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def candidates() -> Iterator[list[str]]:
    """Ways to call uv, the project's own first."""
    yield [str(PRIVATE_UV / "bin" / "uv")]
    if on_path := shutil.which("uv"):
        yield [on_path]
    yield [sys.executable, "-m", "uv"]


def version_of(command: list[str]) -> tuple[int, int] | None:
    """The version a way to call uv answers with, or None: a shim may be there and yet fail."""
    try:
        answer = subprocess.run([*command, "--version"], capture_output=True, text=True, timeout=60, check=True).stdout
        major, minor = answer.split()[1].split(".")[:2]
        return int(major), int(minor)
    except (OSError, subprocess.SubprocessError, ValueError, IndexError):
        return None


def find_uv() -> list[str] | None:
    """The first way to call uv that works and is new enough for the lock file."""
    for command in candidates():
        version = version_of(command)
        if version is not None and version >= LEAST_UV:
            return command
    return None


def install_uv() -> list[str]:
    """Put uv into the project with pip. Raises SetupRefused when there is no pip or it fails."""
    print(f"No uv found; installing one into {PRIVATE_UV.name}/", flush=True)
    shutil.rmtree(PRIVATE_UV, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    # A folder of its own is the one target that pip also accepts where the system's Python is managed from outside.
    if subprocess.run([*pip, "--target", str(PRIVATE_UV), UV_REQUIREMENT]).returncode:
        raise SetupRefused(f"{sys.executable} has no working pip: install pip, or uv itself, and try again")
    command = find_uv()
    if command is None:
        raise SetupRefused("uv was installed but does not run here")
    return command


def sync(uv: list[str]) -> None:
    """Bring `.venv` to what the lock file says."""
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    environment |= {
        "UV_PYTHON": interpreter(),
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_PROJECT_ENVIRONMENT": str(ROOT / ".venv"),
    }
    # Compiled now, so that no start has to, also where Python may not write beside its sources.
    if subprocess.run([*uv, "sync", "--frozen", "--quiet", "--compile-bytecode"], cwd=ROOT, env=environment).returncode:
        raise SetupRefused("the dependencies could not be installed; what went wrong stands above")
    subprocess.run([str(ROOT / ".venv" / "bin" / "python"), "-m", "compileall", "-q", *PACKAGES], cwd=ROOT)


def main() -> int:
    try:
        sync(find_uv() or install_uv())
    except SetupRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
