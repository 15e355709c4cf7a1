"""Whether a disease of a joint is told of a picture, where a row asks for one.

"End-stage arthritis" under an assessment is a diagnosis; behind "films:", under the heading of a report or right after
a sentence on films it is what they show. A lost joint space, spurs or a grade are seen on pictures alone.
"""

from collections.abc import Iterator

from agents.reading import patterns as re
from agents.reading.assertion import said_of
from agents.reading.places import sides_of, sites_of
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.remembered import Mention
from agents.reading.sections import SectionKind
from agents.reading.sentences import SENTENCE_BOUND
from priorauth.criteria import DocumentsCheck, Row
from priorauth.facts import Assertion, Side

ASKS_FOR_A_PICTURE = re.compile(r"\bjoint disease on (?:imaging|films)\b|\b(?:mri|ct) shows the disease\b")
ASKS_OF_THE_SPINE = re.compile(r"\bstenosis\b.*\bon mri or ct\b")
# What an examiner may say of a joint that nobody has looked into.
NAMED = re.compile(
    r"(?:\b(?:end[ -]stage|severe|advanced|marked|far|worn|out|the|of|and|degenerat\w+|changes?|joint|disease|wear"
    r"|(?:osteo)?arthr\w+|oa|djd|(?:gon|cox)arthrosis|tricomp\w*)\b|[\s,&/:;()-])+"
)
NAMED_OF_THE_SPINE = re.compile(
    r"(?:\b(?:severe|moderate|marked|high-grade|bilateral|left|right|cervical|central|spinal|canal|foraminal|foramina"
    r"|neuro-?foraminal|stenosis|stenoses|stenotic|narrow\w*|root|nerve|compression|with|of|and|at|the"
    r"|c\d(?:[-/]c?[\dt]1?)?)"
    r"\b|[\s,&/:;()-])+"
)
BONE_ON_BONE = re.compile(r"\bbone\b")
BY_HAND = re.compile(r"\b(?:clinical(?:ly)?|feels?|felt|palpa\w+|presum\w+|on exam|by exam|crepit\w+)\b")
PICTURE = re.compile(
    r"\b(?:x-?rays?|x-?rayed|xrs?|films?|radiograph\w*|radiolog\w*|imaging|mri|mr|ct|views?|roentgen\w*|scans?"
    r"|arthrogram"
    r"|(?:standing|weight-?bearing|wt-bearing|wb|plain|pa|ap|lateral|sunrise|merchant|rosenberg) (?:and lateral"
    r"|pelvis|ap"
    r"|(?:left|right) (?:knee|hip)|(?:knee|hip)s?|of the)|pictures|arthroscop\w+|kl|kellgren\w*|k-l)\b"
)
NOT_YET = re.compile(
    r"[^.;\n]{0,60}?\b(?:pending|outstanding|ordered|requested|scheduled|awaited|to (?:be|follow)|due|will|next"
    r"|tomorrow"
    r"|not (?:yet |been )*(?:done|taken|performed|shot|made|available|obtained|received|seen|here|in)"
    r"|unavailable|unread|refused|declined|never|missed|cancel\w+)\b"
)
STILL_ASKED_FOR = re.compile(
    r"\b(?:await\w*|order\w*|request\w*|get|getting|obtain|schedul\w+|needs?|send|arrange|until|before|without|lacks?"
    r"|book(?:ed)?|referr?ed|plan|lost|missing)(?: (?:for|an?|the|new|his|her|any|of|left|right|knee|hip|standing"
    r"|weight-?bearing|plain"
    r"|bilateral))* $"
)
BEARS_OUT = re.compile(
    r"[^.;\n]{0,60}?\b(?:confirm\w*|bears? (?:this|it|that) out|agrees?|corroborat\w+|consistent|document\w* (?:this"
    r"|it))"
)
REPORTS = frozenset({SectionKind.imaging, SectionKind.results, SectionKind.procedure, SectionKind.laboratory})
PARTS_OF_A_REPORT = frozenset(("findings", "technique"))
AHEAD = 3
HEADING_LENGTH = 90


def only_named(row: Row, document: PreparedDocument, sentence: Sentence, mention: Mention) -> bool:
    """Whether a row asks for a disease on a picture, and what was found names the disease without one.

    A stenosis may have been seen on any picture of the record, a disease of a joint on the one that leads up to it.
    """
    if row.bar or not isinstance(row.check, DocumentsCheck):
        return False
    statement = row.statement.casefold()
    if ASKS_OF_THE_SPINE.search(statement):
        named = all(NAMED_OF_THE_SPINE.fullmatch(document.low, *span) for span in mention.own)
        return named and not any(_is_pictured(document, near, row.site) for near in document.sentences)
    return ASKS_FOR_A_PICTURE.search(statement) is not None and _joint_only_named(row, document, sentence, mention)


def _joint_only_named(row: Row, document: PreparedDocument, sentence: Sentence, mention: Mention) -> bool:
    low, stop = document.low, min(sentence.end, sentence.start + SENTENCE_BOUND)
    if not all(NAMED.fullmatch(low, *span) for span in mention.own):
        felt = BONE_ON_BONE.search(low, mention.start, mention.end) and BY_HAND.search(low, sentence.start, stop)
        return felt is not None and not _is_pictured(document, sentence, row.site)
    if _is_told_under(document, sentence) or _is_pictured(document, sentence, row.site):
        return False
    if PICTURE.search(low, sentence.start, stop) or BY_HAND.search(low, sentence.start, stop):
        return True
    return not any(_is_pictured(document, near, row.site) for near in _around(document, sentence))


def _is_told_under(document: PreparedDocument, sentence: Sentence) -> bool:
    """Whether a sentence stands under the heading of a report."""
    if sentence.section.kind in REPORTS:
        return True
    headers = (s.header for s in document.sections if s.start < sentence.start)
    return sentence.section.header == "impression" and any(header in PARTS_OF_A_REPORT for header in headers)


def _around(document: PreparedDocument, sentence: Sentence) -> Iterator[Sentence]:
    """The sentences that lead up to one in its paragraph, a heading above the paragraph, and a next one that agrees."""
    at, low = sentence.index, document.low
    ahead = [s for s in document.sentences[max(0, at - AHEAD) : at] if s.block == sentence.block]
    yield from (s for s in ahead if _goes_with(document, s, sentence))
    first = ahead[0].index if ahead else at
    if first and at - first < AHEAD:
        above = document.sentences[first - 1]
        if above.end - above.start <= HEADING_LENGTH and _goes_with(document, above, sentence):
            yield above
    for behind in document.sentences[at + 1 : at + 2]:
        if behind.block == sentence.block and BEARS_OUT.match(low, behind.start, behind.end):
            yield behind


def _goes_with(document: PreparedDocument, ahead: Sentence, sentence: Sentence) -> bool:
    """Whether a sentence that leads up to another does not speak of the other side."""
    sides, mine = ({f.side for f in sides_of(document.low, s.start, s.end)} for s in (ahead, sentence))
    return not sides or not mine or bool(sides & mine) or Side.bilateral in sides


def _is_pictured(document: PreparedDocument, sentence: Sentence, site: str | None) -> bool:
    """Whether a sentence tells of a picture that was taken, of the site or of none that it names."""
    low, stop = document.low, min(sentence.end, sentence.start + SENTENCE_BOUND)
    sites = {found.site for found in sites_of(low, sentence.start, stop)}
    if sites and site not in sites:
        return False
    return any(_was_taken(low, sentence, m.start(), m.end(), stop) for m in PICTURE.finditer(low, sentence.start, stop))


def _was_taken(low: str, sentence: Sentence, start: int, end: int, stop: int) -> bool:
    if NOT_YET.match(low, end, stop) or STILL_ASKED_FOR.search(low, max(sentence.start, start - 60), start):
        return False
    return said_of(sentence.cues, start, end).assertion is Assertion.affirmed
