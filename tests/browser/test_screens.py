"""The screens in a real browser: by keyboard alone, by form, and by the rules of accessibility."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = (1440, 1024, 320)


def test_from_the_worklist_to_the_words_in_the_record_by_keyboard_alone(page: Page, case: dict[str, Any]) -> None:
    page.goto("/")
    expect(page.get_by_role("link", name=case["case_number"])).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Synthetic Person Example")).to_be_focused()
    expect(page.locator("mark").first).to_be_visible()
    page.keyboard.press("1")
    row = page.get_by_role("button", expanded=True).filter(has_text="1")
    expect(row.first).to_be_visible()
    current = page.locator('mark[data-level="current"]').first
    expect(current).to_be_in_viewport()
    quoted = page.locator('button[aria-pressed="true"]').filter(has_text="“").first
    assert "".join(current.all_inner_texts()).split()[0] in quoted.inner_text()
    assert case["request"]["clinical_notes"].find(current.inner_text().split("\n")[0][:20]) >= 0


def test_a_case_typed_in_by_form_becomes_its_review_on_the_same_page(page: Page, case: dict[str, Any]) -> None:
    page.goto("/new")
    page.get_by_role("button", name="Start review").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    expect(page.get_by_text("Name is missing.")).to_be_visible()
    page.get_by_role("button", name="Load sample case").click()
    page.get_by_role("button", name="Start review").click()
    expect(page.get_by_role("heading", level=1, name="Synthetic Sample Person")).to_be_visible()
    expect(page.get_by_role("tab", name="Criteria")).to_be_visible(timeout=30_000)
    expect(page.locator("mark").first).to_be_visible()


def test_a_case_nobody_holds_says_so_and_keeps_the_frame(address: str, chromium: Browser) -> None:
    page = chromium.new_page(base_url=address)
    page.goto("/case/00000000-0000-0000-0000-000000000000")
    expect(page.get_by_role("alert")).to_contain_text("there is nothing here")
    expect(page.get_by_role("link", name="Worklist")).to_be_visible()
    page.close()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("screen", ["worklist", "case", "checks", "timeline", "documents", "new", "rules", "rule"])
def test_a_screen_has_no_accessibility_finding_and_does_not_scroll_sideways(
    screen: str, width: int, address: str, chromium: Browser, case: dict[str, Any]
) -> None:
    if not AXE.is_file():
        pytest.skip("needs `make web`")
    tabs = {tab: f"/case/{case['case_id']}?tab={tab}" for tab in ("checks", "timeline", "documents")}
    places = {"worklist": "/", "case": f"/case/{case['case_id']}", "new": "/new", "rules": "/rules", **tabs}
    context = chromium.new_context(base_url=address, viewport={"width": width, "height": 900}, bypass_csp=True)
    page = context.new_page()
    page.goto(places.get(screen, "/rules/L33718"))
    page.wait_for_load_state("networkidle")
    if screen == "case":
        page.keyboard.press("1")
    page.add_script_tag(path=AXE)
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
    told = [(one["id"], one["help"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found]
    assert told == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
