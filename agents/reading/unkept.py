"""Visits that a list or a sentence names and that never took place: no-shows, cancellations, who left unseen.

An entry of a schedule ("6/17 endocrine f/u  NO SHOW") tells of no visit and denies none: another may have been kept.
So it is with the clinic somebody only works at.
"""

from agents.reading import patterns as re
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.remembered import Mention

MAY_TELL = re.compile(
    r"no[ -]?show|\bdna\b|\bdnka\b|\bftka\b|\bns\b|\bn/s\b|\blwbs\b|without being seen|before being seen|cancel|\bcx"
    r"|\bcanc\b"
    r"|resched|\bmissed\b|\bnot\b|n't\b|failed to|never|bumped|no[- ]call|\br/s\b|\bvoid"
)
CAME_NOT = (
    r"(?:(?:did|does|has|have|had) ?(?:not|n't)|didn't|hasn't|never|failed to|unable to) "
    r"(?:keep|kept|attend(?:ed)?|come|came|show(?:n|ed)?|turn(?:ed)?|arrived?|present(?:ed)?|appear(?:ed)?"
    r"|ma(?:k|d)e it(?! in time\b)"
    r"|call(?:ed)?|return(?:ed)?|check(?:ed)? in|join(?:ed)?|connect(?:ed)?|log(?:ged)? (?:in|on))"
    r"(?: (?:up|in|it|this|the|his|her|that|for|to|appointment|appt|visit|session|slot|call|today))*"
)
STATUS = (
    r"(?:no[ -]?shows?(?:ed)?|no[ -]?call[ ,/-]*no[ -]?show|dna|dnka|ftka|fta|ns|n/s|lwbs|(?:pt |patient )?(?:left"
    r"|walked out)"
    r"(?: (?:without|before))(?: (?:being|having been))? (?:seen|the visit|evaluation|exam)|cancel?led|canc|cx(?:'?d"
    r"|l)?|cancellation"
    rf"|rescheduled|resched|r/s|missed(?! (?:\d|one|two|three|only|a |an |no|several|some|half"
    r"|dos(?:es?|ing)|pills?|tablets?))|bumped|voided"
    rf"|not (?:kept|seen|attended|held|completed)|{CAME_NOT})"
)
TAIL = (
    r"(?:[ ,:(]+(?:(?:by|per|due|because|for|weather|snow|to|on|at|pt|patient|clinic|provider|office|he|she|no"
    r"|reason|x ?\d|again|out|sick"
    r"|ill|late|same[- ]day|transport\w*|ride|work|phone|via|portal|until|see|\d[\d/:-]*)\b[^|\n]{0,50})?\)?)?"
)
CELL = re.compile(
    rf"\W*(?:(?:status|outcome|appt|appointment|visit)[ :]+)?(?:was |were |pt |patient )*{STATUS}{TAIL}\W*"
)
CELLS = re.compile(r"\||\t| {2,}| [-\u2013\u2014] |[:;\[\]]|\n")
# What may stand between a visit and the word that it was not kept.
BEHIND = re.compile(
    r"(?:[\s,:()\[\]\u2013\u2014-]|\b(?:appt|appointment|visit|f/u|follow-?up|clinic|session|with|dr\.?|np|pa|md|rn"
    r"|was|were|had|has|been"
    r"|which|that|and|of|on|at|in|for|the|this|his|her|he|she|pt|patient|they|both|again|scheduled|booked|due"
    r"|planned|then"
    r"|in[- ]person|video|telehealth|office|endocrin\w*|new|return|jan\w*|feb\w*|mar\w*|apr\w*|may|june?|july?"
    r"|aug\w*|sep\w*"
    r"|oct\w*|nov\w*|dec\w*|am|pm)\b|\d[\d/:.-]*(?![\d/:.-])){1,40}"
    rf"(?:status[ :]+)?{STATUS}\b(?! (?:it|but|and|until))"
)
HEADED = re.compile(
    r"[\s*\d.)#-]*(?:no[ -]?shows?|missed|cancel?led|cancellations?|not kept|unkept|(?:visits?|appointments?"
    r"|appts?) (?:not kept|missed"
    r"|cancel?led))(?: (?:visits?|appointments?|appts?|sessions?|encounters?|and|or|/|no[ -]?shows?|cancel?lations?"
    r"|cancel?led|missed))*"
    r"[^:\n.;]{0,30}:(?!\s*(?:0\b|none|zero|nil|no\b))"
)
CAPITALS = re.compile(r"\b(?:dna|ns|fta|dnka|ftka)\b")
KEPT = re.compile(
    r"\b(?<!not )(?<!never )(?<!n't )(?<!being )(?:came|kept|seen|attended|arrived|completed|made up"
    r"|walk(?:ed)?[- ]in|instead|(?:was|then) done|done (?=\d)|took place|then saw)\b"
)
WORKS_AT = re.compile(
    r"\b(?:i am|i'm|i work|who works?|works?|working|worked|employed|attached|assigned|rn|nurse|manager|coordinator"
    r"|pharmacist"
    r"|educator|staff|director|secretary|assistant|scheduler|supervisor|volunteers?|writing|calling|embedded|based)\b"
    r"[^.;:\n]{0,60}?\b(?:to|at|in|for|of|with|from|on behalf of) (?:(?:the|our|this|that|a|an|his|her|your|local"
    r"|regional) )*$"
)
PLACE = re.compile(r"(?:[\w-]+ )*(?:clinic|office|department|practice|cent(?:er|re)|program|service)")
SEEN_THERE = re.compile(r"\b(?:saw|seen|see|sees|seeing|examin\w+|evaluat\w+|met|came|comes|visit\w*|review\w*)\b")
AHEAD, LIST_LENGTH = 60, 8


# "She left the psychologist's office before the evaluation."
LEFT_BEFORE = re.compile(r"\b(?:left|walked out|hung up|disconnected)\b[^.;\n]{0,40}?\b(?:before|without|prior to)\b")
# "He could not lie still, study not completed": what was begun and not brought to its end.
A_STUDY = re.compile(
    r"\b(?:mri|mr|ct|scan|film|x-?ray|imaging|psg|polysomno|sleep (?:test|study)|echo|duplex|emg|eeg|myelogram)"
)
BROKEN_OFF = re.compile(
    r"\b(?:study|scan|test|exam|recording|imaging|procedure|it)(?: (?:was|had to be"
    r"|could))* (?:not (?:be )?(?:completed|finished|done"
    r"|performed|obtained)|aborted|terminated|stopped (?:early|before)|abandoned|broken off)\b"
)
DONE_LATER = re.compile(
    r"\b(?:repeated|rescanned|re-?done|completed (?:on|under|with)|then (?:done|completed)|second attempt)\b"
)


def not_kept(document: PreparedDocument, mention: Mention) -> bool:
    """Whether words are found in the entry of a visit that was not kept, or name only where somebody works."""
    low, sentence = document.low, document.sentences[mention.sentence]
    if PLACE.fullmatch(low, mention.start, mention.end) and _only_works_there(low, sentence, mention):
        return True
    if _broken_off(document, sentence, mention):
        return True
    start = low.rfind("\n", sentence.start, mention.start) + 1 or sentence.start
    newline = low.find("\n", mention.end, sentence.end)
    end = newline if newline >= 0 else sentence.end
    if not MAY_TELL.search(low, start, end):
        return _under_a_heading(document, sentence)
    if KEPT.search(low, start, end):
        return False
    if HEADED.match(low, start, mention.start):
        return True
    behind = BEHIND.match(low, mention.end, end)
    if behind is not None and _in_capitals(document, mention.end, behind.end()):
        return True
    return _has_a_cell(document, start, end, mention)


def _broken_off(document: PreparedDocument, sentence: Sentence, mention: Mention) -> bool:
    """Whether somebody left before the deed, or the study that is named was begun and not brought to its end."""
    low = document.low
    last = max(start for start, _ in mention.own)
    if LEFT_BEFORE.search(low, sentence.start, last):
        return True
    if not A_STUDY.search(low, mention.start, mention.end):
        return False
    after = document.sentences[sentence.index + 1 : sentence.index + 2]
    end = after[0].end if after and after[0].block == sentence.block else sentence.end
    told = BROKEN_OFF.search(low, mention.end, end)
    return told is not None and DONE_LATER.search(low, told.end(), end) is None


def _has_a_cell(document: PreparedDocument, start: int, end: int, mention: Mention) -> bool:
    """Whether a cell of the entry, other than that of the find, says that it was not kept."""
    low, at = document.low, start
    cells: list[tuple[int, int]] = []
    for m in CELLS.finditer(low, start, end):
        cells.append((at, m.start()))
        at = m.end()
    cells.append((at, end))
    return any(
        b > a
        and (b <= mention.start or a >= mention.end)
        and CELL.fullmatch(low, a, b) is not None
        and _in_capitals(document, a, b)
        for a, b in cells
    )


def _in_capitals(document: PreparedDocument, start: int, end: int) -> bool:
    """Whether a short sign of a schedule ("DNA", "NS") stands in capitals, where one is used."""
    return all(
        document.document.text[m.start() : m.end()].isupper() for m in CAPITALS.finditer(document.low, start, end)
    )


def _under_a_heading(document: PreparedDocument, sentence: Sentence) -> bool:
    """Whether the line that heads a list says that what follows was not kept: "Missed visits:"."""
    at = sentence.index - 1
    while at >= 0 and document.sentences[at].block == sentence.block and sentence.index - at <= LIST_LENGTH:
        above = document.sentences[at]
        if document.low[above.start : above.end].rstrip().endswith(":"):
            return HEADED.fullmatch(document.low[above.start : above.end].rstrip()) is not None
        at -= 1
    return False


def _only_works_there(low: str, sentence: Sentence, mention: Mention) -> bool:
    """Whether a clinic is named as where somebody works: "I'm the case manager attached to the diabetes clinic"."""
    told = WORKS_AT.search(low, max(sentence.start, mention.start - 2 * AHEAD), mention.start)
    return told is not None and not SEEN_THERE.search(low, sentence.start, sentence.end)
