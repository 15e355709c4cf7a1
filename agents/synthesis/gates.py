"""The three gates: everything that stands against an approval, in order, and whom it concerns.

A gate knows conditions, not consequences; what a condition leads to is in the table of the synthesis skill.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from priorauth.case import Item, ReviewInput
from priorauth.codes import check_npi, format_icd10cm, is_icd10cm_syntax, parse_procedure
from priorauth.criteria import Assessment, Status
from priorauth.findings import (
    ClinicalFindings,
    CodeStanding,
    ComplianceFindings,
    CoverageFindings,
    DiagnosisFinding,
    Failure,
    Gap,
    ItemFinding,
    NecessityPath,
    ProviderStatus,
    Severity,
)
from priorauth.rulebook import Condition, RequiredRow, Rulebook, counts_as_adopted
from priorauth.rulebook.approval import evaluate, rows_of


@dataclass(frozen=True, slots=True)
class Failing:
    """One condition that failed: about one item, or about the whole case."""

    condition: Condition
    detail: str = ""
    item: int | None = None
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything synthesis stands on."""

    case: ReviewInput
    compliance: ComplianceFindings | Failure
    clinical: ClinicalFindings | Failure
    coverage: CoverageFindings | Failure
    rules: Rulebook

    @property
    def failures(self) -> tuple[Failure, ...]:
        return tuple(f for f in (self.compliance, self.clinical, self.coverage) if isinstance(f, Failure))

    def item(self, sequence: int) -> ItemFinding | None:
        if isinstance(self.coverage, Failure):
            return None
        return next((f for f in self.coverage.items if f.sequence == sequence), None)


def provider_gate(findings: Findings) -> Iterator[Failing]:
    """Gate 1: a valid, active NPI of a person who may order."""
    npi = findings.case.request.provider_npi.strip()
    verdict = check_npi(npi)
    gap = Gap(what="Requesting provider", critical=True, request="The NPI and credentials of the ordering provider")
    if not verdict.ok:
        yield Failing(Condition.npi_invalid, verdict.reason, gap=gap)
    if isinstance(findings.coverage, Failure):
        yield Failing(Condition.provider_unknown, findings.coverage.reason, gap=gap)
        return
    provider = findings.coverage.provider
    status = provider.status if provider.npi == npi else ProviderStatus.unverified
    condition = _PROVIDER.get(status)
    if condition and not (condition is Condition.npi_invalid and not verdict.ok):
        yield Failing(condition, provider.detail, gap=gap)
    if not provider.may_order:
        yield Failing(Condition.may_not_order, provider.detail, gap=gap)


_PROVIDER = {
    ProviderStatus.invalid: Condition.npi_invalid,
    ProviderStatus.not_found: Condition.npi_not_found,
    ProviderStatus.inactive: Condition.npi_inactive,
    ProviderStatus.unverified: Condition.npi_unverified,
}


def codes_gate(findings: Findings) -> Iterator[Failing]:
    """Gate 2: every diagnosis valid and billable on the service date, every procedure code well formed."""
    yield from _diagnoses(findings)
    if not findings.case.items:
        gap = Gap(what="Procedure code", critical=True, request="The procedure code of the requested service")
        yield Failing(Condition.procedure_missing, gap=gap)
    for item in findings.case.items:
        if fault := _procedure_fault(findings, item):
            gap = Gap(
                what=f"The procedure (code {item.code})",
                critical=True,
                request=f"A well-formed CPT or HCPCS code in place of the one sent (code {item.code})",
                item=item.sequence,
            )
            yield Failing(Condition.procedure_malformed, fault, item.sequence, gap)


def _procedure_fault(findings: Findings, item: Item) -> str:
    """What is wrong with the form of a procedure code, by our own eyes or the clinical review's; empty if nothing."""
    parsed = parse_procedure(item.code, item.modifiers)
    if not parsed.well_formed:
        return parsed.verdict
    if isinstance(findings.clinical, Failure):
        return ""
    found = [p for p in findings.clinical.procedures if p.sequence == item.sequence and not p.well_formed]
    return found[0].verdict or f"{item.code} is not well formed." if found else ""


def _diagnoses(findings: Findings) -> Iterator[Failing]:
    codes = findings.case.request.diagnosis_codes
    if not codes:
        gap = Gap(what="Diagnosis code", critical=True, request="The ICD-10-CM code of the condition")
        yield Failing(Condition.diagnosis_missing, gap=gap)
    if isinstance(findings.clinical, Failure):
        yield Failing(Condition.codes_unknown, findings.clinical.reason)
        standing: dict[str, DiagnosisFinding] = {}
    else:
        standing = {format_icd10cm(d.code): d for d in findings.clinical.diagnoses}
    for code in dict.fromkeys(format_icd10cm(c) for c in codes):
        if not is_icd10cm_syntax(code):
            yield _diagnosis(Condition.diagnosis_invalid, code, None, f"{code} has not the form of an ICD-10-CM code.")
        elif code in standing and (condition := _DIAGNOSIS.get(standing[code].standing)):
            found = standing[code]
            yield _diagnosis(condition, code, found, found.note or f"{code}: {found.standing}")
        elif code not in standing and not isinstance(findings.clinical, Failure):
            yield _diagnosis(Condition.diagnosis_unchecked, code, None, f"{code} was not looked up.")


_DIAGNOSIS = {
    CodeStanding.header: Condition.diagnosis_header,
    CodeStanding.unknown: Condition.diagnosis_invalid,
    CodeStanding.deleted: Condition.diagnosis_invalid,
    CodeStanding.not_yet: Condition.diagnosis_invalid,
    CodeStanding.malformed: Condition.diagnosis_invalid,
    CodeStanding.unchecked: Condition.diagnosis_unchecked,
}
_NAMED_CHILDREN = 6


def _diagnosis(condition: Condition, code: str, found: DiagnosisFinding | None, detail: str) -> Failing:
    children = found.children[:_NAMED_CHILDREN] if found else ()
    better = f"; codes that are exact enough are {', '.join(children)}" if children else ""
    request = f"A diagnosis valid and billable on the service date in place of the one sent (code {code}{better})"
    if condition is Condition.diagnosis_unchecked:
        request = f"Confirmation that the diagnosis (code {code}) is valid and billable on the service date"
    return Failing(condition, detail, gap=Gap(what=f"The diagnosis (code {code})", critical=True, request=request))


def necessity_gate(findings: Findings) -> Iterator[Failing]:
    """Gate 3: criteria met, documents complete, nothing broken, nothing in dispute."""
    for failure in findings.failures:
        yield Failing(Condition.agent_failed, f"{failure.specialist}: {failure.reason}")
    yield from _documents(findings)
    yield from _clinical_doubts(findings)
    if isinstance(findings.coverage, Failure):
        return
    yield from _coverage_doubts(findings.coverage)
    for item in findings.case.items:
        yield from _necessity(findings, item)


def _documents(findings: Findings) -> Iterator[Failing]:
    if isinstance(findings.compliance, Failure):
        return
    if findings.compliance.quality.unread:
        yield Failing(Condition.source_failed, findings.compliance.quality.unread)
    seen = {i.number: i for i in findings.compliance.checklist}
    for rule in findings.rules.skills.compliance.checklist:
        item = seen.get(rule.number)
        if rule.severity is Severity.blocks and (item is None or item.status != "complete"):
            detail = item.detail if item else "not checked"
            gap = Gap(what=rule.item, critical=True, request=rule.ask_for)
            yield Failing(Condition.document_missing, f"{rule.item}: {detail}", gap=gap)


def _clinical_doubts(findings: Findings) -> Iterator[Failing]:
    if isinstance(findings.clinical, Failure):
        return
    if not findings.clinical.extraction.fields:
        yield Failing(Condition.agent_failed, "the clinical review came back empty")
    if findings.clinical.extraction.unread:
        yield Failing(Condition.source_failed, findings.clinical.extraction.unread)
    for discrepancy in findings.clinical.discrepancies:
        ruled = findings.rules.skills.clinical.severity(discrepancy.found.kind)
        if Severity.blocks in (ruled, discrepancy.severity):
            words = discrepancy.found.kind.replace("_", " ")
            gap = Gap(
                what=f"Discrepancy: {words}",
                critical=True,
                request="A corrected request, or a record that agrees with it",
            )
            yield Failing(Condition.discrepancy, discrepancy.found.detail, gap=gap)


def _coverage_doubts(coverage: CoverageFindings) -> Iterator[Failing]:
    if coverage.readers_disagree:
        yield Failing(Condition.readers_disagree)
    if coverage.over_budget:
        yield Failing(Condition.not_read_whole)
    for source in coverage.sources_failed:
        yield Failing(Condition.source_failed, source)


def _necessity(findings: Findings, item: Item) -> Iterator[Failing]:
    found = findings.item(item.sequence)
    judged = found
    if found and found.follows is not None:
        judged = findings.item(found.follows)
    if found is None or judged is None or judged.follows is not None:
        yield Failing(Condition.row_missing, f"item {item.sequence} was not judged", item.sequence)
        return
    yield from _path(findings, judged, item.sequence)
    yield from _rows(findings, judged, item.sequence)


def _path(findings: Findings, judged: ItemFinding, item: int) -> Iterator[Failing]:
    policies = [p for p in judged.policies if p.relevant and p.governs]
    match judged.path:
        case NecessityPath.none:
            yield Failing(Condition.no_policy, item=item)
        case NecessityPath.not_held:
            names = ", ".join(p.policy_id for p in policies if not p.held)
            yield Failing(Condition.not_held, names, item)
        case NecessityPath.policy:
            if not any(p.held for p in policies):
                yield Failing(Condition.no_policy, "no governing policy was judged", item)
        case NecessityPath.checklist:
            if not _adopted_checklist(findings, judged):
                yield Failing(Condition.no_policy, "no adopted checklist was judged", item)


def _adopted_checklist(findings: Findings, judged: ItemFinding) -> bool:
    held = {p.id: p for p in findings.rules.policies if p.is_checklist}
    used = [held[p.policy_id] for p in judged.policies if p.relevant and p.policy_id in held]
    case = findings.case
    return any(counts_as_adopted(p, case.received_at.date(), synthetic=case.synthetic) for p in used)


def required_rows(judged: ItemFinding) -> tuple[Assessment, ...]:
    """The rows that count: decisive, and of a policy that governs."""
    shown_only = {p.policy_id for p in judged.policies if not p.governs}
    named = {row.value for row in RequiredRow}
    return tuple(a for a in judged.assessments if a.decisive and (a.policy_id not in shown_only or a.row in named))


def _rows(findings: Findings, judged: ItemFinding, item: int) -> Iterator[Failing]:
    rows = required_rows(judged)
    sure_from = findings.rules.skills.coverage.met_from
    unmet = [r for r in rows if r.status is not Status.met or r.confidence < sure_from]
    for row in unmet:
        condition = Condition.row_not_met if row.status is Status.not_met else Condition.row_insufficient
        yield Failing(condition, f"{row.row} {row.statement}: {row.reason}", item, _row_gap(row, item))
    if any(r.disagreement for r in rows):
        yield Failing(Condition.readers_disagree, item=item)
    missing = [name for name in RequiredRow if name not in {r.row for r in rows}]
    for name in missing:
        statement = findings.rules.skills.coverage.required[name]
        yield Failing(Condition.row_missing, statement, item)
    if judged.path in (NecessityPath.policy, NecessityPath.checklist):
        yield from _whole(findings, judged, rows, item, told=bool(unmet or missing))


def _whole(
    findings: Findings, judged: ItemFinding, rows: tuple[Assessment, ...], item: int, *, told: bool
) -> Iterator[Failing]:
    """The rule of every policy that decides, computed again over its rows."""
    held = {p.id: p for p in findings.rules.policies}
    deciding = {r.policy_id for r in rows if r.row not in set(RequiredRow)}
    if not deciding:
        yield Failing(Condition.row_missing, "no criterion was judged", item)
    for policy_id in sorted(deciding):
        policy = held.get(policy_id)
        statuses = {a.row: a.status for a in judged.assessments if a.policy_id == policy_id and not a.bar}
        if policy is None or not set(rows_of(policy.approval)) <= set(statuses):
            yield Failing(Condition.row_missing, f"{policy_id} was not judged whole", item)
        elif evaluate(policy.approval, statuses) is not Status.met and not told:
            yield Failing(Condition.not_satisfied, policy_id, item)
    if not judged.satisfied and not told:
        yield Failing(Condition.not_satisfied, item=item)


def _row_gap(row: Assessment, item: int) -> Gap:
    return Gap(
        what=row.statement,
        critical=row.critical,
        request=row.ask_for or row.statement,
        item=item,
        row=row.row,
        policy_id=row.policy_id or None,
    )
