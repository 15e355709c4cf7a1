"""What a process that serves or works tells of itself, where a place for it is named."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orchestrator.settings import Settings


@contextmanager
def observed(settings: Settings, service: str) -> Generator[bool]:
    """For as long as the process works; says whether anything is exported."""
    from orchestrator.settings import Reader
    from orchestrator.telemetry.exporting import telemetry

    with telemetry(service) as exported:
        if settings.reader is Reader.both:
            from agent_framework.observability import disable_instrumentation, enable_instrumentation

            if exported:
                enable_instrumentation(enable_sensitive_data=False, force=True)
            else:
                disable_instrumentation()
        yield exported
