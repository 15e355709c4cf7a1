"""What was found once in a document's words and is asked for again: by row after row, and by every policy.

Kept with the prepared document and gone with it. Nothing here depends on the question or on the request.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from re import Match
from typing import NamedTuple

from priorauth.facts import DateInterval, Duration, Outcome, Side

Span = tuple[int, int]


class Kind(StrEnum):
    thing = "thing"
    absent = "absent"
    false_friend = "false_friend"


class Mention(NamedTuple):
    """Words of the record that match a spelling; `loose` where words came between that may change the sense, `parts`
    where a spelling's parts stand apart and what lies between them is not its own, `denials` the bare words of denial
    that the spelling itself asks for."""

    sentence: int
    start: int
    end: int
    first: int
    last: int
    thing: str
    kind: Kind
    loose: bool = False
    parts: tuple[tuple[int, int], ...] = ()
    denials: frozenset[tuple[str, ...]] = frozenset()

    @property
    def own(self) -> tuple[tuple[int, int], ...]:
        return self.parts or ((self.start, self.end),)


class Matched(NamedTuple):
    """Words of a sentence that match one part of a spelling; `first` and `last` are their places among its words."""

    start: int
    end: int
    first: int
    last: int
    loose: bool = False


class Found(NamedTuple):
    """A body site or a side where the text names it."""

    start: int
    end: int
    site: str = ""
    side: Side | None = None


class Return(NamedTuple):
    """The sentence that tells back how long care was kept up, and where that ends; `whole` where it is of all of it."""

    sentence: int
    end: int
    kept: Duration
    whole: bool


class ListedBlock(NamedTuple):
    """A row of a table that tells of a block: where its result stands, the share of the pain that went, and the day."""

    start: int
    end: int
    share: float
    day: DateInterval | None


class Part(StrEnum):
    """What a being other than the patient has to do with a sentence."""

    none = "none"
    passing = "passing"
    helps = "helps"


class Being(NamedTuple):
    """A word for a being other than the patient, its place in the stretch, and its part there."""

    start: int
    end: int
    word: str
    part: Part


@dataclass(frozen=True, slots=True)
class People:
    """Who is named in a stretch: a group it is about, names behind a title, and other beings."""

    group: bool
    titled: frozenset[str]
    others: tuple[Being, ...]


@dataclass
class Remembered:
    """By the stretch looked at; `above`, `told`, `headings` and `measures` by sentence, `matched` by a part of a
    spelling and a sentence, `blocks` by the sentence that names them, `patients`,
    `throughout`, `hurting`, `ordered` and `returns` in the whole document."""

    sites: dict[Span, tuple[Found, ...]] = field(default_factory=dict[Span, tuple[Found, ...]])
    sides: dict[Span, tuple[Found, ...]] = field(default_factory=dict[Span, tuple[Found, ...]])
    above: dict[int, tuple[Sequence[Found], Sequence[Found]]] = field(
        default_factory=dict[int, tuple[Sequence[Found], Sequence[Found]]]
    )
    told: dict[int, tuple[bool, bool]] = field(default_factory=dict[int, tuple[bool, bool]])
    people: dict[Span, People] = field(default_factory=dict[Span, People])
    outcomes: dict[Span, tuple[Outcome, int]] = field(default_factory=dict[Span, tuple[Outcome, int]])
    durations: dict[Span, tuple[Match[str], ...]] = field(default_factory=dict[Span, tuple[Match[str], ...]])
    headings: dict[int, Span | None] = field(default_factory=dict[int, Span | None])
    matched: dict[tuple[Hashable, int], list[Matched]] = field(
        default_factory=dict[tuple[Hashable, int], list[Matched]]
    )
    measures: dict[int, list[Mention]] | None = None
    throughout: tuple[str | None, Side | None] | None = None
    hurting: tuple[Side | None, ...] = ()
    blocks: dict[int, list[ListedBlock]] | None = None
    ordered: tuple[tuple[int, int], ...] | None = None
    returns: tuple[Return, ...] | None = None
    patients: tuple[Span, ...] | None = None
