"""The approve-when line: which rows together carry an approval, in three-valued logic.

One shape says it all: at least so many of these. `and` asks for all of them, `or` for one.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from priorauth.base import Frozen
from priorauth.criteria import Status
from priorauth.errors import RuleMistake


class RowRef(Frozen):
    kind: Literal["row"] = "row"
    row: str


class AtLeast(Frozen):
    """Satisfied when `count` of the parts are."""

    kind: Literal["at least"] = "at least"
    count: int
    of: tuple["Approval", ...]


Approval = RowRef | AtLeast
AtLeast.model_rebuild()

_TOKEN = re.compile(r"\s*(?:(?P<at_least>at\s+least\s+(?P<n>\d+)\s+of)\b|(?P<word>[A-Za-z]+\d*)|(?P<mark>[(),]))", re.I)


def rows_of(approval: Approval) -> Iterator[str]:
    """Every row the line names, in the order written."""
    if isinstance(approval, RowRef):
        yield approval.row
    else:
        for part in approval.of:
            yield from rows_of(part)


def evaluate(approval: Approval, statuses: Mapping[str, Status]) -> Status:
    """MET when a path is satisfied, NOT_MET when none can be any more, else INSUFFICIENT."""
    if isinstance(approval, RowRef):
        return statuses[approval.row]
    parts = [evaluate(part, statuses) for part in approval.of]
    met = parts.count(Status.met)
    if met >= approval.count:
        return Status.met
    return Status.insufficient if met + parts.count(Status.insufficient) >= approval.count else Status.not_met


def decisive_rows(approval: Approval, statuses: Mapping[str, Status]) -> frozenset[str]:
    """The rows of the satisfied path, else of the nearest failing one.

    Nearest: a path still open lies before one the record contradicts, then the one with the fewest rows unmet, then
    the one written first.
    """
    return frozenset(_nearest(approval, statuses).rows)


@dataclass(frozen=True, slots=True)
class _Path:
    closed: bool
    unmet: int
    rows: tuple[str, ...]


def _nearest(approval: Approval, statuses: Mapping[str, Status]) -> _Path:
    if isinstance(approval, RowRef):
        status = statuses[approval.row]
        return _Path(closed=status is Status.not_met, unmet=int(status is not Status.met), rows=(approval.row,))
    paths = sorted((_nearest(part, statuses) for part in approval.of), key=lambda p: (p.closed, p.unmet))
    chosen = paths[: approval.count]
    return _Path(
        closed=any(p.closed for p in chosen),
        unmet=sum(p.unmet for p in chosen),
        rows=tuple(row for p in chosen for row in p.rows),
    )


def parse_approval(text: str) -> Approval:
    """Read an approve-when line; raises RuleMistake in words for its editor."""
    reader = _Reader(list(_tokens(text)))
    approval = reader.either()
    if reader.at < len(reader.tokens):
        raise RuleMistake(f'the approve-when line stops making sense at "{reader.tokens[reader.at]}"')
    return approval


def _tokens(text: str) -> Iterator[str]:
    at, text = 0, text.strip().rstrip(".")
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise RuleMistake(f'the approve-when line holds "{text[at:].strip()[:20]}", which is not a row, and, or')
        at = match.end()
        yield f"#{match['n']}" if match["at_least"] else (match["word"] or match["mark"])


class _Reader:
    """Recursive descent: or over and over parts."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at = tokens, 0

    def next_is(self, word: str) -> bool:
        found = self.at < len(self.tokens) and self.tokens[self.at].casefold() == word
        self.at += found
        return found

    def either(self) -> Approval:
        parts = [self.both()]
        while self.next_is("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else AtLeast(count=1, of=tuple(parts))

    def both(self) -> Approval:
        parts = [self.part()]
        while self.next_is("and"):
            parts.append(self.part())
        return parts[0] if len(parts) == 1 else AtLeast(count=len(parts), of=tuple(parts))

    def part(self) -> Approval:
        if self.next_is("("):
            inner = self.either()
            if not self.next_is(")"):
                raise RuleMistake("the approve-when line opens a parenthesis that is never closed")
            return inner
        if self.at >= len(self.tokens):
            raise RuleMistake("the approve-when line ends where a row is expected")
        token = self.tokens[self.at]
        self.at += 1
        if token.startswith("#"):
            return self.some(int(token[1:]))
        if not re.fullmatch(r"[A-Za-z]{1,2}\d+", token):
            raise RuleMistake(f'the approve-when line has "{token}" where a row such as C1 is expected')
        return RowRef(row=token.upper())

    def some(self, count: int) -> Approval:
        if not self.next_is("("):
            raise RuleMistake("after at least N of comes a list in parentheses, such as (C1, C2, C3)")
        parts = [self.either()]
        while self.next_is(","):
            parts.append(self.either())
        if not self.next_is(")"):
            raise RuleMistake("the approve-when line opens a parenthesis that is never closed")
        if not 1 <= count <= len(parts):
            raise RuleMistake(f"at least {count} of {len(parts)} rows cannot be asked for")
        return AtLeast(count=count, of=tuple(parts))
