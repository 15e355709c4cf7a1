"""Labelled cases and the scorecard. The engine is shown a case's request alone: never its id, title, tags or label."""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from orchestrator.direct import review_once
from orchestrator.workflow.team import Team
from priorauth.case import ReviewInput, review_input
from priorauth.criteria import Status
from priorauth.errors import DocumentRefused, RequestRefused
from priorauth.findings import Failure
from priorauth.intake import items_of, parse_request
from priorauth.recommendation import Recommendation
from priorauth.record import ReviewRecord

SETTINGS, PROVIDERS = "eval.json", "providers.csv"


class Expectation(BaseModel):
    model_config = ConfigDict(extra="forbid")

    recommendation: Recommendation
    decision_gate: str
    policy_any: list[str] = []
    unsafe_if_approved: bool = False
    missing_any: list[str] = []
    evidence_any: list[str] = []


class LabelledCase(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    id: str
    title: str = ""
    tags: list[str] = []
    request: dict[str, JsonValue]
    expect: Expectation
    why: str = ""


class _Settings(BaseModel):
    model_config = ConfigDict(extra="ignore")

    today: date | None = None


@dataclass(frozen=True)
class CaseSet:
    """A folder of labelled cases with its providers and its day."""

    cases: tuple[LabelledCase, ...]
    providers: Path | None
    today: date | None


def read_cases(folder: Path) -> CaseSet:
    """Every `*.json` below the folder but its settings; raises DocumentRefused naming the file that is not a case."""
    cases: list[LabelledCase] = []
    for path in sorted(folder.rglob("*.json")):
        if path.name == SETTINGS:
            continue
        try:
            cases.append(LabelledCase.model_validate_json(path.read_bytes()))
        except ValidationError as wrong:
            places = ", ".join(".".join(map(str, e["loc"])) or "file" for e in wrong.errors(include_input=False)[:5])
            raise DocumentRefused(f"{path.relative_to(folder)} is not a labelled case: {places}") from None
    settings = folder / SETTINGS
    today = _Settings.model_validate_json(settings.read_bytes()).today if settings.exists() else None
    providers = folder / PROVIDERS
    return CaseSet(tuple(cases), providers if providers.exists() else None, today)


class CaseResult(BaseModel):
    id: str
    expected: str
    got: str
    gate_expected: str
    gate_got: str
    policies: list[str]
    confidence: float
    missing: list[str]
    evidence: list[str]
    policy_found: bool = Field(exclude=True)
    missing_found: bool = Field(exclude=True)
    evidence_found: bool = Field(exclude=True)
    seconds: float = Field(exclude=True)
    unsafe: bool = Field(exclude=True)
    tags: list[str] = Field(exclude=True)
    quotes: int = Field(exclude=True)
    verified: int = Field(exclude=True)


class Latency(BaseModel):
    p50: float
    p95: float


class TagScore(BaseModel):
    cases: int
    agreement: float


class Scorecard(BaseModel):
    """What the contract's `eval --json` prints."""

    reader: str
    rules_digest: str
    cases: int
    agreement: float
    gate_agreement: float
    unsafe_approvals: list[str]
    missed_approvals: list[str]
    approvals_found: float
    pends_right: float
    evidence_verified: float
    policy_any_found: float
    missing_any_found: float
    evidence_any_found: float
    seconds_per_case: Latency
    by_tag: dict[str, TagScore]
    results: list[CaseResult]


def to_input(labelled: LabelledCase, now: datetime) -> ReviewInput:
    request = parse_request(labelled.request, now=now, trusted=True)
    return review_input(request, items_of(request), request.received_at or now, case_id="case", synthetic=True)


async def evaluate(cases: CaseSet, team: Team, tell: Callable[[CaseResult], None] = lambda _: None) -> Scorecard:
    """Review every case and hold the answers against the labels."""
    day = cases.today or datetime.now(UTC).date()
    now = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    results: list[CaseResult] = []
    for labelled in cases.cases:
        began = time.perf_counter()
        try:
            record = await review_once(to_input(labelled, now), team)
        except RequestRefused:
            results.append(_refused(labelled, time.perf_counter() - began))
        else:
            results.append(_result(labelled, record, time.perf_counter() - began))
        tell(results[-1])
    return _score(results, team)


def _refused(labelled: LabelledCase, seconds: float) -> CaseResult:
    return CaseResult(
        id=labelled.id,
        expected=labelled.expect.recommendation,
        got="refused",
        gate_expected=labelled.expect.decision_gate,
        gate_got="refused",
        policies=[],
        confidence=0,
        missing=[],
        evidence=[],
        policy_found=False,
        missing_found=False,
        evidence_found=False,
        seconds=seconds,
        unsafe=False,
        tags=labelled.tags,
        quotes=0,
        verified=0,
    )


def _result(labelled: LabelledCase, record: ReviewRecord, seconds: float) -> CaseResult:
    proposal, expect = record.proposal, labelled.expect
    items = () if isinstance(record.coverage, Failure) else record.coverage.items
    rows = [a for i in items for a in i.assessments]
    spans = [s.evidence for a in rows for s in a.spans]
    policies = list(dict.fromkeys(a.policy_id for a in rows if a.policy_id not in ("provider", "diagnoses")))
    missing = [f"{g.what}: {g.request}" for g in proposal.gaps]
    quotes = list(dict.fromkeys(s.evidence.quote for a in rows if a.status is Status.met for s in a.spans))
    verified = sum(record.case.document(e.document_id).text[e.start : e.end] == e.quote for e in spans)
    return CaseResult(
        id=labelled.id,
        expected=expect.recommendation,
        got=proposal.recommendation,
        gate_expected=expect.decision_gate,
        gate_got=proposal.decision_gate,
        policies=policies,
        confidence=proposal.confidence.value,
        missing=missing,
        evidence=quotes,
        policy_found=_any_in(expect.policy_any, policies),
        missing_found=_any_in(expect.missing_any, missing),
        evidence_found=_any_in(expect.evidence_any, quotes),
        seconds=seconds,
        unsafe=expect.unsafe_if_approved and proposal.recommendation is Recommendation.approve,
        tags=labelled.tags,
        quotes=len(spans),
        verified=verified,
    )


def _any_in(wanted: Sequence[str], held: Sequence[str]) -> bool:
    return not wanted or any(w.casefold() in h.casefold() for w in wanted for h in held)


def _share(hits: int, of: int) -> float:
    return round(hits / of, 4) if of else 1.0


def _score(results: list[CaseResult], team: Team) -> Scorecard:
    approve, pend = Recommendation.approve, Recommendation.pend_for_review
    to_approve = [r for r in results if r.expected == approve]
    to_pend = [r for r in results if r.expected == pend]
    seconds = sorted(r.seconds for r in results) or [0.0]
    tags = sorted({t for r in results for t in r.tags})
    return Scorecard(
        reader=team.reader,
        rules_digest=team.rules_digest,
        cases=len(results),
        agreement=_share(sum(r.expected == r.got for r in results), len(results)),
        gate_agreement=_share(sum(r.gate_expected == r.gate_got for r in results), len(results)),
        unsafe_approvals=[r.id for r in results if r.unsafe],
        missed_approvals=[r.id for r in to_approve if r.got != approve],
        approvals_found=_share(sum(r.got == approve for r in to_approve), len(to_approve)),
        pends_right=_share(sum(r.got == pend for r in to_pend), len(to_pend)),
        evidence_verified=_share(sum(r.verified for r in results), sum(r.quotes for r in results)),
        policy_any_found=_share(sum(r.policy_found for r in results), len(results)),
        missing_any_found=_share(sum(r.missing_found for r in to_pend), len(to_pend)),
        evidence_any_found=_share(sum(r.evidence_found for r in results), len(results)),
        seconds_per_case=Latency(
            p50=round(statistics.median(seconds), 4), p95=round(seconds[int(0.95 * (len(seconds) - 1))], 4)
        ),
        by_tag={t: _tag(results, t) for t in tags},
        results=results,
    )


def _tag(results: list[CaseResult], tag: str) -> TagScore:
    tagged = [r for r in results if tag in r.tags]
    return TagScore(cases=len(tagged), agreement=_share(sum(r.expected == r.got for r in tagged), len(tagged)))


def scorecard_json(card: Scorecard) -> str:
    return json.dumps(card.model_dump(mode="json"), indent=2, ensure_ascii=False)
