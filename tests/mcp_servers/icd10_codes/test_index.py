"""The index file: built once per content, small, and never half there."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from mcp_servers.icd10_codes.index import ensure_index
from mcp_servers.icd10_codes.releases import CodeFiles, Entry, Span, changed, read_rows, spans
from mcp_servers.icd10_codes.store import Icd10Store
from priorauth.errors import BulkFileRefused


def test_a_second_start_opens_the_index_of_the_first(icd10_store: Icd10Store) -> None:
    before = icd10_store.path.stat().st_mtime_ns
    again = Icd10Store(icd10_store.path.parent)
    assert again.path == icd10_store.path
    assert again.path.stat().st_mtime_ns == before
    again.close()


def test_the_index_stays_under_fifteen_megabytes(icd10_store: Icd10Store) -> None:
    assert icd10_store.path.stat().st_size < 15_000_000


def test_other_content_has_another_index(icd10_store: Icd10Store) -> None:
    files = CodeFiles.found_in(icd10_store.path.parent)
    assert replace(files, base=files.base + b"\n").digest() != files.digest()


def test_a_file_with_missing_codes_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    files = CodeFiles.found_in(tmp_path)
    short = replace(files, changes={2027: b"change,code,billable,title\ndeleted,A00.0,1,\n"})
    with pytest.raises(BulkFileRefused):
        ensure_index(tmp_path, short)
    assert list(tmp_path.iterdir()) == []


def test_two_starts_at_once_end_with_one_index(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        stores = list(pool.map(Icd10Store, [tmp_path, tmp_path]))
    assert len(list(tmp_path.iterdir())) == 1
    assert all(store.find("M17.11", 2027) for store in stores)
    for store in stores:
        store.close()


def test_a_code_that_changes_has_a_row_for_each_stretch_of_years() -> None:
    old, new = Entry(True, "Dilated"), Entry(False, "Dilated")
    assert spans({2026: {"I42.0": old}, 2027: {"I42.0": old}, 2028: {"I42.0": new}}) == [
        Span("I42.0", 2026, 2027, old),
        Span("I42.0", 2028, 2028, new),
    ]


def test_a_code_that_was_away_for_a_year_has_two_rows() -> None:
    entry = Entry(True, "Cough")
    assert [span.first_year for span in spans({2026: {"R05": entry}, 2027: {}, 2028: {"R05": entry}})] == [2026, 2028]


def test_no_title_carries_tabs_or_double_spaces() -> None:
    files = CodeFiles.found_in(Path())
    titles = [entry.title for entry in read_rows(files.base).values()]
    assert [title for title in titles if title != " ".join(title.split()) or not title] == []


def test_a_header_without_a_new_title_keeps_the_old_one() -> None:
    after = changed({"M86.8X1": Entry(True, "Shoulder")}, b"change,code,billable,title\nnow header,M86.8X1,0,\n")
    assert after == {"M86.8X1": Entry(False, "Shoulder")}
