"""The sample cases, submitted and reviewed in an empty store of synthetic data."""

from datetime import UTC, datetime

from orchestrator.api.parts import Parts
from orchestrator.samples import NAMES, sample
from orchestrator.store.cases import WorklistQuery
from orchestrator.workflow.desk import Asked
from priorauth.intake import parse_request

SECONDS = 60.0


async def review_samples(parts: Parts) -> list[str]:
    """Submit and review the samples where the store is synthetic and empty; a line of what came of each."""
    if not parts.settings.synthetic or not await _is_empty(parts):
        return []
    return [await _reviewed(parts, name) for name in NAMES]


async def _is_empty(parts: Parts) -> bool:
    now = datetime.now(UTC)
    page = await parts.desk.cases.page(WorklistQuery(who="", today=now, now=now, limit=1))
    return not page.rows


async def _reviewed(parts: Parts, name: str) -> str:
    request = parse_request(dict(sample(name)), now=datetime.now(UTC))
    accepted = await parts.desk.accept(Asked(request, "sample cases", "sample"))
    await parts.desk.runs.wait(accepted.case_id, 1, SECONDS)
    found = await parts.sealed.latest(accepted.case_id)
    if found is None or found.record is None:
        return f"sample case {name}: the review did not end"
    proposal = found.record.proposal
    return f"case {found.case.case_number} ({name}): {proposal.recommendation}, {proposal.criteria_summary}"
