"""A real record: a synthetic knee case, reviewed once by the embedded team, and ways to make it longer or stranger."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mcp_servers.importers.nppes import load_providers_csv
from mcp_servers.npi_registry.local import LocalProviders
from orchestrator.assembly import offline_servers, open_team
from orchestrator.direct import review_once
from priorauth.case import review_input
from priorauth.intake import items_of, parse_request
from priorauth.record import ReviewRecord
from priorauth.rulebook import Rulebook, load_rulebook

SEEN = Path(__file__).parents[3] / "evals" / "seen"
RECEIVED = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture(scope="session")
def rules() -> Rulebook:
    return load_rulebook()


async def reviewed_record(rules: Rulebook, folder: Path) -> ReviewRecord:
    labelled = json.loads((SEEN / "joint" / "knee-cgs-complete.json").read_text("utf-8"))
    request = parse_request(labelled["request"], now=RECEIVED, trusted=True)
    case = review_input(request, items_of(request), RECEIVED, case_id="synthetic-case")
    providers = LocalProviders(load_providers_csv(SEEN / "providers.csv"))
    async with open_team(offline_servers(folder, lambda: rules, providers), rules) as team:
        return await review_once(case, team)


@pytest.fixture(scope="session")
def record(rules: Rulebook, tmp_path_factory: pytest.TempPathFactory) -> ReviewRecord:
    return asyncio.run(reviewed_record(rules, tmp_path_factory.mktemp("data")))
