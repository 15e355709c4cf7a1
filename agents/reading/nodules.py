"""The size of a nodule that the sentence does not name: "CT 10/13: 2.8 cm, lobulated", "measured it at 17 mm".

The nodule stands in one of the sentences before; the size stands with the scan, and with nothing else it could be of.
"""

from collections.abc import Iterator, Sequence

from agents.reading import patterns as re
from agents.reading.numbers import NumberToken

SENTENCES_ABOVE = 3
NODULE = re.compile(r"\b(?:nodules?|lesions?|mass(?:es)?|opacity|opacities|spot|shadow|coin|tumou?r)\b")
# "CT 10/28: RLL 19 x 17 mm, solid": of a lobe that is named right before it.
IN_A_LOBE = re.compile(
    r"\b(?:[rl][ul]l|rml|lingula|(?:upper|middle|lower) lobe),? (?:solid |spiculated |subsolid )?(?=\d)"
)
SCANNED = re.compile(
    r"\b(?:ct|cect|hrct|scans?|tomogra\w+|size|measur\w+|pet(?:[/-]ct)?|diameter|dimension\w*|grew|grown|enlarged)\b"
)
AGAIN = re.compile(
    r"[\s,]*(?:now|today|currently|\d"
    r"|(?:the |a |on |by )*(?:repeat|new|latest|current|follow-?up|second|last|ct|scan|pet)\b)"
)
OF_ANOTHER_THING = re.compile(
    r"\b(?:nodes?|lymph|cysts?|bulla\w*|blebs?|effusion|aort\w+|stones?|calcul\w+|needle|gauge|g core"
    r"|margins? of|vessels?|aneurysm\w*|ggo elsewhere|thyroid|adrenal|kidney|renal|liver|hepatic|polyps?|hernia"
    r"|increments?|catheter|tube|port|bronchus|wall|fluid|bone|rib|fibroids?|gallbladder|gallstones?)\b"
)
AWAY = re.compile(
    r"\s*(?:from (?!\d|prior|previous|the (?:prior|previous|earlier|last))|away|apart|deep|thick|beneath|below|under"
    r"|above|off|inside|to the (?:pleura|chest)|of (?:lung|pleura|tissue|growth)|slices?|cuts?|increments?|growth"
    r"|larger|bigger)\b"
)
BY = re.compile(r"\b(?:by|within|beneath|under|below|above|over|than|least|every|at)\s?$")
MEASURED_AT = re.compile(r"\b(?:measur\w+|puts?|gives?|set) (?:it |this |that |them )?at\s?$")


def sizes_without_a_name(
    low: str, start: int, end: int, above: int, numbers: Sequence[NumberToken]
) -> Iterator[NumberToken]:
    """The sizes in a sentence that can only be those of the nodule named since `above`, or before its last clause."""
    lengths = [n for n in numbers if n.unit in ("mm", "cm") and n.low is not None]
    if not lengths:
        return
    named = [m.end() for m in NODULE.finditer(low, start, end)]
    if named:
        last = low.find(";", named[-1], lengths[-1].start)
        if last < 0 or not AGAIN.match(low, last + 1, end):
            return
        start, lengths = last + 1, [n for n in lengths if n.start > last]
    elif not (NODULE.search(low, above, start) or IN_A_LOBE.search(low, start, end)) or not SCANNED.search(
        low, start, end
    ):
        return
    if OF_ANOTHER_THING.search(low, start, end):
        return
    for n in lengths:
        before = low[max(start, n.start - 24) : n.start]
        if AWAY.match(low, n.end) or (BY.search(before) and not MEASURED_AT.search(before)):
            continue
        yield n
