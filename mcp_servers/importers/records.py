"""Reads quoted CSV from bytes one record at a time and keeps going after a broken one.

A record may run over a few lines inside quotes. When one cannot be read its first line is given up and reading starts
again at the second, so that a quote never closed costs one record and not the rest of the file.
"""

import csv
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple, Protocol

_MOST_LINES = 5
_LONGEST_LINE = 1 << 20


class LineSource(Protocol):
    def readline(self, size: int, /) -> bytes: ...


class Record(NamedTuple):
    """The fields of a record and the line it starts on; `reason` is set, and fields empty, when it is unreadable."""

    line: int
    fields: list[str]
    reason: str
    raw: bytes


class RecordReader:
    """`offset` and `line` say where the next record begins; a later reader may be started there."""

    def __init__(self, stream: LineSource, *, offset: int = 0, line: int = 1) -> None:
        self.offset, self.line = offset, line
        self._stream = stream
        self._again: deque[bytes] = deque()
        self._held: list[bytes] = []

    def __iter__(self) -> Iterator[Record]:
        parser = csv.reader(self._lines(), strict=True)
        while True:
            try:
                fields = next(parser)
            except StopIteration:
                return
            except (csv.Error, UnicodeDecodeError) as error:
                yield self._give_up(error)
                parser = csv.reader(self._lines(), strict=True)
                continue
            record = Record(self.line, fields, "", b"")
            self._advance(len(self._held))
            if fields:
                yield record

    def _lines(self) -> Iterator[str]:
        while raw := self._again.popleft() if self._again else self._stream.readline(_LONGEST_LINE):
            self._held.append(raw)
            if len(self._held) > _MOST_LINES:
                raise csv.Error("a quote is not closed")
            yield raw.decode()

    def _give_up(self, error: Exception) -> Record:
        raw = self._held[0]
        record = Record(self.line, [], "not UTF-8" if isinstance(error, UnicodeDecodeError) else str(error), raw)
        self._again.extendleft(reversed(self._held[1:]))
        self._advance(1)
        return record

    def _advance(self, lines: int) -> None:
        self.offset += len(self._held[0]) if lines == 1 else sum(map(len, self._held[:lines]))
        self.line += lines
        self._held.clear()
