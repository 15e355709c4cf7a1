"""Sample cases, all made up, that show a newcomer what the engine does."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any, cast

from orchestrator.api.parts import Parts
from orchestrator.store.cases import WorklistQuery
from orchestrator.workflow.desk import Asked
from priorauth.intake import parse_request

NAMES = ("approval", "pend")
SECONDS = 60.0


def sample(name: str) -> Mapping[str, Any]:
    """The request of a sample case, as a body of `POST /api/cases`."""
    return cast(Mapping[str, Any], json.loads(files(__name__).joinpath(f"{name}.json").read_text("utf-8")))["request"]


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
