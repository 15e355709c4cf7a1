"""The press writes what the audit room writes, and survives the death of its process."""

import os
import signal

from orchestrator.documents.audit import audit_for
from orchestrator.documents.press import Press
from priorauth.record import ReviewRecord


async def test_the_press_writes_the_same_bytes_and_outlives_its_process(record: ReviewRecord) -> None:
    press = Press()
    try:
        first = await press.audit(record, case_number="26-00001")
        assert first == audit_for(record, case_number="26-00001")
        pool = press._aside._pool  # pyright: ignore[reportPrivateUsage]
        assert pool is not None
        os.kill(next(iter(pool._processes)), signal.SIGKILL)  # pyright: ignore
        assert await press.audit(record, case_number="26-00001") == first
    finally:
        await press.close()
