"""How little is loaded before anything is asked for."""

import subprocess
import sys

import pytest

HEAVY = (
    "agent_framework",
    "dbos",
    "fastapi",
    "mcp",
    "openai",
    "pydantic",
    "reportlab",
    "rich",
    "sqlalchemy",
    "starlette",
)


def loaded_by(statement: str, names: tuple[str, ...]) -> str:
    script = f"{statement}\nimport sys\nprint([name for name in {names!r} if name in sys.modules])"
    finished = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    return finished.stdout.strip()


def test_help_loads_no_library() -> None:
    assert loaded_by("from orchestrator.cli import parser; parser().format_help()", HEAVY) == "[]"


@pytest.mark.parametrize("room", ["priorauth", "priorauth.codes", "priorauth.deadlines", "priorauth.intake"])
def test_the_vocabulary_loads_no_web_model_or_database_library(room: str) -> None:
    outside = tuple(name for name in HEAVY if name != "pydantic")
    assert loaded_by(f"import {room}", outside) == "[]"


def test_the_engine_loads_what_writes_pages_and_what_migrates_only_where_they_are_needed() -> None:
    assert loaded_by("import orchestrator.app", ("alembic", "pygments", "reportlab", "PIL", "rich")) == "[]"
