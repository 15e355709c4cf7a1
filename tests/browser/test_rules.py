"""An edited rule tried in the rules screen: what changes, in which direction, and mistakes by line."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
WHAT_IF = "/rules/what-if?rule=NCD%20240.4"
FIRST_TIME = 90_000
"""The process that tries rules begins with the first question."""


def edit(page: Page, found: str, put: str) -> None:
    area = page.get_by_label("Text of the rule file")
    text = area.input_value()
    assert found in text
    area.fill(text.replace(found, put))


def test_a_stricter_rule_is_tried_on_past_cases_from_its_own_page(page: Page, house: Any) -> None:
    case = house.review(patient_name="Synthetic Tried Person")
    page.goto("/rules/NCD 240.4")
    page.get_by_role("link", name="What if it read otherwise").click()
    expect(page.get_by_text("As in force")).to_be_visible()
    edit(page, "AHI or RDI at least 15", "AHI or RDI at least 40")
    expect(page.get_by_text("1 line changed")).to_be_visible()
    page.keyboard.press("Control+Enter")
    away = page.get_by_role("region", name="Away from approval")
    row = away.get_by_role("group").filter(has_text=case["case_number"])
    expect(row).to_contain_text("Approve → Pend", timeout=FIRST_TIME)
    expect(page.get_by_text("looked at. Rulebook")).to_be_visible()
    if row.get_attribute("open") is None:
        row.get_by_text(case["case_number"]).click()
    expect(row.get_by_role("listitem").filter(has_text="NCD 240.4 C5")).to_contain_text("Met →")
    expect(page.get_by_role("region", name="Unsafe")).to_have_count(0)
    page.get_by_role("button", name="Undo all edits").click()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("No case comes out otherwise")).to_be_visible()


def test_a_mistake_in_an_edited_rule_is_named_by_its_line_and_can_be_gone_to(opened: Any) -> None:
    page: Page = opened(tolerate="422")
    page.goto(WHAT_IF)
    edit(page, "AHI or RDI at least 15", "AHI or RDI at laest 15")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("alert")).to_contain_text("These rules do not hold together")
    page.get_by_role("list", name="Mistakes").get_by_role("button").first.click()
    chosen = page.evaluate(
        "(() => { const a = document.activeElement; return a.value.slice(a.selectionStart, a.selectionEnd) })()"
    )
    assert "at laest 15" in chosen


def test_a_file_of_ones_own_is_opened_and_tried_on_labelled_cases(page: Page, tmp_path: Path) -> None:
    own = tmp_path / "own.md"
    page.goto(WHAT_IF)
    area = page.get_by_label("Text of the rule file")
    own.write_text(area.input_value().replace("AHI or RDI at least 15", "AHI or RDI at least 5"))
    page.goto("/rules/what-if")
    page.get_by_label("Rule file", exact=True).set_input_files(own)
    expect(area).to_have_value(own.read_text())
    page.get_by_role("radio", name="Labelled cases").check()
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_text("labelled cases looked at so far")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Look at older ones")).to_be_visible()
    expect(page.get_by_role("button", name="Try it")).to_be_enabled()


def test_trying_rules_is_offered_to_administrators_alone(page: Page) -> None:
    page.route("**/api/me", lambda route: route.fulfill(json=route.fetch().json() | {"roles": ["reviewer"]}))
    page.goto("/rules")
    expect(page.get_by_role("link", name="L33718")).to_be_visible()
    expect(page.get_by_role("link", name="What if a rule read otherwise")).to_have_count(0)
    page.goto(WHAT_IF)
    expect(page.get_by_text("Trying rules is for administrators")).to_be_visible()
    expect(page.get_by_label("Text of the rule file")).to_have_count(0)
