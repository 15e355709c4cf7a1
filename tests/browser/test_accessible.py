"""Every screen in every state, at three widths: no finding of axe, no sideways scroll."""

from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
WIDTHS = (1440, 1024, 320)
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
THIN = "HISTORY:\nSynthetic patient seen on 2026-08-20 for loud snoring and daytime sleepiness.\n"
Check = Callable[[str], None]


@pytest.fixture(params=WIDTHS)
def seen(request: pytest.FixtureRequest, opened: Any) -> Generator[tuple[Page, Check]]:
    """A page of one width, and what looks at a state of it. All that is wrong is told at the end."""
    page: Page = opened(width=request.param, bypass_csp=True, tolerate="Failed to load resource")
    wrong: list[tuple[Any, ...]] = []

    def check(state: str) -> None:
        page.add_script_tag(path=AXE)
        found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run()).violations")
        wrong.extend((state, one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > request.param:
            wrong.append((state, f"scrolls sideways to {wide}"))

    yield page, check
    assert wrong == []


def test_every_place_and_dialog_of_the_frame(seen: tuple[Page, Check], case: dict[str, Any]) -> None:
    page, check = seen
    page.goto("/")
    expect(page.get_by_role("link", name=case["case_number"])).to_be_visible()
    check("worklist")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    check("shortcuts")
    page.goto("/?view=medical_director")
    expect(page.get_by_text("No open cases in this view.")).to_be_visible()
    check("empty worklist")
    page.goto("/new")
    page.get_by_role("button", name="Start review").click()
    expect(page.get_by_text("Name is missing.")).to_be_visible()
    check("new case with faults")
    page.goto("/rules")
    expect(page.get_by_role("link", name="L33718")).to_be_visible()
    check("rules")
    page.goto("/rules/L33718")
    expect(page.get_by_role("table").first).to_be_attached()
    check("rule")
    page.goto("/metrics")
    expect(page.get_by_text("Decided on time")).to_be_visible()
    check("metrics")
    page.goto("/nowhere")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    check("no page")
    page.route("**/api/**", lambda route: route.fulfill(status=401, json={"type": "/problems/unauthenticated"}))
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in to go on")).to_be_visible()
    check("signed out")


def test_every_state_of_a_case(seen: tuple[Page, Check], house: Any) -> None:
    page, check = seen
    name = f"Synthetic {page.viewport_size} Person"
    case = house.review(clinical_notes=THIN, patient_name=name, urgency="expedited")
    page.goto(f"/case/{case['case_id']}")
    expect(page.locator("mark").first).to_be_visible()
    page.keyboard.press("2")
    page.get_by_role("button", name="Find in the record").click()
    page.get_by_role("searchbox", name="Find in the record").fill("snoring")
    check("case with a criterion open and words sought")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("a")
    check("drawer, accepting")
    page.keyboard.press("l")
    expect(page.get_by_role("dialog")).to_contain_text(name)
    check("letter before signing")
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    page.get_by_role("radio", name="Deny", exact=True).check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("At least 20 characters of reason.")).to_be_visible()
    check("denial with faults")
    page.get_by_role("radio", name="Approve with changes").check()
    page.get_by_label("Outcome of E0601").select_option("approved_modified")
    check("changes")
    for tab in ("Checks", "Timeline", "Documents"):
        page.keyboard.press("Escape")
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tabpanel").get_by_role("list").first).to_be_visible()
        check(tab)
    page.keyboard.press("d")
    page.get_by_role("button", name="Add information").click()
    expect(page.get_by_role("dialog", name="Add information")).to_be_visible()
    check("adding information")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Extend").click()
    expect(page.get_by_role("dialog", name="Extend the clock")).to_be_visible()
    check("extending")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog", name="Ask for information")).to_be_visible()
    check("signing")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Information requested")).to_be_visible()
    check("information requested")


def test_a_run_and_the_review_that_follows_a_document(seen: tuple[Page, Check], house: Any) -> None:
    page, check = seen
    house.gate.clear()
    try:
        case = house.submit(clinical_notes=THIN, patient_name="Synthetic Running Person")
        page.goto(f"/case/{case['case_id']}")
        expect(page.get_by_text("Live", exact=True)).to_be_visible()
        check("running")
    finally:
        house.gate.set()
    expect(page.get_by_role("tab", name="Criteria")).to_be_visible()
    house.post(
        f"/api/cases/{case['case_id']}/documents", {"text": "SLEEP STUDY:\nPolysomnography on 2026-09-14: AHI 22."}
    )
    page.reload()
    expect(page.locator("summary").filter(has_text="What changed")).to_be_visible()
    check("what changed")
