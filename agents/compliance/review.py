"""Is the request complete enough to be judged? Ten items; which of them block stands in the skill."""

from collections.abc import Callable
from dataclasses import dataclass

from agents.compliance.pairs import SERVER, Verdict, check_pairs
from agents.runtime.context import record_of
from agents.runtime.specialist import Bench, Specialist
from priorauth.case import LineOfBusiness, ReadingState, ReviewInput
from priorauth.codes import check_mbi, is_icd10cm_syntax, parse_procedure, service_type
from priorauth.findings import (
    ChecklistItem,
    CheckPerformed,
    CheckResult,
    ComplianceFindings,
    ItemStatus,
    Severity,
)
from priorauth.findings import Specialist as Name
from priorauth.reading import NoteQuality, QualityFlag
from priorauth.tasks import CaseTask

COMPLETE, INCOMPLETE, MISSING = ItemStatus.complete, ItemStatus.incomplete, ItemStatus.missing


@dataclass(frozen=True)
class Submission:
    case: ReviewInput
    quality: NoteQuality
    pairs: Verdict


def _identity(asked: Submission) -> Verdict:
    request = asked.case.request
    named, born = bool(request.patient_name.strip()), request.patient_dob is not None
    if named and born:
        return Verdict(COMPLETE, "Name and birth date are present.")
    if not named and not born:
        return Verdict(MISSING, "Send the patient's name and birth date.")
    return Verdict(INCOMPLETE, "Send the patient's birth date." if named else "Send the patient's name.")


def _npi(asked: Submission) -> Verdict:
    npi = asked.case.request.provider_npi.strip()
    if not npi:
        return Verdict(MISSING, "Send the ordering provider's NPI.")
    if len(npi) == 10 and npi.isascii() and npi.isdigit():
        return Verdict(COMPLETE, "The NPI has ten digits.")
    return Verdict(INCOMPLETE, "An NPI has exactly ten digits; send the right one.")


def _insurance(asked: Submission) -> Verdict:
    member = asked.case.request.insurance_id
    if not member:
        return Verdict(MISSING, "No member identifier was sent.")
    form = "has the form of a Medicare identifier" if check_mbi(member) else "is not of the Medicare form"
    return Verdict(COMPLETE, f"The member identifier {form}; eligibility is not checked here.")


def _sent(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count > 1 else ''} sent."


def _diagnoses(asked: Submission) -> Verdict:
    codes = asked.case.request.diagnosis_codes
    if not codes:
        return Verdict(MISSING, "Send at least one ICD-10-CM diagnosis code.")
    if any(is_icd10cm_syntax(c) for c in codes):
        return Verdict(COMPLETE, _sent(len(codes), "diagnosis code"))
    return Verdict(INCOMPLETE, "None of the diagnosis codes has the form of ICD-10-CM; send a valid one.")


def _procedures(asked: Submission) -> Verdict:
    items = asked.case.items
    if not items:
        return Verdict(MISSING, "Send at least one procedure code.")
    if any(parse_procedure(i.code).well_formed for i in items):
        return Verdict(COMPLETE, _sent(len(items), "requested service"))
    return Verdict(INCOMPLETE, "No procedure code is well formed; send a CPT or HCPCS code.")


def _narrative(asked: Submission) -> Verdict:
    quality = asked.quality
    if not any(d.text.strip() for d in asked.case.documents):
        return Verdict(MISSING, "Send the clinical notes.")
    if QualityFlag.thin in quality.flags:
        return Verdict(INCOMPLETE, "The clinical narrative is too short to judge; send the full note.")
    return Verdict(COMPLETE, f"{quality.clinical_sentences} clinical sentences, {quality.words} words.")


_FLAWS = {
    QualityFlag.boilerplate: "much of it is stock text",
    QualityFlag.copied: "parts of it repeat",
    QualityFlag.no_patient_data: "it holds nothing specific to the patient",
    QualityFlag.thin: "it has fewer than two clinical sentences",
}


def _quality(asked: Submission) -> Verdict:
    quality = asked.quality
    if not any(d.text.strip() for d in asked.case.documents):
        return Verdict(MISSING, "There is no clinical narrative.")
    flaws = [words for flag, words in _FLAWS.items() if flag in quality.flags]
    if not quality.has_history:
        flaws.append("it tells no history or symptoms")
    if not quality.has_findings:
        flaws.append("it gives no findings or results")
    if flaws:
        return Verdict(INCOMPLETE, f"Send a specific note: {'; '.join(flaws)}.")
    return Verdict(COMPLETE, "History, symptoms and findings are told.")


_LINES = {
    LineOfBusiness.medicare_advantage: "Medicare Advantage",
    LineOfBusiness.medicare_ffs: "Original Medicare",
    LineOfBusiness.medicaid: "Medicaid",
    LineOfBusiness.chip: "CHIP",
    LineOfBusiness.qhp: "qualified health plan",
    LineOfBusiness.commercial: "commercial",
}


def _plan(asked: Submission) -> Verdict:
    return Verdict(COMPLETE, f"Line of business: {_LINES[asked.case.request.line_of_business]}.")


def _pairs(asked: Submission) -> Verdict:
    return asked.pairs


def _service(asked: Submission) -> Verdict:
    if not asked.case.items:
        return Verdict(MISSING, "Without a procedure code there is no service to classify.")
    if not (types := _service_types(asked.case)):
        return Verdict(INCOMPLETE, "The service type cannot be told from the procedure code.")
    return Verdict(COMPLETE, f"Service type: {', '.join(types)}.")


def _service_types(case: ReviewInput) -> tuple[str, ...]:
    known = (service_type(i.code) for i in case.items)
    return tuple(dict.fromkeys(str(t) for t in known if t is not None))


_CHECKS: dict[int, Callable[[Submission], Verdict]] = {
    1: _identity,
    2: _npi,
    3: _insurance,
    4: _diagnoses,
    5: _procedures,
    6: _narrative,
    7: _quality,
    8: _plan,
    9: _pairs,
    10: _service,
}
_RESULTS = {COMPLETE: CheckResult.passed, INCOMPLETE: CheckResult.warning, MISSING: CheckResult.warning}


async def review(task: CaseTask, bench: Bench) -> ComplianceFindings:
    case = task.case
    quality = await bench.reader.quality(record_of(case, bench.rules))
    asked = Submission(case, quality, await check_pairs(case, bench.tools))
    checklist: list[ChecklistItem] = []
    for rule in bench.rules.skills.compliance.checklist:
        verdict = _CHECKS[rule.number](asked)
        checklist.append(
            ChecklistItem(
                number=rule.number,
                item=rule.item,
                status=verdict.status,
                blocking=rule.severity is Severity.blocks,
                detail=verdict.detail,
            )
        )
    return ComplianceFindings(
        checklist=tuple(checklist),
        quality=asked.quality,
        service_types=_service_types(case),
        checks=(*(_performed(i) for i in checklist), *_unread(case)),
    )


def _performed(item: ChecklistItem) -> CheckPerformed:
    unfinished = item.status is not COMPLETE
    result = CheckResult.failed if unfinished and item.blocking else _RESULTS[item.status]
    return CheckPerformed(rule=f"{item.number}. {item.item}", result=result, detail=item.detail)


def _unread(case: ReviewInput) -> list[CheckPerformed]:
    """Documents that could not be read in full are named: what they hold is unknown, not absent."""
    return [
        CheckPerformed(
            rule=f"  Document {d.document_id} read",
            result=CheckResult.warning,
            detail=f"The document is {d.reading.replace('_', ' ')}; send it as text.",
        )
        for d in case.documents
        if d.reading is not ReadingState.read
    ]


COMPLIANCE = Specialist(
    name=Name.compliance,
    purpose="Checks that a request is complete enough to be judged.",
    task=CaseTask,
    found=ComplianceFindings,
    servers=frozenset({SERVER}),
    review=review,
)
