"""The keyboard map, key by key."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


def test_the_keys_that_work_everywhere_lead_where_the_list_says(page: Page, case: dict[str, Any]) -> None:
    page.goto("/rules")
    expect(page.get_by_role("heading", level=1, name="Rules")).to_be_visible()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(dialog.get_by_role("checkbox")).to_be_focused()
    page.keyboard.press("w")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("c")
    expect(page.get_by_role("heading", level=1, name="New case")).to_be_visible()
    page.keyboard.press("w")
    expect(page.get_by_role("heading", level=1, name="Worklist")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Find case number")).to_be_focused()
    page.keyboard.type(case["case_number"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Found")).to_be_visible()
    assert case["case_number"] not in page.url


def test_the_worklist_is_walked_filtered_and_opened_by_keys(page: Page, house: Any) -> None:
    house.review(patient_name="Synthetic First Person")
    house.review(patient_name="Synthetic Urgent Person", urgency="expedited")
    page.goto("/")
    rows = page.get_by_role("row")
    current = page.locator("tr[aria-current='true']")
    expect(current).to_have_count(1)
    first = current.inner_text()
    page.keyboard.press("j")
    expect(current).not_to_have_text(first)
    page.keyboard.press("k")
    assert current.inner_text() == first
    page.keyboard.press("u")
    expect(page.get_by_role("button", name="Urgent")).to_have_attribute("aria-pressed", "true")
    expect(rows.filter(has_text="Synthetic First Person")).to_have_count(0)
    page.keyboard.press("u")
    house.review(patient_name="Synthetic Late Person")
    page.evaluate("dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_role("button", name="1 change, show")).to_be_visible()
    assert rows.filter(has_text="Synthetic Late Person").count() == 0
    page.keyboard.press("r")
    expect(rows.filter(has_text="Synthetic Late Person")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Criteria")).to_be_visible()


def test_a_case_is_read_by_keys(page: Page, case: dict[str, Any]) -> None:
    page.goto(f"/case/{case['case_id']}")
    expect(page.locator("mark").first).to_be_visible()
    opened = page.get_by_role("button", expanded=True)
    page.keyboard.press("2")
    expect(opened).to_contain_text("2")
    page.keyboard.press("k")
    expect(opened).to_contain_text("1")
    page.keyboard.press("j")
    expect(page.locator("mark[data-level='current']").first).to_be_in_viewport()
    quotes = page.get_by_role("listitem").get_by_role("button", pressed=True)
    before = quotes.first.inner_text()
    page.keyboard.press("]")
    page.keyboard.press("[")
    assert quotes.first.inner_text() == before
    for tab in ("Checks", "Timeline", "Documents", "Criteria"):
        page.keyboard.press("t")
        expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("d")
    expect(page.get_by_role("complementary", name="Draft and decision")).to_be_focused()


def test_n_and_p_go_through_the_list_in_its_order_and_back_leads_to_the_same_view(page: Page, house: Any) -> None:
    names = [house.review(patient_name=f"Synthetic Paged {word}", urgency="expedited") for word in ("One", "Two")]
    page.goto("/?urgency=expedited")
    expect(page.locator("tr[aria-current='true']")).to_have_count(1)
    order = page.locator("tbody th a").all_inner_texts()
    assert {one["case_number"] for one in names} <= set(order)
    page.keyboard.press("Enter")
    expect(page).to_have_title(f"Case {order[0]}")
    page.keyboard.press("p")
    expect(page.get_by_role("status").filter(has_text="first case of the list")).to_have_count(1)
    page.keyboard.press("n")
    expect(page).to_have_title(f"Case {order[1]}")
    expect(page.get_by_text(f"2 of {len(order)}")).to_be_visible()
    page.keyboard.press("p")
    expect(page).to_have_title(f"Case {order[0]}")
    page.keyboard.press("w")
    expect(page.get_by_role("button", name="Urgent")).to_have_attribute("aria-pressed", "true")


def test_single_keys_can_be_turned_off_and_stay_off(page: Page) -> None:
    page.goto("/rules")
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("checkbox", name="Single keys act").uncheck()
    page.keyboard.press("Escape")
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Rules")).to_be_visible()
    page.keyboard.press("w")
    expect(page.get_by_role("heading", level=1, name="Rules")).to_be_visible()


def test_nothing_of_a_patient_is_kept_by_the_browser_or_told_by_title_and_address(
    page: Page, case: dict[str, Any]
) -> None:
    page.goto(f"/case/{case['case_id']}")
    expect(page.locator("mark").first).to_be_visible()
    kept = page.evaluate(
        "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), document.cookie])"
    )
    assert kept == '[[],[],""]'
    assert case["request"]["patient_name"] not in page.title() + page.url
