"""Policies known to exist and not held here: they tell "there is none" from "there is one we cannot judge by".

Where it was never captured which contractor a local policy belongs to, it may bind in any of the areas it may be of
in which no other local policy on the same codes is known, since a contractor has one local policy on a subject.
"""

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from mcp_servers.cms_coverage.cards import PolicyCard, expanded, names_of
from mcp_servers.cms_coverage.contractors import areas
from priorauth.findings import PolicyKind

_ONE_OF = "one of: "
_ALL = "all"


@cache
def known_policies() -> tuple[PolicyCard, ...]:
    text = files("mcp_servers.cms_coverage").joinpath("data", "known_policies.csv").read_text("utf-8")
    return tuple(_card(row) for row in csv.DictReader(text.splitlines()))


def _card(row: dict[str, str]) -> PolicyCard:
    return PolicyCard(
        policy_id=row["id"],
        title=row["title"],
        kind=PolicyKind(row["kind"]),
        held=False,
        jurisdiction=row["jurisdiction"],
        jurisdictions=_areas(row["jurisdiction"].removeprefix(_ONE_OF)),
        codes=expanded(part.strip() for part in row["codes"].split(",") if part.strip()),
        source="index of known policies",
        certainty=row["certainty"],
    )


def _areas(written: str) -> tuple[str, ...]:
    return areas("A/B MAC") if written == _ALL else names_of(written)


def not_held(held: Iterable[PolicyCard]) -> Iterator[PolicyCard]:
    """The known policies that are missing from those held, each with the areas it may bind in."""
    held = tuple(held)
    ids = {card.policy_id for card in held}
    missing = [card for card in known_policies() if card.policy_id not in ids]
    placed = [card for card in (*held, *missing) if card.kind is PolicyKind.lcd and not _is_unplaced(card)]
    for card in missing:
        if not _is_unplaced(card):
            yield card
        elif left := _areas_left(card, placed):
            yield card.model_copy(update={"jurisdictions": left})


def _is_unplaced(card: PolicyCard) -> bool:
    return card.jurisdiction.startswith(_ONE_OF)


def _areas_left(card: PolicyCard, placed: Iterable[PolicyCard]) -> tuple[str, ...]:
    codes = set(card.codes)
    taken = {name for other in placed if codes & set(expanded(other.codes)) for name in other.jurisdictions}
    return tuple(name for name in card.jurisdictions if name not in taken)
