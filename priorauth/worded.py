"""Numbers that are dictated in words, from twenty on: "fifty-five", "one hundred and forty", "two hundred six".

Smaller ones are too often no measurement ("one flight", "two of them"): they count with a rate or a percentage behind
them, and are read besides where something is counted.
"""

import re
from collections.abc import Iterator

ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = (
    *("ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORTH = {
    **{word: n for n, word in enumerate(ONES, start=1)},
    **{word: n for n, word in enumerate(TEENS, start=10)},
    **{word: n * 10 for n, word in enumerate(TENS, start=2)},
}
BELOW_HUNDRED = rf"(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(ONES)}))?"
WORDED = re.compile(
    rf"(?<![\w.-])(?:(?:(?:{'|'.join(ONES)}|a) hundred(?: and)?(?: (?:{BELOW_HUNDRED}|{'|'.join((*TEENS, *ONES))}))?)"
    rf"|{BELOW_HUNDRED})(?![\w-])"
)
SMALL = re.compile(
    rf"(?<![\w.-])(?:{'|'.join((*TEENS, *ONES[1:]))})(?= (?:percent|per hour|an hour|events per hour)\b)"
)


def worded_numbers(low: str, start: int, stop: int) -> Iterator[tuple[re.Match[str], float]]:
    """Where numbers stand in words, and what they are worth."""
    large = list(WORDED.finditer(low, start, stop))
    small = [m for m in SMALL.finditer(low, start, stop) if not any(o.start() < m.end() <= o.end() for o in large)]
    for m in (*large, *small):
        yield m, float(_worth(m.group()))


def _worth(words: str) -> int:
    total = 0
    for word in re.split(r"[- ]", words):
        if word == "hundred":
            total = max(total, 1) * 100
        else:
            total += WORTH.get(word, 0)
    return total
