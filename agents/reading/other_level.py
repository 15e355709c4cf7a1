"""A denial of other levels of the spine, or of another device, which takes nothing back of what is told of this one."""

from collections.abc import Callable, Iterator, Sequence

from agents.reading import patterns as re
from agents.reading.record import PreparedDocument
from agents.reading.sections import SectionKind
from priorauth.criteria import DocumentsCheck, Row
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Doubt, Grade
from priorauth.reading import RequestedItem

Level = tuple[int, int]
# "T1" and "T2" alone are kinds of pictures.
LEVEL = re.compile(
    r"\b(?!t[12]\b(?! ?[-/\u2013]))(?P<part>[clt])-?(?P<above>\d{1,2})"
    r"(?: ?(?:[-/\u2013]|to|through) ?(?P<next>[clts])?-?(?P<below>\d{1,2}))?\b"
)
ABOVE_IT = {"c": 0, "t": 7, "l": 19, "s": 24}
SPINE_ENDS = 25
NAMES_A_LEVEL = re.compile(r"[clt]-?\d")
SCOOTER = re.compile(r"\b(?:scooters?|pov|tiller|three-?wheel\w*|power[- ]operated vehicle)\b")
SCOOTERS = ("K080", "K081")
HOME = "home access"
TREATMENT = re.compile(
    r"\b(?:plan\w*|request\w*|propos\w*|recommend\w*|schedul\w*|treat\w*|\w*plast(?:y|ies)|\w*ectom(?:y|ies)|bkp|vp|kp"
    r"|augment\w*|fusions?|acdf|arthrodesis|decompress\w*|inject\w*|t?f?esis?|snrbs?|ablat\w*|rfas?|rfn|mbbs?|blocks?)\b"
)


def not_of_another_level(
    row: Row, seen: Sequence[Observation], item: RequestedItem, documents: Sequence[PreparedDocument]
) -> Sequence[Observation]:
    """The observations of a row, those denials set aside that name only levels of which nothing is stated and where
    nothing is to be done, or that tell why a scooter does not pass where a chair is requested."""
    if row.bar or not isinstance(row.check, DocumentsCheck):
        return seen
    denied = [o for o in seen if o.assertion is Assertion.negated]
    stated = [o for o in seen if o.assertion is Assertion.affirmed and o.grade is Grade.a]
    if not denied or not stated:
        return seen
    if row.check.term == HOME and not item.code.startswith(SCOOTERS):
        return _without(seen, denied, lambda o: SCOOTER.search(o.evidence.quote.casefold()) is not None)
    told = [level for o in stated for level in levels_of(o.evidence.quote)]
    if not told or not any(levels_of(o.evidence.quote) for o in denied):
        return seen
    told += [level for document in documents for level in _treated(document)]
    return _without(seen, denied, lambda o: _is_elsewhere(levels_of(o.evidence.quote), told))


def _treated(document: PreparedDocument) -> Iterator[Level]:
    """The levels at which the record plans or tells of a treatment."""
    for sentence in document.sentences:
        if sentence.section.kind is SectionKind.plan or TREATMENT.search(document.low, sentence.start, sentence.end):
            yield from levels_of(document.low[sentence.start : sentence.end])


def levels_of(text: str) -> list[Level]:
    """The levels a text names, each as the first and the last vertebra, counted from the neck down."""
    low = text.casefold()
    if NAMES_A_LEVEL.search(low) is None:
        return []
    return [_level(m) for m in LEVEL.finditer(low) if _level(m)[1] <= SPINE_ENDS]


def _level(found: re.Match[str]) -> Level:
    above = ABOVE_IT[found["part"]] + int(found["above"])
    if found["below"] is None:
        return above, above
    return above, ABOVE_IT[found["next"] or found["part"]] + int(found["below"])


def _is_elsewhere(denied: Sequence[Level], told: Sequence[Level]) -> bool:
    return bool(denied) and not any(_share(one, other) for one in denied for other in told)


def _share(one: Level, other: Level) -> bool:
    """Whether two levels have a disc in common, or a vertebra where one of them is a single one."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    single = one[0] == one[1] or other[0] == other[1]
    return first <= last if single else first < last


def _without(
    seen: Sequence[Observation], denied: Sequence[Observation], is_elsewhere: Callable[[Observation], bool]
) -> Sequence[Observation]:
    """The observations, those denials set aside that are of something else."""
    return [_set_aside(o) if o in denied and is_elsewhere(o) else o for o in seen]


def _set_aside(seen: Observation) -> Observation:
    return seen.model_copy(update={"doubts": (*seen.doubts, Doubt.wrong_site), "grade": Grade.c})
