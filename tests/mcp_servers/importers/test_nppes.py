"""Loading the NPPES dissemination file: whole, broken, interrupted, twice."""

import csv
import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

import pytest

from mcp_servers.importers.nppes import import_nppes, load_providers_csv, rejects
from mcp_servers.importers.reports import Progress
from mcp_servers.npi_registry.local import LocalProviders
from mcp_servers.npi_registry.registry import ProviderRegistry
from priorauth.codes import npi_check_digit_ok
from priorauth.errors import BulkFileRefused
from priorauth.findings import ProviderStatus

ROWS = int(os.environ.get("NPPES_TEST_ROWS", "20000"))
WIDTH = 330
_KEPT = {
    0: "NPI",
    1: "Entity Type Code",
    3: "Employer Identification Number (EIN)",
    4: "Provider Organization Name (Legal Business Name)",
    5: "Provider Last Name (Legal Name)",
    6: "Provider First Name",
    10: "Provider Credential Text",
    30: "Provider Business Practice Location Address City Name",
    31: "Provider Business Practice Location Address State Name",
    37: "Last Update Date",
    39: "NPI Deactivation Date",
    40: "NPI Reactivation Date",
}
_GROUP = (
    "Healthcare Provider Taxonomy Code_{}",
    "Provider License Number_{}",
    "Provider License Number State Code_{}",
    "Healthcare Provider Primary Taxonomy Switch_{}",
)
HEADER = [
    _KEPT.get(n) or (_GROUP[(n - 47) % 4].format((n - 47) // 4 + 1) if 47 <= n < 107 else f"Other column {n}")
    for n in range(WIDTH)
]


def numbers() -> Iterable[str]:
    stems = (f"2{n:08}" for n in range(10**8))
    return (stem + digit for stem in stems for digit in "0123456789" if npi_check_digit_ok(stem + digit))


def row(npi: str, **columns: str) -> list[str]:
    fields = [""] * WIDTH
    known = {"entity": 1, "organization": 4, "last": 5, "first": 6, "updated": 37, "off": 39, "on": 40}
    fields[0], fields[1], fields[3], fields[37] = npi, "1", "<UNAVAIL>", "01/02/2026"
    fields[47], fields[49], fields[50] = "207R00000X", "OH", "N"
    fields[51], fields[53], fields[54] = "207X00000X", "OH", "Y"
    for name, value in columns.items():
        fields[known[name]] = value
    return fields


def text_of(rows: Iterable[Sequence[str]]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([HEADER, *rows])
    return buffer.getvalue()


def written(path: Path, rows: Iterable[Sequence[str]]) -> Path:
    path.write_text(text_of(rows), encoding="utf-8")
    return path


def status(registry: ProviderRegistry, npi: str) -> ProviderStatus:
    return LocalProviders(registry).answer(npi).status


@pytest.fixture
def registry(tmp_path: Path) -> Iterable[ProviderRegistry]:
    held = ProviderRegistry(tmp_path / "registry.sqlite")
    yield held
    held.close()


def test_a_large_file_is_loaded_and_every_row_counted(tmp_path: Path, registry: ProviderRegistry) -> None:
    npis = list(islice(numbers(), ROWS))
    people = (row(npi, last=f"O'\"QUOTE, {n}", first="ANN\tB") for n, npi in enumerate(npis))
    seen: list[Progress] = []
    report = import_nppes(written(tmp_path / "npidata.csv", people), registry, seen.append, chunk=5000)
    assert (report.accepted, report.rejected) == (ROWS, 0)
    assert [step.accepted for step in seen] == list(range(5000, ROWS + 1, 5000))
    assert seen[-1].done == seen[-1].total
    reply = LocalProviders(registry).answer(npis[-1])
    assert reply.name == f"ANN\tB O'\"QUOTE, {ROWS - 1}"
    assert [(t.code, t.primary) for t in reply.taxonomies] == [("207X00000X", True), ("207R00000X", False)]


def test_broken_rows_are_refused_one_by_one_with_line_and_reason(tmp_path: Path, registry: ProviderRegistry) -> None:
    npis = list(islice(numbers(), 9))
    lines = text_of(row(npi, last="ROE") for npi in npis).encode().splitlines(keepends=True)
    lines[2] = lines[2].replace(b'"ROE"', b'"ROE')  # a quote never closed
    lines[3] = lines[3].replace(b"ROE", b"RO\xc9")  # not UTF-8
    lines[4] = lines[4].replace(b',"OH"', b"", 1)  # a field short
    lines[5] = lines[5].replace(npis[4].encode(), b"2000000000")  # wrong check digit
    lines[6] = lines[6].replace(b"01/02/2026", b"02/31/2026")  # no such day
    lines[7] = lines[7].replace(b"207X00000X", b"207X")  # half a taxonomy code
    lines[9] = lines[9][: len(lines[9]) // 2]  # cut off
    path = tmp_path / "npidata.csv"
    path.write_bytes(b"".join(lines))
    report = import_nppes(path, registry)
    refused = rejects(registry)
    assert (report.accepted, report.rejected) == (2, 7)
    assert [found.line for found in refused] == [3, 4, 5, 6, 7, 8, 10]
    assert refused[1].reason == "not UTF-8"
    assert refused[2].reason == "329 fields instead of 330"
    assert all("ROE" not in found.reason for found in refused)
    assert status(registry, npis[0]) is ProviderStatus.verified
    assert status(registry, npis[6]) is ProviderStatus.unverified
    assert status(registry, npis[1]) is ProviderStatus.unverified


def test_a_field_may_run_over_lines(tmp_path: Path, registry: ProviderRegistry) -> None:
    npis = list(islice(numbers(), 2))
    report = import_nppes(written(tmp_path / "npidata.csv", [row(npis[0], last="ROE\nSECOND"), row(npis[1])]), registry)
    assert (report.accepted, report.rejected) == (2, 0)


class Killed(Exception):
    """Stands for a process that ends between two chunks."""


@pytest.mark.parametrize("packed", [False, True])
def test_a_killed_import_goes_on_where_it_stopped(tmp_path: Path, packed: bool) -> None:
    npis = list(islice(numbers(), 250))
    rows = [row(npi, last="ROE") for npi in npis]
    rows[30] = rows[30][:-1]
    path = zipped(tmp_path, "npidata_pfile_20050523-20261109.csv", rows) if packed else tmp_path / "npidata.csv"
    if not packed:
        written(path, rows)
    registry = ProviderRegistry(tmp_path / "registry.sqlite")

    def kill(progress: Progress) -> None:
        if progress.accepted > 150:
            raise Killed

    with pytest.raises(Killed):
        import_nppes(path, registry, kill, chunk=50)
    registry.close()
    again = ProviderRegistry(tmp_path / "registry.sqlite")
    assert status(again, npis[249]) is ProviderStatus.unverified
    report = import_nppes(path, again, chunk=50)
    assert (report.accepted, report.rejected, report.resumed_at) == (249, 1, 202)
    assert [found.line for found in rejects(again)] == [32]
    assert status(again, npis[249]) is ProviderStatus.verified
    assert status(again, "2999999990") is ProviderStatus.not_found
    again.close()


def zipped(folder: Path, member: str, rows: Iterable[Sequence[str]]) -> Path:
    path = folder / "dissemination.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(member.replace(".csv", "_fileheader.csv"), ",".join(HEADER))
        archive.writestr(member, text_of(rows))
        archive.writestr("othername_pfile_20050523-20261109.csv", "NPI\n")
    return path


def test_loading_the_same_file_again_changes_nothing(tmp_path: Path, registry: ProviderRegistry) -> None:
    path = written(tmp_path / "npidata.csv", [row(npi) for npi in islice(numbers(), 5)])
    first = import_nppes(path, registry)
    before = list(registry.db.execute("SELECT * FROM provider"))
    again = import_nppes(path, registry)
    assert again.repeated
    assert (again.accepted, again.rejected) == (first.accepted, first.rejected)
    assert list(registry.db.execute("SELECT * FROM provider")) == before


def test_the_month_makes_the_registry_whole_and_a_week_alone_does_not(tmp_path: Path) -> None:
    npis = list(islice(numbers(), 2))
    registry = ProviderRegistry()
    import_nppes(zipped(tmp_path, "npidata_pfile_20260831-20260906.csv", [row(npis[0])]), registry)
    assert status(registry, npis[1]) is ProviderStatus.unverified
    import_nppes(zipped(tmp_path, "npidata_pfile_20050523-20260811.csv", [row(npis[0])]), registry)
    assert status(registry, npis[1]) is ProviderStatus.not_found
    assert registry.holding().release == "2026-09-06"


def test_an_older_file_does_not_overwrite_a_newer_one(tmp_path: Path, registry: ProviderRegistry) -> None:
    npi = next(iter(numbers()))
    import_nppes(written(tmp_path / "new.csv", [row(npi, last="NEW", updated="06/01/2026")]), registry)
    import_nppes(written(tmp_path / "old.csv", [row(npi, last="OLD", updated="05/01/2026")]), registry)
    assert LocalProviders(registry).answer(npi).name == "NEW"


def test_a_deactivated_stub_marks_the_provider_inactive_and_keeps_the_name(
    tmp_path: Path, registry: ProviderRegistry
) -> None:
    npi, other = islice(numbers(), 2)
    import_nppes(written(tmp_path / "month.csv", [row(npi, last="ROE")]), registry)
    stub = row(npi, entity="", updated="", off="10/01/2026")
    import_nppes(written(tmp_path / "next.csv", [stub, row(other, entity="", updated="", off="10/01/2026")]), registry)
    reply = LocalProviders(registry).answer(npi)
    assert (reply.status, reply.name) == (ProviderStatus.inactive, "ROE")
    assert status(registry, other) is ProviderStatus.inactive


def test_a_reactivation_in_the_file_is_honoured(tmp_path: Path, registry: ProviderRegistry) -> None:
    npi = next(iter(numbers()))
    import_nppes(written(tmp_path / "a.csv", [row(npi, off="01/15/2025", on="03/01/2025")]), registry)
    assert status(registry, npi) is ProviderStatus.verified


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"a,b\n1,2\n", b'"NPI"\n"1234567893"\n', b'"NPI'])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, registry: ProviderRegistry, content: bytes) -> None:
    path = tmp_path / "other.csv"
    path.write_bytes(content)
    with pytest.raises(BulkFileRefused):
        import_nppes(path, registry)
    assert registry.holding().complete is False


def test_a_zip_without_the_main_file_is_refused(tmp_path: Path, registry: ProviderRegistry) -> None:
    path = tmp_path / "weekly.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "nothing here")
    with pytest.raises(BulkFileRefused):
        import_nppes(path, registry)


def test_a_small_file_of_a_few_columns_makes_a_whole_scratch_registry(tmp_path: Path) -> None:
    path = tmp_path / "providers.csv"
    path.write_text(
        '\ufeffnpi,ENTITY TYPE CODE,"Provider Last Name (Legal Name)"\n1234567893,1,Roe\n', encoding="utf-8"
    )
    registry = load_providers_csv(path)
    assert LocalProviders(registry).answer("1234567893").name == "ROE"
    assert status(registry, "2999999990") is ProviderStatus.not_found


def test_an_import_killed_by_the_system_loses_nothing_and_goes_on(tmp_path: Path) -> None:
    npis = list(islice(numbers(), 30_000))
    path = written(tmp_path / "npidata.csv", (row(npi, last="ROE") for npi in npis))
    command = [sys.executable, "-m", "orchestrator.cli", "import", "nppes", str(path), "--data", str(tmp_path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=tmp_path) as process:
        assert process.stderr is not None
        process.stderr.readline()  # the first chunk is committed
        process.kill()
    registry = ProviderRegistry(tmp_path / "npi-registry.sqlite")
    assert status(registry, npis[9_999]) is ProviderStatus.verified
    report = import_nppes(path, registry)
    assert (report.accepted, report.rejected) == (30_000, 0)
    assert report.resumed_at >= 10_002 or report.repeated
    assert registry.db.execute("SELECT count(*) FROM provider").fetchone() == (30_000,)
    registry.close()
