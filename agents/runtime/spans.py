"""A tool call as a span and as a measure, in the words of the GenAI conventions; arguments and replies stay out."""

import time
from collections.abc import Generator
from contextlib import contextmanager

from opentelemetry import metrics, trace
from opentelemetry.trace import SpanKind, StatusCode

from priorauth.findings import ToolOutcome

_tracer = trace.get_tracer("priorauth")
_seconds = metrics.get_meter("priorauth").create_histogram(
    "priorauth.tool.duration", "s", "how long a tool call took, by server, tool and outcome"
)
_WELL = (ToolOutcome.ok, ToolOutcome.not_found, ToolOutcome.offline)


class CallSpan:
    """What is told of a call once it has ended."""

    outcome = ToolOutcome.timeout
    source = ""


@contextmanager
def call_span(server: str, tool: str, step: str, attempt: int) -> Generator[CallSpan]:
    """Around one call; whoever makes it says how it came out."""
    told, began = CallSpan(), time.perf_counter()
    names = {"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": tool, "priorauth.server": server}
    with _tracer.start_as_current_span(
        f"execute_tool {tool}",
        kind=SpanKind.CLIENT,
        attributes={**names, "priorauth.step": step, "priorauth.attempt": attempt},
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        try:
            yield told
        finally:
            span.set_attributes({"priorauth.outcome": told.outcome, "priorauth.source": told.source.replace(" ", "-")})
            if told.outcome not in _WELL:
                span.set_status(StatusCode.ERROR)
            _seconds.record(time.perf_counter() - began, {**names, "priorauth.outcome": told.outcome})
