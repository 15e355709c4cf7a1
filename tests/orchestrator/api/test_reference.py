"""What everyone may ask: the rules in force, what needs authorization, codes and numbers, who and where they are."""

import httpx2
import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_rules_in_force_are_listed_and_shown(client: httpx2.AsyncClient) -> None:
    listed = (await client.get("/api/rules")).json()
    kinds = {rule["kind"] for rule in listed["rules"]}
    assert {"skill", "NCD", "LCD", "law"} <= kinds
    rule = next(r for r in listed["rules"] if r["id"] == "NCD 240.4")
    shown = (await client.get("/api/rules/NCD 240.4", params={"digest": rule["digest"]})).json()
    assert shown["text"].startswith("---")
    assert (await client.get("/api/rules/NCD 240.4", params={"digest": "0" * 64})).status_code == 404


async def test_what_needs_authorization_names_policy_and_documents(client: httpx2.AsyncClient) -> None:
    items = (await client.get("/api/pa-items")).json()["items"]
    cpap = next(i for i in items if i["policy_id"] == "NCD 240.4")
    assert "E0601" in cpap["codes"]
    assert cpap["documents"]


async def test_codes_and_numbers_are_looked_up(client: httpx2.AsyncClient) -> None:
    diagnosis = (await client.get("/api/lookup/diagnosis/G47.33")).json()
    assert (diagnosis["valid"], diagnosis["billable"]) == (True, True)
    header = (await client.get("/api/lookup/diagnosis/M17")).json()
    assert (header["billable"], "M17.11" in header["children"]) == (False, True)
    procedure = (await client.get("/api/lookup/procedure/E0601")).json()
    assert "NCD 240.4" in procedure["policies"]
    provider = (await client.get("/api/lookup/provider/1234567893")).json()
    assert (provider["check_digit_ok"], provider["status"]) == (True, "VERIFIED")
    assert (await client.get("/api/lookup/provider/1234567890")).json()["check_digit_ok"] is False


async def test_the_caller_learns_who_they_are_and_where(client: httpx2.AsyncClient) -> None:
    me = (await client.get("/api/me")).json()
    assert (me["name"], me["auth_mode"], me["synthetic"]) == ("local operator", "local", True)
    assert "medical_director" in me["roles"]


async def test_readiness_names_each_dependency(client: httpx2.AsyncClient) -> None:
    ready = (await client.get("/health/ready")).json()
    assert ready["status"] == "ready"
    assert {d["name"] for d in ready["dependencies"]} == {"database", "rules", "data servers"}


async def test_replies_carry_the_security_headers(client: httpx2.AsyncClient) -> None:
    headers = (await client.get("/api/me")).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
