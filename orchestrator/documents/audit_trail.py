"""Section 7 and the appendix: what was really asked of whom, under which rules, and the texts that were read."""

from collections.abc import Iterator

from orchestrator.documents.audit_facts import AuditFacts
from orchestrator.documents.blocks import Block, Heading, Paragraph, Passage, Table, labelled, words
from orchestrator.documents.labels import TOOL, moment
from priorauth.case import Document, ReadingState
from priorauth.findings import ToolCall
from priorauth.record import Tokens

APPENDIX_CHARACTERS = 20_000


def trail_section(facts: AuditFacts) -> Iterator[Block]:
    record = facts.record
    yield Heading(2, "7. Audit trail")
    yield Paragraph(labelled("Started", moment(record.started_at)))
    yield Paragraph(labelled("Sealed", moment(record.sealed_at)))
    yield Paragraph(labelled("Rules", record.rules_digest))
    yield Paragraph(labelled("Reader", record.reader))
    if record.tokens.calls:
        yield Paragraph(labelled("Model", tokens_told(record.tokens)))
    yield Heading(3, "Sources that were called")
    if record.ledger:
        rows = tuple(tuple(words(cell) for cell in _call(call)) for call in record.ledger)
        heads = ("Time", "Source and tool", "Asked for", "Outcome", "Answered by", "ms")
        yield Table(heads, rows, (2, 5.2, 3, 3, 5, 1))
    else:
        yield Paragraph(words("No source was called."))
    yield Heading(3, "Steps")
    steps = tuple(
        (words(t.step), words(str(t.attempt)), words(moment(t.started_at)), words(moment(t.finished_at)))
        for t in record.timings
    )
    yield Table(("Step", "Attempt", "Began", "Ended"), steps, (3, 2, 5, 5)) if steps else Paragraph(words("None."))
    yield Heading(3, "Documents")
    documents = tuple(tuple(words(cell) for cell in _document(d)) for d in record.case.documents)
    yield Table(("No.", "Title", "Kind", "Read", "Characters", "Digest of the text"), documents, (1, 4, 2, 2, 2.2, 6))


def tokens_told(tokens: Tokens) -> str:
    return f"{tokens.calls} calls, {tokens.prompt:,} tokens read and {tokens.completion:,} written"


def _call(call: ToolCall) -> tuple[str, ...]:
    release = f", release {call.release}" if call.release else ""
    answered = f"{call.source}{release}" if call.source else ""
    at = f"{call.called_at:%H:%M:%S}"
    return (at, f"{call.server} {call.tool}", call.subject, TOOL[call.outcome], answered, f"{call.duration_ms:.0f}")


def _document(document: Document) -> tuple[str, ...]:
    reading = "whole" if document.reading is ReadingState.read else document.reading.replace("_", " ")
    number, size = str(document.document_id), f"{len(document.text):,}"
    return (number, document.title, document.kind.value, reading, size, document.digest)


def documents_appendix(facts: AuditFacts) -> Iterator[Block]:
    """The beginning of each document as it was read; a quotation's characters count in this text."""
    yield Heading(2, "Appendix: the documents as read")
    room = 3 * APPENDIX_CHARACTERS
    for document in facts.record.case.documents:
        shown = document.text[: min(room, APPENDIX_CHARACTERS)]
        room -= len(shown)
        yield Heading(3, f"Document {document.document_id}: {document.title}")
        if shown:
            yield Passage(shown)
        left = len(document.text) - len(shown)
        if left:
            yield Paragraph(
                words(f"{left:,} further characters are not printed here; the stored document holds them.", bold=True)
            )
