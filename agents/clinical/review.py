"""What the record says of the patient, and whether the codes and the request agree with it."""

from agents.clinical.codes import SERVER, note_procedures, validate_diagnosis
from agents.clinical.literature import find_articles, find_trials
from agents.runtime.context import record_of
from agents.runtime.specialist import Bench, Specialist
from priorauth.findings import (
    CheckPerformed,
    CheckResult,
    ClinicalFindings,
    CodeStanding,
    DiagnosisFinding,
    Discrepancy,
    ProcedureFinding,
    Severity,
)
from priorauth.findings import Specialist as Name
from priorauth.reading import Extraction
from priorauth.tasks import CaseTask

_CODE_RESULT = {CodeStanding.billable: CheckResult.passed, CodeStanding.unchecked: CheckResult.warning}


async def review(task: CaseTask, bench: Bench) -> ClinicalFindings:
    case, rules = task.case, bench.rules.skills.clinical
    diagnoses = tuple(
        [await validate_diagnosis(c, case.judged_on, bench.tools) for c in dict.fromkeys(case.request.diagnosis_codes)]
    )
    procedures = note_procedures(case, bench.rules)
    record = record_of(case, bench.rules, [d.description for d in diagnoses])
    extraction = await bench.reader.extraction(record)
    found = await bench.reader.discrepancies(record)
    discrepancies = tuple(Discrepancy(found=f, severity=rules.severity(f.kind)) for f in found)
    service = procedures[0].description if procedures else ""
    title = diagnoses[0].description if diagnoses else ""
    return ClinicalFindings(
        diagnoses=diagnoses,
        procedures=procedures,
        extraction=extraction,
        low_confidence=extraction.confidence < rules.low_confidence_below,
        discrepancies=discrepancies,
        literature=await find_articles(service, title, bench.tools, rules.literature_at_most),
        trials=await find_trials(service, title, bench.tools, rules.trials_at_most),
        summary=_summary(diagnoses, extraction, discrepancies),
        checks=_checks(diagnoses, procedures, extraction, discrepancies, rules.low_confidence_below),
    )


def _summary(
    diagnoses: tuple[DiagnosisFinding, ...], extraction: Extraction, discrepancies: tuple[Discrepancy, ...]
) -> str:
    sound = sum(d.standing is CodeStanding.billable for d in diagnoses)
    stated = sum(bool(f.statements) for f in extraction.fields)
    blocking = sum(d.severity is Severity.blocks for d in discrepancies)
    words = (
        f"{sound} of {len(diagnoses)} diagnosis codes valid and billable; {stated} of {len(extraction.fields)} clinical"
    )
    words += f" fields found in the record, extraction confidence {extraction.confidence} of 100"
    if discrepancies:
        words += f"; {len(discrepancies)} discrepancies, {blocking} of them blocking"
    return f"{words}. {extraction.summary}".rstrip()


def _checks(
    diagnoses: tuple[DiagnosisFinding, ...],
    procedures: tuple[ProcedureFinding, ...],
    extraction: Extraction,
    discrepancies: tuple[Discrepancy, ...],
    low_below: int,
) -> tuple[CheckPerformed, ...]:
    checks = [
        CheckPerformed(
            rule=f"Diagnosis code {d.code}",
            result=_CODE_RESULT.get(d.standing, CheckResult.failed),
            detail=d.note or d.description,
        )
        for d in diagnoses
    ]
    checks += [
        CheckPerformed(
            rule=f"Procedure code {p.code}",
            result=CheckResult.warning if p.well_formed else CheckResult.failed,
            detail=f"{p.verdict} Existence is not checked: no table of procedure codes is held.",
        )
        for p in procedures
    ]
    low = extraction.confidence < low_below
    checks.append(
        CheckPerformed(
            rule="Extraction confidence",
            result=CheckResult.warning if low else CheckResult.passed,
            detail=f"{extraction.confidence} of 100" + (": read the record with care." if low else "."),
        )
    )
    checks += [
        CheckPerformed(
            rule=f"Discrepancy: {d.found.kind.replace('_', ' ')}",
            result=CheckResult.failed if d.severity is Severity.blocks else CheckResult.warning,
            detail=d.found.detail,
        )
        for d in discrepancies
    ]
    return tuple(checks)


CLINICAL = Specialist(
    name=Name.clinical,
    purpose="Validates codes, extracts the clinical picture with quotes, and finds what does not agree.",
    task=CaseTask,
    found=ClinicalFindings,
    servers=frozenset({SERVER, "pubmed", "clinical-trials"}),
    review=review,
)
