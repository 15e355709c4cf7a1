"""Administrators put licences on file, auditors ask who looked at what; neither may do the other's part."""

import csv
import io

import httpx2
import pytest

from tests.orchestrator.identity.conftest import Signed
from tests.standins.requests import REQUEST

pytestmark = pytest.mark.asyncio(loop_scope="session")

LICENCE = {
    "person": "Synthetic Surgeon",
    "licence": "SYN-4711",
    "state": "OH",
    "specialty": "orthopaedic surgery",
    "board_certification": "made-up board",
    "valid_until": "2030-01-31",
}


async def as_(signed: Signed, group: str, name: str) -> httpx2.AsyncClient:
    browser = signed.browser()
    browser.headers.update(signed.bearer(group, sub=f"over-{name}", name=name))
    return browser


async def test_a_licence_on_file_is_shown_to_its_holder_until_it_is_taken_back(signed: Signed) -> None:
    admin, surgeon = (
        await as_(signed, "pa-admin", "Synthetic Admin"),
        await as_(signed, "pa-doctors", LICENCE["person"]),
    )
    filed = await admin.post("/api/credentials", json=LICENCE)
    assert filed.status_code == 201, filed.text
    held = (await surgeon.get("/api/me")).json()["credentials"]
    assert [(one["licence"], one["state"], one["specialty"]) for one in held] == [
        ("SYN-4711", "OH", "orthopaedic surgery")
    ]
    path = f"/api/credentials/{filed.json()['credential_id']}/withdrawal"
    assert (await admin.post(path)).json()["withdrawn_by"] == "Synthetic Admin"
    assert (await surgeon.get("/api/me")).json()["credentials"] == []
    listed = (await admin.get("/api/credentials")).json()["items"]
    assert [one["withdrawn_by"] for one in listed] == ["Synthetic Admin"]


@pytest.mark.parametrize("change", [{"state": "Ohio"}, {"licence": " "}, {"valid_until": "soon"}, {"extra": 1}])
async def test_a_licence_that_cannot_be_is_refused(signed: Signed, change: dict[str, object]) -> None:
    admin = await as_(signed, "pa-admin", "Synthetic Admin")
    assert (await admin.post("/api/credentials", json=LICENCE | change)).status_code == 422


async def test_nobody_gives_himself_a_licence(signed: Signed) -> None:
    surgeon = await as_(signed, "pa-doctors", "Synthetic Surgeon")
    assert (await surgeon.post("/api/credentials", json=LICENCE)).status_code == 403


async def test_an_auditor_finds_every_look_at_a_case_and_takes_them_away_as_a_table(signed: Signed) -> None:
    nurse, auditor = (
        await as_(signed, "pa-nurses", "Synthetic Looker"),
        await as_(signed, "pa-audit", "Synthetic Auditor"),
    )
    case = (await nurse.post("/api/cases", json=REQUEST)).json()["case_id"]
    await nurse.get(f"/api/cases/{case}")
    await nurse.get(f"/api/cases/{case}/documents/1")
    page = (await auditor.get("/api/access-log", params={"case_id": case})).json()
    assert [(one["actor"], one["action"]) for one in page["items"]] == [
        ("Synthetic Looker", "read document"),
        ("Synthetic Looker", "read case"),
        ("Synthetic Looker", "submit case"),
    ]
    first = (await auditor.get("/api/access-log", params={"case_id": case, "limit": 2})).json()
    rest = await auditor.get("/api/access-log", params={"case_id": case, "before": first["next_before"]})
    assert [one["action"] for one in rest.json()["items"]] == ["submit case"]
    table = await auditor.get("/api/access-log.csv", params={"actor": "Synthetic Looker"})
    rows = list(csv.reader(io.StringIO(table.text)))
    assert rows[0] == ["id", "at", "actor", "action", "case_id", "origin"]
    assert [row[3] for row in rows[1:]] == ["read document", "read case", "submit case"]


async def test_looking_at_the_log_is_in_the_log(signed: Signed) -> None:
    auditor = await as_(signed, "pa-audit", "Synthetic Watcher")
    await auditor.get("/api/access-log")
    page = (await auditor.get("/api/access-log", params={"actor": "Synthetic Watcher"})).json()
    assert page["items"][0]["action"] == "read access log"


async def test_a_name_that_a_spreadsheet_would_run_is_text_in_the_table(signed: Signed) -> None:
    sly, auditor = await as_(signed, "pa-nurses", "=1+1"), await as_(signed, "pa-audit", "Synthetic Auditor")
    await sly.get("/api/cases")
    table = (await auditor.get("/api/access-log.csv", params={"actor": "=1+1"})).text
    assert "'=1+1" in table
    assert ",=1+1" not in table
