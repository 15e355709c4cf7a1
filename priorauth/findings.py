"""What each specialist found: typed, complete, and empty only where nothing was found.

A specialist that failed has no findings; its place is taken by a `Failure`, and the case pends.
"""

from enum import StrEnum

from pydantic import AwareDatetime, Field

from priorauth.base import Frozen
from priorauth.criteria import Assessment
from priorauth.reading import Extraction, FoundDiscrepancy, NoteQuality


class Specialist(StrEnum):
    compliance = "compliance"
    clinical = "clinical"
    coverage = "coverage"
    synthesis = "synthesis"


class Failure(Frozen):
    """A specialist that did not finish, said in a sentence without patient values."""

    specialist: Specialist
    reason: str


class CheckResult(StrEnum):
    passed = "pass"
    failed = "fail"
    warning = "warning"
    info = "info"


class CheckPerformed(Frozen):
    """One thing that was really checked; two leading spaces in `rule` mark a part of the one above."""

    rule: str
    result: CheckResult
    detail: str = ""


class ToolOutcome(StrEnum):
    ok = "ok"
    not_found = "not_found"
    unavailable = "unavailable"
    offline = "offline"
    refused = "refused"
    timeout = "timeout"
    malformed = "malformed"


MODEL = "model"


class ToolCall(Frozen):
    """One recorded call to a data source or a model. `subject` is a code, an NPI or a policy id, never a patient's.

    A model's call is paid for in tokens; `recalled` marks a reply that an earlier attempt was given and left on record.
    """

    server: str
    tool: str
    subject: str
    arguments_digest: str
    outcome: ToolOutcome
    duration_ms: float
    source: str = ""
    release: str = ""
    reply_digest: str = ""
    step: str
    attempt: int = 1
    called_at: AwareDatetime
    prompt_tokens: int = 0
    completion_tokens: int = 0
    recalled: bool = False

    @property
    def of_model(self) -> bool:
        return self.server == MODEL


class ItemStatus(StrEnum):
    complete = "complete"
    incomplete = "incomplete"
    missing = "missing"


class ChecklistItem(Frozen):
    number: int
    item: str
    status: ItemStatus
    blocking: bool
    detail: str


class ComplianceFindings(Frozen):
    """The ten completeness items."""

    checklist: tuple[ChecklistItem, ...] = Field(min_length=1)
    quality: NoteQuality
    service_types: tuple[str, ...] = ()
    checks: tuple[CheckPerformed, ...] = ()

    @property
    def complete(self) -> bool:
        return all(i.status is ItemStatus.complete for i in self.checklist if i.blocking)


class CodeStanding(StrEnum):
    """What a registry says of a diagnosis code on the service date."""

    billable = "billable"
    header = "header"
    unknown = "unknown"
    deleted = "deleted"
    not_yet = "not_yet"
    malformed = "malformed"
    unchecked = "unchecked"


class DiagnosisFinding(Frozen):
    code: str
    standing: CodeStanding
    description: str = ""
    children: tuple[str, ...] = ()
    note: str = ""


class ProcedureFinding(Frozen):
    sequence: int
    code: str
    well_formed: bool
    existence_checked: bool
    description: str = ""
    verdict: str = ""


class Severity(StrEnum):
    blocks = "blocks"
    informs = "informs"


class Discrepancy(Frozen):
    found: FoundDiscrepancy
    severity: Severity


class Article(Frozen):
    title: str
    pmid: str
    relevance: str = ""


class Trial(Frozen):
    nct_id: str
    title: str
    status: str = ""
    relevance: str = ""


class ClinicalFindings(Frozen):
    """Codes validated singly, the eight fields, and what does not agree."""

    diagnoses: tuple[DiagnosisFinding, ...]
    procedures: tuple[ProcedureFinding, ...]
    extraction: Extraction
    low_confidence: bool
    discrepancies: tuple[Discrepancy, ...] = ()
    literature: tuple[Article, ...] = ()
    trials: tuple[Trial, ...] = ()
    summary: str = ""
    checks: tuple[CheckPerformed, ...] = ()


class ProviderStatus(StrEnum):
    verified = "VERIFIED"
    inactive = "INACTIVE"
    not_found = "NOT_FOUND"
    invalid = "INVALID"
    unverified = "UNVERIFIED"


class ProviderFinding(Frozen):
    """The requesting provider, and whether it is a person who may order."""

    npi: str
    name: str = ""
    specialty: str = ""
    taxonomies: tuple[str, ...] = ()
    status: ProviderStatus
    is_person: bool = False
    may_order: bool
    detail: str = ""


class PolicyKind(StrEnum):
    ncd = "NCD"
    lcd = "LCD"
    payer = "payer policy"
    necessity = "necessity checklist"
    general = "general checklist"


class PolicyFinding(Frozen):
    """A policy a search brought up; not about the service → kept, marked not relevant."""

    policy_id: str
    title: str
    kind: PolicyKind
    relevant: bool
    held: bool = True
    governs: bool = True
    source: str = ""
    certainty: str = ""
    digest: str = ""
    why: str = ""


class NecessityPath(StrEnum):
    policy = "A"
    checklist = "B"
    none = "none"
    not_held = "not_held"


_FOR_THE_PLAN = ("A reviewer must judge", "Run the review again")


class Gap(Frozen):
    """Something that is missing: what, whether it is critical, and the exact request that settles it."""

    what: str
    critical: bool
    request: str
    item: int | None = None
    row: str | None = None
    policy_id: str | None = None

    @property
    def is_for_requester(self) -> bool:
        """Whether the requester can settle it; some things only the plan can."""
        return not self.request.startswith(_FOR_THE_PLAN)


class ItemFinding(Frozen):
    """How one item stands against the policies or checklist that judge it."""

    sequence: int
    code: str
    path: NecessityPath
    policies: tuple[PolicyFinding, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    satisfied: bool
    follows: int | None = None
    description: str = ""


class CoverageFindings(Frozen):
    """Provider, policies and criteria, judged per item."""

    provider: ProviderFinding
    items: tuple[ItemFinding, ...] = Field(min_length=1)
    gaps: tuple[Gap, ...] = ()
    limitations: tuple[str, ...] = ()
    set_aside: int = 0
    readers_disagree: bool = False
    over_budget: bool = False
    sources_failed: tuple[str, ...] = ()
    checks: tuple[CheckPerformed, ...] = ()
