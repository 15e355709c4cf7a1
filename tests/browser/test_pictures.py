"""The walk through the screens that the documentation shows. `make pictures` keeps what is seen here."""

import json
import os
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
SEEN = Path(__file__).parents[2] / "evals" / "seen"
LISTED = ("lung", "oncology", "cardiac", "neuro", "bariatric", "dme", "ent", "mobility")
LARGEST = 150_000


def labelled(tag: str) -> dict[str, Any]:
    """The request of a labelled case; nobody in it is real."""
    return json.loads(min((SEEN / tag).glob("*.json")).read_text("utf-8"))["request"]


def test_the_walk_from_the_worklist_to_the_figures_can_be_shown(page: Page, house: Any, tmp_path: Path) -> None:
    folder = Path(os.environ.get("PICTURES", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)

    def keep(name: str) -> None:
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        path = folder / f"{name}.png"
        Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))).quantize(128).save(
            path, optimize=True
        )
        assert path.stat().st_size < LARGEST

    for tag in LISTED:
        house.post("/api/cases", labelled(tag))
    case = house.review(**labelled("joint"))
    page.goto("/?view=all_open")
    expect(page.get_by_role("link", name=case["case_number"])).to_be_visible()
    expect(page.get_by_text("Draft: pend")).to_be_visible()
    keep("worklist")
    page.goto("/new")
    page.get_by_role("button", name="Load sample case").click()
    expect(page.get_by_text("Ready to send")).to_be_visible()
    keep("new-case")
    page.goto(f"/case/{case['case_id']}")
    expect(page.locator("mark").first).to_be_visible()
    page.keyboard.press("4")
    expect(page.locator("mark[data-level='current']").first).to_be_in_viewport()
    keep("case")
    page.keyboard.press("o")
    page.get_by_role("radio", name="Approve", exact=True).check()
    page.get_by_label("Rationale").fill("The surgeon's office sent the missing record while we spoke.")
    keep("override")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog", name="Sign and record")).to_be_visible()
    keep("sign")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Approved")).to_be_visible()
    page.keyboard.press("l")
    page.get_by_role("dialog").get_by_role("button", name="As plain text").click()
    expect(page.get_by_role("region", name="Text of the letter")).to_be_visible()
    keep("letter")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Timeline").click()
    expect(page.get_by_text("Record intact")).to_be_visible()
    keep("timeline")
    page.goto("/rules/L33718")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Positive airway pressure")
    keep("rule")
    page.goto("/metrics")
    expect(page.get_by_text("Decided on time")).to_be_visible()
    keep("metrics")
