"""The clock of a case: what the law makes of when it came in."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Clock:
    """When a decision is due, by which rule, and when the case begins to be at risk."""

    due_at: datetime | None
    rule: str
    source: str
    at_risk_at: datetime | None
