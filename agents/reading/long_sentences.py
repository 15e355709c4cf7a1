"""Sentences longer than the bound, as those who dictate letters make them, read clause by clause.

They are parted only where a denial, a plan or a doubt ends anyway: at a semicolon, and where ", and" begins a clause
with a subject of its own. One that tells of somebody else, opens a list with a colon, or keeps a clause beyond the
bound is not parted, and stays unread.
"""

from collections.abc import Iterator

from agents.reading import patterns as re
from agents.reading.sentences import SENTENCE_BOUND, Span

ANOTHER = re.phrases(
    "subject",
    "others",
    r"\b(?:mother|father|sister|brother|son|daughter|wife|husband|(?:grand)?parent"
    r"|uncle|aunt|cousin|nephew|niece|grand\w+|…)(?:s|'s)?\b",
)
LONGEST = 4 * SENTENCE_BOUND
SEMICOLON = re.compile(r";\s+")
NEW_CLAUSE = re.compile(r",\s+(?=and\s+(?:he|she|it|they|i|we|the|his|her|there|this|these)\s)")
# Words at the head of a sentence that bear on all its clauses, and a colon that opens a list.
HOLDS_THEM_TOGETHER = re.compile(
    r":(?=\s)|\n\s*\n|\b(?:if|unless|whether|provided|assuming|should|would|neither|either|not only|denies|denied"
    r"|suppose|supposing|were (?:he|she|it)|had (?:he|she|it)|in case|until|were to|hypothetical\w*|example)\b"
)
# What bears on its own clause alone.
BEARS_ON_ITS_OWN = re.compile(
    r"\b(?:would be (?:most )?(?:grateful|glad|obliged)|should be (?:most )?(?:grateful|glad|obliged))\b"
)


def clauses_of(low: str, span: Span) -> list[Span]:
    """The clauses of a sentence over the bound, or the sentence itself where it cannot be parted with care."""
    if span.end - span.start > LONGEST or _holds_together(low, span):
        return [span]
    clauses = list(_parted(low, span, SEMICOLON))
    clauses = [part for clause in clauses for part in _brought_under(low, clause)]
    return clauses if all(c.end - c.start <= SENTENCE_BOUND for c in clauses) else [span]


def _holds_together(low: str, span: Span) -> bool:
    words = BEARS_ON_ITS_OWN.sub(" ", low[span.start : span.end])
    return (HOLDS_THEM_TOGETHER.search(words) or ANOTHER.search(words)) is not None


def _brought_under(low: str, clause: Span) -> Iterator[Span]:
    if clause.end - clause.start <= SENTENCE_BOUND:
        yield clause
    else:
        yield from _parted(low, clause, NEW_CLAUSE)


def _parted(low: str, span: Span, at: re.Pattern[str]) -> Iterator[Span]:
    begin = span.start
    for m in at.finditer(low, span.start, span.end):
        yield Span(begin, m.start() + 1)
        begin = m.end()
    if begin < span.end:
        yield Span(begin, span.end)
