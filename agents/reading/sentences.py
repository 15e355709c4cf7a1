"""Sentences of a note: abbreviations, decimals, lists, tables as text, and lines that a scanner broke.

A line is joined to the one before when it plainly continues it; a bullet, a header, a table row or a key with a colon
begins anew. Spans are offsets into the document.
"""

from dataclasses import dataclass

from agents.reading import patterns as re
from agents.reading.sections import header_of

SENTENCE_BOUND = 600
ABBREVIATIONS = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "vs",
        "approx",
        "appx",
        "no",
        "pt",
        "pts",
        "wt",
        "ht",
        "temp",
        "resp",
        "dx",
        "hx",
        "tx",
        "rx",
        "sx",
        "fx",
        "st",
        "jr",
        "sr",
        "dept",
        "fig",
        "inc",
        "ltd",
        "etc",
        "e.g",
        "i.e",
        "eg",
        "ie",
        "al",
        "y.o",
        "y/o",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "min",
        "max",
        "mos",
        "wks",
        "yrs",
        "hrs",
        "hr",
        "mo",
        "wk",
        "yr",
        "lb",
        "lbs",
        "oz",
        "in",
        "ft",
        "sq",
        "cm",
        "mm",
        "kg",
        "q.d",
        "b.i.d",
        "t.i.d",
        "p.o",
        "p.r.n",
        "a.m",
        "p.m",
        "m.d",
        "d.o",
        "n.p",
        "p.a",
        "ph.d",
        "r.n",
        "dob",
        "d.o.b",
        "s/p",
        "h/o",
        "w/o",
        "c/o",
        "ext",
        "med",
        "meds",
        "b.p",
        "bilat",
        "lat",
        "l",
        "r",
        "rt",
        "lt",
        "cap",
        "tab",
        "dist",
        "prox",
        "ant",
        "post",
        "est",
        "incl",
        "excl",
        "avg",
        "vol",
        "ref",
        "req",
        "sec",
        "u.s",
        "a.c",
        "p.c",
        "n.b",
    ]
)
TITLES = frozenset(["dr", "mr", "mrs", "ms", "prof", "vs", "approx", "appx", "e.g", "i.e", "eg", "ie", "al", "incl"])
# A question mark behind a space or a sign doubts what follows it ("Imp: ? reflux") and ends nothing.
STOP = re.compile(r"(?:[.!]|(?<=[^\s(\[/:,;\-])\?)[.!?]*[\"')\]]*(?=\s|$)|\n")
BULLET = re.compile(r"[ \t]*(?:[*\-+>o]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z][.)]\s+|\[.?\]\s*)")
KEYED = re.compile(r"[ \t]*[a-z][a-z0-9 /()&,.%\-]{0,40}(?::(?!\d)| = )")
TABLE = re.compile(r"\||\t|\S {3,}\S")
LAST_WORD = re.compile(r"([a-z0-9./&]+)$")
CONTINUES_BEFORE = re.compile(
    r"(?:[,(/&]|\b(?:of|the|a|an|and|or|with|without|to|for|from|in|on|at|by|as|was|were|is|are|has|have|had|than"
    r"|that|which|"
    r"no|not|his|her|their|per|least|least|about|showed|shows|revealed|despite|after|before|due|x|been|moderate"
    r"|severe|mild|"
    r"left|right|bilateral|chronic|daily|this|these|dated|index|score))$"
)
INDENTED = re.compile(r"[ \t]{2,}(?P<word>\S+)")
ANSWERED = re.compile(r":[ \t]*(?:yes|no|none)$")
CONTINUES_AFTER = re.compile(r"[ \t]*(?:[a-z(]|[\d.<>≥≤]+\s*(?:%|[a-z/]))")
NAME_AHEAD = re.compile(r" ?(?:[A-Z]\. ?)?[A-Z][a-z'’-]{2,}[,;)]? ?(?:[A-Z][A-Za-z.]*\b|$|[,;)(])")
# "PCP Dr. N. Halloran went over it": behind a title a letter is an initial, whatever follows the name.
TITLED = re.compile(r"\b(?:dr|mr|mrs|ms|prof)\.? $")
NAME = re.compile(r" ?[A-Z][a-z'’-]{2,}")
LETTERED = re.compile(r"\b(?:grade|type|class|group|stage|vitamin|hepatitis|plan|option|part|level|score)s? .$")
SIGNED_HEADING = re.compile(
    r"(?=.*(?:\bdr\b|\d/\d))[^:;|]{0,60}\b(?:surge(?:ry|on)|cardiolog\w+|medicine|neurolog\w+|psycholog\w+|psychiatr\w+"
    r"|pulmon\w+|an[ae]*sthesi\w+|physiatr\w+|urolog\w+|oncolog\w+|dermatolog\w+|nephrolog\w+|hematolog\w+|ccc-slp"
    r"|gastroenterolog\w+|geriatric\w*|speech[- ]language \w+|dietitian|nutrition)\b[^:;|]{0,60}"
)
DEED = re.compile(
    r"\s*(?:i |we )?(?:personally )?(?:examined|saw|seen|evaluated|assessed|interviewed|met with|\w+ minutes with)\b"
)
# "CARE TO DATE (5 weeks)": a line in capitals heads those under it.
CAPITAL_HEADING = re.compile(r"(?=(?:[^a-z(]*[A-Z]{3,}){2})[A-Z0-9 /&,'-]+(?:\([^()]*\))?")
SENTENCE_CLOSERS = ".!?:;"


@dataclass(frozen=True, slots=True)
class Span:
    start: int
    end: int


def find_sentences(low: str, raw: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of a stretch in order; `raw` is the same text with its capitals."""
    stop = len(low) if end is None else end
    spans: list[Span] = []
    begin = start
    for m in STOP.finditer(low, start, stop):
        if m.group() == "\n":
            if _continues(low, raw, begin, m.start(), stop):
                continue
        elif m.group()[0] == "." and _abbreviated(low, raw, m, stop):
            continue
        _append(low, spans, begin, m.end())
        begin = m.end()
    _append(low, spans, begin, stop)
    return spans


def _append(low: str, spans: list[Span], begin: int, end: int) -> None:
    told = low[begin:end]
    if kept := told.strip():
        first = begin + told.index(kept[0])
        spans.append(Span(first, first + len(kept)))


def _abbreviated(low: str, raw: str, m: re.Match[str], stop: int) -> bool:
    """Whether this full stop ends an abbreviation or a list number rather than a sentence."""
    word = LAST_WORD.search(low, max(0, m.start() - 8), m.start())
    if word is None:
        return False
    before = word[1].lstrip("./&")
    if before.isdigit() and len(before) <= 2:
        line_start = low.rfind("\n", 0, m.start()) + 1
        return not low[line_start : m.start()].strip(" (*-").rstrip("0123456789")
    if before in {"in", "no", "min", "max", "mo", "mos", "l", "r", "med", "st", "post", "sec"}:
        after = low[m.end() : m.end() + 2].strip()
        return bool(after) and (after[0].isdigit() or before in {"st", "l", "r"})
    if before in TITLES or _initial(low, raw, m, before, stop):
        return True
    return before in ABBREVIATIONS and not raw[m.end() : m.end() + 3].lstrip()[:1].isupper()


def _initial(low: str, raw: str, m: re.Match[str], before: str, stop: int) -> bool:
    """Whether a full stop ends the initial of a name: `J. Amoah`, `K. L. Ostrow`."""
    if len(before) != 1 or not raw[m.start() - 1].isupper():
        return False
    if TITLED.search(low, max(0, m.start() - 7), m.start() - 1) and NAME.match(raw, m.end(), stop):
        return True
    if not NAME_AHEAD.match(raw, m.end(), stop):
        return False
    return LETTERED.search(low, max(0, m.start() - 14), m.start()) is None


def _continues(low: str, raw: str, begin: int, newline: int, stop: int) -> bool:
    """Whether the line after `newline` goes on with the sentence before it, as a deed does with who signed above it."""
    next_end = low.find("\n", newline + 1, stop)
    following = low[newline + 1 : stop if next_end < 0 else next_end]
    line_start = max(begin, low.rfind("\n", 0, newline) + 1)
    line = low[line_start:newline].rstrip()
    first = raw[newline + 1 : newline + 1 + len(following)].lstrip()[:1]
    if (
        not following.strip()
        or not line
        or (line[-1] in SENTENCE_CLOSERS and not (line[-1] == "." and first.islower()))
    ):
        return False
    if newline - begin > SENTENCE_BOUND or BULLET.match(following) or KEYED.match(following) or header_of(following):
        return False
    if DEED.match(following) and SIGNED_HEADING.fullmatch(line.strip()):
        return True
    if TABLE.search(line) or TABLE.search(following.strip()) or _bare_header(low, line_start, line):
        return False
    if ANSWERED.search(line):
        return False
    if CONTINUES_BEFORE.search(line):
        return True
    if CAPITAL_HEADING.fullmatch(raw[line_start : line_start + len(line)].strip()):
        return False
    if _broken_on_purpose(low, newline):
        return False
    wrapped = len(line) >= 55
    return (first.islower() and len(line) >= 12) or (wrapped and CONTINUES_AFTER.match(following) is not None)


def _broken_on_purpose(low: str, newline: int) -> bool:
    """Whether an indented line ends though the next word would have fitted into its column: a list without bullets."""
    begun = low.rfind("\n", 0, newline) + 1
    following = INDENTED.match(low, newline + 1)
    if not following or not INDENTED.match(low, begun):
        return False
    first, last = begun, newline
    while first and INDENTED.match(low, above := low.rfind("\n", 0, first - 1) + 1):
        first = above
    while INDENTED.match(low, last + 1) and (end := low.find("\n", last + 1)) > 0:
        last = end
    width = max(len(line.rstrip()) for line in low[first:last].split("\n"))
    return len(low[begun:newline].rstrip()) + 1 + len(following["word"]) <= width


def _bare_header(low: str, line_start: int, line: str) -> bool:
    """Whether a whole line is a header and nothing more."""
    if low[line_start - 1 : line_start] not in ("", "\n"):
        return False
    head = header_of(line)
    return head is not None and not line[head[2] :].strip()
