"""Procedure pairs: only what was imported is checked, on the day, whichever code comes first."""

import zipfile
from datetime import date
from pathlib import Path

import pytest

from mcp_servers.cms_coverage.answers import CoverageAnswers
from mcp_servers.cms_coverage.cards import PolicyShelf
from mcp_servers.cms_coverage.code_pairs import ImportedPairs, PairTable, pairs_path
from mcp_servers.importers.ncci import import_ncci
from priorauth.errors import BulkFileRefused

NOTICE = "A notice of several lines\t\t\nColumn 1\tColumn 2\t*\tEffective\tDeletion\tModifier\tRationale\n"
MADE_UP = (
    "90001\t90002\t\t20200101\t*\t0\tReason one\n"
    "90001\t90003\t\t20200101\t20240401\t1\tReason two\n"
    "90001\t90003\t\t20250101\t*\t1\tReason two\n"
    "90001\t90004\t*\t19960101\tsoon\t1\tReason three\n"
)
TODAY = date(2026, 11, 20)


class NoPolicies:
    def shelf(self) -> PolicyShelf:
        return PolicyShelf(release="", as_of=None, cards=())


@pytest.fixture
def answers(tmp_path: Path) -> CoverageAnswers:
    return CoverageAnswers(NoPolicies(), ImportedPairs(tmp_path))


def load(folder: Path, path: Path) -> tuple[int, int, bool]:
    table = PairTable(pairs_path(folder))
    report, _ = import_ncci(path, table)
    table.close()
    return report.accepted, report.rejected, report.repeated


@pytest.fixture
def part(tmp_path: Path) -> Path:
    path = tmp_path / "ccipra-part1.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("part1.txt", NOTICE + MADE_UP)
    return path


def test_without_a_table_nothing_is_claimed(answers: CoverageAnswers) -> None:
    reply = answers.code_pairs(["90001", "90002"], TODAY)
    assert (reply.available, reply.pairs, reply.source) == (False, (), "")


def test_pairs_are_found_whichever_code_comes_first(answers: CoverageAnswers, tmp_path: Path, part: Path) -> None:
    assert load(tmp_path, part) == (3, 1, False)
    reply = answers.code_pairs(["90003", "90002", " 90001 "], TODAY)
    assert [(p.column1, p.column2, p.separable) for p in reply.pairs] == [
        ("90001", "90003", True),
        ("90001", "90002", False),
    ]
    assert reply.release == "ccipra-part1.zip"


@pytest.mark.parametrize(("day", "pairs"), [("2024-03-31", 1), ("2024-04-01", 0), ("2024-12-31", 0), ("2025-01-01", 1)])
def test_an_edit_counts_from_its_first_day_to_the_day_before_its_deletion(
    answers: CoverageAnswers, tmp_path: Path, part: Path, day: str, pairs: int
) -> None:
    load(tmp_path, part)
    assert len(answers.code_pairs(["90001", "90003"], date.fromisoformat(day)).pairs) == pairs


def test_loading_a_part_again_is_harmless(tmp_path: Path, part: Path) -> None:
    load(tmp_path, part)
    assert load(tmp_path, part) == (3, 1, True)


def test_another_file_is_refused_and_checks_nothing(answers: CoverageAnswers, tmp_path: Path) -> None:
    path = tmp_path / "other.txt"
    path.write_text("Dear reader\n", encoding="utf-8")
    with pytest.raises(BulkFileRefused):
        load(tmp_path, path)
    assert not answers.code_pairs(["90001", "90002"], TODAY).available
