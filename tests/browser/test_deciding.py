"""From a draft to a signed act: by keyboard alone, by mouse, by a director, and beside a second reviewer."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

THIN = """HISTORY:
Synthetic patient seen in clinic on 2026-08-20 for loud snoring and witnessed apneas. Daytime sleepiness.

PLAN:
On 2026-10-02 the patient was instructed on the use of the CPAP device and mask. CPAP ordered.
"""
WHY = "The sleep study was read to me by telephone by the laboratory."


def pended(house: Any, name: str) -> dict[str, Any]:
    case = house.review(clinical_notes=THIN, patient_name=name)
    assert case["latest_review"]["recommendation"] == "pend_for_review"
    return case


def signed(page: Page) -> Any:
    """The region that shows what has been recorded."""
    return page.get_by_role("complementary", name="Draft and decision")


def test_by_keyboard_alone_from_the_worklist_to_the_letter_of_a_recorded_override(page: Page, house: Any) -> None:
    case = house.review(clinical_notes=THIN, patient_name="Synthetic Keyboard Person", urgency="expedited")
    page.goto("/?urgency=expedited")
    link = page.get_by_role("link", name=case["case_number"])
    expect(link).to_be_visible()
    current = page.locator("tr[aria-current='true']")
    while case["case_number"] not in current.inner_text():
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Synthetic Keyboard Person")).to_be_focused()
    expect(page.locator("mark").first).to_be_visible()
    page.keyboard.press("1")
    page.keyboard.press("]")
    expect(page.locator("mark[data-level='current']").first).to_be_in_viewport()
    page.keyboard.press("o")
    expect(page.get_by_role("radio", name="Override")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.get_by_role("radio", name="Approve", exact=True)).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("Too short")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("At least 20 characters of reason.")).to_be_visible()
    expect(page.get_by_label("Rationale")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(WHY)
    page.keyboard.press("Control+Enter")
    dialog = page.get_by_role("dialog", name="Sign and record")
    expect(dialog).to_contain_text("Approve, overriding the draft")
    expect(dialog.get_by_role("button", name="Record")).to_be_focused()
    page.keyboard.press("Enter")
    expect(signed(page).get_by_role("heading", name="Approved")).to_be_visible()
    expect(signed(page)).to_contain_text(re.compile(r"PA-\d{8}-\d{5}"))
    expect(signed(page)).to_contain_text(WHY)
    with page.expect_response("**/letter.pdf?*") as framed:
        page.keyboard.press("l")
    assert framed.value.headers["content-type"] == "application/pdf"
    letter = page.get_by_role("dialog", name="Letter")
    expect(letter.locator("iframe")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(letter).to_contain_text("Synthetic Keyboard Person")
    page.keyboard.press("Escape")
    page.reload()
    expect(signed(page).get_by_role("heading", name="Approved")).to_be_visible()
    expect(page.get_by_role("radio", name="Override")).to_have_count(0)


def test_by_mouse_from_the_worklist_to_an_accepted_approval_and_the_next_case(page: Page, house: Any) -> None:
    case = house.review(patient_name="Synthetic Mouse Person", urgency="expedited")
    house.review(patient_name="Synthetic Next Person")
    page.goto("/")
    page.get_by_role("row").filter(has_text=case["case_number"]).get_by_text("Synthetic Mouse Person").click()
    preview = page.get_by_role("complementary", name=f"Case {case['case_number']}")
    expect(preview).to_contain_text("Draft: approve")
    preview.get_by_role("link", name="Open case").click()
    page.get_by_role("button", name=re.compile(r"^1 ")).click()
    page.get_by_role("button", name=re.compile("^Supports")).first.click()
    expect(page.locator("mark[data-level='current']").first).to_be_in_viewport()
    page.get_by_role("button", name="Letter").click()
    letter = page.get_by_role("dialog", name="Letter, not yet issued")
    letter.get_by_role("button", name="To the member").click()
    expect(letter).to_contain_text("Synthetic Mouse Person")
    expect(letter.get_by_role("link", name="Download as PDF")).to_have_attribute("href", re.compile("^blob:"))
    letter.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Sign and record").click()
    page.get_by_role("dialog").get_by_role("button", name="Record").click()
    expect(signed(page).get_by_role("heading", name="Approved")).to_be_visible()
    page.get_by_role("tab", name="Documents").click()
    with page.expect_response("**/audit.pdf?*") as framed:
        page.get_by_role("button", name="Show Audit justification").click()
    assert framed.value.headers["content-type"] == "application/pdf"
    expect(page.locator("iframe[title^='Audit']")).to_be_visible()
    with page.expect_download() as held:
        page.get_by_role("link", name="Markdown of Audit justification").click()
    assert case["case_number"] in held.value.suggested_filename
    signed(page).get_by_role("link", name="Next case").click()
    expect(page).not_to_have_title(f"Case {case['case_number']}")


def test_accepting_a_pend_asks_for_what_is_ticked_and_written_and_the_case_can_be_resumed(
    page: Page, house: Any
) -> None:
    case = pended(house, "Synthetic Asked Person")
    page.goto(f"/case/{case['case_id']}")
    page.get_by_role("button", name="Something else").click()
    page.get_by_placeholder("What to ask for").fill("The name of the laboratory")
    page.get_by_role("button", name="Sign and record").click()
    dialog = page.get_by_role("dialog", name="Ask for information")
    expect(dialog).to_contain_text("The name of the laboratory")
    expect(dialog).to_contain_text("Keeps running")
    dialog.get_by_role("button", name="Record").click()
    expect(signed(page).get_by_role("heading", name="Information requested")).to_be_visible()
    expect(signed(page)).to_contain_text("The name of the laboratory")
    page.get_by_role("button", name="Resume").click()
    page.get_by_label("Reason, in your words").fill("The laboratory answered by telephone.")
    page.get_by_role("dialog").get_by_role("button", name="Resume").click()
    expect(page.get_by_role("radio", name="Override")).to_be_visible()


def test_a_director_denies_with_a_credential_a_criterion_and_its_source(page: Page, house: Any) -> None:
    case = pended(house, "Synthetic Denied Person")
    page.goto(f"/case/{case['case_id']}")
    page.get_by_role("radio", name="Override").check()
    page.get_by_role("radio", name="Deny", exact=True).check()
    page.get_by_label("Rationale").fill("The record holds no sleep study, and the plan was asked twice for one.")
    page.get_by_role("button", name="Sign and record").click()
    expect(page.get_by_text("Choose the criterion that is not met.")).to_be_visible()
    expect(page.get_by_label("Criterion not met")).to_be_focused()
    page.get_by_label("Criterion not met").select_option(index=1)
    expect(page.get_by_label("Where it stands")).not_to_have_value("")
    page.get_by_label("Credential").select_option("c1")
    page.get_by_role("button", name="Sign and record").click()
    dialog = page.get_by_role("dialog", name="Sign and record")
    expect(dialog).to_contain_text("OH 35.012345, Sleep Medicine")
    dialog.get_by_role("button", name="Record").click()
    expect(signed(page).get_by_role("heading", name="Denied")).to_be_visible()
    page.get_by_role("button", name="Reopen").click()
    page.get_by_label("Reason, in your words").fill("The member appealed with a sleep study.")
    page.get_by_role("dialog").get_by_role("button", name="Reopen").click()
    expect(page.get_by_role("radio", name="Override")).to_be_visible()


def test_fewer_units_are_approved_with_the_requesters_agreement(page: Page, house: Any) -> None:
    items = [{"code": "E0601", "units": 3}]
    changes = {"procedures": items, "procedure_codes": ["E0601"], "patient_name": "Synthetic Modified Person"}
    case = house.review(**changes)
    page.goto(f"/case/{case['case_id']}")
    page.get_by_role("radio", name="Override").check()
    page.get_by_role("radio", name="Approve with changes").check()
    page.get_by_label("Outcome of E0601").select_option("approved_modified")
    page.get_by_label("Units", exact=True).fill("1")
    page.get_by_role("checkbox", name="The requester agreed to this").check()
    page.get_by_label("Who agreed").fill("Dr. Synthetic Orderer")
    page.get_by_label("Rationale").fill("One device is needed; the requester had typed three by mistake.")
    page.get_by_role("button", name="Sign and record").click()
    page.get_by_role("dialog").get_by_role("button", name="Record").click()
    expect(signed(page).get_by_role("heading", name="Approved with changes")).to_be_visible()


def test_a_second_reviewer_learns_who_decided_what_and_keeps_what_was_typed(opened: Any, house: Any) -> None:
    page: Page = opened(tolerate="409")
    case = pended(house, "Synthetic Twice Person")
    page.goto(f"/case/{case['case_id']}")
    page.get_by_role("radio", name="Override").check()
    page.get_by_role("radio", name="Approve", exact=True).check()
    page.get_by_label("Rationale").fill(WHY)
    page.get_by_role("button", name="Sign and record").click()
    body = {"review": 1, "action": "approve", "rationale": "Another reviewer was a little faster than this one."}
    standing = house.post(f"/api/cases/{case['case_id']}/determination", body)
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Record").click()
    expect(dialog).to_contain_text("Approved by local operator")
    expect(dialog).to_contain_text(standing["number"])
    dialog.get_by_role("button", name="Back to the case").click()
    expect(signed(page)).to_contain_text("Your rationale, not recorded")
    expect(signed(page)).to_contain_text(WHY)


def test_the_clock_is_extended_and_a_case_withdrawn_each_with_its_reason(page: Page, house: Any) -> None:
    case = pended(house, "Synthetic Extended Person")
    page.goto(f"/case/{case['case_id']}")
    page.get_by_role("button", name="Extend").click()
    page.get_by_label("Days, at most 14").fill("5")
    page.get_by_role("dialog").get_by_role("button", name="Extend the clock").click()
    expect(page.get_by_role("banner").or_(page.get_by_role("main")).get_by_text("Extended", exact=True)).to_be_visible()
    page.get_by_role("button", name="Withdraw").click()
    page.get_by_label("Reason, in your words").fill("The provider took the request back by telephone.")
    page.get_by_role("dialog").get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("This case was withdrawn.")).to_be_visible()
    expect(page.get_by_role("radio", name="Override")).to_have_count(0)
