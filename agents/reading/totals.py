"""What a list of dated episodes comes to where the line under it says so: "That is eight in twelve months."

The line that heads the list tells what is counted; the total itself names nothing.
"""

from collections.abc import Sequence

from agents.reading import patterns as re
from agents.reading.dates import NUMBER_WORDS

WORDS = "|".join(w for w in NUMBER_WORDS if w not in ("a", "an", "couple"))
TOTAL = re.compile(
    r"\W*(?:that (?:is|makes|comes to)|that's|which makes|making|altogether|all told|in all|total(?:s|ling)?(?: of)?:?)"
    rf" (?P<count>\d{{1,2}}|{WORDS})(?: (?:episodes|infections|bouts|attacks|times))? (?:in|within|over|during)"
    r" (?:the (?:past|last) )?(?:(?:twelve|12) (?:months|mo)\b|(?:a|one|the) year\b|year\b)"
)
OF_THE_THROAT = re.compile(r"\b(?:throat infections?|sore throats?|tonsillitis|strep\w*|pharyngitis)\b")
HEADS_A_LIST = re.compile(r":\s*$")
LINES_OF_A_LIST = 16

Place = tuple[int, int]


def total_of_the_list(low: str, line: Place, above: Sequence[Place]) -> tuple[int, int, float] | None:
    """Where a line tells the total of throat infections listed above it, and the total."""
    m = TOTAL.match(low, *line)
    if m is None:
        return None
    for start, end in reversed(above[-LINES_OF_A_LIST:]):
        if HEADS_A_LIST.search(low, start, end):
            found = OF_THE_THROAT.search(low, start, end)
            return (*m.span("count"), _worth(m["count"])) if found else None
    return None


def _worth(count: str) -> float:
    return float(NUMBER_WORDS.get(count, 0) or count)
