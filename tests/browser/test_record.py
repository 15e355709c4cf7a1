"""The record of a case on screen: words found in it, further documents, what a further review changed."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

BEFORE = """HISTORY:
Synthetic patient seen in clinic on 2026-08-20 for loud snoring and witnessed apneas. Daytime sleepiness.

PLAN:
On 2026-10-02 the patient was instructed on the use of the CPAP device and mask. CPAP ordered.
"""
STUDY = """SLEEP STUDY:
In-lab polysomnography on 2026-09-14, ordered by the treating physician, showed an AHI of 22 events per hour over
6.4 hours of recorded sleep, scored with a 4 percent desaturation rule.
"""


def test_words_of_the_record_are_found_counted_and_shown_without_changing_it(page: Page, case: dict[str, Any]) -> None:
    page.goto(f"/case/{case['case_id']}")
    expect(page.locator("mark").first).to_be_visible()
    text = page.get_by_role("region", name="Text of the record")
    before = text.inner_html()
    page.get_by_role("button", name="Find in the record").click()
    field = page.get_by_role("searchbox", name="Find in the record")
    expect(field).to_be_focused()
    field.fill("cpap")
    found = page.get_by_role("search", name="Find in the record")
    expect(found).to_contain_text("1 of 2")
    page.keyboard.press("Enter")
    expect(found).to_contain_text("2 of 2")
    assert page.evaluate("CSS.highlights.get('found-current').size") == 1
    field.fill("six hours")
    expect(found).to_contain_text("Not in this document")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Find in the record")).to_be_focused()
    assert text.inner_html() == before
    assert page.evaluate("CSS.highlights.get('found')?.size ?? 0") == 0


def test_added_information_is_reviewed_and_the_page_says_what_changed(page: Page, house: Any) -> None:
    case = house.review(clinical_notes=BEFORE, patient_name="Synthetic Further Person")
    page.goto(f"/case/{case['case_id']}")
    expect(page.get_by_role("heading", name="Pend: request information")).to_be_visible()
    page.get_by_role("button", name="Add information").click()
    page.get_by_label("Or text").fill(STUDY)
    page.get_by_role("button", name="Add and review").click()
    expect(page.get_by_label("Which review")).to_have_value("2")
    changed = page.get_by_role("group").filter(has_text="What changed since review 1")
    expect(changed).to_be_visible()
    row = changed.get_by_role("listitem").filter(has_text="now Met").first
    expect(row).to_be_visible()
    row.get_by_role("button").click()
    expect(page.get_by_role("combobox", name="Document")).to_have_value("2")
    expect(page.locator("mark[data-level='current']").first).to_be_in_viewport()
    page.get_by_label("Which review").select_option("1")
    expect(page).to_have_url(f"{house.address}/case/{case['case_id']}?review=1")
    expect(changed).to_have_count(0)
