"""A registered client proves itself by its own key, once for each assertion, and gets five minutes."""

import json
import secrets
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from orchestrator.identity.backend_services import ASSERTION_TYPE, read_clients
from priorauth.errors import SettingRefused
from tests.orchestrator.identity.conftest import CLIENT_KEY, PUBLIC, Signed
from tests.standins.openid import rsa
from tests.standins.requests import REQUEST

session_loop = pytest.mark.asyncio(loop_scope="session")
ADDRESS = f"{PUBLIC}/auth/token"


def assertion(key: Any = CLIENT_KEY, alg: str = "ES384", **changes: Any) -> str:
    usual = {"iss": "hospital", "sub": "hospital", "aud": ADDRESS, "exp": int(time.time()) + 240}
    claims = {"jti": secrets.token_hex(8), **usual, **changes}
    kept = {name: value for name, value in claims.items() if value is not None}
    return jwt.encode({"alg": alg, "kid": CLIENT_KEY.kid}, kept, key, algorithms=[alg])


async def ask(browser: httpx2.AsyncClient, proof: str, **changes: str) -> httpx2.Response:
    form = {"grant_type": "client_credentials", "client_assertion_type": ASSERTION_TYPE, "client_assertion": proof}
    return await browser.post("/auth/token", data=form | changes)


@session_loop
async def test_a_client_gets_a_token_and_submits_under_its_name(signed: Signed) -> None:
    async with signed.browser() as browser:
        granted = (await ask(browser, assertion(), scope="system/Claim.cu")).json()
        assert (granted["token_type"], granted["expires_in"], granted["scope"]) == ("bearer", 300, "system/Claim.cu")
        headers = {"Authorization": f"Bearer {granted['access_token']}"}
        told = (await browser.get("/api/me", headers=headers)).json()
        assert (told["name"], told["roles"]) == ("Made-up Hospital", ["submitter"])
        case = (await browser.post("/api/cases", json=REQUEST, headers=headers)).json()["case_id"]
        assert (await browser.get(f"/api/cases/{case}", headers=headers)).status_code == 200
        assert (await browser.get(f"/api/cases/{case}/audit-log", headers=headers)).status_code == 403


@session_loop
async def test_a_bearer_token_becomes_a_caller_with_its_scopes(signed: Signed) -> None:
    async with signed.browser() as browser:
        token = (await ask(browser, assertion())).json()["access_token"]
    doorkeeper = signed.house.running.parts.doorkeeper
    assert doorkeeper is not None
    caller = await doorkeeper.bearer(token)
    assert (caller.name, caller.scopes) == ("Made-up Hospital", ("system/Claim.cu",))


@session_loop
async def test_crooked_assertions_are_refused(signed: Signed) -> None:
    now = int(time.time())
    crooked = {
        "another algorithm": assertion(rsa(1), "RS256"),
        "another key": assertion(ECKey.generate_key("P-384")),
        "for somebody else": assertion(aud=f"{PUBLIC}/"),
        "for too long": assertion(exp=now + 3_600),
        "run out": assertion(exp=now - 120),
        "another subject": assertion(sub="somebody"),
        "an unknown client": assertion(iss="nobody", sub="nobody"),
        "without an id": assertion(jti=None),
        "nothing": "",
    }
    async with signed.browser() as browser:
        for what, proof in crooked.items():
            answer = await ask(browser, proof)
            assert (answer.status_code, answer.json()) == (400, {"error": "invalid_client"}), what


@session_loop
async def test_an_assertion_is_good_once(signed: Signed) -> None:
    proof = assertion()
    async with signed.browser() as browser:
        assert (await ask(browser, proof)).status_code == 200
        assert (await ask(browser, proof)).json() == {"error": "invalid_client"}


@session_loop
async def test_what_is_not_asked_as_oauth_says_is_refused_in_its_words(signed: Signed) -> None:
    async with signed.browser() as browser:
        assert (await ask(browser, assertion(), grant_type="password")).json()["error"] == "unsupported_grant_type"
        assert (await ask(browser, assertion(), client_assertion_type="x")).json()["error"] == "invalid_request"
        assert (await ask(browser, assertion(), scope="system/Patient.rs")).json()["error"] == "invalid_scope"
        assert (await browser.post("/auth/token", json={})).status_code == 415


@session_loop
async def test_a_made_up_token_of_our_own_kind_opens_nothing(signed: Signed) -> None:
    async with signed.browser() as browser:
        answer = await browser.get("/api/me", headers={"Authorization": "Bearer pa_" + "A" * 43})
        assert answer.status_code == 401


@session_loop
async def test_containers_of_ours_reach_the_data_servers_by_the_shared_token_and_nothing_else(signed: Signed) -> None:
    shared = {"Authorization": "Bearer made-up-shared-token"}
    async with signed.browser() as browser:
        assert (await browser.post("/mcp/icd10-codes", json={})).status_code == 401
        assert (await browser.post("/mcp/icd10-codes", json={}, headers=shared)).status_code == 400
        assert (await browser.get("/api/cases", headers=shared)).status_code == 401


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        json.dumps([{"client_id": "x"}]),
        json.dumps([{"client_id": "x", "jwks_uri": "http://elsewhere.example/keys"}]),
        json.dumps([{"client_id": "x", "jwks": {"keys": []}}, {"client_id": "x", "jwks": {"keys": []}}]),
        json.dumps([{"client_id": "x", "jwks": {"keys": []}, "roles": ["king"]}]),
    ],
)
def test_a_file_of_clients_that_is_wrong_stops_the_start(content: str, tmp_path: Path) -> None:
    (tmp_path / "clients.json").write_text(content)
    with pytest.raises(SettingRefused, match="PRIORAUTH_FHIR_CLIENTS"):
        read_clients(tmp_path / "clients.json")


@session_loop
async def test_the_fhir_door_asks_for_the_same_token(signed: Signed) -> None:
    submit = "/fhir/pas/2.2.1/Claim/$submit"
    async with signed.browser() as browser:
        told = (await browser.get("/fhir/pas/2.2.1/.well-known/smart-configuration")).json()
        assert told["token_endpoint"] == ADDRESS
        nobody = await browser.post(submit, json={})
        assert (nobody.status_code, nobody.json()["resourceType"]) == (401, "OperationOutcome")
        headers = {"Authorization": f"Bearer {(await ask(browser, assertion())).json()['access_token']}"}
        assert (await browser.post(submit, json={}, headers=headers)).status_code not in (401, 403)


@session_loop
async def test_every_call_of_the_fhir_door_but_what_describes_it_needs_a_bearer_token(signed: Signed) -> None:
    subscription = "Subscription/00000000-0000-4000-8000-000000000000"
    posts = ("Claim/$submit", "Claim/$inquire", "$submit-attachment", "Subscription")
    calls = [("POST", path) for path in posts] + [(method, subscription) for method in ("GET", "PUT", "DELETE")]
    async with signed.browser() as browser:
        for base in ("/fhir/pas/2.2.1", "/fhir/pas/2.0.1"):
            for method, path in [*calls, ("GET", f"{subscription}/$status")]:
                answer = await browser.request(method, f"{base}/{path}", json={} if method in ("POST", "PUT") else None)
                assert (answer.status_code, answer.json()["resourceType"]) == (401, "OperationOutcome"), path
            for path in ("metadata", ".well-known/smart-configuration"):
                assert (await browser.get(f"{base}/{path}")).status_code == 200
