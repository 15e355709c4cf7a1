"""How long a thing lasted, in words: "for three months", "since April 2019", "for years".

A number of sessions is no duration, and neither is a time ago.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from agents.reading import patterns as re
from agents.reading.dates import NUMBER_WORDS, UNIT_DAYS, DateMention
from agents.reading.record import PreparedDocument, Sentence
from priorauth.facts import DateInterval, Duration

COUNT_WORDS = "|".join(sorted((w for w in NUMBER_WORDS), key=len, reverse=True))
DURATION = re.compile(
    rf"(?P<bound>at least|no less than|not less than|no fewer than|upwards? of|in excess of|more than|over"
    rf"|greater than|>=?|≥|nearly|almost|less than|under|<|about|approximately"
    rf"|approx\.?|around|~|only|just)?\s?"
    rf"(?:\b|(?<=\bx))(?P<low>\d{{1,3}}(?:\.\d)?|{COUNT_WORDS}"
    rf"|(?<!and a )(?<!and one )half(?: an?)?)(?: and a half)?\+?(?:[- ]plus)?(?:\s?(?:-|to|or)\s?(?P<high>\d{{1,3}}"
    rf"|{COUNT_WORDS}))?\+?(?: full| consecutive| continuous| solid| complete| whole| or more"
    r"| straight| entire| honest| long| faithful| diligent| steady| unbroken| supervised| weary| calendar)?"
    r"[\s\-]{0,2}(?P<unit>weeks?|wks?|months?|mos?|days?|years?|yrs?|(?<=\d)w"
    # "x 4 y", ">3y"; "72 y F" and "72 y/o" are ages.
    r"|(?:(?<=\d)|(?<=\d ))y(?![\s,]*(?:m|f|male|female|man|woman|old|o)\b|/|\.o))\b(?:'s?)?"
)
SPAN_BEFORE = re.compile(r"(?:\bx|×|\bfor|\bpast|\blast|\bof)(?: the)? ?$")
NOT_DURATION = re.compile(
    r"^[\s\-]{0,2}(?:ago|old|of age|prior|earlier|back|before|later|post|after (?:surgery|injury|the fall)|from now"
    r"|per|/\s?(?:a )?(?:wk|week|w\b|d\b|day|mo\b|month|yr|year|night|visit)|a (?:month|week|year)\b|follow|hence"
    r"|supply|apart|interval|out\b|of (?:relief|help|benefit|improvement))"
)
NOT_DURATION_BEFORE = re.compile(
    r"(?:\bevery|\bper|\bin the (?:last|past)|\bwithin(?: the (?:last|past))?|\bx/|\btimes a|\bin|\bfollow-?up in"
    r"|\bnext|\beach|\d\s?(?:x|times)\s?/|\bage(?:d)?"
    r"|\b(?:relief|help(?:ed)?|better|gains?|benefit|improvement|lasted|response|improved)(?: (?:for|of|only|just|about"
    r"|lasted|lasting|lasts)){0,2})\s*$"
)
# "Eleven weeks since the sprays were ordered, stopped after ten days": so long nothing was taken.
ELAPSED = re.compile(
    r"(?: (?:or so|on|now|later|have (?:passed|gone by)))* (?:since|after|from)\b[^.;]{0,90}?\b(?:ordered|prescribed"
    r"|started|begun|began|given|told|asked|advised|recommended|referred|issued|sent)\b"
)
BROKEN_OFF = re.compile(
    r"\b(?:(?:stopp?ed|quit|gave (?:\w+ )?up|given up|abandoned|discontinued|d/?c'?d|dropped|left off|laid aside|ceased"
    r"|lasted)\b[^.;]{0,30}?\b(?:after|within|in|at|only) (?:only |just |about |barely |the first |a bare )*[\w-]+[ -]"
    r"(?:days?|nights?|weeks?|wks?|doses?|tries|visits?|sessions?)"
    r"|(?:not|never) (?:\w+ )?(?:taken|took|used|filled|picked up|started|begun|went|attended))\b"
)
ROUGHLY = 0.2
AT_LEAST = frozenset(
    (
        *("at least", "more than", "over", "greater than", ">", ">=", "≥", "no less than", "not less than"),
        *("no fewer than", "upward of", "upwards of", "in excess of"),
    )
)
VAGUE_BOUNDS = ("about", "approx", "around", "~", "nearly", "almost")
LONG = re.compile(
    r"\b(?:for|over|since|these|many|several|past|last|in the|of)? ?(?:many |several |numerous |the past |some )?"
    r"(?:years|decades)\b(?! (?:ago|old|of age|earlier|later|prior|from now))|\blong-?\s?standing\b|\blong-?term\b"
    r"|\b(?:a|one|over a|more than a|nearly a) decade\b(?! ago)"
    r"|\blife-?long\b|\bsince (?:childhood|birth|infancy|youth|adolescence|boyhood|girlhood|age \d"
    r"|(?:his|her|their|the) (?:childhood|birth|youth|boyhood|girlhood|teens|(?:twent|thirt|fort|fift|sixt|sevent|eight"
    r"|ninet)ies|(?:early |mid-? ?|late )?(?:19|20)\d0s|school|college|student|army|war))\b"
)
LONG_DAYS = 2 * 365.25
SINCE = re.compile(r"\b(?:since|dat(?:es|ing) (?:from|back to)|go(?:es|ing) back to|onset:?)\b[^.;]{0,18}$")
BEGUN = re.compile(
    r"\b(?:started|starting|begun|began|initiated|commenced|put on|placed on|put (?:(?:him|her|them) )?(?:in(?:to)?|on)"
    r"|fitted|fit|prescribed|issued"
    r"|dispensed|given|bought|received)\b[^.;]{0,44}$"
)
GOES_ON = re.at_words(
    re.compile(
        r"\b(?:(?:still |now |she |he )?(?:wears|takes|uses|does) (?:it|them|these|both|this)(?: (?:all|still"
        r"|faithfully|religiously))* ?(?:daily|every (?:\w+ )?(?:day|morning|night|evening)|each day|day in)"
        r"|(?:worn|taken|used|done|kept up) (?:faithfully |religiously |both )?(?:daily|every (?:\w+ )?(?:day|morning"
        r"|night|evening)|each day) (?:since|to date|up to|until|till|to this day)"
        r"|(?:has|have)(?: (?!not|never|hardly|rarely|barely|seldom)\w+)? (?:worn|taken (?:it|them|this|these|both)"
        r"|done"
        r"|followed|attended|(?:used|kept|put|had) (?:it|them|this|these|both|up|at|on)|been (?:on|in|wearing|using"
        r"|taking"
        r"|doing))"
        r" (?:\w+ ){0,5}(?:since|(?:every|each) (?:\w+ )?(?:day|morning|night|evening)"
        r"(?: (?:up )?(?:to|till|until) (?:now|date|today|this day))?)(?=\s*[(,.;)]|$)|to date"
        r"|to (?:the )?present|ever since|since then|continuously"
        r"|uninterrupted\w*|and (?:still|continues)|still (?:going|continuing|attend(?:s|ing)|doing|does|under way"
        r"|in progress|takes|taking|taken|on it|uses|wears)|ongoing|no gaps|unbroken"
        r"|(?:both|all(?: four)?) continue|remain(?:s|ed) on"
        r"|without (?:a |any )?(?:break|interruption)|onwards?|(?:begun|started) (?:in |on )?\w+ \d{4},? (?:has|have)"
        r"|from [\w/ ]{3,16} on(?=[,.;]))\b"
    )
)
TO_THIS_DAY = re.compile(r"\s?(?:-|to|through|until|till) ?(?:the )?(?:present|date|now|today|current(?:ly)?)\b")
RANGE = re.compile(
    r"(?: ?\((?:eval\w*|start\w*|intake|initial(?: \w+)?|first(?: \w+)?)\))?"
    r"[\s,]*(?:-|to|through|thru|until|till|and ended(?: on| in)?)\s*"
    r"(?:(?:the )?(?:very )?(?:end|middle|beginning|start|last (?:week|days?|part)) of |early |late |mid-? ?|about "
    r"|around )?"
)
THEN_ON = re.compile(r" on(?:wards?)?(?=\s*[,.;)]|$)")
UP_TO = re.compile(r"(?:to|through|thru|until|till|and) ")
SLACK_DAYS = 3


def is_duration(low: str, sentence: Sentence, m: re.Match[str]) -> bool:
    after, before = low[m.end() : m.end() + 20], low[max(sentence.start, m.start() - 26) : m.start()]
    if (
        m["low"] in ("a", "an")
        and m["unit"].startswith(("d", "w", "m"))
        and re.search(
            r"(?:times?|sessions?|visits?|x|days?|hours?|once|twice|nights?|attacks|episodes|seizures|headaches"
            r"|migraines|pads"
            r"|leaks|falls)\s*$",
            before,
        )
    ):
        return False
    bare = m["unit"] == "y" and not m["bound"] and not SPAN_BEFORE.search(before)
    if bare or NOT_DURATION.search(after) or _only_elapsed(low, sentence, m.end()):
        return False
    return not (
        NOT_DURATION_BEFORE.search(before)
        or re.search(r"(?:times|x|visits|sessions|days|nights)\s+(?:a|per)\s*$", before)
    )


def _only_elapsed(low: str, sentence: Sentence, end: int) -> bool:
    """Whether so long has passed since a treatment was ordered or begun that was then broken off."""
    elapsed = ELAPSED.match(low, end, sentence.end)
    if elapsed is None:
        return False
    stop = low.find("\n", sentence.end)
    return BROKEN_OFF.search(low, elapsed.end(), min(len(low) if stop < 0 else stop, sentence.end + 90)) is not None


def length_of(m: re.Match[str]) -> Duration:
    unit = UNIT_DAYS[{"w": "wk", "y": "yr"}.get(m["unit"], m["unit"].rstrip("s"))]
    first = 0.5 if m["low"].startswith("half") else float(NUMBER_WORDS.get(m["low"], 0) or m["low"])
    second = float(NUMBER_WORDS.get(m["high"], 0) or m["high"]) if m["high"] else first
    bound = m["bound"] or ""
    if bound in ("less than", "under", "<"):
        return Duration(low=0.0, high=second * unit)
    if bound.startswith(VAGUE_BOUNDS):
        return Duration(low=(1 - ROUGHLY) * first * unit, high=(1 + ROUGHLY) * second * unit)
    if bound in AT_LEAST or "+" in m.group() or "plus" in m.group() or "or more" in m.group():
        return Duration(low=first * unit)
    return Duration(low=first * unit, high=max(first, second) * unit)


def since(document: PreparedDocument, stretch: Sequence[Sentence]) -> DateInterval | None:
    """The day a thing that still goes on began: "since April 2019", "started 2/10/2026, taken to date"."""
    low = document.low
    for s in stretch:
        goes_on = GOES_ON.search(low, s.start, stretch[-1].end) is not None
        for d in (d for d in s.dates if d.interval and not d.birth):
            led = low.startswith("from ", d.start) or low.endswith(" from ", s.start, d.start)
            from_then_on = led and THEN_ON.match(low, d.end) is not None
            if from_then_on or SINCE.search(low, max(0, d.start - 24), d.start) or low.startswith("since ", d.start):
                return d.interval
            if TO_THIS_DAY.match(low, d.end, s.end) or (
                goes_on and BEGUN.search(low, max(s.start, d.start - 60), d.start)
            ):
                return d.interval
    return None


def _nearly(days: float) -> float:
    """A few days short of so many weeks or months still counts; of three days none is spared."""
    return days - min(SLACK_DAYS, days / 10)


def durations_in(document: PreparedDocument, start: int, end: int) -> Sequence[re.Match[str]]:
    """The lengths of time that a stretch tells, found once for all who ask."""
    known = document.remembered.durations
    if (start, end) not in known:
        known[start, end] = tuple(DURATION.finditer(document.low, start, end))
    return known[start, end]


def lasting(document: PreparedDocument, sentence: Sentence, days: float) -> Iterator[tuple[int, int]]:
    """Where a sentence says that something lasted at least so long."""
    low = document.low
    taken = [(d.start, d.end) for d in sentence.dates]
    for m in durations_in(document, sentence.start, sentence.end):
        free = not any(a < m.end() and m.start() < b for a, b in taken)
        if free and is_duration(low, sentence, m) and length_of(m).low >= _nearly(days):
            yield m.span()
    if days <= LONG_DAYS:
        yield from (m.span() for m in LONG.finditer(low, sentence.start, sentence.end))
    yield from _by_dates(document, sentence, days)


RELIEF_BEFORE = re.compile(
    r"\b(?:relief|help(?:ed|s)?|better|gains?|benefit(?:ed)?|improve(?:d|ment)|lasted|lasting|lasts|held|good|great"
    r"|did well|comfortable|response|responded|pain[- ]free"
    r"|(?:wore off|worn off|returned|came back|crept back|recurred|faded)(?: again)? (?:after|at))"
    r"(?:,? (?:for|of|that|which|it|and|an?|the|little|just|well|full|good|solid|some|up|lasted|held|stayed"
    r"|persisted)){0,6}\s*$"
)
# "Will hold for nine months", "has not held for nine": hoped for, or denied.
NOT_RELIEVED = re.compile(
    r"\b(?:will|would|should|could|may|might|hop(?:e|es|ed|ing)|expect\w*|goals?|aims?|if|not|never|nor|no|without"
    r"|can|to)\b[^.;,]{0,40}$|n't\b[^.;,]{0,40}$"
)
RELIEF_BEHIND = re.compile(
    r"(?: of)?(?: (?:good|solid|great|real|lasting|nearly full|\d\d %|pain))? (?:relief|benefit|help|improvement)\b"
    r"|,? (?:before|until|then) (?:it|the pain|the ache|pain|relief)? ?(?:wore off|came back|returned|crept back|faded"
    r"|recurred|slowly returned)"
)


def relieved(document: PreparedDocument, sentence: Sentence, days: float) -> Iterator[tuple[int, int]]:
    """Where a sentence says that relief lasted at least so long: "it held for nine months before it wore off"."""
    low = document.low
    for m in durations_in(document, sentence.start, sentence.end):
        before = low[max(sentence.start, m.start() - 48) : m.start()]
        told = RELIEF_BEFORE.search(before) or RELIEF_BEHIND.match(low, m.end(), sentence.end)
        ago = NOT_DURATION.match(low[m.end() : m.end() + 20]) and not RELIEF_BEHIND.match(low, m.end())
        denied = NOT_RELIEVED.search(low[max(sentence.start, m.start() - 90) : m.start()])
        if told and not ago and not denied and length_of(m).low >= _nearly(days):
            yield m.span()


def runs_on(low: str, one: DateMention, other: DateMention) -> bool:
    """Whether a date runs up to another; the words of a month may hold the "through" themselves."""
    if UP_TO.match(low, other.start, other.end):
        return not low[one.end : other.start].strip(" ,")
    return RANGE.fullmatch(low, one.end, other.start) is not None


def _by_dates(document: PreparedDocument, sentence: Sentence, days: float) -> Iterator[tuple[int, int]]:
    """`since April 2019`, `03/2026-10/2026`: long enough even when begun late and ended early."""
    begun = since(document, [sentence])
    if begun and sentence.visit and (sentence.visit.first - begun.last).days >= _nearly(days):
        yield from ((d.start, d.end) for d in sentence.dates if d.interval == begun)
    dated = [(d, d.interval) for d in sentence.dates if d.interval and not d.birth]
    for (one, begun), (other, ended) in pairwise(dated):
        shortest, longest = (ended.first - begun.last).days, (ended.last - begun.first).days
        if runs_on(document.low, one, other) and (shortest + longest) / 2 >= _nearly(days):
            yield one.start, other.end
    yield from _each_time(document, sentence, [d for d, _ in dated], days)


# "Derm notes 5/19, 6/30, 8/18, 10/06/26: candida each time": what was found on every one of several days lasted.
EACH_TIME = re.compile(r"\b(?:each|every) (?:single )?(?:time|visit|occasion|exam|note|look|check)\b")
LISTED_DAYS = re.compile(r"[\s,;&+]*(?:and )?")
SEVERAL_DAYS = 3


def _each_time(
    document: PreparedDocument, sentence: Sentence, dated: Sequence[DateMention], days: float
) -> Iterator[tuple[int, int]]:
    """Three days or more in a list, of which the sentence says that it was so each time, from the first to the last."""
    low = document.low
    if len(dated) < SEVERAL_DAYS or EACH_TIME.search(low, sentence.start, sentence.end) is None:
        return
    listed = [dated[0]]
    for one, other in pairwise(dated):
        if not LISTED_DAYS.fullmatch(low, one.end, other.start):
            break
        listed.append(other)
    first, last = listed[0].interval, listed[-1].interval
    if len(listed) >= SEVERAL_DAYS and first and last and (last.first - first.last).days >= _nearly(days):
        yield listed[0].start, listed[-1].end
