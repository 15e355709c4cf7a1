"""The narrative of a C-CDA document: its sections with their titles, as a person would read them."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from orchestrator.intake.reading import ReadText, bounded, unreadable

# lxml brings no types of its own.
etree: Any = import_module("lxml.etree")
_HL7 = "{urn:hl7-org:v3}"
_LINES = frozenset({"paragraph", "item", "tr", "table", "list", "caption", "br", "thead", "tbody", "section", "title"})
_CELLS = frozenset({"td", "th"})


def read_ccda(content: bytes) -> ReadText:
    """Titles and narrative in document order. A DOCTYPE is refused: no honest document of this kind has one."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return unreadable("not_xml")
    if root.getroottree().docinfo.doctype:
        return unreadable("has_doctype")
    if root.tag != f"{_HL7}ClinicalDocument":
        return unreadable("not_ccda")
    lines: list[str] = []
    for section in root.iter(f"{_HL7}section"):
        lines += _section(section)
    nested = any(True for _ in root.iter(f"{_HL7}nonXMLBody"))
    flags = ["attachment_not_read"] if nested else []
    return bounded("\n".join(lines).strip(), (), flags, whole=not flags)


def _section(section: Any) -> Iterator[str]:
    title = section.find(f"{_HL7}title")
    if title is not None and (words := " ".join("".join(title.itertext()).split())):
        yield ""
        yield f"{words.upper()}:"
    text = section.find(f"{_HL7}text")
    if text is not None:
        yield from _narrative(text)


def _narrative(text: Any) -> Iterator[str]:
    """A line for each block; the cells of a row side by side."""
    line: list[str] = []
    for event, element in etree.iterwalk(text, events=("start", "end")):
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name in _LINES and (words := _words(line)):
            yield words
            line = []
        elif name in _LINES:
            line = []
        if event == "start":
            line.append(element.text or "")
        else:
            line.append("; " if name in _CELLS else "")
            line.append((element.tail or "") if element is not text else "")
    if words := _words(line):
        yield words


def _words(line: list[str]) -> str:
    return " ".join("".join(line).split()).removesuffix(";").strip()
