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
from agents.synthesis import synthesise
from mcp_servers.clinical_trials.server import server as clinical_trials
from mcp_servers.cms_coverage.server import server as cms_coverage
from mcp_servers.icd10_codes.server import server as icd10_codes
from mcp_servers.icd10_codes.store import Icd10Store
from mcp_servers.npi_registry.server import server as npi_registry
from mcp_servers.npi_registry.source import ProviderSource
from mcp_servers.pubmed.server import server as pubmed
from mcp_servers.sources.held_providers import HeldProviders
from mcp_servers.sources.nothing_held import NoLiterature, NoTrials
from mcp_servers.sources.rulebook_policies import RulebookPolicies
from orchestrator.workflow.team import Recorder
from priorauth.case import ReviewInput
from priorauth.findings import (
    ClinicalFindings,
    ComplianceFindings,
    CoverageFindings,
    Failure,
    ProcedureFinding,
)
from priorauth.recommendation import DecisionMode, Proposal
from priorauth.rulebook import Rulebook
from priorauth.tasks import CaseTask, CoverageTask, SynthesisTask


@dataclass(frozen=True)
class AssembledTeam:
    """The four specialists under one rulebook, each run by the same runner."""

    runner: Runner
    rules: Rulebook
    reader: str
    mode: DecisionMode = DecisionMode.lenient

    @property
    def rules_digest(self) -> str:
        return self.rules.digest

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


def offline_servers(
    folder: Path, rules: Callable[[], Rulebook], providers: ProviderSource | None = None
) -> dict[str, MCPServer]:
    """The five data servers on what is held on this machine."""
    return {
        "icd10-codes": icd10_codes(Icd10Store(folder)),
        "npi-registry": npi_registry(providers or HeldProviders(folder)),
        "cms-coverage": cms_coverage(RulebookPolicies(rules)),
        "pubmed": pubmed(NoLiterature()),
        "clinical-trials": clinical_trials(NoTrials()),
    }


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
