"""The seam between the versions of the guide that are spoken: what differs is said here and nowhere else."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """One version of PAS, at a base address of its own."""

    version: str
    pended: str
    says_who_reviewed: bool
    request_is_required: bool
    inquiry_answers_parameters: bool
    unknown_is_404: bool
    full_notifications: bool
    line_number_on_payload: bool
    identifier_is_search_key: bool

    @property
    def base(self) -> str:
        return f"/fhir/pas/{self.version}"


PAS_2_2_1 = Dialect(
    version="2.2.1",
    pended="partial",
    says_who_reviewed=True,
    request_is_required=True,
    inquiry_answers_parameters=True,
    unknown_is_404=False,
    full_notifications=True,
    line_number_on_payload=False,
    identifier_is_search_key=False,
)
PAS_2_0_1 = Dialect(
    version="2.0.1",
    pended="queued",
    says_who_reviewed=False,
    request_is_required=False,
    inquiry_answers_parameters=False,
    unknown_is_404=True,
    full_notifications=False,
    line_number_on_payload=True,
    identifier_is_search_key=True,
)
DIALECTS = {dialect.version: dialect for dialect in (PAS_2_2_1, PAS_2_0_1)}
