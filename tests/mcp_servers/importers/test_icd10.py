"""Loading a published order file as a fiscal year of its own."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from mcp_servers.icd10_codes.answers import Icd10Answers
from mcp_servers.icd10_codes.releases import CodeFiles
from mcp_servers.icd10_codes.replies import CodeType
from mcp_servers.icd10_codes.store import Icd10Store
from mcp_servers.importers.icd10 import import_icd10
from priorauth.errors import BulkFileRefused


@pytest.fixture(scope="module")
def order_file() -> str:
    """Next year's file as it would be published: this year's codes without one, with one title changed."""
    rows = CodeFiles.found_in(Path()).years()[2027]
    titles = {code: entry.title for code, entry in rows.items() if code != "R05.9"}
    titles["R91.1"] = "Single pulmonary nodule"
    return "".join(
        f"{n:05} {code.replace('.', ''):<7} {int(rows[code].billable)} {title[:60]:<60} {title}\n"
        for n, (code, title) in enumerate(sorted(titles.items()), start=1)
    )


def test_an_imported_year_is_known_beside_the_bundled_ones(tmp_path: Path, order_file: str) -> None:
    with zipfile.ZipFile(tmp_path / "tables.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "")
        archive.writestr("Code Descriptions/icd10cm_order_2028.txt", order_file + "99999 broken\n")
    report, refused = import_icd10(tmp_path / "tables.zip", tmp_path)
    assert (report.accepted, report.rejected, report.repeated) == (98_402, 1, False)
    assert [found.line for found in refused] == [98_403]
    store = Icd10Store(tmp_path)
    answers = Icd10Answers(store)
    in_2028, in_2027 = date(2027, 11, 1), date(2026, 11, 1)
    assert answers.validate("R05.9", CodeType.diagnosis, in_2028).valid is False
    assert answers.validate("R05.9", CodeType.diagnosis, in_2027).valid is True
    nodule = answers.validate("R91.1", CodeType.diagnosis, in_2028)
    assert (nodule.description, nodule.release) == ("Single pulmonary nodule", "ICD-10-CM FY2028 (imported edition)")
    assert answers.validate("R91.1", CodeType.diagnosis, in_2027).description == "Solitary pulmonary nodule"
    store.close()


def test_importing_the_same_file_again_changes_nothing(tmp_path: Path, order_file: str) -> None:
    path = tmp_path / "icd10cm-order-2028.txt"
    path.write_text(order_file, encoding="utf-8")
    import_icd10(path, tmp_path / "data")
    again, _ = import_icd10(path, tmp_path / "data")
    assert again.repeated
    assert len(list((tmp_path / "data").iterdir())) == 1


@pytest.mark.parametrize("name", ["icd10cm_order_2028.txt", "notes.txt"])
def test_a_cut_off_or_unnamed_file_is_refused_and_nothing_kept(tmp_path: Path, order_file: str, name: str) -> None:
    path = tmp_path / name
    path.write_text(order_file[: len(order_file) // 2 if "order" in name else None], encoding="utf-8")
    with pytest.raises(BulkFileRefused):
        import_icd10(path, tmp_path / "data")
    assert not (tmp_path / "data").exists()
