"""One review from beginning to end in this process, with nothing stored: the terminal's way, and the evaluation's."""

import asyncio
from datetime import UTC, datetime

from pydantic import JsonValue

from orchestrator.workflow.team import Team
from priorauth.case import ReviewInput
from priorauth.events import Step
from priorauth.findings import ToolCall
from priorauth.record import ReviewRecord, StepTiming
from priorauth.tasks import CaseTask, CoverageTask, SynthesisTask


class MemoryRecorder:
    """The record of a review that nobody stores."""

    def __init__(self) -> None:
        self.calls: list[ToolCall] = []
        self.readings: list[str] = []

    async def tool_called(self, call: ToolCall, reply: JsonValue) -> None:
        self.calls.append(call)

    async def heard(self, call: ToolCall) -> JsonValue:
        return None

    async def was_read(self, reader: str, question: str, reading: JsonValue) -> None:
        self.readings.append(question)


class _Watch:
    """When each step began and ended."""

    def __init__(self) -> None:
        self.began = datetime.now(UTC)
        self.timings: list[StepTiming] = []

    def ended(self, step: Step, began: datetime) -> None:
        self.timings.append(StepTiming(step=step, started_at=began, finished_at=datetime.now(UTC)))


async def review_once(case: ReviewInput, team: Team) -> ReviewRecord:
    """Preflight, compliance and clinical together, coverage, synthesis: the sealed record of it."""
    recorder, watch = MemoryRecorder(), _Watch()
    preflight = team.preflight(case)
    watch.ended(Step.preflight, watch.began)
    task, both = CaseTask(case=case), datetime.now(UTC)
    compliance, clinical = await asyncio.gather(team.compliance(task, recorder, 1), team.clinical(task, recorder, 1))
    watch.ended(Step.compliance, both)
    watch.ended(Step.clinical, both)
    began = datetime.now(UTC)
    coverage = await team.coverage(CoverageTask(case=case, clinical=clinical), recorder, 1)
    watch.ended(Step.coverage, began)
    began = datetime.now(UTC)
    last = SynthesisTask(case=case, compliance=compliance, clinical=clinical, coverage=coverage, mode=team.mode)
    proposal = await team.agreed(last, team.synthesis(last), recorder, 1)
    watch.ended(Step.synthesis, began)
    return ReviewRecord(
        case=case,
        preflight=preflight,
        compliance=compliance,
        clinical=clinical,
        coverage=coverage,
        proposal=proposal,
        ledger=tuple(recorder.calls),
        readings=tuple(recorder.readings),
        timings=tuple(watch.timings),
        rules_digest=team.rules_digest,
        reader=team.reader,
        mode=team.mode,
        started_at=watch.began,
        sealed_at=datetime.now(UTC),
    )
