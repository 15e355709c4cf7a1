"""What the two commands of the README do, in their order."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


def steps(target: str) -> list[str]:
    """The commands `make TARGET` would run."""
    told = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    return told.stdout.splitlines()


def place(commands: list[str], words: str) -> int:
    return next(n for n, command in enumerate(commands) if words in command)


def test_make_run_builds_the_web_ui_before_the_engine_starts() -> None:
    commands = steps("run")
    assert place(commands, "scripts/build_frontend.py") < place(commands, "priorauth serve --sample")


def test_make_run_starts_the_engine_even_where_the_web_ui_cannot_be_built() -> None:
    building = next(command for command in steps("run") if "scripts/build_frontend.py" in command)
    assert "|| echo" in building


def test_make_test_checks_the_web_ui_and_builds_it_before_a_browser_opens_it() -> None:
    commands = steps("test")
    assert place(commands, "build_frontend.py --check") < place(commands, "pytest tests/browser")
