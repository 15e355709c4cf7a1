"""The credentials a plan holds on file of those who decide. An administrator writes them; an act only reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from priorauth.determination import Credential


class Credentials(Protocol):
    """The credentials on file, by the name of the caller who holds them (`Caller.name`)."""

    async def of(self, person: str) -> Sequence[Credential]:
        """Every credential of a person that was not taken back, those that have run out included."""
        ...


@dataclass(frozen=True)
class ListedCredentials:
    """Credentials handed over as a list; none unless some are given, so that nobody here may deny by default."""

    held: Mapping[str, Sequence[Credential]] = field(default_factory=dict[str, Sequence[Credential]])

    async def of(self, person: str) -> Sequence[Credential]:
        return tuple(self.held.get(person, ()))
