"""The words of a document in Rich Text Format, as a reader would see them; hidden runs and objects left out."""

import re
from dataclasses import dataclass

IS_RICH = re.compile(rb"\s*\{\\rtf")
_TOKEN = re.compile(
    r"\\([a-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.I
)
_BREAKS = {"par": "\n", "line": "\n", "row": "\n", "sect": "\n", "page": "\n", "tab": " ", "cell": " ; "}
_SIGNS = {
    "emdash": "\u2014",
    "endash": "\u2013",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "bullet": "\u2022",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "emspace": " ",
    "enspace": " ",
}
_ASIDE = re.compile(
    r"fonttbl|colortbl|stylesheet|info|pict|object|themedata|colorschememapping|latentstyles|datastore|listtable"
    r"|listoverridetable|rsidtbl|generator|xmlnstbl|fldinst"
)
_DEPTH_BOUND = 200


@dataclass(frozen=True)
class _Group:
    """What holds inside a pair of braces. `skip` is how many characters stand in for one that is told by number."""

    aside: bool = False
    hidden: bool = False
    skip: int = 1


def rich_text(content: bytes) -> tuple[str, bool]:
    """The text, and whether it holds words that are not shown; those are not read."""
    reader = _Reader()
    for found in _TOKEN.finditer(content.decode("latin-1")):
        reader.take(found)
    lines = (" ".join(line.split()).strip(" ;") for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line), reader.concealed


class _Reader:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.concealed = False
        self._groups = [_Group()]
        self._deeper = 0
        self._page = "cp1252"
        self._to_skip = 0

    def take(self, found: re.Match[str]) -> None:
        word, number, byte, sign, brace, text = found.groups()
        if brace:
            self._brace(brace)
        elif word:
            self._word(word, int(number) if number else None)
        elif byte:
            self._say(bytes([int(byte, 16)]).decode(self._page, "replace"), 1)
        elif sign == "*":
            self._set(aside=True)
        elif sign:
            self._say({"~": " ", "_": "-", "-": ""}.get(sign, sign), 0)
        elif text:
            self._say(text, len(text))

    def _brace(self, brace: str) -> None:
        if brace == "{" and len(self._groups) < _DEPTH_BOUND:
            self._groups.append(self._groups[-1])
        elif brace == "{":
            self._deeper += 1
        elif self._deeper:
            self._deeper -= 1
        elif brace == "}" and len(self._groups) > 1:
            self._groups.pop()
        self._to_skip = 0

    def _word(self, word: str, number: int | None) -> None:
        if _ASIDE.fullmatch(word):
            self._set(aside=True)
        elif word == "v":
            self._set(hidden=number != 0)
        elif word == "uc" and number is not None:
            self._set(skip=max(0, min(number, 8)))
        elif word == "ansicpg" and number in (1250, 1251, 1252, 1253, 1254, 1257):
            self._page = f"cp{number}"
        elif word == "u" and number is not None:
            code = number % 65536
            self._say("\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code), 0)
            self._to_skip = self._groups[-1].skip
        elif said := _BREAKS.get(word) or _SIGNS.get(word):
            self._say(said, 0)

    def _set(self, **changes: bool | int) -> None:
        now = self._groups[-1]
        self._groups[-1] = _Group(
            aside=bool(changes.get("aside", now.aside)),
            hidden=bool(changes.get("hidden", now.hidden)),
            skip=int(changes.get("skip", now.skip)),
        )

    def _say(self, text: str, skippable: int) -> None:
        if self._to_skip and skippable:
            skipped = min(self._to_skip, skippable)
            self._to_skip -= skipped
            text = text[skipped:]
        if self._groups[-1].aside:
            return
        if self._groups[-1].hidden:
            self.concealed = self.concealed or bool(text.strip())
        else:
            self.parts.append(text)
