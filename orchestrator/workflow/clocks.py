"""The statutory clock of a request: which dated rule governs it, when a decision is due, when it is at risk."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from orchestrator.store.due import Clock
from priorauth.case import PriorAuthRequest
from priorauth.codes import ServiceHint, service_hint
from priorauth.deadlines import ClockQuestion, ClockRule, governing_rule, start_clock
from priorauth.intake import items_of


def clock_of(request: PriorAuthRequest, received: datetime, rules: Sequence[ClockRule], zone: ZoneInfo) -> Clock:
    """The clock under these rules; without one that governs, the case has no due date and says so."""
    hints = [service_hint(i.code) for i in items_of(request)]
    question = ClockQuestion(
        line_of_business=request.line_of_business,
        urgency=request.urgency,
        drug=bool(hints) and all(h is ServiceHint.drug for h in hints),
        funding=request.funding,
        state=request.state,
        services=frozenset(h for h in hints if h),
    )
    rule = governing_rule(rules, question, received, zone)
    if rule is None:
        return Clock(None, "no rule held here sets a time", "", None)
    clock = start_clock(received, rule, zone)
    return Clock(clock.ends_at, rule.name, rule.source, clock.at_risk_at)
