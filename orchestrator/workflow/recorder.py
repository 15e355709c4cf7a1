"""The record of one attempt at one step: a call is in the store before its answer is used.

A reading is kept with the result that stands on it, in one transaction: neither exists without the other.
"""

from dataclasses import dataclass, field
from itertools import count

from pydantic import JsonValue
from sqlalchemy.exc import SQLAlchemyError

from orchestrator.store.reviews import Attempt, Reviews
from orchestrator.workflow.patience import Patience
from priorauth.base import Frozen
from priorauth.digests import canonical, digest_text
from priorauth.errors import RecordNotWritten
from priorauth.findings import ToolCall


class ReadingMade(Frozen):
    """A reading that was kept: by which reader, of which question, under which digest."""

    reader: str
    question: str
    digest: str


@dataclass
class StoreRecorder:
    reviews: Reviews
    attempt: Attempt
    patience: Patience
    readings: list[ReadingMade] = field(default_factory=list[ReadingMade])
    texts: list[str] = field(default_factory=list[str])
    calls: list[tuple[int, ToolCall]] = field(default_factory=list[tuple[int, ToolCall]])

    async def tool_called(self, call: ToolCall, reply: JsonValue) -> None:
        stamped = call.model_copy(update={"step": str(self.attempt.step), "attempt": self.attempt.attempt})
        tries = count()
        try:
            place = await self.patience(
                lambda: self.reviews.tool_called(self.attempt, stamped, reply, again=next(tries) > 0)
            )
        except SQLAlchemyError:
            raise RecordNotWritten("the call could not be recorded") from None
        self.calls.append((place, stamped))

    async def heard(self, call: ToolCall) -> JsonValue:
        """An answer that was paid for and recorded before this attempt's worker went away."""
        return await self.patience(lambda: self.reviews.heard(self.attempt, call.arguments_digest))

    async def was_read(self, reader: str, question: str, reading: JsonValue) -> None:
        text = canonical(reading)
        self.texts.append(text)
        self.readings.append(ReadingMade(reader=reader, question=question, digest=digest_text(text)))
