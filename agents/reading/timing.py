"""When a statement holds: its own date, the date that governs its line or study, else the visit.

A result that is reported needs the date of its study; what is found, felt or taken today is dated by the visit.
"""

from bisect import bisect_left, bisect_right

from agents.reading import patterns as re
from agents.reading.dates import DateKind, DateMention
from agents.reading.lined import day_of_the_line, goes_on_the_line
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.sections import SectionKind
from priorauth.facts import DateInterval

LOOK_BACK = 8
FUTURE_BEFORE = re.compile(
    r"(?:scheduled|planned|plan|due|return|follow[- ]?up|follow up|next|expires?|upcoming|booked|appointment|surgery"
    r"|set|starts|begins|opens|(?:will|to) (?:start|begin)"
    r"|will be|wish\w*|hopes?|wants?|intend\w*|going to|tentative\w*|projected|estimated|anticipated)"
    r"[^.;]{0,30}$"
)
RUNS_AHEAD = re.compile(r"\b(?:continues?|runs|lasts|goes on)(?: \w+){0,2} $")
PAST_EVENT = re.compile(
    r"\b(?:radiation|irradiat\w+|surgery|operated|resect\w+|bypass|stent\w*|implant\w*|infarct\w*|stroke|chemotherapy"
    r"|mastectomy|lobectomy|fusion|transplant\w*|diagnosed|fracture\w*)\b[^;]{0,60}$"
)
OLD_EVENT = re.compile(
    r"(?:\b\w+(?:ectomy|otomy|ostomy|plasty|desis)|\b(?:total (?:knee|hip)|tk[ar]|th[ar]|replacement|icd"
    r"|pacemaker)\b|\b(?:surgery|operation|bypass|cabg|pci|stent\w*|infarct\w*|stroke|tia|cva|gib|ich|sdh|fusion"
    r"|fracture\w*|implant\w*|transplant\w*|radiation|chemotherapy))\b[^,;.]{0,24}$"
)
OF_AN_EVENT = re.compile(
    r"\b(?:tia|cva|stroke|infarct\w*|mi|cabg|pci|embol\w+|fracture|surgery|operation|bypass|stent\w*|ablation|bleeds?"
    r"|gib|ich|sdh|hemorrhage) (?:of|in"
    r"|from)?\s?$"
)
ONSET = re.compile(
    r"\b(?:first (?:found|seen|noted|diagnosed|felt|noticed|recorded|documented)|began|begun|set in|started|came on"
    r"|onset"
    r"|(?:this|current|present) (?:spell|bout|episode|depression|flare)(?: (?:began|started|set in|dates?|goes back))?)"
    r"(?: (?:in|on|from|to|of|around|about|back|since|during|early|late))*\s?$"
)
ON_AND_ON = re.compile(
    r"\b(?:since(?! (?:cleared|resolved|gone|stopped|ended))|ever since|still|now|currently|ongoing|continues|persists?"
    r"|to this day)\b"
)
# "recurrence after the resection of 2023, now in the liver": what is told behind the date is of today.
BY_NOW = re.compile(
    r"[,;](?: (?:and|but|so|yet))?(?: [\w'-]+){0,3} (?:now|currently|still|today|at present|these days)\b"
)
IS_SO = re.compile(
    r",? (?:and|but|so|yet)(?: [\w'.-]+){1,4}? (?:is|are|has|have|wants?|cannot|can't|can|takes?|needs?|remains?|still"
    r"|does|walks?|refuses?|declines?|prefers?|covers?|keeps?)\b"
)
CLAUSE_STOPS = ",;:.(\n"
LONG_AGO = re.compile(
    r"[,;:(] ?(?:with |and )?(?:a )?(?:prior|previous(?:ly)?|s/p|status post|after|post|old|remote|history of"
    r"|hx(?: of)?|h/o|known|formerly|since)\b[^,;:]*$"
)
ONCE = re.compile(
    r"[;:] (?:he|she|it|they|we|i|the \w+|his \w+|her \w+) (?:\w+ )?(?:had|was|were|took|tried|fell|went|underwent|got"
    r"|stopped|\w{2,}ed)\b"
)
IN_PRESENT = re.compile(
    r"\b(?:is|are|has|have|wants?|cannot|can't|needs?|remains?|does|walks?|allows?|refuses?|must)\b"
)
TROUBLE_BEGAN = re.compile(
    r"\b(?:pains?|aches?|symptoms?|troubles?|sciatica|weakness|numbness|headaches?|swelling|episode|depression|limp|it"
    r"|this|which|that|attacks?|seizures?|leakage|breathlessness)(?: \w+)? (?:began|started|set in|came on"
    r"|appeared|developed)\b[^.;]{0,50}$"
)
PRESENT_SPELL = re.compile(r"\b(?:this|current|present) (?:spell|bout|episode|depression|flare)\b[^.;]{0,30}$")
OVER_AGAIN = re.at_words(
    re.compile(r"\b(?:resolved|cleared|gone|ended|stopped|over by|recovered|remission|until|healed)\b")
)
IT_WAS = re.compile(
    r"(?:\b(?:compared (?:with|to)|c/w|vs\.?|versus|than|(?:up|down|grown|increased|decreased|enlarged|risen) from)\b"
    r"[^,;.()]{0,30}|\((?:it |which )?(?:was|from|prior|previously|earlier|had been)\b[^()]{0,30}"
    r"|\(\d+(?:\.\d+)? ?(?:mm|cm|%|mg/dl|pg/ml) [^()]{0,16})$"
)
BEGAN = re.compile(r"\b(?:dx'?d?|diagnosed|since|s/p|onset|stents?|bypass|cabg|mi|surgery|placed|implanted)\b")
SINCE_WORD = re.compile(
    r"\b(?:since|quit|quitting|stopped|ceased|former|gave (?:\w+ )?up|given up|laid (?:it|them) down"
    r"|last (?:one|cigarette) out)\b(?![^.;]*\b(?:except|apart from|other than|save for|but for)\b)[^.;]{0,24}$"
)
STUDY = re.at_words(
    re.compile(
        r"\b(?:study|studies|psg|polysomnogra\w+|sleep test|hsat|hst|home sleep|ct|cta|mri|pet|x-?rays?|xr|radiographs?"
        r"|films?|imaging|scan|ultrasound|duplex|doppler|"
        r"echo\w*|tte|tee|cath\w*|angiogra\w+|labs?|laborator\w+|bloodwork|blood (?:work|draw|test\w*|gas)|abg|cbc|cmp"
        r"|bmp|panel|pfts?|spirometry|pulmonary function|"
        r"oximetry|audiogra\w+|audiometr\w+|emg|ncs|eeg|biops\w+|patholog\w+|cytolog\w+|endoscop\w+|colonoscop\w+|egd"
        r"|dise|report|results?|test(?:ing|s|ed)?|measured|"
        r"download|monitor\w*|cgm|dexa|dxa|bone density|visual fields?|perimetry|photograph\w*|exam\w*|evaluation"
        r"|evaluated|assessment|visit|seen|consult\w*|collected|drawn|"
        r"block|injection|mbb|trial|stress test|holter|tcom|tcpo2|abi|walk test|6mwt|titration|questionnaire|score[sd]?"
        r"|recorded|performed|obtained|dated|vitals?|weighed)\b"
    )
)
BEHIND = re.compile(r"[\s,a-z/%]{0,16}[(\[]|\s*(?:on|in|dated|of|from|as of|at|last|since|by)\b")
UNIT_BETWEEN = re.compile(r"\s?(?:%|[a-z]{1,4}/[a-z]{1,4}|mmhg|cm2?|mm|ms)?,? ")
DATE_LINE = re.compile(
    r"[\s*\-]*(?:date (?:of )?(?:the )?(?:study|test|exam|collection|service|procedure|scan|result|report)|"
    r"(?:study|test|exam|collection|scan|"
    r"result|performed|collected|reported|recorded)(?: date| on)?)\s*[:\-]?\s*\d"
)
ALL_DONE = re.compile(
    r"[\s*\-]*(?:(?:both|all|these|those|they|it|this|each|the above|fields|films|images|studies|tests)"
    r"(?: of (?:these|them|this|it))? (?:was |were )?)(?:measured|done|performed|recorded|obtained|taken|drawn|tested"
    r"|made|dated|from)\b"
)
TODAY_SECTIONS = frozenset(
    {
        SectionKind.vitals,
        SectionKind.examination,
        SectionKind.history,
        SectionKind.chief_complaint,
        SectionKind.assessment,
        SectionKind.review_of_systems,
        SectionKind.function,
        SectionKind.medications,
        SectionKind.social_history,
        SectionKind.body,
        SectionKind.identity,
        SectionKind.plan,
        SectionKind.past_history,
        SectionKind.treatments,
    }
)
REPORT_SECTIONS = frozenset({SectionKind.results, SectionKind.laboratory, SectionKind.imaging, SectionKind.procedure})


# Whose figures are of which study.
STUDY_OF_FIGURES = (
    (
        re.compile(
            r"\b(?:ahi|rdi|rei|apnea\w*|hypopnea\w*|respiratory events|recording time|recorded|sleep time|tst)\b"
        ),
        re.compile(r"\b(?:sleep (?:apnea )?(?:test|study|recording)|psg|polysomno\w+|hsat|hst|home (?:test|study))\b"),
    ),
    (
        re.compile(r"\b(?:lvef|ef|ejection|ava|valve area|gradient|vmax|velocity)\b"),
        re.compile(r"\b(?:echo\w*|tte|tee|cath\w*|cardiac mri)\b"),
    ),
    (
        re.compile(r"\b(?:fev-?1|fvc|dlco|tlc|rv|residual volume|lung capacity)\b"),
        re.compile(r"\b(?:pfts?|spirometry|lung function|pulmonary function|plethysmogra\w+)\b"),
    ),
)
SHORT_LINE = 90
EARLIER = re.compile(
    r"\b(?:prior|previous(?:ly)?|earlier|old|older|past|last|former(?:ly)?|outside|original|initial|baseline|ago|years?"
    r"|was|were|had|did)\b"
)
TAKEN = re.compile(r"\b(?:collected|drawn|obtained|measured) (?:on |in )?$")


def when_of(
    document: PreparedDocument,
    sentence: Sentence,
    start: int,
    end: int,
    *,
    reported: bool,
    historic: bool = False,
    claimed: frozenset[int] = frozenset(),
) -> DateInterval | None:
    """The time of the words at `start:end`; `reported` for a value that needs the date of its study.

    `claimed` are dates that stand right behind another value and are that one's.
    """
    own = [d for d in sentence.dates if _counts(document.low, sentence, d) and d.start not in claimed]
    own = [d for d in own if not _of_a_later_clause(document.low, d, end)]
    own = [d for d in own if not _of_a_past_event(document.low, d, start)]
    own = [d for d in own if not _of_another_clause(document.low, sentence, d, start, end)]
    own = [d for d in own if not _of_what_it_was(document.low, d, end)]
    own = [d for d in own if not _of_its_beginning(document.low, sentence, d)]
    if not reported:
        own = [d for d in own if not _of_what_stands_before(document.low, d, start)]
    if own:
        return _so_far(_governing(document.low, own, start, end), sentence)
    if any(d.interval is None and not d.birth for d in sentence.dates):
        return None
    if (same := _that_day(document, sentence)) is not None:
        return same
    if reported:
        return _study_date(document, sentence)
    if sentence.section.kind in REPORT_SECTIONS:
        told = _study_date(document, sentence)
        earlier = historic or EARLIER.search(document.low, sentence.start, sentence.end) is not None
        return told or (None if earlier else sentence.visit)
    if historic or sentence.section.kind not in TODAY_SECTIONS:
        return None
    return day_of_the_line(document, sentence) or sentence.visit


def _so_far(d: DateMention, sentence: Sentence) -> DateInterval | None:
    """The days of a date; of the year that is told in, those up to the telling: "retention twice in 2026"."""
    interval, visit = d.interval, sentence.visit
    if d.kind is DateKind.year and interval and visit and interval.first <= visit.first < interval.last:
        return DateInterval(first=interval.first, last=visit.last)
    return interval


THAT_DAY = re.compile(
    r"\b(?:(?:on |at )?(?:that|the) (?:very )?same|(?:on |at )?that)(?: very)?"
    r" (?:day|morning|afternoon|evening|visit)\b"
    r"(?! (?:on|forward|in \d|last|each|every|that|when))"
)
TOLD_JUST_BEFORE = 700


def _that_day(document: PreparedDocument, sentence: Sentence) -> DateInterval | None:
    """The day told last before a sentence that speaks of "that day" or "the same afternoon"."""
    low = document.low
    if THAT_DAY.search(low, sentence.start, sentence.end) is None:
        return None
    at = bisect_left(document.dates, sentence.start, key=lambda d: d.start)
    before = document.dates[at - 1] if at else None
    if before is None or before.birth or before.kind is not DateKind.day:
        return None
    told = low[max(0, before.start - 44) : before.start]
    near = sentence.start - before.end <= TOLD_JUST_BEFORE
    return before.interval if near and not FUTURE_BEFORE.search(told) else None


NOT_TAKEN = re.compile(
    r"\b(?:out of (?:order|service)|broken|not (?:done|taken|weighed|repeated|available|measured|recorded)|unavailable"
    r"|refused|declined|deferred|unable|could not|no scale)\b"
)


def _of_what_was_not_taken(low: str, sentence: Sentence, d: DateMention) -> bool:
    """Whether brackets say that something was not done that day: "BMI 37.4 (scale out of order today)"."""
    opened = low.rfind("(", sentence.start, d.start)
    closed = low.find(")", d.end, sentence.end) if opened >= 0 else -1
    return closed >= 0 and ")" not in low[opened : d.start] and NOT_TAKEN.search(low, opened, closed) is not None


def _counts(low: str, sentence: Sentence, d: DateMention) -> bool:
    if d.birth or d.interval is None or _of_what_was_not_taken(low, sentence, d):
        return False
    before = low[max(sentence.start, d.start - 44) : d.start]
    if RUNS_AHEAD.search(before) and low.startswith(("through ", "until ", "into ", "to "), d.start):
        return False
    return not FUTURE_BEFORE.search(before) and not SINCE_WORD.search(before + low[d.start : min(d.start + 6, d.end)])


def _of_a_later_clause(low: str, d: DateMention, end: int) -> bool:
    """Whether a year only dates an event of old that a later clause tells ("...; radiation of the neck in 2003")."""
    if d.kind is not DateKind.year or d.start < end:
        return False
    listed = max(low.rfind(mark, end, d.start) for mark in ":,(")
    if listed >= 0 and OF_AN_EVENT.search(low, listed, d.start):
        return True
    clause = low.rfind(";", end, d.start)
    return clause >= 0 and PAST_EVENT.search(low, clause, d.start) is not None


def _of_a_past_event(low: str, d: DateMention, start: int) -> bool:
    """Whether a year dates an event of old right before it that is not what is told: "laminectomy in 2017, now ..."."""
    if d.kind is not DateKind.year or start < d.end:
        return False
    begun = max(low.rfind(mark, max(0, d.start - 60), d.start) for mark in ",;.(")
    return OLD_EVENT.search(low, max(begun, d.start - 60), d.start) is not None


def _of_another_clause(low: str, sentence: Sentence, d: DateMention, start: int, end: int) -> bool:
    """Whether a month or year dates an event of its own clause, and what is told in another clause is of today.

    A date that heads the sentence, and the date of a study, date what follows.
    """
    if d.kind is DateKind.day:
        return False
    if d.start >= end:
        between = low[end : d.start]
        stated = low[max(sentence.start, start - 60) : end]
        return LONG_AGO.search(between) is not None or (
            ONCE.search(between) is not None and IN_PRESENT.search(stated) is not None
        )
    begun = max(low.rfind(mark, sentence.start, d.start) for mark in CLAUSE_STOPS) + 1
    clause = low[max(begun, sentence.start) : d.start]
    if d.end > start or len(clause.split()) < 2 or STUDY.search(low, max(sentence.start, begun - 60), d.start):
        return False
    between = low[d.end : start]
    if d.kind is DateKind.year and ";" in between:
        return True
    return BY_NOW.search(low, d.end, end) is not None or IS_SO.match(low, d.end, end) is not None


def _of_its_beginning(low: str, sentence: Sentence, d: DateMention) -> bool:
    """Whether a date only tells when something began that goes on: "first found in 2023, runs of a day since"."""
    before = low[max(sentence.start, d.start - 80) : d.start]
    if OVER_AGAIN.search(low, d.end, sentence.end):
        return False
    if d.kind in (DateKind.relative, DateKind.day) and TROUBLE_BEGAN.search(before):
        return True
    if ONSET.search(before[-60:]) is None:
        return False
    return PRESENT_SPELL.search(before) is not None or ON_AND_ON.search(low, d.end, sentence.end) is not None


def _of_what_it_was(low: str, d: DateMention, end: int) -> bool:
    """Whether a date behind the words tells what they are compared with: "12 mm, up from 8 mm last year"."""
    compared = IT_WAS.search(low, end, d.start) if d.start > end else None
    return compared is not None


def _of_what_stands_before(low: str, d: DateMention, start: int) -> bool:
    """Whether a year in brackets tells when something else began: "atrial fibrillation (2018), on warfarin"."""
    opened = low.rfind("(", max(0, d.start - 20), d.start + 1)
    closed = low.find(")", d.end - 1, d.end + 8)
    bracketed = opened >= 0 and d.end - 1 <= closed <= start
    return bracketed and (d.kind is DateKind.year or BEGAN.search(low, opened, d.start) is not None)


NEXT_TO_IT = re.compile(r" ?(?:\(|(?:in|of|on|from|placed|implanted|done|with|at|back in) )*(?:(?:early|late|mid) )?")
ONCE_MORE = re.compile(r"\b(?:again|recurrent|repeat\w*|another|second|third|new|recent\w*|since then|latest|acute)\b")


def told_by_its_date(document: PreparedDocument, sentence: Sentence, start: int, end: int) -> DateInterval | None:
    """The one date of a sentence where it adjoins an event: "NSTEMI 2018 with a stent", "his 2015 infarct"."""
    dates = [d for d in sentence.dates if d.interval is not None and not d.birth]
    if not dates or ONCE_MORE.search(document.low, sentence.start, sentence.end):
        return None
    for d in dates:
        gap = document.low[end : d.start] if d.start >= end else document.low[d.end : start]
        beside = d.start >= end or d.end <= start
        if beside and NEXT_TO_IT.fullmatch(gap) and (len(dates) == 1 or d.start >= end):
            return d.interval
    return None


SHORTLY_BEFORE = 40


def _governing(low: str, dates: list[DateMention], start: int, end: int) -> DateMention:
    """In brackets or after "on" right behind the words, else the nearest before, else the nearest after.

    A date amid the words is theirs unless another stands shortly before them.
    """
    if len(dates) == 1:
        return dates[0]
    for d in dates:
        if stands_behind(low, d, end) or TAKEN.search(low[max(0, d.start - 24) : d.start]):
            return d
    before = [d for d in dates if d.end <= start]
    amid = [d for d in dates if start < d.start < end]
    if amid and not (before and start - before[-1].end <= SHORTLY_BEFORE):
        return amid[-1]
    return before[-1] if before else min(dates, key=lambda d: abs(d.start - end))


def stands_behind(low: str, d: DateMention, end: int) -> bool:
    """Whether a date follows a value as its own: in brackets, after "on", "in" or "dated", or with its unit alone."""
    if not 0 <= d.start - end <= 24:
        return False
    return BEHIND.match(low, end, d.end) is not None or UNIT_BETWEEN.fullmatch(low, end, d.start) is not None


def _study_date(document: PreparedDocument, sentence: Sentence) -> DateInterval | None:
    """The date of the study a result belongs to: its header's, or the nearest before in its paragraph."""
    low, day = document.low, day_of_the_line(document, sentence)
    for index in range(sentence.index - 1, max(-1, sentence.index - 1 - LOOK_BACK), -1):
        before = document.sentences[index]
        if day and not goes_on_the_line(document, sentence, index):
            return day
        if before.section is not sentence.section:
            break
        near = before.block == sentence.block
        if near and STUDY.search(low, before.start, before.end) and (same := _that_day(document, before)):
            return same
        dates = [d for d in before.dates if _counts(low, before, d) and not _of_what_is_compared(low, before, d)]
        if (
            dates
            and (near or before.end - before.start < 60)
            and (
                STUDY.search(low, before.start, before.end) or _heading(low, before) or _labelled(low, before, dates[0])
            )
        ):
            return (next((d for d in dates if _names_its_study(low, before, d)), None) or dates[-1]).interval
        if not near and index < sentence.index - 2:
            break
    if day:
        return day
    head = sentence.section
    at = bisect_right(document.dates, head.start, key=lambda d: d.start)
    for d in document.dates[max(0, at - 1) : at + 2]:
        if head.start <= d.start < head.body and d.interval and not d.birth:
            return d.interval
    if (later := _date_below(document, sentence)) is not None:
        return later
    if sentence.section.kind is SectionKind.vitals or re.search(r"\btoday\b", low[sentence.start : sentence.end]):
        return sentence.visit
    return _report_date(document, sentence)


def _names_its_study(low: str, sentence: Sentence, d: DateMention) -> bool:
    """Whether a line begins with a study and its date: "CT chest 11/02/26: 16 mm; 11 mm on 4/20/26"."""
    return d.start - sentence.start < 30 and STUDY.search(low, sentence.start, d.start) is not None


def _date_below(document: PreparedDocument, sentence: Sentence) -> DateInterval | None:
    """A line right below that says when the study was made."""
    if sentence.index + 1 >= len(document.sentences):
        return None
    after = document.sentences[sentence.index + 1]
    told = DATE_LINE.match(document.low, after.start, after.end) or ALL_DONE.match(document.low, after.start, after.end)
    if after.block == sentence.block and after.dates and told:
        return after.dates[0].interval
    return None


# "Lung function (09/21/2026): ..." dates what else its line tells; "Surgery (2019): ..." is of an event.
LABEL = re.compile(r"[\s*>#-]*[a-z][a-z /&'-]{2,40}[ ,(]{1,3}$")
LABEL_GOES_ON = re.compile(r"[^.:;\n]{0,40}:(?: |\n)")
COMPARED_WITH = re.compile(
    r"\b(?:not (?:present|seen|there|visible|found)|absent|new since|compared|comparison|unchanged"
    r"|(?:up|down|grown) from|than|vs\.?|versus)\b(?: (?:to|with|on|in|from|since|the"
    r"|her|his|an?|study|film|films|scan|ct|mri|x-?rays?|echo|of|dated|chest|report)){0,5} ?\(?$"
)


def _labelled(low: str, sentence: Sentence, d: DateMention) -> bool:
    """Whether a sentence begins with a label that holds its day, which is of no event of old."""
    label = LABEL.fullmatch(low, sentence.start, d.start)
    if d.kind is not DateKind.day or label is None or LABEL_GOES_ON.match(low, d.end, sentence.end) is None:
        return False
    return not (PAST_EVENT.search(label.group() + " ") or OLD_EVENT.search(label.group()))


def _of_what_is_compared(low: str, sentence: Sentence, d: DateMention) -> bool:
    """Whether a date is of an older study that one is held against: "not present on the 03/2026 film"."""
    return COMPARED_WITH.search(low, max(sentence.start, d.start - 60), d.start) is not None


def _heading(low: str, sentence: Sentence) -> bool:
    """A short line that is little more than a date governs what stands under it."""
    return sentence.end - sentence.start < 40


def _report_date(document: PreparedDocument, sentence: Sentence) -> DateInterval | None:
    """In a document that is itself a report, its own date dates its results."""
    title = document.document.title.lower()
    opening = document.low[:300]
    if re.search(
        r"\b(?:report|result|study|polysomnogra|echocardiogra|laborator|radiolog)\w*",
        title + " " + opening.partition("\n\n")[0],
    ):
        return _dated_elsewhere(document, sentence) or sentence.visit
    return None


def _dated_elsewhere(document: PreparedDocument, sentence: Sentence) -> DateInterval | None:
    """The day of the one study of its kind that a short line of the document dates, as a list of events does."""
    low = document.low
    for figures, studies in STUDY_OF_FIGURES:
        if figures.search(low, sentence.start, sentence.end):
            told = [
                d.interval
                for s in document.sentences
                if s.end - s.start < SHORT_LINE and studies.search(low, s.start, s.end)
                for d in s.dates
                if _counts(low, s, d)
            ]
            return told[0] if len(set(told)) == 1 else None
    return None


def from_report(document: PreparedDocument, sentence: Sentence, start: int) -> bool:
    """Whether a statement is told as the finding of a study, laboratory or examination."""
    if sentence.section.kind in REPORT_SECTIONS:
        return True
    if STUDY.search(document.low, sentence.start, sentence.end):
        return True
    before = document.sentences[sentence.index - 1] if sentence.index else None
    return (
        before is not None
        and before.block == sentence.block
        and STUDY.search(document.low, before.start, before.end) is not None
    )
