"""Visual fields: what is lost or gained by taping the lid, and how far the field reaches with the lid at rest.

A field that reaches 41 degrees has not lost 41 degrees. Only a figure beside a word of gain or loss is one, or the
difference between the lid at rest and taped; a taped figure or a gain is no limit of the field.
"""

from collections.abc import Iterator, Sequence

from agents.reading import patterns as re

LOSS, PERCENT, LIMIT = "visual field loss", "visual field percent", "visual field limit"
MEASURES_OF_SIGHT = frozenset((LOSS, PERCENT, LIMIT))
TENS = {"ten": 10, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}
ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19,
}  # fmt: skip
NUMBER = rf"(?:\d{{1,2}}(?:\.\d)?(?![\d/])|(?:{'|'.join(TENS)})(?:[ -](?:{'|'.join(ONES)}))?|{'|'.join(ONES)})"
DEGREES = r"\s?-?(?:degrees?\b|degs?\b|°)"
SHARES = r"\s?(?:%|percent\b|per cent\b)"
CHANGE = (
    r"(?:gain\w*|loss|lost|loses|losing|differ\w+|improv\w+|deficit|depress\w+|better|missing|missed|obscured|restor\w+"
    r"|recover\w*|reduc\w+|narrow\w+|constrict\w+|obstruct\w*|delta|opened|gives? back|opens? (?:up )?by"
    r"|costs?(?: (?:him|her|them))?|rob(?:s|bed)|regain\w*)"
)
LOST = r"\b(?:loss|lost|loses|losing|deficit|depress\w+|missing|missed|obscured|obstruct\w*|reduc\w+|narrow\w+)\b"
REST = (
    r"\b(?:at rest|resting|relaxed|untaped|un-taped|unlifted|(?:without|before|no|pre-?) ?tap(?:e|ing)|natural"
    r"|unelevated|ptotic|hanging|lids? down|tape off|rest(?=[ :]{1,2}(?:r|l|od|os|ou|right|left|\d)\b))\b"
)
TAPED = (
    r"(?<!un)(?<!un-)\b(?:taped|taping|with (?:the )?tape|w/? tape|lifted|elevated|raised|i tape|held up|tape on"
    r"|propped up"
    r"|post-?tape)\b"
)
MARKS = re.compile(rf"(?P<rest>{REST})|{TAPED}")
MARKS_AND_CHANGES = re.compile(rf"(?P<rest>{REST})|{TAPED}|\b(?P<change>{CHANGE})\b")
# "R to 20 deg", "OS 16", "right eye sees up to 22": the figure of an eye, or one without.
SEES = r"(?:(?:to|at|only|about|up to|sees|reaches|goes|is|was|upper|superior|limited to|ends at) )*"
EYE_BEFORE = (
    r"\b(?P<eye>od|os|ou|right|left|r|l|re|le|both)\b(?: (?:eyes?|upper|superior|field|lid|side)\b)*"
    rf"[ :=,(]{{0,3}}{SEES}"
)
EYE_BEHIND = r"(?: (?P<behind>od|os|ou|right|left|r|l|re|le)\b)?"
OF_AN_EYE = re.compile(
    rf"(?:{EYE_BEFORE})?(?<![\w./°-])(?P<n>{NUMBER})(?:{DEGREES})?(?![\w/]|\.\d|-\d|\s?(?:mm|%|percent|years?|months?))"
    rf"(?: (?:above|from) fixation)?{EYE_BEHIND}"
)
SAME_EYE = {"od": "right", "re": "right", "r": "right", "os": "left", "le": "left", "l": "left", "ou": "both"}
FAR, BESIDE, EYES = 120, 36, 2
GAP, NEAR = r"[^.;\d]{0,40}?", r"[^.;\d]{0,24}?"
PAIRS = tuple(
    re.compile(p)
    for p in (
        rf"{REST}{NEAR}(?P<a>{NUMBER})(?:{DEGREES})?{GAP}{TAPED}{NEAR}(?P<b>{NUMBER})(?P<unit>{DEGREES})?",
        rf"(?P<a>{NUMBER})(?:{DEGREES})? (?:\w+ )?{REST}{GAP}(?P<b>{NUMBER})(?P<unit>{DEGREES})? (?:\w+ )?{TAPED}",
        rf"(?P<a>{NUMBER})(?:{DEGREES})? ?(?:to|->|→) ?(?P<b>{NUMBER})(?P<unit>{DEGREES})?[^.;\d]{{0,20}}{TAPED}",
    )
)
FORWARD = {
    unit: re.compile(rf"\b{CHANGE}\b(?P<gap>[^.;\d]{{0,28}}?)(?<![\w.])(?P<n>{NUMBER}){unit}")
    for unit in (DEGREES, SHARES)
}
BEHIND = {
    unit: re.compile(rf"(?<![\w.])(?P<n>{NUMBER}){unit}(?P<gap>[^.;,\d]{{0,44}}?)\b{CHANGE}\b")
    for unit in (DEGREES, SHARES)
}
# "... OD 20 deg, OS 22 deg": the figure of the other eye.
OF_THE_OTHER_EYE = {
    unit: re.compile(
        rf"(?: (?:od|os|right|left|r|l)\b(?: eye)?)?[,;/ ]{{1,3}}(?:and )?"
        rf"(?:(?:od|os|right|left|r|l)\b(?: eye)?[ :=]{{0,3}}(?P<n>{NUMBER}){unit}"
        rf"|(?P<m>{NUMBER}){unit}(?= ?(?:od|os|right|left|r|l)\b))"
    )
    for unit in (DEGREES, SHARES)
}
BOTH_NAMED = re.compile(r"\b(?:un-?)?taped (?:vs\.?|versus|and|to|minus|-|/) (?:un-?)?taped\b")
REACHES = re.compile(rf"(?<![\w.])(?P<n>{NUMBER}){DEGREES}")
ENDPOINT = re.compile(r"\b(?:from|to|at|taped|untaped|rest|relaxed|was|is)\b")


def figures_of_sight(
    low: str, start: int, end: int, measure: str, further: int = 0
) -> Iterator[tuple[int, int, float]]:
    """The figures of one of the three measures in a sentence, with where they stand.

    What a field reaches with the lid taped may stand in the next sentence, up to `further`.
    """
    if measure == LIMIT:
        yield from _limits(low, start, end, max(end, further))
        return
    unit = SHARES if measure == PERCENT else DEGREES
    told = list(_changes(low, start, end, unit))
    yield from told
    if not told and measure == LOSS:
        told = list(_differences(low, start, end))
        yield from told or _gained_by_eye(low, start, end, max(end, further))


def _changes(low: str, start: int, end: int, unit: str) -> Iterator[tuple[int, int, float]]:
    for m in FORWARD[unit].finditer(low, start, end):
        if not _is_lost_when_taped(low, start, m) and not ENDPOINT.search(BOTH_NAMED.sub(" ", m["gap"])):
            yield m.start("n"), m.end(), _number(m["n"])
            if (more := OF_THE_OTHER_EYE[unit].match(low, m.end(), end)) is not None:
                group = "n" if more["n"] else "m"
                yield more.start(group), more.end(group), _number(more[group])
    for m in BEHIND[unit].finditer(low, start, end):
        if not _is_lost_when_taped(low, start, m) and not re.search(
            r"\btap\w*|\brest\b|\b(?:with|and|then|to)\b", m["gap"]
        ):
            yield m.start("n"), m.end(), _number(m["n"])


def _is_lost_when_taped(low: str, start: int, m: re.Match[str]) -> bool:
    """Whether a loss is what is left of it with the lid held up: "lid taped up, 6 percent lost"."""
    before = re.split(r"[;:|]", low[max(start, m.start() - 40) : m.start()])[-1]
    marks = list(re.finditer(rf"{TAPED}|{REST}", before))
    return bool(marks) and not re.search(REST, marks[-1].group()) and re.search(LOST, m.group()) is not None


# "R 15->40 deg, L 12->38 deg with tape": from one to the other, of each eye.
ARROWS = re.compile(rf"(?<![\w.])(?P<a>{NUMBER})(?:{DEGREES})? ?(?:->|→|=>) ?(?P<b>{NUMBER})(?:{DEGREES})?(?![\w/%.])")


def _differences(low: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    arrows = [*ARROWS.finditer(low, start, end)] if re.search(TAPED, low[start:end]) else []
    for pattern in (ARROWS, *PAIRS) if len(arrows) > 1 else PAIRS:
        found = [m for m in pattern.finditer(low, start, end) if re.search(DEGREES, m.group())]
        found = arrows if found and pattern is ARROWS else found
        for m in found:
            yield m.start("a"), m.end("b"), abs(_number(m["b"]) - _number(m["a"]))
        if found:
            return


def rest_and_taped(low: str, start: int, further: int) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """The figures of each eye at rest and taped, where both are told one after the other, the marks before or behind.

    Figures without their eye are taken in the order of those that have one.
    """
    marks = list(MARKS.finditer(low, start, further))
    if len(marks) != 2 or (marks[0]["rest"] is None) == (marks[1]["rest"] is None):
        return
    first, between, last = (start, marks[0].start()), (marks[0].end(), marks[1].start()), (marks[1].end(), further)
    ahead = [m for m in OF_AN_EYE.finditer(low, *first) if m["eye"] or m["behind"] or re.search(DEGREES, m.group())]
    spans = (first, between) if ahead else (between, last)
    if not any(re.search(DEGREES, low[slice(*span)]) for span in spans):
        return
    one, other = ([*OF_AN_EYE.finditer(low, *span)] for span in spans)
    if marks[0]["rest"] is None:
        one, other = other, one
    for m in one:
        if (match := _of_the_same_eye(m, one, other)) is not None:
            yield m, match


def _of_the_same_eye(
    m: re.Match[str], one: Sequence[re.Match[str]], other: Sequence[re.Match[str]]
) -> re.Match[str] | None:
    """The figure of the same eye; the one in its place where no eye is named there."""
    if len(one) != len(other) or len(one) > EYES:
        return None
    eyes = [_eye(o) for o in other]
    if _eye(m) is None or not any(eyes):
        return other[one.index(m)]
    return other[eyes.index(_eye(m))] if _eye(m) in eyes else None


def _eye(m: re.Match[str]) -> str | None:
    told = m["eye"] or m["behind"]
    return SAME_EYE.get(told, told) if told else None


def _gained_by_eye(low: str, start: int, end: int, further: int) -> Iterator[tuple[int, int, float]]:
    """The difference of each eye where both are told of first at rest and then taped, or each behind its figures."""
    for rest, taped in rest_and_taped(low, start, further):
        if rest.end("n") <= end:
            yield rest.start("n"), rest.end("n"), abs(_number(taped["n"]) - _number(rest["n"]))


def _limits(low: str, start: int, end: int, further: int) -> Iterator[tuple[int, int, float]]:
    if pairs := [rest for rest, _ in rest_and_taped(low, start, further) if rest.end("n") <= end]:
        yield from ((m.start("n"), m.end("n"), _number(m["n"])) for m in pairs)
        return
    for m in REACHES.finditer(low, start, end):
        before, after = low[max(start, m.start() - FAR) : m.start()], low[m.end() : min(end, m.end() + 16)]
        before = re.split(r"[;|]", before)[-1]
        marks = [t for t in MARKS_AND_CHANGES.finditer(before) if t["change"] is None or t.end() > len(before) - BESIDE]
        if marks and marks[-1]["rest"] is None:
            continue
        if re.match(rf"[\s,(]*(?:\w+ )?(?:{TAPED}|{CHANGE}\b)", after):
            continue
        yield m.start(), m.end(), _number(m["n"])


def _number(word: str) -> float:
    if word[0].isdigit():
        return float(word)
    return float(sum(TENS.get(part, ONES.get(part, 0)) for part in re.split(r"[ -]", word)))
