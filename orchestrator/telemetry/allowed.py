"""What may leave: names of things of ours, counts and times. Everything else is taken off before it is handed on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from opentelemetry.sdk._logs import ReadableLogRecord
from opentelemetry.sdk._logs.export import LogRecordExporter, LogRecordExportResult
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import Status
from opentelemetry.util.types import AnyValue

ATTRIBUTES = frozenset(
    {
        "priorauth.case_id",
        "priorauth.review",
        "priorauth.step",
        "priorauth.attempt",
        "priorauth.door",
        "priorauth.outcome",
        "priorauth.server",
        "priorauth.source",
        "failure_id",
        "exception",
        "where",
        "logger",
        "error.type",
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "network.protocol.version",
        "mcp.method.name",
        "mcp.protocol.version",
        "rpc.response.status_code",
        "gen_ai.operation.name",
        "gen_ai.agent.name",
        "gen_ai.agent.id",
        "gen_ai.tool.name",
        "gen_ai.provider.name",
        "gen_ai.system",
        "gen_ai.request.model",
        "gen_ai.response.model",
        "gen_ai.request.temperature",
        "gen_ai.request.max_tokens",
        "gen_ai.response.finish_reasons",
        "gen_ai.usage.input_tokens",
        "gen_ai.usage.output_tokens",
        "gen_ai.token.type",
    }
)
_NAME = re.compile(r"[A-Za-z0-9 _./{}:$-]{1,120}")
_VALUE = re.compile(r"[A-Za-z0-9_./{}:$@-]{0,200}")
HIDDEN = "hidden"


def plain_name(name: str) -> str:
    return name if _NAME.fullmatch(name) else HIDDEN


def allowed(attributes: Mapping[str, AnyValue] | None) -> dict[str, AnyValue]:
    """The harmless ones; a text that is no plain word is hidden even under a harmless name."""
    found = {name: value for name, value in (attributes or {}).items() if name in ATTRIBUTES}
    return {name: _harmless(value) for name, value in found.items()}


def _harmless(value: AnyValue) -> AnyValue:
    if isinstance(value, str):
        return value if _VALUE.fullmatch(value) else HIDDEN
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, Sequence) and not isinstance(value, bytes):
        return tuple(_harmless(one) for one in value)
    return HIDDEN


@dataclass
class AllowedSpans(SpanExporter):
    """Hands spans on without events, links, descriptions and what is not on the list."""

    inner: SpanExporter

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        return self.inner.export([_bare(span) for span in spans])

    def shutdown(self) -> None:
        self.inner.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self.inner.force_flush(timeout_millis)


def _bare(span: ReadableSpan) -> ReadableSpan:
    return ReadableSpan(
        name=plain_name(span.name),
        context=span.get_span_context(),
        parent=span.parent,
        resource=span.resource,
        attributes=allowed(span.attributes),  # pyright: ignore[reportArgumentType]  (harmless values are primitive)
        kind=span.kind,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
        instrumentation_scope=span.instrumentation_scope,
    )


@dataclass
class AllowedLogs(LogRecordExporter):
    """Hands log records on whose attributes are on the list; their bodies are the words of our own code alone."""

    inner: LogRecordExporter

    def export(self, batch: Sequence[ReadableLogRecord]) -> LogRecordExportResult:
        for one in batch:
            one.log_record.attributes = allowed(one.log_record.attributes)
        return self.inner.export(batch)

    def shutdown(self) -> None:
        self.inner.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        return self.inner.force_flush(timeout_millis)
