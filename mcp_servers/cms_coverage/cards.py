"""A coverage policy as this server shows it, and what it asks of whoever holds policies."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Protocol

from priorauth.base import Frozen
from priorauth.findings import PolicyKind

_RANGE = re.compile(r"([A-Z]?)([0-9]{4,5})([A-Z]?)-([A-Z]?)([0-9]{4,5})([A-Z]?)")
_WIDEST_RANGE = 500


class Criterion(Frozen):
    """One row of a policy in words, and what to ask for when it is missing."""

    id: str
    text: str
    request: str = ""


class PolicyCard(Frozen):
    """A policy whole, or, when it is known but not held, its id, title, place and codes."""

    policy_id: str
    title: str
    kind: PolicyKind
    held: bool = True
    jurisdiction: str
    jurisdictions: tuple[str, ...] = ()
    effective: date | None = None
    ends: date | None = None
    lines_of_business: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    documents: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    source: str = ""
    certainty: str = ""
    digest: str = ""
    text: str = ""
    place_uncertain: bool = False


class PolicyShelf(Frozen):
    """Everything held at one moment, with the release it makes up; and what is only known to exist."""

    release: str
    as_of: date | None
    cards: tuple[PolicyCard, ...]
    known: tuple[PolicyCard, ...] = ()


class PolicySource(Protocol):
    def shelf(self) -> PolicyShelf:
        """The policies in force now; the same object as long as nothing changes."""
        ...


def expanded(codes: Iterable[str]) -> tuple[str, ...]:
    """Every code of a list that may hold ranges; a range too wide to list stays as written."""
    return tuple(dict.fromkeys(code for part in codes for code in _expand(part)))


def _expand(part: str) -> Iterator[str]:
    span = _RANGE.fullmatch(part)
    if span is None or int(span[5]) - int(span[2]) >= _WIDEST_RANGE:
        yield part
        return
    width = len(span[2])
    for number in range(int(span[2]), int(span[5]) + 1):
        yield f"{span[1]}{number:0{width}}{span[3]}"


def names_of(written: str) -> tuple[str, ...]:
    """`A/B MAC JE, JF; DME MAC JA` as one name for each contractor area; anything else names none."""
    names: list[str] = []
    for part in written.split(";"):
        kind, found, areas = part.strip().partition(" MAC ")
        names += [f"{kind} MAC {area.strip()}" for area in areas.split(",") if found and area.strip()]
    return tuple(names)


def ids_of(text: str) -> Sequence[str]:
    """The spellings under which a document may be asked for, folded."""
    folded = " ".join(text.casefold().split())
    number = folded.removeprefix("ncd").removeprefix("lcd").strip()
    return tuple(dict.fromkeys([folded, f"ncd {number}", f"l{number}", number]))
