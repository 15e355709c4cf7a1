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
FROM_TWO = re.compile(rf"\b(?:{'|'.join((*TEENS, *ONES[1:]))})\b")
DIGIT = rf"(?:{'|'.join(ONES)}|zero|oh)"
DECIMAL = re.compile(
    rf"(?<![\w.-])(?:{BELOW_HUNDRED}|{'|'.join((*TEENS, *ONES))}|zero) point {DIGIT}(?: {DIGIT})?(?![\w-])"
)

FRACTIONS = {
    "nine tenths": 90.0,
    "four fifths": 80.0,
    "three quarters": 75.0,
    "three-quarters": 75.0,
    "four-fifths": 80.0,
    "two thirds": 66.67,
    "two-thirds": 66.67,
    "three fifths": 60.0,
    "half": 50.0,
    "two fifths": 40.0,
    "a third": 33.33,
    "one third": 33.33,
    "a quarter": 25.0,
    "one quarter": 25.0,
    "a fifth": 20.0,
}


def worded_numbers(low: str, start: int, stop: int) -> Iterator[tuple[re.Match[str], float]]:
    """Where numbers stand in words, and what they are worth."""
    broken = list(DECIMAL.finditer(low, start, stop)) if " point " in low else []
    large = _beside(broken, WORDED.finditer(low, start, stop))
    for m in broken:
        yield m, _with_decimals(m.group())
    for m in (*large, *_beside([*broken, *large], SMALL.finditer(low, start, stop))):
        yield m, float(_worth(m.group()))


def figures_in_words(low: str) -> list[float]:
    """What every number told in words is worth, the small ones too: for one who knows that a value stands there."""
    return [
        *(worth for _, worth in worded_numbers(low, 0, len(low))),
        *(float(WORTH[m]) for m in FROM_TWO.findall(low)),
    ]


def _beside(taken: list[re.Match[str]], found: Iterator[re.Match[str]]) -> list[re.Match[str]]:
    """What is found where nothing is taken yet."""
    return [m for m in found if not any(o.start() < m.end() and m.start() < o.end() for o in taken)]


def _with_decimals(words: str) -> float:
    """`forty-two point three`, `two point oh five`: the words behind the point are digits one by one."""
    whole, _, digits = words.partition(" point ")
    behind = "".join(str(WORTH.get(word, 0)) for word in digits.split())
    return _worth(whole) + int(behind) / 10 ** len(behind)


def _worth(words: str) -> int:
    total = 0
    for word in re.split(r"[- ]", words):
        if word == "hundred":
            total = max(total, 1) * 100
        else:
            total += WORTH.get(word, 0)
    return total
