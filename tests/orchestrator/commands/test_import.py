"""`priorauth import`: what it says, and what the engine knows afterwards."""

import json
from pathlib import Path

import pytest

from mcp_servers.npi_registry.local import LocalProviders
from mcp_servers.npi_registry.registry import ProviderRegistry
from mcp_servers.sources.held_providers import registry_path
from orchestrator import cli
from orchestrator.exits import Exit
from priorauth.findings import ProviderStatus

HEADER = '"NPI","Entity Type Code","Provider Last Name (Legal Name)"\n'


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def status(folder: Path, npi: str) -> ProviderStatus:
    registry = ProviderRegistry(registry_path(folder))
    found = LocalProviders(registry).answer(npi).status
    registry.close()
    return found


def test_a_provider_file_is_loaded_and_its_rejected_rows_are_listed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "npidata.csv"
    path.write_text(HEADER + '"1234567893","1","ROE"\n"1234567890","1","DOE"\n', encoding="utf-8")
    assert cli.main(["import", "nppes", str(path), "--data", str(tmp_path / "data")]) == Exit.success
    shown = capsys.readouterr()
    assert "npidata.csv: 1 rows, 1 rejected" in shown.out
    assert "line 3: the NPI's check digit does not fit" in shown.out
    assert "100 %: 1 rows, 1 rejected" in shown.err
    assert "DOE" not in shown.out + shown.err
    assert status(tmp_path / "data", "1234567893") is ProviderStatus.verified


def test_a_report_of_deactivations_is_recognised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "deactivated.csv"
    path.write_text("NPI,NPPES Deactivation Date\n1234567893,03/04/2026\n", encoding="utf-8")
    assert cli.main(["import", "nppes", str(path), "--data", str(tmp_path), "--json"]) == Exit.success
    assert json.loads(capsys.readouterr().out)["accepted"] == 1
    assert status(tmp_path, "1234567893") is ProviderStatus.inactive


@pytest.mark.parametrize(
    ("kind", "why"), [("nppes", "not an NPPES"), ("icd10", "does not tell the year"), ("ncci", "not a table")]
)
def test_a_file_of_another_kind_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str, why: str
) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader", encoding="utf-8")
    assert cli.main(["import", kind, str(path), "--data", str(tmp_path)]) == Exit.no
    assert why in capsys.readouterr().err


def test_an_unknown_data_server_is_refused_with_the_names_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["mcp", "codes"]) == Exit.usage
    assert "icd10-codes" in capsys.readouterr().err


def test_serving_to_others_needs_the_shared_token(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["mcp", "pubmed", "--host", "0.0.0.0", "--data", str(tmp_path)]) == Exit.usage
    assert "MCP_TOKEN" in capsys.readouterr().err
