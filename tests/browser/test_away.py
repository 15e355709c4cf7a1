"""Who may not see, who has been away, and what waits for them."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

pytestmark = pytest.mark.browser
REFUSED = json.dumps({"type": "/problems/unauthenticated", "title": "Sign in", "status": 401, "detail": "No session."})


def refuse(route: Route) -> None:
    route.fulfill(status=401, content_type="application/problem+json", body=REFUSED)


def test_somebody_unknown_sees_a_way_to_sign_in_and_nothing_else(opened: Any) -> None:
    page = opened(tolerate="401")
    page.route("**/api/**", refuse)
    page.goto("/?risk=High")
    expect(page.get_by_role("heading", level=1, name="Sign in to go on")).to_be_focused()
    link = page.get_by_role("main").get_by_role("link", name="Sign in")
    expect(link).to_have_attribute("href", "/auth/login?next=%2F%3Frisk%3DHigh")
    expect(page.get_by_role("table")).to_have_count(0)


def test_somebody_without_a_role_is_told_who_can_give_one(page: Page, house: Any) -> None:
    def without_role(route: Route) -> None:
        route.fulfill(json=route.fetch().json() | {"roles": []})

    page.route("**/api/me", without_role)
    page.goto("/")
    expect(page.get_by_role("heading", level=1, name="You have no access here")).to_be_visible()
    expect(page.get_by_role("table")).to_have_count(0)


def test_an_act_refused_for_a_lost_session_is_done_after_signing_in_again(opened: Any, house: Any) -> None:
    case = house.review(patient_name="Synthetic Session Person")
    page: Page = opened(tolerate="401")
    page.goto(f"/case/{case['case_id']}")
    expect(page.locator("mark").first).to_be_visible()
    for door in ("**/assignment", "**/api/me"):
        page.route(door, refuse)
    page.get_by_role("button", name="Take it").click()
    dialog = page.get_by_role("dialog", name="Sign in")
    expect(dialog.get_by_role("link", name="Sign in, in a new tab")).to_be_focused()
    for door in ("**/assignment", "**/api/me"):
        page.unroute(door)
    with page.expect_response("**/assignment") as repeated:
        dialog.get_by_role("button", name="I have signed in").click()
    assert repeated.value.json()["assigned_to"] == "local operator"
    expect(dialog).to_have_count(0)


def test_an_unattended_screen_is_covered_and_loses_nothing(page: Page, case: dict[str, Any]) -> None:
    page.clock.install()
    page.goto(f"/case/{case['case_id']}")
    page.get_by_role("button", name="Add information").click()
    page.get_by_label("Or text").fill("Half a sentence")
    page.clock.fast_forward("14:00")
    page.keyboard.press("Shift")
    page.clock.fast_forward("14:00")
    cover = page.get_by_role("dialog", name="Screen covered")
    expect(cover).to_have_count(0)
    page.clock.fast_forward("02:00")
    expect(cover).to_be_visible()
    page.keyboard.press("Escape")
    expect(cover).to_be_visible()
    cover.get_by_role("button", name="Show my work").click()
    expect(page.get_by_label("Or text")).to_have_value("Half a sentence")
