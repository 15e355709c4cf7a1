"""Visual fields whose figures stand apart from their name: in a table, or in sentences behind the one that names it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from agents.reading import patterns as re
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.sentences import SENTENCE_BOUND
from agents.reading.sight import DEGREES, LIMIT, LOSS, MARKS, PERCENT, REST, SHARES, TAPED, figures_of_sight
from agents.reading.tables import Cell, Table
from agents.reading.value import Value
from priorauth.facts import DateInterval, Quantity
from priorauth.measures import Measure

NAMED = re.compile(r"\b(?:visual fields?|fields?|hvf|svf|vfs?|perimetry|humphrey|goldmann|octopus)\b")
OTHER_FIELD = re.compile(r"\b(?:inferior|lower|nasal|temporal|mrd\w*|mm|goal|normals?|policy|required?|needed)\b")
DEGREES_TOLD = re.compile(rf"\d{DEGREES}|\bdegrees?\b|\bdeg\b|\bfixation\b")
# "upper 18 deg", "14 deg above fixation".
IN_A_CELL = re.compile(
    rf"(?:(?:upper|superior|to|sup|up to)[ :]+)*(?P<n>\d{{1,2}}(?:\.\d)?)(?:{DEGREES})?(?: (?:above|from|of) fixation)?"
)
SHARE_IN_A_CELL = re.compile(rf"(?<![\d.])(?P<n>\d{{1,2}}(?:\.\d)?){SHARES}")
REST_HEAD, TAPED_HEAD = re.compile(REST), re.compile(TAPED)
GAIN_HEAD = re.compile(r"\b(?:gains?|gained|differences?|diff|delta|improve\w*|change)\b|[Δδ]")
CAPTION, ABOVE = 220, 3


@dataclass(frozen=True, slots=True)
class Row:
    """What a row tells of an eye: how far it sees at rest and taped, and what share is gained."""

    cell: Cell
    rest: float
    taped: float
    shares: tuple[tuple[int, int, float], ...]


def fields_told(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """The figures of one of the three measures of visual fields that stand in tables or further on."""
    low = document.low
    for table in document.tables:
        day = _day_above(document, table)
        for row in _rows(low, table):
            yield from (replace(v, dated=day) for v in _values_of_row(document, measure, row))
    for sentence in document.sentences:
        if _goes_on(document, sentence):
            after = document.sentences[sentence.index + 1 : sentence.index + 2]
            further = after[0].end if after and after[0].block == sentence.block else sentence.end
            stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
            for start, end, figure in figures_of_sight(low, sentence.start, stop, measure.name, further):
                yield from _value(document, measure, start, end, figure)


def _goes_on(document: PreparedDocument, sentence: Sentence) -> bool:
    """Whether a sentence tells of lids at rest or taped, and one shortly above it names the field."""
    low = document.low
    stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
    if not MARKS.search(low, sentence.start, stop) or NAMED.search(low, sentence.start, stop):
        return False
    above = [
        s for s in document.sentences[max(0, sentence.index - ABOVE) : sentence.index] if s.block == sentence.block
    ]
    if not above or OTHER_FIELD.search(low, sentence.start, stop):
        return False
    return NAMED.search(low, above[0].start, sentence.start) is not None


def _rows(low: str, table: Table) -> Iterator[Row]:
    """The rows of a table of fields; none where its headings or its caption speak of something else."""
    heads = table.heads
    rest = [at for at, h in enumerate(heads) if _is_headed(low, h, REST_HEAD, TAPED_HEAD)]
    taped = [at for at, h in enumerate(heads) if _is_headed(low, h, TAPED_HEAD, REST_HEAD)]
    if len(rest) != 1 or len(taped) != 1:
        return
    start, end = max(0, heads[0].start - CAPTION), table.rows[-1][-1].end
    caption = low[start : heads[-1].end]
    if not NAMED.search(caption) or OTHER_FIELD.search(low, heads[0].start, heads[-1].end):
        return
    if not DEGREES_TOLD.search(low, start, end):
        return
    gains = [at for at, h in enumerate(heads) if GAIN_HEAD.search(low, h.start, h.end)]
    for row in table.rows:
        if (told := _row(low, row, rest[0], taped[0], gains)) is not None:
            yield told


def _day_above(document: PreparedDocument, table: Table) -> DateInterval | None:
    """The day of the caption that names the field, where it has one."""
    start, head = max(0, table.heads[0].start - CAPTION), table.heads[0].start
    named = [m.start() for m in NAMED.finditer(document.low, start, head)]
    line = document.low.rfind("\n", 0, named[-1]) + 1 if named else head
    days = [d.interval for d in document.dates if line <= d.start < head and d.interval and not d.birth]
    return days[0] if len(days) == 1 else None


def _is_headed(low: str, head: Cell, by: re.Pattern[str], other: re.Pattern[str]) -> bool:
    return by.search(low, head.start, head.end) is not None and other.search(low, head.start, head.end) is None


def _row(low: str, row: Sequence[Cell], rest: int, taped: int, gains: Sequence[int]) -> Row | None:
    one, other = (IN_A_CELL.fullmatch(low, row[at].start, row[at].end) for at in (rest, taped))
    if one is None or other is None or OTHER_FIELD.search(low, row[0].start, row[0].end):
        return None
    shares = [m for at in gains for m in SHARE_IN_A_CELL.finditer(low, row[at].start, row[at].end)]
    told = tuple((*m.span("n"), float(m["n"])) for m in shares)
    return Row(row[rest], float(one["n"]), float(other["n"]), told)


def _values_of_row(document: PreparedDocument, measure: Measure, row: Row) -> Iterator[Value]:
    if measure.name == PERCENT:
        for start, end, share in row.shares:
            yield from _value(document, measure, start, end, share)
    elif measure.name == LIMIT:
        yield from _value(document, measure, row.cell.start, row.cell.end, row.rest)
    elif measure.name == LOSS and row.taped >= row.rest:
        yield from _value(document, measure, row.cell.start, row.cell.end, row.taped - row.rest)


def _value(document: PreparedDocument, measure: Measure, start: int, end: int, figure: float) -> Iterator[Value]:
    if measure.plausible(figure):
        quantity = Quantity(low=figure, high=figure, unit=measure.unit)
        yield Value(measure.name, document.sentence_at(start).index, start, end, quantity, (start, end))
