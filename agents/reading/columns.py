"""Values of a table: the measure is named by what heads the column, the figure stands in a row under it.

Or the measure begins the row, and the headings are days: each figure is of its own. What stands under the heading of
what is usual, aimed at or another's is nobody's value, and what heads a column as earlier makes its figures so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from agents.reading import patterns as re
from agents.reading.grades import grade_figure
from agents.reading.lookalikes import has_confuser, is_confused
from agents.reading.measured import mentions_by_sentence
from agents.reading.numbers import find_numbers, unit_at
from agents.reading.oximetry import ON_OXYGEN
from agents.reading.quantities import quantity_of
from agents.reading.record import PreparedDocument
from agents.reading.tables import Cell, Table
from agents.reading.terms import Mention
from agents.reading.value import Value
from priorauth.facts import DateInterval, Quantity
from priorauth.measures import Form, Measure

UNIT_OPENS = re.compile(r"[\s(\[,]{1,3}")
BESIDE_A_FIGURE = re.compile(r"[\s~*()†‡]*(?:(?:h|l|high|low|hi|lo|today|now)[\s)*]*)?")
GRADE_IN_A_CELL = re.compile(r"(?:class |grade |stage |level )?(iv|v|i{1,3}|[0-5](?:\.5)?)[a-c]?")
NOT_THE_PATIENTS = re.compile(
    r"\b(?:goals?|targets?|normals?|reference|ref|range|limits?|uln|lln|expected|threshold|required?|requirement|needed"
    r"|criteri\w+|polic\w+|cut-?off|average adult|healthy|mother|father|wife|husband|sister|brother|spouse"
    r"|donor|n/a)\b"
)
EARLIER = r"prior|previous(?:ly)?|baseline|initial(?:ly)?|before|old|last (?:year|visit|time|month)|former(?:ly)?"
EARLIER_HEAD = re.compile(rf"\b(?:{EARLIER})\b")
EARLIER_ROW = re.compile(
    rf"\b(?:{EARLIER}|pre|start(?:ing)?|peak|heaviest|highest|lowest|ever|then|first|maximum|in (?:19|20)\d\d)\b"
)
AROUND_A_TREATMENT = re.compile(r"\b(?:pre|post|before|after|relief|lasted|block|mbb|injection)\b")
# "VAS" and "NRS" name the relief of a block as well, where a share stands with them.
NAMED_ALIKE = frozenset(("diagnostic block relief",))
OXYGEN_HEAD = re.compile(r"\b(?:o2|oxygen|flow|gas|fio2|lpm|l/min|liters?|support|device|air)\b")
ON_AIR = re.compile(r"(?:ra|(?:on )?room air|air|none|off|0|0 ?l(?:pm|/min)?|-+|21 ?%|0\.21)")


def values_in_columns(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    """What stands in the rows of tables under the name of the measure."""
    for table in document.tables:
        for column, head in enumerate(table.heads):
            if (mention := _named_in(document, head, measure)) is None or NOT_THE_PATIENTS.search(
                document.low, head.start, head.end
            ):
                continue
            for row in _rows_of_now(document, measure, table):
                if (value := _in_the_row(document, measure, mention, table, row, column)) is not None:
                    yield value


def _rows_of_now(document: PreparedDocument, measure: Measure, table: Table) -> Sequence[Sequence[Cell]]:
    """The rows that tell of now: of pain that is told by days the newest alone, and none around a treatment."""
    if measure.name != "pain score":
        return table.rows
    if any(AROUND_A_TREATMENT.search(document.low, head.start, head.end) for head in table.heads):
        return ()
    days = [_day_of(document, row) for row in table.rows]
    newest = max((day.last for day in days if day is not None), default=None)
    if newest is None or None in days:
        return table.rows
    return [row for row, day in zip(table.rows, days, strict=True) if day is not None and day.last == newest]


def _day_of(document: PreparedDocument, row: Sequence[Cell]) -> DateInterval | None:
    """The day that begins a row."""
    return next((d.interval for d in document.dates if row[0].start <= d.start < row[0].end and d.interval), None)


def _named_in(document: PreparedDocument, cell: Cell, measure: Measure) -> Mention | None:
    """The measure where a cell names it, and no other."""
    index = document.sentence_at(cell.start).index
    named = [m for m in mentions_by_sentence(document).get(index, ()) if cell.start <= m.start and m.end <= cell.end]
    things = {m.thing for m in named if m.thing not in NAMED_ALIKE or m.thing == measure.name}
    return next(m for m in named if m.thing == measure.name) if things == {measure.name} else None


def _in_the_row(
    document: PreparedDocument, measure: Measure, mention: Mention, table: Table, row: Sequence[Cell], column: int
) -> Value | None:
    head, cell, low = table.heads[column], row[column], document.low
    found = _figure_of(document, measure, mention, head, cell)
    if found is None:
        return None
    quantity, start, end = found
    sentence = document.sentence_at(start)
    told = " ".join(low[c.start : c.end] for at, c in enumerate(row) if at != column)
    confused = (
        is_confused(low, sentence, measure, start, end)
        or NOT_THE_PATIENTS.search(told) is not None
        or has_confuser(measure, f"{low[head.start : head.end]} {told}", low[mention.start : mention.end])
        or (measure.name == "oxygen saturation" and _given_oxygen(low, table, row, told))
    )
    prior = (column > 0 and EARLIER_ROW.search(low, row[0].start, row[0].end) is not None) or (
        EARLIER_HEAD.search(low, head.start, head.end) is not None
    )
    return Value(measure.name, sentence.index, start, end, quantity, (start, end), prior, confused, former=prior)


def _figure_of(
    document: PreparedDocument, measure: Measure, mention: Mention, head: Cell, cell: Cell
) -> tuple[Quantity, int, int] | None:
    """The figure of a cell that holds one and nothing else, in its own unit or that of the heading."""
    low = document.low
    if any(d.start < cell.end and cell.start < d.end for d in document.dates):
        return None
    if measure.form is Form.grade:
        graded = GRADE_IN_A_CELL.fullmatch(low, cell.start, cell.end)
        figure = grade_figure(graded[1]) if graded else None
        if figure is None or not measure.plausible(figure):
            return None
        return Quantity(low=figure, high=figure, unit=measure.unit), cell.start, cell.end
    numbers = find_numbers(low, cell.start, cell.end)
    if len(numbers) != 1:
        return None
    n = numbers[0]
    if not BESIDE_A_FIGURE.fullmatch(low[cell.start : n.start] + " " + low[n.end : cell.end]):
        return None
    if not n.unit and n.of is None and (unit := _unit_of(low, mention, head)):
        n = replace(n, unit=unit)
    q = quantity_of(measure, n, mention, low)
    return (q, n.start, n.end) if q is not None else None


def _unit_of(low: str, mention: Mention, head: Cell) -> str:
    """The unit told behind the name in a heading: "wt (lb)", "SpO2 %"."""
    opens = UNIT_OPENS.match(low, mention.end, head.end)
    return unit_at(low, opens.end() if opens else mention.end, head.end)[0]


def _given_oxygen(low: str, table: Table, row: Sequence[Cell], told: str) -> bool:
    """Whether a row tells of oxygen, in its words or in a column of its own."""
    if ON_OXYGEN.search(told):
        return True
    return any(
        OXYGEN_HEAD.search(low, head.start, head.end) is not None
        and cell.end > cell.start
        and any(c.isdigit() for c in low[cell.start : cell.end])
        and not ON_AIR.fullmatch(low, cell.start, cell.end)
        for head, cell in zip(table.heads, row, strict=True)
    )


def by_their_columns(document: PreparedDocument, measure: Measure, found: Sequence[Value]) -> list[Value]:
    """The same, with those in tables told as what heads their column says: of its day, of earlier, or nobody's."""
    kept = list(found)
    for table in document.tables if found else ():
        days = _days(document, table)
        for row in table.rows:
            inside = [v for v in kept if row[0].start <= v.number[0] < row[-1].end]
            if not inside:
                continue
            kept = [v for v in kept if v not in inside]
            mention = _named_in(document, row[0], measure)
            if (
                mention is not None
                and len(days) >= 2
                and (dated := _by_day(document, measure, mention, table, row, days))
            ):
                kept += dated
            else:
                kept += [told for v in inside if (told := _as_headed(document.low, table, row, v)) is not None]
    return kept


def _days(document: PreparedDocument, table: Table) -> dict[int, DateInterval]:
    """The day that heads each column, where one does and nothing else."""
    return {
        at: d.interval
        for at, head in enumerate(table.heads)
        for d in document.dates
        if d.interval and d.start <= head.start + 1 and head.end - 1 <= d.end and head.end > head.start
    }


def _by_day(
    document: PreparedDocument,
    measure: Measure,
    mention: Mention,
    table: Table,
    row: Sequence[Cell],
    days: dict[int, DateInterval],
) -> list[Value]:
    """The figures of a row, each of the day that heads its column; all but the newest are of earlier."""
    newest = max(days.values(), key=lambda day: day.last)
    values: list[Value] = []
    for at, day in days.items():
        if (found := _figure_of(document, measure, mention, row[0], row[at])) is not None:
            quantity, start, end = found
            sentence = document.sentence_at(start)
            confused = is_confused(document.low, sentence, measure, mention.start, mention.end)
            old = day != newest
            place = (start, end)
            values.append(
                Value(measure.name, sentence.index, start, end, quantity, place, old, confused, former=old, dated=day)
            )
    return values


def _as_headed(low: str, table: Table, row: Sequence[Cell], value: Value) -> Value | None:
    """A value as its column is headed: none where that is what is usual, of earlier where it says so."""
    at = next((i for i, c in enumerate(row) if c.start <= value.number[0] < c.end), 0)
    head = table.heads[at]
    if at and NOT_THE_PATIENTS.search(low, head.start, head.end):
        return None
    if at and EARLIER_HEAD.search(low, head.start, head.end):
        return replace(value, prior=True, former=True)
    return value
