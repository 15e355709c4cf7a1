"""The letters of an act: held against the linter before the act is recorded, kept and told with it.

A letter is issued in the transaction of its act, as the blocks it is made of and as text; its PDF is written from those
blocks right after, by the press, and kept at the first writing.
"""

from collections.abc import Iterable, Sequence

from pydantic import JsonValue
from sqlalchemy.ext.asyncio import AsyncSession

from orchestrator.acts.office import Office
from orchestrator.documents.letter_fields import Audience
from orchestrator.documents.letters import Letter
from orchestrator.documents.notice_lint import NoticeFault
from orchestrator.documents.stored import read_document, write_document
from orchestrator.store.codec import Codec
from orchestrator.store.events import NewEvent, append
from orchestrator.store.issued import Issued, issued, keep_issued, newest_act, store_issued
from orchestrator.store.reviews import salted
from orchestrator.store.tables import CaseRow
from priorauth.errors import Fault, RequestRefused
from priorauth.events import Event, EventType

BLOCKS, TEXT, PDF = "letter.blocks", "letter.txt", "letter.pdf"
_MEDIA = {BLOCKS: "application/json", TEXT: "text/plain; charset=utf-8", PDF: "application/pdf"}
_OF_WORDS = frozenset(
    {
        NoticeFault.undefined_code,
        NoticeFault.draft_banner,
        NoticeFault.confidence_shown,
        NoticeFault.appeal_text,
        NoticeFault.duplicate_item,
    }
)


def refuse_unsound(letters: Iterable[Letter], field: str) -> None:
    """An act whose letters may not go out is not done. `field` holds the words that a person wrote."""
    faults = [
        Fault(
            (field,) if finding.fault in _OF_WORDS else ("letter", letter.audience),
            f"the letter to the {letter.audience} may not go out: {finding.message}",
        )
        for letter in letters
        for finding in letter.findings
        if finding.blocks
    ]
    if faults:
        raise RequestRefused(list(dict.fromkeys(faults)))


async def issue(
    session: AsyncSession, codec: Codec, case: CaseRow, letters: Sequence[Letter], act: str, event: Event
) -> None:
    """Keep the letters of an act and tell of each, within the act's own transaction."""
    for letter in letters:
        blocks = write_document(letter.document)
        for kind, content in ((BLOCKS, blocks), (TEXT, letter.text.encode())):
            await store_issued(session, codec, _issued(case.case_id, kind, act, letter.audience, event, content))
        data: dict[str, JsonValue] = {
            "act": act,
            "kind": letter.kind,
            "audience": letter.audience,
            "template_digest": letter.template_digest,
            "digest": salted(case, _issued(case.case_id, BLOCKS, act, letter.audience, event, blocks).digest),
            "warnings": [str(fault) for fault in sorted({finding.fault for finding in letter.findings})],
        }
        append(session, case, NewEvent(EventType.letter_issued, data, event.review, actor=event.actor), event.at)


def _issued(case_id: str, kind: str, act: str, audience: str, event: Event, content: bytes) -> Issued:
    return Issued(case_id, kind, act, audience, _MEDIA[kind], event.at, content)


async def letter_text(office: Office, case_id: str, act: str, audience: Audience) -> Issued | None:
    return await issued(office.desk.database, office.desk.codec, case_id, kind=TEXT, act=act, audience=audience)


async def letter_pdf(office: Office, case_id: str, act: str, audience: Audience) -> Issued | None:
    """The letter as PDF: as it was first written; written now where nobody has yet."""
    return await office.printed(PDF, case_id, act, audience, work=lambda: _letter_pdf(office, case_id, act, audience))


async def _letter_pdf(office: Office, case_id: str, act: str, audience: Audience) -> Issued | None:
    database, codec = office.desk.database, office.desk.codec
    if held := await issued(database, codec, case_id, kind=PDF, act=act, audience=audience):
        return held
    blocks = await issued(database, codec, case_id, kind=BLOCKS, act=act, audience=audience)
    if blocks is None:
        return None
    written = await office.press.pdf(read_document(blocks.content))
    made = Issued(case_id, PDF, act, audience, _MEDIA[PDF], blocks.issued_at, written)
    await keep_issued(database, codec, made)
    return made


async def print_letters(office: Office, case_id: str, act: str) -> None:
    """Write the PDFs of an act's letters, so that what was issued lies there as a file."""
    for audience in Audience:
        await letter_pdf(office, case_id, act, audience)


def links(case_id: str, act: str, letters: Sequence[Letter]) -> tuple[str, ...]:
    """Where the letters of an act are."""
    return tuple(f"/api/cases/{case_id}/letter.pdf?audience={letter.audience}&act={act}" for letter in letters)


async def latest_act(office: Office, case_id: str) -> str | None:
    """The act that issued the newest letters of a case."""
    async with office.desk.database.reading() as session:
        return await newest_act(session, case_id, TEXT)
