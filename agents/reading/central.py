"""The share of central and mixed apneas where it is told by its other side: the events that were obstructive."""

from collections.abc import Iterator

from agents.reading import patterns as re
from agents.reading.dates import NUMBER_WORDS
from agents.reading.record import PreparedDocument
from agents.reading.sentences import SENTENCE_BOUND
from agents.reading.value import Value
from priorauth.facts import Quantity
from priorauth.measures import Measure

OF_BREATHING = re.compile(r"\b(?:apneas?|apnoeas?|hypopneas?|events?|ahi|polysomno\w+|psg|stopped breathing)\b")
COUNT = r"\d{1,4}|none|no|zero|one|two|three|four|five|six|seven|eight|nine|ten"
# "All but 3 percent of it obstructive": what is left out is what counts.
ALL_BUT = re.compile(
    r"\ball but (?:about )?(?P<left>\d{1,2}(?:\.\d)?) ?(?:%|percent)(?: of (?:it|them|these|the events|events))?,?"
    r" (?:was |were |being |are )?obstructive\b"
)
# "98 percent of events were obstructive".
OBSTRUCTIVE = re.compile(
    r"(?<!at least )(?<!least )(?<!than )(?<!over )(?<!least about )\b(?P<share>\d{2,3}(?:\.\d)?) ?(?:%|percent)"
    r"(?: of (?:it|them|these|(?:the |all |her |his )?(?:events|apneas|respiratory events|apneas and hypopneas)))?,?"
    r" (?:was |were |being |are )?obstructive\b(?! (?:lung|pulmonary|airways?|coronary|disease))"
)
OWN_SHARE = re.compile(r"\b(?:central|mixed)\b[^.;]{0,24}\d|\d ?(?:%|percent)? (?:\w+ ){0,3}(?:central|mixed)\b")
# "Of 210 events 6 were central and none mixed".
OF_ALL = re.compile(
    rf"\bof (?:the |all |his |her )?(?P<all>\d{{2,4}}) (?:respiratory |scored )?(?:events|apneas)\b[^.;]{{0,40}}?[ ,]"
    rf"(?P<central>{COUNT}) (?:was |were )?central(?:,? and (?P<mixed>{COUNT}) (?:was |were )?mixed)?\b"
)


def shares_not_obstructive(document: PreparedDocument, measure: Measure) -> Iterator[Value]:
    low = document.low
    for sentence in document.sentences:
        stop = min(sentence.end, sentence.start + SENTENCE_BOUND)
        if not OF_BREATHING.search(low, sentence.start, stop):
            continue
        for m, share in _told(low, sentence.start, stop):
            quantity = Quantity(low=share, high=share, unit=measure.unit)
            yield Value(measure.name, sentence.index, m.start(), m.end(), quantity, m.span())


def _told(low: str, start: int, stop: int) -> Iterator[tuple[re.Match[str], float]]:
    for m in ALL_BUT.finditer(low, start, stop):
        yield m, float(m["left"])
    for m in OF_ALL.finditer(low, start, stop):
        total, counted = float(m["all"]), _count(m["central"]) + _count(m["mixed"] or "no")
        if counted <= total:
            yield m, round(100 * counted / total, 1)
    if OWN_SHARE.search(low, start, stop):
        return
    for m in OBSTRUCTIVE.finditer(low, start, stop):
        if float(m["share"]) <= 100:
            yield m, round(100 - float(m["share"]), 1)


def _count(told: str) -> float:
    return 0.0 if told in ("none", "no", "zero") else float(NUMBER_WORDS.get(told, 0) or told)
