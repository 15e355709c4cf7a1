"""What a first visit may cost."""

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from orchestrator.api.ui import WEB

FRONTEND = Path(__file__).parents[2] / "frontend"
ASSETS = WEB / "assets"


def needed_at_once(*names: str) -> set[Path]:
    """These scripts and all they import without being asked."""
    held = set[Path]()
    waiting = [path for name in names for path in ASSETS.glob(f"{name}-*.js")]
    while waiting:
        path = waiting.pop()
        if path not in held:
            held.add(path)
            waiting.extend(ASSETS / name for name in re.findall(r'(?:from|import)"\./([^"]+\.js)"', path.read_text()))
    return held


def styles(*names: str) -> Iterator[Path]:
    """The page's own sheets and those that come with these scripts."""
    for sheet in re.findall(r"/assets/([^\"]+\.css)", (WEB / "index.html").read_text()):
        yield ASSETS / sheet
    for name in names:
        yield from ASSETS.glob(f"{name}-*.css")


def kilobytes(paths: set[Path]) -> float:
    return sum(len(gzip.compress(path.read_bytes())) for path in paths) / 1000


@pytest.mark.skipif(not (WEB / "index.html").is_file(), reason="needs the bundle that `make web` builds")
def test_opening_a_case_first_costs_at_most_120_kb_of_script_and_15_of_style() -> None:
    scripts = needed_at_once("index", "start", "CasePage")
    assert len(scripts) > 1
    assert kilobytes(scripts) <= 120
    assert kilobytes(set(styles("start", "CasePage"))) <= 15


def test_at_most_twelve_packages_reach_the_browser() -> None:
    packages = json.loads((FRONTEND / "package-lock.json").read_text("utf-8"))["packages"]
    shipped = [name for name, one in packages.items() if name and not one.get("dev") and not one.get("devOptional")]
    assert len(shipped) <= 12, shipped
