"""Which document is meant by what a person asked for: a LOINC document type, and the kind of report under X12 755.

The words a person wrote go with it; the codes are a best effort that lets software route the question.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class DocumentCode:
    loinc: str
    report: str
    words: re.Pattern[str]


def _code(loinc: str, report: str, words: str) -> DocumentCode:
    return DocumentCode(loinc, report, re.compile(words, re.I))


ANY_RECORD = _code("11503-0", "M1", "")
_CODES = (
    _code("18748-4", "RR", r"\b(mri|ct|x-?ray|imag|radiolog|ultrasound|scan|echocardiogram)"),
    _code("11526-1", "P4", r"\b(patholog|biops|histolog)"),
    _code("26436-6", "LA", r"\b(lab|a1c|blood|serum|titer|titre|culture|panel)"),
    _code("28570-0", "DG", r"\b(sleep study|polysomnogra|electromyogra|nerve conduction|spirometr|diagnostic test)"),
    _code("11504-8", "OB", r"\b(operative|operation|surgical report)"),
    _code("18842-5", "DS", r"\bdischarge"),
    _code("11488-4", "PY", r"\b(consult|specialist)"),
    _code("34117-2", "P5", r"\b(history|h ?& ?p|physical exam)"),
    _code("18776-5", "08", r"\b(treatment plan|plan of care|care plan)"),
    _code("57133-1", "B4", r"\breferral"),
    _code("57833-6", "B3", r"\b(order|prescription)"),
    _code("28579-1", "PZ", r"\b(physical therap|physiotherap|exercise program)"),
    _code("10160-0", "D2", r"\b(medication|drug)"),
    _code("11506-3", "09", r"\b(progress|office note|visit|face-to-face|chart note|clinical note)"),
)


def document_code(words: str) -> DocumentCode:
    """The first type whose words are in the question; else records of any kind."""
    return next((code for code in _CODES if code.words.search(words)), ANY_RECORD)
