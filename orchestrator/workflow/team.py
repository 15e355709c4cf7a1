"""What the run of a case needs of its specialists. They arrive as an argument; this room imports none of them."""

from typing import Protocol

from pydantic import JsonValue

from priorauth.case import ReviewInput
from priorauth.findings import (
    ClinicalFindings,
    ComplianceFindings,
    CoverageFindings,
    Failure,
    ProcedureFinding,
    ToolCall,
)
from priorauth.recommendation import DecisionMode, Proposal
from priorauth.tasks import CaseTask, CoverageTask, SynthesisTask


class Recorder(Protocol):
    """Where calls and readings are recorded as they happen. Raises RecordNotWritten when it cannot."""

    async def tool_called(self, call: ToolCall, reply: JsonValue) -> None: ...

    async def was_read(self, reader: str, question: str, reading: JsonValue) -> None: ...


class Team(Protocol):
    """The four specialists under one pinned rulebook. A specialist that breaks answers with a Failure."""

    @property
    def rules_digest(self) -> str: ...

    @property
    def reader(self) -> str: ...

    @property
    def mode(self) -> DecisionMode: ...

    def preflight(self, case: ReviewInput) -> tuple[ProcedureFinding, ...]: ...

    async def compliance(self, task: CaseTask, recorder: Recorder, attempt: int) -> ComplianceFindings | Failure: ...

    async def clinical(self, task: CaseTask, recorder: Recorder, attempt: int) -> ClinicalFindings | Failure: ...

    async def coverage(self, task: CoverageTask, recorder: Recorder, attempt: int) -> CoverageFindings | Failure: ...

    def synthesis(self, task: SynthesisTask) -> Proposal: ...
