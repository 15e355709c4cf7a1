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

    async def heard(self, call: ToolCall) -> JsonValue:
        """What a model answered to this very question in an earlier attempt at this step; None where it was not."""
        ...

    async def was_read(self, reader: str, question: str, reading: JsonValue) -> None: ...


class Team(Protocol):
    """The four specialists under one pinned rulebook. A specialist that breaks answers with a Failure."""

    @property
    def rules_digest(self) -> str: ...

    @property
    def reader(self) -> str: ...

    @property
    def mode(self) -> DecisionMode: ...

    @property
    def proposes_alone(self) -> bool:
        """Whether the proposal it computes stands as it is, nobody being asked beside it."""
        ...

    def preflight(self, case: ReviewInput) -> tuple[ProcedureFinding, ...]: ...

    async def compliance(self, task: CaseTask, recorder: Recorder, attempt: int) -> ComplianceFindings | Failure: ...

    async def clinical(self, task: CaseTask, recorder: Recorder, attempt: int) -> ClinicalFindings | Failure: ...

    async def coverage(self, task: CoverageTask, recorder: Recorder, attempt: int) -> CoverageFindings | Failure: ...

    def synthesis(self, task: SynthesisTask) -> Proposal: ...

    async def agreed(self, task: SynthesisTask, proposal: Proposal, recorder: Recorder, attempt: int) -> Proposal:
        """The computed proposal, where nobody who was asked beside us came to another; else raises SpecialistFailed."""
        ...


class Teams(Protocol):
    """Where a review gets its specialists: under the rules in force when it begins, and under those alone after."""

    def current(self) -> Team: ...

    def texts(self, rules_digest: str) -> str:
        """The rule files of a team given out before, as one text that is kept; empty where there is nothing to keep."""
        ...

    def revive(self, texts: str) -> Team:
        """A team under rules that are no longer in force; raises RulesNotFound where it cannot be made."""
        ...
