"""The model reader, opened: what a process does once when a model is configured."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from agents.modelling.both import BothReaders
from agents.modelling.clients import open_client
from agents.modelling.endpoint import Endpoint
from agents.modelling.meter import Meter
from agents.runtime.reader import Reader


@asynccontextmanager
async def open_both(embedded: Reader, endpoint: Endpoint, meter: Meter) -> AsyncGenerator[Reader]:
    """The embedded reader with a model beside it; leave in the task that entered."""
    async with open_client(endpoint) as client:
        yield BothReaders(embedded, client, endpoint.limits, meter)
