"""How `priorauth rules impact` looks, and how it says what it found."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orchestrator.evaluation import CaseSet
    from priorauth.impact import Answer, Change, Impact
    from priorauth.rulebook import Rulebook


async def look(before: Rulebook, after: Rulebook, cases: CaseSet | None, limit: int) -> Impact:
    """Review these labelled cases, or else the past ones of the store, under both."""
    from orchestrator.commands._store import open_store
    from orchestrator.impact import Bounds, find
    from orchestrator.settings import Settings

    settings = Settings.load()
    if cases is not None:
        return await find(settings, before, after, cases, Bounds(cases=len(cases.cases)), _tell)
    async with open_store(settings):
        return await find(settings, before, after, None, Bounds(cases=limit), _tell)


def _tell(name: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{name:<60.60}", end="", file=sys.stderr, flush=True)


def as_json(found: Impact) -> str:
    return json.dumps({**asdict(found), "unsafe": list(found.unsafe)}, indent=2, ensure_ascii=False)


def as_text(found: Impact) -> str:
    return "\n".join(_lines(found))


def _lines(found: Impact) -> Iterator[str]:
    from priorauth.impact import Direction

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
    yield f"{'UNSAFE ' if change.unsafe else ''}{change.case}: {change.direction.replace('_', ' ')}"
    yield f"  {_answer(was)} → {_answer(now)}"
    for row in change.why:
        yield f"  item {row.item}, {row.policy}, row {row.row}: {row.before} → {row.after}   {row.statement}"


def _answer(answer: Answer) -> str:
    return f"{answer.recommendation} ({answer.gate}, {answer.confidence:.2f})"
