"""Only a token that the issuer signed, for us, now, is believed; each other way is refused with the same words."""

import base64
import json
import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from orchestrator.identity.issuer import COOLDOWN_SECONDS, LIVES_SECONDS, Issuer, outgoing
from orchestrator.identity.tokens import Expected, verified
from priorauth.errors import SignInNeeded, SourceFailed
from tests.orchestrator.identity.conftest import Signed
from tests.standins.openid import AUDIENCE, Provider, open_provider, rsa, unsigned
from tests.standins.openid import signed as sign

pytestmark = pytest.mark.asyncio(loop_scope="session")


def crooked(provider: Provider) -> dict[str, str]:
    claims, key, now = provider.claims(roles=["pa-nurses"]), provider.keys[0], int(time.time())
    public = key.as_pem(private=False)
    parts = sign(claims, key).split(".")
    other = base64.urlsafe_b64encode(json.dumps(claims | {"roles": ["pa-admin"]}).encode()).rstrip(b"=").decode()
    shared = OctKey.import_key(public.replace(b"-----", b""))
    return {
        "algorithm none": unsigned(claims, {"alg": "none", "kid": key.kid}),
        "algorithm nOnE": unsigned(claims, {"alg": "nOnE", "kid": key.kid}),
        "no signature": ".".join((*parts[:2], "")),
        "changed claims": ".".join((parts[0], other, parts[2])),
        "signed with the public key as a secret": jwt.encode({"alg": "HS256", "kid": key.kid}, claims, shared),
        "unknown key": sign(claims, rsa(9)),
        "another key under a known name": sign(claims, rsa(9), kid=key.kid),
        "its own key in the header": sign(claims, rsa(9), jwk=rsa(9).as_dict(private=False)),
        "no key named": jwt.encode({"alg": "RS256"}, claims, key),
        "wrong issuer": sign(claims | {"iss": "https://elsewhere.example"}, key),
        "issuer with a slash": sign(claims | {"iss": f"{provider.url}/"}, key),
        "wrong audience": sign(claims | {"aud": "api://somebody-else"}, key),
        "no audience": provider.sign(aud=None),
        "expired": sign(claims | {"exp": now - 120}, key),
        "no expiry": provider.sign(exp=None),
        "expiry as text": sign(claims | {"exp": str(now + 600)}, key),
        "not yet": sign(claims | {"nbf": now + 600}, key),
        "nobody": provider.sign(sub=None),
        "not a token": "a.b.c",
        "half a token": "eyJhbGciOiJSUzI1NiJ9",
        "a very long one": "a" * 100_000,
    }


async def test_every_crooked_token_is_refused_and_no_reason_is_given(signed: Signed) -> None:
    async with signed.browser() as browser:
        bodies: set[str] = set()
        for what, token in crooked(signed.provider).items():
            answer = await browser.get("/api/me", headers={"Authorization": f"Bearer {token}"})
            assert answer.status_code == 401, what
            assert answer.headers["www-authenticate"] == "Bearer"
            bodies.add(answer.text)
    assert len(bodies) == 1
    assert json.loads(bodies.pop())["sign_in"] == "/auth/login"


async def test_a_straight_token_gives_name_and_mapped_roles(signed: Signed) -> None:
    async with signed.browser() as browser:
        headers = signed.bearer("pa-doctors", "unknown-group", sub="sub-doctor", name="Synthetic Doctor")
        me = (await browser.get("/api/me", headers=headers)).json()
    assert (me["name"], me["roles"], me["auth_mode"], me["csrf"]) == (
        "Synthetic Doctor",
        ["medical_director"],
        "oidc",
        "",
    )


async def test_a_clock_that_is_a_little_off_is_forgiven(signed: Signed) -> None:
    async with signed.browser() as browser:
        late = signed.bearer("pa-nurses", exp=int(time.time()) - 30)
        assert (await browser.get("/api/me", headers=late)).status_code == 200


async def test_two_people_of_one_name_are_two_and_each_keeps_theirs(signed: Signed) -> None:
    async with signed.browser() as browser:

        async def name(sub: str, wanted: str) -> str:
            return (await browser.get("/api/me", headers=signed.bearer("pa-nurses", sub=sub, name=wanted))).json()[
                "name"
            ]

        assert await name("twin-a", "Synthetic Twin") == "Synthetic Twin"
        assert await name("twin-b", "Synthetic Twin") == "Synthetic Twin (2)"
        assert await name("twin-a", "Renamed Since") == "Synthetic Twin"
        assert await name("sly", "Local Operator") == "Local Operator (2)"


async def test_a_person_without_a_role_of_ours_may_do_nothing_else(signed: Signed) -> None:
    async with signed.browser() as browser:
        headers = signed.bearer("reviewer", sub="outsider")
        refused = await browser.get("/api/rules", headers=headers)
        assert refused.status_code == 403
        assert "medical director" in refused.json()["detail"]


async def test_a_person_without_a_role_of_ours_learns_that_there_is_none(signed: Signed) -> None:
    async with signed.browser() as browser:
        told = await browser.get("/api/me", headers=signed.bearer("reviewer", sub="outsider"))
        assert (told.status_code, told.json()["roles"]) == (200, [])


class Clock:
    """Time that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


async def test_keys_rotate_and_a_retired_one_counts_no_more() -> None:
    clock = Clock()
    async with open_provider() as provider, outgoing() as client:
        issuer, expected = Issuer(provider.url, client, clock), Expected(provider.url, (AUDIENCE,))
        old = provider.sign()
        await verified(old, issuer.keys, expected)
        provider.rotate()
        with pytest.raises(SignInNeeded):
            await verified(provider.sign(), issuer.keys, expected)
        clock.now += COOLDOWN_SECONDS
        await verified(provider.sign(), issuer.keys, expected)
        with pytest.raises(SignInNeeded):
            await verified(old, issuer.keys, expected)


async def test_a_flood_of_unknown_keys_asks_the_issuer_once() -> None:
    clock = Clock()
    async with open_provider() as provider, outgoing() as client:
        issuer = Issuer(provider.url, client, clock)
        for number in range(50):
            await issuer.keys.find(f"made-up-{number}")
        assert provider.asked_for_keys == 1


async def test_an_issuer_that_is_down_does_not_sign_anybody_out() -> None:
    clock = Clock()
    async with open_provider() as provider, outgoing() as client:
        issuer, expected = Issuer(provider.url, client, clock), Expected(provider.url, (AUDIENCE,))
        token = provider.sign()
        await verified(token, issuer.keys, expected)
        provider.down = True
        clock.now += LIVES_SECONDS + 1
        assert (await verified(token, issuer.keys, expected)).sub == "sub-1"


async def test_an_issuer_that_was_never_reached_lets_nobody_in() -> None:
    async with open_provider() as provider, outgoing() as client:
        provider.down = True
        with pytest.raises(SourceFailed):
            await Issuer(provider.url, client).keys.find("key-1")


async def test_an_issuer_that_calls_itself_otherwise_is_not_believed() -> None:
    async with open_provider() as provider, outgoing() as client:
        asked, provider.url = provider.url, "https://somebody.example"
        with pytest.raises(SourceFailed, match="another name"):
            await Issuer(asked, client).discovered()


@pytest.mark.parametrize(
    ("claims", "believed"), [({"tid": "tenant-1", "oid": "o"}, True), ({"tid": "tenant-2"}, False), ({}, False)]
)
async def test_a_token_of_another_tenant_is_refused(claims: dict[str, Any], believed: bool) -> None:
    async with open_provider() as provider, outgoing() as client:
        issuer = Issuer(provider.url, client)
        expected = Expected(provider.url, (AUDIENCE,), tenant="tenant-1")
        if believed:
            assert (await verified(provider.sign(**claims), issuer.keys, expected)).tid == "tenant-1"
        else:
            with pytest.raises(SignInNeeded):
                await verified(provider.sign(**claims), issuer.keys, expected)
