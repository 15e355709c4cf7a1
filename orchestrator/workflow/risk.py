"""How much care a sealed review asks of the person who decides it, with the reasons. Due dates are the worklist's."""

from enum import StrEnum

from priorauth.findings import Failure
from priorauth.record import ReviewRecord

_SHAKY, _SURE = 0.50, 0.80


class Risk(StrEnum):
    high = "High"
    medium = "Medium"
    low = "Low"


def risk_of(record: ReviewRecord) -> tuple[Risk, tuple[str, ...]]:
    """The risk and why; a low one has no reasons."""
    critical = sum(gap.critical for gap in record.proposal.gaps)
    confidence = record.proposal.confidence.value
    grave = [*_failures(record), *_discrepancies(record)]
    if confidence < _SHAKY:
        grave.append(f"Confidence is {confidence:.2f}")
    if critical >= 2:
        grave.append(f"{critical} critical gaps")
    if grave:
        return Risk.high, tuple(grave)
    some = ["One critical gap"] if critical else []
    if confidence < _SURE:
        some.append(f"Confidence is {confidence:.2f}")
    return (Risk.medium, tuple(some)) if some else (Risk.low, ())


def _failures(record: ReviewRecord) -> list[str]:
    results = (record.compliance, record.clinical, record.coverage)
    said = [f"{one.specialist.capitalize()} did not finish" for one in results if isinstance(one, Failure)]
    if not isinstance(record.coverage, Failure):
        said += [f"{source} did not answer" for source in record.coverage.sources_failed]
    return said


def _discrepancies(record: ReviewRecord) -> list[str]:
    if isinstance(record.clinical, Failure) or not record.clinical.discrepancies:
        return []
    count = len(record.clinical.discrepancies)
    return ["A discrepancy in the record" if count == 1 else f"{count} discrepancies in the record"]
