"""Policies known to exist and not held here: they tell "there is none" from "there is one we cannot judge by".

Where it was never captured which contractor a local policy belongs to, it may bind in any of the areas it may be of
in which no other local policy on the same codes is known, since a contractor has one local policy on a subject.
"""

from collections.abc import Iterable, Iterator

from mcp_servers.cms_coverage.cards import PolicyCard, expanded, names_of
from mcp_servers.cms_coverage.contractors import areas
from priorauth.findings import PolicyKind
from priorauth.rulebook.known import ALL, KnownPolicy

INDEX = "index of known policies"


def card_of(known: KnownPolicy) -> PolicyCard:
    """A row of the index as this server shows it."""
    return PolicyCard(
        policy_id=known.id,
        title=known.title,
        kind=known.kind,
        held=False,
        jurisdiction=known.jurisdiction,
        jurisdictions=areas("A/B MAC") if known.areas == ALL else names_of(known.areas),
        codes=expanded(known.codes),
        source=INDEX,
        certainty=known.certainty,
        place_uncertain=known.uncertain_place,
    )


def not_held(held: Iterable[PolicyCard], known: Iterable[PolicyCard]) -> Iterator[PolicyCard]:
    """The known policies that are missing from those held, each with the areas it may bind in."""
    held = tuple(held)
    ids = {card.policy_id for card in held}
    missing = [card for card in known if card.policy_id not in ids]
    placed = [card for card in (*held, *missing) if card.kind is PolicyKind.lcd and not card.place_uncertain]
    for card in missing:
        if not card.place_uncertain:
            yield card
        elif left := _areas_left(card, placed):
            yield card.model_copy(update={"jurisdictions": left})


def _areas_left(card: PolicyCard, placed: Iterable[PolicyCard]) -> tuple[str, ...]:
    codes = set(card.codes)
    taken = {name for other in placed if codes & set(expanded(other.codes)) for name in other.jurisdictions}
    return tuple(name for name in card.jurisdictions if name not in taken)
