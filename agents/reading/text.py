"""Text as the reader sees it: the same length as the document's, so that every span means the same in both.

`normalise` maps one character to one character. Words are tokenised once; `fold` brings plurals, simple verb endings
and spelling variants to one form, so that terms match whole words however they are inflected.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from agents.reading import patterns as re

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d\u00ad"
SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\u200b\ufeff\u2060"
APOSTROPHES = "\u2018\u2019\u201b\u2032\u02bc\u0060\u00b4"
QUOTES = "\u201c\u201d\u201f\u2033\u00ab\u00bb"
BULLETS = "\u2022\u25cf\u25aa\u25e6\u2023\u2043\u00b7\u25a0\u2219"
SUPERSCRIPTS = {"\u00b2": "2", "\u00b3": "3", "\u00b9": "1", "\u2074": "4", "\u2075": "5", "\u2076": "6", "\u2079": "9"}
SUBSCRIPTS = {chr(0x2080 + digit): str(digit) for digit in range(10)}
FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
OTHERS = {"\u00d7": "x", "\u2715": "x", "\u03bc": "\u00b5", "\r": "\n", "\f": "\n", "\v": "\n", "\u2028": "\n"}
ONE_TO_ONE = str.maketrans(
    {
        **FULL_WIDTH,
        **dict.fromkeys(DASHES, "-"),
        **dict.fromkeys(SPACES, " "),
        **dict.fromkeys(APOSTROPHES, "'"),
        **dict.fromkeys(QUOTES, '"'),
        **dict.fromkeys(BULLETS, "*"),
        **SUPERSCRIPTS,
        **SUBSCRIPTS,
        **OTHERS,
        "\u2264": "\u2264",
        "\u2265": "\u2265",
        "\u2a7d": "\u2264",
        "\u2a7e": "\u2265",
    }
)
WORD = re.compile(
    r"[^\W\d_](?:/[^\W\d_](?:/[^\W\d_])?(?![^\W_])|[^\W_]*(?:'[^\W\d_]+)?)|\d+(?:[.,]\d+)*|%|(?:->|=>|\u2192)(?= ?\d)"
)
BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
JOINING = re.compile(r"[\s\-/'.#&+]{0,3}| = ")
ANSWER = re.compile(
    r"(?<=[a-z0-9)])\?(?=[ \t]{1,3}(?:all |both )?"
    r"(?:no|none|never|nil|denies|denied|negative|neg|yes|yep|n/a)\b"
    r"(?: (?:to|for) (?:every|each|all|any)(?: (?:one|item|question|of (?:them|these|those)))?\b)?"
    r"[ \t]*(?:[.,;()|\n]|$))"
)
A_NUMBER = re.compile(
    r"\b(?P<what>(?:subject|study|protocol|trial|registry|case|member|policy|claim|order|room|serial|model|lot|chart"
    r"|record|account|acct|file|form|licen[cs]e|certificate|patient|phone|fax|tel|ref|reference|site|page|visit|session"
    r"|dose|injection|block|level|fraction|cycle|unit|authori[sz]ation|auth|group|plan|device|generator|lead|enrol\w+"
    r"|approval|consent|identification|id|part) )no\.(?= ?#?\d)"
)
VOWELS = "aeiou"
# Words whose ending is their own: who is willing is not told of by "will".
WHOLE = frozenset({"willing", "evening"})
WRITTEN_SHORT = {"w/o": "without", "%": "percent", "pct": "percent", "->": "to", "=>": "to", "\u2192": "to"}


def normalise(text: str) -> str:
    """Lower case, plain spaces, dashes and quotes; exactly as long as `text`."""
    mapped = text.replace("\r\n", " \n").translate(ONE_TO_ONE)
    lowered = mapped.lower()
    if len(lowered) == len(mapped):
        return lowered
    return "".join(low if len(low := c.lower()) == 1 else c for c in mapped)


class Word(NamedTuple):
    """One word or number of the text; `start` and `end` are offsets into the document."""

    start: int
    end: int
    text: str
    folded: str


def words_of(low: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of normalised text between two offsets."""
    found = WORD.finditer(low, start, len(low) if end is None else end)
    return [Word(*m.span(), word := m.group(), fold(word)) for m in found]


@lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """One form for a word's plural, simple verb endings, possessive and British spelling."""
    word = word.lower().removesuffix("'s").removesuffix("s'")
    word = WRITTEN_SHORT.get(word, word)
    if len(word) < 4 or not word.isalpha() or word in WHOLE:
        return word
    if len(word) > 5:
        word = word.replace("ae", "e").replace("oe", "e")
    return _stem(word)


def _stem(word: str) -> str:
    if word.endswith(("ies", "ied")) and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("ing") and len(word) > 5:
        word = _with_its_e(word[:-3])
    elif word.endswith("ed") and len(word) > 4 and not word.endswith("eed"):
        word = _with_its_e(word[:-2])
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    if word.endswith("our") and len(word) > 5:
        word = word[:-3] + "or"
    if _is_short(word[:-1]) and word.endswith("e"):
        return word
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _is_short(stem: str) -> bool:
    """Whether a stem of three letters is a word by itself without its last e: "hat" is not "hate", nor "can" a cane."""
    return len(stem) == 3 and stem[1] in VOWELS and stem[0] not in VOWELS and stem[2] not in VOWELS + "swxyz"


def _with_its_e(stem: str) -> str:
    """What an ending was put to: "not" of "noted" is "note", "hopp" of "hopping" is "hop"."""
    return stem + "e" if _is_short(stem) else _undouble(stem)


def _undouble(word: str) -> str:
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        return word[:-1]
    return word


def spelling(words: str) -> tuple[str, ...]:
    """A spelling as the folded words it is matched by."""
    return tuple(w.folded for w in words_of(normalise(words)))


def joined(low: str, left: Word, right: Word) -> bool:
    """Whether nothing but a space, hyphen, slash or the colon of a label stands between two neighbouring words."""
    gap = low[left.end : right.start]
    if gap == ": ":
        return not low.startswith(" of ", right.end)
    return gap == " " or (len(gap) <= 3 and JOINING.fullmatch(gap) is not None)


def blank(low: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with these spans blanked out, as long as before."""
    pieces: list[str] = []
    at = 0
    for start, end in sorted(spans):
        if start < at:
            continue
        pieces += (low[at:start], " " * (end - start))
        at = end
    return "".join([*pieces, low[at:]])


def answered(low: str) -> str:
    """The same text where a question that "yes" or "no" answers at once ends in a colon ("Pregnant? No.")."""
    return ANSWER.sub(":", low) if "?" in low else low


def numbered(low: str) -> str:
    """The same text where "no." before a figure, behind what has numbers ("subject no. 12"), is no denial."""
    return A_NUMBER.sub(r"\g<what>nr.", low) if "no." in low else low


def has_hidden_direction(text: str) -> bool:
    """Whether invisible marks may show the words in another order than they are stored."""
    return BIDI.search(text) is not None


def contains(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(a < end and start < b for a, b in spans)
