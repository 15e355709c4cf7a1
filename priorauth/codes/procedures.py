"""A procedure code as requested: its system, its modifiers, and a verdict a person can read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from priorauth.codes.diagnosis import format_icd10cm, is_icd10cm_syntax, is_icd10pcs_syntax
from priorauth.codes.text import normalise


class CodeSystem(StrEnum):
    """The code system that a text in the procedure field belongs to by its form."""

    cpt_1 = "cpt_1"
    cpt_2 = "cpt_2"
    cpt_3 = "cpt_3"
    cpt_pla = "cpt_pla"
    cpt_maaa = "cpt_maaa"
    cpt_vaccine_admin = "cpt_vaccine_admin"
    hcpcs = "hcpcs"
    icd10cm_lookalike = "icd10cm_lookalike"
    icd10pcs_lookalike = "icd10pcs_lookalike"
    unknown = "unknown"


class Side(StrEnum):
    """The side of the body a service or a finding is about."""

    left = "left"
    right = "right"
    bilateral = "bilateral"


@dataclass(frozen=True, slots=True)
class ProcedureCode:
    """One requested procedure code, judged by form. `verdict` is a sentence for people."""

    code: str
    modifiers: tuple[str, ...]
    system: CodeSystem
    well_formed: bool
    verdict: str


_SUFFIXED = {
    "A": CodeSystem.cpt_vaccine_admin,
    "F": CodeSystem.cpt_2,
    "M": CodeSystem.cpt_maaa,
    "T": CodeSystem.cpt_3,
    "U": CodeSystem.cpt_pla,
}
_NAMES = {
    CodeSystem.cpt_1: "a CPT Category I code",
    CodeSystem.cpt_2: "a CPT Category II (performance measurement) code",
    CodeSystem.cpt_3: "a CPT Category III (emerging technology) code",
    CodeSystem.cpt_pla: "a CPT code for a proprietary laboratory analysis",
    CodeSystem.cpt_maaa: "a CPT code for a multianalyte assay",
    CodeSystem.cpt_vaccine_admin: "a CPT code for giving a vaccine",
    CodeSystem.hcpcs: "a HCPCS Level II code",
}
_HCPCS = re.compile("[A-EGHJ-MP-V][0-9]{4}")
_LEFT = frozenset(["LT", "E1", "E2", "FA", "F1", "F2", "F3", "F4", "TA", "T1", "T2", "T3", "T4"])
_RIGHT = frozenset(["RT", "E3", "E4", "F5", "F6", "F7", "F8", "F9", "T5", "T6", "T7", "T8", "T9"])
_BOTH = "50"


def parse_procedure(text: str, modifiers: Sequence[str] = ()) -> ProcedureCode:
    """Read a procedure code with modifiers joined by a hyphen or a space (`27447-RT`), given separately, or both."""
    tokens = [token for token in re.split(r"[\s-]+", normalise(text)) if token]
    code, joined = (tokens[0], tokens[1:]) if tokens else ("", [])
    separate = [normalise(modifier) for modifier in modifiers]
    merged = tuple(dict.fromkeys(modifier for modifier in [*joined, *separate] if modifier))
    system = _system(code)
    fault = _code_fault(code, system) or _modifier_fault(merged)
    verdict = fault or f"{code} has the form of {_NAMES[system]}."
    return ProcedureCode(code, merged, system, fault is None, verdict)


def side_of(modifiers: Sequence[str]) -> Side | None:
    """The side that the modifiers name, if any: RT, LT, 50, or those of single eyelids, fingers and toes."""
    given = {normalise(modifier) for modifier in modifiers}
    left, right = bool(given & _LEFT), bool(given & _RIGHT)
    if _BOTH in given or (left and right):
        return Side.bilateral
    if left:
        return Side.left
    return Side.right if right else None


def _system(code: str) -> CodeSystem:
    if re.fullmatch("[0-9]{5}", code) and _in_a_cpt_section(int(code)):
        return CodeSystem.cpt_1
    if re.fullmatch("[0-9]{4}[AFMTU]", code) and code[:4] != "0000":
        return _SUFFIXED[code[4]]
    if _HCPCS.fullmatch(code) and code[1:] != "0000":
        return CodeSystem.hcpcs
    if is_icd10pcs_syntax(code) and (code[0].isdigit() or "Z" in code[1:] or not is_icd10cm_syntax(code)):
        return CodeSystem.icd10pcs_lookalike
    if is_icd10cm_syntax(code):
        return CodeSystem.icd10cm_lookalike
    return CodeSystem.unknown


def _in_a_cpt_section(number: int) -> bool:
    return 100 <= number <= 1999 or 10004 <= number <= 99607


def _code_fault(code: str, system: CodeSystem) -> str | None:
    if system in _NAMES:
        return None
    if not code:
        return "No procedure code was given."
    if run_together := re.fullmatch("([0-9]{5})(RT|LT)", code):
        return f"{code} runs a code and a modifier together; write {run_together[1]}-{run_together[2]}."
    if system is CodeSystem.icd10cm_lookalike:
        return f"{format_icd10cm(code)} is a diagnosis code (ICD-10-CM), not a procedure code."
    if system is CodeSystem.icd10pcs_lookalike:
        return f"{code} is an inpatient procedure code (ICD-10-PCS); a CPT or HCPCS code is needed."
    if re.fullmatch("[0-9]{5}", code):
        return f"{code} is not a procedure code: no section of CPT has such a number."
    return f"{code} has the form of neither a CPT nor a HCPCS code."


def _modifier_fault(modifiers: Sequence[str]) -> str | None:
    wrong = [modifier for modifier in modifiers if re.fullmatch("[A-Z0-9]{2}", modifier) is None]
    return f"{', '.join(wrong)} cannot be a modifier: a modifier has two letters or digits." if wrong else None
