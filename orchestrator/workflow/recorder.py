"""The record of one attempt at one step: calls and readings go into the store before they are used."""

from dataclasses import dataclass, field

from pydantic import JsonValue
from sqlalchemy.exc import SQLAlchemyError

from orchestrator.store.reviews import Attempt, Reviews
from orchestrator.workflow.patience import Patience
from priorauth.base import Frozen
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

    async def tool_called(self, call: ToolCall, reply: JsonValue) -> None:
        stamped = call.model_copy(update={"step": str(self.attempt.step), "attempt": self.attempt.attempt})
        try:
            await self.patience(lambda: self.reviews.tool_called(self.attempt, stamped, reply))
        except SQLAlchemyError:
            raise RecordNotWritten("the call could not be recorded") from None

    async def was_read(self, reader: str, question: str, reading: JsonValue) -> None:
        try:
            digest = await self.patience(lambda: self.reviews.was_read(self.attempt, reading))
        except SQLAlchemyError:
            raise RecordNotWritten("the reading could not be recorded") from None
        self.readings.append(ReadingMade(reader=reader, question=question, digest=digest))
