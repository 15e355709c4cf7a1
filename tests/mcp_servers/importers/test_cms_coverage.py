"""Downloads of the coverage database tell which policies exist for a code in a place, and hold nobody's texts."""

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from mcp_servers.cms_coverage.answers import LOCAL, CoverageAnswers
from mcp_servers.cms_coverage.imported import CoverageTable, ImportedCoverage, coverage_path
from mcp_servers.importers import archives
from mcp_servers.importers.cms_coverage import import_cms_coverage
from mcp_servers.sources.rulebook_policies import RulebookPolicies
from priorauth.errors import BulkFileRefused
from priorauth.findings import PolicyKind
from priorauth.rulebook import load_rulebook

NCD = {
    "ncd_trkg": "NCD_id,NCD_vrsn_num,natl_cvrg_type,NCD_mnl_sect,NCD_mnl_sect_title,NCD_efctv_dt,NCD_trmntn_dt\r\n"
    '901,1,True,999.1,"An old\ntitle",2001-01-01 00:00:00,\r\n'
    "901,2,True,999.1,An invented service,2020-01-01 00:00:00,1999-01-01 00:00:00\r\n"
    "902,1,True,,No section,2020-01-01,\r\n"
}
LCD = {
    "lcd": "lcd_id,lcd_version,display_id,title,status,orig_det_eff_date,rev_eff_date,date_retired\r\n"
    "99001,3,L99001,Invented local rule,A,10/01/2015,10/01/2025,\r\n"
    "99002,1,L99002,A retired rule,A,10/01/2015,,01/01/2020\r\n"
    "99003,1,L99003,Invented equipment rule,A,10/01/2015,,\r\n",
    "state_lookup": "state_id,state_abbrev\r\n1,OH\r\n2,KY\r\n3,WA\r\n",
    "contractor": "contractor_id,name,contract_type\r\n7,Somebody,A and B MAC\r\n8,X,DME MAC\r\n",
    "contractor_jurisdiction": "contractor_id,state_id\r\n7,1\r\n7,2\r\n8,3\r\n",
    "lcd_x_contractor": "lcd_id,lcd_version,contractor_id\r\n99001,3,7\r\n99001,2,8\r\n99003,1,8\r\n",
}
ARTICLE = {
    "article": "article_id,article_version,title,date_retired\r\n50001,9,Billing,\r\n50002,1,Old,01/01/2021\r\n",
    "article_x_hcpc_code": "article_id,article_version,hcpc_code_id,long_description\r\n"
    "50001,9,0999T,LICENSED WORDS\r\n50001,8,0998T,LICENSED WORDS\r\n50002,1,0997T,x\r\n50001,9,bad!,x\r\n",
    "article_related_documents": "article_id,article_version,r_lcd_id\r\n50001,9,99001\r\n50001,9,0\r\n",
}


def download(folder: Path, kind: str, tables: Mapping[str, str]) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for name, text in tables.items():
            archive.writestr(f"{name}.csv", text)
    path = folder / f"{kind}.zip"
    with zipfile.ZipFile(path, "w") as outer:
        outer.writestr(f"{kind}_csv.zip", inner.getvalue())
        outer.writestr("readme.txt", "words")
    return path


def load(folder: Path, path: Path) -> tuple[int, int, bool]:
    table = CoverageTable(coverage_path(folder))
    try:
        report, _ = import_cms_coverage(path, table)
    finally:
        table.close()
    return report.accepted, report.rejected, report.repeated


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    for kind, tables in (("ncd", NCD), ("current_lcd", LCD), ("current_article", ARTICLE)):
        load(tmp_path, download(tmp_path, kind, tables))
    return tmp_path


def test_each_download_is_counted_and_again_is_harmless(tmp_path: Path) -> None:
    path = download(tmp_path, "ncd", NCD)
    assert load(tmp_path, path) == (1, 1, False)
    assert load(tmp_path, path) == (1, 1, True)


def test_a_local_policy_is_known_by_the_codes_of_its_article_in_its_contractors_area(loaded: Path) -> None:
    cards = {card.policy_id: card for card in ImportedCoverage(loaded).cards()}
    local = cards["L99001"]
    assert (local.codes, local.jurisdictions, local.held) == (("0999T",), ("A/B MAC J15",), False)
    assert str(local.effective) == "2025-10-01"
    assert cards["L99003"].jurisdictions == ("DME MAC JD",)
    assert "L99002" not in cards


def test_of_a_national_policy_the_newest_version_counts_and_an_end_before_its_beginning_does_not(loaded: Path) -> None:
    national = next(card for card in ImportedCoverage(loaded).cards() if card.kind is PolicyKind.ncd)
    assert (national.policy_id, national.title, national.ends) == ("NCD 999.1", "An invented service", None)
    assert str(national.effective) == "2020-01-01"


def test_an_imported_policy_is_found_by_code_and_is_not_held(loaded: Path) -> None:
    answers = CoverageAnswers(RulebookPolicies(cache(load_rulebook), ImportedCoverage(loaded)))
    found = answers.search("0999T", LOCAL, 10).policies
    assert [(p.policy_id, p.held) for p in found] == [("L99001", False)]


def test_an_import_shows_without_a_restart(tmp_path: Path) -> None:
    source = RulebookPolicies(cache(load_rulebook), ImportedCoverage(tmp_path))
    before = source.shelf()
    assert source.shelf() is before
    load(tmp_path, download(tmp_path, "current_lcd", LCD))
    assert {card.policy_id for card in source.shelf().known} > {card.policy_id for card in before.known}


def test_licensed_words_stay_out(loaded: Path) -> None:
    assert b"LICENSED" not in coverage_path(loaded).read_bytes()


@pytest.mark.parametrize("table", ["contractor", "state_lookup", "lcd_x_contractor"])
def test_a_download_without_one_of_its_tables_changes_nothing(loaded: Path, table: str) -> None:
    lacking = {name: text for name, text in LCD.items() if name != table}
    with pytest.raises(BulkFileRefused, match=table):
        load(loaded, download(loaded, "current_lcd", lacking))
    assert any(card.policy_id == "L99001" and card.jurisdictions for card in ImportedCoverage(loaded).cards())


def test_another_zip_and_another_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BulkFileRefused, match="not a download"):
        load(tmp_path, download(tmp_path, "other", {"other": "a,b\r\n"}))
    (tmp_path / "words.zip").write_text("words")
    with pytest.raises(BulkFileRefused, match="unpacked"):
        load(tmp_path, tmp_path / "words.zip")


def test_a_zip_that_unpacks_without_measure_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 1)
    with pytest.raises(BulkFileRefused, match="more members"):
        load(tmp_path, download(tmp_path, "ncd", NCD))
    with pytest.raises(BulkFileRefused, match="more than is taken"):
        archives.read_bounded(io.BytesIO(b"x" * 100), 99)
