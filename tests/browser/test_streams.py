"""A run watched while it happens, over connections that break."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def held(house: Any) -> Any:
    """Provider look-ups wait until the test lets them go on."""
    house.gate.clear()
    yield house
    house.gate.set()


def test_a_run_whose_stream_is_cut_goes_on_and_becomes_its_review_without_a_jump(opened: Any, held: Any) -> None:
    page: Page = opened(tolerate="ERR_")
    case = held.submit(patient_name="Synthetic Watched Person")
    page.goto(f"/case/{case['case_id']}")
    findings = page.get_by_role("region", name="Findings")
    expect(findings.get_by_text("Live", exact=True)).to_be_visible()
    coverage = findings.get_by_role("listitem").filter(has=page.get_by_text("Coverage", exact=True))
    expect(coverage.last).to_contain_text("Running")
    note = page.get_by_role("region", name="Text of the record")
    expect(note).to_contain_text("loud snoring")
    calls = findings.get_by_role("listitem").filter(has_text="icd10-codes")
    seen = calls.count()
    with page.expect_request("**/events") as again:
        held.cut()
    assert int(again.value.all_headers()["last-event-id"]) > 0
    expect(findings.get_by_text("Live", exact=True)).to_be_visible()
    assert calls.count() == seen
    held.gate.set()
    expect(page.get_by_role("tab", name="Criteria")).to_be_visible()
    expect(page.locator("mark").first).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Review ready: approve")).to_have_count(1)


def test_a_stream_refused_is_built_anew_and_after_three_failures_the_page_asks_instead(opened: Any, held: Any) -> None:
    page: Page = opened(tolerate="503")
    case = held.submit(patient_name="Synthetic Refused Person")
    page.clock.install()
    page.route("**/events", lambda route: route.fulfill(status=503))
    page.goto(f"/case/{case['case_id']}")
    findings = page.get_by_role("region", name="Findings")
    expect(findings.get_by_text("Reconnecting, last news")).to_be_visible()
    for _ in range(3):
        with page.expect_request("**/events"):
            page.clock.fast_forward("00:06")
    expect(findings.get_by_text("No live progress, asking every 10 s")).to_be_visible()
    page.unroute("**/events")
    page.clock.fast_forward("00:11")
    expect(findings.get_by_text("Live", exact=True)).to_be_visible()
    held.gate.set()
    expect(page.get_by_role("tab", name="Criteria")).to_be_visible()
