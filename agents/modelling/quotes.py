"""Finding a model's quote in the record: character for character, but for spaces, dashes, quotes and ligatures.

What is found is a span of the document as stored, so the evidence is the record's own words and never the model's.
"""

from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

from agents.modelling.fence import is_unseen
from agents.modelling.wire import LONGEST_QUOTE, Passage
from priorauth.case import Document
from priorauth.evidence import Evidence, quote

SHORTEST = 3
PLACES = 4
_FOLDED = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-"})


def places_of(passage: Passage, documents: Sequence[Document]) -> tuple[Evidence, ...]:
    """Every place where the quoted words stand in the named document, at most a few; none where they stand nowhere."""
    document = next((d for d in documents if d.document_id == passage.document), None)
    wanted = _folded(passage.quote)[0].strip()
    if document is None or len(wanted) < SHORTEST or len(wanted) > LONGEST_QUOTE:
        return ()
    text, origins = _folded(document.text)
    found: list[Evidence] = []
    start = text.find(wanted)
    while start >= 0 and len(found) < PLACES:
        last = origins[start + len(wanted) - 1]
        found.append(quote(document, origins[start], last + 1))
        start = text.find(wanted, start + 1)
    return tuple(found)


def stands_in(words: str, evidence: Evidence) -> bool:
    """Whether words claimed of a quote are words of it; nothing claimed is nothing wrong."""
    return not words.strip() or _folded(words)[0].strip().casefold() in _folded(evidence.quote)[0].casefold()


@lru_cache(maxsize=64)
def _folded(text: str) -> tuple[str, list[int]]:
    """The text with runs of space as one space and look-alikes as one, and where each character of it came from."""
    folded: list[str] = []
    origins: list[int] = []
    for at, character in enumerate(text):
        if is_unseen(character):
            continue
        plain = " " if character.isspace() else character
        if character > "~":
            plain = normalize("NFKC", plain).translate(_FOLDED)
        for one in plain:
            if one == " " and folded and folded[-1] == " ":
                continue
            folded.append(one)
            origins.append(at)
    return "".join(folded), origins
