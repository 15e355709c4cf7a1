"""From what is measured to where it goes: providers of the SDK, each exporter behind the list of what may leave."""

import importlib
import json
import logging
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from opentelemetry import _logs, context, metrics, trace
from opentelemetry._logs import LogRecord, SeverityNumber
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor, LogRecordExporter
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader
from opentelemetry.sdk.metrics.view import View
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter
from opentelemetry.sdk.trace.id_generator import RandomIdGenerator

from orchestrator.logs import JsonLines
from orchestrator.telemetry.allowed import ATTRIBUTES, AllowedLogs, AllowedSpans
from orchestrator.telemetry.exporting import AZURE, Place, Places
from orchestrator.telemetry.tracing import chosen_ids
from priorauth.errors import SettingRefused


@dataclass(frozen=True)
class Exporters:
    """Where each signal goes; None for one that goes nowhere."""

    spans: SpanExporter | None = None
    measures: MetricReader | None = None
    logs: LogRecordExporter | None = None


class CaseIds(RandomIdGenerator):
    """Random ids, but for the root of a case's trace, whose ids are the case's."""

    def generate_span_id(self) -> int:
        chosen = chosen_ids.get()
        return chosen[1] if chosen else super().generate_span_id()

    def generate_trace_id(self) -> int:
        chosen = chosen_ids.get()
        return chosen[0] if chosen else super().generate_trace_id()


class LogBridge(logging.Handler):
    """Hands log records to the SDK as they may be shown."""

    _SEVERITIES = (
        (logging.CRITICAL, SeverityNumber.FATAL),
        (logging.ERROR, SeverityNumber.ERROR),
        (logging.WARNING, SeverityNumber.WARN),
        (logging.INFO, SeverityNumber.INFO),
    )

    def __init__(self, provider: LoggerProvider) -> None:
        super().__init__(logging.WARNING)
        self._logger, self._lines = provider.get_logger("priorauth"), JsonLines()

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith("opentelemetry"):
            # An exporter that cannot export would be told by itself, without an end.
            return
        shown: dict[str, str | int] = json.loads(self._lines.format(record))
        body = str(shown.pop("event"))
        number = next((n for level, n in self._SEVERITIES if record.levelno >= level), SeverityNumber.DEBUG)
        self._logger.emit(
            LogRecord(
                timestamp=int(record.created * 1e9),
                observed_timestamp=time.time_ns(),
                context=context.get_current(),
                severity_text=record.levelname,
                severity_number=number,
                body=body,
                attributes=dict(shown),
            )
        )


def exporters_of(places: Places) -> Exporters:
    """The exporters of the places that the environment names. Raises SettingRefused where a library is missing."""
    return Exporters(_span_exporter(places.traces), _metric_reader(places.metrics), _log_exporter(places.logs))


def _span_exporter(place: Place) -> SpanExporter | None:
    if place is Place.otlp:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        return OTLPSpanExporter()
    return _azure("AzureMonitorTraceExporter") if place is Place.azure else None


def _metric_reader(place: Place) -> MetricReader | None:
    if place is Place.otlp:
        from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter

        return PeriodicExportingMetricReader(OTLPMetricExporter())
    return PeriodicExportingMetricReader(_azure("AzureMonitorMetricExporter")) if place is Place.azure else None


def _log_exporter(place: Place) -> LogRecordExporter | None:
    if place is Place.otlp:
        from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter

        return OTLPLogExporter()
    return _azure("AzureMonitorLogExporter") if place is Place.azure else None


def _azure(name: str) -> Any:
    try:
        library = importlib.import_module("azure.monitor.opentelemetry.exporter")
    except ImportError:
        raise SettingRefused(AZURE, "needs the package priorauth[azure]") from None
    return getattr(library, name)()


@contextmanager
def open_pipeline(service: str, exporters: Exporters) -> Generator[None]:
    """The process's providers; flushed and closed on leaving. A process opens one, once."""
    resource = Resource.create({"service.name": service, "service.version": version("priorauth")})
    closing: list[TracerProvider | MeterProvider | LoggerProvider] = []
    if exporters.spans is not None:
        spans = TracerProvider(resource=resource, id_generator=CaseIds())
        spans.add_span_processor(BatchSpanProcessor(AllowedSpans(exporters.spans)))
        trace.set_tracer_provider(spans)
        closing.append(spans)
    if exporters.measures is not None:
        views = [View(instrument_name="*", attribute_keys=set(ATTRIBUTES))]
        measures = MeterProvider([exporters.measures], resource, views=views)
        metrics.set_meter_provider(measures)
        closing.append(measures)
    bridge: LogBridge | None = None
    if exporters.logs is not None:
        logs = LoggerProvider(resource=resource)
        logs.add_log_record_processor(BatchLogRecordProcessor(AllowedLogs(exporters.logs)))
        _logs.set_logger_provider(logs)
        bridge = LogBridge(logs)
        logging.getLogger().addHandler(bridge)
        closing.append(logs)
    try:
        yield
    finally:
        if bridge is not None:
            logging.getLogger().removeHandler(bridge)
        for provider in closing:
            provider.shutdown()
