"""The course of a review, box by box: what runs at once, what waits for what, how a run that cannot finish leaves."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from orchestrator.workflow.tagged_json import End, Reference

Box = Callable[[str, int], Awaitable[Reference]]


@dataclass(frozen=True)
class Boxes:
    """The steps of a review, however their results are kept. `fail` leaves the case with a person."""

    preflight: Box
    compliance: Box
    clinical: Box
    coverage: Box
    synthesis: Box
    fail: Callable[[str, int, str, bool], Awaitable[str]]


async def run_course(boxes: Boxes, case_id: str, review: int) -> str:
    """Preflight, compliance beside clinical, coverage, synthesis; the first that does not get done ends the run."""
    begun = await boxes.preflight(case_id, review)
    if begun.end is not End.done:
        return await _leave(boxes, case_id, review, begun)
    # What each of the two is called with is settled here, before either runs: the order of a replay hangs on it.
    both = await asyncio.gather(
        boxes.compliance(case_id, review), boxes.clinical(case_id, review), return_exceptions=True
    )
    for one in both:
        if isinstance(one, BaseException):
            raise one
        if one.end is not End.done:
            return await _leave(boxes, case_id, review, one)
    for box in (boxes.coverage, boxes.synthesis):
        one = await box(case_id, review)
        if one.end is not End.done:
            return await _leave(boxes, case_id, review, one)
    return End.done


async def _leave(boxes: Boxes, case_id: str, review: int, ended: Reference) -> str:
    """A run that cannot finish says so on the case, unless the case has moved on without it."""
    if ended.end is not End.over:
        await boxes.fail(case_id, review, ended.reason, ended.end is End.stale_rules)
    return ended.end
