"""What in the record does not agree with the request or with itself. How grave each is stands in the skill."""

from collections.abc import Iterator

from agents.reading.agreement import find_conflicting_values
from agents.reading.asides import addressed_to_reader, recites_policy
from agents.reading.bowel import find_wrong_bowel
from agents.reading.conflicts import find_past_service, find_urgency_conflicts
from agents.reading.identity import (
    find_other_ages,
    find_other_births,
    find_other_members,
    find_other_names,
    find_other_sex,
)
from agents.reading.put_off import find_what_is_put_off
from agents.reading.record import PreparedRecord
from agents.reading.requested import find_wrong_levels, find_wrong_lobes, find_wrong_procedures, find_wrong_sides
from priorauth.evidence import quote
from priorauth.reading import DiscrepancyKind, FoundDiscrepancy

FINDERS = (
    find_other_names,
    find_other_members,
    find_other_births,
    find_other_ages,
    find_other_sex,
    find_wrong_sides,
    find_wrong_lobes,
    find_wrong_levels,
    find_wrong_bowel,
    find_wrong_procedures,
    find_conflicting_values,
    find_urgency_conflicts,
    find_past_service,
    find_what_is_put_off,
)
SHOWN = 10


def find_discrepancies(record: PreparedRecord) -> tuple[FoundDiscrepancy, ...]:
    """Everything that does not agree, gravest kinds first; an honest record gives nothing."""
    found = [f for find in FINDERS for f in find(record)]
    return (*found, *_asides(record))


def _asides(record: PreparedRecord) -> Iterator[FoundDiscrepancy]:
    """Sentences that speak to the reviewer or recite a policy, so that a person sees them."""
    for kind, speaks, detail in (
        (DiscrepancyKind.instruction, addressed_to_reader, "Text in the record addresses whoever reviews it."),
        (DiscrepancyKind.policy_talk, recites_policy, "The record recites what a policy asks; that is not evidence."),
    ):
        spans = tuple(
            quote(d.document, s.start, s.end, s.section.header)
            for d in record.documents
            for s in d.sentences
            if speaks(d.low, s.start, s.end)
        )
        if spans:
            yield FoundDiscrepancy(kind=kind, detail=detail, spans=spans[:SHOWN])
