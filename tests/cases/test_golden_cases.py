"""Golden cases: a folder each, the request beside what a careful reviewer would propose."""

import json
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from orchestrator.assembly import AssembledTeam, offline_servers, open_team
from orchestrator.direct import review_once
from priorauth.case import review_input
from priorauth.findings import Failure
from priorauth.intake import items_of, parse_request
from priorauth.record import ReviewRecord
from priorauth.rulebook import Rulebook, load_rulebook

HERE = Path(__file__).parent
CASES = sorted(p.parent.name for p in HERE.glob("*/request.json"))
NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="session")
def rules() -> Rulebook:
    return load_rulebook()


@pytest.fixture
async def review(data_dir: Path, rules: Rulebook) -> AsyncGenerator[Any]:

    async def run(name: str) -> ReviewRecord:
        request = parse_request(json.loads((HERE / name / "request.json").read_text()), now=NOW)
        async with open_team(offline_servers(data_dir, lambda: rules), rules) as team:
            assert isinstance(team, AssembledTeam)
            return await review_once(review_input(request, items_of(request), NOW), team)

    yield run


@pytest.mark.parametrize("name", CASES)
async def test_a_golden_case_comes_out_as_a_careful_reviewer_expects(name: str, review: Any) -> None:
    record: ReviewRecord = await review(name)
    expected: dict[str, Any] = json.loads((HERE / name / "expected.json").read_text())
    proposal = record.proposal
    assert (proposal.recommendation, proposal.decision_gate) == (
        expected["recommendation"],
        expected["decision_gate"],
    ), proposal.reasons
    assert not isinstance(record.coverage, Failure)
    relevant = {p.policy_id for i in record.coverage.items for p in i.policies if p.relevant}
    assert set(expected.get("policies", [])) <= relevant
    gaps = " ".join(f"{g.what} {g.request}" for g in proposal.gaps).casefold()
    assert expected.get("gap", "").casefold() in gaps
    spans = [s.evidence for i in record.coverage.items for a in i.assessments for s in a.spans]
    assert all(record.case.document(e.document_id).text[e.start : e.end] == e.quote for e in spans)
