"""What a diagnostic block did to the pain, told as two scores or a fraction: "8/10 to 1/10 for 6 h", "by four fifths".

The block stands in the same sentence, in a line above that leads a list or a table, or in one that the sentence goes
on from ("After the second, from a seven to a one").
"""

from collections.abc import Iterator, Sequence

from agents.reading import patterns as re
from agents.reading.assertion import said_of
from agents.reading.blocks import A_WHILE, ANESTHETIC, ANOTHER, NAMED, NOT_OF_PAIN, names_a_block
from agents.reading.compared import FRACTION, SPANS, Pair, columns_compared, figures_in, fractions_gone, pairs_in
from agents.reading.numbers import NumberToken
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.sentences import SENTENCE_BOUND
from agents.reading.subject import subject_of
from priorauth.facts import Assertion, Subject

MAY_TELL_A_SHARE = re.compile(r"\b(?:by|from|to|of|before|pre|after|post|percent)\b|%|->|=>|\u2192|/10|\|")
MOST_PAIN, ROUNDED, NAME_REACH, CARE_BEHIND = 10.0, 12.0, 60, 20
OF_PAIN = re.compile(r"\b(?:pain\w*|nrs|nprs|vas|scores?|ache|relief|hurt\w*|sore\w*)\b")
WENT = re.compile(
    r"\b(?:went|goes|fell|dropped|came|took (?:him|her|it|them)|brought (?:him|her|it)) (?:down )?from (?:an? )?$"
)
OTHER_UNITS = re.compile(
    rf"(?:mg|ml|cc|mcg|g|gauge|miles?|blocks?|injections?|needles?|levels?|stairs|steps|tablets?|pills?|units?"
    rf"|times|cm|mm|{SPANS.pattern})"
)
ABOVE = 6
GOES_ON = re.compile(
    r"[\s\-*\u2022#.)(\d]{0,6}(?:(?:1st|2nd|first|second|one|two|both|each|again|block|mbb|inj(?:ection)?|set|no\.|#)"
    r"(?![a-z])|(?:on|after|with|following|for|by|from|in) (?:the |each |both |that |this |it\b|his |her |either |#)"
    r"|(?:he|she|they|it|pt|patient|his|her|that|this|pain|relief|result|response|nrs|nprs|vas|scores?|pre|before|back"
    r"|rated|diary|log|numeric|lido\w*|bupi\w*|ropi\w*|marcaine|right|left|same|immediate\w*)\b"
    r"|the (?:first|second|other|1st|2nd|pain|relief|score|ache|diary|log|effect|result|repeat|confirmatory|patient)"
    rf"|(?:{FRACTION}) of)"
)
OTHER_CARE = re.compile(
    r"\b(?:therap\w+|physio\w*|exercis\w+|naproxen|ibuprofen|meloxicam|diclofenac|celecoxib|gabapentin|pregabalin"
    r"|duloxetine|oxycodone|hydrocodone|tramadol|opioids?|acetaminophen|surgery|operation|fusion|chiropract\w+"
    r"|acupuncture|massage|tens|braces?|belts?|now|these days|today|currently|this morning|plan|planned|scheduled|will"
    r"|exam|oswestry|odi)\b"
)
ELSEWHERE = re.compile(
    r"\b(?:hip|knee|shoulder|ankle|wrist|elbow|bursa\w*|troch\w+|piriformis|thumb|heel)(?: joint)?"
    r" (?:injection|injected|block)"
)
ANOTHER_PART = re.compile(
    r"\b(?:knees?|hips?|shoulders?|ankles?|wrists?|elbows?|foot|feet|heels?|hands?|thumbs?|jaw|chest|belly|abdom\w+|teeth)\b"
)
RESULTLESS = re.compile(
    r"\b(?:results?|relief|scores?|outcome|diary|log)\b[^.;]{0,16}\b(?:not|never|unclear|unknown|lost|blank|missing"
    r"|pending)\b"
    r"|\bunclear result|\bno (?:relief|benefit|effect|result)|\bwithout (?:effect|benefit|relief|a result)"
    r"|\bcancel\w+|\bdid not (?:help|work)"
)
LEFT_OF_A_FALL = re.compile(rf"(?:[:=,\-]|\bfrom|{ANESTHETIC}|\bgave|\d\d)\s*$")
RIGHT_OF_A_FALL = re.compile(rf",? ?(?:for|x|lasting|over|that lasted)? ?(?:about |some |~ ?)?{A_WHILE}\b")


def tells_of_a_block(document: PreparedDocument, sentence: Sentence) -> bool:
    """Whether a sentence tells of a diagnostic block: it names it, stands in its list, or goes on from it."""
    low, stop = document.low, min(sentence.end, sentence.start + SENTENCE_BOUND)
    if names_a_block(low, sentence.start, stop):
        return True
    if low.startswith("|", sentence.start):
        return _in_a_table_of_blocks(document, sentence)
    goes_on = _goes_on(low, sentence, stop)
    for before in reversed(document.sentences[max(0, sentence.index - ABOVE) : sentence.index]):
        if before.block != sentence.block:
            return False
        leads = low[before.start : before.end].rstrip().endswith(":")
        if (leads or goes_on) and names_a_block(low, before.start, before.end):
            return leads or _was_done(document, before)
        if leads or ANOTHER.search(low, before.start, before.end):
            return False
        goes_on = goes_on and not OTHER_CARE.search(low, before.start, before.end)
    return False


def _goes_on(low: str, sentence: Sentence, stop: int) -> bool:
    """Whether a sentence may go on about what was told before it, and names no other care."""
    if any(other.search(low, sentence.start, stop) for other in (ANOTHER, OTHER_CARE, ELSEWHERE, ANOTHER_PART)):
        return False
    dated = any(not low[sentence.start : d.start].strip(" \t\n-*(") for d in sentence.dates[:1])
    return dated or GOES_ON.match(low, sentence.start, stop) is not None


def _in_a_table_of_blocks(document: PreparedDocument, sentence: Sentence) -> bool:
    """Whether the line above a table, or its head, names a block."""
    found = columns_compared(document.low, sentence.start, sentence.end)
    if found is None:
        return False
    above = document.low.rfind("\n", 0, max(0, found[2] - 1)) + 1
    return names_a_block(document.low, above, document.low.find("\n", found[2]))


def _was_done(document: PreparedDocument, sentence: Sentence) -> bool:
    """Whether a sentence says of the block it names that it was done to the patient, and had a result."""
    low, stop = document.low, min(sentence.end, sentence.start + SENTENCE_BOUND)
    named = NAMED.search(low, sentence.start, stop)
    if named is None or sentence.standing is not None or RESULTLESS.search(low, sentence.start, stop):
        return False
    affirmed = said_of(sentence.cues, *named.span()).assertion is Assertion.affirmed
    return affirmed and subject_of(document, sentence.start, stop) is not Subject.other_person


def falls_of_blocks(
    low: str, start: int, end: int, days: Sequence[tuple[int, int]], told: Sequence[NumberToken]
) -> Iterator[tuple[int, int, float]]:
    """What two scores or a fraction of a sentence about blocks come to, where no share that agrees stands there."""
    for first, last, share in (*_falls(low, start, end, days), *_fractions(low, start, end)):
        if not any(n.low is not None and abs(n.low - share) <= ROUNDED for n in told):
            yield first, last, share


def _falls(low: str, start: int, end: int, days: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, float]]:
    if low.startswith("|", start):
        yield from _in_columns(low, start, end)
        return
    for pair in pairs_in(low, start, end, OTHER_UNITS):
        if _is_a_fall_of_pain(low, start, end, pair) and not any(a < pair.end and pair.start < b for a, b in days):
            yield pair.start, pair.end, _share(pair.before.worth, pair.after.worth)


def _in_columns(low: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    """What the scores in the columns of before and after come to."""
    found = columns_compared(low, start, end)
    if found is None or NOT_OF_PAIN.search(low, start, end):
        return
    scores = [[f for f in figures_in(low, *cell) if f.worth <= MOST_PAIN and f.of in ("", "10")] for cell in found[:2]]
    if all(len(told) == 1 for told in scores) and scores[1][0].worth < scores[0][0].worth:
        before, after = scores[0][0], scores[1][0]
        yield min(before.start, after.start), max(before.end, after.end), _share(before.worth, after.worth)


def _fractions(low: str, start: int, end: int) -> Iterator[tuple[int, int, float]]:
    if OF_PAIN.search(low, start, end):
        yield from fractions_gone(low, start, end)


def _share(before: float, after: float) -> float:
    return round(100 * (before - after) / before, 2)


def _is_a_fall_of_pain(low: str, start: int, end: int, pair: Pair) -> bool:
    before, after = pair[:2]
    if not after.worth < before.worth <= MOST_PAIN or before.side or not {before.of, after.of} <= {"", "10"}:
        return False
    ahead = low[max(start, pair.start - NAME_REACH) : pair.start]
    between = low[pair.start : pair.end]
    named = [*OF_PAIN.finditer(ahead)]
    if NOT_OF_PAIN.search(ahead, named[-1].end() if named else 0) or NOT_OF_PAIN.search(between):
        return False
    if ANOTHER_PART.search(ahead) or ANOTHER_PART.search(between):
        return False
    if OTHER_CARE.search(low, max(start, pair.start - NAME_REACH), min(end, pair.end + CARE_BEHIND)):
        return False
    if named or "10" in (before.of, after.of) or OF_PAIN.search(between):
        return True
    return (WENT.search(ahead) or LEFT_OF_A_FALL.search(ahead) or RIGHT_OF_A_FALL.match(low, pair.end, end)) is not None
