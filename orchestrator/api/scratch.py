"""The record of a run that is not kept: one specialist asked by itself."""

from pydantic import JsonValue

from priorauth.findings import ToolCall


class ScratchRecorder:
    """Remembers the calls for the answer and nothing else."""

    def __init__(self) -> None:
        self.calls: list[ToolCall] = []

    async def tool_called(self, call: ToolCall, reply: JsonValue) -> None:
        self.calls.append(call)

    async def heard(self, call: ToolCall) -> JsonValue:
        return None

    async def was_read(self, reader: str, question: str, reading: JsonValue) -> None:
        """A reading that nobody will replay is not kept."""
