"""A case on paper: the whole note, every criterion with its status in words, what was decided; nothing to press."""

from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

pytestmark = pytest.mark.browser
WHY = "The study stands in a letter that the laboratory sent by itself."
VISITS = range(1, 29)
LONG = "\n\n".join(
    f"VISIT {n}:\nSynthetic patient seen on 2026-08-{n:02}, loud snoring, paragraph {n}." for n in VISITS
)
SCREEN_ONLY = ("Find case", "Shortcuts", "All evidence", "Sign and record", "Add information", "Take it", "Timeline")


def printed(page: Page) -> tuple[str, int]:
    """The text on paper, each run of blanks as one, and how many sheets there are."""
    sheets = PdfReader(BytesIO(page.pdf(format="Letter"))).pages
    return " ".join(" ".join(sheet.extract_text() for sheet in sheets).split()), len(sheets)


def test_a_decided_case_is_printed_whole_whatever_tab_is_open(page: Page, house: Any) -> None:
    case = house.review(patient_name="Synthetic Printed Person", clinical_notes=LONG)
    body = {"review": 1, "action": "approve", "rationale": WHY}
    made = house.post(f"/api/cases/{case['case_id']}/determination", body)
    page.goto(f"/case/{case['case_id']}?tab=timeline")
    expect(page.get_by_text("Record intact")).to_be_visible()
    expect(page.get_by_role("tab", name="Criteria")).to_contain_text("/")
    text, sheets = printed(page)
    assert sheets > 2
    assert [n for n in VISITS if f"paragraph {n}." not in text] == []
    review = house.get(f"/api/cases/{case['case_id']}/reviews/1")
    rows = review["agent_results"]["coverage"]["criteria_assessment"]
    assert [row["criterion"] for row in rows if row["criterion"] not in text] == []
    assert text.count("Insufficient") >= sum(row["status"] == "INSUFFICIENT" for row in rows) > 1
    assert text.count("Would settle it:") == sum(bool(row["settles"]) for row in rows)
    for words in (
        "Synthetic Printed Person",
        case["case_number"],
        "Approved",
        made["number"],
        WHY,
        "1 Provider",
        "Printed by",
    ):
        assert words in text
    assert [words for words in SCREEN_ONLY if words in text] == []
    expect(page.get_by_role("tab", name="Timeline")).to_have_attribute("aria-selected", "true")


def test_an_open_case_is_printed_with_its_draft_and_no_form(page: Page, case: dict[str, Any]) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    page.goto(f"/case/{case['case_id']}")
    expect(page.locator("mark").first).to_be_visible()
    text, sheets = printed(page)
    assert sheets >= 2
    assert "Draft recommendation Approve" in text
    assert "matched word for word" in text
    assert "Override" not in text
    assert f"1 of {sheets}" in text
