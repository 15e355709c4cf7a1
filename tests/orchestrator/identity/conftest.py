"""The whole engine, as the doors' tests have it."""

from tests.orchestrator.api.conftest import client, house

__all__ = ("client", "house")
