"""Where the specialists, their data servers and their reader are put together into a team."""

from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from mcp.server import MCPServer

from agents.clinical import CLINICAL
from agents.clinical.codes import note_procedures
from agents.compliance import COMPLIANCE
from agents.coverage import COVERAGE
from agents.runtime.connections import Remote, open_connections
from agents.runtime.embedded import EmbeddedReader
from agents.runtime.reader import Reader
from agents.runtime.runner import InProcessRunner, Runner
from agents.synthesis import SYNTHESIS, synthesise
from mcp_servers.importers.nppes import load_providers_csv
from mcp_servers.npi_registry.local import LocalProviders
from mcp_servers.npi_registry.source import ProviderSource
from mcp_servers.roster import Held, servers
from orchestrator.settings import Settings, Sources
from orchestrator.workflow.team import Recorder
from priorauth.case import ReviewInput
from priorauth.errors import SpecialistFailed
from priorauth.findings import (
    ClinicalFindings,
    ComplianceFindings,
    CoverageFindings,
    Failure,
    ProcedureFinding,
    Specialist,
)
from priorauth.prose import retold
from priorauth.recommendation import DecisionMode, Proposal, Prose
from priorauth.rulebook import Rulebook
from priorauth.tasks import CaseTask, CoverageTask, SynthesisTask


@dataclass(frozen=True)
class AssembledTeam:
    """The four specialists under one rulebook; `elsewhere` names those that the runner asks for in other places."""

    runner: Runner
    rules: Rulebook
    reader: str
    mode: DecisionMode = DecisionMode.lenient
    elsewhere: frozenset[Specialist] = frozenset()

    @property
    def rules_digest(self) -> str:
        return self.rules.digest

    @property
    def proposes_alone(self) -> bool:
        return Specialist.synthesis not in self.elsewhere and self.reader == EmbeddedReader.name

    def preflight(self, case: ReviewInput) -> tuple[ProcedureFinding, ...]:
        return note_procedures(case, self.rules)

    async def compliance(self, task: CaseTask, recorder: Recorder, attempt: int) -> ComplianceFindings | Failure:
        return await self.runner.run(COMPLIANCE, task, recorder, attempt=attempt)

    async def clinical(self, task: CaseTask, recorder: Recorder, attempt: int) -> ClinicalFindings | Failure:
        return await self.runner.run(CLINICAL, task, recorder, attempt=attempt)

    async def coverage(self, task: CoverageTask, recorder: Recorder, attempt: int) -> CoverageFindings | Failure:
        return await self.runner.run(COVERAGE, task, recorder, attempt=attempt)

    def synthesis(self, task: SynthesisTask) -> Proposal:
        return synthesise(task.case, task.compliance, task.clinical, task.coverage, self.rules, task.mode)

    async def agreed(self, task: SynthesisTask, proposal: Proposal, recorder: Recorder, attempt: int) -> Proposal:
        if self.proposes_alone:
            return proposal
        away = Specialist.synthesis in self.elsewhere
        told = await self.runner.run(SYNTHESIS, task, recorder, attempt=attempt)
        if isinstance(told, Failure):
            if away:
                raise SpecialistFailed(told.specialist, told.reason)
            return proposal.model_copy(update={"prose": Prose(writer="model", refused=told.reason)})
        if told.model_copy(update={"prose": None}) != proposal:
            raise SpecialistFailed(Specialist.synthesis, "elsewhere came to another proposal than here")
        return retold(proposal, told.prose, task.clinical, task.coverage) if away else told


def offline_servers(
    folder: Path, rules: Callable[[], Rulebook], providers: ProviderSource | None = None
) -> Mapping[str, MCPServer]:
    """The five data servers on what is held on this machine."""
    return servers(Held(folder, rules, providers))


def listed_providers(table: Path | None) -> ProviderSource | None:
    """A registry of exactly the providers of a table; None where there is no table."""
    return LocalProviders(load_providers_csv(table)) if table else None


@asynccontextmanager
async def held_sources(settings: Settings, rules: Callable[[], Rulebook]) -> AsyncGenerator[Held]:
    """What the data servers stand on, as the settings have it: what is held here, or the public services too."""
    if settings.sources is Sources.offline:
        yield Held(settings.data_dir, rules)
        return
    from mcp_servers.sources.live.held import Asking, live_sources

    key = settings.ncbi_api_key.get_secret_value() if settings.ncbi_api_key else ""
    asking = Asking(settings.contact_email, key, settings.cms_license_accepted)
    async with live_sources(settings.data_dir, rules, asking) as held:
        yield held


@asynccontextmanager
async def open_team(
    servers: Mapping[str, MCPServer],
    rules: Rulebook,
    mode: DecisionMode = DecisionMode.lenient,
    remotes: Mapping[str, Remote] | None = None,
    reader: Reader | None = None,
) -> AsyncGenerator[AssembledTeam]:
    """A team on open connections; leave in the task that entered."""
    reader = reader or EmbeddedReader()
    async with open_connections(servers, remotes) as connections:
        yield AssembledTeam(InProcessRunner(connections, reader, rules), rules, reader.name, mode)
