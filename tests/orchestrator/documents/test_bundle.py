"""A bundle verifies anywhere, is the same every time, and tells of every change made to it."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from orchestrator.cli import main
from orchestrator.documents.bundle import MANIFEST, CaseFile, RecordedEvent, inspection_bundle, verify_bundle
from orchestrator.store.chain import Link
from priorauth.record import ReviewRecord
from priorauth.rulebook import Rulebook

Edit = Callable[[dict[str, bytes]], None]


def chain(count: int) -> tuple[RecordedEvent, ...]:
    made: list[RecordedEvent] = []
    previous = ""
    for sequence in range(1, count + 1):
        event = RecordedEvent(
            "synthetic-case", sequence, "step.started", "2026-11-20T15:00:00Z", 1, "clinical", 1, "engine", "{}", ""
        )
        previous = event.computed(previous)
        made.append(replace(event, hash=previous))
    return tuple(made)


@pytest.fixture(scope="session")
def case(record: ReviewRecord, rules: Rulebook) -> CaseFile:
    return CaseFile(
        case_number="26-00001",
        records=(record,),
        events=chain(5),
        rules={rules.digest: rules.files},
        audits={1: "# Audit\n"},
        kept={"ab" * 32: b"{}"},
        issued={"letter.txt": b"Dear person"},
    )


def edited(content: bytes, edit: Edit, *, manifest_too: bool = False) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as bundle:
        entries = {name: bundle.read(name) for name in bundle.namelist()}
    edit(entries)
    if manifest_too:
        from hashlib import sha256

        files = {name: sha256(held).hexdigest() for name, held in entries.items() if name != MANIFEST}
        entries[MANIFEST] = json.dumps({"files": files}).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        for name, held in entries.items():
            bundle.writestr(name, held)
    return out.getvalue()


def test_a_bundle_verifies_and_is_the_same_every_time(case: CaseFile) -> None:
    content = inspection_bundle(case)
    assert verify_bundle(content) == []
    assert inspection_bundle(case) == content


def test_an_event_is_hashed_as_the_store_hashes_it() -> None:
    event = chain(1)[0]
    fields = asdict(event)
    stored = fields.pop("hash")
    assert Link(**fields).hash_after("") == stored


def test_the_command_verifies_a_bundle(case: CaseFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "case.zip"
    file.write_bytes(inspection_bundle(case))
    assert main(["audit", "verify", str(file)]) == 0
    file.write_bytes(edited(inspection_bundle(case), lambda e: e.update({"README.txt": b""})))
    assert main(["audit", "verify", str(file)]) == 1
    assert "README.txt was changed" in capsys.readouterr().out


def test_the_record_travels_whole(case: CaseFile, record: ReviewRecord) -> None:
    with zipfile.ZipFile(io.BytesIO(inspection_bundle(case))) as bundle:
        told = json.loads(bundle.read("reviews/1/record.json"))
        assert told == json.loads(record.model_dump_json())
        assert f"rules/{record.rules_digest}/index.json" in bundle.namelist()


def test_a_changed_missing_or_added_file_is_named(case: CaseFile) -> None:
    content = inspection_bundle(case)
    name = "issued/letter.txt"
    assert verify_bundle(edited(content, lambda e: e.update({name: b"other"}))) == [f"{name} was changed"]
    assert verify_bundle(edited(content, lambda e: e.__delitem__(name))) == [f"{name} is missing"]
    assert verify_bundle(edited(content, lambda e: e.update({"new": b""}))) == ["new is not in the manifest"]


def test_an_edited_event_breaks_the_chain_though_the_manifest_was_made_anew(case: CaseFile) -> None:
    def edit(entries: dict[str, bytes]) -> None:
        lines = entries["events.jsonl"].splitlines(keepends=True)
        lines[2] = lines[2].replace(b'"actor":"engine"', b'"actor":"nobody"')
        entries["events.jsonl"] = b"".join(lines)

    told = verify_bundle(edited(inspection_bundle(case), edit, manifest_too=True))
    assert told == ["the chain of events breaks at event 3"]


def test_an_altered_quotation_is_found_though_the_manifest_was_made_anew(case: CaseFile) -> None:
    def edit(entries: dict[str, bytes]) -> None:
        told = entries["reviews/1/record.json"].replace(b'"quote": "', b'"quote": "x', 1)
        entries["reviews/1/record.json"] = told

    assert "holds a quotation" in verify_bundle(edited(inspection_bundle(case), edit, manifest_too=True))[0]


def test_an_altered_rule_is_found_though_the_manifest_was_made_anew(case: CaseFile, rules: Rulebook) -> None:
    def edit(entries: dict[str, bytes]) -> None:
        entries[f"rules/{rules.digest}/{rules.files[0].path}"] += b"\n"

    assert "not the set of rules" in verify_bundle(edited(inspection_bundle(case), edit, manifest_too=True))[0]


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_bundle_is_said_to_be_none(content: bytes) -> None:
    assert verify_bundle(content) == ["the file is not an inspection bundle, or is damaged"]
