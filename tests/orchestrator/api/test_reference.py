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


@pytest.mark.parametrize("number", ["1234567890", "123", "abc"])
async def test_a_number_that_can_be_no_npi_is_invalid_and_not_unanswered(
    client: httpx2.AsyncClient, number: str
) -> None:
    told = (await client.get(f"/api/lookup/provider/{number}")).json()
    assert (told["check_digit_ok"], told["status"], told["as_of"]) == (False, "INVALID", "")
    assert "did not answer" not in told["detail"]


async def test_a_day_that_does_not_exist_is_no_service_date(client: httpx2.AsyncClient) -> None:
    answer = await client.get("/api/lookup/diagnosis/M17.11", params={"service_date": "2026-02-30"})
    assert answer.json()["errors"] == [{"loc": ["query", "service_date"], "msg": "this day does not exist"}]


@pytest.mark.parametrize(
    ("asked", "place", "told"),
    [
        ("cases?risk=high", "risk", "one of 'High', 'Medium' or 'Low'"),
        ("cases?limit=0", "limit", "at least 1"),
        ("cases?limit=many", "limit", "write a whole number"),
        ("cases?due_before=2026-12-01", "due_before", "write the time as RFC 3339 with a zone"),
        ("cases?name=x", "name", "this field is not known"),
        ("metrics/turnaround?from=soon", "from", "write the date as YYYY-MM-DD"),
        ("metrics/turnaround?by=day", "by", "one of 'service'"),
        ("cases/none/reviews/first", "review", "write a whole number"),
        (f"lookup/diagnosis/{'A' * 17}", "code", "at most 16 characters"),
    ],
)
async def test_a_fault_in_an_address_says_what_to_write(
    client: httpx2.AsyncClient, asked: str, place: str, told: str
) -> None:
    answer = await client.get(f"/api/{asked}")
    assert answer.status_code == 422
    found = {fault["loc"][-1]: fault["msg"] for fault in answer.json()["errors"]}
    assert found[place].startswith(told)


async def test_a_licence_is_of_a_state_by_its_two_letters(client: httpx2.AsyncClient) -> None:
    sent = {"person": "A Synthetic Director", "licence": "SYN-1", "specialty": "Orthopedic surgery"}
    refused = await client.post("/api/credentials", json=sent | {"state": "ZZ"})
    fault = {"loc": ["state"], "msg": "write the two letters of a US state or territory"}
    assert refused.json()["errors"] == [fault]
    filed = await client.post("/api/credentials", json=sent | {"state": "oh"})
    assert (filed.status_code, filed.json()["state"]) == (201, "OH")


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
