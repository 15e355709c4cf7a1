"""Edited rules tried on the cases of this place while the engine serves: in a process of its own, a stretch at a time.

A stretch ends after some seconds and names the case it ended at, so that whoever asked can go on from there or stop.
"""

import asyncio
import signal
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from functools import lru_cache, partial

from orchestrator.aside import Aside
from orchestrator.evaluation import read_cases
from orchestrator.impact import Bounds, find
from orchestrator.settings import Settings
from priorauth.errors import BudgetSpent, Complaint, RulesRefused, SettingRefused
from priorauth.impact import Impact
from priorauth.rulebook import Rulebook, RuleFile, compile_rulebook

STRETCH_SECONDS = 4.0
LAST_SECONDS = 60
CASES = 200
Files = tuple[RuleFile, ...]


@dataclass
class WhatIfs:
    """Answers one question after the other."""

    settings: Settings
    _aside: Aside = field(default_factory=Aside, init=False)

    async def look(self, before: Files, after: Files, *, labelled: bool, begin_after: str) -> Impact:
        """Raises RulesRefused for rules that do not hold together, SettingRefused where no labelled cases are held,
        BudgetSpent for rules that keep a reader busy beyond all measure."""
        if labelled and not self.settings.labelled_dir.is_dir():
            raise SettingRefused("LABELLED_DIR", "no folder of labelled cases is here")
        bounds = Bounds(begin_after, CASES, STRETCH_SECONDS)
        try:
            found = await self._aside.run(partial(_looked, self.settings, before, after, labelled, bounds))
        except BrokenProcessPool:
            raise BudgetSpent(f"the reviews were not done within {LAST_SECONDS} seconds") from None
        if isinstance(found, Impact):
            return found
        raise RulesRefused(found)

    async def close(self) -> None:
        await self._aside.close()


def _looked(
    settings: Settings, before: Files, after: Files, labelled: bool, bounds: Bounds
) -> Impact | tuple[Complaint, ...]:
    """In the process of its own; the alarm ends it where nothing else does."""
    signal.alarm(LAST_SECONDS)
    try:
        edited = _compiled(after)
        cases = read_cases(settings.labelled_dir) if labelled else None
        return asyncio.run(find(settings, _compiled(before), edited, cases, bounds))
    except RulesRefused as refused:
        return refused.complaints
    finally:
        signal.alarm(0)


@lru_cache(maxsize=3)
def _compiled(files: Files) -> Rulebook:
    return compile_rulebook(files)
