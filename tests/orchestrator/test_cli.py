"""The program `priorauth`: commands, exit codes, and what it says of a request."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

from orchestrator import cli
from orchestrator.commands import intake
from orchestrator.exits import Exit
from priorauth.errors import PriorAuthError, SettingRefused, SourceUnavailable

REQUEST: dict[str, Any] = {
    "patient_name": "Synthetic Person",
    "patient_dob": "1950-02-03",
    "provider_npi": "1234567893",
    "diagnosis_codes": ["m1711"],
    "procedure_codes": ["27447-RT"],
    "clinical_notes": "Made-up note about a made-up knee.",
    "received_at": "2026-11-02T09:00:00-05:00",
}


@pytest.fixture
def request_file(tmp_path: Path) -> Path:
    path = tmp_path / "request.json"
    path.write_text(json.dumps(REQUEST))
    return path


def write(path: Path, **changes: Any) -> str:
    path.write_text(json.dumps(REQUEST | changes))
    return str(path)


def test_a_well_formed_request_is_shown_with_its_due_date(
    request_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["intake", str(request_file)]) == Exit.success
    shown = capsys.readouterr().out
    assert "27447-RT" in shown
    assert "M17.11" in shown
    assert "due        2026-11-09 23:59:59 EST  (seven calendar days, CMS-0057-F)" in shown


def test_an_expedited_request_is_due_after_seventy_two_hours(
    request_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cli.main(["intake", write(request_file, urgency="expedited"), "--json"])
    assert json.loads(capsys.readouterr().out)["clock"]["due_at"] == "2026-11-05T14:00:00Z"


@pytest.mark.parametrize(
    "changes", [{"line_of_business": "commercial"}, {"procedure_codes": ["J9271"]}], ids=["line of business", "drug"]
)
def test_a_due_date_that_no_rule_gives_is_not_invented(
    request_file: Path, capsys: pytest.CaptureFixture[str], changes: dict[str, Any]
) -> None:
    assert cli.main(["intake", write(request_file, **changes)]) == Exit.success
    assert "no clock rule held here governs" in capsys.readouterr().out


def test_a_wrong_code_is_accepted_and_named_and_the_answer_is_no(
    request_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["intake", write(request_file, procedure_codes=["M17.11"])]) == Exit.no
    assert "M17.11 is a diagnosis code" in capsys.readouterr().out


def test_a_labelled_case_is_read_too(request_file: Path) -> None:
    request_file.write_text(json.dumps({"id": "a", "request": REQUEST, "expect": {}}))
    assert cli.main(["intake", str(request_file)]) == Exit.success


def test_every_fault_of_a_request_is_named_and_no_value_of_it(
    request_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["intake", write(request_file, patient_dob="1950-13-45", urgency="soonish")]) == Exit.no
    complaint = capsys.readouterr().err
    assert "patient_dob" in complaint
    assert "urgency" in complaint
    assert "1950-13-45" not in complaint
    assert "soonish" not in complaint


def test_a_file_that_is_not_json_is_refused_in_a_sentence(request_file: Path) -> None:
    request_file.write_bytes(b"{")
    assert cli.main(["intake", str(request_file)]) == Exit.no


def test_wrong_usage_of_a_command_ends_with_two(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cli.main(["intake", "/nowhere/at/all.json"]) == Exit.usage
    monkeypatch.setenv("PRIORAUTH_TIME_ZONE", "Mars/Olympus")
    assert cli.main(["intake", "-"]) == Exit.usage


def test_days_end_where_the_setting_says_the_plan_is(
    monkeypatch: pytest.MonkeyPatch, request_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PRIORAUTH_TIME_ZONE", "Pacific/Honolulu")
    assert cli.main(["intake", write(request_file)]) == Exit.success
    assert "HST" in capsys.readouterr().out


def test_no_command_prints_the_help_and_ends_with_two(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == Exit.usage
    assert "intake" in capsys.readouterr().err


def test_an_unknown_command_ends_with_two() -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["frobnicate"])
    assert ended.value.code == Exit.usage


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (SettingRefused("TIME_ZONE", "unknown"), Exit.usage),
        (SourceUnavailable("registry"), Exit.failed),
        (KeyboardInterrupt(), Exit.interrupted),
    ],
)
def test_what_goes_wrong_has_its_number(
    monkeypatch: pytest.MonkeyPatch, request_file: Path, raised: PriorAuthError | KeyboardInterrupt, code: Exit
) -> None:
    def run(_: Namespace) -> int:
        raise raised

    monkeypatch.setattr(intake, "run", run)
    assert cli.main(["intake", str(request_file)]) == code


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for name in cli.command_parsers():
        with pytest.raises(SystemExit) as ended:
            cli.main([name, "--help"])
        assert ended.value.code == Exit.success
    assert "intake" in capsys.readouterr().out


def test_a_specialist_that_does_not_exist_is_named_as_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["agent", "billing"]) == Exit.usage
    assert "compliance" in capsys.readouterr().err


def test_a_specialist_is_not_opened_to_other_machines_without_a_token(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FOUNDRY_HOSTING_ENVIRONMENT", raising=False)
    assert cli.main(["agent", "clinical", "--host", "0.0.0.0"]) == Exit.usage
    assert "PRIORAUTH_AGENT_TOKEN" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["review", "intake", "import"])
def test_a_file_that_is_not_there_is_wrong_usage(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["import", "icd10", "/nowhere/file"] if command == "import" else [command, "/nowhere/file"]
    assert cli.main(words) == Exit.usage
    assert "o such file" in capsys.readouterr().err


def test_a_sample_that_is_not_held_is_answered_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["review", "sample:nothing"]) == Exit.usage
    assert "there are approval, discrepancies, pend" in capsys.readouterr().err


def test_a_rule_that_is_not_held_is_named_without_a_line_it_does_not_have(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["rules", "show", "NCD 0.0"]) == Exit.no
    assert capsys.readouterr().err == "priorauth: NCD 0.0: no rule of this id or digest is held here\n"


def test_a_refusal_among_parts_that_end_together_is_told_as_by_itself(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(_: Namespace) -> int:
        raise ExceptionGroup("parts", [ExceptionGroup("inner", [SettingRefused("NAME", "is missing")])])

    monkeypatch.setattr(intake, "run", refuse)
    assert cli.main(["intake", "anything"]) == Exit.usage
    assert capsys.readouterr().err == "priorauth: NAME: is missing\n"


def test_a_failure_of_ours_beside_another_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(_: Namespace) -> int:
        raise ExceptionGroup("parts", [SettingRefused("NAME", "is missing"), KeyError("x")])

    monkeypatch.setattr(intake, "run", break_down)
    with pytest.raises(ExceptionGroup):
        cli.main(["intake", "anything"])
