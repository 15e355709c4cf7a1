"""The rules in force, compiled in a process of their own while this one loads its libraries.

That process loads nothing but the rules' own room, and ends when it is done.
"""

from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path

from orchestrator.aside import Aside
from priorauth.errors import Complaint, RulesRefused
from priorauth.rulebook.live import LiveRules, RememberedRules, roots


async def compiled_aside(own: Path | None) -> LiveRules:
    """The shipped rules with a plan's own over them. Raises RulesRefused."""
    aside = Aside()
    try:
        found = await aside.run(partial(_compiled, own))
    except BrokenProcessPool:
        found = _compiled(own)
    finally:
        await aside.close()
    if isinstance(found, LiveRules):
        return found
    raise RulesRefused(found)


def _compiled(own: Path | None) -> LiveRules | tuple[Complaint, ...]:
    """What is wrong is handed over as a value: an exception loses its parts between processes."""
    try:
        return LiveRules(roots(own), RememberedRules())
    except RulesRefused as refused:
        return refused.complaints
