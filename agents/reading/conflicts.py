"""What the record says against itself or against the clock: urgency marked both ways, a service already given."""

from collections.abc import Iterator

from agents.reading import patterns as re
from agents.reading.record import PreparedRecord
from priorauth.evidence import Evidence, quote
from priorauth.reading import DiscrepancyKind, FoundDiscrepancy

KIND = r"(?:urgency|priority|review type|request type|type of (?:review|request)|level of urgency)"
FAST, SLOW = r"expedited|urgent|stat|emergent|emergency", r"routine|standard|non-?urgent|not urgent|elective"
WORK = (
    r"(?:review|request|authori[sz]ation|determination|organization determination|pre-?authori[sz]ation|decision|"
    r"prior authori[sz]ation)"
)
EXPEDITED = re.compile(
    rf"\b{KIND}\s*[:\-]\s*(?:{FAST})\b|\b(?:expedited|urgent) (?:prior |organization |coverage )?{WORK}\b|"
    rf"\[x\] ?(?:{FAST})\b|\b{WORK} (?:is|as) (?:{FAST})\b|\bplease expedite\b"
)
ROUTINE = re.compile(
    rf"\b{KIND}\s*[:\-]\s*(?:{SLOW})\b|\b(?:routine|standard|non-?urgent) {WORK}\b(?! of systems)|\[x\] ?(?:{SLOW})\b|"
    rf"\b{WORK} is (?:{SLOW})\b"
)
ALREADY = re.compile(
    r"\bretro(?:spective|active)?(?:ly)?[ -](?:\w+ ){0,2}(?:authori[sz]ation|request|approval|review(?! of\b))\b|"
    r"\b(?:authori[sz]ation|request|approval|review) retro(?:spective|active)ly\b|"
    r"\brequested (?:procedure|service|surgery|study|device) (?:was|has been|had been) (?:already )?"
    r"(?:performed|done|completed|delivered)\b"
)


def find_urgency_conflicts(record: PreparedRecord) -> Iterator[FoundDiscrepancy]:
    """The record marks the request expedited and routine at once, or routine where it was submitted as expedited."""
    fast, slow = _places(record, EXPEDITED), _places(record, ROUTINE)
    if record.context.urgency_expedited and slow:
        detail = "The request was submitted as expedited; the record calls it routine."
    elif fast and slow:
        detail = "The record marks the request both expedited and routine."
    elif fast and not record.context.urgency_expedited:
        detail = "The record marks the request as expedited; it was submitted as standard."
    else:
        return
    yield FoundDiscrepancy(kind=DiscrepancyKind.urgency, detail=detail, spans=(*fast, *slow))


def find_past_service(record: PreparedRecord) -> Iterator[FoundDiscrepancy]:
    """The service date lies before the request came in, or the record says that the service was given."""
    past = record.context.judged_on < record.context.received_on
    given = _places(record, ALREADY)
    if past or given:
        detail = (
            "The service date lies before the request."
            if past
            else "The record says that the service was already given."
        )
        yield FoundDiscrepancy(kind=DiscrepancyKind.service_date_past, detail=detail, spans=given)


def _places(record: PreparedRecord, pattern: re.Pattern[str]) -> tuple[Evidence, ...]:
    return tuple(quote(d.document, m.start(), m.end()) for d in record.documents for m in pattern.finditer(d.low))
