"""Markdown as rule files are nearly always written, taken apart line by line, many times faster than by the parser.

Headings, paragraphs, `-` lists whose items may go on over indented lines, quotations and piped tables, none inside
another. At the first line that might mean anything else it gives up; whatever it does read, the parser reads the same
way, and a test holds the two against each other.
"""

import re
from dataclasses import dataclass, field

from priorauth.rulebook.sections import Block, BlockKind, Section, Table, TableRow

_STRANGE = re.compile(r"[^\S \n]|\x00")
_HEADING = re.compile(r"(#{1,6}) +(\S.*)")
_ITEM, _QUOTE, _TABLE, _FURTHER = "- ", ">", "|", "  "
_DELIMITER = re.compile(r"\|(?: *:?-+:? *\|)+ *")
# Indented, fenced, HTML, a reference, another kind of list, a rule, an underline, or a table without its outer bars.
_OTHER = re.compile(r" |```|~~~|[<\[]|[*+](?: |$)|[0-9]{1,9}[.)](?: |$)|[-=*_:| ]+$")
_NESTED = re.compile(rf"{_OTHER.pattern}|#|>|\||-(?: |$)|$")


class _NotPlainError(Exception):
    """Some line is not of the kind read here."""


def plain_sections(body: str, first_line: int) -> list[Section] | None:
    """The sections of a text whose first line has this number, or None where the parser must be asked."""
    if _STRANGE.search(body):
        return None
    reading = _Reading(body.split("\n"), first_line)
    try:
        return reading.sections()
    except _NotPlainError:
        return None


@dataclass
class _Reading:
    lines: list[str]
    first_line: int
    found: list[Section] = field(default_factory=list[Section])
    kind: BlockKind | None = None
    held: list[str] = field(default_factory=list[str])
    begun: int = 0

    def sections(self) -> list[Section]:
        self.found.append(Section("", 0, self.first_line))
        at = 0
        while at < len(self.lines):
            at = self._line(at)
        self._close()
        return self.found

    def _line(self, at: int) -> int:
        """Read the line, or the table that begins at it; gives the next."""
        line = self.lines[at]
        if not line.strip(" "):
            self._close()
        elif line.startswith(_TABLE):
            return self._table(at)
        elif self.kind is BlockKind.item and line.startswith(_FURTHER):
            self.held.append(self._further(at))
        elif _OTHER.match(line):
            raise _NotPlainError
        elif line.startswith("#"):
            self._heading(line, at)
        elif line.startswith(_ITEM):
            self._begin(BlockKind.item, _inside(line[len(_ITEM) :]), at)
        elif line.startswith(_QUOTE):
            self._quote(_inside(line[len(_QUOTE) :].removeprefix(" ")), at)
        elif self.kind is BlockKind.quote:
            raise _NotPlainError
        elif self.kind is None:
            self._begin(BlockKind.paragraph, line, at)
        else:
            self.held.append(line)
        return at + 1

    def _further(self, at: int) -> str:
        """What an item goes on to say in a line of its own, indented; it may begin with a bar, but no table."""
        text = self.lines[at].removeprefix(_FURTHER)
        after = self.lines[at + 1].strip(" ") if at + 1 < len(self.lines) else ""
        if text.startswith(_TABLE):
            if _DELIMITER.fullmatch(after):
                raise _NotPlainError
            return text
        return _inside(text)

    def _begin(self, kind: BlockKind, text: str, at: int) -> None:
        self._close()
        self.kind, self.held, self.begun = kind, [text], self.first_line + at

    def _close(self) -> None:
        if self.kind is not None:
            self.found[-1].blocks.append(Block(self.kind, "\n".join(self.held).strip(), self.begun))
            self.kind = None

    def _heading(self, line: str, at: int) -> None:
        self._close()
        match = _HEADING.fullmatch(line)
        if match is None or line.rstrip().endswith("#"):
            raise _NotPlainError
        self.found.append(Section(match[2].strip(), len(match[1]), self.first_line + at))

    def _quote(self, text: str, at: int) -> None:
        if self.kind is BlockKind.quote:
            self.held.append(text)
        else:
            self._begin(BlockKind.quote, text, at)

    def _table(self, at: int) -> int:
        heads = _cells(self.lines[at])
        delimiter = self.lines[at + 1] if at + 1 < len(self.lines) else ""
        if self.kind is not None or not _DELIMITER.fullmatch(delimiter) or len(_cells(delimiter)) != len(heads):
            raise _NotPlainError
        rows: list[TableRow] = []
        after = at + 2
        while after < len(self.lines) and self.lines[after].strip(" "):
            cells = _cells(self.lines[after])[: len(heads)]
            cells += [""] * (len(heads) - len(cells))
            rows.append(TableRow(tuple(cells), self.first_line + after))
            after += 1
        self.found[-1].tables.append(Table(tuple(heads), tuple(rows), self.first_line + at))
        return after


def _inside(text: str) -> str:
    """What an item or a quotation says, if it holds nothing but words."""
    if _NESTED.match(text):
        raise _NotPlainError
    return text


def _cells(line: str) -> list[str]:
    if not line.startswith(_TABLE) or "\\" in line:
        raise _NotPlainError
    cells = line.strip().split("|")[1:]
    if cells and not cells[-1]:
        cells.pop()
    return [" ".join(cell.split()) for cell in cells]
