"""Signing in at an OpenID provider, in real browsers: what each role sees and may do, and how it ends."""

import asyncio
import re
import threading
from collections.abc import Generator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from orchestrator.identity.doorkeeper import COOKIE
from orchestrator.store.keys import new_key
from tests.browser.conftest import free_port, require_browser
from tests.standins.openid import AUDIENCE, CLIENT, SECRET, Provider, open_provider
from tests.standins.served import served

pytestmark = pytest.mark.browser
PEOPLE = {
    "nurse": {"sub": "web-nurse", "name": "Synthetic Nurse", "roles": ["pa-nurses"]},
    "desk": {"sub": "web-desk", "name": "Synthetic Desk", "roles": ["pa-desk"]},
    "auditor": {"sub": "web-auditor", "name": "Synthetic Auditor", "roles": ["auditor"]},
    "admin": {"sub": "web-admin", "name": "Synthetic Admin", "roles": ["admin"]},
    "guest": {"sub": "web-guest", "name": "Synthetic Guest", "roles": []},
    "clinic": {"sub": "web-clinic", "name": "Synthetic Clinic", "roles": ["pa-desk"]},
}
TAKE = """async (path) => {
    const body = JSON.stringify({ assignee: "Synthetic Nurse" });
    return (await fetch(path, { method: "PUT", body, headers: { "Content-Type": "application/json" } })).status;
}"""


@pytest.fixture(scope="module")
def provider() -> Generator[Provider]:
    """A provider that asks who one is, in a thread of its own."""
    found: list[Provider] = []
    up, leave = threading.Event(), threading.Event()

    async def live() -> None:
        async with open_provider() as provider:
            provider.asks, provider.people = True, dict(PEOPLE)
            found.append(provider)
            up.set()
            await asyncio.to_thread(leave.wait)

    thread = threading.Thread(target=lambda: asyncio.run(live()), daemon=True)
    thread.start()
    assert up.wait(60)
    yield found[0]
    leave.set()
    thread.join(30)


@pytest.fixture(scope="module")
def address(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """An engine with sign-in on, which trusts that provider."""
    require_browser()
    port = free_port()
    settings = {"AUTH_MODE": "oidc", "OIDC_ISSUER": provider.url, "OIDC_AUDIENCE": AUDIENCE}
    settings |= {"OIDC_CLIENT_ID": CLIENT, "OIDC_CLIENT_SECRET": SECRET, "PUBLIC_URL": f"http://127.0.0.1:{port}"}
    settings |= {
        "ROLE_MAP": "reviewer=pa-nurses,submitter=pa-desk,auditor=auditor,admin=admin",
        "ENCRYPTION_KEY": new_key(),
        "SYNTHETIC": "true",
    }
    environment = {f"PRIORAUTH_{name}": value for name, value in settings.items()}
    with served(tmp_path_factory.mktemp("signed") / "data", environment, port) as engine:
        yield engine.address


@pytest.fixture
def browsers(opened: Any) -> Any:
    """Browsers that know nothing of each other; each is refused until somebody signs in."""
    return lambda: opened(tolerate="Failed to load resource")


def sign_in(page: Page, who: str, path: str = "/") -> None:
    page.goto(path)
    expect(page.get_by_role("heading", name="Sign in to go on")).to_be_focused()
    page.get_by_role("main").get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name=who).click()
    expect(page.get_by_role("banner").get_by_text(who)).to_be_visible()


def test_each_role_sees_its_own_and_signing_out_ends_it(browsers: Any, address: str) -> None:
    desk: Page = browsers()
    sign_in(desk, "Synthetic Desk", "/new")
    expect(desk).to_have_url(f"{address}/new")
    places = desk.get_by_role("navigation", name="Places").get_by_role("link")
    expect(places).to_have_text([re.compile("^Worklist"), "New case", "Rules"])
    desk.get_by_role("button", name="Load sample case").click()
    desk.get_by_role("button", name="Start review").click()
    expect(desk.get_by_role("heading", level=1, name="Synthetic Sample Person")).to_be_visible()
    expect(desk.locator("mark").first).to_be_visible()
    expect(desk.get_by_role("radio", name="Override")).to_have_count(0)
    case = desk.url.removeprefix(address)

    clinic: Page = browsers()
    sign_in(clinic, "Synthetic Clinic")
    expect(clinic.get_by_text("No open cases in this view.")).to_be_visible()
    clinic.goto(case)
    expect(clinic.get_by_role("heading", level=1)).to_contain_text("There is nothing here")

    nurse: Page = browsers()
    sign_in(nurse, "Synthetic Nurse", case)
    expect(nurse.get_by_role("heading", level=1, name="Synthetic Sample Person")).to_be_visible()
    (kept,) = (one for one in nurse.context.cookies() if one.get("name") == COOKIE)
    assert (kept.get("httpOnly"), kept.get("secure"), kept.get("sameSite")) == (True, True, "Lax")
    assert nurse.evaluate("document.cookie") == ""
    assert nurse.evaluate(TAKE, f"/api/cases/{case.rsplit('/', 1)[1]}/assignment") == 403
    nurse.get_by_role("button", name="Take it").click()
    expect(nurse.get_by_text("Assigned to you")).to_be_visible()
    nurse.get_by_role("radio", name="Override").check()
    expect(nurse.get_by_role("radio", name="Deny for a medical director")).to_be_disabled()

    nurse.get_by_role("button", name="Sign out").click()
    expect(nurse.get_by_role("heading", name="Signed out at the provider")).to_be_visible()
    nurse.goto(case)
    expect(nurse.get_by_role("heading", name="Sign in to go on")).to_be_visible()
    desk.reload()
    expect(desk.get_by_role("heading", level=1, name="Synthetic Sample Person")).to_be_visible()


def test_nobody_is_offered_a_place_that_is_not_theirs(browsers: Any, address: str) -> None:
    auditor: Page = browsers()
    sign_in(auditor, "Synthetic Auditor")
    expect(auditor.get_by_role("heading", level=1, name="Worklist")).to_be_visible()
    expect(auditor.get_by_role("link", name="New case")).to_have_count(0)
    auditor.goto("/new")
    expect(auditor.get_by_role("heading", level=1, name="This is not yours to do")).to_be_visible()
    admin: Page = browsers()
    sign_in(admin, "Synthetic Admin")
    expect(admin).to_have_url(f"{address}/rules")
    expect(admin.get_by_role("link", name="L33718")).to_be_visible()


def test_who_has_no_role_is_told_so_and_can_sign_out(browsers: Any) -> None:
    guest: Page = browsers()
    guest.goto("/")
    guest.get_by_role("main").get_by_role("link", name="Sign in").click()
    guest.get_by_role("link", name="Synthetic Guest").click()
    expect(guest.get_by_role("heading", level=1, name="You have no access here")).to_be_visible()
    guest.get_by_role("main").get_by_role("button", name="Sign out").click()
    expect(guest.get_by_role("heading", name="Signed out at the provider")).to_be_visible()


def test_a_session_that_ends_elsewhere_keeps_the_page_until_somebody_signs_in_again(browsers: Any) -> None:
    desk: Page = browsers()
    sign_in(desk, "Synthetic Desk", "/new")
    desk.get_by_role("button", name="Load sample case").click()
    desk.get_by_label("Name", exact=True).fill("Synthetic Kept Person")
    desk.context.clear_cookies()
    desk.get_by_role("button", name="Start review").click()
    dialog = desk.get_by_role("dialog", name="Sign in")
    with desk.context.expect_page() as opening:
        dialog.get_by_role("link", name="Sign in, in a new tab").click()
    opening.value.get_by_role("link", name="Synthetic Desk").click()
    expect(opening.value.get_by_role("heading", level=1, name="Worklist")).to_be_visible()
    dialog.get_by_role("button", name="I have signed in").click()
    expect(desk.get_by_role("heading", level=1, name="Synthetic Kept Person")).to_be_visible()
