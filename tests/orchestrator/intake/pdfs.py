"""PDF files made for tests: honest ones, and ones that mean harm."""

import zlib
from collections.abc import Sequence
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas


def pdf(*pages: str) -> bytes:
    """A PDF with a page for each text, a line of the page for each of its lines."""
    out = BytesIO()
    canvas = Canvas(out, invariant=1)
    for page in pages:
        text = canvas.beginText(72, 720)
        for line in page.split("\n"):
            text.textLine(line)
        canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def locked(content: bytes, user: str, owner: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(content)))
    writer.encrypt(user, owner, algorithm="AES-256")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def made_of(objects: Sequence[bytes]) -> bytes:
    """A PDF of these objects, the first of them the catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), list[int]()
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


def stream(content: bytes, extra: bytes = b"") -> bytes:
    return b"<<%s/Length %d>>\nstream\n%s\nendstream" % (extra, len(content), content)


_CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
_PAGES = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def with_page(content: bytes, resources: bytes = b"", *more: bytes) -> bytes:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>%s>>>>"
    return made_of([_CATALOG, _PAGES, page % resources, content, _FONT, *more])


def bomb() -> bytes:
    """A fifth of a megabyte that unpacks to two hundred."""
    packer, parts = zlib.compressobj(9), list[bytes]()
    for _ in range(200):
        parts.append(packer.compress(b" " * 1_000_000))
    return with_page(stream(b"".join([*parts, packer.flush()]), b"/Filter/FlateDecode"))


def endless_operators() -> bytes:
    """Little, unpacking to many small pieces of text."""
    text = b"BT /F1 12 Tf 72 720 Td " + b"(a) Tj " * 1_200_000 + b"ET"
    return with_page(stream(zlib.compress(text, 9), b"/Filter/FlateDecode"))


def calls_itself() -> bytes:
    form = stream(b"/X0 Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X0 6 0 R>>>>")
    return with_page(stream(b"/X0 Do"), b"/XObject<</X0 6 0 R>>", form)


def cyclic_pages() -> bytes:
    return made_of([_CATALOG, b"<</Type/Pages/Kids[2 0 R]/Count 1>>"])


def deep_arrays() -> bytes:
    return with_page(b"[" * 200_000 + b"]" * 200_000)
