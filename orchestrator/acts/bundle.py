"""All of a case in one file for an inspector: what was read, judged, asked, decided and issued, and its chain."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from orchestrator.acts.audit import audit_of
from orchestrator.acts.office import Office
from orchestrator.documents.bundle import CaseFile, RecordedEvent
from orchestrator.store.acts import acts_of
from orchestrator.store.archive import Kept, kept
from orchestrator.store.events import chain_of
from orchestrator.store.issued import Issued, all_issued
from orchestrator.store.sealed import StoredReview
from orchestrator.store.tables import CaseRow
from priorauth.record import ReviewRecord
from priorauth.rulebook import RuleFile


async def bundle_of(office: Office, case: CaseRow) -> bytes:
    """The bundle as the case stands now."""
    found = [await office.sealed.review(case.case_id, n) for n in range(1, case.latest_review + 1)]
    sealed = [(one, one.record) for one in found if one is not None and one.record is not None]
    codec, database = office.desk.codec, office.desk.database
    audits = {record.case.review: (await audit_of(office, one, record)).markdown for one, record in sealed}
    async with database.reading() as session:
        acts = await acts_of(session, codec, case.case_id)
        chain = await chain_of(session, case.case_id)
    documents = await all_issued(database, codec, case.case_id)
    records = [record for _, record in sealed]
    return await office.press.bundle(
        CaseFile(
            case_number=case.case_number,
            records=records,
            events=[RecordedEvent(**asdict(link), hash=hashed) for link, hashed in chain],
            acts=[*acts.determinations, *acts.requests],
            rules=await _rules(office, sealed),
            audits=audits,
            kept=await _kept(office, case.case_id, records),
            issued={_name(one): one.content for one in documents},
        )
    )


async def _rules(
    office: Office, sealed: Sequence[tuple[StoredReview, ReviewRecord]]
) -> Mapping[str, Sequence[RuleFile]]:
    """The rule files each review was pinned to, as they stood."""
    found: dict[str, Sequence[RuleFile]] = {}
    for digest in dict.fromkeys(record.rules_digest for _, record in sealed):
        if office.desk.rules().digest == digest:
            found[digest] = office.desk.rules().files
        elif texts := await kept(office.desk.database, office.desk.codec, Kept.rules, digest):
            found[digest] = [RuleFile(*fields) for fields in json.loads(texts)]
    return found


async def _kept(office: Office, case_id: str, records: Sequence[ReviewRecord]) -> Mapping[str, bytes]:
    """What readers and sources said, by digest."""
    database, codec = office.desk.database, office.desk.codec
    readings = {digest for record in records for digest in record.readings}
    replies = {call.reply_digest for record in records for call in record.ledger if call.reply_digest}
    found: dict[str, bytes] = {}
    for digest in sorted(readings | replies):
        text = await kept(database, codec, Kept.reading, digest, case_id) if digest else None
        text = text or await kept(database, codec, Kept.reply, digest)
        if text is not None:
            found[f"{digest}.json"] = text.encode()
    return found


def _name(document: Issued) -> str:
    """Where an issued document lies: under its act, by kind and audience."""
    stem, _, form = document.kind.rpartition(".")
    whom = f"-{document.audience}" if document.audience else ""
    return f"{document.act}/{stem}{whom}.{form}"
