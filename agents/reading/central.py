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
OBSTRUCTIVE_AHEAD = re.compile(
    r"\bobstructive(?: events| apneas| share| portion| component| fraction)?[ :=,(]{1,3}(?P<share>\d{2,3}(?:\.\d)?)"
    r" ?(?:%|percent)"
)
# "All events obstructive", "no central or mixed apneas".
NONE_OF_IT = re.compile(
    r"\b(?:all|every one)(?: of)?(?: the| these| scored| respiratory| residual| recorded)*"
    r"(?: (?:events|apneas|apneas and hypopneas|of them))?(?: (?:were|was|are|being|purely|entirely))* obstructive\b"
    r"(?! (?:lung|pulmonary|airways?|sleep|disease))"
    r"|\b(?:no|neither|without|zero|not one) (?:central(?:s| apneas?| events?)? ?(?:,|or|nor|and|/) ?mixed"
    r"|mixed ?(?:or|nor|and|/) ?central)(?: apneas?| events?)?\b"
)
IN_SHORT = re.compile(
    r"\b(?:c ?\+ ?m|ca ?\+ ?ma|cent(?:ral)?s? ?[+/&] ?mix(?:ed)?)(?: (?:apneas?|events?|share))?[ :=]{1,3}"
    r"(?:only |just |about )?(?P<share>\d{1,2}(?:\.\d)?) ?(?:%|percent)"
)
TREATED = re.compile(r"\b(?:on cpap|on pap|residual|titration|treatment[- ]emergent|download|with cpap|therapy)\b")
OWN_SHARE = re.compile(r"\b(?:central|mixed)\b[^.;]{0,24}\d|\d ?(?:%|percent)? (?:\w+ ){0,3}(?:central|mixed)\b")
# "Of 210 events 6 were central and none mixed".
OF_ALL = re.compile(
    rf"\b(?:of (?:the |all |his |her )?)?(?P<all>\d{{2,4}}) (?:respiratory |scored )?(?:events"
    rf"|apneas)\b[^.;]{{0,40}}?[ ,]"
    rf"(?P<central>{COUNT}) (?:of (?:them|these|which|those) )?(?:was "
    rf"|were )?central(?:,? and (?P<mixed>{COUNT}) (?:was |were )?mixed)?\b"
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
    for m in IN_SHORT.finditer(low, start, stop):
        yield m, float(m["share"])
    if OWN_SHARE.search(low, start, stop):
        return
    if not TREATED.search(low, start, stop):
        yield from ((m, 0.0) for m in NONE_OF_IT.finditer(low, start, stop))
    for m in (*OBSTRUCTIVE.finditer(low, start, stop), *OBSTRUCTIVE_AHEAD.finditer(low, start, stop)):
        if float(m["share"]) <= 100:
            yield m, round(100 - float(m["share"]), 1)


def _count(told: str) -> float:
    return 0.0 if told in ("none", "no", "zero") else float(NUMBER_WORDS.get(told, 0) or told)
