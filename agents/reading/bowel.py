"""Parts of the large bowel: the one that is to be removed is held against those where the trouble was found."""

from collections.abc import Iterator

from agents.reading import patterns as re
from agents.reading.record import PreparedRecord
from agents.reading.requested import NOT_ASKED
from priorauth.evidence import Evidence, quote
from priorauth.facts import Assertion
from priorauth.reading import DiscrepancyKind, FoundDiscrepancy

COLON = "colon"
PART = (
    r"(?P<{0}cecum>c(?:a)?ec(?:um|al))|(?P<{0}ascending>ascending|right colon)|(?P<{0}hepatic>hepatic flexure)"
    r"|(?P<{0}transverse>transverse)|(?P<{0}splenic>splenic flexure)"
    r"|(?P<{0}descending>descending|left colon)"
    r"|(?P<{0}sigmoid>(?<!recto)(?<!flexible )sigmoid(?! (?:resection|colectomy)))"
    r"|(?P<{0}rectum>rect(?:um|al)\b|rectosigmoid)"
)
TROUBLE = (
    r"(?:mass(?:es)?|tumou?rs?|cancer|(?:adeno)?carcinoma|lesions?|polyps?|growth|stricture|stenosis|diverticulitis"
    r"|fistula)"
)
FOUND = re.compile(
    rf"\b{TROUBLE}\b[^.;,]{{0,40}}?\b(?:{PART.format('a_')})"
    rf"|\b(?:{PART.format('b_')})(?: colon)?[\s,-]{{1,3}}{TROUBLE}\b"
)
REMOVED = re.compile(
    r"\b(?:(?P<right>(?:extended )?(?:right|rt\.?|ileoca?ecal|ileocolic) (?:hemi-?colectomy|hemi|colectomy|resection))"
    r"|(?P<transverse>transverse (?:colon )?(?:colectomy|resection))"
    r"|(?P<left>(?:left|lt\.?) (?:hemi-?colectomy|hemi|colectomy))"
    r"|(?P<sigmoid>sigmoid (?:colon )?(?:resection|colectomy)|sigmoidectomy|(?:low )?anterior resection))\b"
)
TAKES = {
    "right": frozenset(("cecum", "ascending", "hepatic", "transverse")),
    "transverse": frozenset(("hepatic", "transverse", "splenic")),
    "left": frozenset(("transverse", "splenic", "descending", "sigmoid")),
    "sigmoid": frozenset(("descending", "sigmoid", "rectum")),
}


def find_wrong_bowel(record: PreparedRecord) -> Iterator[FoundDiscrepancy]:
    """One part of the bowel is to be removed, and all trouble was found in others."""
    if not any(COLON in f"{item.site} {item.label}".casefold() for item in record.context.items):
        return
    taken, ill = set[str](), set[str]()
    spans: list[Evidence] = []
    for d in record.documents:
        for s in d.sentences:
            if s.standing not in (None, Assertion.policy_talk):
                continue
            ill |= {m.lastgroup[2:] for m in FOUND.finditer(d.low, s.start, s.end) if m.lastgroup}
            planned = {m.lastgroup for m in REMOVED.finditer(d.low, s.start, s.end) if m.lastgroup}
            if planned and not NOT_ASKED.search(d.low, s.start, s.end):
                taken |= {part for one in planned for part in TAKES[one]}
                spans.append(quote(d.document, s.start, s.end, s.section.header))
    if taken and ill and not taken & ill:
        detail = "The record plans to remove one part of the bowel and tells of trouble in another."
        yield FoundDiscrepancy(kind=DiscrepancyKind.wrong_site, detail=detail, spans=tuple(spans))
