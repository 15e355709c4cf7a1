"""Pain scores under no name of their own: "a deep ache on the right, 7/10", "he scores the midline pain nine".

A figure out of ten counts where its sentence is about pain; scores around a treatment are that treatment's result.
"""

from collections.abc import Iterator, Sequence

from agents.reading import patterns as re
from agents.reading.dates import NUMBER_WORDS
from agents.reading.numbers import NumberToken

# "He averages 7/10", "Now 7/10, walks one block", "Severity: 8/10": words that lead from the start to a bare score.
LEADS = re.compile(
    r"[\s\-*\u2022]*(?:on (?:a|the) (?:0|1|zero|one) ?(?:-|to) ?(?:10|ten)(?: pain)? scale[,:]? )?(?:(?:he|she|they"
    r"|pt|patient|the patient|it|it's|this|that|mrs?\.? [a-z'-]+|ms\.? [a-z'-]+"
    r"|now|today|today's|currently|current|at present|present|at first|initially|usually|usual|typically|typical"
    r"|generally|often|mostly|most days|on most days|on average|on an average day|averag(?:es|ed|ing|e)|avg|mean"
    r"|overall"
    r"|baseline|still|is|was|are|were|would|says|reports|describes|rates?|rated|rating|gives?|puts?|scores?|scored"
    r"|calls?|grades?|runs?|running|ranges?|ranging|hovers?|stands|sits|as|at|of|from|around|about|between|an?|the|its"
    r"|his|her|intensity|severity|level|number|figure|worst|daily|nrs|nprs|vas)\b[\s:=,~()-]*){0,9}"
)
LEADING = 70
Score = tuple[int, int, float, float]
MOST = 10
FIGURES = "|".join(w for w, n in NUMBER_WORDS.items() if w not in ("a", "an", "couple") and n <= MOST)
ABOUT_PAIN = re.compile(
    r"\b(?:pain\w*|aches?|aching|achy|hurts?|hurting|sore|soreness|discomfort|sciatica|backache|burning|throbbing|nrs"
    r"|nprs|vas|lbp|clbp|lumbago|lumbalgia|cervicalgia|neuralgia|radicul(?:ar|opathy)|cramp(?:s|ing)?|stabbing|shooting"
    r"|oxycodone|hydrocodone|tramadol|morphine|opioids?|acetaminophen|analges\w+|percocet|norco"
    r"|put(?:s|ting)? a number (?:on|to))\b"
)
BODY = re.compile(r"\b(?:back|neck|knee|hip|heel|head|arm|leg|shoulder|foot|ankle|elbow|wrist)\b")
# What comes after an effort is no result of a treatment.
AFTER = (
    r"after(?! (?:driving|walking|sitting|standing|lifting|bending|gardening|working|work|mowing|vacuuming|climbing"
    r"|cooking"
    r"|cleaning|shopping|exercise|exertion|activity|chores|housework|yard ?work|lunch|noon|supper|dinner|church"
    r"|a (?:day|shift"
    r"|long|busy|short|few|drive|walk|full|block)|any|an hour|half an hour|prolonged|long|the (?:day|shift|drive|walk)"
    r"|(?:about )?(?:\d+|five|ten|fifteen|twenty|thirty) (?:minutes?|mins?|hours?|blocks?|steps?|yards?|feet))\b)"
)
OF_TREATMENT = re.compile(
    r"\b(?:blocks?|blocked|mbbs?|inject\w*|epidurals?|t?f?esis?|trial|ablat\w+|rfas?|stimulat\w+|lidocaine|bupivacaine"
    rf"|{AFTER}|following|post\S*|relief|goal|target|until|in the past|used to|last year|childbirth|labor)\b"
)
WALKED = re.compile(
    r"\b(?:walk\w*|strolls?|ambulat\w+|goes|go|manages?|limited to|tolerance|distance)(?: \w+){0,3} blocks?\b"
)
OF_ANOTHER_MATTER = re.compile(
    r"\b(?:fatigue|tired\w*|energy|anxi\w+|mood|stress|nausea|apgar|itch\w*|dyspn\w+|breath\w*|confidence|satisfaction"
    r"|strength|power|tinnitus|sleep quality|quality of life|motivation|importance|readiness|function|effort|rpe"
    r"|borg|at rest|resting|sitting|lying|at best|best|least|minimum|lowest|waddell|beighton|visits|sessions)\b"
)
COUNTED = re.compile(r"[ -](?:days?|nights?|visits?|sessions?|times|people|patients|steps|words|weeks?|tries|doses?)\b")
CAME_TO = re.compile(r"(?:->|=>|\u2192|\bto|\bthen|\bfrom|\bwas|\bat first|\binitially)\s?$")
NOW = re.compile(r"\s?(?:,|\()?\s?(?:now|today|currently|at present|this week|at (?:this|today's) visit)\b(?!\s?\d)")
GOES_OVER = re.compile(r"\s?(?:->|=>|\u2192|to\b|down\b|then\b)")
WORDED = re.compile(
    r"\b(?:scor(?:es?|ed|ing)|rat(?:es?|ed|ing)|grad(?:es?|ed|ing)|puts|nrs|nprs|vas|averag(?:es|ing)|calls? it"
    r"|pain (?:is|runs|averages|stands|stays|sits))\b(?! (?:of )?(?:fatigue|anxiety))"
    r"[^.;,:\d]{0,34}?\b(?P<figure>"
    + FIGURES
    + r")\b(?=\s?(?:$|[.,;)]|on\b|with\b|when\b|while\b|at (?!rest|best)|out of ten|of ten|most\b"
    r"|today\b|now\b|this\b))"
)
ON_A_SCALE = (
    r" on (?:a|the|our|his|her) (?:usual |same |ordinary |pain |familiar )?"
    r"(?:scale (?:of (?:ten|(?:zero|one) to ten)|to ten|from (?:zero|one) to ten)|ten[- ]point scale)"
)
OUT_OF_TEN = re.compile(
    rf"\b(?:(?<!from )(?P<least>{FIGURES}) (?:and|to|or) (?:an? )?)?"
    rf"(?P<figure>{FIGURES})(?P<end> (?:out )?of ten|{ON_A_SCALE})\b(?!-)"
)
# "On a 0 to 10 scale: 8".
SCALE_AHEAD = re.compile(
    r"\bon (?:a|an|the|our|his|her) (?:(?:usual |same |pain )?scale (?:of |from )(?:(?:0|1|zero|one) ?(?:-"
    r"|to) ?)?(?:10|ten)"
    r"|(?:0|1|zero|one) ?(?:-|to) ?(?:10|ten)(?: pain)? scale|(?:10|ten)[- ]point(?: pain)? scale)[,:]? "
    rf"(?:(?:it|this|that|he|she) (?:is|was|stands at|says|gives|is at|rates it) )?(?:about |an? )?(?P<figure>10|\d"
    rf"|{FIGURES})"
    r"(?=\s*(?:[.,;)]|$)| (?:today|now|on average|most)\b)"
)
BY_ITS_SCALE = re.compile(r"(?<![\d/.-])(?P<figure>10|\d) ?\((?:scale )?(?:of )?0 ?(?:-|to) ?10\)")
ANOTHER_TROUBLE = re.compile(
    r"\b(?:fatigue|tired\w*|anxi\w+|mood|stress|nausea|itch\w*|dyspn\w+|breath\w*|tinnitus|dizz\w+|sleep)\b"
)
CLAUSE = re.compile(r"[;:]|\bbut\b|\.\s")


LABELLED = (
    r"s?(?: pain)?(?: (?:vas|nrs|score|itself))?,?(?: (?:is|of|at|was|now|today))*[ :=]*(?:(?:mean|average|avg) )?$"
)
OF_THE_SPINE = re.compile(rf"\b(?:neck|back){LABELLED}")
OF_A_LIMB = re.compile(rf"\b(?:arm|leg){LABELLED}")
LABEL_REACH = 32
BEHIND_IT = (
    r"(?:/10| (?:out )?of (?:10|ten))?(?: pain)?(?: (?:in|down|into|to|for|at|of))?(?: (?:the|his|her))?"
    r"(?: (?:right|left|r|l|rt|lt))? "
)
# "7/10 arm 3/10 neck": a label behind a score is no label of the next.
NOT_OF_THE_NEXT = r"\b(?! (?:pain )?(?:is |of |at |[:=] ?)?\d)"
IN_THE_SPINE = re.compile(rf"{BEHIND_IT}(?:neck|(?:low(?:er)? )?back){NOT_OF_THE_NEXT}")
IN_A_LIMB = re.compile(rf"{BEHIND_IT}(?:arm|leg){NOT_OF_THE_NEXT}")


# "6 at rest, 8 with lifting": the pain is the one in use, and not that at rest beside it.
REST_AND_USE = re.compile(
    r"(?<![\d/.-])(?P<rest>10|\d)(?:/10)?,? (?:at rest|resting|sitting(?: still| down)?|lying(?: down| still)?|in bed"
    r"|seated)[,;/ ]{1,3}(?:(?:and|but|to|then|vs\.?|versus|rising to|going to|up to|climbing to|about|it is|is"
    r"|rises to|climbs to|goes to) ){0,3}(?P<figure>10|\d)(?:/10)?"
    r"(?= (?:with|on|when|while|walking|standing|lifting|turning|moving|in use|during|upon|climbing|bearing|weight"
    r"|using|bending|by (?:evening|night)|after (?:walking|standing|sitting|driving|a (?:walk|day|drive)))\b)"
)
SAYS_PAIN = re.compile(r"\b(?:nrs|nprs|vas|pain\w*|aches?|aching)\b[^.;\d]{0,30}$")


def in_use(low: str, start: int, end: int) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Where a pain is told at rest and in use: the place of the one figure and of the other."""
    if "rest" not in low[start:end] and "ing" not in low[start:end] and "in bed" not in low[start:end]:
        return
    for m in REST_AND_USE.finditer(low, start, end):
        if SAYS_PAIN.search(low, start, m.start()):
            yield m.span("rest"), m.span("figure")


def of_the_spine(low: str, figure: tuple[int, int]) -> bool:
    """Whether a score is labelled as that of the neck or the back: "neck 3/10", "3/10 in the neck"."""
    return _labelled(low, figure, (OF_THE_SPINE, OF_A_LIMB), IN_THE_SPINE)


def of_a_limb(low: str, figure: tuple[int, int]) -> bool:
    """Whether a score is labelled as that of an arm or a leg: "arm 6/10", "6/10 down the leg"."""
    return _labelled(low, figure, (OF_A_LIMB, OF_THE_SPINE), IN_A_LIMB)


def _labelled(
    low: str, figure: tuple[int, int], before: tuple[re.Pattern[str], re.Pattern[str]], behind: re.Pattern[str]
) -> bool:
    """Whether a label stands before a score, or behind one that has none before it but for a comma between."""
    start, end = figure
    mine, other = (p.search(low, max(0, start - LABEL_REACH), start) for p in before)
    return mine is not None or ((other is None or "," in other[0]) and behind.match(low, end) is not None)


def scores_of_ten(low: str, start: int, end: int, above: int, numbers: Sequence[NumberToken]) -> Iterator[Score]:
    """The pain scores of a sentence that stand without a name, or in a word; the score before a change is left out.

    A sentence that begins with when, or with the score, may be about the pain told since `above`.
    """
    about = ABOUT_PAIN.search(low, start, end) is not None
    tens = [
        (n.start, n.end, n.low, n.high)
        for n in numbers
        if n.of == MOST and n.low is not None and n.high is not None and n.end <= end
    ]
    tens += _in_words(low, start, end)
    if tens and not _of_treatment(low, start, end):
        of_a_part = about or BODY.search(low, start, end) or _goes_on(low, start, min(t[0] for t in tens), above)
        yield from (t for t in tens if of_a_part and _counts(low, start, end, t[0], t[1]))
    if about:
        for m in WORDED.finditer(low, start, end):
            figure = float(NUMBER_WORDS[m["figure"]])
            yield *m.span("figure"), figure, figure


def _in_words(low: str, start: int, end: int) -> Iterator[Score]:
    """`seven of ten`, `between six and eight on the usual scale of ten`, `6 (0-10)`."""
    if "ten" in low[start:end]:
        for m in OUT_OF_TEN.finditer(low, start, end):
            most = float(NUMBER_WORDS[m["figure"]])
            least = float(NUMBER_WORDS[m["least"]]) if m["least"] else most
            if least <= most:
                yield m.start(), m.end(), least, most
            else:
                yield m.start("figure"), m.end(), most, most
    if " scale" in low[start:end]:
        for m in SCALE_AHEAD.finditer(low, start, end):
            figure = _worth(m["figure"])
            yield *m.span("figure"), figure, figure
    if "10)" in low[start:end]:
        for m in BY_ITS_SCALE.finditer(low, start, end):
            yield m.start(), m.end(), float(m["figure"]), float(m["figure"])


def _of_treatment(low: str, start: int, end: int) -> bool:
    """Whether a sentence tells what a treatment did; blocks that are walked are none."""
    told = OF_TREATMENT.search(low, start, end)
    if told is None or not told[0].startswith("block"):
        return told is not None
    return OF_TREATMENT.search(WALKED.sub(" ", low[start:end])) is not None


def _worth(figure: str) -> float:
    return float(NUMBER_WORDS.get(figure, 0) or figure)


def _goes_on(low: str, start: int, first: int, above: int) -> bool:
    """Whether nothing but words that lead to a score stand before it, and pain was the last trouble told of."""
    if first - start > LEADING or not LEADS.fullmatch(low, start, first):
        return False
    told = [*ABOUT_PAIN.finditer(low, above, start)]
    return bool(told) and ANOTHER_TROUBLE.search(low, told[-1].end(), start) is None


def _counts(low: str, start: int, end: int, first: int, last: int) -> bool:
    """Whether a score is of this matter and of now."""
    if COUNTED.match(low, last, end):
        return False
    left = max((m.end() for m in CLAUSE.finditer(low, start, first)), default=start)
    right = CLAUSE.search(low, last, end)
    if OF_ANOTHER_MATTER.search(low, max(left, first - 40), min(last + 16, right.start() if right else end)):
        return False
    moved = CAME_TO.search(low[max(start, first - 12) : first]) or GOES_OVER.match(low, last, end)
    return not moved or NOW.match(low, last, end) is not None
