"""Who reads in this process, by its settings: the embedded reader alone, or a model beside it."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from agents.runtime.embedded import EmbeddedReader
from agents.runtime.reader import Reader
from orchestrator.settings import Reader as Chosen
from orchestrator.settings import Settings


@asynccontextmanager
async def open_reader(settings: Settings) -> AsyncGenerator[Reader]:
    """The reader that was chosen; leave in the task that entered. Without a model no model library is loaded."""
    embedded = EmbeddedReader()
    if settings.reader is Chosen.embedded:
        yield embedded
        return
    from agents.modelling.endpoint import OPENAI_URL, Endpoint, EndpointKind
    from agents.modelling.meter import Meter
    from agents.modelling.reader import open_both

    key = settings.model_api_key.get_secret_value() if settings.model_api_key else ""
    url = settings.model_base_url or OPENAI_URL
    endpoint = Endpoint(EndpointKind(settings.model_kind), settings.model_name, url, key)
    async with open_both(embedded, endpoint, Meter(settings.tokens_per_case, settings.tokens_per_day)) as both:
        yield both
