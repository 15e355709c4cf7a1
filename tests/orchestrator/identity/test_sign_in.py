"""Signing in from a browser: only the browser that was sent out comes back in, and only pages of ours may act."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from sqlalchemy import select

from orchestrator.identity.doorkeeper import COOKIE
from orchestrator.identity.sign_in import local_path
from orchestrator.store.identity_tables import SessionRow
from orchestrator.store.tables import AccessRow
from tests.orchestrator.identity.conftest import PUBLIC, Signed
from tests.standins.requests import REQUEST

pytestmark = pytest.mark.asyncio(loop_scope="session")

NURSE = {"sub": "web-nurse", "name": "Synthetic Nurse", "roles": ["pa-nurses"]}
DOCTOR = {"sub": "web-doctor", "name": "Synthetic Director", "roles": ["pa-doctors"]}
DESK = {"sub": "web-desk", "name": "Synthetic Desk", "roles": ["pa-desk"]}
FILE = {"file": ("note.txt", b"Synthetic addendum.", "text/plain")}


@pytest.fixture(autouse=True)
def known(signed: Signed) -> None:
    signed.provider.people |= {"nurse": NURSE, "doctor": DOCTOR, "desk": DESK}


async def me(browser: httpx2.AsyncClient) -> dict[str, Any]:
    return (await browser.get("/api/me")).json()


async def test_a_browser_signs_in_and_comes_back_to_where_it_was(signed: Signed) -> None:
    async with signed.browser() as browser:
        assert (await browser.get("/api/me")).json()["sign_in"] == "/auth/login"
        back = await signed.sign_in(browser, "nurse", "/cases/17?tab=note")
        assert (back.status_code, back.headers["location"]) == (303, "/cases/17?tab=note")
        told = await me(browser)
        assert (told["name"], told["roles"], told["sign_out"]) == ("Synthetic Nurse", ["reviewer"], "/auth/logout")
        assert len(told["csrf"]) == 64


async def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(signed: Signed) -> None:
    async with signed.browser() as browser:
        back = await signed.sign_in(browser, "nurse")
        cookie = next(c for c in back.headers.get_list("set-cookie") if c.startswith(COOKIE + "="))
        words = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= words
        assert not any(word.startswith("domain") for word in words)
        token = browser.cookies[COOKIE]
    async with signed.house.running.parts.desk.database.reading() as session:
        rows = (await session.scalars(select(SessionRow))).all()
    assert token not in str([(row.digest, row.csrf, row.name) for row in rows])
    assert all(b"eyJ" not in (row.id_token or b"") for row in rows)


async def test_the_way_out_has_pkce_state_and_nonce(signed: Signed) -> None:
    async with signed.browser() as browser:
        query = parse_qs(urlsplit((await browser.get("/auth/login")).headers["location"]).query)
    assert query["code_challenge_method"] == ["S256"]
    assert query["redirect_uri"] == [f"{PUBLIC}/auth/callback"]
    assert len(query["state"][0]) > 40
    assert len(query["nonce"][0]) > 40


async def returning(signed: Signed, browser: httpx2.AsyncClient, who: str = "nurse") -> str:
    """The address an issuer sends the browser back to, not yet followed."""
    begun = await browser.get("/auth/login")
    async with httpx2.AsyncClient(trust_env=False) as outside:
        back = await outside.get(begun.headers["location"] + f"&login_hint={who}")
    return back.headers["location"].removeprefix(PUBLIC)


async def test_another_browser_cannot_finish_what_this_one_began(signed: Signed) -> None:
    async with signed.browser() as victim, signed.browser() as attacker:
        address = await returning(signed, attacker)
        refused = await victim.get(address)
        assert refused.status_code == 401
        assert COOKIE not in victim.cookies


async def test_a_return_is_good_once(signed: Signed) -> None:
    async with signed.browser() as browser:
        address = await returning(signed, browser)
        kept = dict(browser.cookies)
        assert (await browser.get(address)).status_code == 303
        browser.cookies.update(kept)
        assert (await browser.get(address)).status_code == 401


@pytest.mark.parametrize(
    "change",
    [{"nonce": "another"}, {"aud": "another-client"}, {"exp": 1}, {"iss": "https://other.example"}, {"azp": "other"}],
)
async def test_an_id_token_that_does_not_fit_signs_nobody_in(signed: Signed, change: dict[str, Any]) -> None:
    signed.provider.people["crooked"] = NURSE | change
    async with signed.browser() as browser:
        assert (await browser.get(await returning(signed, browser, "crooked"))).status_code == 401


async def test_a_return_from_another_issuer_signs_nobody_in(signed: Signed) -> None:
    async with signed.browser() as browser:
        address = await returning(signed, browser)
        named = address.partition("&iss=")[0] + "&iss=https%3A%2F%2Fother.example"
        assert (await browser.get(named)).status_code == 401


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb", ""]
)
async def test_after_signing_in_nobody_is_led_elsewhere(wanted: str) -> None:
    assert local_path(wanted) == "/"


async def test_two_tabs_may_sign_in_at_once(signed: Signed) -> None:
    async with signed.browser() as browser:
        first, second = await returning(signed, browser), await returning(signed, browser)
        assert (await browser.get(first)).status_code == 303
        assert (await browser.get(second)).status_code == 303


async def test_signing_out_ends_the_session_and_names_the_issuers_way_out(signed: Signed) -> None:
    async with signed.browser() as browser:
        await signed.sign_in(browser, "nurse")
        token, csrf = browser.cookies[COOKIE], (await me(browser))["csrf"]
        ended = await browser.post("/auth/logout", headers={"X-CSRF-Token": csrf})
        assert ended.json()["sign_out"].startswith(f"{signed.provider.url}/logout?")
        browser.cookies.set(COOKIE, token, domain="pa.example")
        assert (await browser.get("/api/me")).status_code == 401


async def test_an_act_without_the_token_of_our_page_is_refused(signed: Signed) -> None:
    async with signed.browser() as browser:
        await signed.sign_in(browser, "nurse")
        csrf = (await me(browser))["csrf"]
        case = (await browser.post("/api/cases", json=REQUEST, headers={"X-CSRF-Token": csrf})).json()["case_id"]
        path = f"/api/cases/{case}/documents"
        forged: list[dict[str, str]] = [
            {},
            {"X-CSRF-Token": "0" * 64},
            {"X-CSRF-Token": csrf, "Origin": "https://evil.example"},
            {"X-CSRF-Token": csrf, "Origin": "null"},
            {"X-CSRF-Token": csrf, "Sec-Fetch-Site": "cross-site"},
            {"X-CSRF-Token": csrf, "Sec-Fetch-Site": "same-site"},
            {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
        ]
        for headers in forged:
            assert (await browser.post(path, files=FILE, headers=headers)).status_code == 403, headers
        read = (await browser.get(f"/api/cases/{case}")).json()
        assert len(read["documents"]) == 1
        ours = {"X-CSRF-Token": csrf, "Origin": PUBLIC, "Sec-Fetch-Site": "same-origin"}
        assert (await browser.post(path, files=FILE, headers=ours)).status_code == 202


async def test_a_bearer_token_needs_no_csrf_and_wins_over_a_cookie(signed: Signed) -> None:
    async with signed.browser() as browser:
        await signed.sign_in(browser, "nurse")
        headers = signed.bearer("pa-audit", sub="both-ways", name="Synthetic Auditor")
        assert (await browser.get("/api/me", headers=headers)).json()["name"] == "Synthetic Auditor"
        assert (await browser.post("/api/cases", json=REQUEST, headers=headers)).status_code == 403


async def test_two_browsers_are_two_people_with_two_sets_of_roles(signed: Signed) -> None:
    async with signed.browser() as desk, signed.browser() as nurse:
        await signed.sign_in(desk, "desk")
        await signed.sign_in(nurse, "nurse")
        sent = {"X-CSRF-Token": (await me(nurse))["csrf"]}
        case = (await nurse.post("/api/cases", json=REQUEST, headers=sent)).json()["case_id"]
        own = {"X-CSRF-Token": (await me(desk))["csrf"]}
        mine = (await desk.post("/api/cases", json=REQUEST, headers=own)).json()["case_id"]
        assert (await desk.get(f"/api/cases/{case}")).status_code == 404
        assert (await desk.get(f"/api/cases/{mine}")).status_code == 200
        listed = (await desk.get("/api/cases")).json()["items"]
        assert {row["case_id"] for row in listed} == {mine}
        assert (await desk.put(f"/api/cases/{mine}/assignment", json={}, headers=own)).status_code == 403
        assert (await nurse.get(f"/api/cases/{mine}")).status_code == 200
        crossed = {"X-CSRF-Token": own["X-CSRF-Token"]}
        assert (await nurse.put(f"/api/cases/{case}/assignment", json={}, headers=crossed)).status_code == 403


async def test_every_read_and_act_says_who_it_was(signed: Signed) -> None:
    async with signed.browser() as browser:
        await signed.sign_in(browser, "doctor")
        sent = {"X-CSRF-Token": (await me(browser))["csrf"]}
        case = (await browser.post("/api/cases", json=REQUEST, headers=sent)).json()["case_id"]
        await browser.get(f"/api/cases/{case}")
    chosen = select(AccessRow.action).where(AccessRow.actor == "Synthetic Director").order_by(AccessRow.id)
    async with signed.house.running.parts.desk.database.reading() as session:
        assert (await session.scalars(chosen)).all() == ["sign in", "submit case", "read case"]
