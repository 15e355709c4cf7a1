"""`priorauth review`: a whole review in the terminal, without a server."""

import json
from pathlib import Path

import pytest

from orchestrator.cli import main
from orchestrator.exits import Exit


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIORAUTH_DATA_DIR", str(tmp_path))


def test_the_body_of_the_door_is_printed_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "sample:approval", "--json"]) == Exit.success
    body = json.loads(capsys.readouterr().out)
    assert body["recommendation"] == "approve"
    assert body["decision_gate"] == "approved"
    components = body["synthesis_audit_trail"]["confidence_components"]
    total = sum(components[f"{n}_weight"] * components[f"{n}_score"] for n in _names(components))
    assert round(total, 2) == pytest.approx(body["confidence"], abs=0.01)
    assert body["due_at"]


def _names(components: dict[str, float]) -> set[str]:
    return {name.rsplit("_", 1)[0] for name in components}


@pytest.mark.parametrize(
    ("sample", "words"),
    [("approval", "Approve"), ("pend", "Pend for review"), ("discrepancies", "names another patient")],
)
def test_a_sample_is_shown_for_people(sample: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", f"sample:{sample}"]) == Exit.success
    shown = capsys.readouterr().out
    assert words in shown
    assert "A qualified person makes the determination" in shown
    assert "Confidence" in shown


def test_the_audit_document_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "audit.pdf"
    assert main(["review", "sample:approval", "--json", "--pdf", str(target)]) == Exit.success
    assert target.read_bytes().startswith(b"%PDF-")
    assert json.loads(capsys.readouterr().out)["case_id"]


def test_a_faulty_request_is_refused_by_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    faulty = tmp_path / "request.json"
    faulty.write_text('{"patient_name": "CANARY", "patient_dob": "CANARY"}')
    assert main(["review", str(faulty)]) == Exit.no
    told = capsys.readouterr().err
    assert "patient_dob" in told
    assert "CANARY" not in told


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    assert main(["review", str(tmp_path / "none.json")]) == Exit.usage


def test_an_audit_document_that_cannot_be_written_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "none" / "audit.pdf"
    assert main(["review", "sample:pend", "--pdf", str(target)]) == Exit.usage
    assert capsys.readouterr().err == "priorauth: OUT: No such file or directory\n"
