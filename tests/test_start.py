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
NOT_AT_ONCE = ("alembic", "httpcore2", "joserfc", "PIL", "pygments", "reportlab", "rich")


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


def test_the_engine_loads_what_prints_migrates_signs_in_and_calls_out_only_where_it_is_needed() -> None:
    assert loaded_by("import orchestrator.app", NOT_AT_ONCE) == "[]"
