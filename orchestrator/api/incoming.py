"""From a file in a request to a document of the case."""

from orchestrator.api.bodies import SentFile
from orchestrator.intake import Files
from orchestrator.store.documents import NewDocument


async def incoming(files: Files, sent: SentFile) -> NewDocument:
    """Read one file as sent. Raises DocumentRefused for a kind that is not taken."""
    found = await files.read(sent.name, sent.content, sent.media_type)
    return NewDocument(
        kind=found.kind,
        title=found.title,
        text=found.text,
        pages=found.pages,
        reading=found.reading,
        flags=found.flags,
        content=found.content,
        media_type=found.media_type,
    )
