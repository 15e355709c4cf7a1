"""A sealed review once more: what its steps found, under the rules it was pinned to, against what was sealed.

What readers and sources said is taken from the store; what code concludes from it is computed again. So a replay is
equal as long as neither the store nor the arithmetic has changed, whatever readers and registries would say today.
"""

from dataclasses import dataclass

from orchestrator.store.reviews import ReviewKey
from orchestrator.workflow.progress import record_of, synthesis_task
from orchestrator.workflow.review import ReviewSteps
from orchestrator.workflow.team import Team
from priorauth.errors import NotSealed
from priorauth.evidence import documents_context
from priorauth.prose import retold
from priorauth.recommendation import Proposal, Prose
from priorauth.record import ReviewRecord
from priorauth.tasks import SynthesisTask

COMPARED = ("case", "preflight", "compliance", "clinical", "coverage", "proposal", "ledger", "readings", "timings")


@dataclass(frozen=True)
class Replayed:
    """Which parts of the record would come out differently now."""

    review: int
    rules_digest: str
    differs: tuple[str, ...]

    @property
    def equal(self) -> bool:
        return not self.differs


def replay_record(record: ReviewRecord, team: Team) -> Replayed:
    """The same for a record that left the house: code and arithmetic again over the findings it holds."""
    task = SynthesisTask(
        case=record.case,
        compliance=record.compliance,
        clinical=record.clinical,
        coverage=record.coverage,
        mode=record.mode,
    )
    again = record.model_copy(
        update={"preflight": team.preflight(record.case), "proposal": _again(task, record.proposal.prose, team)}
    )
    differs = tuple(part for part in COMPARED if getattr(again, part) != getattr(record, part))
    return Replayed(record.case.review, record.rules_digest, differs)


def _again(task: SynthesisTask, prose: Prose | None, team: Team) -> Proposal:
    """Computed again; a model's words of then, which nobody asks for again, are looked up again."""
    return retold(team.synthesis(task), prose, task.clinical, task.coverage)


async def replay(steps: ReviewSteps, key: ReviewKey) -> Replayed:
    """Raises NotSealed, and RulesNotFound where the rules of then are not held any more."""
    content = await steps.reviews.record(key)
    if content is None:
        raise NotSealed("this review was not sealed")
    progress = await steps.read(key)
    sealed = ReviewRecord.model_validate_json(content, context=documents_context(progress.case.documents))
    team = await steps.team_under(sealed.rules_digest)
    again = record_of(progress, team).model_copy(
        update={
            "preflight": team.preflight(progress.case),
            "proposal": _again(synthesis_task(progress, sealed.mode), sealed.proposal.prose, team),
        }
    )
    differs = tuple(part for part in COMPARED if getattr(again, part) != getattr(sealed, part))
    return Replayed(key.review, sealed.rules_digest, differs)
