"""Pieces of work done abreast in one transaction on PostgreSQL: what all of them ask next is asked in one statement.

Each piece is the plain function it always is. It stops where it looks something up; once all have stopped, what they
have written meanwhile is sent, statement by statement and not piece by piece, and then what they ask for is looked up
together. Pieces about the same thing are done one after another: the later one sees what the earlier one wrote.
"""

from collections import Counter as Tally
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, LiteralString, NamedTuple, cast

import psycopg
from greenlet import getcurrent, greenlet
from sqlalchemy import Dialect, Executable

from orchestrator.store.grouped import Values, grouped
from orchestrator.store.prepared import prepared
from orchestrator.store.transactions import Asked, Counter, IfAbsent

Kind = tuple[Executable, tuple[str, ...]]


class Sent(NamedTuple):
    """A statement with the names of its values, and the values it is sent with, row by row."""

    kind: Kind
    rows: Sequence[Values]
    counts: bool = False


@dataclass
class _Line:
    """The pieces of work about one thing, one after another, and what they have written and not sent."""

    waiting: Sequence[Asked[Any]]
    told: set[str] = field(default_factory=set[str])
    dialect: str = "postgresql"
    unsent: deque[Sent] = field(default_factory=deque[Sent])
    wish: Sent | None = None

    def __post_init__(self) -> None:
        self._lane = cast(Any, getcurrent())
        self._doing = greenlet(self._do_all)

    def do(self, statement: Executable, values: Values | Sequence[Values]) -> None:
        rows = [values] if isinstance(values, Mapping) else values
        if rows:
            self.unsent.append(Sent((statement, tuple(rows[0])), rows))

    def put(self, table: IfAbsent, values: Values | Sequence[Values]) -> None:
        self.do(table.by_dialect[self.dialect], values)

    def one(self, statement: Executable, values: Values) -> Any:
        found = self.all(statement, values)
        return found[0] if found else None

    def all(self, statement: Executable, values: Values) -> Sequence[Any]:
        return self._lane.switch(Sent((statement, tuple(values)), [values]))

    def next(self, counter: Counter, series: str) -> int:
        values: Values = {"series": series, "last": 1}
        (number,) = self._lane.switch(Sent((counter.by_dialect[self.dialect], tuple(values)), [values], counts=True))
        return number

    def go_on(self, answer: list[Any] | None = None) -> None:
        """As far as the next wish, or to the end of the last piece."""
        self.wish = self._doing.switch(answer)

    def _do_all(self, _: object) -> None:
        for asked in self.waiting:
            asked.result = asked.work(self)

    def give_up(self) -> None:
        """Have the piece that stands at a wish let go of what it holds."""
        if self._doing:
            self._doing.throw()


def run_abreast(cursor: psycopg.Cursor[Any], library: Dialect, batch: Sequence[Asked[Any]]) -> set[str]:
    """All the work in the transaction that is open; raises what goes wrong first. Returns what is to be told."""
    by_thing: dict[str, list[Asked[Any]]] = {}
    for asked in batch:
        by_thing.setdefault(asked.about, []).append(asked)
    with _closing([_Line(waiting) for waiting in by_thing.values()]) as lines:
        for line in lines:
            line.go_on()
        while asking := [(line, line.wish) for line in lines if line.wish is not None]:
            _send_all(cursor, library, [line.unsent for line in lines])
            for line, answer in _looked_up(cursor, library, asking):
                line.go_on(answer)
        _send_all(cursor, library, [line.unsent for line in lines])
    return set[str]().union(*(line.told for line in lines))


@contextmanager
def _closing(lines: list[_Line]) -> Generator[list[_Line]]:
    try:
        yield lines
    except BaseException:
        for line in lines:
            line.give_up()
        raise


def _looked_up(
    cursor: psycopg.Cursor[Any], library: Dialect, asking: Sequence[tuple[_Line, Sent]]
) -> Iterable[tuple[_Line, list[Any]]]:
    """What each has asked for, asked once for each kind of question; all of it before anybody goes on."""
    kinds: dict[Kind, list[tuple[_Line, Sent]]] = {}
    for line, sent in asking:
        kinds.setdefault(sent.kind, []).append((line, sent))
    answered: list[tuple[_Line, list[Any]]] = []
    for kind, alike in kinds.items():
        ask = _count if alike[0][1].counts else _ask
        answers = ask(cursor, library, kind, [sent.rows[0] for _, sent in alike])
        answered += zip((line for line, _ in alike), answers, strict=True)
    return answered


def _ask(cursor: psycopg.Cursor[Any], library: Dialect, kind: Kind, rows: Sequence[Values]) -> list[list[Any]]:
    if len(rows) > 1 and (many := grouped(*kind, library)) is not None:
        found = cursor.execute(cast(LiteralString, many.text), many.bound(rows)).fetchall()
        return many.answers(found, len(rows))
    ready = prepared(*kind, library)
    text = cast(LiteralString, ready.text)
    return [[ready.row(one) for one in cursor.execute(text, ready.by_name(row)).fetchall()] for row in rows]


def _count(cursor: psycopg.Cursor[Any], library: Dialect, kind: Kind, rows: Sequence[Values]) -> list[list[Any]]:
    """Numbers for all who ask, each series counted up once by as many."""
    ready, numbers = prepared(*kind, library), dict[object, Iterator[int]]()
    for series, taken in sorted(Tally(str(row["series"]) for row in rows).items()):
        values = ready.by_name({"series": series, "last": taken})
        (last,) = cursor.execute(cast(LiteralString, ready.text), values).fetchall()[0]
        numbers[series] = iter(range(last - taken + 1, last + 1))
    return [[next(numbers[row["series"]])] for row in rows]


def _send_all(cursor: psycopg.Cursor[Any], library: Dialect, queues: Sequence[deque[Sent]]) -> None:
    """Everything written, each queue in its own order, equal statements of several queues as one.

    A statement that some queue has yet to come to waits for it, where another may go first.
    """
    later = Tally(sent.kind for queue in queues for sent in islice(queue, 1, None))
    heads: dict[Kind, list[deque[Sent]]] = {}
    for queue in filter(None, queues):
        heads.setdefault(queue[0].kind, []).append(queue)
    while heads:
        kind = next((kind for kind in heads if not later[kind]), next(iter(heads)))
        together = heads.pop(kind)
        _send(cursor, library, kind, [row for queue in together for row in queue.popleft().rows])
        for queue in filter(None, together):
            later[queue[0].kind] -= 1
            heads.setdefault(queue[0].kind, []).append(queue)


def _send(cursor: psycopg.Cursor[Any], library: Dialect, kind: Kind, rows: Sequence[Values]) -> None:
    if len(rows) > 1 and (many := grouped(*kind, library)) is not None:
        cursor.execute(cast(LiteralString, many.text), many.bound(rows))
        return
    ready = prepared(*kind, library)
    for row in rows:
        cursor.execute(cast(LiteralString, ready.text), ready.by_name(row))
