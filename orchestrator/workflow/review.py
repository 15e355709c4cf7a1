"""The steps of a review, each whole in itself: read what the store holds, work, store the result, name it by digest.

Every step may be begun more than once; what it leaves behind is there once. Nothing here knows the durable engine.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from orchestrator.store.reviews import Attempt, Pinned, ReviewKey, Reviews, Sealed, Told, Whole
from orchestrator.workflow.patience import Patience
from orchestrator.workflow.recorder import StoreRecorder
from orchestrator.workflow.results import (
    ClinicalResult,
    ComplianceResult,
    CoverageResult,
    PreflightResult,
    StepFindings,
    SynthesisResult,
)
from orchestrator.workflow.risk import risk_of
from orchestrator.workflow.team import Recorder, Team, Teams
from priorauth.case import ReviewInput
from priorauth.errors import PriorAuthError, ReviewEnded, RulesNotFound, SourceFailed, SpecialistFailed
from priorauth.events import Step
from priorauth.evidence import documents_context
from priorauth.findings import ClinicalFindings, ComplianceFindings, CoverageFindings, Failure, Specialist
from priorauth.recommendation import DecisionMode
from priorauth.record import ReviewRecord, StepTiming
from priorauth.tasks import CaseTask, CoverageTask, SynthesisTask

F = TypeVar("F")
TEAMS_REMEMBERED, CASES_REMEMBERED, LARGEST_REMEMBERED = 8, 512, 40_000
Work = Callable[[Recorder, int], Awaitable[F]]


@dataclass(frozen=True)
class Bounds:
    """How long a specialist may take, and how often it is asked again after a failure that may pass."""

    seconds: float = 300.0
    attempts: int = 3
    pause: float = 0.5


@dataclass
class ReviewSteps:
    """The work of one review, box by box."""

    reviews: Reviews
    teams: Teams
    bounds: Bounds = field(default_factory=Bounds)
    patience: Patience = field(default_factory=Patience)
    _known: dict[str, Team] = field(default_factory=dict[str, Team])
    _pinned: dict[ReviewKey, Pinned] = field(default_factory=dict[ReviewKey, Pinned])
    _working: dict[ReviewKey, set["asyncio.Future[Any]"]] = field(
        default_factory=dict[ReviewKey, set["asyncio.Future[Any]"]]
    )

    async def preflight(self, key: ReviewKey) -> str:
        """Begin the review, pin its rules and documents, look at the form of its codes."""
        team = self.teams.current()
        await self._keep(team)
        if not await self.patience(lambda: self.reviews.begin(key, team.rules_digest, team.reader)):
            raise ReviewEnded("the case was closed before the review began")
        began = datetime.now(UTC)
        case, team = await self._stand(key)
        found = team.preflight(case)
        return await self._take(key, Step.preflight, PreflightResult(findings=found), began, {"items": len(found)})

    async def compliance(self, key: ReviewKey) -> str:
        case, team = await self._stand(key)

        async def work(recorder: Recorder, attempt: int) -> ComplianceFindings | Failure:
            return await team.compliance(CaseTask(case=case), recorder, attempt)

        return await self._specialist(key, Specialist.compliance, work, ComplianceResult)

    async def clinical(self, key: ReviewKey) -> str:
        case, team = await self._stand(key)

        async def work(recorder: Recorder, attempt: int) -> ClinicalFindings | Failure:
            return await team.clinical(CaseTask(case=case), recorder, attempt)

        return await self._specialist(key, Specialist.clinical, work, ClinicalResult)

    async def coverage(self, key: ReviewKey) -> str:
        case, team = await self._stand(key)
        whole = await self.patience(lambda: self.reviews.whole(key))
        task = CoverageTask(case=case, clinical=_read(whole, case, Step.clinical, ClinicalResult).findings)

        async def work(recorder: Recorder, attempt: int) -> CoverageFindings | Failure:
            return await team.coverage(task, recorder, attempt)

        return await self._specialist(key, Specialist.coverage, work, CoverageResult)

    async def synthesis(self, key: ReviewKey) -> str:
        """Compute the proposal from what the store holds, then seal the record of the whole review."""
        case, team = await self._stand(key)
        whole = await self.patience(lambda: self.reviews.whole(key))
        if Step.synthesis not in whole.steps:
            await self._synthesise(key, team, synthesis_task(whole, case, team.mode))
            whole = await self.patience(lambda: self.reviews.whole(key))
        digest = await self._seal(key, record_of(whole, case, team))
        self._pinned.pop(key, None)
        return digest

    async def _synthesise(self, key: ReviewKey, team: Team, task: SynthesisTask) -> None:
        began = datetime.now(UTC)
        attempt = await self._start(key, Step.synthesis)
        if isinstance(attempt, str):
            return
        recorder = StoreRecorder(self.reviews, attempt, self.patience)
        proposal = await team.agreed(task, team.synthesis(task), recorder, attempt.attempt)
        result = SynthesisResult(findings=proposal, readings=tuple(recorder.readings)).model_dump_json().encode()
        told: Told = {"recommendation": str(proposal.recommendation)}
        await self.patience(lambda: self.reviews.finish_step(attempt, result, began, told, recorder.texts))

    async def fail(self, key: ReviewKey, reason: str, again: bool) -> str:
        await self.patience(lambda: self.reviews.fail(key, (reason,), again))
        return ""

    async def _specialist(
        self,
        key: ReviewKey,
        specialist: Specialist,
        work: Work[F],
        kind: type[StepFindings[F]],
    ) -> str:
        """One specialist's step: a failure that may pass is tried again, one that stays becomes a Failure."""
        for turn in range(1, self.bounds.attempts + 1):
            began = datetime.now(UTC)
            attempt = await self._start(key, Step(specialist))
            if isinstance(attempt, str):
                return attempt
            recorder = StoreRecorder(self.reviews, attempt, self.patience)
            found, may_pass = await self._ask(specialist, work, recorder, attempt.attempt)
            if may_pass and turn < self.bounds.attempts:
                await asyncio.sleep(self.bounds.pause * 2 ** (turn - 1))
                continue
            result = kind.model_construct(findings=found, readings=tuple(recorder.readings))
            return await self._finish(attempt, result, began, recorder)
        raise AssertionError("the last turn returns")

    async def _ask(
        self, specialist: Specialist, work: Work[F], recorder: StoreRecorder, attempt: int
    ) -> tuple[F | Failure, bool]:
        """What the specialist found, or its Failure; and whether asking again may help."""
        try:
            async with asyncio.timeout(self.bounds.seconds):
                return await self._stoppable(recorder.attempt.key, work(recorder, attempt)), False
        except ReviewEnded:
            raise
        except TimeoutError:
            reason, may_pass = f"did not finish within {self.bounds.seconds:g} seconds", False
        except (SourceFailed, SpecialistFailed) as failed:
            reason, may_pass = failed.reason, failed.retryable
        except PriorAuthError as wrong:
            reason, may_pass = str(wrong), False
        except Exception as wrong:
            # A specialist that breaks must not take the case with it; its message may hold a patient's words.
            reason, may_pass = f"broke with {type(wrong).__name__}", False
        return Failure(specialist=specialist, reason=reason), may_pass

    async def _stoppable(self, key: ReviewKey, work: Awaitable[F]) -> F:
        """The work, unless `stop` ends it first; then ReviewEnded."""
        task = asyncio.ensure_future(work)
        self._working.setdefault(key, set()).add(task)
        try:
            return await task
        except asyncio.CancelledError:
            waiter = asyncio.current_task()
            if waiter is not None and waiter.cancelling():
                raise
            raise ReviewEnded("the review was stopped") from None
        finally:
            task.cancel()
            others = self._working.get(key, set())
            others.discard(task)
            if not others:
                self._working.pop(key, None)

    def stop(self, key: ReviewKey) -> None:
        """End what specialists do for a review in this process."""
        for task in self._working.get(key, set()):
            task.cancel()

    async def _seal(self, key: ReviewKey, record: ReviewRecord) -> str:
        proposal, (risk, reasons) = record.proposal, risk_of(record)
        sealed = Sealed(
            record=record.model_dump_json().encode(),
            rules_digest=record.rules_digest,
            reader=record.reader,
            recommendation=proposal.recommendation,
            confidence=proposal.confidence.value,
            criteria_met=proposal.criteria_met,
            criteria_total=proposal.criteria_total,
            decision_gate=proposal.decision_gate,
            confidence_level=proposal.confidence.level,
            risk=risk,
            risk_reasons=reasons,
            items={item.sequence: item.recommendation for item in proposal.items},
        )
        return await self.patience(lambda: self.reviews.seal(Attempt(key, Step.record, 1), sealed))

    async def _start(self, key: ReviewKey, step: Step) -> Attempt | str:
        return await self.patience(lambda: self.reviews.start_step(key, step))

    async def _finish(self, attempt: Attempt, result: StepFindings[F], began: datetime, recorder: StoreRecorder) -> str:
        written, found = result.model_dump_json().encode(), result.findings
        told: Told = {"failed": found.reason} if isinstance(found, Failure) else {}
        return await self.patience(lambda: self.reviews.finish_step(attempt, written, began, told, recorder.texts))

    async def _take(self, key: ReviewKey, step: Step, result: StepFindings[F], began: datetime, told: Told) -> str:
        written = result.model_dump_json().encode()
        return await self.patience(lambda: self.reviews.take_step(key, step, written, began, told))

    async def _keep(self, team: Team) -> None:
        """Remember the team in force and keep the texts of its rules, once per set of rules."""
        digest = team.rules_digest
        if digest not in self._known:
            if texts := self.teams.texts(digest):
                await self.patience(lambda: self.reviews.keep_rules(digest, texts))
            while len(self._known) >= TEAMS_REMEMBERED:
                self._known.pop(next(iter(self._known)))
        self._known[digest] = team

    async def _stand(self, key: ReviewKey) -> tuple[ReviewInput, Team]:
        """The case as it stood when the review began, and the team under the rules the review is pinned to."""
        pinned = self._pinned.get(key)
        if pinned is None:
            pinned = await self.patience(lambda: self.reviews.pinned(key))
            while len(self._pinned) >= CASES_REMEMBERED:
                self._pinned.pop(next(iter(self._pinned)))
            if sum(len(document.text) for document in pinned.case.documents) <= LARGEST_REMEMBERED:
                self._pinned[key] = pinned
        return pinned.case, await self.team_under(pinned.rules_digest)

    async def team_under(self, digest: str) -> Team:
        """The team under the rules a review is pinned to, on whichever worker; raises RulesNotFound."""
        if digest not in self._known:
            current = self.teams.current()
            if current.rules_digest == digest:
                await self._keep(current)
            elif texts := await self.patience(lambda: self.reviews.rules_kept(digest)):
                self._known[digest] = self.teams.revive(texts)
            else:
                raise RulesNotFound("the rules this review began under")
        return self._known[digest]


def _read(whole: Whole, case: ReviewInput, step: Step, kind: type[StepFindings[F]]) -> StepFindings[F]:
    """A finished step's result, its evidence proved once more against the documents."""
    return kind.model_validate_json(whole.steps[step].result, context=documents_context(case.documents))


def synthesis_task(whole: Whole, case: ReviewInput, mode: DecisionMode) -> SynthesisTask:
    return SynthesisTask(
        case=case,
        compliance=_read(whole, case, Step.compliance, ComplianceResult).findings,
        clinical=_read(whole, case, Step.clinical, ClinicalResult).findings,
        coverage=_read(whole, case, Step.coverage, CoverageResult).findings,
        mode=mode,
    )


def record_of(whole: Whole, case: ReviewInput, team: Team) -> ReviewRecord:
    """The whole record, made of what the store holds and nothing else."""
    compliance = _read(whole, case, Step.compliance, ComplianceResult)
    clinical = _read(whole, case, Step.clinical, ClinicalResult)
    coverage = _read(whole, case, Step.coverage, CoverageResult)
    return ReviewRecord(
        case=case,
        preflight=_read(whole, case, Step.preflight, PreflightResult).findings,
        compliance=compliance.findings,
        clinical=clinical.findings,
        coverage=coverage.findings,
        proposal=_read(whole, case, Step.synthesis, SynthesisResult).findings,
        ledger=whole.calls,
        readings=tuple(r.digest for r in (*compliance.readings, *clinical.readings, *coverage.readings)),
        timings=tuple(
            StepTiming(step=step, started_at=one.started_at, finished_at=one.finished_at, attempt=one.attempt)
            for step, one in whole.steps.items()
        ),
        rules_digest=team.rules_digest,
        reader=team.reader,
        mode=team.mode,
        started_at=whole.began,
        sealed_at=datetime.now(UTC),
    )
