"""Several procedure codes are checked against each other where a table is held; elsewhere it is said they were not."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agents.compliance.pairs import Verdict, check_pairs
from agents.runtime.connections import open_connections
from agents.runtime.tools import Ledger, ToolSession
from mcp_servers.cms_coverage.code_pairs import PairRow, PairTable, pairs_path
from mcp_servers.roster import Held, server_named
from priorauth.case import ReviewInput, review_input
from priorauth.findings import ItemStatus, ToolOutcome
from priorauth.intake import items_of, parse_request

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
CODES = ("90001", "90002")


def asked_for(codes: Sequence[str]) -> ReviewInput:
    body = {
        "patient_name": "Synthetic Person Example",
        "patient_dob": "1957-02-03",
        "provider_npi": "1234567893",
        "diagnosis_codes": ["G47.33"],
        "procedure_codes": list(codes),
        "clinical_notes": "Synthetic note.",
    }
    request = parse_request(body, now=NOW)
    return review_input(request, items_of(request), NOW)


async def checked(folder: Path, codes: Sequence[str], *, reachable: bool = True) -> tuple[Verdict, Ledger]:
    ledger = Ledger()
    servers = {"cms-coverage": server_named("cms-coverage", Held(folder))} if reachable else {}
    async with open_connections(servers) as connections:
        tools = ToolSession(connections, ledger, "compliance", frozenset({"cms-coverage"}))
        return await check_pairs(asked_for(codes), tools), ledger


def hold(folder: Path, *rows: PairRow) -> None:
    table = PairTable(pairs_path(folder))
    table.put(rows)
    table.declare("ccipra-made-up.txt", len(rows))
    table.close()


async def test_one_code_asks_nobody(tmp_path: Path) -> None:
    verdict, ledger = await checked(tmp_path, CODES[:1])
    assert (verdict.status, ledger.calls) == (ItemStatus.complete, [])


async def test_without_a_table_nothing_was_checked_and_that_is_said(tmp_path: Path) -> None:
    verdict, ledger = await checked(tmp_path, CODES)
    assert verdict.status is ItemStatus.incomplete
    assert "Not checked" in verdict.detail
    assert [call.outcome for call in ledger.calls] == [ToolOutcome.offline]


async def test_a_source_that_does_not_answer_leaves_the_codes_unchecked(tmp_path: Path) -> None:
    verdict, _ = await checked(tmp_path, CODES, reachable=False)
    assert verdict.status is ItemStatus.incomplete
    assert "did not answer" in verdict.detail


@pytest.mark.parametrize(("modifier", "words"), [("0", "whatever the modifier"), ("1", "unless a modifier")])
async def test_a_pair_in_force_on_the_day_is_named(tmp_path: Path, modifier: str, words: str) -> None:
    hold(tmp_path, PairRow("90001", "90002", "2020-01-01", "", modifier))
    verdict, ledger = await checked(tmp_path, CODES)
    assert verdict.status is ItemStatus.complete
    assert "90002 is not paid beside 90001" in verdict.detail
    assert words in verdict.detail
    assert [call.outcome for call in ledger.calls] == [ToolOutcome.ok]


async def test_codes_that_are_no_pair_on_the_day_do_not_exclude_each_other(tmp_path: Path) -> None:
    hold(tmp_path, PairRow("90001", "90002", "2020-01-01", "2024-01-01", "0"))
    verdict, _ = await checked(tmp_path, CODES)
    assert verdict.status is ItemStatus.complete
    assert "No two of the codes" in verdict.detail
