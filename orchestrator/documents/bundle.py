"""The inspection bundle: one case in a file that another machine can verify, and replay from.

The same case gives the same bytes. `verify_bundle` is what a receiver runs; the README inside says how to do it with
nothing of ours.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import Final

from pydantic import ValidationError

from orchestrator.documents.audit import PersonsAct
from priorauth.case import ReviewInput
from priorauth.digests import canonical, digest, digest_text
from priorauth.evidence import documents_context
from priorauth.record import ReviewRecord
from priorauth.rulebook import RuleFile

MANIFEST: Final = "manifest.json"
_DAY_ONE: Final = (1980, 1, 1, 0, 0, 0)
_BOUND: Final = 500_000_000
README: Final = """INSPECTION BUNDLE

Everything on which this case was reviewed and decided. It holds patient data: keep it as you keep the case.

manifest.json        the SHA-256 of every other file
events.jsonl         the record of the case, one event a line, in order
reviews/N/           the sealed record of each review, with the documents it read, and its audit justification
acts/                what persons decided or asked for
rules/DIGEST/        the rule files each review was pinned to
kept/                readings and replies of sources, by digest
issued/              letters and audits as they were issued

To verify with this project:   priorauth audit verify FILE.zip
To verify without it:

1. Compute the SHA-256 of every file and compare it with manifest.json.
2. Each line of events.jsonl has a hash. It is the SHA-256 of the JSON list
   [previous hash, case_id, sequence, type, stamp, review, step, attempt, actor, data]
   written in UTF-8 without spaces; the first event has an empty string before it.
3. Each quotation in reviews/N/record.json names a document, a start and an end. Counted in Unicode code points, that
   part of the document's text must be the quotation, character for character.
4. The digest of a set of rules is the SHA-256 of its lines "id digest", sorted and joined by line feeds, where digest
   is the SHA-256 of each file's text; rules/DIGEST/index.json holds the ids.
5. A replay computes the proposal again from kept/ and rules/DIGEST/; it must come to the one in record.json.

What this proves: nothing in the bundle was changed after it was made, and the events are one unbroken chain. That the
chain itself was not written anew is proved by anchors that left the house before.
"""


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event as it was hashed; `data` is the stored text."""

    case_id: str
    sequence: int
    type: str
    stamp: str
    review: int | None
    step: str | None
    attempt: int | None
    actor: str
    data: str
    hash: str

    def computed(self, previous: str) -> str:
        fields = list(asdict(self).values())[:-1]
        return digest([previous, *fields])


@dataclass(frozen=True)
class CaseFile:
    """What a bundle is made of. `rules` by digest; `kept` and `issued` by file name."""

    case_number: str
    records: Sequence[ReviewRecord]
    events: Sequence[RecordedEvent] = ()
    acts: Sequence[PersonsAct] = ()
    rules: Mapping[str, Sequence[RuleFile]] = field(default_factory=dict[str, Sequence[RuleFile]])
    audits: Mapping[int, str] = field(default_factory=dict[int, str])
    kept: Mapping[str, bytes] = field(default_factory=dict[str, bytes])
    issued: Mapping[str, bytes] = field(default_factory=dict[str, bytes])


def inspection_bundle(case: CaseFile) -> bytes:
    """The case as a zip file."""
    entries = dict(_entries(case))
    digests = {name: sha256(content).hexdigest() for name, content in entries.items()}
    manifest = {"case_number": case.case_number, "files": digests}
    entries[MANIFEST] = (json.dumps(manifest, indent=2, sort_keys=True) + "\n").encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, _DAY_ONE)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            bundle.writestr(info, entries[name])
    return out.getvalue()


def _entries(case: CaseFile) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", README.encode()
    yield "events.jsonl", "".join(f"{canonical(asdict(event))}\n" for event in case.events).encode()
    for record in case.records:
        folder = f"reviews/{record.case.review}"
        yield f"{folder}/record.json", record.model_dump_json(indent=2).encode()
        documents = {d.document_id: {"title": d.title, "sha256": d.digest} for d in record.case.documents}
        yield f"{folder}/documents.json", (json.dumps(documents, indent=2, ensure_ascii=False) + "\n").encode()
        if audit := case.audits.get(record.case.review):
            yield f"{folder}/audit.md", audit.encode()
    for number, act in enumerate(case.acts, 1):
        yield f"acts/{number:03d}.json", act.model_dump_json(indent=2).encode()
    for name, files in case.rules.items():
        yield f"rules/{name}/index.json", (json.dumps({f.path: f.id for f in files}, indent=2) + "\n").encode()
        yield from ((f"rules/{name}/{f.path}", f.text.encode()) for f in files)
    yield from ((f"kept/{name}", content) for name, content in case.kept.items())
    yield from ((f"issued/{name}", content) for name, content in case.issued.items())


def verify_bundle(content: bytes) -> list[str]:
    """Everything that does not hold in a bundle, in sentences; empty when all of it does."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as bundle:
            if sum(info.file_size for info in bundle.infolist()) > _BOUND:
                return ["the bundle is larger than one is taken for"]
            names = bundle.namelist()
            entries = {name: bundle.read(name) for name in names}
            manifest = json.loads(entries[MANIFEST])["files"]
            told = _changed(names, entries, manifest)
            return [*told, *_chain(entries), *_quotations(entries), *_rules(entries)]
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, AttributeError):
        return ["the file is not an inspection bundle, or is damaged"]


@dataclass(frozen=True)
class Opened:
    """What a replay takes out of a bundle: the sealed records, and the rule files by digest."""

    records: tuple[ReviewRecord, ...]
    rules: Mapping[str, tuple[RuleFile, ...]]


def open_bundle(content: bytes) -> Opened:
    """The records of a bundle that verifies, first to last, and the rules they were pinned to."""
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        entries = {name: bundle.read(name) for name in bundle.namelist()}
    records = [_record(held) for name, held in entries.items() if name.endswith("/record.json")]
    folders = [name.removesuffix("/index.json") for name in entries if name.endswith("/index.json")]
    rules: dict[str, tuple[RuleFile, ...]] = {}
    for folder in folders:
        ids: Mapping[str, str] = json.loads(entries[f"{folder}/index.json"])
        files = (RuleFile(path, ids[path], entries[f"{folder}/{path}"].decode()) for path in ids)
        rules[folder.removeprefix("rules/")] = tuple(files)
    return Opened(tuple(sorted(records, key=lambda record: record.case.review)), rules)


def _record(content: bytes) -> ReviewRecord:
    """A record whose quotations stand in its documents. Raises ValidationError."""
    case = ReviewInput.model_validate_json(json.dumps(json.loads(content)["case"]))
    return ReviewRecord.model_validate_json(content, context=documents_context(case.documents))


def _changed(names: Sequence[str], entries: Mapping[str, bytes], listed: Mapping[str, str]) -> Iterator[str]:
    found = {name: sha256(content).hexdigest() for name, content in entries.items() if name != MANIFEST}
    if len(names) != len(entries):
        yield "a file stands in the bundle twice"
    yield from (f"{name} is missing" for name in listed if name not in found)
    yield from (f"{name} is not in the manifest" for name in found if name not in listed)
    yield from (f"{name} was changed" for name in found if name in listed and found[name] != listed[name])


def _chain(entries: Mapping[str, bytes]) -> Iterator[str]:
    previous = ""
    for place, line in enumerate(entries["events.jsonl"].decode().splitlines(), 1):
        event = RecordedEvent(**json.loads(line))
        previous = event.computed(previous)
        if event.sequence != place or previous != event.hash:
            yield f"the chain of events breaks at event {place}"
            return


def _quotations(entries: Mapping[str, bytes]) -> Iterator[str]:
    for name, content in entries.items():
        if not name.endswith("/record.json"):
            continue
        try:
            _record(content)
        except ValidationError:
            yield f"{name} holds a quotation that is not in its document, or is no record"


def _rules(entries: Mapping[str, bytes]) -> Iterator[str]:
    for name, content in entries.items():
        folder, _, file = name.rpartition("/")
        if not (folder.startswith("rules/") and folder.count("/") == 1 and file == "index.json"):
            continue
        ids: Mapping[str, str] = json.loads(content)
        lines = sorted(f"{ids[path]} {digest_text(entries[f'{folder}/{path}'].decode())}" for path in ids)
        if digest_text("\n".join(lines)) != folder.removeprefix("rules/"):
            yield f"{folder} is not the set of rules it is named after"
