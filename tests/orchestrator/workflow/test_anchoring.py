"""The engine anchors the record by itself, once an interval, whichever process comes first."""

from datetime import UTC, datetime, timedelta

from orchestrator.store.anchors import anchor_when_due, verify_store
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.submissions import submit
from tests.standins.team import submission

DAY, KEY = timedelta(days=1), b"a key of the test"


async def test_an_anchor_is_made_once_an_interval_and_binds_what_stood_then(database: Database) -> None:
    await submit(database, Plain(), submission())
    now = datetime.now(UTC)
    first = await anchor_when_due(database, KEY, DAY, now)
    assert first is not None
    assert await anchor_when_due(database, KEY, DAY, now + timedelta(hours=23)) is None
    second = await anchor_when_due(database, KEY, DAY, now + timedelta(hours=25))
    assert second is not None
    assert second.previous == first.mac
    assert (await verify_store(database, Plain(), KEY)).anchors == 2
