"""`priorauth rules`: complaints by file and line, what is in force, one rule as written."""

import json
from pathlib import Path

import pytest

from orchestrator import cli
from orchestrator.exits import Exit
from priorauth.rulebook import shipped_root

CPAP = (shipped_root() / "policies" / "ncd-240-4-cpap.md").read_text("utf-8")


@pytest.fixture(autouse=True)
def no_rules_of_a_plan(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PRIORAUTH_RULES_DIR", raising=False)
    monkeypatch.chdir(tmp_path)


def edited(folder: Path, old: str, new: str) -> Path:
    assert old in CPAP
    path = folder / "policies" / "mine.md"
    path.parent.mkdir(parents=True)
    path.write_text(CPAP.replace(old, new), "utf-8")
    return path


def test_the_shipped_rules_hold_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "check"]) == Exit.success
    assert "hold together" in capsys.readouterr().out


def test_a_mistake_is_told_with_file_line_and_what_was_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edited(tmp_path / "rules", "AHI or RDI at least 15", "AHI or RDI at laest 15")
    line = next(n for n, text in enumerate(path.read_text("utf-8").split("\n"), 1) if "at laest" in text)
    for given in (path, tmp_path / "rules"):
        assert cli.main(["rules", "check", str(given)]) == Exit.no
        complaint = capsys.readouterr().err
        assert complaint.startswith(f"{path}:{line}: row ") and "at laest" in complaint


def test_an_edit_that_replaces_a_shipped_rule_is_checked_among_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edited(tmp_path / "rules", "title: ", "title: Our own ")
    assert cli.main(["rules", "check", str(path)]) == Exit.success
    assert cli.main(["rules", "check", str(tmp_path / "nowhere")]) != Exit.success


def test_a_tool_that_no_server_offers_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rules" / "clinical-review" / "SKILL.md"
    path.parent.mkdir(parents=True)
    text = (shipped_root() / "clinical-review" / "SKILL.md").read_text("utf-8")
    path.write_text(text.replace("| validate_code |", "| validate_codes |"), "utf-8")
    assert cli.main(["rules", "check", str(path)]) == Exit.no
    assert 'did you mean "icd10-codes validate_code"?' in capsys.readouterr().err


def test_what_is_in_force_is_listed_with_its_digest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edited(tmp_path / "rules", "title: ", "title: Our own ")
    monkeypatch.setenv("PRIORAUTH_RULES_DIR", str(tmp_path / "rules"))
    assert cli.main(["rules", "list", "--json"]) == Exit.success
    listed = json.loads(capsys.readouterr().out)
    entry = next(e for e in listed["rules"] if e["id"] == "NCD 240.4")
    assert (entry["origin"], entry["kind"], entry["file"]) == ("plan", "NCD", "policies/mine.md")
    assert entry["title"].startswith("Our own") and len(entry["digest"]) == 64
    assert cli.main(["rules", "list"]) == Exit.success
    assert listed["digest"] in capsys.readouterr().out


def test_a_rule_is_shown_as_its_file_says_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "show", "ncd 240.4"]) == Exit.success
    assert CPAP in capsys.readouterr().out
    assert cli.main(["rules", "show", "NCD 240.4", "--json"]) == Exit.success
    assert json.loads(capsys.readouterr().out)["rows"][0]["check"]["kind"]
    assert cli.main(["rules", "show", "NCD 0"]) == Exit.no


LONG = "- **long term**: " + ", ".join(f"spelling number {n}" for n in range(40)) + "\n"


def test_format_lays_a_file_out_once_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.md"
    path.write_text(LONG, "utf-8")
    assert cli.main(["rules", "format", str(path)]) == Exit.success
    assert "mine.md is laid out anew" in capsys.readouterr().out
    assert path.read_text("utf-8").startswith("- **long term**:\n  spelling number 0,")
    assert cli.main(["rules", "format", str(tmp_path)]) == Exit.success
    assert capsys.readouterr().out == ""


def test_format_check_names_the_file_and_leaves_it_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.md"
    path.write_text(LONG, "utf-8")
    assert cli.main(["rules", "format", "--check", str(tmp_path)]) == Exit.no
    assert "mine.md would be laid out anew" in capsys.readouterr().out
    assert path.read_text("utf-8") == LONG


def test_format_of_a_path_that_is_not_there_names_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "format", str(tmp_path / "gone")]) not in (Exit.success, Exit.no)
    assert "PATH" in capsys.readouterr().err


def test_a_term_over_several_lines_compiles_to_the_same_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = edited(tmp_path / "rules", "AHI or RDI at least 15", "AHI or RDI at least 15")
    assert cli.main(["rules", "format", str(path)]) == Exit.success
    assert cli.main(["rules", "check", str(path)]) == Exit.success
