"""The steps of a review, each whole in itself: read what the store holds, work, store the result, name it by digest.

Every step may be begun more than once; what it leaves behind is there once. Nothing here knows the durable engine.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from orchestrator.store.reviews import Attempt, Pinned, Result, ReviewKey, Reviews, StepResult, Told
from orchestrator.telemetry.tracing import agent_span, failed, seal_span
from orchestrator.workflow.patience import Patience
from orchestrator.workflow.progress import Progress, record_of, sealed_of, synthesis_task
from orchestrator.workflow.recorder import StoreRecorder
from orchestrator.workflow.results import result_of
from orchestrator.workflow.team import Recorder, Team, Teams
from priorauth.digests import digest_text
from priorauth.errors import PriorAuthError, ReviewEnded, RulesNotFound, SourceFailed, SpecialistFailed
from priorauth.events import Step
from priorauth.findings import ClinicalFindings, ComplianceFindings, CoverageFindings, Failure, Specialist
from priorauth.record import ReviewRecord
from priorauth.tasks import CaseTask, CoverageTask, SynthesisTask

log = logging.getLogger(__name__)
F = TypeVar("F")
TEAMS_REMEMBERED, CASES_REMEMBERED, LARGEST_REMEMBERED = 8, 1024, 40_000
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
    _remembered: dict[ReviewKey, Progress] = field(default_factory=dict[ReviewKey, Progress])
    _working: dict[ReviewKey, set["asyncio.Future[Any]"]] = field(
        default_factory=dict[ReviewKey, set["asyncio.Future[Any]"]]
    )

    async def preflight(self, key: ReviewKey) -> str:
        """Begin the review, pin its rules and documents, look at the form of its codes."""
        team = self.teams.current()
        await self._keep(team)
        begun = await self.patience(
            lambda: self.reviews.begin(key, team.rules_digest, team.reader, lambda pinned: _first_look(team, pinned))
        )
        if begun is None:
            raise ReviewEnded("the case was closed before the review began")
        progress = Progress(begun.pinned)
        self._remember(key, progress)
        if begun.first is not None:
            progress.add(Step.preflight, begun.first)
            return begun.first.digest
        team = await self.team_under(begun.pinned.rules_digest)
        taken = _looked_at(team, begun.pinned)
        stands = await self.patience(lambda: self.reviews.take_step(key, Step.preflight, taken))
        progress.add(Step.preflight, stands)
        return stands.digest

    async def compliance(self, key: ReviewKey) -> str:
        progress, team = await self._stand(key)

        async def work(recorder: Recorder, attempt: int) -> ComplianceFindings | Failure:
            return await team.compliance(CaseTask(case=progress.case), recorder, attempt)

        return await self._specialist(key, Specialist.compliance, work)

    async def clinical(self, key: ReviewKey) -> str:
        progress, team = await self._stand(key)

        async def work(recorder: Recorder, attempt: int) -> ClinicalFindings | Failure:
            return await team.clinical(CaseTask(case=progress.case), recorder, attempt)

        return await self._specialist(key, Specialist.clinical, work)

    async def coverage(self, key: ReviewKey) -> str:
        progress, team = await self._stand(key, Step.clinical)
        task = CoverageTask(case=progress.case, clinical=progress.clinical)

        async def work(recorder: Recorder, attempt: int) -> CoverageFindings | Failure:
            return await team.coverage(task, recorder, attempt)

        return await self._specialist(key, Specialist.coverage, work)

    async def synthesis(self, key: ReviewKey) -> str:
        """Compute the proposal from what the steps have left, then seal the record of the whole review."""
        before = (Step.preflight, Step.compliance, Step.clinical, Step.coverage)
        progress, team = await self._stand(key, *before)
        digest = None
        if not progress.has(Step.synthesis):
            task = synthesis_task(progress, team.mode)
            if team.proposes_alone:
                digest = await self._conclude(key, progress, team, task)
            else:
                await self._synthesise(key, team, task)
        if digest is None:
            progress, team = await self._stand(key, *before, Step.synthesis)
            digest = await self._seal(key, record_of(progress, team))
        self._remembered.pop(key, None)
        return digest

    async def _conclude(self, key: ReviewKey, progress: Progress, team: Team, task: SynthesisTask) -> str | None:
        """Propose and seal at one stroke; None where an earlier life has begun to, and what it left is to be read."""
        self._remembered.pop(key, None)
        began = datetime.now(UTC)
        proposal = team.synthesis(task)
        result = result_of(proposal, began, {"recommendation": str(proposal.recommendation)})
        at = datetime.now(UTC)
        progress.add(Step.synthesis, StepResult(result.written, digest_text(result.written.decode()), 1, began, at))
        sealed = sealed_of(record_of(progress, team))
        with seal_span(key.case_id, key.review):
            digest = await self.patience(lambda: self.reviews.conclude(key, result, at, sealed))
        if digest is None:
            await self._synthesise(key, team, task)
        return digest

    async def _synthesise(self, key: ReviewKey, team: Team, task: SynthesisTask) -> None:
        began = datetime.now(UTC)
        attempt = await self._start(key, Step.synthesis)
        if isinstance(attempt, StepResult):
            self._remembered.pop(key, None)
            return
        recorder = StoreRecorder(self.reviews, attempt, self.patience)
        proposal = await team.agreed(task, team.synthesis(task), recorder, attempt.attempt)
        await self._finish(attempt, proposal, began, recorder, {"recommendation": str(proposal.recommendation)})

    async def fail(self, key: ReviewKey, reason: str, again: bool) -> str:
        await self.patience(lambda: self.reviews.fail(key, (reason,), again))
        self._remembered.pop(key, None)
        return ""

    async def _specialist(self, key: ReviewKey, specialist: Specialist, work: Work[F]) -> str:
        """One specialist's step: a failure that may pass is tried again, one that stays becomes a Failure."""
        for turn in range(1, self.bounds.attempts + 1):
            began = datetime.now(UTC)
            attempt = await self._start(key, Step(specialist))
            if isinstance(attempt, StepResult):
                self._remembered.pop(key, None)
                return attempt.digest
            recorder = StoreRecorder(self.reviews, attempt, self.patience)
            found, may_pass = await self._ask(specialist, work, recorder, attempt.attempt)
            if may_pass and turn < self.bounds.attempts:
                await asyncio.sleep(self.bounds.pause * 2 ** (turn - 1))
                continue
            told: Told = {"failed": found.reason} if isinstance(found, Failure) else {}
            return await self._finish(attempt, found, began, recorder, told)
        raise AssertionError("the last turn returns")

    async def _ask(
        self, specialist: Specialist, work: Work[F], recorder: StoreRecorder, attempt: int
    ) -> tuple[F | Failure, bool]:
        """What the specialist found, or its Failure; and whether asking again may help."""
        key = recorder.attempt.key
        try:
            async with asyncio.timeout(self.bounds.seconds):
                with agent_span(specialist, key.case_id, key.review, attempt) as span:
                    found = await self._stoppable(key, work(recorder, attempt))
                    if isinstance(found, Failure):
                        failed(span, "failed")
                    return found, False
        except ReviewEnded:
            raise
        except TimeoutError:
            reason, may_pass = f"did not finish within {self.bounds.seconds:g} seconds", False
        except (SourceFailed, SpecialistFailed) as broke:
            reason, may_pass = broke.reason, broke.retryable
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
        sealed = sealed_of(record)
        with seal_span(key.case_id, key.review):
            return await self.patience(lambda: self.reviews.seal(key, sealed))

    async def _start(self, key: ReviewKey, step: Step) -> Attempt | StepResult:
        return await self.patience(lambda: self.reviews.start_step(key, step))

    async def _finish(
        self, attempt: Attempt, found: object, began: datetime, recorder: StoreRecorder, told: Told
    ) -> str:
        result = result_of(found, began, told, recorder.readings, recorder.texts)
        stands = await self.patience(lambda: self.reviews.finish_step(attempt, result))
        progress = self._remembered.get(attempt.key)
        if progress is None or stands.attempt != attempt.attempt:
            # Another attempt came first; what it left is in the store alone.
            self._remembered.pop(attempt.key, None)
        else:
            progress.add(attempt.step, stands, recorder.calls)
        return stands.digest

    async def _keep(self, team: Team) -> None:
        """Remember the team in force and keep the texts of its rules, once per set of rules."""
        digest = team.rules_digest
        if digest not in self._known:
            if texts := self.teams.texts(digest):
                await self.patience(lambda: self.reviews.keep_rules(digest, texts))
            while len(self._known) >= TEAMS_REMEMBERED:
                self._known.pop(next(iter(self._known)))
        self._known[digest] = team

    async def _stand(self, key: ReviewKey, *needed: Step) -> tuple[Progress, Team]:
        """How far the review has come, with these steps finished, and the team under the rules it is pinned to."""
        progress = self._remembered.get(key)
        if progress is None or not progress.has(*needed):
            progress = await self.read(key)
            self._remember(key, progress)
        return progress, await self.team_under(progress.pinned.rules_digest)

    async def read(self, key: ReviewKey) -> Progress:
        """How far the review has come by what the store holds."""
        pinned = await self.patience(lambda: self.reviews.pinned(key))
        return Progress.of(pinned, await self.patience(lambda: self.reviews.whole(key)))

    def _remember(self, key: ReviewKey, progress: Progress) -> None:
        while len(self._remembered) >= CASES_REMEMBERED:
            self._remembered.pop(next(iter(self._remembered)))
        if sum(len(document.text) for document in progress.case.documents) <= LARGEST_REMEMBERED:
            self._remembered[key] = progress

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


def _looked_at(team: Team, pinned: Pinned) -> Result:
    began = datetime.now(UTC)
    found = team.preflight(pinned.case)
    return result_of(found, began, {"items": len(found)})


def _first_look(team: Team, pinned: Pinned) -> Result | None:
    """None where the look breaks: the review is to begin all the same, so that it can fail and say why."""
    try:
        return _looked_at(team, pinned)
    except Exception as wrong:
        log.warning("the first look broke: %s", type(wrong).__name__)
        return None
