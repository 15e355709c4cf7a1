"""The one side a record speaks of, for a request that names none: a hernia or a disc whose code carries no modifier.

Only where everything that is told of the patient is of one side does it stand in for the request's. What is called
sound or denied does not count against it; any finding, complaint or plan of the other side does, and a person asks.
"""

from collections.abc import Iterable, Iterator, Sequence

from agents.reading import patterns as re
from agents.reading.places import sides_of
from agents.reading.record import PreparedDocument, PreparedRecord, Sentence
from agents.reading.subject import subject_of
from priorauth.criteria import Row
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Grade, Side, Subject

LETTERS = {"L": Side.left, "R": Side.right}
LETTER = re.compile(r"(?<![\w/.+-])(?<!\d )(?P<side>[LR])(?![\w/-]| ?& ?[LR]\b|\.[A-Z])")
DENIED = re.compile(
    r"\b(?:no|not|denie[sd]|denying|without|nothing|none|neither|nor|never|free of)(?: [\w'-]+){0,6} ?\(?$"
)
CALLED_SOUND = re.compile(
    r",?:?(?: (?:side|is|was|are|were|the|one|groin|leg|foot|limb|lower|extremity|ring|testis|in|to|of|on|exam"
    r"|remains?|seems?|feels?|looks?)){0,5} ?(?:neg(?:ative)?|nl|normal|sound|quiet|clear|free|unremarkable|intact"
    r"|spared|healthy|unaffected|uninvolved|wnl|ok|fine|full|silent|asymptomatic|without|nothing|no|has no|shows no)\b"
)
TURNED = re.compile(r"\b(?:but|however|although|though|except|save|apart|yet|other than|besides|only|until|now)\b")
# A side that is named by no side's name: "repair of the other side", "contralateral hernia", "asks for both".
OTHER_SIDE = re.compile(
    r"\b(?:(?:other|opposite) (?:side|groin|leg|foot|limb|one|hernia|testicle|lumbar|root)|contralateral(?:ly)?"
    r"|(?:both|two) (?:sides|groins|hernias|legs|feet)|(?:wants?|wishes|asks? for|repair\w*|fix(?:ed)?|of|on) both"
    r"|either side|second hernia)\b"
)
WENT_AWAY = re.compile(r"\b(?:work|home|school|early|his|her|their|the (?:job|hospital|house)|off|over|alone)\b")


def told_side(record: PreparedRecord, rows: Sequence[Row], seen: Sequence[Observation]) -> Side | None:
    """The side that stands in for the request's: the record's only one, named by what was found for such rows."""
    sided = {row.id for row in rows if row.on_requested_side}
    if not sided:
        return None
    found = [o for o in seen if o.row in sided and o.assertion is Assertion.affirmed and o.grade is Grade.a]
    named = {side for o in found for side in _quoted(o)}
    if named not in ({Side.left}, {Side.right}):
        return None
    return next(iter(named)) if set(_told(record)) == named else None


def _quoted(seen: Observation) -> Iterator[Side]:
    """The sides in the words that an observation stands on."""
    text = seen.evidence.quote
    yield from (f.side for f in sides_of(text.casefold(), 0, len(text)) if f.side)
    yield from (LETTERS[m["side"]] for m in LETTER.finditer(text))


def _told(record: PreparedRecord) -> Iterator[Side]:
    """Every side that the record names of the patient and does not call sound."""
    for document in record.documents:
        for sentence in document.sentences:
            if subject_of(document, sentence.start, sentence.end) is not Subject.other_person:
                yield from _ill(document, sentence)


def _ill(document: PreparedDocument, sentence: Sentence) -> Iterator[Side]:
    places = sorted(set(_places(document, sentence)))
    for index, (start, end, side) in enumerate(places):
        stop = places[index + 1][0] if index + 1 < len(places) else sentence.end
        if not _is_sound(document.low, sentence.start, start, end, stop):
            yield side


def _places(document: PreparedDocument, sentence: Sentence) -> Iterable[tuple[int, int, Side]]:
    for found in sides_of(document.low, sentence.start, sentence.end):
        if found.side and not (found.side is Side.left and WENT_AWAY.match(document.low, found.end + 1)):
            yield found.start, found.end, found.side
    for m in LETTER.finditer(document.document.text, sentence.start, sentence.end):
        yield m.start(), m.end(), LETTERS[m["side"]]
    for m in OTHER_SIDE.finditer(document.low, sentence.start, sentence.end):
        yield m.start(), m.end(), Side.bilateral


def _is_sound(low: str, begin: int, start: int, end: int, stop: int) -> bool:
    """Whether a side is denied right before it is named, or called sound right after, and nothing turns that."""
    clause = max(begin, *(low.rfind(mark, begin, start) + 1 for mark in ",;:."))
    if TURNED.search(low, clause, stop):
        return False
    return DENIED.search(low[clause:start]) is not None or CALLED_SOUND.match(low, end, stop) is not None
