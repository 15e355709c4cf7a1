"""What stands over a list and tells of all of it: "None of the following helped:", "CARE TO DATE (5 months)"."""

from agents.reading import patterns as re
from agents.reading.durations import DURATION, is_duration, length_of
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.subject import subject_of
from priorauth.facts import Duration, Subject

BULLETED = re.compile(r"[*\-+•]\s|\d{1,2}[.)]\s")
LIST_BOUND, LONGEST, INDENT, SHORT = 12, 110, 2, 60
FAILED = re.compile(
    r"(?<!heart )(?<!kidney )(?<!renal )(?<!respiratory )(?<!not )(?<!never )\bfail(?:ed|ure|ures|ing)?\b(?! (?:to"
    r"|back))"
    r"|\b(?:without|w/o|with(?:out any| no| little))(?: \w+){0,2} (?:relief|success|benefit|improvement|effect|help"
    r"|response|result|gain|change)|\b(?:inadequate|insufficient|poor) (?:relief|benefit|response|results?|help)"
    r"|\bno (?:\w+ ){0,2}(?:relief|benefit|improvement|response|help|effect|success|good|gain)\b"
    r"|\bunsuccessful|\bineffective|\bnot help(?:ed|ful)|\b(?:did|has|have|had)(?: not|n't) (?:help|work|last|held"
    r"|hold)"
    r"|\b(?:none|nothing|neither|not one)\b[^:]{0,40}\b(?:help\w*|work\w*|relie\w+|benefi\w+|held|last\w*|success\w*"
    r"|effect\w*|did|chang\w+|touched|good|enough|gave|brought)\b|\ball (?:useless|in vain|to no avail)"
)
FORETOLD = re.compile(
    r"\b(?:plan\w*|will|next|to (?:try|do|start|begin|consider|follow|add)|recommend\w*|advis\w*|options?|offer\w*"
    r"|consider\w*|propos\w*|orders?|ordered|schedul\w*|future|goals?|upcoming|suggest\w*|declin\w*|refus\w*|untried"
    r"|(?:not|never) (?:yet )?(?:tried|done|had|taken|used|begun|started)|pending|await\w*|instruct\w*|homework)\b"
)
AHEAD = re.compile(
    r"\b(?:(?:we|i|she|he|they) (?:now |then |have )?(?:plan|will|intend|propose|advise|suggest|start|begin|began|order"
    r"|prescrib|add)\w*|will|next|untried|declin\w*|refus\w*|must|should|if|needs?|require[sd]?|requirements?|criteria"
    r"|(?<!to )(?<!until )(?<!till )now|begins?|starts|instead|(?:not|never) (?:yet )?(?:tried|done|had|taken|used"
    r"|begun"
    r"|started))\b"
)
LIES_BEHIND = re.compile(
    r"\b(?:to date|so far|already|past|prior|previous(?:ly)?|(?<!not )(?<!never )(?<!yet )(?:tried|done|completed"
    r"|failed"
    r"|used|taken|had))\b"
)
OF_CARE = re.compile(
    r"\b(?:care|treat\w*|therap\w+|tried|done|measures?|management|used|so far|to date|conservative|non-?operative"
    r"|non-?surgical|drugs?|medic\w+|trials?|interventions?|regimen)\b"
)

Span = tuple[int, int]


def heading_over(document: PreparedDocument, sentence: Sentence) -> Span | None:
    """The line over a list that a sentence is an item of, looked for once."""
    known = document.remembered.headings
    if sentence.index not in known:
        known[sentence.index] = _heading(document.low, sentence.start)
    return known[sentence.index]


def _heading(low: str, start: int) -> Span | None:
    """A line above that ends in a colon or is less indented, with nothing but items between."""
    at = low.rfind("\n", 0, start) + 1
    item = low[at:start] + low[start : start + 4]
    indent, marked = _indent(item), BULLETED.match(item.lstrip()) is not None
    gaps = 0
    for _ in range(LIST_BOUND):
        if at <= 0:
            return None
        begun = low.rfind("\n", 0, at - 1) + 1
        line = low[begun : at - 1]
        bare = line.strip()
        at = begun
        if not bare:
            gaps += 1
            if gaps > 1:
                return None
            continue
        if bare.endswith(":"):
            return (begun, begun + len(line)) if len(bare) <= LONGEST else None
        item_too = BULLETED.match(bare) is not None or (_indent(line) >= INDENT and _indent(line) >= indent)
        if item_too and not gaps:
            continue
        if gaps or len(bare) > LONGEST or bare.endswith((".", ";", ",")):
            return None
        if marked or _indent(line) < indent:
            return begun, begun + len(line)
        if len(bare) > SHORT or "|" in bare:
            return None
    return None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def says_it_failed(document: PreparedDocument, heading: Span) -> bool:
    """Whether a heading tells of all that stands under it that it did not help the patient."""
    low = document.low
    if FAILED.search(low, *heading) is None or says_it_lies_ahead(low, heading):
        return False
    return subject_of(document, *heading) is Subject.patient


def says_it_lies_ahead(low: str, heading: Span) -> bool:
    """Whether what stands under a heading is planned, advised or declined."""
    if AHEAD.search(low, *heading):
        return True
    return FORETOLD.search(low, *heading) is not None and LIES_BEHIND.search(low, *heading) is None


def says_how_long(document: PreparedDocument, sentence: Sentence, heading: Span) -> Duration | None:
    """How long all that stands under a heading went on, where the heading tells of care."""
    low = document.low
    if OF_CARE.search(low, *heading) is None or says_it_lies_ahead(low, heading):
        return None
    told = (m for m in DURATION.finditer(low, *heading) if is_duration(low, sentence, m))
    return next((length_of(m) for m in told), None)
