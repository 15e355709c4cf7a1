"""PDF text by page. A limit reached or a warning heard means that something may be missing, and is said."""

import logging
from collections.abc import Generator
from contextlib import contextmanager
from io import BytesIO

import pypdf

from orchestrator.intake.reading import ReadText, bounded, on_pages, unreadable
from priorauth.case import ReadingState

PAGES_BOUND = 500
_LIMITS = pypdf.Configuration(
    zlib_maximum_output_length=10_000_000,
    lzw_maximum_output_length=10_000_000,
    run_length_maximum_output_length=10_000_000,
    stream_decoding_work_maximum_length=20_000_000,
    stream_parsing_work_maximum_count=200_000,
    page_tree_maximum_entries=2000,
    array_maximum_element_count=20_000,
    xform_maximum_invocations_per_extraction=200,
)


class _Heard(logging.Handler):
    """Counts what the library warns of; its words may quote the file and are not kept."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1


def read_pdf(content: bytes) -> ReadText:
    """The text of every page; locked, without text, in part or not at all, as it turns out."""
    with _listening() as heard, pypdf.apply_configuration(_LIMITS):
        try:
            reader = pypdf.PdfReader(BytesIO(content))
            if reader.is_encrypted and not reader.decrypt(""):
                return ReadText(reading=ReadingState.locked)
            texts, flags = _texts(reader)
        except Exception:  # whatever a hostile file provokes, it is an unreadable file
            return unreadable()
    if heard.count:
        flags.append("warnings")
    if not any(text.strip() for text in texts):
        broken = "broken_page" in flags
        return unreadable(*flags) if broken else ReadText(reading=ReadingState.no_text, flags=tuple(flags))
    flags += [f"no_text_on_page_{n}" for n, text in enumerate(texts, start=1) if not text.strip()]
    text, pages = on_pages(texts)
    return bounded(text, pages, flags, whole=not flags)


def _texts(reader: pypdf.PdfReader) -> tuple[list[str], list[str]]:
    texts: list[str] = []
    flags: list[str] = []
    for number, page in enumerate(reader.pages, start=1):
        if number > PAGES_BOUND:
            flags.append("too_many_pages")
            break
        try:
            texts.append(page.extract_text())
        except Exception:  # one broken page does not take the others with it
            texts.append("")
            flags.append("broken_page")
    return texts, sorted(set(flags))


@contextmanager
def _listening() -> Generator[_Heard]:
    logger, heard = logging.getLogger("pypdf"), _Heard()
    level, propagate = logger.level, logger.propagate
    logger.addHandler(heard)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield heard
    finally:
        logger.removeHandler(heard)
        logger.setLevel(level)
        logger.propagate = propagate
