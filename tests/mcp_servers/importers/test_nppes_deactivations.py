"""The monthly report of deactivated NPIs."""

import io
import zipfile
from pathlib import Path

import pytest

from mcp_servers.importers.nppes import rejects
from mcp_servers.importers.nppes_deactivations import import_deactivations
from mcp_servers.npi_registry.local import LocalProviders
from mcp_servers.npi_registry.registry import Provider, ProviderRegistry
from priorauth.errors import BulkFileRefused
from priorauth.findings import ProviderStatus

KNOWN, UNKNOWN = "2000000002", "1234567893"
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def workbook(rows: str, strings: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", f"<worksheet {_MAIN}><sheetData>{rows}</sheetData></worksheet>")
        if strings:
            archive.writestr("xl/sharedStrings.xml", f"<sst {_MAIN}>{strings}</sst>")
    return buffer.getvalue()


REPORT = workbook(
    '<row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>'
    f'<row><c t="inlineStr"><is><t>{KNOWN}</t></is></c><c t="s"><v>3</v></c></row>'
    f"<row><c><v>{UNKNOWN}</v></c><c><v>46023</v></c></row>"
    "<row><c><v>2000000000</v></c><c><v>46023</v></c></row>",
    "<si><t>Deactivated numbers</t></si><si><t>NPI</t></si><si><t>Day</t></si>"
    "<si><r><t>03/04</t></r><r><t>/2026</t></r></si>",
)


@pytest.fixture
def registry() -> ProviderRegistry:
    held = ProviderRegistry()
    with held.db:
        held.put([Provider(int(KNOWN), 1, "", "ROE", "ANN", "", "", "", "", "2025-01-01", "", "")])
    return held


@pytest.mark.parametrize("wrapped", [False, True])
def test_every_number_of_the_report_becomes_inactive(tmp_path: Path, registry: ProviderRegistry, wrapped: bool) -> None:
    path = tmp_path / "report"
    path.write_bytes(REPORT)
    if wrapped:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("NPPES Deactivated NPI Report.xlsx", REPORT)
    report = import_deactivations(path, registry)
    known, unknown = (LocalProviders(registry).answer(npi) for npi in (KNOWN, UNKNOWN))
    assert (report.accepted, report.rejected) == (2, 1)
    assert [found.line for found in rejects(registry)] == [5]
    assert (known.status, known.name, str(known.deactivated_on)) == (ProviderStatus.inactive, "ANN ROE", "2026-03-04")
    assert (unknown.status, str(unknown.deactivated_on)) == (ProviderStatus.inactive, "2026-01-01")


def test_loading_the_report_again_changes_nothing(tmp_path: Path, registry: ProviderRegistry) -> None:
    path = tmp_path / "report.csv"
    path.write_text(f"NPI,NPPES Deactivation Date\n{KNOWN},03/04/2026\n", encoding="utf-8")
    import_deactivations(path, registry)
    before = list(registry.db.execute("SELECT * FROM provider"))
    import_deactivations(path, registry)
    assert list(registry.db.execute("SELECT * FROM provider")) == before


def test_a_deactivation_older_than_a_reactivation_leaves_the_provider_active(
    tmp_path: Path, registry: ProviderRegistry
) -> None:
    with registry.db:
        registry.db.execute("UPDATE provider SET reactivated = '2026-06-01'")
    path = tmp_path / "report.csv"
    path.write_text(f"NPI,Date\n{KNOWN},03/04/2026\n", encoding="utf-8")
    import_deactivations(path, registry)
    assert LocalProviders(registry).answer(KNOWN).status is ProviderStatus.verified


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04broken", workbook("<row><c t='s'><v>9</v></c></row>")])
def test_another_file_is_refused(tmp_path: Path, registry: ProviderRegistry, content: bytes) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(content)
    with pytest.raises(BulkFileRefused):
        import_deactivations(path, registry)
