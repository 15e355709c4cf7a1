"""Where telemetry goes, by OpenTelemetry's own variables. The SDK is imported only where they name a place."""

import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum

from priorauth.errors import SettingRefused

AZURE = "APPLICATIONINSIGHTS_CONNECTION_STRING"
_ENDPOINT, _PROTOCOL = "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL"


class Signal(StrEnum):
    traces = "TRACES"
    metrics = "METRICS"
    logs = "LOGS"


class Place(StrEnum):
    nowhere = "none"
    otlp = "otlp"
    azure = "azure"


@dataclass(frozen=True)
class Places:
    traces: Place
    metrics: Place
    logs: Place

    @property
    def anywhere(self) -> bool:
        return {self.traces, self.metrics, self.logs} != {Place.nowhere}


def places(environment: Mapping[str, str]) -> Places:
    """Where each signal goes; raises SettingRefused, naming the variable, for what is not spoken here."""
    if environment.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return Places(Place.nowhere, Place.nowhere, Place.nowhere)
    return Places(*(_place(signal, environment) for signal in Signal))


def _place(signal: Signal, environment: Mapping[str, str]) -> Place:
    name = f"OTEL_{signal}_EXPORTER"
    said = environment.get(name, "").strip().lower()
    if said not in ("", "none", "otlp"):
        raise SettingRefused(name, "takes otlp or none here")
    if said == "none":
        return Place.nowhere
    own = environment.get(f"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT") or environment.get(_ENDPOINT)
    if own or said == "otlp":
        protocol = environment.get(f"OTEL_EXPORTER_OTLP_{signal}_PROTOCOL") or environment.get(_PROTOCOL)
        if protocol not in (None, "http/protobuf"):
            raise SettingRefused(_PROTOCOL, "takes http/protobuf here")
        return Place.otlp
    return Place.azure if environment.get(AZURE) else Place.nowhere


@contextmanager
def telemetry(service: str) -> Generator[bool]:
    """Export for as long as this lasts, if anywhere; says whether. What is left is handed on at the end."""
    chosen = places(os.environ)
    if not chosen.anywhere:
        yield False
        return
    from orchestrator.telemetry.pipeline import exporters_of, open_pipeline

    with open_pipeline(service, exporters_of(chosen)):
        yield True
