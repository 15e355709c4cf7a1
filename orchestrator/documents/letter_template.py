"""A letter's markdown as blocks with named places, and the filling of those places.

The template is parsed first and filled afterwards, so no value can become a heading, a link or a list. A place ending
in a question mark may stay empty: its paragraph or list then goes, and a heading over nothing goes with it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from orchestrator.documents.blocks import Block, Heading, Listing, Paragraph, Run, Text, plain
from orchestrator.documents.letter_fields import LISTS, NAMES, Audience, LetterFields, LetterKind
from priorauth.errors import Complaint, RuleMistake
from priorauth.rulebook import RuleFile
from priorauth.rulebook.names import did_you_mean
from priorauth.rulebook.pages import read_front
from priorauth.rulebook.tables import one_word

PLACE: Final = re.compile(r"\{\{\s*(\w+)(\?)?\s*\}\}")
_FRONT: Final = re.compile(r"\A---[ \t]*\n.*?^---[ \t]*$\n?", re.S | re.M)
_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False})
_LINK: Final = re.compile(r"(https|mailto|tel):")


@dataclass(frozen=True)
class LetterTemplate:
    """One template, taken apart."""

    id: str
    title: str
    kind: LetterKind
    audience: Audience
    blocks: tuple[Block, ...]
    digest: str
    path: str


def read_template(file: RuleFile) -> tuple[LetterTemplate | None, list[Complaint]]:
    """The template of a file, or what is wrong with it, line by line."""
    complaints: list[Complaint] = []
    front = read_front(file.text)

    def named(key: str) -> str:
        if key not in front or not front[key].value:
            raise RuleMistake(f'the front matter needs "{key}:"')
        return front[key].value.strip('"')

    head = _FRONT.match(file.text)
    body = file.text[head.end() :] if head else file.text
    above = file.text[: head.end()].count("\n") if head else 0
    try:
        kind, audience = one_word("kind", named("kind"), LetterKind), one_word("audience", named("audience"), Audience)
        blocks = tuple(_Walker(_MARKDOWN.parse(body), file.path, above, complaints).blocks())
        made = LetterTemplate(named("id"), named("title"), kind, audience, blocks, file.digest, file.path)
    except RuleMistake as mistake:
        return None, [Complaint(file.path, 1, str(mistake)), *complaints]
    return (None if complaints else made), complaints


class _Walker:
    """Walks the parser's tokens; what a letter cannot hold becomes a complaint."""

    def __init__(self, tokens: Sequence[Token], path: str, above: int, complaints: list[Complaint]) -> None:
        self._tokens, self._path, self._above, self._complaints = iter(tokens), path, above, complaints
        self._line = 1

    def blocks(self) -> Iterator[Block]:
        for token in self._tokens:
            self._line = self._above + token.map[0] + 1 if token.map else self._line
            if token.type == "heading_open":
                yield Heading(min(int(token.tag[1]), 3), plain(self._inline(next(self._tokens))))
            elif token.type == "paragraph_open":
                yield Paragraph(self._inline(next(self._tokens)))
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                yield Listing(tuple(self._items()), ordered=token.type.startswith("ordered"))
            elif not token.type.endswith("_close"):
                self._complain(f"a letter cannot hold this: {token.type.removesuffix('_open').replace('_', ' ')}")

    def _items(self) -> Iterator[Text]:
        for token in self._tokens:
            if token.type == "inline":
                yield self._inline(token, listed=True)
            elif token.type in ("bullet_list_close", "ordered_list_close"):
                return

    def _inline(self, token: Token, *, listed: bool = False) -> Text:
        runs = tuple(self._runs(token.children or []))
        self._check(plain(runs), listed)
        return runs

    def _runs(self, tokens: Sequence[Token]) -> Iterator[Run]:
        bold = italic = False
        for token in tokens:
            match token.type:
                case "text" | "code_inline":
                    yield Run(token.content, bold, italic)
                case "softbreak":
                    yield Run(" ", bold, italic)
                case "hardbreak":
                    yield Run("\n", bold, italic)
                case "strong_open" | "strong_close":
                    bold = token.type == "strong_open"
                case "em_open" | "em_close":
                    italic = token.type == "em_open"
                case "link_open":
                    if not _LINK.match(str(token.attrs.get("href", ""))):
                        self._complain("a link begins with https, mailto or tel")
                case "link_close":
                    pass
                case _:
                    self._complain(f"a letter cannot hold this: {token.type.replace('_', ' ')}")

    def _check(self, whole: str, listed: bool) -> None:
        for found in PLACE.finditer(whole):
            name = found[1]
            if name not in NAMES:
                self._complain(f'no letter has the field "{name}"{did_you_mean(name, sorted(NAMES))}')
            elif name in LISTS and not (listed and found[0] == whole.strip()):
                self._complain(f'the field "{name}" is a list: it stands alone in a list item')
        if "{{" in PLACE.sub("", whole):
            self._complain("a field is written {{ name }} or {{ name? }}")

    def _complain(self, message: str) -> None:
        self._complaints.append(Complaint(self._path, self._line, message))


def fill(template: LetterTemplate, values: LetterFields) -> tuple[Block, ...]:
    """The blocks with their places filled."""
    filled = [made for block in template.blocks if (made := _filled(block, values)) is not None]
    return tuple(_without_bare_headings(filled))


def _filled(block: Block, values: LetterFields) -> Block | None:
    match block:
        case Heading():
            return replace(block, text=plain(_runs((Run(block.text),), values)))
        case Paragraph():
            return None if _lacks(plain(block.text), values) else replace(block, text=_runs(block.text, values))
        case Listing():
            items = tuple(item for raw in block.items for item in _expanded(raw, values))
            return replace(block, items=items) if items else None
        case _:
            return block


def _expanded(item: Text, values: LetterFields) -> Iterator[Text]:
    whole = plain(item).strip()
    place = PLACE.fullmatch(whole)
    if place and place[1] in LISTS and values.value(place[1]):
        yield from ((Run(value),) for value in values.value(place[1]))
    elif not _lacks(whole, values):
        yield _runs(item, values)


def _lacks(whole: str, values: LetterFields) -> bool:
    """Whether a place that may stay empty does."""
    return any(found[2] and not values.value(found[1]) for found in PLACE.finditer(whole))


def _runs(text: Text, values: LetterFields) -> Text:
    return tuple(replace(run, text=PLACE.sub(lambda found: _value(found, values), run.text)) for run in text)


def _value(found: re.Match[str], values: LetterFields) -> str:
    """The value; a needed one that is empty leaves its place standing, where the notice linter sees it."""
    value = values.value(found[1])
    return value if isinstance(value, str) and value else found[0]


def _without_bare_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    for block, follows in zip(blocks, [*blocks[1:], None], strict=True):
        bare = isinstance(block, Heading) and block.level > 1 and (follows is None or isinstance(follows, Heading))
        if not bare:
            yield block
