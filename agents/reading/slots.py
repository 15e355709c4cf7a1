"""The general checklist's slots: what any record must show when no policy names the criteria."""

from collections.abc import Iterator

from agents.reading.record import PreparedRecord
from priorauth.criteria import Row, Slot
from priorauth.evidence import Observation
from priorauth.reading import RowQuestion


def slot_observations(
    record: PreparedRecord, question: RowQuestion, row: Row, slot: Slot, sites: frozenset[str]
) -> Iterator[Observation]:
    """What the record says for one slot."""
    yield from ()
