"""Several names parted by strokes with as many figures behind: "TLC / RV: 131 % / 224 %", "Wt/BMI 180 lb / 31".

Each figure belongs to the name in its place. Where there are more figures than names, or fewer, none belongs to any.
"""

from collections.abc import Sequence
from dataclasses import replace

from agents.reading import patterns as re
from agents.reading.lookalikes import is_confused
from agents.reading.numbers import find_numbers
from agents.reading.quantities import quantity_of
from agents.reading.record import Sentence
from agents.reading.terms import Mention
from agents.reading.value import Value
from priorauth.measures import Measure

# What else stands in such lists.
OTHER_NAME = (
    r"(?:bp|hr|rr|pulse|p|temp|t|fvc|tv|frc|vc|erv|kco|va|ph|hco3|be|ht|height|wt|weight|bmi|bsa|lvedd|lvesd|lvedv|rvsp"
    r"|fev1|pg|cr|bun|na|k|wbc|plts?|platelets|ast|alt|o2|fio2|neck)"
)
NAME_BEHIND = re.compile(rf" ?/ ?({OTHER_NAME})(?![\w-])")
NAME_BEFORE = re.compile(rf"(?<![\w-])({OTHER_NAME}) ?/ ?$")
STROKE = re.compile(r" ?/ ?")
FIGURE = re.compile(
    r"[<>~]?\d+(?:\.\d+)?(?:'\s?\d{1,2}(?:\.\d)?\"?)?"
    r"(?: ?(?:%|[a-z]+(?:/[a-z]+(?![a-z0-9]))?[23]?)(?: pred(?:icted)?)?)?"
)
UP_TO_THE_FIGURES = re.compile(
    r"(?: ?\([^()\n]{0,30}\))?[\s|:=,-]*(?:\(?\d{1,2}/\d{1,2}(?:/\d{2,4})?\)?[\s|:=,-]+(?=[<>~]?\d))?"
    r"(?:(?:was|were|is|are|of|at|today|now)[\s:]+)?"
)
Place = tuple[int, int]


def paired(
    low: str, sentence: Sentence, measure: Measure, mention: Mention, others: Sequence[Mention]
) -> list[Value] | None:
    """The figure in the place of this name, where names and figures go by strokes; None where they do not.

    Nothing at all where there are more figures than names, or fewer.
    """
    names = _names(low, sentence, mention, others)
    if len(names) < 2:
        return None
    figures = _figures(low, names[-1][1], sentence.end)
    if (at := _pressure(low, names)) is not None:
        figures[at : at + 2] = [(figures[at][0], figures[at + 1][1])] if at + 1 < len(figures) else []
    if len(figures) != len(names):
        return [] if len(figures) > 1 else None
    return _value(low, sentence, measure, mention, figures[names.index((mention.start, mention.end))], figures[-1])


def _names(low: str, sentence: Sentence, mention: Mention, others: Sequence[Mention]) -> list[Place]:
    """The names that strokes join to this one, itself among them."""
    begin = {o.start: (o.start, o.end) for o in others}
    finish = {o.end: (o.start, o.end) for o in others}
    names = [(mention.start, mention.end)]
    while stroke := STROKE.match(low, names[-1][1], sentence.end):
        other = NAME_BEHIND.match(low, names[-1][1], sentence.end)
        found = begin.get(stroke.end()) or (other.span(1) if other else None)
        if found is None:
            break
        names.append(found)
    while low[sentence.start : names[0][0]].rstrip().endswith("/"):
        ends = low.rindex("/", sentence.start, names[0][0])
        other = NAME_BEFORE.search(low, max(sentence.start, ends - 12), names[0][0])
        found = finish.get(len(low[:ends].rstrip())) or (other.span(1) if other else None)
        if found is None:
            break
        names.insert(0, found)
    return names


def _figures(low: str, at: int, end: int) -> list[Place]:
    """The figures that strokes join, right behind the names."""
    found: list[Place] = []
    opens = UP_TO_THE_FIGURES.match(low, at, end)
    figure = FIGURE.match(low, opens.end() if opens else at, end)
    while figure:
        found.append(figure.span())
        stroke = STROKE.match(low, figure.end(), end)
        figure = FIGURE.match(low, stroke.end(), end) if stroke else None
    return found


def _pressure(low: str, names: Sequence[Place]) -> int | None:
    """Where the blood pressure stands among the names: it is told by two figures."""
    return next((at for at, (a, b) in enumerate(names) if low[a:b] == "bp"), None)


def _value(low: str, sentence: Sentence, measure: Measure, mention: Mention, place: Place, last: Place) -> list[Value]:
    """The figure as a value; one without a unit takes that of the last."""
    numbers, behind = find_numbers(low, *place), find_numbers(low, *last)
    if len(numbers) != 1 or len(behind) != 1:
        return []
    n = numbers[0]
    if not n.unit and behind[0].unit in measure.units:
        n = replace(n, unit=behind[0].unit)
    q = quantity_of(measure, n, mention, low)
    if q is None:
        return []
    confused = is_confused(low, sentence, measure, mention.start, last[1])
    return [Value(measure.name, sentence.index, mention.start, n.end, q, (n.start, n.end), confused=confused)]
