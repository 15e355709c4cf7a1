"""Nothing is exported by default, and of what is, only harmless names and values leave."""

import logging
import subprocess
import sys
from collections.abc import Mapping

import pytest
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import InMemoryLogRecordExporter, SimpleLogRecordProcessor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import Link, StatusCode

from orchestrator.telemetry.allowed import HIDDEN, AllowedLogs, AllowedSpans
from orchestrator.telemetry.exporting import AZURE, Place, Places, places
from orchestrator.telemetry.pipeline import CaseIds, LogBridge
from orchestrator.telemetry.tracing import ids_of
from priorauth.errors import SettingRefused

CANARY = "Canaria Testperson, born 1961"
NOWHERE = Places(Place.nowhere, Place.nowhere, Place.nowhere)


def test_nothing_is_exported_by_default() -> None:
    assert places({}) == NOWHERE


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://a"}, Places(Place.otlp, Place.otlp, Place.otlp)),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://a"}, Places(Place.otlp, Place.nowhere, Place.nowhere)),
        (
            {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://a", "OTEL_LOGS_EXPORTER": "none"},
            Places(Place.otlp, Place.otlp, Place.nowhere),
        ),
        ({AZURE: "InstrumentationKey=x"}, Places(Place.azure, Place.azure, Place.azure)),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": "http://a", "OTEL_SDK_DISABLED": "true"}, NOWHERE),
    ],
)
def test_the_standard_variables_name_the_place(environment: Mapping[str, str], expected: Places) -> None:
    assert places(environment) == expected


@pytest.mark.parametrize(
    "environment",
    [
        {"OTEL_TRACES_EXPORTER": "console"},
        {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://a", "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"},
    ],
)
def test_a_place_that_is_not_spoken_to_here_is_refused_by_name(environment: Mapping[str, str]) -> None:
    with pytest.raises(SettingRefused, match="OTEL_"):
        places(environment)


def test_the_sdk_is_not_imported_where_nothing_is_exported() -> None:
    program = (
        "import sys; from orchestrator.telemetry.exporting import telemetry\n"
        "import orchestrator.app\n"
        "with telemetry('x') as on: assert not on\n"
        "assert not [m for m in sys.modules if m.startswith(('opentelemetry.sdk.trace', 'opentelemetry.exporter'))]"
    )
    subprocess.run([sys.executable, "-c", program], check=True, env={"PATH": ""})


def test_a_span_leaves_without_all_that_may_hold_a_patient() -> None:
    kept = InMemorySpanExporter()
    provider = TracerProvider(id_generator=CaseIds())
    provider.add_span_processor(SimpleSpanProcessor(AllowedSpans(kept)))
    tracer = provider.get_tracer("a library")
    with tracer.start_as_current_span("other") as other:
        link = Link(other.get_span_context(), {"note": CANARY})
    with (
        pytest.raises(ValueError, match="Canaria"),
        tracer.start_as_current_span(
            f"GET /cases?name={CANARY}", links=[link], attributes={"url.query": CANARY, "http.route": CANARY}
        ) as span,
    ):
        span.add_event("exception", {"exception.message": CANARY})
        span.set_attributes({"gen_ai.tool.name": "npi_lookup", "priorauth.review": 1, "priorauth.case_id": CANARY})
        span.set_status(StatusCode.ERROR, CANARY)
        raise ValueError(CANARY)
    left = kept.get_finished_spans()[-1]
    assert "Canaria" not in left.to_json()
    assert dict(left.attributes or {}) == {
        "http.route": HIDDEN,
        "gen_ai.tool.name": "npi_lookup",
        "priorauth.review": 1,
        "priorauth.case_id": HIDDEN,
    }
    assert (left.name, left.events, left.links, left.status.description) == (HIDDEN, (), (), None)


def test_a_log_record_leaves_without_arguments_and_without_an_exceptions_text() -> None:
    kept = InMemoryLogRecordExporter()
    provider = LoggerProvider()
    provider.add_log_record_processor(SimpleLogRecordProcessor(AllowedLogs(kept)))
    bridge = LogBridge(provider)
    try:
        raise ValueError(CANARY)
    except ValueError as wrong:
        info = (ValueError, wrong, wrong.__traceback__)
        record = logging.LogRecord("orchestrator.x", logging.ERROR, "f.py", 1, "a step of %s broke", (CANARY,), info)
        record.patient = CANARY
        bridge.handle(record)
    left = kept.get_finished_logs()[0].log_record
    assert left.body == "a step of %s broke"
    assert "Canaria" not in str(left.attributes)
    assert (left.attributes or {})["exception"] == "ValueError"


def test_a_case_has_one_trace_wherever_it_is_worked_on() -> None:
    assert ids_of("a") == ids_of("a")
    assert ids_of("a")[0] != ids_of("b")[0]
    assert 0 < ids_of("a")[0] < 2**128
    assert 0 < ids_of("a")[1] < 2**64
