"""How many workers are wanted, said where a platform's scaler can read it: one ticket in a storage queue for each.

The scaler of Azure Container Apps can sign in to a storage queue and not to our database. A ticket holds nothing and
nobody takes it; it expires by itself, so that fewer are wanted as soon as fewer are put. The database stays the truth.
"""

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

import httpx2

from orchestrator.store.figures import Figures
from orchestrator.store.tokens import STORAGE, Credential
from priorauth.errors import SourceUnavailable

REVIEWS_A_WORKER = 50
MOST_WORKERS = 30
LIVES_SECONDS = 60
_VERSION = "2021-12-02"
_COUNT = "x-ms-approximate-messages-count"
_TICKET = b"<QueueMessage><MessageText>worker</MessageText></QueueMessage>"


def workers_wanted(figures: Figures) -> int:
    """Enough for what waits and runs; none for nothing."""
    return min(math.ceil((figures.waiting + figures.running) / REVIEWS_A_WORKER), MOST_WORKERS)


@dataclass(frozen=True)
class Queue:
    """The storage queue at an address such as https://account.queue.core.windows.net/workers-wanted."""

    url: str
    client: httpx2.AsyncClient
    credential: Credential

    async def want(self, workers: int) -> int:
        """Put the tickets that are missing; returns how many. Raises SourceUnavailable."""
        seen = await self._call("GET", "?comp=metadata")
        missing = max(workers - int(seen.headers.get(_COUNT, "0")), 0)
        for _ in range(missing):
            await self._call("POST", f"/messages?messagettl={LIVES_SECONDS}", _TICKET)
        return missing

    async def _call(self, method: str, rest: str, body: bytes | None = None) -> httpx2.Response:
        headers = {
            "Authorization": f"Bearer {self.credential.get_token(STORAGE).token}",
            "x-ms-version": _VERSION,
            "x-ms-date": format_datetime(datetime.now(UTC), usegmt=True),
        }
        try:
            reply = await self.client.request(method, self.url + rest, headers=headers, content=body)
        except httpx2.HTTPError as wrong:
            raise SourceUnavailable("scale queue", f"does not answer: {type(wrong).__name__}") from None
        if reply.is_error:
            raise SourceUnavailable("scale queue", f"answered {reply.status_code}")
        return reply
