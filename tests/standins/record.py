"""What tests read out of a record."""

from collections.abc import Sequence

from priorauth.events import Event, EventType


def after_abandoned(events: Sequence[Event]) -> list[Event]:
    """Events without those of attempts that were given up: those that count."""
    finished = {
        (e.review, e.step): e.attempt for e in events if e.type is EventType.step_finished and e.step is not None
    }
    return [e for e in events if e.step is None or finished.get((e.review, e.step), e.attempt) == e.attempt]
