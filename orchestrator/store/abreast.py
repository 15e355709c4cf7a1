"""Pieces of work done abreast in one transaction on PostgreSQL: what all of them ask next is asked in one statement.

Each piece is the plain function it always is. It stops where it looks something up; once all have stopped, what they
have written meanwhile is sent, statement by statement and not piece by piece, and then what they ask for is looked up
together. Pieces about the same thing are done one after another: the later one sees what the earlier one wrote.
"""

from collections import deque
from collections.abc import Coroutine, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, LiteralString, cast

import psycopg
from sqlalchemy import Dialect, Executable
from sqlalchemy.util.concurrency import await_, greenlet_spawn

from orchestrator.store.grouped import Values, grouped
from orchestrator.store.prepared import prepared
from orchestrator.store.transactions import Asked, IfAbsent


@dataclass(frozen=True)
class Sent:
    """A statement and the values it is sent with, row by row."""

    statement: Executable
    names: tuple[str, ...]
    rows: Sequence[Values]

    @property
    def kind(self) -> tuple[Executable, tuple[str, ...]]:
        return self.statement, self.names


@dataclass(frozen=True)
class _Wish:
    """What a piece of work waits for."""

    sent: Sent

    def __await__(self) -> Generator["_Wish", list[Any], list[Any]]:
        return (yield self)


@dataclass
class _Line:
    """The pieces of work about one thing, one after another, and what they have written and not sent."""

    waiting: deque[Asked[Any]]
    told: set[str] = field(default_factory=set[str])
    dialect: str = "postgresql"
    unsent: deque[Sent] = field(default_factory=deque[Sent])
    wish: Sent | None = None
    _doing: tuple[Asked[Any], Coroutine[_Wish, list[Any], Any]] | None = None

    def do(self, statement: Executable, values: Values | Sequence[Values]) -> None:
        rows = [values] if isinstance(values, Mapping) else values
        if rows:
            self.unsent.append(Sent(statement, tuple(rows[0]), rows))

    def put(self, table: IfAbsent, values: Values | Sequence[Values]) -> None:
        self.do(table.by_dialect[self.dialect], values)

    def one(self, statement: Executable, values: Values) -> Any:
        found = self.all(statement, values)
        return found[0] if found else None

    def all(self, statement: Executable, values: Values) -> Sequence[Any]:
        return await_(_Wish(Sent(statement, tuple(values), [values])))

    def go_on(self, answer: list[Any] | None = None) -> None:
        """As far as the next wish, or to the end of the last piece."""
        self.wish = None
        while self._doing or self.waiting:
            if self._doing is None:
                asked = self.waiting.popleft()
                course = cast("Coroutine[_Wish, list[Any], Any]", greenlet_spawn(asked.work, self))
                self._doing = asked, course
            asked, course = self._doing
            try:
                self.wish = course.send(cast("list[Any]", answer)).sent
                return
            except StopIteration as done:
                asked.result, self._doing, answer = done.value, None, None

    def give_up(self) -> None:
        if self._doing is not None:
            self._doing[1].close()


def run_abreast(cursor: psycopg.Cursor[Any], library: Dialect, batch: Sequence[Asked[Any]]) -> set[str]:
    """All the work in the transaction that is open; raises what goes wrong first. Returns what is to be told."""
    by_thing: dict[str, deque[Asked[Any]]] = {}
    for asked in batch:
        by_thing.setdefault(asked.about, deque()).append(asked)
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
    kinds: dict[object, list[tuple[_Line, Sent]]] = {}
    for line, sent in asking:
        kinds.setdefault(sent.kind, []).append((line, sent))
    answered: list[tuple[_Line, list[Any]]] = []
    for alike in kinds.values():
        rows = [sent.rows[0] for _, sent in alike]
        answers = _ask(cursor, library, alike[0][1], rows)
        answered += zip((line for line, _ in alike), answers, strict=True)
    return answered


def _ask(cursor: psycopg.Cursor[Any], library: Dialect, like: Sent, rows: Sequence[Values]) -> list[list[Any]]:
    if len(rows) > 1 and (many := grouped(*like.kind, library)) is not None:
        found = cursor.execute(cast(LiteralString, many.text), many.bound(rows)).fetchall()
        return many.answers(found, len(rows))
    ready = prepared(*like.kind, library)
    text = cast(LiteralString, ready.text)
    return [[ready.row(one) for one in cursor.execute(text, ready.by_name(row)).fetchall()] for row in rows]


def _send_all(cursor: psycopg.Cursor[Any], library: Dialect, queues: Sequence[deque[Sent]]) -> None:
    """Everything written, each queue in its own order, equal statements of several queues as one."""
    while heads := {queue[0].kind: None for queue in queues if queue}:
        later = {sent.kind for queue in queues for sent in list(queue)[1:]}
        kind = next((kind for kind in heads if kind not in later), next(iter(heads)))
        taken = [queue.popleft() for queue in queues if queue and queue[0].kind == kind]
        _send(cursor, library, taken[0], [row for sent in taken for row in sent.rows])


def _send(cursor: psycopg.Cursor[Any], library: Dialect, like: Sent, rows: Sequence[Values]) -> None:
    if len(rows) > 1 and (many := grouped(*like.kind, library)) is not None:
        cursor.execute(cast(LiteralString, many.text), many.bound(rows))
        return
    ready = prepared(*like.kind, library)
    for row in rows:
        cursor.execute(cast(LiteralString, ready.text), ready.by_name(row))
