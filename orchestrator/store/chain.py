"""The hash chain of a case's events, and the anchors over the heads of all chains. Pure arithmetic.

What it finds: an event edited, removed, put elsewhere or cut off the end, by someone who lacks the anchor key, or by
anyone once an anchor was exported. What it cannot find: a chain rewritten whole by someone who holds the key, before
any anchor over it left the house.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue

from priorauth.digests import canonical, digest


@dataclass(frozen=True)
class Link:
    """An event as it is hashed. `data` is the stored text, not a value that was parsed and written anew."""

    case_id: str
    sequence: int
    type: str
    stamp: str
    review: int | None
    step: str | None
    attempt: int | None
    actor: str
    data: str

    def hash_after(self, previous: str) -> str:
        fields: list[JsonValue] = [
            previous,
            self.case_id,
            self.sequence,
            self.type,
            self.stamp,
            self.review,
            self.step,
            self.attempt,
            self.actor,
            self.data,
        ]
        return digest(fields)


@dataclass(frozen=True)
class ChainVerdict:
    """Whether a chain holds; if not, the first sequence where it does not, and why."""

    events: int
    intact: bool
    broken_at: int | None = None
    reason: str = ""


def verify_chain(links: Sequence[tuple[Link, str]], head: tuple[int, str] | None = None) -> ChainVerdict:
    """Walk the chain from its first event; `head` is what the case row says stands last."""
    previous = ""
    for place, (link, stored) in enumerate(links, start=1):
        if link.sequence != place:
            return ChainVerdict(len(links), False, place, "an event is missing or out of order")
        previous = link.hash_after(previous)
        if previous != stored:
            return ChainVerdict(len(links), False, place, "an event is not what was recorded")
    if head is not None and head != (len(links), previous):
        return ChainVerdict(len(links), False, min(len(links), head[0]) + 1, "the chain ends elsewhere than recorded")
    return ChainVerdict(len(links), True)


@dataclass(frozen=True)
class Anchor:
    """The heads of all cases at one moment, keyed and chained to the anchor before."""

    number: int
    at: str
    heads: str
    previous: str
    mac: str


def make_anchor(number: int, at: str, heads: Mapping[str, tuple[int, str]], previous: str, key: bytes) -> Anchor:
    text = canonical({case: [sequence, hashed] for case, (sequence, hashed) in heads.items()})
    return Anchor(number, at, text, previous, _mac(number, at, text, previous, key))


def anchor_holds(anchor: Anchor, key: bytes) -> bool:
    expected = _mac(anchor.number, anchor.at, anchor.heads, anchor.previous, key)
    return hmac.compare_digest(anchor.mac, expected)


def _mac(number: int, at: str, heads: str, previous: str, key: bytes) -> str:
    fields: list[JsonValue] = [number, at, heads, previous]
    return hmac.new(key, canonical(fields).encode(), hashlib.sha256).hexdigest()
