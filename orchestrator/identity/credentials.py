"""The credentials a plan holds on file of those who decide. An administrator writes them; an act only reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Protocol
from uuid import uuid4

from sqlalchemy import select

from orchestrator.store.database import Database
from orchestrator.store.identity_tables import CredentialRow
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


@dataclass(frozen=True)
class NewCredential:
    """A credential as an administrator enters it."""

    person: str
    licence: str
    state: str
    specialty: str
    board_certification: str = ""
    valid_until: date | None = None


@dataclass(frozen=True)
class FiledCredential:
    """A credential with who put it on file, and who took it back."""

    credential: Credential
    filed_at: datetime
    filed_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None


class FiledCredentials:
    """The credentials in the store. One that was taken back stays on file and counts no more."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, person: str) -> Sequence[Credential]:
        """Every credential of a person that was not taken back, those that have run out included."""
        chosen = select(CredentialRow).where(CredentialRow.person == person, CredentialRow.withdrawn_at.is_(None))
        async with self._database.reading() as session:
            return tuple(_credential(row) for row in await session.scalars(chosen.order_by(CredentialRow.filed_at)))

    async def all(self) -> Sequence[FiledCredential]:
        """Everything that was ever on file, newest last."""
        chosen = select(CredentialRow).order_by(CredentialRow.filed_at, CredentialRow.credential_id)
        async with self._database.reading() as session:
            return tuple(_filed(row) for row in await session.scalars(chosen))

    async def file(self, new: NewCredential, by: str) -> FiledCredential:
        """Put a credential on file."""
        row = CredentialRow(
            credential_id=str(uuid4()),
            person=new.person,
            licence=new.licence,
            state=new.state,
            specialty=new.specialty,
            board_certification=new.board_certification,
            valid_until=new.valid_until,
            filed_at=datetime.now(UTC),
            filed_by=by,
        )
        async with self._database.writing() as session:
            session.add(row)
        return _filed(row)

    async def withdraw(self, credential_id: str, by: str) -> FiledCredential | None:
        """Take a credential back; None where there is none of this id. Again changes nothing."""
        async with self._database.writing() as session:
            row = await session.get(CredentialRow, credential_id)
            if row is not None and row.withdrawn_at is None:
                row.withdrawn_at, row.withdrawn_by = datetime.now(UTC), by
        return None if row is None else _filed(row)


def _credential(row: CredentialRow) -> Credential:
    return Credential(
        credential_id=row.credential_id,
        person=row.person,
        licence=row.licence,
        state=row.state,
        specialty=row.specialty,
        board_certification=row.board_certification,
        valid_until=row.valid_until,
    )


def _filed(row: CredentialRow) -> FiledCredential:
    return FiledCredential(_credential(row), row.filed_at, row.filed_by, row.withdrawn_at, row.withdrawn_by)
