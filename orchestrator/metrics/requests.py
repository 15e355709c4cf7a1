"""A case as figures count it: one request, when it came, how and when it was decided, what kept it out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from pydantic import JsonValue

from orchestrator.store.stories import Story
from priorauth.case import LineOfBusiness, Urgency
from priorauth.codes import ServiceHint, service_hint
from priorauth.determination import DeterminationOutcome, ReopenKind
from priorauth.events import Event, EventType


@dataclass(frozen=True)
class Decided:
    """One determination. `denied` where any item was: the unit is the whole request."""

    at: datetime
    outcome: DeterminationOutcome
    denied: bool
    recommended: str
    overrides: bool
    on_time: bool | None
    criteria: Mapping[str, str]
    cited: str | None
    after_appeal: bool


@dataclass(frozen=True)
class Request:
    """One request and all its determinations, first to last."""

    received_at: datetime
    line_of_business: LineOfBusiness
    urgency: Urgency
    state: str | None
    service: str
    is_drug: bool
    is_duplicate: bool
    is_extended: bool
    is_withdrawn: bool
    was_appealed: bool
    first_read_at: datetime | None
    decisions: tuple[Decided, ...]

    @property
    def closed(self) -> Decided:
        """The determination that closed the request: the first. What came after a reopening is another matter."""
        return self.decisions[0]

    @property
    def took(self) -> timedelta:
        """From receipt to the determination that closed it; a request for information closes nothing."""
        return self.closed.at - self.received_at


def requests(told: Iterable[Story]) -> list[Request]:
    """The requests of these cases."""
    return [_request(story) for story in told]


def _request(story: Story) -> Request:
    received = next(e for e in story.events if e.type is EventType.case_received)
    hints = [service_hint(code) for code in story.codes]
    state = received.data.get("state")
    kinds = {e.type for e in story.events}
    return Request(
        received_at=received.at,
        line_of_business=LineOfBusiness(str(received.data["line_of_business"])),
        urgency=Urgency(str(received.data["urgency"])),
        state=state if isinstance(state, str) else None,
        service=story.codes[0] if story.codes else "",
        is_drug=bool(hints) and all(hint is ServiceHint.drug for hint in hints),
        is_duplicate=story.is_duplicate,
        is_extended=EventType.case_extended in kinds,
        is_withdrawn=EventType.case_withdrawn in kinds,
        was_appealed=any(_is_appeal(e) for e in story.events),
        first_read_at=story.first_read_at,
        decisions=tuple(_decisions(story.events)),
    )


def _decisions(events: Iterable[Event]) -> Iterable[Decided]:
    appealed = False
    for event in events:
        appealed = appealed or _is_appeal(event)
        if event.type is EventType.determination_made:
            yield _decided(event, appealed)


def _is_appeal(event: Event) -> bool:
    return event.type is EventType.case_reopened and event.data["kind"] == ReopenKind.appeal


def _decided(event: Event, after_appeal: bool) -> Decided:
    data = event.data
    outcome = DeterminationOutcome(str(data["outcome"]))
    items = cast(list[Mapping[str, JsonValue]], data["items"])
    on_time, cited = data["on_time"], data["criterion"]
    return Decided(
        at=event.at,
        outcome=outcome,
        denied=any(item["outcome"] == DeterminationOutcome.denied for item in items),
        recommended=str(data["recommended"]),
        overrides=bool(data["overrides"]),
        on_time=on_time if isinstance(on_time, bool) else None,
        criteria={name: str(status) for name, status in cast(Mapping[str, JsonValue], data["criteria"]).items()},
        cited=cited if isinstance(cited, str) else None,
        after_appeal=after_appeal,
    )
