"""Nothing is cut off, run together or told wrongly, whatever a case brings: documents, services, scripts, an end."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_accessible import WIDTHS, Eye
from tests.standins.requests import NOTE

pytestmark = pytest.mark.browser
ARABIC = "ملاحظة سريرية: ألم في الركبة اليمنى."
MANY = ["E0601", "27447", "27130", "L1845", "64483"]


def ends_inside(part: Locator, whole: Locator) -> bool:
    """Whether a part ends where its whole does or before."""
    inner, outer = part.bounding_box(), whole.bounding_box()
    assert inner is not None and outer is not None
    return inner["x"] >= outer["x"] and inner["x"] + inner["width"] <= outer["x"] + outer["width"]


@pytest.mark.parametrize("width", [1024, 1280, 1440])
def test_what_works_on_the_record_is_in_reach_however_many_documents_there_are(
    opened: Any, house: Any, width: int
) -> None:
    case = house.review(patient_name="Synthetic Documents Person")
    house.post(
        f"/api/cases/{case['case_id']}/documents", {"text": NOTE, "title": "A report with a long title of its own"}
    )
    page: Page = opened(width, 900)
    page.goto(f"/case/{case['case_id']}")
    record = page.get_by_role("region", name="Record", exact=True)
    expect(record.get_by_role("combobox", name="Document")).to_be_visible()
    expect(record.get_by_role("button", name="All evidence")).to_be_visible()
    for name in ("All evidence", "Find in the record"):
        assert ends_inside(record.get_by_role("button", name=name), record)


def test_the_title_of_an_only_document_is_read_whole(page: Page, case: dict[str, Any]) -> None:
    page.goto(f"/case/{case['case_id']}")
    title = page.get_by_role("heading", name="Clinical notes")
    expect(page.get_by_role("button", name="All evidence")).to_be_visible()
    assert title.evaluate("(title) => title.scrollWidth <= title.clientWidth")


def test_a_line_in_a_script_that_runs_from_the_right_begins_at_the_right(page: Page, house: Any) -> None:
    case = house.review(clinical_notes=f"{ARABIC}\n\n{NOTE}", patient_name="محمد الاصطناعي")
    page.goto(f"/case/{case['case_id']}")
    lines = page.get_by_role("region", name="Text of the record").locator("p")
    expect(lines.filter(has_text=ARABIC)).to_be_visible()
    gap = """(line) => {
        const words = document.createRange();
        words.setStart(line.firstChild, 0);
        words.setEnd(line.firstChild, 4);
        return line.getBoundingClientRect().right - words.getBoundingClientRect().right;
    }"""
    assert lines.filter(has_text=ARABIC).evaluate(gap) < 2


def test_of_many_services_the_header_names_the_first_and_counts_the_rest(opened: Any, house: Any) -> None:
    changes = {"procedure_codes": MANY, "diagnosis_codes": ["G47.33", "M17.11", "I10"]}
    case = house.review(patient_name="Synthetic Many Person", **changes)
    page: Page = opened(1440, 900)
    page.goto(f"/case/{case['case_id']}")
    header = page.get_by_role("main").locator("header")
    expect(header).to_contain_text("and 4 more")
    expect(header.get_by_text("1234567893")).to_be_visible()
    for shown in header.locator("dd").all():
        assert shown.evaluate("(told) => told.scrollWidth <= told.clientWidth")
    page.set_viewport_size({"width": 320, "height": 800})
    expect(header).to_contain_text("64483")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_decided_case_shows_when_it_was_decided_and_no_time_left(page: Page, house: Any) -> None:
    case = house.review(patient_name="Synthetic Ended Person")
    house.post(f"/api/cases/{case['case_id']}/determination", {"review": 1, "action": "approve"})
    page.goto(f"/case/{case['case_id']}")
    header = page.get_by_role("main").locator("header")
    expect(header.get_by_text("Decided ", exact=False).last).to_be_visible()
    expect(header).not_to_contain_text(re.compile(r"\d [dhm]\b"))
    page.goto("/?view=decided_today")
    expect(page.get_by_role("row").filter(has_text=case["case_number"])).to_contain_text("Closed")


def test_a_draft_on_its_way_is_not_called_a_failed_run(page: Page, case: dict[str, Any]) -> None:
    page.route("**/reviews/1", lambda route: None)
    page.goto(f"/case/{case['case_id']}")
    decision = page.get_by_role("complementary", name="Draft and decision")
    expect(decision).to_contain_text("It has not arrived yet.")
    expect(decision).to_contain_text("Opens when the draft has arrived.")
    expect(decision).not_to_contain_text("did not end")


def test_the_figures_of_decided_cases_and_a_case_of_many_services_are_open_to_everybody(
    opened: Any, house: Any
) -> None:
    page: Page = opened(width=WIDTHS[0], bypass_csp=True)
    eye = Eye(page, WIDTHS)
    decided = house.review(patient_name="Synthetic Counted Person")
    house.post(f"/api/cases/{decided['case_id']}/determination", {"review": 1, "action": "approve"})
    page.goto("/metrics")
    expect(page.get_by_role("region", name="Table of services")).to_be_visible()
    eye("figures of decided cases")
    case = house.review(procedure_codes=MANY, patient_name="محمد الاصطناعي")
    page.goto(f"/case/{case['case_id']}")
    expect(page.locator("mark").first).to_be_visible()
    eye("many services")
    assert eye.wrong == []
