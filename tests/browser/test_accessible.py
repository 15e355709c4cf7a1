"""Every screen in every state, at three widths: no finding of axe, no sideways scroll."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser
WIDTHS = (1440, 1024, 320)
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
STUDY = (
    "SLEEP STUDY:\nIn-lab polysomnography on 2026-09-14 showed an AHI of 22 events per hour over 6.4 hours of sleep."
)


def findings(page: Page) -> list[tuple[str, str, list[str]]]:
    """What axe has against the page as it stands; the page's context bypasses the content policy."""
    page.add_script_tag(path=AXE)
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    return [(one["id"], one["help"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found]


@pytest.fixture(params=WIDTHS)
def check(request: pytest.FixtureRequest, opened: Any) -> Generator[tuple[Page, Callable[[str], None]]]:
    """A page of one width, and what tells of a state of it what is wrong."""
    page: Page = opened(width=request.param, bypass_csp=True, tolerate="Failed to load resource")
    wrong: list[tuple[str, Any]] = []

    def told(state: str) -> None:
        wrong.extend((state, one) for one in findings(page))
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > request.param:
            wrong.append((state, f"scrolls sideways to {wide}"))

    yield page, told
    assert wrong == []
