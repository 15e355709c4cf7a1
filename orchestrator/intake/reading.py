"""The text of one file with its pages, and how much of it could be read. Runs in the worker; touches nothing else."""

from orchestrator.intake.kinds import FileKind
from priorauth.base import Frozen
from priorauth.case import Page, ReadingState, scrub

CHARACTERS_BOUND = 2_000_000
PAGE_BREAK = "\n\f\n"


class ReadText(Frozen):
    """Text, where each page lies in it, and what was wrong."""

    text: str = ""
    pages: tuple[Page, ...] = ()
    reading: ReadingState
    flags: tuple[str, ...] = ()


def unreadable(*flags: str) -> ReadText:
    return ReadText(reading=ReadingState.unreadable, flags=flags)


def read_file(kind: FileKind, content: bytes) -> ReadText:
    """Read a file of a known kind; never raises for what is in the file."""
    match kind:
        case FileKind.pdf:
            from orchestrator.intake.pdf import read_pdf

            return read_pdf(content)
        case FileKind.ccda:
            from orchestrator.intake.ccda import read_ccda

            return read_ccda(content)
        case FileKind.text:
            return read_text(content)


def read_text(content: bytes) -> ReadText:
    """Plain text in UTF-8; bytes that are not are replaced, and the document says it was read in part."""
    try:
        text, flags = content.decode("utf-8-sig"), list[str]()
    except UnicodeDecodeError:
        text, flags = content.decode("utf-8-sig", "replace"), ["not_utf8"]
    return bounded(text.replace("\r\n", "\n").replace("\r", "\n"), (), flags, whole=not flags)


def bounded(text: str, pages: tuple[Page, ...], flags: list[str], *, whole: bool) -> ReadText:
    """Text of a size that is kept, free of what no text may hold; what was cut is said."""
    text, replaced = scrub(text)
    if replaced:
        flags.append("replaced_characters")
    if len(text) > CHARACTERS_BOUND:
        text, whole = text[:CHARACTERS_BOUND], False
        flags.append("cut_at_bound")
        pages = tuple(p.model_copy(update={"end": min(p.end, len(text))}) for p in pages if p.start < len(text))
    if not text.strip():
        return ReadText(reading=ReadingState.no_text, flags=tuple(flags))
    reading = ReadingState.read if whole else ReadingState.partly
    return ReadText(text=text, pages=pages, reading=reading, flags=tuple(flags))


def on_pages(texts: list[str]) -> tuple[str, tuple[Page, ...]]:
    """Page texts as one text with one separator, and where each page lies in it."""
    pages: list[Page] = []
    at = 0
    for number, text in enumerate(texts, start=1):
        pages.append(Page(page=number, start=at, end=at + len(text)))
        at += len(text) + len(PAGE_BREAK)
    return PAGE_BREAK.join(texts), tuple(pages)
