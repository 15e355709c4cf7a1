"""What every part of an answer is written from."""

from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from orchestrator.fhir.dialects import Dialect
from orchestrator.fhir.echo import Echo
from orchestrator.fhir.requests import PasRequest


@dataclass(frozen=True)
class Answering:
    """`public` is the address that clients know this engine by."""

    asked: PasRequest
    dialect: Dialect
    exchange_id: str
    at: datetime
    echo: Echo
    public: str = ""

    @property
    def url(self) -> str:
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{self.exchange_id}/response')}"

    @property
    def stamp(self) -> str:
        return self.at.isoformat(timespec="seconds").replace("+00:00", "Z")
