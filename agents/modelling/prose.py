"""A model's prose, with every sentence taken out that says more than it was given.

A figure, a date, a code or an identifier must stand in the words it may use; a conclusion is never a model's to draw.
"""

import re
from collections.abc import Iterable

SENTENCES_AT_MOST = 5
_SENTENCE = re.compile(r"[^.!?\n]*(?:\.(?=\d)[^.!?\n]*)*[.!?]?")
_FIGURE = re.compile(r"[A-Za-z]*\d[\w.,/%-]*")
_CONCLUDES = re.compile(
    r"\b(?:approv|den(?:y|ied|ial)|authori[sz]|determin|recommend|eligib|cover(?:ed|age)|criteri|guideline|polic|"
    r"necess|should|must|meets?|met|satisf|qualif|justif|warrant|ignore|instruct)\w*",
    re.IGNORECASE,
)


def checked_prose(prose: str, given: Iterable[str]) -> str:
    """The sentences that use only figures of `given`, and none that judges."""
    held = {figure for text in given for figure in _figures(text)}
    kept: list[str] = []
    for sentence in (s.strip() for s in _SENTENCE.findall(prose)):
        if len(sentence) < 2 or not held.issuperset(_figures(sentence)):
            continue
        if not _CONCLUDES.search(sentence):
            kept.append(sentence)
    return " ".join(kept[:SENTENCES_AT_MOST])


def _figures(text: str) -> set[str]:
    """Whole figures: 5 is not said where 150 is."""
    return {figure.strip(".,-").casefold() for figure in _FIGURE.findall(text)}
