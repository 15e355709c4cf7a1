"""Ratings of tremor told item by item under the name of their scale, in a table, or as grades of a limb.

Of several items of a limb the worst is its rating, as the scale is read; rest, head and voice are no part of it. Where
the side of the lead is told, the limb across from it counts alone.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from agents.reading import patterns as re
from agents.reading.grades import grade_figure
from agents.reading.record import PreparedDocument
from agents.reading.tables import Table
from agents.reading.value import Value
from priorauth.facts import Quantity
from priorauth.measures import Measure

SCALE = re.compile(
    r"\b(?:fahn[- ]tolosa(?:[- ]marin)?|ftm(?:trs)?|crst|trs|tetras|whiget|(?:clinical )?rating scale for tremor"
    r"|tremor (?:rating|scale|scores?|severity|grad(?:es?|ing))|0 ?(?:-|to) ?4 scale)\b"
)
TREMOR = re.compile(r"\b(?:tremors?|tremulous\w*|oscillations?|shaking)\b")
ACTS = (
    r"(?:finger[- ]to[- ]nose|finger[- ]nose|fnf|ftn|outstretched|extended|postur\w+|action"
    r"|kinetic|intention|reaching|pouring|spirals?|writing|handwriting|drawing)"
)
SIDE = r"(?:right|left|rt|lt|r|l|both|bilat\w*|rue|lue|ruw)"
NAMES = (
    rf"(?:{ACTS}|{SIDE}|arms?|hands?|upper|limbs?|extremit\w+|ue|dominant|tremors?|grade|level|score[sd]?|rating|rated"
    r"|part [ab]|item|exam|severe|marked|moderate|worse|disabling|high[- ]amplitude|with|without|of|on|in|the|is|was"
    r"|are|at"
    r"|and|but|a|an|his|her|to|by|for|today|now|this|visit|total|scale|fahn[- ]tolosa(?:[- ]marin)?|ftm(?:trs)?|crst"
    r"|trs"
    r"|tetras|whiget|clinical|severity|performance|task)"
)
FIGURE = r"(?P<n>[0-4](?:\.5)?|(?:(?<=grade )|(?<=level ))(?:iv|i{1,3}|one|two|three|four))(?: ?(?:/|of|out of) ?4)?\+?"
ITEM = re.compile(
    rf"(?:\b{NAMES}\b[\s:=()|/.-]*){{0,14}}(?<![\w./-]){FIGURE}(?![\w%]|[./-]\d)(?P<behind>(?:[\s()]*\b{NAMES}\b)*)"
)
GRADED = re.compile(
    r"\b(?:grade|level)[ :=]*(?P<n>[1-4]|iv|i{1,3}|one|two|three|four)\b|(?<![\d/.])(?P<q>[1-4]) ?/ ?4\b(?!/)"
    r"|\b(?P<w>one|two|three|four) (?:of|out of) (?:four|4)\b"
)
ELSEWHERE = re.compile(
    r"\b(?:rest(?:ing)?|head|neck|voice|chin|jaw|face|tongue|legs?|foot|feet|trunk|gait|strength|power)\b"
)
CLAUSES = re.compile(r"[,;\n|.]\s*|\band (?=(?:the )?(?:right|left|r|l)\b)")
A_SIDE = re.compile(r"\b(?P<right>right|rt|r|rue)\b|\b(?P<left>left|lt|l|lue)\b")
# A lead in the left thalamus treats the right hand.
LEAD = re.compile(
    r"\b(?P<side>left|right|l|r|bilateral)(?:[- ]sided)? (?:vim|ventral intermediate|thalam\w+|dbs|lead|deep brain"
    r"|stimulat\w+|unilateral)\b|\bunilateral (?P<uni>left|right) (?:vim|thalam\w+|dbs|lead)\b"
)
NOT_THE_PATIENTS = re.compile(
    r"\b(?:mother|father|sister|brother|goal|target|policy|required?|at least|or more|criteri\w+)\b"
)
REGION, CAPTION, ABOVE, MENTIONS = 300, 120, 3, 24


class Rating(NamedTuple):
    """A figure where it stands and the side it is of, where that is told."""

    start: int
    end: int
    figure: float
    side: str


def tremors_told(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """The rating of each limb that is to be treated."""
    low = document.low
    if "tremor" not in low and not SCALE.search(low):
        return
    across = _limbs_treated(low)
    told = [*_in_tables(document), *_under_scales(document)]
    taken = {document.sentence_at(one.start).index for ratings in told for one in ratings}
    for ratings in (*told, *_graded(document, taken)):
        for one in _worst(ratings, across):
            if measure.plausible(one.figure):
                quantity, place = Quantity(low=one.figure, high=one.figure, unit=measure.unit), (one.start, one.end)
                yield Value(measure.name, document.sentence_at(one.start).index, *place, quantity, place)


def _limbs_treated(low: str) -> set[str]:
    """The sides of the limbs across from the leads."""
    sides = {(m["side"] or m["uni"])[0] for m in LEAD.finditer(low)}
    return {"left" if side == "r" else "right" for side in sides if side in "lr"} if "b" not in sides else set()


def _worst(ratings: Sequence[Rating], across: set[str]) -> Iterator[Rating]:
    """The worst of each side; only of the limb that is to be treated, where it is rated."""
    sides = dict.fromkeys(r.side for r in ratings)
    if len(across) == 1 and across & set(sides):
        sides = dict.fromkeys(across)
    for side in sides:
        yield max((r for r in ratings if r.side == side), key=lambda r: r.figure)


def _in_tables(document: PreparedDocument) -> Iterator[list[Rating]]:
    for table in document.tables:
        start = max(0, table.heads[0].start - CAPTION)
        if SCALE.search(document.low, start, table.heads[-1].end) and (ratings := [*_rows(document.low, table)]):
            yield ratings


def _rows(low: str, table: Table) -> Iterator[Rating]:
    for row in table.rows:
        if ELSEWHERE.search(low, row[0].start, row[0].end):
            continue
        for head, cell in zip(table.heads[1:], row[1:], strict=True):
            told = low[cell.start : cell.end].split("/")[0].strip()
            if re.fullmatch(r"[0-4](?:\.5)?", told) and not ELSEWHERE.search(low, head.start, head.end):
                yield Rating(cell.start, cell.end, float(told), _side(low[head.start : head.end]))


def _under_scales(document: PreparedDocument) -> Iterator[list[Rating]]:
    """What stands behind the name of a scale, up to a blank line."""
    low, reached = document.low, 0
    for m in islice(SCALE.finditer(low), MENTIONS):
        if m.start() < reached or NOT_THE_PATIENTS.search(low, max(0, m.start() - 40), m.end()):
            continue
        blank = re.search(r"\n\s*\n", low[m.end() : m.end() + REGION])
        stop = m.end() + (blank.start() if blank else REGION)
        stop = min([stop, *(t.heads[0].start for t in document.tables if m.end() <= t.heads[0].start)])
        begins = max(document.sentence_at(m.start()).start, m.start() - REGION)
        if ratings := [*_items(document, m.end(), min(stop, len(low)))] or [*_items(document, begins, m.start())]:
            reached = stop
            yield ratings


def _items(document: PreparedDocument, start: int, stop: int) -> Iterator[Rating]:
    """The items whose clauses hold nothing but names of limbs, tasks and sides, and a figure."""
    low, side, at = document.low, "", start
    dates = [(d.start, d.end) for d in document.dates]
    while at < stop:
        gap = CLAUSES.search(low, at, stop)
        end = gap.start() if gap else stop
        begun = max((b for a, b in dates if at <= a and b <= end), default=at)
        begun += len(low[begun:end]) - len(low[begun:end].lstrip(" :=()-|"))
        m = ITEM.fullmatch(low, begun, len(low[:end].rstrip(" )")))
        if m and not NOT_THE_PATIENTS.search(low, at, end):
            side = _side(low[at : m.start("n")]) or _side(m["behind"]) or side
            yield Rating(*m.span("n"), grade_figure(m["n"]), side)
        if low[end : end + 1] in "\n.;":
            side = ""
        at = gap.end() if gap else stop


def _graded(document: PreparedDocument, taken: set[int]) -> Iterator[list[Rating]]:
    """`Finger to nose: severe, grade 4 on the right`: grades in a sentence of tremor, or of a task under one."""
    low = document.low
    for sentence in document.sentences:
        if sentence.index in taken or not GRADED.search(low, sentence.start, sentence.end):
            continue
        above = document.sentences[max(0, sentence.index - ABOVE)].start
        own = TREMOR.search(low, sentence.start, sentence.end) is not None
        under = TREMOR.search(low, above, sentence.start) and re.search(ACTS, low[sentence.start : sentence.end])
        if not (own or under) or NOT_THE_PATIENTS.search(low, sentence.start, sentence.end):
            continue
        if ratings := [*_grades_of(low, sentence.start, sentence.end)]:
            yield ratings


def _grades_of(low: str, start: int, end: int) -> Iterator[Rating]:
    at = start
    for gap in [*CLAUSES.finditer(low, start, end), None]:
        stop = gap.start() if gap else end
        for m in GRADED.finditer(low, at, stop):
            if not ELSEWHERE.search(low, at, stop):
                place = next(m.span(name) for name in ("n", "q", "w") if m[name])
                yield Rating(*place, grade_figure(low[slice(*place)]), _side(low[at:stop]))
        at = gap.end() if gap else end


def _side(told: str) -> str:
    """The one side that words name, or none."""
    sides = {m.lastgroup or "" for m in A_SIDE.finditer(told)}
    return sides.pop() if len(sides) == 1 else ""
