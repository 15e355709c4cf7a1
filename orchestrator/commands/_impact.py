"""What `priorauth rules impact` looks at, and how it says what it found."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mcp_servers.npi_registry.source import ProviderSource
    from orchestrator.assembly import AssembledTeam
    from orchestrator.evaluation import CaseSet
    from orchestrator.impact import Answer, Change, Impact, Subject
    from orchestrator.settings import Settings
    from priorauth.rulebook import Rulebook


async def find(before: Rulebook, after: Rulebook, cases: CaseSet | None, limit: int) -> Impact:
    """Review these labelled cases, or else the past ones of the store, under both."""
    from orchestrator.commands._store import open_store
    from orchestrator.impact import impact, past_cases
    from orchestrator.settings import Settings

    settings = Settings.load()
    async with AsyncExitStack() as stack:
        if cases is not None:
            subjects, providers = _labelled(cases), _providers(cases)
        else:
            store = await stack.enter_async_context(open_store(settings))
            subjects, providers = past_cases(store.database, store.codec, limit), None
        old = await stack.enter_async_context(_team(settings, before, providers))
        new = await stack.enter_async_context(_team(settings, after, providers))
        return await impact(subjects, old, new, _tell)


def _team(
    settings: Settings, rules: Rulebook, providers: ProviderSource | None
) -> AbstractAsyncContextManager[AssembledTeam]:
    from orchestrator.assembly import offline_servers, open_team

    return open_team(offline_servers(settings.data_dir, lambda: rules, providers), rules, settings.decision_mode)


def _providers(cases: CaseSet) -> ProviderSource | None:
    from mcp_servers.importers.nppes import load_providers_csv
    from mcp_servers.npi_registry.local import LocalProviders

    return LocalProviders(load_providers_csv(cases.providers)) if cases.providers else None


async def _labelled(cases: CaseSet) -> AsyncIterator[Subject]:
    """Cases that the door would refuse have no review to compare."""
    from datetime import UTC, datetime, time

    from orchestrator.evaluation import to_input
    from orchestrator.impact import Subject
    from priorauth.errors import RequestRefused
    from priorauth.recommendation import Recommendation

    day = cases.today or datetime.now(UTC).date()
    for labelled in cases.cases:
        stands = labelled.expect.recommendation is Recommendation.approve and not labelled.expect.unsafe_if_approved
        try:
            case = to_input(labelled, datetime.combine(day, time(15), UTC))
        except RequestRefused:
            continue
        yield Subject(labelled.id, case, stands)


def _tell(name: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{name:<60.60}", end="", file=sys.stderr, flush=True)


def as_json(found: Impact) -> str:
    return json.dumps({**asdict(found), "unsafe": list(found.unsafe)}, indent=2, ensure_ascii=False)


def as_text(found: Impact) -> str:
    return "\n".join(_lines(found))


def _lines(found: Impact) -> Iterator[str]:
    from orchestrator.impact import Direction

    yield f"{found.cases} cases, rules {found.before[:12]} → {found.after[:12]}"
    moved = {d: [c for c in found.changes if c.direction is d] for d in Direction}
    unsafe = [c for c in found.changes if c.unsafe]
    yield f"unsafe: towards approval, and nobody said so   {len(unsafe)}"
    yield f"towards approval, as a person or label says    {len(moved[Direction.towards_approval]) - len(unsafe)}"
    yield f"safe: away from approval, a person looks       {len(moved[Direction.away_from_approval])}"
    yield f"same recommendation, other criteria or figures {len(moved[Direction.none])}"
    for change in (*unsafe, *(c for c in found.changes if not c.unsafe)):
        yield ""
        yield from _told(change)


def _told(change: Change) -> Iterator[str]:
    was, now = change.before, change.after
    yield f"{'UNSAFE ' if change.unsafe else ''}{change.case}: {change.direction}"
    yield f"  {_answer(was)} → {_answer(now)}"
    for row in change.why:
        yield f"  item {row.item}, {row.policy}, row {row.row}: {row.before} → {row.after}   {row.statement}"


def _answer(answer: Answer) -> str:
    return f"{answer.recommendation} ({answer.gate}, {answer.confidence:.2f})"
