"""The one way patient text goes into the store and comes out of it.

`Plain` is the key nobody has configured: readable bytes in the same envelope, so that encryption, rotation and erasure
later touch the codec alone and never the event chain.
"""

from dataclasses import dataclass
from typing import Protocol

from priorauth.digests import digest_text

PLAIN = b"\x00"


@dataclass(frozen=True)
class Place:
    """Where a value belongs; a value moved to another row or column does not open there."""

    table: str
    column: str
    row: str

    def label(self) -> bytes:
        return "\x1f".join((self.table, self.column, self.row)).encode()


class Codec(Protocol):
    def seal(self, text: bytes, place: Place) -> bytes: ...

    def open(self, sealed: bytes, place: Place) -> bytes: ...

    def blind(self, text: str, purpose: str) -> str:
        """A keyed digest, for finding an equal value without being able to read it."""
        ...


@dataclass(frozen=True)
class Plain:
    def seal(self, text: bytes, place: Place) -> bytes:
        return PLAIN + text

    def open(self, sealed: bytes, place: Place) -> bytes:
        if sealed[:1] != PLAIN:
            raise ValueError("this value was sealed with a key that is not configured")
        return sealed[1:]

    def blind(self, text: str, purpose: str) -> str:
        return digest_text(f"{purpose}\x1f{text}")
