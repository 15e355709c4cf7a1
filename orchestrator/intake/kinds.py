"""What a file is, told from its first bytes; what it is called or said to be only decides between texts."""

from enum import StrEnum

from priorauth.errors import DocumentRefused


class FileKind(StrEnum):
    pdf = "pdf"
    text = "text"
    ccda = "ccda"


_PDF_WITHIN = 1024
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_ARCHIVES = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")
_BOM = b"\xef\xbb\xbf"
_TAKEN = "send a PDF, plain text or a C-CDA document; pictures, archives and office files are not read"


def kind_of(content: bytes, media_type: str = "") -> FileKind:
    """The kind of a file. Raises DocumentRefused for an empty one, a picture, an archive or an office file."""
    if not content.strip(b"\x00 \t\r\n"):
        raise DocumentRefused("the file is empty")
    if b"%PDF-" in content[:_PDF_WITHIN] or media_type == "application/pdf":
        return FileKind.pdf
    if content.startswith((*_PICTURES, *_ARCHIVES)):
        raise DocumentRefused(_TAKEN)
    start = content[:_PDF_WITHIN].removeprefix(_BOM).lstrip()
    if start.startswith(b"<") and (b"ClinicalDocument" in content[:65_536] or media_type in _XML):
        return FileKind.ccda
    if b"\x00" in content[:_PDF_WITHIN]:
        raise DocumentRefused("send plain text as UTF-8")
    return FileKind.text


_XML = ("text/xml", "application/xml", "application/hl7-sda+xml", "application/cda+xml")
