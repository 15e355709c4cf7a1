"""The doors of figures over real determinations."""

import csv
import io
from datetime import UTC, datetime

import httpx2
import pytest

from tests.orchestrator.api.conftest import House, reviewed
from tests.orchestrator.api.test_acts import WORDS, Signed, decide, problem

pytestmark = pytest.mark.asyncio(loop_scope="session")
YEAR = datetime.now(UTC).year


async def test_a_determination_is_counted_in_the_measures_of_its_unit_and_year(client: httpx2.AsyncClient) -> None:
    for person, urgency in (("SYN-M1", "standard"), ("SYN-M2", "expedited")):
        case = await reviewed(client, insurance_id=person, urgency=urgency, line_of_business="medicaid")
        assert (await decide(client, case, action="approve", rationale=WORDS)).status_code == 201
    found = (await client.get(f"/api/metrics/cms-0057?year={YEAR}")).json()
    assert found["year"] == YEAR
    (unit,) = found["units"]
    assert (unit["line_of_business"], unit["level"], unit["state"], unit["required"]) == (
        "medicaid",
        "state",
        "OH",
        True,
    )
    measures = {m["number"]: m for m in unit["measures"]}
    assert sorted(measures) == list(range(1, 10))
    assert measures[1]["count"] > 50
    assert (measures[2]["numerator"], measures[2]["denominator"], measures[2]["percent"]) == (1, 1, 100.0)
    assert (measures[6]["numerator"], measures[7]["numerator"]) == (1, 0)
    assert measures[4]["percent"] is None
    assert found["notes"]
    assert (await client.get(f"/api/metrics/cms-0057?year={YEAR - 1}")).json()["units"] == []


async def test_the_same_measures_come_as_csv(client: httpx2.AsyncClient) -> None:
    answer = await client.get(f"/api/metrics/cms-0057?year={YEAR}", headers={"Accept": "text/csv"})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["measure"] for row in rows if row["year"] == str(YEAR)] == [str(n) for n in range(1, 10)]
    assert (await client.get(f"/api/metrics/cms-0057?year={YEAR}&format=csv")).text == answer.text


async def test_figures_of_daily_work_are_told_by_service(client: httpx2.AsyncClient) -> None:
    found = (await client.get("/api/metrics/turnaround?by=service")).json()
    assert found["total"]["decided"] == 2
    assert found["total"]["on_time"] == {"numerator": 2, "denominator": 2, "percent": 100.0}
    assert [g["service"] for g in found["groups"]] == ["E0601"]
    assert found["groups"][0]["description"]
    assert found["ai_use"][0]["determinations"] == 2
    assert found["criteria"]
    early = (await client.get("/api/metrics/turnaround?from=2020-01-01&to=2020-12-31")).json()
    assert (early["total"]["decided"], early["groups"]) == (0, [])


@pytest.mark.parametrize(
    "query",
    ["turnaround?from=2026-02-01&to=2026-01-01", "turnaround?from=soon", "cms-0057?year=12", "turnaround?by=age"],
)
async def test_a_time_that_is_none_is_refused(client: httpx2.AsyncClient, query: str) -> None:
    assert problem(await client.get(f"/api/metrics/{query}")) == (422, "validation")


async def test_one_who_only_submits_sees_no_figures(house: House) -> None:
    from orchestrator.identity.callers import Role

    async with Signed(house, "clinic", Role.submitter) as clinic:
        assert problem(await clinic.get("/api/metrics/turnaround")) == (403, "forbidden")
