"""Reasons of a gate as a person reads them: what they have in common is said once."""

from collections.abc import Iterable, Iterator

from orchestrator.documents.blocks import Block, Listing, Paragraph, words
from priorauth.recommendation import GateResult


def told_together(reasons: Iterable[str]) -> str:
    """All reasons in one paragraph; those that begin with the same sentence share it."""
    return " ".join(_one(shared, details) for shared, details in _grouped(reasons).items())


def listed(reasons: Iterable[str]) -> Iterator[Block]:
    """Each sentence that reasons share, and under it what each adds."""
    for shared, details in _grouped(reasons).items():
        if len(details) < 2:
            yield Listing((words(_one(shared, details)),))
        else:
            yield Paragraph(words(f"{shared}:"))
            yield Listing(tuple(words(f"{detail}.") for detail in details))


def shortened(text: str, gates: Iterable[GateResult]) -> str:
    """A text in which the reasons of a gate, where they stand in a row, are told together."""
    for gate in gates:
        if len(gate.reasons) > 1:
            text = text.replace(" ".join(gate.reasons), told_together(gate.reasons))
    return text


def _grouped(reasons: Iterable[str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for reason in dict.fromkeys(reasons):
        shared, _, detail = reason.partition(". ")
        grouped.setdefault(shared.removesuffix("."), []).extend([detail.removesuffix(".")] if detail else [])
    return grouped


def _one(shared: str, details: list[str]) -> str:
    return f"{shared}: {'; '.join(details)}." if details else f"{shared}."
