"""Synthesis as a specialist among the others: the same proposal, whoever runs it."""

from agents.runtime.specialist import Bench, Specialist
from agents.synthesis.synthesis import synthesise
from priorauth.findings import Specialist as Name
from priorauth.recommendation import Proposal
from priorauth.tasks import SynthesisTask
from priorauth.telling import telling_of


async def review(task: SynthesisTask, bench: Bench) -> Proposal:
    """The proposal as it is computed; a reader that can may put it into words, which change nothing of it."""
    proposal = synthesise(task.case, task.compliance, task.clinical, task.coverage, bench.rules, task.mode)
    prose = await bench.reader.prose(telling_of(proposal, task.clinical, task.coverage))
    return proposal.model_copy(update={"prose": prose})


SYNTHESIS = Specialist(
    name=Name.synthesis,
    purpose="Computes gates, confidence and the proposal, and says the computed result in plain words.",
    task=SynthesisTask,
    found=Proposal,
    servers=frozenset(),
    review=review,
)
