"""What persons do about a case, over the real engine: who may, what is refused and why, what stands afterwards."""

import asyncio
import json
import zipfile
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from pypdf import PdfReader
from starlette.requests import Request

from orchestrator.api.parts import Parts
from orchestrator.cli import main
from orchestrator.documents.bundle import verify_bundle
from orchestrator.identity.callers import LOCAL_OPERATOR, Caller, Role
from orchestrator.identity.credentials import ListedCredentials
from priorauth.determination import Credential
from tests.orchestrator.api.conftest import House, browser, reviewed
from tests.standins.requests import REQUEST

pytestmark = pytest.mark.asyncio(loop_scope="session")

LICENCE = Credential(
    credential_id="c1", person="Synthetic Director, MD", licence="35.012345", state="OH", specialty="Sleep Medicine"
)
WORDS = "The sleep study was read again by me and shows what the rule asks for."
REFUSAL: dict[str, Any] = {
    "review": 1,
    "action": "deny",
    "rationale": "The study was made before the visit, so the rule on the order of events is not kept.",
    "reason_key": "medical_necessity",
    "criterion": {"id": "B1", "source": "NCD 240.4, edition of 2008"},
}
ASKED: list[dict[str, Any]] = [
    {"what": "The signed order of the study", "why": "It shows who asked for the study"},
    {"what": "The titration record", "why": "It shows which pressure worked", "critical": False},
]


def problem(answer: httpx2.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


def faults(answer: httpx2.Response) -> set[str]:
    assert problem(answer) == (422, "validation")
    return {".".join(str(part) for part in fault["loc"]) for fault in answer.json()["errors"]}


@pytest_asyncio.fixture(scope="module", loop_scope="session", autouse=True)
async def credentials(house: House) -> None:
    """The local operator's licence on file."""
    held = ListedCredentials({LOCAL_OPERATOR.name: (LICENCE,), "director": (LICENCE,)})
    house.running.app.state.parts = replace(house.running.parts, credentials=held)


@pytest.fixture
def parts(house: House) -> Parts:
    return house.running.app.state.parts


class Signed:
    """The same doors with somebody else at them."""

    def __init__(self, house: House, name: str, *roles: Role) -> None:
        self._house, self._caller = house, Caller(name, frozenset(roles))

    async def __aenter__(self) -> httpx2.AsyncClient:
        state = self._house.running.app.state
        self._before: Parts = state.parts

        async def somebody(_: Request) -> Caller:
            return self._caller

        state.parts = replace(self._before, identify=somebody)
        self._client = browser(self._house.running.app)
        return await self._client.__aenter__()

    async def __aexit__(self, *wrong: object) -> None:
        self._house.running.app.state.parts = self._before
        await self._client.aclose()


async def decide(client: httpx2.AsyncClient, case: dict[str, Any], **body: Any) -> httpx2.Response:
    return await client.post(f"/api/cases/{case['case_id']}/determination", json={"review": 1} | body)


async def events(client: httpx2.AsyncClient, case: dict[str, Any]) -> list[dict[str, Any]]:
    log = (await client.get(f"/api/cases/{case['case_id']}/audit-log")).json()
    assert log["chain"]["intact"]
    return log["events"]


async def now(client: httpx2.AsyncClient, case: dict[str, Any]) -> dict[str, Any]:
    return (await client.get(f"/api/cases/{case['case_id']}")).json()


async def test_an_approval_is_numbered_told_and_stands(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    made = await decide(client, case, action="approve", rationale=WORDS)
    assert made.status_code == 201, made.text
    told = made.json()
    assert told["number"].startswith("PA-")
    assert (told["outcome"], told["review"], told["decided_by"]) == ("approved", 1, "local operator")
    assert told["items"] == [{"sequence": 1, "outcome": "approved", "units": None, "code": None}]
    stands = await now(client, case)
    assert stands["state"] == "decided"
    assert stands["determination"] == told
    assert stands["items"][0]["outcome"] == "approved"
    assert [e["type"] for e in await events(client, case)][-3:] == ["determination.made", *["letter.issued"] * 2]


async def test_no_event_of_an_act_holds_a_word_that_was_written(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    await now(client, case)
    assert (await decide(client, case, **REFUSAL)).status_code == 201
    told = str([e["data"] for e in await events(client, case)])
    assert "before the visit" not in told
    assert "Synthetic Person" not in told
    assert "rationale_digest" in told


@pytest.mark.parametrize("words", ["", "   ", "too short", "x" * 40, ". . . . . . . . . . . . . . . ."])
async def test_an_outcome_other_than_the_recommendation_needs_a_rationale_in_words(
    client: httpx2.AsyncClient, words: str
) -> None:
    case = await reviewed(client, diagnosis_codes=["G47.3"])
    assert case["latest_review"]["recommendation"] == "pend_for_review"
    assert faults(await decide(client, case, action="approve", rationale=words)) == {"rationale"}
    assert (await now(client, case))["state"] == "ready"


async def test_a_refusal_names_criterion_source_and_reason(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    assert faults(await decide(client, case, action="deny")) == {"rationale", "criterion"}
    bare = REFUSAL | {"criterion": {"id": " ", "source": ""}}
    assert faults(await decide(client, case, **bare)) == {"criterion.id", "criterion.source"}


async def test_a_refusal_is_in_the_persons_own_words(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    said = (await client.get(f"/api/cases/{case['case_id']}/reviews/1")).json()["clinical_rationale"]
    assert faults(await decide(client, case, **REFUSAL | {"rationale": said})) >= {"rationale"}


async def test_a_denial_gives_a_reference_and_letters_with_reason_and_rights(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    await now(client, case)
    made = await decide(client, case, **REFUSAL)
    assert made.status_code == 201, made.text
    told = made.json()
    assert (told["outcome"], told["number"][:3]) == ("denied", "PR-")
    assert told["items"][0]["outcome"] == "denied"
    assert len(told["letters"]) == 2
    base = f"/api/cases/{case['case_id']}"
    letter = (await client.get(f"{base}/letter.txt?audience=member")).text
    for said in (REFUSAL["rationale"], "NCD 240.4, edition of 2008", "appeal", told["number"], LICENCE.person):
        assert said in letter
    printed = await client.get(told["letters"][0])
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF")
    assert (await client.get(told["letters"][0])).content == printed.content


async def test_nobody_refuses_without_a_credential_in_force(house: House, client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    async with Signed(house, "uncredentialed", Role.medical_director) as director:
        await director.get(f"/api/cases/{case['case_id']}")
        refused = await decide(director, case, **REFUSAL)
    assert problem(refused) == (403, "forbidden")
    assert "credential" in refused.json()["detail"]


async def test_a_reviewer_who_is_no_director_approves_and_asks_but_does_not_refuse(
    house: House, client: httpx2.AsyncClient
) -> None:
    case = await reviewed(client)
    async with Signed(house, "reviewer", Role.reviewer) as reviewer:
        seen = await now(reviewer, case)
        assert {"approve", "request_information", "withdraw"} <= set(seen["may"])
        assert "deny" not in seen["may"]
        assert problem(await decide(reviewer, case, **REFUSAL)) == (403, "forbidden")
        changed = {"sequence": 1, "outcome": "approved_modified", "code": "E0470"}
        modify = {"action": "approve_modified", "items": [changed], "rationale": WORDS}
        cited = modify | {"criterion": REFUSAL["criterion"]}
        assert problem(await decide(reviewer, case, **cited)) == (403, "forbidden")
        agreed = {"requester_agreed": {"by": "Sample Surgeon", "at": datetime.now(UTC).isoformat()}}
        made = await decide(reviewer, case, **modify | agreed)
    assert made.status_code == 201, made.text
    assert made.json()["outcome"] == "approved_modified"


async def test_one_who_submits_decides_nothing_and_withdraws_only_their_own(
    house: House, client: httpx2.AsyncClient
) -> None:
    case = await reviewed(client)
    async with Signed(house, "clinic", Role.submitter) as clinic:
        assert problem(await decide(clinic, case, action="withdraw")) == (404, "not-found")
        own = await reviewed(clinic)
        assert own["may"] == ["withdraw", "add_document"]
        assert problem(await decide(clinic, own, action="approve", rationale=WORDS)) == (403, "forbidden")
        taken_back = await decide(clinic, own, action="withdraw")
    assert taken_back.status_code == 201
    assert taken_back.json()["outcome"] == "withdrawn"


async def test_a_law_that_asks_for_an_individual_review_wants_the_case_opened(
    house: House, client: httpx2.AsyncClient
) -> None:
    case = await reviewed(client)
    async with Signed(house, "director", Role.medical_director) as director:
        unseen = await decide(director, case, **REFUSAL)
        assert problem(unseen) == (403, "forbidden")
        assert "open the case" in unseen.json()["detail"]
        await now(director, case)
        assert (await decide(director, case, **REFUSAL)).status_code == 201
    made = (await events(client, case))[-3]
    assert made["data"]["opened"] == ["read case"]
    assert made["actor"] == "director"


@pytest.mark.parametrize(
    ("state", "said"),
    [("AZ", "licence of AZ"), ("IL", "clinical peer")],
)
async def test_a_state_law_decides_who_may_refuse(client: httpx2.AsyncClient, state: str, said: str) -> None:
    case = await reviewed(client, state=state, line_of_business="commercial", funding="insured")
    await now(client, case)
    refused = await decide(client, case, **REFUSAL)
    assert problem(refused) == (403, "forbidden")
    assert said in refused.json()["detail"]


async def test_two_decisions_at_once_leave_one_standing(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    await now(client, case)
    wanted = [{"action": "approve", "rationale": WORDS}, REFUSAL] * 3
    answers = await asyncio.gather(*(decide(client, case, **body) for body in wanted))
    assert sorted(a.status_code for a in answers) == [201] + [409] * 5
    first = next(a for a in answers if a.status_code == 201).json()
    for late in (a for a in answers if a.status_code == 409):
        assert problem(late) == (409, "already-determined")
        assert late.json()["determination"]["number"] == first["number"]
    assert sum(e["type"] == "determination.made" for e in await events(client, case)) == 1


async def test_the_same_key_finds_the_same_determination(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    address, key = f"/api/cases/{case['case_id']}/determination", {"Idempotency-Key": "once-only"}
    body = {"review": 1, "action": "approve", "rationale": WORDS}
    answers = [await client.post(address, json=body, headers=key) for _ in range(3)]
    assert {a.status_code for a in answers} == {201}
    assert len({a.json()["number"] for a in answers}) == 1
    other = await client.post(address, json=body | {"rationale": WORDS * 2}, headers=key)
    assert problem(other) == (409, "idempotency-conflict")


async def test_a_decision_on_an_older_review_or_with_a_document_unread_is_superseded(
    client: httpx2.AsyncClient, parts: Parts
) -> None:
    case = await reviewed(client)
    sent = await client.post(f"/api/cases/{case['case_id']}/documents", json={"text": "More made-up words."})
    assert sent.status_code == 202
    assert problem(await decide(client, case, action="approve", rationale=WORDS)) == (409, "review-superseded")
    assert await parts.desk.runs.wait(case["case_id"], 2, 60)
    late = await decide(client, case, action="approve", rationale=WORDS)
    assert (problem(late), late.json()["latest_review"]) == ((409, "review-superseded"), 2)
    assert faults(await decide(client, case, review=9, action="approve", rationale=WORDS)) == {"review"}
    assert (await decide(client, case, review=2, action="approve", rationale=WORDS)).status_code == 201


async def test_items_are_decided_one_by_one(client: httpx2.AsyncClient) -> None:
    case = await reviewed(
        client,
        procedure_codes=["E0601", "A7030"],
        procedures=[{"code": "E0601"}, {"code": "A7030", "units": 4}],
    )
    await now(client, case)
    mixed = {
        "action": "approve_modified",
        "rationale": WORDS,
        "criterion": REFUSAL["criterion"],
        "items": [
            {"sequence": 1, "outcome": "approved"},
            {"sequence": 2, "outcome": "approved_modified", "units": 2},
        ],
    }
    made = await decide(client, case, **mixed)
    assert made.status_code == 201, made.text
    assert [i["outcome"] for i in made.json()["items"]] == ["approved", "approved_modified"]
    assert [i["outcome"] for i in (await now(client, case))["items"]] == ["approved", "approved_modified"]


@pytest.mark.parametrize(
    ("action", "items", "place"),
    [
        ("approve", [{"sequence": 1, "outcome": "denied"}], "items.0.outcome"),
        ("approve", [{"sequence": 3, "outcome": "approved"}], "items.0.sequence"),
        ("approve", [{"sequence": 1, "outcome": "approved"}] * 2, "items.1.sequence"),
        ("approve", [{"sequence": 1, "outcome": "approved", "units": 2}], "items.0.outcome"),
        ("approve_modified", [], "items"),
        ("approve_modified", [{"sequence": 1, "outcome": "approved"}], "items"),
        ("approve_modified", [{"sequence": 1, "outcome": "approved_modified"}], "items.0.units"),
        ("approve_modified", [{"sequence": 1, "outcome": "approved_modified", "units": 9}], "items.0.units"),
        ("approve_modified", [{"sequence": 1, "outcome": "approved_modified", "code": "M17.11"}], "items.0.code"),
        ("approve_modified", [{"sequence": 1, "outcome": "denied"}], "items"),
    ],
)
async def test_items_that_do_not_fit_the_action_are_named(
    client: httpx2.AsyncClient, action: str, items: list[dict[str, Any]], place: str
) -> None:
    case = await reviewed(client)
    answer = await decide(client, case, action=action, items=items, rationale=WORDS, criterion=REFUSAL["criterion"])
    assert place in faults(answer)


async def test_an_accessory_of_a_refused_service_is_refused_with_it(client: httpx2.AsyncClient) -> None:
    case = await reviewed(
        client,
        procedure_codes=["E0601", "A7030"],
        procedures=[{"code": "E0601"}, {"code": "A7030", "principal": 1}],
    )
    wanted = {"items": [{"sequence": 1, "outcome": "denied"}], "criterion": REFUSAL["criterion"], "rationale": WORDS}
    assert faults(await decide(client, case, action="approve_modified", **wanted)) == {"items"}


async def test_words_that_may_not_stand_on_a_letter_keep_the_act_back(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    await now(client, case)
    said = "This AI-assisted draft says that 99999 is not what the rule asks for."
    answer = await decide(client, case, **REFUSAL | {"rationale": said})
    assert faults(answer) == {"rationale"}
    assert len(answer.json()["errors"]) >= 2
    assert (await now(client, case))["state"] == "ready"


async def test_a_withdrawn_case_takes_no_further_act(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    made = await client.post(f"/api/cases/{case['case_id']}/determination", json={"action": "withdraw"})
    assert (made.status_code, made.json()["outcome"], made.json()["letters"]) == (201, "withdrawn", [])
    assert (await now(client, case))["state"] == "withdrawn"
    assert (await events(client, case))[-1]["type"] == "case.withdrawn"
    base = f"/api/cases/{case['case_id']}"
    acts: dict[str, dict[str, Any]] = {
        "determination": {"review": 1, "action": "approve", "rationale": WORDS},
        "information-requests": {"review": 1, "requested_items": ASKED},
        "extension": {"reason": "enrollee_request", "days": 3},
        "resume": {"reason": "made up"},
        "reopen": {"reason": "made up"},
        "documents": {"text": "made up"},
    }
    for act, body in acts.items():
        assert problem(await client.post(f"{base}/{act}", json=body)) == (409, "case-withdrawn")


async def test_a_review_that_runs_ends_when_its_case_is_withdrawn(client: httpx2.AsyncClient) -> None:
    case = (await client.post("/api/cases", json=REQUEST)).json()
    made = await client.post(f"/api/cases/{case['case_id']}/determination", json={"action": "withdraw"})
    assert made.status_code == 201
    stands = await now(client, case)
    assert stands["state"] == "withdrawn"
    assert problem(await decide(client, case, action="approve", rationale=WORDS)) == (409, "case-withdrawn")


async def test_information_is_asked_for_by_a_day_within_the_clock(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    base = f"/api/cases/{case['case_id']}"
    made = await client.post(f"{base}/information-requests", json={"review": 1, "requested_items": ASKED})
    assert made.status_code == 201, made.text
    asked = made.json()
    assert asked["reference"].startswith("PR-")
    assert [i["what"] for i in asked["requested_items"]] == [i["what"] for i in ASKED]
    stands = await now(client, case)
    assert (stands["state"], stands["determination"]) == ("info_requested", None)
    assert stands["information_request"] == asked
    assert date.fromisoformat(asked["reply_by"]) <= date.fromisoformat(stands["clock"]["due_at"][:10])
    letter = (await client.get(f"{base}/letter.txt?audience=provider")).text
    assert all(letter.count(item["what"]) == 1 for item in ASKED)
    assert "appeal" not in letter.casefold()


async def test_a_request_for_information_names_its_faults(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    address = f"/api/cases/{case['case_id']}/information-requests"
    twice = {"review": 1, "requested_items": [ASKED[0], ASKED[0]]}
    assert faults(await client.post(address, json=twice)) == {"requested_items.1.what"}
    assert faults(await client.post(address, json={"review": 1, "requested_items": []})) == {"requested_items"}
    for day in ("2020-01-01", f"{datetime.now(UTC) + timedelta(days=60):%Y-%m-%d}"):
        late = {"review": 1, "requested_items": ASKED, "reply_by": day}
        assert faults(await client.post(address, json=late)) == {"reply_by"}
    rights = {"review": 1, "requested_items": [{"what": "Your right to appeal", "why": "made up"}]}
    assert faults(await client.post(address, json=rights)) == {"requested_items"}


async def test_a_document_ends_the_wait_and_is_reviewed(client: httpx2.AsyncClient, parts: Parts) -> None:
    case = await reviewed(client)
    base = f"/api/cases/{case['case_id']}"
    await client.post(f"{base}/information-requests", json={"review": 1, "requested_items": ASKED})
    assert problem(await decide(client, case, action="approve", rationale=WORDS)) == (409, "review-not-ready")
    assert (await client.post(f"{base}/documents", json={"text": "The order, made up."})).status_code == 202
    assert await parts.desk.runs.wait(case["case_id"], 2, 60)
    stands = await now(client, case)
    assert (stands["state"], stands["information_request"]) == ("ready", None)


async def test_a_reviewer_resumes_without_what_was_asked_for(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    base = f"/api/cases/{case['case_id']}"
    early = await client.post(f"{base}/resume", json={"reason": "made up"})
    assert problem(early) == (409, "review-not-ready")
    await client.post(f"{base}/information-requests", json={"review": 1, "requested_items": ASKED})
    assert "resume" in (await now(client, case))["may"]
    resumed = await client.post(f"{base}/resume", json={"reason": "The clinic says there is no more."})
    assert (resumed.status_code, resumed.json()["state"]) == (200, "ready")
    assert resumed.json()["information_request"] is None
    assert (await decide(client, case, action="approve", rationale=WORDS)).status_code == 201


async def test_an_extension_moves_the_due_day_once_and_is_told_in_a_letter(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    base = f"/api/cases/{case['case_id']}"
    extended = await client.post(f"{base}/extension", json={"reason": "enrollee_request", "days": 5})
    assert extended.status_code == 200, extended.text
    clock = extended.json()["clock"]
    before = datetime.fromisoformat(case["clock"]["due_at"])
    assert abs(datetime.fromisoformat(clock["extended_until"]) - before - timedelta(days=5)) <= timedelta(hours=1)
    assert "extended" in extended.json()["flags"]
    assert "asked for more time" in (await client.get(f"{base}/letter.txt?act=extension")).text
    again = await client.post(f"{base}/extension", json={"reason": "enrollee_request", "days": 5})
    assert faults(again) == {"days"}


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"reason": "because", "days": 3}, "reason"),
        ({"reason": "enrollee_request", "days": 15}, "days"),
        ({"reason": "enrollee_request", "days": 0}, "days"),
        ({"reason": "extraordinary", "days": 3}, "note"),
        ({"reason": "noncontract_evidence", "days": 3, "note": " "}, "note"),
    ],
)
async def test_an_extension_has_one_of_the_permitted_reasons(
    client: httpx2.AsyncClient, body: dict[str, Any], place: str
) -> None:
    case = await reviewed(client)
    assert faults(await client.post(f"/api/cases/{case['case_id']}/extension", json=body)) == {place}


async def test_a_rule_that_knows_no_extension_grants_none(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client, line_of_business="medicare_ffs")
    answer = await client.post(
        f"/api/cases/{case['case_id']}/extension", json={"reason": "enrollee_request", "days": 3}
    )
    assert faults(answer) == {"days"}


async def test_a_decided_case_is_reopened_with_a_reason_and_decided_anew(
    client: httpx2.AsyncClient, parts: Parts
) -> None:
    case = await reviewed(client)
    base = f"/api/cases/{case['case_id']}"
    assert problem(await client.post(f"{base}/reopen", json={"reason": "made up"})) == (409, "review-not-ready")
    await now(client, case)
    first = (await decide(client, case, **REFUSAL)).json()
    kept = await client.post(f"{base}/documents", json={"text": "Came late, made up."})
    assert (problem(kept), kept.json()["document_id"]) == ((409, "case-decided"), 2)
    assert problem(await client.post(f"{base}/resume", json={"reason": "made up"})) == (409, "already-determined")
    assert faults(await client.post(f"{base}/reopen", json={"reason": " "})) == {"reason"}
    opened = await client.post(f"{base}/reopen", json={"reason": "The member appeals."})
    assert opened.status_code == 200, opened.text
    assert opened.json()["determination"] is None
    assert opened.json()["items"][0]["outcome"] is None
    assert await parts.desk.runs.wait(case["case_id"], 2, 60)
    refused = await decide(client, case, **REFUSAL | {"review": 2})
    assert problem(refused) == (403, "forbidden")
    assert "somebody else" in refused.json()["detail"]
    second = await decide(client, case, review=2, action="approve", rationale=WORDS)
    assert second.status_code == 201, second.text
    told = await events(client, case)
    reopening = next(e for e in told if e["type"] == "case.reopened")
    assert (reopening["data"]["kind"], reopening["data"]["number"]) == ("appeal", first["number"])
    assert (await now(client, case))["determination"]["number"] == second.json()["number"]


async def test_a_reopened_case_has_a_clock_of_its_own(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client, received_at="2026-02-02T09:00:00Z")
    await decide(client, case, action="approve", rationale=WORDS)
    opened = await client.post(f"/api/cases/{case['case_id']}/reopen", json={"reason": "A digit was wrong."})
    assert "overdue" not in opened.json()["flags"]
    kinds = [e["data"]["kind"] for e in await events(client, case) if e["type"] == "case.reopened"]
    assert kinds == ["correction"]


async def test_letters_are_seen_before_the_act_is_signed(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    await now(client, case)
    address = f"/api/cases/{case['case_id']}/letter-preview"
    shown = await client.post(address, json={"determination": REFUSAL})
    assert shown.status_code == 200, shown.text
    letters = shown.json()["letters"]
    assert [letter["audience"] for letter in letters] == ["member", "provider"]
    assert all(letter["may_go_out"] and letter["kind"] == "adverse" for letter in letters)
    asked = await client.post(address, json={"information_request": {"review": 1, "requested_items": ASKED}})
    assert "signed order" in asked.json()["letters"][0]["text"]
    more = await client.post(address, json={"extension": {"reason": "enrollee_request", "days": 2}})
    assert more.json()["letters"][0]["kind"] == "extension"
    assert faults(await client.post(address, json={})) == {""}
    assert problem(await client.get(f"/api/cases/{case['case_id']}/letter.txt")) == (404, "not-found")
    assert (await now(client, case))["state"] == "ready"


async def test_the_audit_document_is_a_draft_until_a_person_acts(client: httpx2.AsyncClient) -> None:
    case = await reviewed(client)
    base = f"/api/cases/{case['case_id']}"
    before = (await client.get(f"{base}/audit.md")).text
    assert "AI-assisted draft" in before
    assert "The person's decision" not in before
    await decide(client, case, action="approve", rationale=WORDS)
    after = await client.get(f"{base}/audit.md")
    assert "The person's decision" in after.text
    assert WORDS.replace(".", r"\.") in after.text or WORDS in after.text
    printed = await client.get(f"{base}/audit.pdf?review=1")
    assert PdfReader(BytesIO(printed.content)).metadata is not None
    assert (await client.get(f"{base}/audit.pdf")).content == printed.content
    review = (await client.get(f"{base}/reviews/1")).json()
    assert "The person's decision" in review["audit_justification"]
    assert problem(await client.get(f"{base}/audit.pdf?review=7")) == (404, "not-found")


async def test_a_case_leaves_as_a_bundle_that_verifies_and_replays_elsewhere(
    client: httpx2.AsyncClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case = await reviewed(client)
    base = f"/api/cases/{case['case_id']}"
    await client.post(f"{base}/information-requests", json={"review": 1, "requested_items": ASKED})
    await client.post(f"{base}/resume", json={"reason": "Nothing more will come."})
    number = (await decide(client, case, action="approve", rationale=WORDS)).json()["number"]
    await client.get(f"{base}/letter.pdf?audience=provider")
    answer = await client.get(f"{base}/bundle.zip")
    assert answer.headers["content-type"] == "application/zip"
    assert verify_bundle(answer.content) == []
    with zipfile.ZipFile(BytesIO(answer.content)) as bundle:
        names = bundle.namelist()
        acts = [json.loads(bundle.read(name)) for name in names if name.startswith("acts/")]
    assert {f"issued/{number}/letter-provider.pdf", f"issued/{number}/audit-1.pdf", "reviews/1/record.json"} <= {*names}
    assert next(act.get("number") or act["reference"] for act in acts) == number
    assert any(name.startswith("kept/") for name in names)
    file = tmp_path / "bundle.zip"
    file.write_bytes(answer.content)
    assert main(["replay", str(file)]) == 0
    assert "comes out equal" in capsys.readouterr().out


async def test_the_audit_tells_of_more_time_of_going_on_and_of_opening_again(
    client: httpx2.AsyncClient, parts: Parts
) -> None:
    case = await reviewed(client)
    base = f"/api/cases/{case['case_id']}"
    flood = {"reason": "extraordinary", "days": 3, "note": "A flood, made up."}
    extended = await client.post(f"{base}/extension", json=flood)
    assert extended.status_code == 200, extended.text
    draft = (await client.get(f"{base}/audit.md")).text
    assert "## 9. What persons did so far" in draft
    assert "AI-assisted draft" in draft
    await client.post(f"{base}/information-requests", json={"review": 1, "requested_items": ASKED})
    await client.post(f"{base}/resume", json={"reason": "The clinic says there is no more."})
    await decide(client, case, action="approve", rationale=WORDS)
    issued = (await client.get(f"{base}/audit.md")).text
    told = ("time to decide was extended", "extraordinary", "A flood, made up.", "Information requested")
    ended = ("was resumed", "The clinic says there is no more.", "Approved on review 1")
    places = [issued.index(words) for words in (*told, *ended)]
    assert places == sorted(places)
    await client.post(f"{base}/reopen", json={"reason": "A digit was wrong, made up."})
    await parts.desk.runs.wait(case["case_id"], 1, 60)
    assert (await client.get(f"{base}/audit.md")).text == issued
    await decide(client, case, action="approve", rationale=WORDS)
    assert "A digit was wrong, made up." in (await client.get(f"{base}/audit.md")).text
