"""Rows that are judged on the request itself; each names the field it was judged on."""

from dataclasses import dataclass
from functools import lru_cache
from typing import assert_never

from priorauth.case import Sex
from priorauth.codes import CodeRanges
from priorauth.criteria import (
    AgeCheck,
    DiagnosisCheck,
    ModifierCheck,
    ProcedureCheck,
    SexCheck,
    StateCheck,
    Status,
)
from priorauth.rulebook.case_facts import CaseFacts
from priorauth.rulebook.diagnoses import DiagnosisPatterns
from priorauth.rulebook.scale import ConfidenceScale


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a row came to, before it becomes an assessment."""

    status: Status
    confidence: int
    reason: str
    source: str = ""


def judge_from_request(
    check: AgeCheck | SexCheck | DiagnosisCheck | ProcedureCheck | ModifierCheck | StateCheck,
    facts: CaseFacts,
    scale: ConfidenceScale,
) -> Verdict:
    """MET or NOT_MET on what the request says; INSUFFICIENT where it says nothing."""
    match check:
        case AgeCheck():
            holds = None if facts.age is None else _within(facts.age, check)
            field, said = "patient_dob", f"age {facts.age} on the day judged"
        case SexCheck():
            holds = check.sex is facts.sex if facts.sex in (Sex.male, Sex.female) else None
            field, said = "patient_sex", f"sex {facts.sex}"
        case DiagnosisCheck():
            patterns = _diagnoses(check.patterns)
            holds = any(code in patterns for code in facts.diagnosis_codes) if facts.diagnosis_codes else None
            field, said = "diagnosis_codes", "diagnosis " + ", ".join(facts.diagnosis_codes)
        case ProcedureCheck():
            holds = facts.code in _procedures(check.patterns)
            field, said = "procedure_codes", f"procedure code {facts.code}"
        case ModifierCheck():
            holds = any(m in check.modifiers for m in facts.modifiers) if facts.modifiers else None
            field, said = "modifiers", "modifier " + ", ".join(facts.modifiers)
        case StateCheck():
            holds = facts.state in check.states if facts.state else None
            field, said = "state", f"state {facts.state}"
        case _:
            assert_never(check)
    if holds is None:
        return Verdict(Status.insufficient, 0, f"The request does not say: {field}.", f"request: {field}")
    status = Status.met if holds else Status.not_met
    return Verdict(status, scale.from_request, f"The request gives {said}.", f"request: {field}")


@lru_cache(maxsize=1024)
def _diagnoses(patterns: tuple[str, ...]) -> DiagnosisPatterns:
    return DiagnosisPatterns.of(patterns)


@lru_cache(maxsize=1024)
def _procedures(patterns: tuple[str, ...]) -> CodeRanges:
    return CodeRanges.parse(", ".join(patterns))


def _within(age: int, check: AgeCheck) -> bool:
    return (check.low is None or age >= check.low) and (check.high is None or age <= check.high)
