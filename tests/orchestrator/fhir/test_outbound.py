"""What may be dialled: every answer of the resolver is judged, and only that is dialled. Here nothing is."""

from collections.abc import Iterable
from typing import Any, cast

import httpcore2
import pytest

from orchestrator.fhir.outbound import AddressRefused, JudgedBackend, Policy, Resolve, guarded_client
from orchestrator.fhir.rooms import Rooms
from orchestrator.settings import Settings


class Recording(httpcore2.AsyncNetworkBackend):
    """Keeps what would have been dialled."""

    def __init__(self) -> None:
        self.dialled: list[str] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        self.dialled.append(host)
        raise httpcore2.ConnectError("recorded")


def answering(*addresses: str) -> Resolve:
    """A resolver that says so."""

    async def resolve(_: str, __: int) -> tuple[str, ...]:
        return addresses

    return resolve


@pytest.mark.parametrize(
    "addresses",
    [
        ("10.1.2.3",),
        ("169.254.169.254",),
        ("192.0.0.192",),
        ("100.64.0.1",),
        ("::1",),
        ("::ffff:127.0.0.1",),
        ("64:ff9b::a9fe:a9fe",),
        ("fe80::1%eth0",),
        ("224.0.0.1",),
        ("0.0.0.0",),
        ("93.184.215.14", "127.0.0.1"),
    ],
)
async def test_a_name_with_any_answer_that_is_not_public_is_not_dialled(addresses: tuple[str, ...]) -> None:
    dial = Recording()
    with pytest.raises(AddressRefused):
        await JudgedBackend(Policy(loopback=False), dial, answering(*addresses)).connect_tcp("ehr.example.org", 443)
    assert dial.dialled == []


async def test_the_address_that_was_judged_is_the_one_dialled() -> None:
    dial = Recording()
    with pytest.raises(httpcore2.ConnectError):
        await JudgedBackend(Policy(loopback=False), dial, answering("93.184.215.14")).connect_tcp(
            "ehr.example.org", 443
        )
    assert dial.dialled == ["93.184.215.14"]


async def test_the_client_goes_through_the_judge() -> None:
    async with guarded_client(Policy(loopback=False)) as client:
        with pytest.raises(AddressRefused):
            await client.get("http://127.0.0.1:9/")


@pytest.mark.parametrize(
    ("client", "address", "allowed"),
    [
        ("ehr", "https://ehr.example.org/hooks/pas", True),
        ("ehr", "https://ehr.example.org/hooks", True),
        ("ehr", "https://ehr.example.org/hooks-of-others", False),
        ("ehr", "https://ehr.example.org.evil.example/hooks", False),
        ("another", "https://ehr.example.org/hooks", False),
    ],
)
def test_with_sign_in_a_client_is_notified_only_where_the_operator_registered_it(
    client: str, address: str, allowed: bool
) -> None:
    settings = Settings.load(
        env_file=None,
        auth_mode="oidc",
        oidc_issuer="https://issuer.example.org",
        oidc_audience="priorauth",
        public_url="https://plan.example.org",
    )
    nobody = cast(Any, None)
    rooms = Rooms(settings, nobody, nobody, nobody, {"ehr": ("https://ehr.example.org/hooks/",)})
    assert rooms.may_notify(client, address) is allowed
