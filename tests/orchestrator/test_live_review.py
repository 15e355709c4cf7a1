"""A review on live sources: what leaves, and what an outage in the middle of it comes to."""

import json
import shutil
from collections.abc import AsyncGenerator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest

from mcp_servers.icd10_codes.store import Icd10Store
from mcp_servers.roster import servers
from mcp_servers.sources.live.held import Asking, live_sources
from mcp_servers.sources.live.pace import Clock
from orchestrator.assembly import open_team
from orchestrator.direct import review_once
from priorauth.case import review_input
from priorauth.findings import CoverageFindings, ProviderStatus, ToolOutcome
from priorauth.intake import items_of, parse_request
from priorauth.recommendation import Recommendation
from priorauth.record import ReviewRecord
from priorauth.rulebook import Rulebook, load_rulebook
from tests.standins.public_sources import EUTILS, NPPES, Fault, Hands, PublicSources, text_of

REQUEST = json.loads((Path(__file__).parents[1] / "cases" / "cpap-approved" / "request.json").read_text("utf-8"))
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
CANARIES = ("Rosalind", "Example", "1958", "05-14", "SYN4400127", "lisinopril", "Mallampati", "retired", "68", "WA")


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def codes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("codes")
    Icd10Store(folder).close()
    return folder


@pytest.fixture
def public() -> PublicSources:
    return PublicSources()


@pytest.fixture
async def review(
    tmp_path: Path, codes: Path, rules: Rulebook, public: PublicSources
) -> AsyncGenerator[Callable[[], Any]]:
    shutil.copytree(codes, tmp_path, dirs_exist_ok=True)
    hands = Hands()
    clock = Clock(hands.now, hands.now, hands.sleep, lambda: 0.5)

    async def run() -> ReviewRecord:
        request = parse_request(REQUEST, now=NOW)
        async with (
            live_sources(tmp_path, lambda: rules, Asking("desk@plan.example", "a-key"), public, clock) as held,
            open_team(servers(held), rules) as team,
        ):
            return await review_once(review_input(request, items_of(request), NOW), team)

    yield run


def on_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("source-replies*"))


def provider_of(record: ReviewRecord) -> ProviderStatus:
    assert isinstance(record.coverage, CoverageFindings)
    return record.coverage.provider.status


async def test_a_review_on_live_sources_comes_to_the_same_and_names_them(
    review: Callable[[], Any], public: PublicSources
) -> None:
    record: ReviewRecord = await review()
    assert record.proposal.recommendation is Recommendation.approve
    sources = {call.source for call in record.ledger if call.outcome is ToolOutcome.ok}
    assert {"NPPES NPI Registry", "PubMed", "ClinicalTrials.gov"} <= sources
    assert {request.url.host for request in public.asked} >= {NPPES, EUTILS}


async def test_nothing_of_the_patient_leaves(review: Callable[[], Any], public: PublicSources) -> None:
    await review()
    left = "".join(text_of(request) for request in public.asked)
    assert public.asked
    assert [word for word in CANARIES if word in left] == []
    assert {request.method for request in public.asked} == {"GET"}


async def test_nothing_of_the_patient_is_left_on_disk(review: Callable[[], Any], tmp_path: Path) -> None:
    await review()
    kept = on_disk(tmp_path)
    assert kept
    assert [word for word in ("Rosalind", "SYN4400127", "lisinopril") if word.encode() in kept] == []


@pytest.mark.parametrize("fault", [Fault.refused, Fault.broken, Fault.page, Fault.truncated, Fault.errors])
async def test_a_registry_that_fails_pends_the_case_and_a_review_after_it_is_back_does_not(
    review: Callable[[], Any], public: PublicSources, fault: Fault
) -> None:
    public.down[NPPES] = fault
    pended: ReviewRecord = await review()
    assert provider_of(pended) is ProviderStatus.unverified
    assert pended.proposal.recommendation is Recommendation.pend_for_review
    assert {c.outcome for c in pended.ledger if c.tool == "npi_lookup"} <= {
        ToolOutcome.unavailable,
        ToolOutcome.refused,
    }
    public.down.clear()
    assert (await review()).proposal.recommendation is Recommendation.approve


async def test_a_source_that_fails_in_the_middle_of_a_run_and_recovers_does_not_stop_it(
    review: Callable[[], Any], public: PublicSources
) -> None:
    public.faults += [Fault.broken, Fault.refused, Fault.limited, Fault.broken]
    record: ReviewRecord = await review()
    assert record.proposal.recommendation is Recommendation.approve
    assert not public.faults


async def test_literature_that_is_down_is_in_the_record_and_decides_nothing(
    review: Callable[[], Any], public: PublicSources
) -> None:
    public.down[EUTILS] = Fault.refused
    record: ReviewRecord = await review()
    assert record.proposal.recommendation is Recommendation.approve
    assert {c.outcome for c in record.ledger if c.server == "pubmed"} == {ToolOutcome.unavailable}


async def test_a_key_never_shows_in_what_is_recorded(review: Callable[[], Any], public: PublicSources) -> None:
    public.down[EUTILS] = Fault.page
    record: ReviewRecord = await review()
    assert any("a-key" in str(r.url) for r in public.asked if isinstance(r, httpx2.Request))
    assert "a-key" not in record.model_dump_json()
