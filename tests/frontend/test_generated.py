"""What the web UI knows of the API is generated from the API's own description, and is fresh."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from orchestrator.api.door import routes

FRONTEND = Path(__file__).parents[2] / "frontend"
GENERATOR = FRONTEND / "node_modules" / ".bin" / "openapi-typescript"


def test_the_description_the_ui_is_generated_from_is_the_one_the_server_gives() -> None:
    held = json.loads((FRONTEND / "openapi.json").read_text("utf-8"))
    assert held == routes().openapi(), "run `make api-types`"


@pytest.mark.skipif(not GENERATOR.exists() or shutil.which("node") is None, reason="needs Node and `make web`")
def test_the_types_are_what_the_generator_makes_of_it(tmp_path: Path) -> None:
    made = tmp_path / "schema.ts"
    arguments = ["openapi.json", "--output", str(made), "--default-non-nullable=false"]
    subprocess.run([str(GENERATOR), *arguments], cwd=FRONTEND, check=True, capture_output=True)
    assert made.read_text("utf-8") == (FRONTEND / "src" / "api" / "schema.ts").read_text("utf-8"), "run `make api-types`"
