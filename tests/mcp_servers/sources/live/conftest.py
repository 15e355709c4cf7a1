"""The live sources on stand-ins of the public services, with a clock the tests move."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from mcp_servers.sources.live.held import Asking, LiveHeld, live_sources
from mcp_servers.sources.live.pace import Clock
from tests.standins.public_sources import Hands, PublicSources


@pytest.fixture
def public() -> PublicSources:
    return PublicSources()


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def clock(hands: Hands) -> Clock:
    return Clock(hands.now, hands.now, hands.sleep, lambda: 0.5)


@pytest.fixture
async def live(tmp_path: Path, public: PublicSources, clock: Clock) -> AsyncGenerator[LiveHeld]:
    async with live_sources(tmp_path, None, Asking(cms_licence_accepted=True), public, clock) as held:
        yield held
