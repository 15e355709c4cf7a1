"""Fragments of a request as documents of the case: the first words as its notes, everything else beside them."""

from orchestrator.fhir.attachments import Fragment
from orchestrator.intake import Files
from orchestrator.store.documents import NewDocument
from priorauth.case import NOTES_BOUND, DocumentKind, ReadingState
from priorauth.errors import DocumentRefused

DOCUMENTS_BOUND = 48


def notes_of(fragments: list[Fragment]) -> tuple[str, list[Fragment]]:
    """The notes a reviewer sees first, with where they come from, and the fragments that are left.

    Messages written for the reviewer come first; without any, the first plain text.
    """
    messages = [f for f in fragments if f.title == "Message" and f.text]
    chosen = messages or [f for f in fragments if _is_plain(f)][:1]
    notes = "\n\n".join(f"From {f.source}, {f.title}:\n{f.text}" for f in chosen)
    if not notes or len(notes) > NOTES_BOUND:
        return "", fragments
    return notes, [f for f in fragments if f not in chosen]


def _is_plain(fragment: Fragment) -> bool:
    return bool(fragment.text.strip()) and fragment.media_type.startswith("text/plain") and not fragment.unread


async def documents_of(files: Files, fragments: list[Fragment]) -> tuple[NewDocument, ...]:
    """Each fragment as a document. What cannot be read is kept as such, so that nothing passes for absent."""
    shown = [await _document(files, fragment) for fragment in fragments[:DOCUMENTS_BOUND]]
    if len(fragments) > DOCUMENTS_BOUND:
        title = f"{len(fragments) - DOCUMENTS_BOUND} further documents, not read"
        flags = ("too_many_documents",)
        shown.append(NewDocument(DocumentKind.fhir, title, "", reading=ReadingState.unreadable, flags=flags))
    return tuple(shown)


async def _document(files: Files, fragment: Fragment) -> NewDocument:
    title = f"{fragment.title} · {fragment.source}"[:200]
    if fragment.unread:
        return _unread(fragment, title, fragment.unread)
    if fragment.text.strip() or fragment.content is None:
        reading = ReadingState.partly if fragment.flags else ReadingState.read
        return NewDocument(
            DocumentKind.fhir, title, fragment.text, (), reading, fragment.flags, fragment.content, fragment.media_type
        )
    try:
        found = await files.read(title, fragment.content, fragment.media_type)
    except DocumentRefused:
        return _unread(fragment, title, "kind_not_read")
    return NewDocument(
        kind=found.kind,
        title=title,
        text=found.text,
        pages=found.pages,
        reading=found.reading,
        flags=found.flags,
        content=found.content,
        media_type=found.media_type,
    )


def _unread(fragment: Fragment, title: str, why: str) -> NewDocument:
    return NewDocument(
        DocumentKind.fhir, title, "", (), ReadingState.unreadable, (why,), fragment.content, fragment.media_type
    )
