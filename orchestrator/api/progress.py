"""A case's events as the accelerator's client hears of them: phases with a percentage, four agents with a state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import BaseModel

from priorauth.events import Event, EventType, Step


class AgentState(StrEnum):
    pending = "pending"
    running = "running"
    done = "done"
    error = "error"


class AgentProgress(BaseModel):
    status: AgentState = AgentState.pending
    detail: str = ""


class ProgressData(BaseModel):
    """The data of a `progress` event."""

    phase: str
    status: str
    progress_pct: int
    message: str
    agents: dict[str, AgentProgress]


@dataclass(frozen=True)
class Phase:
    name: str
    begins: int
    ends: int
    doing: str
    done: str


_CHECK = Phase("preflight", 5, 10, "Checking the codes and the provider's number", "The form of the request is checked")
_READ = Phase("phase_1", 10, 40, "Completeness and the clinical record are being read", "The record is read")
_COVER = Phase("phase_2", 45, 70, "Policies are being looked up and judged", "The criteria are judged")
_WEIGH = Phase("phase_3", 75, 90, "Gates and recommendation are being computed", "The recommendation is computed")
_SEAL = Phase("phase_4", 92, 100, "The record is being sealed", "The review is ready")
_PHASES: Mapping[Step, Phase] = {
    Step.preflight: _CHECK,
    Step.compliance: _READ,
    Step.clinical: _READ,
    Step.coverage: _COVER,
    Step.synthesis: _WEIGH,
    Step.record: _SEAL,
}
_AGENTS = (Step.compliance, Step.clinical, Step.coverage, Step.synthesis)


@dataclass
class Progress:
    """What has been heard of one review so far."""

    agents: dict[str, AgentProgress] = field(default_factory=lambda: {a.value: AgentProgress() for a in _AGENTS})
    percent: int = 0

    def first(self) -> ProgressData:
        return self._told(_CHECK, "running", _CHECK.begins, "The request is accepted")

    def heard(self, event: Event) -> ProgressData | None:
        """What an event adds to the story; nothing where it adds nothing."""
        if event.type is EventType.review_sealed:
            return self._told(_SEAL, "completed", _SEAL.ends, _SEAL.done)
        if event.step is None or event.type not in (EventType.step_started, EventType.step_finished):
            return None
        phase = _PHASES[event.step]
        if event.type is EventType.step_started:
            self._agent(event.step, AgentState.running, "")
            return self._told(phase, "running", phase.begins, phase.doing)
        self._agent(event.step, *_outcome(event))
        if self._some_run(phase):
            return self._told(phase, "running", (phase.begins + phase.ends) // 2, phase.doing)
        return self._told(phase, "completed", phase.ends, phase.done)

    def _agent(self, step: Step, state: AgentState, detail: str) -> None:
        if step in _AGENTS:
            self.agents[step.value] = AgentProgress(status=state, detail=detail)

    def _some_run(self, phase: Phase) -> bool:
        mine = [a.value for a in _AGENTS if _PHASES[a] is phase]
        return any(self.agents[a].status in (AgentState.pending, AgentState.running) for a in mine)

    def _told(self, phase: Phase, status: str, percent: int, message: str) -> ProgressData:
        self.percent = max(self.percent, percent)
        return ProgressData(
            phase=phase.name,
            status=status,
            progress_pct=self.percent,
            message=message,
            agents={name: agent.model_copy() for name, agent in self.agents.items()},
        )


def _outcome(event: Event) -> tuple[AgentState, str]:
    if "failed" in event.data:
        return AgentState.error, "Did not finish; the case pends"
    return AgentState.done, "Done"
