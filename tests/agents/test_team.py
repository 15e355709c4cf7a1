"""The specialists together: what breaks pends, what was called is in the ledger, what runs at once runs at once."""

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from agents.clinical import CLINICAL
from agents.compliance import COMPLIANCE
from agents.coverage import COVERAGE
from agents.runtime.connections import Connection, open_connections
from agents.runtime.embedded import EmbeddedReader
from agents.runtime.framework import SpecialistAgent
from agents.runtime.reader import Record
from agents.runtime.runner import InProcessRunner
from agents.runtime.specialist import Specialist
from agents.runtime.tools import Ledger, Limits
from agents.synthesis import SYNTHESIS
from orchestrator.assembly import AssembledTeam, offline_servers
from orchestrator.direct import review_once
from priorauth.case import ReviewInput, review_input
from priorauth.errors import ReaderFailed, SourceUnavailable
from priorauth.evidence import documents_context
from priorauth.findings import ComplianceFindings, Failure, NecessityPath, ToolOutcome
from priorauth.intake import items_of, parse_request
from priorauth.reading import RowQuestion, RowReading
from priorauth.recommendation import Recommendation
from priorauth.rulebook import Rulebook, load_rulebook
from priorauth.tasks import CaseTask, CoverageTask, SynthesisTask

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


def approval() -> ReviewInput:
    sample = json.loads(files("orchestrator.samples").joinpath("approval.json").read_text("utf-8"))["request"]
    request = parse_request(sample, now=NOW)
    return review_input(request, items_of(request), NOW)


@pytest.fixture(scope="module")
def rules() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@dataclass
class Counted:
    """A connection that counts, and fails from the n-th call on if told so."""

    inner: Connection
    calls: list[str]
    fails_from: int = 10_000

    async def call(self, tool: str, arguments: dict[str, Any], seconds: float) -> dict[str, Any]:
        self.calls.append(tool)
        if len(self.calls) >= self.fails_from:
            raise SourceUnavailable("test")
        return await self.inner.call(tool, arguments, seconds)


@asynccontextmanager
async def connections(data_dir: Path, rules: Rulebook, **fails_from: int) -> AsyncGenerator[dict[str, Counted]]:
    async with open_connections(offline_servers(data_dir, lambda: rules)) as opened:
        yield {n: Counted(c, [], fails_from.get(n.replace("-", "_"), 10_000)) for n, c in opened.items()}


def team(made: Mapping[str, Connection], rules: Rulebook, reader: Any = None, **limits: Any) -> AssembledTeam:
    reading = reader or EmbeddedReader()
    return AssembledTeam(InProcessRunner(made, reading, rules, Limits(**limits)), rules, reading.name)


async def test_the_ledger_holds_exactly_the_calls_that_were_made(data_dir: Path, rules: Rulebook) -> None:
    async with connections(data_dir, rules) as made:
        record = await review_once(approval(), team(made, rules))
    for server, counted in made.items():
        assert [c.tool for c in record.ledger if c.server == server] == counted.calls
    assert record.proposal.recommendation is Recommendation.approve
    assert all(c.reply_digest for c in record.ledger)


@pytest.mark.parametrize("server", ["icd10_codes", "npi_registry", "cms_coverage"])
@pytest.mark.parametrize("fails_from", [1, 2])
async def test_a_server_that_dies_mid_run_pends_and_is_told(
    data_dir: Path, rules: Rulebook, server: str, fails_from: int
) -> None:
    async with connections(data_dir, rules, **{server: fails_from}) as made:
        record = await review_once(approval(), team(made, rules))
    name = server.replace("_", "-")
    ledger = [c for c in record.ledger if c.server == name]
    assert len(ledger) == len(made[name].calls)
    failed = [c for c in ledger if c.outcome is ToolOutcome.unavailable]
    assert failed
    assert record.proposal.recommendation is Recommendation.pend_for_review
    assert record.proposal.gaps


class BrokenReader(EmbeddedReader):
    name = "embedded"

    async def rows(self, record: Record, question: RowQuestion) -> RowReading:
        raise ReaderFailed("the reader broke")


async def test_a_reader_that_breaks_is_a_failed_specialist_and_pends(data_dir: Path, rules: Rulebook) -> None:
    async with connections(data_dir, rules) as made:
        record = await review_once(approval(), team(made, rules, BrokenReader()))
    assert isinstance(record.coverage, Failure)
    assert record.proposal.recommendation is Recommendation.pend_for_review


class HangingReader(EmbeddedReader):
    name = "embedded"

    async def rows(self, record: Record, question: RowQuestion) -> RowReading:
        await asyncio.Event().wait()
        raise AssertionError


async def test_a_specialist_that_hangs_is_ended_and_pends(data_dir: Path, rules: Rulebook) -> None:
    async with connections(data_dir, rules) as made:
        record = await review_once(approval(), team(made, rules, HangingReader(), seconds=0.3))
    assert isinstance(record.coverage, Failure)
    assert "did not finish" in record.coverage.reason
    assert record.proposal.recommendation is Recommendation.pend_for_review


class CrashingReader(EmbeddedReader):
    name = "embedded"

    async def extraction(self, record: Record) -> Any:
        raise ValueError(record.documents[0].text)


async def test_a_crash_tells_its_kind_and_never_the_record(data_dir: Path, rules: Rulebook) -> None:
    async with connections(data_dir, rules) as made:
        record = await review_once(approval(), team(made, rules, CrashingReader()))
    assert isinstance(record.clinical, Failure)
    assert record.clinical.reason == "broke with ValueError"


@dataclass
class Meeting(EmbeddedReader):
    """Compliance and clinical must both be reading at one time, or neither goes on."""

    met: asyncio.Barrier = field(default_factory=lambda: asyncio.Barrier(2))
    order: list[str] = field(default_factory=list[str])

    async def quality(self, record: Record) -> Any:
        await self.met.wait()
        self.order.append("compliance")
        return await super().quality(record)

    async def extraction(self, record: Record) -> Any:
        await self.met.wait()
        self.order.append("clinical")
        return await super().extraction(record)

    async def rows(self, record: Record, question: RowQuestion) -> RowReading:
        self.order.append("coverage")
        return await super().rows(record, question)


async def test_compliance_and_clinical_run_at_once_and_coverage_after_them(data_dir: Path, rules: Rulebook) -> None:
    reader = Meeting()
    async with connections(data_dir, rules) as made:
        await review_once(approval(), team(made, rules, reader, seconds=20))
    assert set(reader.order[:2]) == {"compliance", "clinical"}
    assert set(reader.order[2:]) == {"coverage"}


async def test_each_specialist_is_an_agent_of_the_framework(data_dir: Path, rules: Rulebook) -> None:
    case = approval()
    async with connections(data_dir, rules) as made:
        runner = InProcessRunner(made, EmbeddedReader(), rules)
        clinical = await runner.run(CLINICAL, CaseTask(case=case), Ledger())
        assert not isinstance(clinical, Failure)
        tasks: list[tuple[Specialist[Any, Any], Any]] = [
            (COMPLIANCE, CaseTask(case=case)),
            (CLINICAL, CaseTask(case=case)),
            (COVERAGE, CoverageTask(case=case, clinical=clinical)),
        ]
        found_so_far = [await runner.run(specialist, task, Ledger()) for specialist, task in tasks]
        compliance, _, coverage = found_so_far
        tasks.append((SYNTHESIS, SynthesisTask(case=case, compliance=compliance, clinical=clinical, coverage=coverage)))
        for specialist, task in tasks:
            agent = SpecialistAgent(specialist=specialist, runner=runner)
            answer = json.loads((await agent.run(task.model_dump_json())).text)
            found = specialist.found.model_validate_json(
                json.dumps(answer["found"]), context=documents_context(case.documents)
            )
            assert found == await runner.run(specialist, task, Ledger())
            assert bool(answer["tool_calls"]) is (specialist in (CLINICAL, COVERAGE))


async def test_an_agent_told_of_evidence_that_is_not_in_the_record_refuses_it(data_dir: Path, rules: Rulebook) -> None:
    case = approval()
    async with connections(data_dir, rules) as made:
        runner = InProcessRunner(made, EmbeddedReader(), rules)
        clinical = await runner.run(CLINICAL, CaseTask(case=case), Ledger())
        assert not isinstance(clinical, Failure)
        told = json.loads(CoverageTask(case=case, clinical=clinical).model_dump_json())
        fields = [f for f in told["clinical"]["extraction"]["fields"] if f["statements"]]
        fields[0]["statements"][0]["evidence"]["quote"] += " and approved"
        with pytest.raises(ValueError, match="quote"):
            await SpecialistAgent(specialist=COVERAGE, runner=runner).run(json.dumps(told))


async def test_an_empty_compliance_checklist_is_no_finding(rules: Rulebook) -> None:
    with pytest.raises(ValueError, match="checklist"):
        ComplianceFindings.model_validate({"checklist": [], "quality": {"clinical_sentences": 0, "words": 0}})


@pytest.mark.parametrize(("count", "said"), [(1, "1 diagnosis code sent."), (2, "2 diagnosis codes sent.")])
async def test_the_checklist_counts_codes_and_names_the_plan_as_a_person_would(
    data_dir: Path, rules: Rulebook, count: int, said: str
) -> None:
    case = approval()
    request = case.request.model_copy(update={"diagnosis_codes": ("G47.33", "I10")[:count]})
    async with connections(data_dir, rules) as made:
        record = await review_once(case.model_copy(update={"request": request}), team(made, rules))
    assert isinstance(record.compliance, ComplianceFindings)
    told = {item.detail for item in record.compliance.checklist}
    assert {said, "1 requested service sent.", "Line of business: Medicare Advantage."} <= told


async def test_a_document_that_could_not_be_read_whole_pends(data_dir: Path, rules: Rulebook) -> None:
    case = approval()
    partly = case.documents[0].model_copy(update={"document_id": 2, "reading": "partly", "text": "page 1"})
    async with connections(data_dir, rules) as made:
        record = await review_once(case.model_copy(update={"documents": (*case.documents, partly)}), team(made, rules))
    assert record.proposal.recommendation is Recommendation.pend_for_review
    assert any("Document 2" in g.what for g in record.proposal.gaps)


async def test_an_agent_run_leaves_a_span_without_a_word_of_the_record(data_dir: Path, rules: Rulebook) -> None:
    spans = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    trace.set_tracer_provider(provider)
    case = approval()
    async with connections(data_dir, rules) as made:
        runner = InProcessRunner(made, EmbeddedReader(), rules)
        agent = SpecialistAgent(specialist=COMPLIANCE, runner=runner)
        await agent.run(CaseTask(case=case).model_dump_json())
    seen = [s for s in spans.get_finished_spans() if "compliance" in s.name]
    assert seen
    told = " ".join(s.to_json() for s in spans.get_finished_spans())
    assert case.request.patient_name not in told
    assert "snoring" not in told


@pytest.mark.parametrize(("line", "asked"), [("medicaid", False), ("medicare_ffs", True)])
async def test_a_medicare_policy_that_is_not_held_holds_up_only_medicare(
    data_dir: Path, rules: Rulebook, line: str, asked: bool
) -> None:
    sample = json.loads(files("orchestrator.samples").joinpath("approval.json").read_text("utf-8"))["request"]
    sample |= {"procedure_codes": ["95810"], "diagnosis_codes": ["G47.30"], "line_of_business": line, "procedures": []}
    request = parse_request(sample, now=NOW)
    async with connections(data_dir, rules) as made:
        record = await review_once(review_input(request, items_of(request), NOW), team(made, rules))
    assert not isinstance(record.coverage, Failure)
    assert {i.path is NecessityPath.not_held for i in record.coverage.items} == {asked}
