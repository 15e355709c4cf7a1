"""How many years of school a text asks for: the Flesch-Kincaid grade, with syllables counted by rule."""

import re
from typing import Final

_WORD: Final = re.compile(r"[A-Za-z]+(?:'[a-z]+)?")
_SENTENCE: Final = re.compile(r"[.!?:]+(?:\s|$)|\n+")
_LEAST: Final = 4
_GROUPS: Final = re.compile(r"[aeiouy]+")


def grade(text: str) -> float:
    """The grade of a text. Every line ends a sentence; of headings, dates and the like no grade is taken."""
    sentences = [s for s in _SENTENCE.split(text) if len(_WORD.findall(s)) >= _LEAST]
    found = [word for sentence in sentences for word in _WORD.findall(sentence)]
    if not found:
        return 0.0
    syllables = sum(_syllables(word.casefold()) for word in found)
    return 0.39 * len(found) / len(sentences) + 11.8 * syllables / len(found) - 15.59


def _syllables(word: str) -> int:
    count = len(_GROUPS.findall(word))
    if word.endswith(("e", "es", "ed")) and not word.endswith(("le", "les", "ted", "ded")) and count > 1:
        count -= 1
    return max(1, count)
