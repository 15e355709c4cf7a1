"""Care begun at one visit and told as carried on at the next: "Today 15 weeks later: wore the hose every day".

What is told back need not name the care again ("six weeks of the above, no visit missed"). It must say that the care
was kept up, and tell of nothing left off, forgotten, still to come or another's.
"""

from collections.abc import Sequence

from agents.reading import patterns as re
from agents.reading.durations import DURATION, length_of
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.remembered import Mention, Return
from agents.reading.subject import subject_of
from priorauth.facts import DateInterval, Subject

FARTHEST, TOLD_OVER = 10, 3
OPENING = re.compile(
    r"[\s\-*\u2022#>]*(?:(?:today|now|seen|back|here|returns?|returned|visit|f/?u|follow-?up|recheck\w*"
    r"|re-?check\w*|rtc"
    r"|she|he|pt|patient|is|comes?|came|has|had|again|after|at|some|a full|and|\d{1,2}/\d{1,2}(?:/\d{2,4})?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:, \d{4})?|#\d)"
    r"(?:[\s,:.()#\u2013\u2014-]+)){0,6}"
)
LATER = re.compile(
    r"\s*(?:later\b|(?:on|in)(?=\s*[,:;(\u2013-])|on (?=she |he |they |pt |patient )|into (?:it|this|that)\b)"
)
OF_IT_ALL = re.compile(
    r" of (?:all )?(?:of )?(?:the above|(?:this|that|the same)(?: (?:plan|regimen|program\w*|protocol|care|treatment))?"
    r"(?=\s*[,.;:(\u2013-]|$)|it all\b|that plan\b|the plan\b)"
)
FAITHFUL = re.compile(
    r" of (?:(?:the|her|his|such|same|full|good|steady) )?(?:faithful|daily|regular|diligent|steady|constant|nightly)"
    r" (?:wear(?:ing)?|use|treatment|care|compression|compliance|adherence)\b"
)
BEGINS = re.compile(
    r"\b(?:start(?:s|ed|ing)?|begins?|began|begun|beginning|initiat\w+|commenc\w+|(?:put|placed) (?:\w+ )?(?:on"
    r"|in|into)"
    r"|fit(?:ted)?|prescribed|rx'?d?|issued|dispensed|given|gave|ordered|added?|plan|p(?=:)|trial of|instituted)\b"
)
KEPT = re.compile(
    r"\b(?:wore|worn|wears|wearing|used|uses|using|did|does|done|doing|took|takes|taken|taking|kept|keeps|followed"
    r"|attended|completed|stuck|adher\w+|complian\w+|faithful\w*|religiously|daily|every (?:single )?(?:day"
    r"|morning|night)"
    r"|each day)\b"
)
NO_DENIAL = re.compile(
    r"\b(?:no|not|never|without)(?: (?:a|any|one|single|much|at all))* (?:miss\w+|gaps?|breaks?|lapses?|interruptions?"
    r"|better|change\w*|relief|help\w*|improve\w*|heal\w*|smaller|worse|benefit|effect|difference|gains?"
    r"|progress|growth"
    r"|less|lighter|closer)\b"
)
LEFT_OFF = re.compile(
    r"\b(?:no|not|never|nor|none|n't|without|cannot|hardly|rarely|barely|seldom|only|some|on and off|off and on"
    r"|stopp\w+"
    r"|quit|half|most|mostly|partly|missed|skipp\w+|lost (?:it|them|one|the|his|her)|un(?:able|worn|used|filled"
    r"|opened)|declin\w+|refus\w+|forg\w+|few"
    r"|once|twice|times|until|till|ran out|broke|gave up|abandon\w+|discontinu\w+|d/?c'?d|drawer|sporadic\w*"
    r"|intermittent\w*|occasional\w*|poor\w*|struggl\w+|if|unless|when|will|would|should|could|may|might|to be|plan\w*"
    r"|goal|target|hop(?:e|es|ed|ing)|need\w*|must|next)\b|n't\b"
)


def carried_on(document: PreparedDocument, sentence: Sentence) -> Return | None:
    """What a later visit tells of the care that a sentence begins."""
    low = document.low
    near = [r for r in _returns(document) if 0 < r.sentence - sentence.index <= FARTHEST]
    if not near or BEGINS.search(low, sentence.start, sentence.end) is None:
        return None
    found = near[0]
    later = document.sentences[found.sentence]
    if found.whole and later.block == sentence.block and later.visit == sentence.visit:
        return None
    between = document.sentences[sentence.index : found.sentence + 1]
    if any(subject_of(document, s.start, s.end) is not Subject.patient or s.standing is not None for s in between):
        return None
    return found if _long_enough_ago(sentence.visit, later.visit, found) else None


def of_the_same(found: Return, mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether what is told back is of the treatment named: of all that was begun, of it by name, or of no other."""
    if found.whole:
        return True
    named = {o.thing for o in others if found.sentence <= o.sentence <= found.sentence + 1 and o.start < found.end}
    return not named or mention.thing in named


def _long_enough_ago(begun: DateInterval | None, seen: DateInterval | None, found: Return) -> bool:
    """Whether the visits lie as far apart as is told, where both have a day of their own."""
    if begun is None or seen is None or begun == seen:
        return True
    return (seen.last - begun.first).days * 1.2 >= (found.kept.low or 0)


def _returns(document: PreparedDocument) -> tuple[Return, ...]:
    """The sentences of a document that tell care back, found once."""
    if document.remembered.returns is None:
        told = (_told_back(document, s) for s in document.sentences[1:])
        document.remembered.returns = tuple(r for r in told if r is not None)
    return document.remembered.returns


def _told_back(document: PreparedDocument, sentence: Sentence) -> Return | None:
    low = document.low
    opened = OPENING.match(low, sentence.start, sentence.end)
    length = DURATION.match(low, opened.end(), sentence.end) if opened else None
    if length is None:
        return None
    whole, later = OF_IT_ALL.match(low, length.end(), sentence.end), LATER.match(low, length.end(), sentence.end)
    faithful = FAITHFUL.match(low, length.end(), sentence.end)
    if not (whole or later or faithful):
        return None
    end = _told_until(document, sentence)
    text = NO_DENIAL.sub(_blank, low[length.end() : sentence.end])
    if later and not KEPT.search(text):
        following = document.sentences[sentence.index + 1 : sentence.index + 2]
        text += "".join(NO_DENIAL.sub(_blank, low[s.start : s.end]) for s in following if s.end <= end)
    if (later and not KEPT.search(text)) or LEFT_OFF.search(text) or DURATION.search(text):
        return None
    return Return(sentence.index, end, length_of(length), whole is not None)


def _told_until(document: PreparedDocument, sentence: Sentence) -> int:
    """Where the passage ends that tells how the care went."""
    end = sentence.end
    for after in document.sentences[sentence.index + 1 : sentence.index + 1 + TOLD_OVER]:
        if after.block != sentence.block or after.section is not sentence.section or after.standing is not None:
            break
        end = after.end
    return end


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())
