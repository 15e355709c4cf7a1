"""Fewer steps, the same bytes: what is computed our way equals what the library computes."""
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportPrivateUsage=false

import io
import random
from importlib.resources import files
from typing import Any

import pytest
from reportlab.lib.rl_accel import escapePDF, fp_str
from reportlab.pdfbase.pdfdoc import PDFDocument
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from orchestrator.documents.swift_layout import SwiftCanvas, SwiftFont, numbers

TEXTS = ["knee", "a b  c", "Nguyễn Thị Ánh", "→ ≥ ± β µ", "no\u00a0break", "ABC" * 40, "нет", "knee again", ""]


@pytest.fixture(scope="module")
def both() -> tuple[Any, Any]:
    path = str(files("orchestrator.documents.fonts").joinpath("DejaVuSans.ttf"))
    return TTFont("library's", path), SwiftFont("ours", path)


def test_numbers_are_written_as_the_library_writes_them() -> None:
    chance = random.Random(7)
    values = [0, 1, -1, 0.5, -0.25, 1e-9, 99_999.5, 612, 100.0, 10, *(chance.uniform(-2000, 2000) for _ in range(2000))]
    values += [chance.uniform(-1, 1) for _ in range(500)]
    assert numbers(*values) == fp_str(*values)
    assert numbers([1.5, 2]) == fp_str([1.5, 2])


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_is_as_wide_as_the_library_says(both: tuple[Any, Any], text: str) -> None:
    theirs, ours = both
    assert ours.stringWidth(text, 9.5) == pytest.approx(theirs.stringWidth(text, 9.5))
    assert ours.stringWidth(text.encode(), 9.5) == ours.stringWidth(text, 9.5)


def test_texts_are_encoded_as_the_library_encodes_them_one_after_another(both: tuple[Any, Any]) -> None:
    theirs, ours = both
    many = [*TEXTS, *("".join(chr(c) for c in range(start, start + 90)) for start in range(0x100, 0x600, 90)), *TEXTS]
    one, other = PDFDocument(), PDFDocument()
    assert [ours.splitString(text, one) for text in many] == [theirs.splitString(text, other) for text in many]


def drawn(kind: type[Canvas]) -> bytes:
    canvas = kind(io.BytesIO(), invariant=1)
    for number, text in enumerate(("knee (left)", "back\\slash", "50 % ) (", "tab\tand\nline")):
        canvas.saveState()
        canvas.setFont("Helvetica", 8 + number)
        canvas.setFillColorRGB(0.1 * number, 0, 0)
        canvas.drawString(10, 20 * number, text)
        canvas.saveState()
        canvas.setLineWidth(number)
        canvas.restoreState()
        canvas.line(0, 0, number, 5)
        canvas.restoreState()
    found: bytes = canvas.getpdfdata()
    return found


def test_a_page_is_written_as_the_library_writes_it() -> None:
    assert drawn(SwiftCanvas) == drawn(Canvas)


def test_every_byte_is_escaped_as_the_library_escapes_it() -> None:
    every = bytes(range(256))
    assert SwiftCanvas(io.BytesIO())._escape(every) == escapePDF(every)
