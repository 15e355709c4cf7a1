"""Corrections and addenda: the later statement wins, and what it withdraws is no evidence.

A correction of a measure withdraws its earlier values; a sentence that withdraws something withdraws what it names; one
that withdraws the note, study or entry above withdraws everything before it in its document, and so does an addendum
that turns the story round ("was in fact removed", "has changed her mind") or says of a result whose it really is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agents.reading import patterns as re
from agents.reading.measured import mentions_by_sentence
from agents.reading.paperwork import corrects_paperwork
from agents.reading.places import sides_of
from agents.reading.record import PreparedDocument, PreparedRecord, Sentence
from agents.reading.requested import requested_sides
from agents.reading.sections import Section, SectionKind
from agents.reading.text import blank, fold
from priorauth.facts import Assertion, Side

CORRECTION = re.at_words(
    re.compile(
        r"\bcorrection\b|\bcorrected(?! (?:for|calcium|qt|count|vision|visual))\b|\bamend(?:ed|ment|ing)\b|"
        r"\berrat(?:um|a)\b|\bshould (?:have )?(?:read|been|be recorded)|"
        r"\brevised (?:report|value|result|reading|to|interpretation)|\bactual(?:ly)? (?:value|result|ahi|bmi|was|is)|"
        r"\breplaces? (?:the )?(?:previous|prior|earlier)"
    )
)
REVERSAL = re.compile(
    r"(?<!did )\bin (?:actual )?fact\b(?! (?:worse|longer|more\b|completed|finished|attended|still|failed|no better))"
    r"|\bnothing (?:remains|is left|was left)\b|\bturn(?:ed|s) out\b|\bafter all\b|\bno longer"
    r" (?:needs?|wants?|wishes|indicated|required|necessary)\b|\bchanged (?:his|her|their) mind\b"
    r"|\bwithdr(?:aws?|ew|awn)\b"
    r"|(?<!not )(?<!never )(?<!n't )(?<!not yet )(?<!not fully )(?<!not quite )\b(?:cancel\w*|resolved|recovered)\b"
    r"|\bwas (?:wrong|mistaken|in error)\b"
)
OF_THE_BODY = re.phrases("corrections", "of-the-body")
SMALL_TURN = re.phrases("corrections", "small-turn")
STANDS = re.compile(
    r" (?:is |was |remains? |stays? |therefore )?(?:unaffected|unchanged|not affected|as (?:stated|above|before))\b"
)
ADDED = re.compile(r"[\s*\-]*(?:addend(?:um|a)|late entry|amendment)\b")
AT_ITS_HEAD = r"[\s*\-(\[]*(?:[a-z\d][.)] )?(?:\d[\d/.\-]*[:,]? )?(?:…)(?!\w)"
ADDED_LATER = re.phrases("corrections", "added", AT_ITS_HEAD)
AMENDS = re.phrases("corrections", "amends", AT_ITS_HEAD)
TAKES_AWAY = re.phrases("corrections", "takes-away", r"\b(?:…)\b")
LEFT_STANDING = re.at_words(re.phrases("corrections", "left-standing"))
# Care or a study that an added passage says was of one side: "all 18 visits were the left".
OF_ONE_SIDE = re.compile(r"\b(?:was|were|is|are)\b(?: (?!not\b)[\w']+){0,4}? (?:left|right)\b")
CARE_OR_STUDY = re.compile(
    r"\b(?:therap\w+|visits?|sessions?|weeks|injections?|shots?|films?|mri|scan|x-?rays?|ultrasound|stud(?:y|ies)"
    r"|treatments?|exercises?|rehabilitation|brace|blocks?|perimetry|fields?|duplex)\b"
)
SWEEPING = re.compile(
    r"\b(?:above|previous|prior|earlier|preceding|foregoing|entire|whole|this) (?:\w+ ){0,2}(?:note|entry|entries|"
    r"statement|statements|report|reports|result|results|study|studies|"
    r"test|tests|value|values|documentation|section|paragraph|record|records|findings?|data)\b|\bthe (?:above|"
    r"foregoing)\b|\b(?:study|report|results?|note|record|test|scan|labs?) (?:above|belongs?|was filed|is another)"
)


@dataclass(frozen=True, slots=True)
class _Withdrawal:
    at: tuple[int, int]
    document_id: int
    measures: frozenset[str]
    words: frozenset[str]
    sweeping: bool
    keeps_own: bool
    turns_round: bool = False


@dataclass(frozen=True, slots=True)
class Retractions:
    """What later sentences withdraw, by measure and by word."""

    found: tuple[_Withdrawal, ...]
    order: dict[int, int]

    def of_measure(self, document: PreparedDocument, sentence: Sentence, measure: str, *, bar: bool = False) -> bool:
        """Whether a value of this measure in this sentence is withdrawn later.

        A story that turns round takes back what speaks for approval, never what stands against it: a person looks.
        """
        here = (self.order[document.document.document_id], sentence.index)
        return any(
            here < w.at
            and not (bar and w.turns_round)
            and (measure in w.measures or (w.sweeping and w.document_id == document.document.document_id))
            for w in self.found
        )

    def of_words(self, document: PreparedDocument, sentence: Sentence, words: str, *, bar: bool = False) -> bool:
        """Whether a statement in these words is withdrawn later."""
        if not self.found:
            return False
        here = (self.order[document.document.document_id], sentence.index)
        mine = {fold(w) for w in re.findall(r"[^\W_]+", words)}
        return any(
            here < w.at
            and not w.keeps_own
            and not (bar and w.turns_round)
            and ((mine and mine <= w.words) or (w.sweeping and w.document_id == document.document.document_id))
            for w in self.found
        )


def find_retractions(record: PreparedRecord) -> Retractions:
    """Every sentence of the record that corrects or withdraws something before it."""
    order = {d.document.document_id: n for n, d in enumerate(record.documents)}
    sides = requested_sides(record)
    found = [
        withdrawal
        for number, document in enumerate(record.documents)
        for sentence, amends in _told_of_amending(document)
        if (withdrawal := _withdrawal(document, sentence, number, amends=amends, sides=sides))
    ]
    return Retractions(tuple(found), order)


def _told_of_amending(document: PreparedDocument) -> Iterator[tuple[Sentence, bool]]:
    """Every sentence, and whether it stands in a passage added to the note: a postscript, a call, an update."""
    within: tuple[int, Section] | None = None
    for sentence in document.sentences:
        here = (sentence.block, sentence.section)
        if sentence.index > 0 and AMENDS.match(document.low, sentence.start, sentence.end):
            within = here
        elif within != here:
            within = None
        yield sentence, within is not None


def _withdrawal(
    document: PreparedDocument, sentence: Sentence, number: int, *, amends: bool, sides: frozenset[Side]
) -> _Withdrawal | None:
    low = document.low[sentence.start : sentence.end]
    itself = (number, sentence.index + 1)
    whole = _Withdrawal(itself, document.document.document_id, frozenset(), frozenset(), True, False, True)
    if LEFT_STANDING.search(low):
        return whole
    retracts = sentence.standing is Assertion.retracted
    amends = amends or sentence.section.kind is SectionKind.addendum
    if not (retracts or amends or ADDED.match(low) or _corrects(low)):
        return None
    if _turns(document.low, sentence, amends=amends):
        return whole
    if amends and _of_the_other_side(document, sentence, sides):
        return whole
    named = mentions_by_sentence(document).get(sentence.index, ())
    measures = frozenset(m.thing for m in named if not STANDS.match(document.low, m.end))
    return _Withdrawal(
        at=(number, sentence.index),
        document_id=document.document.document_id,
        measures=measures if retracts or sentence.numbers else frozenset(),
        words=frozenset(w.folded for w in sentence.words),
        sweeping=retracts and SWEEPING.search(low) is not None,
        keeps_own=not retracts,
    )


def _turns(low: str, sentence: Sentence, *, amends: bool) -> bool:
    """Whether a sentence turns the story before it round: something larger than a rash, a slot or a street."""
    start, end = sentence.start, sentence.end
    small = [m.span() for m in SMALL_TURN.finditer(low, start, end)]
    told = low[:start] + blank(low[start:end], ((a - start, b - start) for a, b in small)) if small else low
    return any(
        not corrects_paperwork(told, start, end, m.span())
        for pattern in ((REVERSAL, TAKES_AWAY) if amends else (REVERSAL,))
        for m in pattern.finditer(told, start, end)
    )


def _corrects(low: str) -> bool:
    """Whether a sentence corrects the record, and not eyes, blood or bones."""
    return CORRECTION.search(low) is not None and CORRECTION.search(OF_THE_BODY.sub(" ", low)) is not None


def _of_the_other_side(document: PreparedDocument, sentence: Sentence, sides: frozenset[Side]) -> bool:
    """Whether an added passage says that care or a study was of the side that is not asked for."""
    low, start, end = document.low, sentence.start, sentence.end
    if len(sides) != 1 or not OF_ONE_SIDE.search(low, start, end) or not CARE_OR_STUDY.search(low, start, end):
        return False
    told = {f.side for f in sides_of(low, start, end) if f.side}
    return bool(told) and Side.bilateral not in told and not told & sides
