"""The whole engine with sign-in on, encrypted, beside a provider that signs whatever a test asks for."""

import json
from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from joserfc.jwk import ECKey

from orchestrator.settings import Settings
from orchestrator.store.keys import new_key
from tests.orchestrator.api.conftest import House, at_work, client, house
from tests.standins.openid import AUDIENCE, CLIENT, SECRET, Provider, open_provider

__all__ = ("client", "house")

PUBLIC = "https://pa.example"
ROLES = {"pa-nurses": "reviewer", "pa-doctors": "medical_director", "pa-audit": "auditor", "pa-admin": "admin"}
CLIENT_KEY = ECKey.generate_key("P-384", {"use": "sig", "kid": "client-key"})


@dataclass
class Signed:
    """The engine with sign-in on, and the provider it trusts."""

    house: House
    provider: Provider

    def browser(self) -> httpx2.AsyncClient:
        transport = httpx2.ASGITransport(app=self.house.running.app)
        return httpx2.AsyncClient(transport=transport, base_url=PUBLIC, timeout=60)

    def bearer(self, *groups: str, **claims: Any) -> dict[str, str]:
        """The header of a person in these groups of the issuer."""
        return {"Authorization": f"Bearer {self.provider.sign(roles=list(groups), **claims)}"}

    async def sign_in(self, browser: httpx2.AsyncClient, who: str, path: str = "/") -> httpx2.Response:
        """Walk a browser through the issuer as one of its people; the last reply."""
        begun = await browser.get("/auth/login", params={"next": path})
        async with httpx2.AsyncClient(trust_env=False) as outside:
            back = await outside.get(begun.headers["location"] + f"&login_hint={who}")
        return await browser.get(back.headers["location"].removeprefix(PUBLIC))


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def signed(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator[Signed]:
    folder = tmp_path_factory.mktemp("signed")
    registered: dict[str, Any] = {"client_id": "hospital", "name": "Made-up Hospital", "scopes": ["system/Claim.cu"]}
    registered["jwks"] = {"keys": [CLIENT_KEY.as_dict(private=False)]}
    (folder / "clients.json").write_text(json.dumps([registered]))
    async with open_provider() as provider:
        settings = Settings.load(
            env_file=None,
            data_dir=folder / "data",
            auth_mode="oidc",
            oidc_issuer=provider.url,
            oidc_audience=AUDIENCE,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
            public_url=PUBLIC,
            role_map=",".join(f"{role}={group}" for group, role in ROLES.items()) + ",submitter=pa-desk",
            fhir_clients=folder / "clients.json",
            encryption_key=new_key(),
            mcp_token="made-up-shared-token",
            synthetic=True,
        )
        async with at_work(settings) as house:
            yield Signed(house, provider)


@pytest.fixture
def people(signed: Signed) -> Callable[[str, dict[str, Any]], None]:
    """Somebody whom the issuer knows."""

    def known(hint: str, claims: dict[str, Any]) -> None:
        signed.provider.people[hint] = claims

    return known
