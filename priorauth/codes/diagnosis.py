"""ICD-10-CM and ICD-10-PCS by form alone."""

import re

from priorauth.codes.text import normalise

# The second place held only digits until the category QA0.
_ICD10CM = re.compile(r"[A-Z](?:[0-9][0-9A-Z]|[A-Z][0-9])(?:\.?[0-9A-Z]{1,4})?")
_ICD10PCS = re.compile(r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{6}")


def is_icd10cm_syntax(text: str) -> bool:
    """Whether the text has the form of a diagnosis code: dot optional, three to seven characters."""
    return _ICD10CM.fullmatch(normalise(text)) is not None


def is_icd10pcs_syntax(text: str) -> bool:
    """Whether the text has the form of an inpatient procedure code: seven characters, never I or O."""
    return _ICD10PCS.fullmatch(normalise(text)) is not None


def format_icd10cm(text: str) -> str:
    """The code as people write it, in upper case with its dot; text of another form comes back normalised only."""
    code = normalise(text)
    if not is_icd10cm_syntax(code) or len(code) == 3 or code[3] == ".":
        return code
    return f"{code[:3]}.{code[3:]}"
