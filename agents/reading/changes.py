"""What a test took away, told as two figures: "8.6 leaks a day before, 1.9 during stimulation", "leaks 10/d -> 3/d".

A table that sets "before" beside "trial" tells it too. Two figures of different times ("14 a week, 2 a day") tell none.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from agents.reading import patterns as re
from agents.reading.dates import NUMBER_WORDS

Change = tuple[int, int, float]

MOST_WORDED = 20
WORDED = {w: n for w, n in NUMBER_WORDS.items() if w not in ("a", "an", "couple") and 0 < n <= MOST_WORDED}
FIGURE = (
    rf"(?<![\w./%])(?:\d{{1,3}}(?:\.\d)?|{'|'.join(sorted(WORDED, key=len, reverse=True))}|none|zero)(?![\w.%]\d|\w)"
)
PER = r"(?: ?(?:/|per|an?|each|every) ?(?P<{}>d|day|wk|w|week|night|month|mo)\b| (?P<{}s>daily|weekly|nightly))?"
COUNTED: Mapping[str, re.Pattern[str]] = {
    "voiding improvement": re.compile(
        r"\b(?:leak\w*|wet(?:ting)? episodes?|(?:urge|urgency|incontinen\w+) episodes?|incontinence|accidents?|pads?"
        r"|catheteri[sz]ations?|caths)\b"
    ),
    "fecal improvement": re.compile(
        r"\b(?:(?:stool|bowel|fa?ecal)\b.{0,40}\b(?:leak\w*|accidents?|episodes?|incontinen\w+|loss\w*)|soil\w*"
        r"|fi (?:episodes?|events?)|accidents?|leaks?)\b"
    ),
}
BOWEL = re.compile(r"\b(?:stool|bowel|fa?ecal|soil\w*|fi|feces)\b")
LABELLED: Mapping[str, re.Pattern[str]] = {
    **COUNTED,
    "pain relief": re.compile(r"\b(?:pain|nrs|vas|nprs)\b"),
    "analgesic reduction": re.compile(
        r"\b(?:opioids?|mme|analgesics?|pain (?:pills|medicine|medication|tablets)|oxycodone|hydrocodone|morphine"
        r"|tramadol|percocet|norco|vicodin)\b"
    ),
}
TESTED = re.compile(
    r"\b(?:trial|test (?:phase|period|stimulation|lead|week)|stimulat\w+|stim|leads?|pne|stage (?:1|i|one)|electrodes?"
    r"|temporary wires?|interstim|external (?:box|stimulator))\b"
)
OTHERWISE = re.compile(
    r"\b(?:mirabegron|myrbetriq|oxybutynin|solifenacin|tolterodine|trospium|botox|onabotulinum\w*|biofeedback|ptns"
    r"|kegels?|loperamide|fiber|fibre|goal|target|expect\w*|hop(?:e|es|ed|ing)|if|should|would|must|required?|at least"
    r"|not|no longer|back (?:up )?to)\b"
)
BEFORE = r"(?:before(?:hand)?|(?:at )?baseline|prior|previously|pre-?(?:trial|test|stim\w*|op)?)"
DURING = (
    r"(?:(?:during|on|with|in|while|under)(?: (?:the|this|her|his|a))?(?: \w+){0,2} "
    r"(?:test\w*|trial|stim\w*|leads?|electrode|pne|stage|wires?)|(?:trial|test|stim\w*))\b"
)
CAME_TO = re.compile(
    rf"(?P<a>{FIGURE}){PER.format('p', 'p')}(?: (?:leaks?|episodes?|accidents?|pads?|voids?))?"
    rf"{PER.format('r', 'r')} ?(?:->|=>|\u2192|down to|to) ?(?:only |just |about )?"
    rf"(?P<b>{FIGURE}){PER.format('q', 'q')}"
)
FIRST_BEFORE = re.compile(
    rf"(?P<a>{FIGURE})(?: [a-z]+){{0,3}}?{PER.format('p', 'p')}(?: [a-z]+){{0,2}}? \(?{BEFORE}\b\)?[^.;\d]{{0,24}}?"
    rf"(?P<b>{FIGURE})(?: (?!weeks?\b|months?\b|days?\b)[a-z]+){{0,2}}?{PER.format('q', 'q')}"
    rf"(?: [a-z]+){{0,2}}? {DURING}"
)
HEADED_BEFORE = re.compile(
    rf"\b{BEFORE}\b[:,]? ?(?:was |were |had )?(?P<a>{FIGURE})(?: [a-z]+){{0,3}}?{PER.format('p', 'p')}"
    rf"[^.\d]{{0,24}}?{DURING}"
    rf"[:,]? ?(?:was |were |had |it was )?(?P<b>{FIGURE})(?! ?(?:days?|weeks?|months?)\b){PER.format('q', 'q')}"
)
FORMS = (CAME_TO, FIRST_BEFORE, HEADED_BEFORE)
HEAD_BEFORE = re.compile(r"\s*(?:before|baseline|pre|pre-?trial|pre-?test|prior|at start|off)\b")
HEAD_DURING = re.compile(r"\s*(?:trial|during|with|on|test|stim\w*|end of (?:trial|test)|day \d+|stage)\b")
CELL_FIGURE = re.compile(
    r"\s*(?P<figure>\d{1,3}(?:\.\d)?)(?:/10)?(?: ?(?:tabs?|tablets?|pills|mg|mme|/d|/day|a day|per day))?\s*$"
)
PER_LETTERS = {
    "d": "day",
    "daily": "day",
    "w": "week",
    "wk": "week",
    "weekly": "week",
    "nightly": "night",
    "mo": "month",
}


def changes_told(low: str, start: int, end: int, above: int, name: str) -> Iterator[Change]:
    """The shares that two counts of a sentence come to; the test may be named since `above`."""
    counted = COUNTED.get(name)
    if counted is None or not counted.search(low, start, end) or not TESTED.search(low, above, end):
        return
    if OTHERWISE.search(low, start, end) or (name == "voiding improvement" and BOWEL.search(low, above, end)):
        return
    for form in FORMS:
        for m in form.finditer(low, start, end):
            times = {PER_LETTERS.get(t, t) for k, t in m.groupdict().items() if t and k not in ("a", "b")}
            before, after = _figure(m["a"]), _figure(m["b"])
            if len(times) <= 1 and before > after:
                yield m.start(), m.end(), _share(before, after)


def changes_tabled(low: str, lines: Sequence[tuple[int, int]], above: int, name: str) -> Iterator[tuple[int, Change]]:
    """The shares that the rows of a table come to, by line; its first line tells which column is of before."""
    if name not in LABELLED or not TESTED.search(low, above, lines[0][1]):
        return
    heads = [low[a:b] for a, b in _cells(low, *lines[0])]
    then = next((i for i, h in enumerate(heads) if HEAD_BEFORE.match(h)), None)
    now = next((i for i, h in enumerate(heads) if then is not None and i > then and HEAD_DURING.match(h)), None)
    if then is None or now is None:
        return
    for number, line in enumerate(lines[1:], 1):
        cells = _cells(low, *line)
        if len(cells) != len(heads) or not LABELLED[name].search(low, *cells[0]):
            continue
        first, last = (CELL_FIGURE.match(low[slice(*cells[at])]) for at in (then, now))
        if first and last and (before := float(first["figure"])) > (after := float(last["figure"])):
            yield number, (cells[0][0], cells[now][1], _share(before, after))


def _cells(low: str, start: int, end: int) -> list[tuple[int, int]]:
    bars = [at for at in range(start, end) if low[at] == "|"]
    return [(a + 1, b) for a, b in pairwise(bars)]


def _figure(word: str) -> float:
    return 0.0 if word in ("none", "zero") else WORDED.get(word) or float(word)


def _share(before: float, after: float) -> float:
    return round(100 * (before - after) / before, 1)
