"""A whole review with a scripted model beside the embedded reader, over loopback HTTP."""

import json
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from agents.modelling.endpoint import Endpoint, EndpointKind, ModelLimits
from agents.modelling.meter import Meter
from agents.modelling.reader import open_both
from agents.runtime.embedded import EmbeddedReader
from orchestrator.assembly import AssembledTeam, offline_servers, open_team
from orchestrator.direct import review_once
from priorauth.case import ReviewInput, review_input
from priorauth.intake import items_of, parse_request
from priorauth.record import ReviewRecord
from priorauth.rulebook import Rulebook, load_rulebook
from tests.standins.model import Script, ScriptedModel, scripted_model

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
Review = Callable[..., Awaitable[ReviewRecord]]


@pytest.fixture(scope="session")
def rules() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


def case_of(name: str = "approval", **changes: Any) -> ReviewInput:
    """A shipped sample, changed where a test says so."""
    sample = json.loads(files("orchestrator.samples").joinpath(f"{name}.json").read_text("utf-8"))["request"]
    request = parse_request(sample | changes, now=NOW)
    return review_input(request, items_of(request), NOW, synthetic=True)


@dataclass(frozen=True)
class Stage:
    """An engine whose model is scripted."""

    team: AssembledTeam
    model: ScriptedModel
    meter: Meter

    async def review(self, case: ReviewInput) -> ReviewRecord:
        return await review_once(case, self.team)


@asynccontextmanager
async def staged(
    script: Script,
    rules: Rulebook,
    data_dir: Path,
    embedded: EmbeddedReader | None = None,
    meter: Meter | None = None,
    **limits: Any,
) -> AsyncGenerator[Stage]:
    own, spent = embedded or EmbeddedReader(), meter or Meter(10**6, 10**8)
    async with scripted_model(script) as model:
        endpoint = Endpoint(EndpointKind.chat, "scripted", f"{model.url}/v1", "key", ModelLimits(pause=0, **limits))
        async with (
            open_both(own, endpoint, spent) as reader,
            open_team(offline_servers(data_dir, lambda: rules), rules, reader=reader) as team,
        ):
            yield Stage(team, model, spent)
