"""The access log: every read and act, who, what, when, from where."""

from datetime import UTC, datetime

from orchestrator.store.database import Database
from orchestrator.store.tables import AccessRow


class AccessLog:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def note(self, actor: str, action: str, case_id: str | None, origin: str = "") -> None:
        """Write one line; raises what the database raises, so that what cannot be logged is not shown."""
        async with self._database.writing() as session:
            session.add(
                AccessRow(at=datetime.now(UTC), actor=actor, action=action, case_id=case_id, origin=origin[:64])
            )
