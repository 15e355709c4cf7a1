"""On which side a limb hurts, and whether what a picture shows lies on the other side only.

A herniated disc on the left explains no pain of the right leg. Where a record tells of two sides, nothing is held
against it.
"""

from agents.reading import patterns as re
from agents.reading.places import sides_of
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.sentences import SENTENCE_BOUND
from priorauth.criteria import Row
from priorauth.facts import Side

ASKS_WHETHER_IT_FITS = re.compile(
    r"\b(?:imaging explains|imaged level matches|images? match(?:es)?|stenosis at a nerve root)\b"
)
COMPLAINTS = (
    r"(?:pains?|painful|aches?|aching|sciatica|numb\w*|tingl\w+|burning|par(?:a)?esthesias?|pins and needles"
    r"|radicul\w+|brachialgia|weak\w*|hurts?|shoot\w*|travel\w*|radiat\w+|symptoms?)"
)
LIMBS = (
    r"(?:arms?|forearms?|upper arm|hands?|thumbs?|fingers?|shoulder blade|upper (?:extremity|limb)|legs?|thighs?"
    r"|calf|buttocks?|shin|foot|toes?|lower (?:extremity|limb)|ue|le)"
)
SIDES = r"(?P<side{n}>left|right|lt|rt|[lr])"
COMPLAINT_OF_A_LIMB = re.compile(
    rf"\b{COMPLAINTS}\b(?:(?!\b(?:no|not|none|never|nor|without|denies|normal|intact|free|spared|but|while|whereas"
    rf"|mri|ct)\b)[^.;:\n]){{0,90}}?\b{SIDES.format(n=1)}\.? (?:\w+[ -]){{0,2}}?{LIMBS}\b"
    rf"|\b{SIDES.format(n=2)}\.? (?:\w+[ -]){{0,2}}?{LIMBS}\b(?: (?!no\b|not\b|is\b|was\b|without\b|none\b)\w+)"
    rf"{{0,2}} {COMPLAINTS}\b"
    rf"|\b{SIDES.format(n=3)}\.?[- ](?:sided )?(?:sciatica|brachialgia|(?:[lcs]\d )?radicul\w+)\b"
)
DENIED = re.compile(r"\b(?:no|not|none|never|nor|without|denies|denied|neither)\b[^.;:,\n]*$")
SPOKEN = {"l": Side.left, "r": Side.right}


def side_that_hurts(document: PreparedDocument) -> Side | None:
    """The one side on which the record tells of pain, numbness or weakness in a limb; none where it tells of both."""
    if not document.remembered.hurting:
        document.remembered.hurting = (_told(document.low),)
    return document.remembered.hurting[0]


def _told(low: str) -> Side | None:
    found: set[Side] = set()
    for m in COMPLAINT_OF_A_LIMB.finditer(low):
        if DENIED.search(low, max(0, m.start() - 40), m.start()) is None:
            found.add(SPOKEN[(m["side1"] or m["side2"] or m["side3"])[0]])
    return next(iter(found)) if len(found) == 1 else None


def on_the_other_side(row: Row, document: PreparedDocument, sentence: Sentence) -> bool:
    """Whether a row asks for a picture that explains a complaint, and the sentence names only the other side."""
    if row.bar or ASKS_WHETHER_IT_FITS.search(row.statement.casefold()) is None:
        return False
    sides = {f.side for f in sides_of(document.low, sentence.start, min(sentence.end, sentence.start + SENTENCE_BOUND))}
    if len(sides) != 1 or Side.bilateral in sides:
        return False
    hurting = side_that_hurts(document)
    return hurting is not None and hurting not in sides
