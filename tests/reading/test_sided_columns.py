"""What stands under "R" in a table is of the right side, whatever its row names."""

from datetime import date

import pytest

from agents.reading.record import prepare
from agents.reading.sided import side_above
from priorauth.case import Document, DocumentKind
from priorauth.facts import Side
from priorauth.reading import ReadingContext

ON = date(2026, 12, 1)
BARS = "| Vein | Right | Left |\n|---|---|---|\n| GSV at junction | reflux 2.6 s | competent |\n| SSV | closed | open |"
BLANKS = """Vein             R                    L
CFV, popliteal   patent, compressible patent, compressible
GSV mid thigh    reflux 3.1 s, 7.4 mm reflux 0.1 s, 3.5 mm
SSV              competent            enlarged
"""


def side_of(text: str, words: str) -> Side | None:
    note = Document(document_id=1, kind=DocumentKind.note, title="Duplex", text=f"Visit 11/12/2026.\n\n{text}")
    record = prepare([note], ReadingContext(judged_on=ON, received_on=ON))
    document = record.documents[0]
    return side_above(document, document.low.index(words) + len(words) - 1)


@pytest.mark.parametrize(
    ("text", "words", "side"),
    [
        (BARS, "reflux 2.6", Side.right),
        (BARS, "competent", Side.left),
        (BARS, "open", Side.left),
        (BARS, "gsv at junction", None),
        (BLANKS, "reflux 3.1", Side.right),
        (BLANKS, "reflux 0.1", Side.left),
        (BLANKS, "enlarged", Side.left),
        (BLANKS.replace("0.1 s, 3.5 mm", "2.8 s, 6.9 mm"), "reflux 3.1", Side.bilateral),
        ("| Lid | OD | OS |\n| MRD1 | 1.0 mm | 4.0 mm |", "1.0", Side.right),
        ("| Leg | Left leg | Right leg |\n| ankle pressure | 60 | 120 |", "120", Side.right),
        ("| Test | Result |\n| L heel | tender |", "tender", None),
        ("| Knee | Left | Ref |\n| flexion | 95 | 135 |", "95", None),
        ("Left and right knee were examined.", "examined", None),
    ],
)
def test_a_cell_is_of_the_side_that_heads_its_column(text: str, words: str, side: Side | None) -> None:
    assert side_of(text, words) is side


def test_words_that_begin_between_the_headings_are_no_row_of_a_table() -> None:
    assert side_of("Vein      R         L\nGSV  wide and tortuous throughout its course\n", "tortuous") is None
