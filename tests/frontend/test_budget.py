"""What a first visit may cost."""

import gzip
import json
from pathlib import Path

import pytest

from orchestrator.api.ui import WEB

FRONTEND = Path(__file__).parents[2] / "frontend"


def kilobytes(*patterns: str) -> float:
    held = {one for pattern in patterns for one in (WEB / "assets").glob(pattern)}
    return sum(len(gzip.compress(one.read_bytes())) for one in held) / 1000


@pytest.mark.skipif(not (WEB / "index.html").is_file(), reason="needs the bundle that `make web` builds")
def test_opening_a_case_first_costs_at_most_120_kb_of_script_and_15_of_style() -> None:
    assert kilobytes("index-*.js", "CasePage-*.js", "useMutation-*.js") <= 120
    assert kilobytes("index-*.css", "CasePage-*.css") <= 15


def test_at_most_twelve_packages_reach_the_browser() -> None:
    packages = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))["packages"]
    shipped = [name for name, one in packages.items() if name and not one.get("dev") and not one.get("devOptional")]
    assert len(shipped) <= 12, shipped
