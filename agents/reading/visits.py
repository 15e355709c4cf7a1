"""When a note was written: the visits it tells, and the years its dates leave out.

A date without its year is of the visit that is told, of the story the full dates tell, or of the year before receipt.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from agents.reading import patterns as re
from agents.reading.dates import DateKind, DateMention, day_interval, resolve
from agents.reading.quoted import quotations
from priorauth.facts import DateInterval

VISIT = re.compile(
    r"\b(?:date of (?:visit|service|encounter|exam(?:ination)?|consultation|consult|evaluation|assessment|note"
    r"|report|letter)|"
    r"(?:visit|encounter|service|office visit|clinic visit|consult(?:ation)?|exam|note|appointment|progress note"
    r"|evaluation|letter|report|seen|"
    r"date seen|narrative|follow-?up(?: visit)?|clinic note|telehealth visit|initial evaluation|h&p"
    r"|history and physical"
    r"|new patient visit)(?: date| note)?|dos|"
    r"date|dated|today(?:'s date)?(?: is)?|electronically signed.{0,60}|signed.{0,40}|dictated.{0,40}|i saw .{0,60}|"
    r"(?:was |were )?(?:seen|evaluated|examined)(?: (?:in|at|by|for|today|face[- ]to[- ]face|with|the|our|my|this"
    r"|clinic|office|consultation|on|me|us|myself)){0,8}"
    r"|present(?:s|ed) (?:today|to (?:the |my |our )?(?:clinic|office))(?: (?:on|today))?)"
    r"[\s:,#(\-]*(?:on |of |is )?$"
    # "OFFICE 11/09/2026 (consult)", "TELEHEALTH (video, at home) 8/31/2026" head what was said there.
    r"|^\W*(?:page \d{1,2} ?[-:] ?)?(?:office|ov|clinic|intake|in[- ]person|tele(?:health|-?visit|medicine)|video|pcp)"
    r"(?: visit)?(?: ?\([^()\n]{0,60}\))?[\s:,#\-]*$"
)
NOT_VISIT = re.compile(
    r"\b(?:birth|dob|order(?:ed)?|scheduled|onset|injury|accident|admission|discharge|due|next|last"
    r"|(?:surgery|procedure)(?![ -]+(?:consult\w*|clinic|note|visit|service|office|center|f/?u|follow-?up|h&p"
    r"|eval\w*)\b))\b[^\n]{0,12}$"
    r"|\b(?:first|previously|initially|originally) (?:seen|evaluated|examined)\b[^\n]{0,12}$"
)
# "Put in stockings at the visit of 6/30/26; worn since": a visit that is looked back on is not the one that is told.
AN_EARLIER_ONE = re.compile(
    r"\b(?:put|placed|given|gave|got|start\w*|beg[au]n|fitted|prescribed|issued|ordered|taught|told|advised|since|after"
    r"|before|from|until)\b[^.;\n]{0,60}\b(?:visit|appointment|encounter|consult\w*)(?: (?:of|on|dated))? ?$"
)
AHEAD = re.compile(
    r"\b(?:scheduled|planned|due|return|next|expires?|upcoming|booked|tentative\w*|projected|estimated|anticipated)"
    r"[^.;\n]{0,30}$"
)
RUNS_TO = re.compile(r"\s?(?:-|to|through|thru|until|till|and)\s?")
NOT_ISSUED = re.compile(r"\b(?:print|fax|receiv|expire|scan|creat|generat|effective|dob|birth)\w*[^\n]{0,20}$")
OF_CALENDAR = re.compile(r"\d/\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
# A letter's place and date: "San Antonio, November 10, 2026. Re: ..."
WRITTEN_AT = re.compile(r"\s*[a-z]{3,}(?:[ .'-][a-z.]{1,12}){0,2},(?: [a-z]{2},)? ")
ADDRESSED = re.compile(r"[\s.,]*(?:re\b|regarding\b|dear\b|to\b|concerning\b)")
STORY_GOES_ON, TOLD_OUT_OF_ORDER = 182, 60
# How long behind a visit what is told without its year may lie: of a note headed by it, of a letter that looks back.
WRITTEN_UP, LOOKED_BACK = 14, 92
HEAD_LINES = 6
HEAD_WIDTH = 90
HEAD_REST = 45
HEAD_WORDS = re.compile(
    r"\b(?:clinic|consult\w*|visit|note|office|evaluation|follow-?up|f/u|letter|planning|m\.?d|d\.?o|np|pa(?:-c)?"
    r"|dpm|\w+ology"
    r"|\w+surgery|surgery|medicine|pain|orthop(?:a?e)dics?|psychiatry|pulm\w*|wellness|counsell?ing|ent|ir"
    r"|conference|dictated|pcp"
    r"|\w+iatry|dr\.?|service)\b"
)
EVENT = re.compile(
    r"\b(?:mri|ct|x-?rays?|films?|scan|stud(?:y|ies)|echo\w*|labs?|since|on|from|fell|fall|born|dob|birth|injur\w*"
    r"|onset|admi\w+"
    r"|discharg\w+|order\w*|scheduled|planned|until|after|before|surgery of|performed|due|next|last|tte|pet|received"
    r"|faxed"
    r"|printed|revised|effective|member|id|mrn|claim)\b|[.;] [a-z]{4,}[^,;]{30,}"
)
# "H. Moore  02/18/1963  F": the point behind an initial or a title ends nothing.
INITIAL = re.compile(r"\b(?:[a-z]|dr|mr|mrs|ms|jr|sr|st|pt|no)\.")
CREDENTIAL = re.compile(r"\b(?:m\.?d|d\.?o|np|pa(?:-c)?|dpm|od|fnp|arnp|aprn)\b[\s.,\-]*$|\b[a-z]\. [a-z'\-]{3,20},? $")
# "J. Park | DOB 05/30/1956 | F | 11/04/2026": the day that ends the line of who it is, is the visit's.
WHO_IT_IS = re.compile(
    r"\b(?:dob|d\.o\.b\.?|born)\b|\b\d{1,3} ?(?:y/?o|yrs?|years?(?: old)?|[mf])(?= *(?:[|,;/]| {2}|$))|\b\d{2,3}[mf]\b"
)
OF_BIRTH = re.compile(r"\b(?:dob|d\.o\.b\.?|date of birth|born(?: on)?)[ :#]*\d{1,4}[/-]\d{1,2}[/-]\d{2,4}\W*$")
NUMERIC_DAY = re.compile(r"\d{1,4}[/-]\d{1,2}[/-]\d{2,4}")
OWN_CELL = re.compile(r"(?:\| *| {2,}|, ?| / ?| - )$")
NEXT_CELL = re.compile(r" *(?:\||$)")
SPACES = re.compile(r" {2,}")
# "PAIN CLINIC  11/12/26   K. Lund MD": a first line that is only a place, a day and who wrote.
REST_OF_HEADING = re.compile(
    r"[ \-(]*(?:(?:dr\.? |[a-z]\. ?)?[a-z'\-]{2,20}(?:,? (?:[a-z]\. )?[a-z'\-]{2,20})?,? "
    r"(?:m\.?d|d\.?o|np|pa(?:-c)?|dpm|fnp|aprn|rn|pt|dpt|phd|psyd)\b\.?|dr\.? [a-z'\- ]{2,30}|[a-z'\-]{2,20})\)?[ .]*"
)
# A letter begins below its day: "November 10, 2026 / Re: J. Park / Dear Anna".
LETTER_BEGINS = re.compile(
    r"[ .,]*\n(?:\s*(?:re|regarding|via|to|subject|concerning|attn)\b[^\n]{0,80}\n){0,3}\s*dear\b"
)
FIRST_LINE = re.compile(r"[a-z .,&/'()\-]{3,60}[ ,(\-]")
NAMED_BEHIND = re.compile(r"\s*(?:[.,;:)(\-]|\n|$)[a-z .,'&()\-]{0,60}(?:\n|$)")
# "Family practice 11/18/26   B Rowe 73M": a name with its age behind the day.
AGED_BEHIND = re.compile(
    r"[ \t|,;:\-]+(?:[a-z][a-z.,'()\-]*[ ,]+){0,4}\(?(?:age |aged )?\d{1,3} ?-?(?:[mf]|y/?o|y(?:ea)?rs?)\b"
)
LOOKING_BACK = re.compile(
    r"\b(?:i|we|he|she|they|who|patient|came|comes?|returned|saw|met|(?:m(?:r|rs|s|x)|dr)\.? [a-z'\-]+)\b[^.;:\n]*$"
)
CAME = re.compile(
    r"\b(?:(?:i|we) (?:(?:first|again|last|then) )?(?:saw|met|examined|evaluated|looked at)"
    r"|(?:allowing|asking|letting|permitting) (?:me|us) to (?:see|evaluate|examine|meet)"
    r"|(?:saw|examined|met) (?:him|her|them|the patient)(?: back| again)?"
    r"|came (?:back|in|to|for)|returned|was back|(?:today|today's visit),?)\b"
    r"(?:[^.;\n]|(?<=\bmr)\.|(?<=\bms)\.|(?<=\bmrs)\.|(?<=\bdr)\.){0,40}$"
)
PAPER = re.compile(
    r"\b(?:dated|date|report|letter|evaluation|exam(?:ination)?|note|service)(?: date)?[\s:,#(\-]*(?:on |of |is )?$"
)
# "Stockings were put on at the visit of 6/30/26": told of in passing, and no heading.
TOLD_OF = re.compile(
    r"\b(?:at|since|from|after|before|until|till|by|of) (?:(?:the|her|his|a|my|our|that|first|last) )*"
    r"(?:visit|appointment|consult(?:ation)?|evaluation) (?:of |on )?$"
)
YEAR = re.compile(r"\d{4}|/\d\d/\d\d\b|\b\d{1,2}[/-]\d{1,2}[/-]\d\d\b")
BY_SOMEBODY = re.compile(r"[\s,]*by (?!me\b|myself\b)")
WORDS_BEFORE_PAPER = 2
# "Ordered for mid-December", "the order for a CT in mid-December": no day that lies behind.
TO_COME = re.compile(
    r"\b(?:ordered|booked|scheduled|set|arranged|planned|due|slated)\b[^.;\n]{0,24}\bfor (?:the )?$"
    r"|\border for\b[^.;\n]{0,60}\b(?:in|for) $"
)
LONG_BEHIND, LONG_AGO = timedelta(days=265), timedelta(days=15 * 365)
CLAUSE = 120
PAST = re.compile(
    r"\b(?:was|were|had|has|have|did|[a-z]{2,}ed|saw|met|sat|went|gave|came|took|wrote|put|found|got|held|ran|done|seen"
    r"|taught|shown|given|taken|sent|told|made)\b"
)


class Visit(NamedTuple):
    """Where the text of a visit begins, its day, and the last day its text can tell of without a year."""

    start: int
    day: DateInterval
    until: date


def placed(
    low: str, dates: Sequence[DateMention], received_on: date
) -> tuple[Sequence[Visit], tuple[DateMention, ...]]:
    """The visits of a document, and its dates with the years they leave out."""
    told = _visits(low, dates, dates, received_on)
    if not told and any(d.interval is None for d in dates):
        told = _visits(low, _of_visits(low, dates, received_on), dates, received_on)
    if told:
        told = _with_quotations(low, _with_entries(low, told, dates, received_on), dates, received_on)
        return told, tuple(_resolved(low, at, dates, told) for at in range(len(dates)))
    full = [n for n, d in enumerate(dates) if d.kind is DateKind.day and d.interval is not None and not d.birth]
    story = [_of_the_story(low, at, dates, full, received_on) for at in range(len(dates))]
    written = _written(low, story, received_on)
    written = _with_quotations(low, written, story, received_on)
    return written, tuple(_resolved(low, at, story, written) for at in range(len(story)))


def _of_visits(low: str, dates: Sequence[DateMention], received: date) -> list[DateMention]:
    """The dates, those of visits that leave out their year set to the first one the note's other days allow."""
    newest = max((day.last for d in dates if (day := _past_day(low, d, received))), default=None)
    found: list[DateMention] = []
    for d in dates:
        told = resolve(d, received)
        if told.interval is None or told.kind is not DateKind.day:
            continue
        if told is d:
            found.append(told)
            continue
        before = low[max(low.rfind("\n", 0, d.start) + 1, d.start - 90) : d.start]
        of_a_visit = VISIT.search(before) or CAME.search(before)
        if of_a_visit and (interval := _first_since(told.interval.first, newest)):
            found.append(replace(told, interval=interval))
    return found


def _first_since(day: date, newest: date | None) -> DateInterval | None:
    """The first such day up to the given one that does not lie before the newest day the note tells in full."""
    years = range(newest.year, day.year + 1) if newest else ()
    for year in years:
        try:
            earlier = day.replace(year=year)
        except ValueError:
            continue
        if newest and newest <= earlier:
            return day_interval(earlier)
    return None if newest else day_interval(day)


def _past_day(low: str, d: DateMention, received: date) -> DateInterval | None:
    """The day that is told in full, where it has been by the day of receipt."""
    if d.interval is None or d.birth or d.kind is not DateKind.day or d.interval.first > received:
        return None
    return None if AHEAD.search(low[max(0, d.start - 44) : d.start]) else d.interval


def _visits(low: str, candidates: Sequence[DateMention], dates: Sequence[DateMention], received: date) -> list[Visit]:
    """Where each visit's text begins and the visit's date; a signature's date stands in for a missing one.

    A day to come (a planned operation, the date of service asked for) is none where another is; one of long ago that
    no words call a visit, as a birth date behind a name, is none.
    """
    likely = [d for d in candidates if not _is_unlikely(low, d, received)]
    told = _visits_among(low, likely, dates, received)
    if told:
        return told
    ahead = [d for d in candidates if d.interval is None or d.interval.first > received - LONG_AGO]
    # With only a day to come over a note that tells of days past, as a list for an operation has, it tells no visit.
    past = any(d.kind is DateKind.day and _past_day(low, d, received) for d in likely)
    found = _visits_among(low, ahead, dates, received) if len(ahead) > len(likely) else []
    return [v for v in found if not (past and v.day.first > received)]


def _is_unlikely(low: str, d: DateMention, received: date) -> bool:
    """Whether a day is no likely one of a visit: it lies ahead, or long behind with no words that call it one."""
    if d.interval is None or received - LONG_AGO <= d.interval.first <= received:
        return False
    if d.interval.first > received:
        return True
    return VISIT.search(low[max(low.rfind("\n", 0, d.start) + 1, d.start - 90) : d.start]) is None


def _visits_among(
    low: str, candidates: Sequence[DateMention], dates: Sequence[DateMention], received: date
) -> list[Visit]:
    """The same among some of the dates."""
    head = _head_end(low)
    found: list[tuple[int, DateMention]] = []
    signed: list[tuple[int, DateMention]] = []
    for d in candidates:
        if d.birth or d.interval is None or d.interval.first != d.interval.last:
            continue
        line = low.rfind("\n", 0, d.start) + 1
        before = low[max(line, d.start - HEAD_WIDTH) : d.start]
        alone = not before.strip(" #*-") and not _rest_of_line(low, d.end).strip(" .:*-")
        if NOT_VISIT.search(OF_BIRTH.sub("", before)) or AN_EARLIER_ONE.search(before):
            continue
        if "sign" in before or "dictated" in before or _closes(low, d, before):
            signed.append((d.start, d))
        elif (
            _tells_a_visit(low, d, before, first=not found)
            or (not found and _heads(low, line, d))
            or (d.start < head and (alone or (not found and _opens(low, d, before))))
            or (alone and LETTER_BEGINS.match(low, d.end))
        ):
            found.append((0 if not found else line, d))
    chosen = found or [(0, d) for _, d in signed[:1]]
    ends = [start for start, _ in chosen[1:]] + [len(low)]
    return [_visit(low, start, end, d, dates, received) for (start, d), end in zip(chosen, ends, strict=False)]


def _visit(low: str, start: int, end: int, d: DateMention, dates: Sequence[DateMention], received: date) -> Visit:
    """A visit, whose text may have been written some days later: as late as the newest past day it tells in full."""
    day = d.interval or day_interval(received)
    before = low[max(low.rfind("\n", 0, d.start) + 1, d.start - 90) : d.start]
    later = LOOKED_BACK if LOOKING_BACK.search(before) else WRITTEN_UP
    told = [past.last for other in dates if start <= other.start < end and (past := _past_day(low, other, received))]
    return Visit(start, day, max(day.last, min(received, max([day.last + timedelta(days=later), *told]))))


def _tells_a_visit(low: str, d: DateMention, before: str, *, first: bool) -> bool:
    """Whether the words before a date make it a visit's; behind the first, papers are cited in running text."""
    if VISIT.search(before) is None:
        return not YEAR.search(low, d.start, d.end) and CAME.search(before) is not None
    if not first and TOLD_OF.search(before):
        return False
    if first or (paper := PAPER.search(before)) is None:
        return True
    return len(before[: paper.start()].split()) <= WORDS_BEFORE_PAPER and not BY_SOMEBODY.match(low, d.end)


def _heads(low: str, line: int, d: DateMention) -> bool:
    """Whether a date stands in a heading: first of all, after only names, titles and the kind of visit."""
    before = low[line : d.start]
    if WRITTEN_AT.fullmatch(before) and not low[:line].strip() and ADDRESSED.match(low, d.end):
        return True
    if low[:line].strip() or len(before) > HEAD_WIDTH or EVENT.search(before):
        return False
    if FIRST_LINE.fullmatch(before) and (NAMED_BEHIND.match(low, d.end) or AGED_BEHIND.match(low, d.end)):
        return True
    if _names_only(before, _rest_of_line(low, d.end)):
        return True
    return (
        re.match(r"\s*(?:[.,;:)\-]|\n|$)", low[d.end : d.end + 4]) is not None and HEAD_WORDS.search(before) is not None
    )


def _names_only(before: str, rest: str) -> bool:
    """Whether a first line holds, beside its day, only a place or the kind of visit and who wrote or came."""
    placed, who = HEAD_WORDS.search(before) is not None, WHO_IT_IS.search(rest) is not None
    if placed and ((rest[:1] == " " and REST_OF_HEADING.fullmatch(rest)) or ("|" in rest and NEXT_CELL.match(rest))):
        return True
    named = (placed and who) or (WHO_IT_IS.search(before) is not None and HEAD_WORDS.search(rest) is not None)
    return named and len(rest) <= HEAD_REST and EVENT.search(rest) is None


def _closes(low: str, d: DateMention, before: str) -> bool:
    """Whether a date ends the note behind the name of who signs it."""
    return not low[d.end :].strip(" .\n") and CREDENTIAL.search(before) is not None


def _written(low: str, dates: Sequence[DateMention], received: date) -> list[Visit]:
    """When an undated note was written: not before the newest past day it mentions, not after it was received."""
    past = [
        d.interval.first
        for d in dates
        if d.interval
        and not d.birth
        and d.interval.first <= received
        and not AHEAD.search(low[max(0, d.start - 44) : d.start])
    ]
    return [Visit(0, DateInterval(first=max(past), last=received), received)] if past else []


def _opens(low: str, d: DateMention, before: str) -> bool:
    """A date that begins the note, or ends a short heading of its first lines, is when it was written."""
    before = SPACES.sub("  ", before)
    told, rest = INITIAL.sub("", before).strip(" ."), _rest_of_line(low, d.end)
    near = before[max((m.end() for m in NUMERIC_DAY.finditer(before)), default=0) :]
    if NEXT_CELL.match(rest) and WHO_IT_IS.search(before) and OWN_CELL.search(before) and not NOT_ISSUED.search(near):
        return EVENT.search(near) is None
    heading = not rest.strip(" .:*-|") and len(before) <= 60 and "." not in told
    return not before.strip() or (heading and "|" not in before and not NOT_ISSUED.search(before))


def _rest_of_line(low: str, at: int) -> str:
    newline = low.find("\n", at)
    return low[at : newline if newline >= 0 else len(low)]


def _head_end(low: str) -> int:
    at = 0
    for _ in range(HEAD_LINES):
        newline = low.find("\n", at)
        if newline < 0:
            return len(low) if len(low) < 400 else at
        at = newline + 1
    return at


ENTRY = re.compile(r"[ \t]*(?:[-*>\u2022][ \t]*)?")
TELLS = re.compile(r"[ \t]*(?:[:.)\u2013\u2014-]{1,2}[ \t]*)?(?:[a-z\"(]|\u201c)(?!o\b|hru\b|hrough\b)")
# "10/06/26 - 69F with a heel ulcer", "11/17/26: 6 weeks of this".
TELLS_WHO = re.compile(
    r"[ \t]*[:.)\u2013\u2014-]{1,2}[ \t]*\d{1,3}[ -]?(?:[mf]\b|y/?o\b|y(?:ea)?rs?\b|wks?\b|weeks?\b|mo(?:nth)?s?\b)"
)
ENTRIES = 3
# "8/26/26: MRI ..." heads a study, no visit.
OF_A_STUDY = re.compile(
    r"[\W\d]*(?:(?:repeat|outside|standing|bilateral|left|right|[lr]|psg|hsat|sleep|bone|venous|arterial) ){0,2}"
    r"(?:mri|ct|cta|pet|x-?rays?|films?|labs?|us|ultrasound|duplex|doppler|echo\w*|tte|tee|ekg|ecg|emg|psg|hsat|hst"
    r"|polysomn\w+|study|scan|path\w*|biopsy|a1c|dxa|angiogra\w+|cath|egd|colonoscopy|report|letter|call\w*|phone\w*"
    r"|addend\w*|surgery|operation|block|injection|mbb|esi)\b"
)


def _with_entries(low: str, visits: Sequence[Visit], dates: Sequence[DateMention], received: date) -> Sequence[Visit]:
    """The visits, and among them the lines of a list by days: "7/21/26 - new patient. Snores." is of that day."""
    entered: list[Visit] = []
    headed: list[Visit] = []
    for d in dates:
        line = low.rfind("\n", 0, d.start) + 1
        day = _past_day(low, d, received)
        if day is None or not ENTRY.fullmatch(low, line, d.start):
            continue
        visit = Visit(line, day, min(received, day.last + timedelta(days=WRITTEN_UP)))
        if tells := TELLS.match(low, d.end):
            entered.append(visit)
        begins = not low[:line].strip() or low.endswith("\n\n", 0, line)
        if begins and (tells or TELLS_WHO.match(low, d.end)) and not OF_A_STUDY.match(low, d.end):
            headed.append(visit)
    if len({v.day.first for v in entered}) < ENTRIES:
        return _with_paragraphs(visits, headed)
    begun = {v.start: v for v in visits}
    for entry in entered:
        end = low.find("\n", entry.start)
        after = visit_at(visits, entry.start)
        begun[entry.start] = entry
        if end >= 0 and after is not None:
            begun.setdefault(end, after._replace(start=end))
    return sorted(begun.values(), key=lambda v: v.start)


def _with_quotations(
    low: str, visits: Sequence[Visit], dates: Sequence[DateMention], received: date
) -> Sequence[Visit]:
    """The visits, and among them what is quoted from an older note, up to the end of the quotation."""
    told = list(visits)
    for quoted in quotations(low, dates):
        day, line = quoted.day.interval, low.rfind("\n", 0, quoted.day.start) + 1
        # The line that names the note a quotation is from begins no visit of its own.
        rest = [v for v in told if not (v.start == line and v.start and v.day == day)]
        after = visit_at(rest, quoted.end)
        if day is None or after is None or day.first >= after.day.first or day.first > received:
            continue
        told = [v for v in rest if not quoted.start <= v.start <= quoted.end]
        told += [Visit(quoted.start, day, day.last), after._replace(start=quoted.end)]
        told.sort(key=lambda v: v.start)
    return told


def _with_paragraphs(visits: Sequence[Visit], headed: Sequence[Visit]) -> Sequence[Visit]:
    """The visits, and those whose passages begin with their day, one after another, where all that are told do so."""
    days = [v.day.first for v in headed]
    if len(days) < 2 or days != sorted(set(days)) or {v.day.first for v in visits} - set(days):
        return visits
    return [*(v for v in visits[:1] if v.start < headed[0].start), *headed]


def visit_at(visits: Sequence[Visit], at: int) -> Visit | None:
    """The visit that governs a place."""
    governing = bisect_right(visits, at, key=lambda v: v.start) - 1
    return visits[governing] if governing >= 0 else None


def _of_the_story(
    low: str, at: int, dates: Sequence[DateMention], full: Sequence[int], received_on: date
) -> DateMention:
    """A day without its year in a note that tells no visit: of the year of the `full` dates around it."""
    mention = dates[at]
    if (ended := _run_up_to(low, at, dates)) is not None:
        return resolve(mention, ended)
    if mention.interval is None and OF_CALENDAR.search(low, mention.start, mention.end):
        return resolve(mention, _last_told(at, dates, full, received_on))
    return mention


def _resolved(low: str, at: int, dates: Sequence[DateMention], visits: Sequence[Visit]) -> DateMention:
    """A date without its year takes the year of the date it runs up to, else counts back from the visit.

    What counts back from the writing is as wide as the writing is open.
    """
    mention = dates[at]
    if (ended := _run_up_to(low, at, dates)) is not None:
        return resolve(mention, ended)
    visit = visit_at(visits, mention.start)
    if mention.interval is not None:
        return mention
    if (labelled := _labelled_year(low, mention)) is not None:
        return resolve(mention, labelled)
    if visit is None:
        return mention
    latest = resolve(mention, visit.day.last)
    if (
        latest.interval
        and latest.kind is DateKind.relative
        and visit.day.last - latest.interval.last > LONG_BEHIND
        and TO_COME.search(low, max(0, mention.start - CLAUSE), mention.start)
    ):
        return resolve(mention, visit.day.last + timedelta(days=365) - LONG_BEHIND)
    of_a_day = latest.kind is DateKind.day and OF_CALENDAR.search(low, mention.start, mention.end)
    if of_a_day and visit.until > visit.day.last and _tells_what_was(low, mention):
        return resolve(mention, visit.until)
    earliest = resolve(mention, visit.day.first)
    if latest.interval is None or earliest.interval is None:
        return latest
    spread = DateInterval(first=min(earliest.interval.first, latest.interval.first), last=latest.interval.last)
    return replace(latest, interval=spread)


# "Care in 2025: therapy 5/4-8/7": the year that heads a line is that of its days.
YEAR_AHEAD = re.compile(
    r"^[ \t>*\u2022-]*(?:[a-z&/.' -]{0,30})\(?(?P<year>20\d\d)\)?(?: [a-z ]{1,20})?:(?! ?\d{4})[^\n]*$"
)


def _labelled_year(low: str, mention: DateMention) -> date | None:
    """The end of the year that heads the line of a day told without one."""
    begun = low.rfind("\n", max(0, mention.start - CLAUSE - 1), mention.start) + 1
    if mention.start - begun > CLAUSE or "20" not in low[begun : mention.start]:
        return None
    m = YEAR_AHEAD.match(low[begun : mention.start])
    return (
        date(int(m["year"]), 12, 31) if m and YEAR.search(low, begun + m.end("year"), mention.start) is None else None
    )


def _tells_what_was(low: str, mention: DateMention) -> bool:
    """Whether a day is told of as past, and not as one that is to come: "was taught on 11/10", "lead goes in 11/17"."""
    begin = max(low.rfind(mark, max(0, mention.start - CLAUSE), mention.start) for mark in ".;\n") + 1
    before = low[max(begin, mention.start - CLAUSE) : mention.start]
    return AHEAD.search(before) is None and (
        PAST.search(before) is not None or PAST.search(low, mention.end, mention.end + CLAUSE // 2) is not None
    )


def _run_up_to(low: str, at: int, dates: Sequence[DateMention]) -> date | None:
    """The last day of the date a date runs up to."""
    after = dates[at + 1] if at + 1 < len(dates) else None
    if after is None or after.interval is None or not RUNS_TO.fullmatch(low, dates[at].end, after.start):
        return None
    return after.interval.last


def _last_told(at: int, dates: Sequence[DateMention], full: Sequence[int], written: date) -> date:
    """The last day a date without its year can be of: some time after the full date before it, or behind it."""
    behind = bisect_left(full, at)
    if behind > 0:
        told, days = dates[full[behind - 1]], STORY_GOES_ON
    elif behind < len(full):
        told, days = dates[full[behind]], TOLD_OUT_OF_ORDER
    else:
        return written
    return min(written, told.interval.last + timedelta(days=days)) if told.interval else written
