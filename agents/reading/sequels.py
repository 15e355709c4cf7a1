"""Where a record goes on about a treatment: the sentences after it, how the trouble is then, the sum below a list."""

from collections.abc import Sequence

from agents.reading import patterns as re
from agents.reading.durations import durations_in, is_duration, length_of
from agents.reading.headed import BULLETED, heading_over
from agents.reading.places import JOINTS, same_region, sites_of
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.remembered import Mention
from agents.reading.subject import subject_of
from priorauth.facts import Duration, Subject

ANAPHORA = re.phrases("sequels", "anaphora", r"^(?:[\s\-*\"'“]*)(?:…)\b")
OPENING = (
    r"[\s\-*]*(?:(?:by|in|on|at|after|even) (?:\w+ ){1,3}|(?:exam|today|currently|presently|outcome|result|response|pt"
    r"|patient|still)\b[\w ]{0,16}[:,]? )?(?:(?:the|his|her|their|my|same|both|left|right|[lr]|first-step|low|lower"
    r"|upper"
    r"|overhead|night|daily|axial|radicular|morning) ){0,3}(?:…)\b"
)
COMPLAINTS = re.phrases("sequels", "complaints", OPENING)
COMPLAINTS_ELSEWHERE = re.phrases("sequels", "complaints-elsewhere", OPENING)
SUMMING = (
    r"[\s\-*>=→+•\"'“]*(?:(?:result|outcome|overall|effect|response|in all|all told|sum|altogether|so far)s?[:,=] ?)?"
    r"(?:(?:(?:\w+|\d+)[ -])?(?:weeks?|months?|wks?|mos?) (?:on|in|later|into (?:it|this)|and counting),? )?"
    r"(?:(?:and|but|yet|still),? )?(?:(?:he |she |pt |patient |i )?(?:says?|said|reports?|reported|feels|felt|states"
    r"|stated"
    r"|tells (?:me|us)|told (?:me|us)|finds|found|notes|noted) (?:that )?)?(?:…)"
)
SUMS = re.phrases("sequels", "sums", SUMMING)
SUMS_OF_A_STORY = re.phrases("sequels", "sums-of-a-story", SUMMING)
IN_ALL = re.compile(
    r"[\s,-]{1,2}(?:or (?:so|more) )?(?:of |on |with )(?:all )?(?:of )?(?:this|that|it|these|those|them|such"
    r"|everything|trying"
    r"|(?:conservative |non-?operative |non-?surgical )?(?:care|treatment|therapy|measures|management))\b(?! (?:pain"
    r"|ache"
    r"|symptom|trouble|complaint|misery|headache|leak|problem|knee|hip|back|neck|leg|arm))"
)
THESE = re.compile(r"\b(?:these|those|all these|the) (?:\w+ )?$")
OF_THE_TROUBLE = re.compile(r",? (?:of|with|in|since) ")
HYPOTHETICAL = re.compile(r"\b(?:if|unless|whether|should|would|plan\w*|will|consider\w*|refer\w*|because|when)\b")
SUPPOSED = re.compile(r"\b(?:if|unless|whether|should|would|plan\w*|will|consider\w*|refer\w*|may|might)\b")
# "Her brother had the same. Nothing helped him.": from here on another's story is told.
OF_KIN = re.compile(
    r"\W*(?:her|his|my|the|their|a) (?:\w+ )?(?:brother|sister|mother|father|wife|husband|son|daughter|aunt|uncle"
    r"|cousin|neighbou?r|friend|roommate|twin)(?: \w+)? (?:had|has|did|tried|took|got|went|wore|used|was|is)\b"
)
MOVING_PARTS = JOINTS | {"lumbar spine", "cervical spine", "thoracic spine", "sacroiliac joint"}
# "Stockings. I put her in class II on May 5": what a single word announces is what the next sentences tell.
UNDER_A_WORD = re.compile(
    r"\W*(?:(?:i|we) (?:put|placed|started|fitted|gave|prescribed|had) (?:him|her|them)\b|(?:he|she|they)"
    r" (?:has|have|had) (?:worn|taken|done|used|been (?:in|on))\b|(?:begun|started|fitted|worn|taken|since|from) )"
)
HEADING_WORDS = 3
LIST_BOUND, AFTER_BOUND, STORY_BOUND = 12, 2, 6


def stretch_of(document: PreparedDocument, sentence: Sentence, sites: frozenset[str]) -> list[Sentence]:
    """The sentence, and up to two after it that plainly go on about it."""
    found = [sentence]
    skipped = 0
    for after in document.sentences[sentence.index + 1 : sentence.index + 5]:
        same = after.block == sentence.block and after.section is sentence.section and after.standing is None
        if not same or skipped > 1 or BULLETED.match(document.low, after.start):
            break
        headed = len(sentence.words) <= HEADING_WORDS and after.index <= sentence.index + AFTER_BOUND
        goes_on = ANAPHORA.search(document.low[after.start : after.end]) or (
            headed and UNDER_A_WORD.match(document.low, after.start, after.end)
        )
        if not goes_on or _of_another_kind(document.low, after, sites):
            if _is_of_another(document, after):
                break
            skipped += 1
            continue
        if subject_of(document, after.start, after.end) is not Subject.patient or elsewhere(
            document, after.start, after.end, sites
        ):
            break
        found.append(after)
    return found


def told_next(
    document: PreparedDocument, stretch: Sequence[Sentence], others: Sequence[Mention], sites: frozenset[str]
) -> Sentence | None:
    """A sentence right after that says how the trouble is, names no other treatment and no other part of the body."""
    first, last = stretch[0], stretch[-1]
    for after in document.sentences[last.index + 1 : last.index + 1 + AFTER_BOUND]:
        same = after.block == first.block and after.section is first.section and after.standing is None
        if not same or BULLETED.match(document.low, after.start) or _treats(after, others):
            return None
        if not _complains(document.low, after, sites):
            continue
        if HYPOTHETICAL.search(document.low, after.start, after.end) or elsewhere(
            document, after.start, after.end, sites
        ):
            return None
        alone = subject_of(document, after.start, after.end) is Subject.patient
        return after if alone else None
    return None


def summed_up(
    document: PreparedDocument, sentence: Sentence, others: Sequence[Mention], sites: frozenset[str]
) -> Sentence | None:
    """The sentence that says what came of all that was done: below its list, or later in the paragraph of its story."""
    listed = BULLETED.match(document.low, sentence.start) is not None or heading_over(document, sentence) is not None
    found = _sum_below(document, sentence, others) if listed else None
    found = found or _sum_of_the_story(document, sentence)
    if found is None or SUPPOSED.search(document.low, found.start, found.end):
        return None
    if elsewhere(document, found.start, found.end, sites) or _of_another_kind(document.low, found, sites):
        return None
    return found if subject_of(document, found.start, found.end) is Subject.patient else None


def _sum_below(document: PreparedDocument, sentence: Sentence, others: Sequence[Mention]) -> Sentence | None:
    """The sentence below a list that says what came of all of it ("None of these gave lasting relief")."""
    low = document.low
    for after in document.sentences[sentence.index + 1 : sentence.index + 1 + LIST_BOUND]:
        if after.section is not sentence.section or after.standing is not None:
            return None
        if SUMS.match(low, after.start, after.end):
            return after
        if not (BULLETED.match(low, after.start) or _treats(after, others)):
            return None
    return None


def _sum_of_the_story(document: PreparedDocument, sentence: Sentence) -> Sentence | None:
    """The sentence of the same paragraph that looks back on all that was told: "After five months of this ..."."""
    low = document.low
    for after in document.sentences[sentence.index + 1 : sentence.index + 1 + STORY_BOUND]:
        if after.block != sentence.block or after.section is not sentence.section or after.standing is not None:
            return None
        if SUMS_OF_A_STORY.match(low, after.start, after.end):
            return after
        if _is_of_another(document, after):
            return None
    return None


def _is_of_another(document: PreparedDocument, sentence: Sentence) -> bool:
    """Whether a sentence turns to somebody else, so that what comes next may be theirs."""
    if OF_KIN.match(document.low, sentence.start, sentence.end):
        return True
    return subject_of(document, sentence.start, sentence.end) is not Subject.patient


def how_long_in_all(document: PreparedDocument, summed: Sentence) -> tuple[Duration, int] | None:
    """How long all of it went on, by the sentence that looks back on it: "after six months of all this"."""
    low = document.low
    for m in durations_in(document, summed.start, summed.end):
        these = THESE.search(low, summed.start, m.start()) and not OF_THE_TROUBLE.match(low, m.end())
        if (these or IN_ALL.match(low, m.end())) and is_duration(low, summed, m):
            return length_of(m), m.end()
    return None


def _complains(low: str, sentence: Sentence, sites: frozenset[str]) -> bool:
    if COMPLAINTS.match(low, sentence.start, sentence.end):
        return True
    return not sites & MOVING_PARTS and COMPLAINTS_ELSEWHERE.match(low, sentence.start, sentence.end) is not None


def _of_another_kind(low: str, sentence: Sentence, sites: frozenset[str]) -> bool:
    """Whether a sentence tells of headaches, the skin or the bladder, where a joint or the spine is asked about."""
    return (
        bool(sites & MOVING_PARTS)
        and COMPLAINTS_ELSEWHERE.match(low, sentence.start, sentence.end) is not None
        and COMPLAINTS.match(low, sentence.start, sentence.end) is None
    )


def _treats(sentence: Sentence, others: Sequence[Mention]) -> bool:
    return any(o.sentence == sentence.index for o in others)


def elsewhere(document: PreparedDocument, start: int, end: int, sites: frozenset[str]) -> bool:
    """Whether a stretch tells of parts of the body that the request is not about."""
    if not sites:
        return False
    named = {found.site for found in sites_of(document.low, start, end)}
    return bool(named) and not any(same_region(mine, other) for mine in sites for other in named)
