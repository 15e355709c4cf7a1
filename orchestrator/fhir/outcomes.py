"""Whatever the FHIR door refuses, as one OperationOutcome: every fault at once, its place told, its value not."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus

from pydantic import JsonValue

FAULTS_SHOWN = 200
Json = dict[str, JsonValue]


@dataclass(frozen=True)
class Issue:
    """One thing wrong. `code` is FHIR's issue type; `place` a FHIRPath expression."""

    code: str
    words: str
    place: str = ""
    severity: str = "error"

    def shown(self) -> Json:
        told: Json = {"severity": self.severity, "code": self.code, "details": {"text": self.words}}
        if self.place:
            told["expression"] = [self.place]
        return told


class FhirRefused(Exception):
    """The body, or the wish, cannot be taken."""

    def __init__(self, status: HTTPStatus, issues: Sequence[Issue], headers: dict[str, str] | None = None) -> None:
        self.status, self.issues, self.headers = status, tuple(issues), headers or {}
        super().__init__("; ".join(f"{i.place}: {i.words}" for i in self.issues[:FAULTS_SHOWN]))


def refused(status: HTTPStatus, code: str, words: str, place: str = "") -> FhirRefused:
    return FhirRefused(status, [Issue(code, words, place)])


def outcome(issues: Sequence[Issue]) -> Json:
    """The OperationOutcome; a hostile body cannot make it endless."""
    shown = [i.shown() for i in issues[:FAULTS_SHOWN]]
    if len(issues) > FAULTS_SHOWN:
        shown.append(Issue("too-costly", f"{len(issues) - FAULTS_SHOWN} further faults are not listed").shown())
    return {"resourceType": "OperationOutcome", "issue": [*shown]}
