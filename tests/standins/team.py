"""A scripted team: specialists that answer as they are told, after as long as they are told. No reader, no source."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

from orchestrator.store.submissions import Clock, Submission
from orchestrator.workflow.team import Recorder, Team
from priorauth.case import Item, PriorAuthRequest, ReviewInput, Urgency
from priorauth.digests import digest
from priorauth.errors import RulesNotFound
from priorauth.evidence import Evidence, quote
from priorauth.findings import (
    ChecklistItem,
    ClinicalFindings,
    CodeStanding,
    ComplianceFindings,
    CoverageFindings,
    DiagnosisFinding,
    Failure,
    Gap,
    ItemFinding,
    ItemStatus,
    NecessityPath,
    ProcedureFinding,
    ProviderFinding,
    ProviderStatus,
    Specialist,
    ToolCall,
    ToolOutcome,
)
from priorauth.reading import Extraction, NoteQuality
from priorauth.recommendation import (
    Confidence,
    ConfidenceLevel,
    DecisionMode,
    Gate,
    GateResult,
    ItemProposal,
    Proposal,
    Recommendation,
)
from priorauth.tasks import CaseTask, CoverageTask, SynthesisTask

NOTE = "Synthetic note. The synthetic knee hurts when climbing synthetic stairs."


async def _at_once(specialist: Specialist, case_id: str, attempt: int) -> None:
    return None


@dataclass
class ScriptedTeam:
    """`before` runs inside each specialist and may wait, raise or count."""

    before: Callable[[Specialist, str, int], Awaitable[None]] = _at_once
    rules_digest: str = "r" * 64
    reader: str = "scripted"
    mode: DecisionMode = DecisionMode.lenient
    proposes_alone: bool = True
    fails: frozenset[Specialist] = frozenset()
    worked: list[tuple[str, Specialist, int]] = field(default_factory=list[tuple[str, Specialist, int]])

    async def _begin(self, specialist: Specialist, case: ReviewInput, attempt: int) -> Failure | None:
        self.worked.append((case.case_id, specialist, attempt))
        await self.before(specialist, case.case_id, attempt)
        return Failure(specialist=specialist, reason="scripted to fail") if specialist in self.fails else None

    def preflight(self, case: ReviewInput) -> tuple[ProcedureFinding, ...]:
        return tuple(
            ProcedureFinding(sequence=i.sequence, code=i.code, well_formed=True, existence_checked=False)
            for i in case.items
        )

    async def compliance(self, task: CaseTask, recorder: Recorder, attempt: int) -> ComplianceFindings | Failure:
        if failure := await self._begin(Specialist.compliance, task.case, attempt):
            return failure
        item = ChecklistItem(number=1, item="Notes", status=ItemStatus.complete, blocking=True, detail="")
        quality = NoteQuality(
            clinical_sentences=1, words=10, has_history=True, has_findings=True, spans=evidence_of(task.case)
        )
        return ComplianceFindings(checklist=(item,), quality=quality)

    async def clinical(self, task: CaseTask, recorder: Recorder, attempt: int) -> ClinicalFindings | Failure:
        if failure := await self._begin(Specialist.clinical, task.case, attempt):
            return failure
        for code in task.case.request.diagnosis_codes:
            await recorder.tool_called(_call("icd10-codes", "validate", code, attempt), {"code": code, "valid": True})
        await recorder.was_read("scripted", digest([NOTE]), {"said": "climbing stairs"})
        return ClinicalFindings(
            diagnoses=tuple(
                DiagnosisFinding(code=c, standing=CodeStanding.billable) for c in task.case.request.diagnosis_codes
            ),
            procedures=self.preflight(task.case),
            extraction=Extraction(fields=(), confidence=80),
            low_confidence=False,
        )

    async def coverage(self, task: CoverageTask, recorder: Recorder, attempt: int) -> CoverageFindings | Failure:
        if failure := await self._begin(Specialist.coverage, task.case, attempt):
            return failure
        npi = task.case.request.provider_npi
        await recorder.tool_called(_call("npi-registry", "lookup", npi, attempt), {"npi": npi, "status": "active"})
        provider = ProviderFinding(npi=npi, status=ProviderStatus.verified, may_order=True)
        items = tuple(
            ItemFinding(sequence=i.sequence, code=i.code, path=NecessityPath.none, satisfied=False)
            for i in task.case.items
        )
        gap = Gap(what="a policy", critical=True, request="Send nothing; this is a script.", item=1)
        return CoverageFindings(provider=provider, items=items, gaps=(gap,))

    def synthesis(self, task: SynthesisTask) -> Proposal:
        results = (task.compliance, task.clinical, task.coverage)
        failures = tuple(f"{r.specialist}: {r.reason}" for r in results if isinstance(r, Failure))
        reasons = failures or ("no policy was found",)
        pend = Recommendation.pend_for_review
        return Proposal(
            recommendation=pend,
            decision_gate=Gate.necessity,
            gates=(GateResult(gate=Gate.necessity, passed=False, reasons=reasons),),
            confidence=Confidence(components=(), penalty=0, value=0.6, level=ConfidenceLevel.medium),
            items=tuple(ItemProposal(sequence=i.sequence, code=i.code, recommendation=pend) for i in task.case.items),
            criteria_met=0,
            criteria_total=0,
            gaps=task.coverage.gaps if isinstance(task.coverage, CoverageFindings) else (),
            reasons=reasons,
        )

    async def agreed(self, task: SynthesisTask, proposal: Proposal, recorder: Recorder, attempt: int) -> Proposal:
        return proposal


class OneTeam:
    """One team for good: the rules never change while the engine lives."""

    def __init__(self, team: Team) -> None:
        self._team = team

    def current(self) -> Team:
        return self._team

    def texts(self, rules_digest: str) -> str:
        return ""

    def revive(self, texts: str) -> Team:
        raise RulesNotFound("rules of an earlier time")


def evidence_of(case: ReviewInput) -> tuple[Evidence, ...]:
    at = case.documents[0].text.find("climbing")
    return (quote(case.documents[0], at, at + len("climbing")),) if at >= 0 else ()


def _call(server: str, tool: str, subject: str, attempt: int) -> ToolCall:
    return ToolCall(
        server=server,
        tool=tool,
        subject=subject,
        arguments_digest=digest([subject]),
        outcome=ToolOutcome.ok,
        duration_ms=1.5,
        source="scripted",
        release="2026",
        reply_digest=digest([server, subject]),
        step="clinical",
        attempt=attempt,
        called_at=datetime.now(UTC),
    )


def waits(seconds: float) -> Callable[[Specialist, str, int], Awaitable[None]]:
    async def before(specialist: Specialist, case_id: str, attempt: int) -> None:
        await asyncio.sleep(seconds)

    return before


def submission(
    name: str = "Synthetic Person",
    codes: Sequence[str] = ("27447",),
    urgency: Urgency = Urgency.standard,
    received_at: datetime | None = None,
    clock: Clock | None = None,
) -> Submission:
    """A made-up request as a door would have accepted it."""
    received = received_at or datetime.now(UTC)
    return Submission(
        request=PriorAuthRequest(
            patient_name=name,
            patient_dob=date(1950, 2, 3),
            provider_npi="1234567893",
            diagnosis_codes=("M17.11", "M25.561"),
            procedure_codes=tuple(codes),
            clinical_notes=NOTE,
            urgency=urgency,
        ),
        items=tuple(Item(sequence=n, code=code) for n, code in enumerate(codes, start=1)),
        descriptions=tuple("A made-up service" for _ in codes),
        received_at=received,
        clock=clock or Clock(received + timedelta(days=7), "seven days", "made up", received + timedelta(days=5)),
        submitted_by="tester",
        synthetic=True,
        day=received.date(),
    )


_people = count(1)


def another() -> Submission:
    """A made-up request like no other: for a patient of its own."""
    return submission(f"Synthetic Person {next(_people)}")
