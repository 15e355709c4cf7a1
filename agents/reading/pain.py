"""Pain scores under no name of their own: "a deep ache on the right, 7/10", "he scores the midline pain nine".

A figure out of ten counts where its sentence is about pain; scores around a treatment are that treatment's result.
"""

from collections.abc import Iterator, Sequence

from agents.reading import patterns as re
from agents.reading.dates import NUMBER_WORDS
from agents.reading.numbers import NumberToken

BEGINS = re.compile(
    r"[\s\-*]*(?:at first|initially|now|today|currently|at present|rated|rates it|it is|it was|\d{1,2}/10)\b"
)
Score = tuple[int, int, float, float]
MOST = 10
ABOUT_PAIN = re.compile(
    r"\b(?:pain\w*|aches?|aching|achy|hurts?|sore|soreness|discomfort|sciatica|backache|burning|throbbing|nrs|nprs|vas)\b"
)
OF_TREATMENT = re.compile(
    r"\b(?:blocks?|blocked|mbbs?|inject\w*|epidurals?|t?f?esis?|trial|ablat\w+|rfas?|stimulat\w+|lidocaine|bupivacaine"
    r"|after|following|post\S*|relief|goal|target|until|in the past|used to|last year|childbirth|labor)\b"
)
OF_ANOTHER_MATTER = re.compile(
    r"\b(?:fatigue|tired\w*|energy|anxi\w+|mood|stress|nausea|apgar|itch\w*|dyspn\w+|breath\w*|confidence|satisfaction"
    r"|strength|power|tinnitus|sleep quality|quality of life|motivation|importance|readiness|function|effort|rpe"
    r"|borg|at rest|resting|sitting|lying|at best|best|least|minimum|lowest|waddell|beighton|visits|sessions)\b"
)
CAME_TO = re.compile(r"(?:->|=>|\u2192|\bto|\bthen|\bfrom|\bwas|\bat first|\binitially)\s?$")
NOW = re.compile(r"\s?(?:,|\()?\s?(?:now|today|currently|at present|this week|at (?:this|today's) visit)\b(?!\s?\d)")
GOES_OVER = re.compile(r"\s?(?:->|=>|\u2192|to\b|down\b|then\b)")
WORDED = re.compile(
    r"\b(?:scor(?:es?|ed|ing)|rat(?:es?|ed|ing)|grad(?:es?|ed|ing)|puts|nrs|nprs|vas)\b(?! (?:of )?(?:fatigue|anxiety))"
    r"[^.;,:\d]{0,34}?\b(?P<figure>"
    + "|".join(w for w, n in NUMBER_WORDS.items() if w not in ("a", "an", "couple") and n <= MOST)
    + r")\b(?=\s?(?:$|[.,;)]|on\b|with\b|when\b|while\b|at (?!rest|best)|out of ten|of ten|most\b"
    r"|today\b|now\b|this\b))"
)
CLAUSE = re.compile(r"[;:]|\bbut\b|\.\s")


def scores_of_ten(low: str, start: int, end: int, above: int, numbers: Sequence[NumberToken]) -> Iterator[Score]:
    """The pain scores of a sentence that stand without a name, or in a word; the score before a change is left out.

    A sentence that begins with when, or with the score, may be about the pain told since `above`.
    """
    tens = [n for n in numbers if n.of == MOST and n.low is not None and n.high is not None]
    about = ABOUT_PAIN.search(low, start, end) or (
        BEGINS.match(low, start, end) and ABOUT_PAIN.search(low, above, start)
    )
    if tens and about and not OF_TREATMENT.search(low, start, end):
        for n in tens:
            left = max((m.end() for m in CLAUSE.finditer(low, start, n.start)), default=start)
            right = CLAUSE.search(low, n.end, end)
            if OF_ANOTHER_MATTER.search(low, max(left, n.start - 40), min(n.end + 16, right.start() if right else end)):
                continue
            moved = CAME_TO.search(low[max(start, n.start - 12) : n.start]) or GOES_OVER.match(low, n.end, end)
            if not moved or NOW.match(low, n.end, end):
                yield n.start, n.end, n.low or 0.0, n.high or 0.0
    if ABOUT_PAIN.search(low, start, end):
        for m in WORDED.finditer(low, start, end):
            figure = float(NUMBER_WORDS[m["figure"]])
            yield *m.span("figure"), figure, figure
