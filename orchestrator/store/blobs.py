"""What the store asks of a place for bytes outside the database, and what a row keeps of bytes, wherever they lie."""

from dataclasses import dataclass
from typing import Protocol


class Blobs(Protocol):
    """A place for bytes under names. Every method raises SourceFailed where the place does not do its part."""

    async def put(self, name: str, content: bytes) -> None:
        """Written whole when this returns; putting the same again changes nothing."""
        ...

    async def get(self, name: str) -> bytes | None:
        """The bytes, or None where there are none of this name."""
        ...

    async def remove(self, name: str) -> None:
        """Gone when this returns, also where there was nothing."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True)
class Laid:
    """What a row keeps: the bytes themselves, or the key to the blob that is named."""

    content: bytes
    blob: str | None = None
