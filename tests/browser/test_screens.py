"""Screens by form, by dropped file, and where there is nothing to show."""

import base64
import re
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from reportlab.pdfgen.canvas import Canvas

pytestmark = pytest.mark.browser

DROP = """([name, content]) => {
    const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
    const held = new DataTransfer();
    held.items.add(new File([bytes], name, { type: "application/pdf" }));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
}"""


def a_pdf(*lines: str) -> str:
    """One page with these lines, or an empty one."""
    held = BytesIO()
    canvas = Canvas(held)
    for at, line in enumerate(lines):
        canvas.drawString(72, 720 - 20 * at, line)
    canvas.showPage()
    canvas.save()
    return base64.b64encode(held.getvalue()).decode()


def test_a_case_typed_in_by_form_becomes_its_review_on_the_same_page(page: Page) -> None:
    page.goto("/new")
    page.get_by_role("button", name="Start review").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    expect(page.get_by_text("Name is missing.")).to_be_visible()
    page.get_by_role("button", name="Load sample case").click()
    page.get_by_role("button", name="Start review").click()
    expect(page.get_by_role("heading", level=1, name="Synthetic Sample Person")).to_be_visible()
    expect(page.get_by_role("tab", name="Criteria")).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()


def test_a_pdf_dropped_anywhere_on_the_form_is_sent_and_read_with_the_case(page: Page) -> None:
    page.goto("/new")
    page.get_by_role("button", name="Load sample case").click()
    page.get_by_label("Name", exact=True).fill("Synthetic Dropped Person")
    page.evaluate(DROP, ["sleep-study.pdf", a_pdf("Synthetic sleep study, AHI of 22 events per hour.")])
    expect(page.get_by_text("1 page, 1 KB, has text")).to_be_visible()
    page.get_by_role("button", name="Start review").click()
    page.get_by_role("tab", name="Documents").click()
    expect(page.get_by_text(re.compile(r"1 page · \d+ characters"))).to_be_visible()
    with page.expect_response("**/documents/2/content") as framed:
        page.get_by_role("button", name="Show sleep-study.pdf").click()
    assert framed.value.headers["content-type"] == "application/pdf"
    expect(page.locator("iframe[title='sleep-study.pdf']")).to_be_visible()


def test_a_case_nobody_holds_says_so_and_offers_the_way_back(opened: Any) -> None:
    page = opened(tolerate="404")
    page.goto("/case/00000000-0000-0000-0000-000000000000")
    expect(page.get_by_role("heading", level=1)).to_contain_text("There is nothing here")
    page.get_by_role("main").get_by_role("link", name="Worklist").click()
    expect(page.get_by_role("heading", level=1, name="Worklist")).to_be_visible()


def test_an_address_without_a_page_says_so(page: Page) -> None:
    page.goto("/nowhere")
    expect(page.get_by_role("heading", level=1, name="There is no page at this address")).to_be_focused()


def test_a_worklist_without_cases_names_the_one_next_act(page: Page, case: dict[str, Any]) -> None:
    page.goto("/?view=medical_director")
    expect(page.get_by_text("No open cases in this view.")).to_be_visible()
    page.get_by_role("button", name="Show all open").click()
    expect(page.get_by_role("link", name=case["case_number"])).to_be_visible()


def test_a_server_that_does_not_answer_leaves_the_frame_and_a_way_on(opened: Any, case: dict[str, Any]) -> None:
    page = opened(tolerate="Failed to load resource")
    page.route("**/api/cases/*/documents/1", lambda route: route.abort())
    page.goto(f"/case/{case['case_id']}")
    expect(page.get_by_role("alert")).to_contain_text("Note: the server did not answer")
    expect(page.get_by_role("tab", name="Criteria")).to_be_visible()
    page.unroute("**/api/cases/*/documents/1")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator("mark").first).to_be_visible()
