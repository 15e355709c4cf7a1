"""What a replay needs and nobody else may change: rule texts, tool replies and readings, each under its digest."""

from enum import StrEnum

from sqlalchemy import bindparam, select

from orchestrator.store.codec import Codec, Place
from orchestrator.store.database import Database
from orchestrator.store.tables import ArchiveRow
from orchestrator.store.transactions import IfAbsent, Transaction


class Kept(StrEnum):
    """Rules and replies belong to no case; a reading is of one patient's words and belongs to the case."""

    rules = "rules"
    reply = "reply"
    reading = "reading"


_KEEP = IfAbsent(ArchiveRow)
_KEPT = select(ArchiveRow.content).where(
    ArchiveRow.digest == bindparam("digest"),
    ArchiveRow.kind == bindparam("kind"),
    ArchiveRow.case_id == bindparam("case"),
)


def _place(kind: Kept, digest: str, case_id: str) -> Place:
    return Place("archive", kind, f"{case_id}/{digest}")


def keep(transaction: Transaction, codec: Codec, kind: Kept, digest: str, text: str, case_id: str = "") -> None:
    """Keep a text under its digest; keeping it again changes nothing."""
    content = codec.seal(text.encode(), _place(kind, digest, case_id))
    row = {"digest": digest, "kind": str(kind), "case_id": case_id, "content": content}
    transaction.put(_KEEP, row)


async def keep_rules(database: Database, codec: Codec, digest: str, text: str) -> None:
    """Keep the rule texts in force, so that a review can be replayed under them when they have changed."""
    await database.quick.write("", lambda transaction: keep(transaction, codec, Kept.rules, digest, text))


async def kept(database: Database, codec: Codec, kind: Kept, digest: str, case_id: str = "") -> str | None:
    """A text by its digest, or None where it is not held."""
    return await database.quick.read(lambda transaction: kept_text(transaction, codec, kind, digest, case_id))


def kept_text(transaction: Transaction, codec: Codec, kind: Kept, digest: str, case_id: str = "") -> str | None:
    found = transaction.one(_KEPT, {"digest": digest, "kind": str(kind), "case": case_id})
    return None if found is None else codec.open(found[0], _place(kind, digest, case_id)).decode()
