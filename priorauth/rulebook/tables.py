"""Tables of a rule file, read cell by cell; what does not fit becomes a complaint at its line."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from priorauth.errors import Complaint, RuleMistake
from priorauth.rulebook.names import did_you_mean, one_of
from priorauth.rulebook.pages import Page

_Word = TypeVar("_Word", bound=StrEnum)
_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table, its cells by the head of their column."""

    cells: dict[str, str]
    line: int

    def text(self, column: str) -> str:
        if not self.cells[column]:
            raise RuleMistake(f'the column "{column}" is empty')
        return self.cells[column]

    def optional(self, column: str) -> str:
        return self.cells[column]

    def word(self, column: str, words: type[_Word]) -> _Word:
        return one_word(column, self.text(column), words)

    def words(self, column: str, words: type[_Word]) -> tuple[_Word, ...]:
        return tuple(one_word(column, part, words) for part in self.parts(column))

    def parts(self, column: str) -> tuple[str, ...]:
        """The pieces between commas; an empty cell, `all` and `either` have none."""
        cell = self.cells[column]
        if cell.casefold() in ("", "all", "either", "none", "any"):
            return ()
        return tuple(part.strip() for part in cell.split(",") if part.strip())

    def whole(self, column: str) -> int:
        if not re.fullmatch(r"\d+", self.text(column)):
            raise RuleMistake(f'the column "{column}" holds a whole number, not "{self.cells[column]}"')
        return int(self.cells[column])

    def figure(self, column: str) -> float:
        if not re.fullmatch(r"\d+(\.\d+)?", self.text(column)):
            raise RuleMistake(f'the column "{column}" holds a number, not "{self.cells[column]}"')
        return float(self.cells[column])

    def yes(self, column: str) -> bool:
        if self.text(column).casefold() not in ("yes", "no"):
            raise RuleMistake(f'the column "{column}" says yes or no, not "{self.cells[column]}"')
        return self.cells[column].casefold() == "yes"

    def day(self, column: str) -> date | None:
        cell = self.cells[column]
        if not cell:
            return None
        try:
            return date.fromisoformat(cell)
        except ValueError:
            raise RuleMistake(f'"{cell}" is no date such as 2026-12-01') from None


def one_word(column: str, text: str, words: type[_Word]) -> _Word:
    found = next((w for w in words if w.value.casefold() == text.casefold()), None)
    if found is None:
        hint = did_you_mean(text, list(words)) or f"; known are {one_of(list(words))}"
        raise RuleMistake(f'the column "{column}" cannot hold "{text}"{hint}')
    return found


class TableReader:
    """Reads the tables of one page and keeps the complaints."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[Complaint] = []

    def complain(self, line: int, message: str) -> None:
        self.complaints.append(Complaint(self.page.file, line, message))

    def front(self, key: str) -> str:
        """A value of the front matter, without the quotes YAML may need around it."""
        setting = self.page.front.get(key)
        if setting is None or not setting.value:
            self.complain(1, f'the front matter needs "{key}:"')
            return ""
        return setting.value.strip('"')

    def rows(self, title: str, columns: Iterable[str], build: Callable[[Line], _Row]) -> tuple[_Row, ...]:
        """Each line of the table under a heading, built; a line that cannot be built is left out and told."""
        built: list[_Row] = []
        for line in self._lines(title, tuple(columns)):
            try:
                built.append(build(line))
            except RuleMistake as mistake:
                self.complain(line.line, str(mistake))
        return tuple(built)

    def _lines(self, title: str, columns: tuple[str, ...]) -> list[Line]:
        section = self.page.section(title)
        if section is None or not section.tables:
            self.complain(section.line if section else 1, f'the table under "## {title}" is missing')
            return []
        table = section.tables[0]
        if tuple(h.casefold() for h in table.heads) != tuple(c.casefold() for c in columns):
            self.complain(table.line, f'the table "{title}" has the columns {" | ".join(columns)}, in this order')
            return []
        return [Line(dict(zip(columns, row.cells, strict=True)), row.line) for row in table.rows]

    def every(self, title: str, words: type[_Word], found: Iterable[_Word]) -> None:
        """Complain of words of a closed list that a table names twice or nowhere."""
        named = list(found)
        section = self.page.section(title)
        line = section.line if section else 1
        for word in words:
            if word not in named:
                self.complain(line, f'"{word}" stands nowhere in the table "{title}"')
            elif named.count(word) > 1:
                self.complain(line, f'"{word}" stands twice in the table "{title}"')
