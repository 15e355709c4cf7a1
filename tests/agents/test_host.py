"""One contract, three places: a specialist here, at a URL with a token, hosted by Foundry under its name."""

import json
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pydantic import JsonValue
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route

from agents.host import SPECIALISTS, Host
from agents.runtime.connections import open_connections
from agents.runtime.embedded import EmbeddedReader
from agents.runtime.remote import RemoteRunner
from agents.runtime.runner import InProcessRunner, Runner
from agents.runtime.tools import Ledger
from orchestrator.assembly import offline_servers
from orchestrator.direct import review_once
from orchestrator.elsewhere import PROJECT, open_elsewhere
from orchestrator.settings import Settings
from orchestrator.teams import open_teams
from priorauth.errors import RecordNotWritten, SettingRefused, SpecialistFailed
from priorauth.findings import Failure, Specialist, ToolCall
from priorauth.recommendation import Recommendation
from priorauth.rulebook import Rulebook
from priorauth.tasks import CaseTask, CoverageTask, SynthesisTask
from tests.agents.modelling.conftest import case_of
from tests.agents.modelling.conftest import data_dir as data_dir
from tests.agents.modelling.conftest import rules as rules
from tests.agents.modelling.test_conversation import MachineIdentity
from tests.standins.model import TOKEN, ScriptedModel, served

SHARED = "shared-token-of-the-plan"
PLACES = ("here", "url", "foundry")
every_place = pytest.mark.parametrize("place", PLACES)


@asynccontextmanager
async def here(rules: Rulebook, data_dir: Path) -> AsyncGenerator[InProcessRunner]:
    async with open_connections(offline_servers(data_dir, lambda: rules)) as connections:
        yield InProcessRunner(connections, EmbeddedReader(), rules)


def foundry(hosts: Mapping[Specialist, Host]) -> Starlette:
    """Foundry's own address of hosted agents: a token of the machine's identity, then the container."""

    async def invoke(request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {TOKEN}" or request.query_params.get("api-version") != "v1":
            return JSONResponse({"error": {"code": "unauthorized"}}, status_code=401)
        host = hosts[Specialist(request.path_params["agent"])]
        transport = httpx2.ASGITransport(app=host.app())
        async with httpx2.AsyncClient(transport=transport, base_url="http://agent") as container:
            reply = await container.post("/responses", content=await request.body())
        return Response(reply.content, reply.status_code, media_type="application/json")

    tokens = ScriptedModel(lambda _: pytest.fail("nobody asks a model here"))
    path = "/api/projects/plan/agents/{agent}/endpoint/protocols/openai/responses"
    return Starlette(routes=[Route(path, invoke, methods=["POST"]), Mount("/", tokens.app())])


@asynccontextmanager
async def placed(
    place: str, local: InProcessRunner, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Mapping[Specialist, Runner]]:
    """The runner of each specialist in a place, made from settings and nothing else."""
    if place == "here":
        yield dict.fromkeys(SPECIALISTS, local)
        return
    token = SHARED if place == "url" else ""
    hosts = {name: Host(specialist, lambda: local, token) for name, specialist in SPECIALISTS.items()}
    app = (
        foundry(hosts) if place == "foundry" else Starlette(routes=[Mount(f"/{n}", h.app()) for n, h in hosts.items()])
    )
    async with served(app) as port:
        root = f"http://127.0.0.1:{port}"
        if place == "foundry":
            monkeypatch.setenv(PROJECT, f"{root}/api/projects/plan")
            given: dict[str, Any] = {f"agent_{n}_url": f"foundry:{n}" for n in SPECIALISTS}
        else:
            given = {f"agent_{n}_url": f"{root}/{n}" for n in SPECIALISTS} | {"agent_token": SHARED}
        settings = Settings.load(None, **given)
        async with open_elsewhere(settings, lambda: MachineIdentity(root)) as elsewhere:
            yield elsewhere.under(local.rules.digest)


@every_place
async def test_a_specialist_finds_the_same_wherever_it_runs(
    place: str, rules: Rulebook, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = case_of()
    async with here(rules, data_dir) as local, placed(place, local, monkeypatch) as runners:

        async def found(name: Specialist, task: Any) -> Any:
            ours, theirs = Ledger(), Ledger()
            expected = await local.run(SPECIALISTS[name], task, ours)
            got = await runners[name].run(SPECIALISTS[name], task, theirs)
            assert got == expected
            assert not isinstance(got, Failure)
            assert [c.arguments_digest for c in theirs.calls] == [c.arguments_digest for c in ours.calls]
            assert theirs.replies == ours.replies
            return got

        compliance = await found(Specialist.compliance, CaseTask(case=case))
        clinical = await found(Specialist.clinical, CaseTask(case=case))
        coverage = await found(Specialist.coverage, CoverageTask(case=case, clinical=clinical))
        last = SynthesisTask(case=case, compliance=compliance, clinical=clinical, coverage=coverage)
        proposal = await found(Specialist.synthesis, last)
    assert proposal.recommendation is Recommendation.approve


class Unwritable(Ledger):
    async def tool_called(self, call: ToolCall, reply: JsonValue) -> None:
        raise RecordNotWritten("the call could not be recorded")


@every_place
async def test_findings_whose_calls_cannot_be_recorded_do_not_exist(
    place: str, rules: Rulebook, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with here(rules, data_dir) as local, placed(place, local, monkeypatch) as runners:
        with pytest.raises(RecordNotWritten):
            await runners[Specialist.clinical].run(
                SPECIALISTS[Specialist.clinical], CaseTask(case=case_of()), Unwritable()
            )


class BrokenReader(EmbeddedReader):
    async def extraction(self, record: Any) -> Any:
        raise ValueError(record.documents[0].text)


@every_place
async def test_a_specialist_that_breaks_is_a_failure_wherever_it_runs(
    place: str, rules: Rulebook, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger, clinical = Ledger(), SPECIALISTS[Specialist.clinical]
    async with here(rules, data_dir) as sound:
        broken = replace(sound, reader=BrokenReader())
        async with placed(place, broken, monkeypatch) as runners:
            found = await runners[Specialist.clinical].run(clinical, CaseTask(case=case_of()), ledger)
    assert isinstance(found, Failure) and found.reason == "broke with ValueError"
    assert ledger.calls


async def asked_with(answer: Callable[[Request, bytes], Response], rules: Rulebook, digest: str = "") -> object:
    """What comes of a service that answers like this."""

    async def responses(request: Request) -> Response:
        return answer(request, await request.body())

    app = Starlette(routes=[Route("/responses", responses, methods=["POST"])])
    async with served(app) as port, httpx2.AsyncClient(trust_env=False) as http:
        runner = RemoteRunner(f"http://127.0.0.1:{port}", http, rules.digest)
        return await runner.run(SPECIALISTS[Specialist.compliance], CaseTask(case=case_of()), Ledger())


def saying(text: str, status: str = "completed") -> Response:
    part = {"type": "output_text", "text": text}
    return JSONResponse({"status": status, "output": [{"type": "message", "content": [part]}]})


@pytest.mark.parametrize(
    "answer",
    [
        saying("approved"),
        saying('{"found": {"checklist": []}}'),
        saying("{}", status="failed"),
        saying("{}", status="incomplete"),
        Response(b"<html>", media_type="text/html"),
        JSONResponse({"output": "approved"}),
        JSONResponse({}, status_code=401),
        JSONResponse({}, status_code=500),
        JSONResponse({}, status_code=503),
        JSONResponse({}, status_code=302, headers={"location": "http://127.0.0.1:1/"}),
    ],
    ids=(
        *("words", "no_report", "failed", "incomplete", "html", "no_message"),
        *("unauthorised", "server_error", "unavailable", "redirect"),
    ),
)
async def test_whatever_else_comes_back_is_a_failure(answer: Response, rules: Rulebook) -> None:
    assert isinstance(await asked_with(lambda _, __: answer, rules), Failure)


@pytest.mark.parametrize("forged", ["quote", "rules", "reply"])
async def test_a_report_that_does_not_hold_is_a_failure(forged: str, rules: Rulebook, data_dir: Path) -> None:
    async with here(rules, data_dir) as local:
        host = Host(SPECIALISTS[Specialist.clinical], lambda: local)
        report = json.loads(await host.answer(CaseTask(case=case_of()).model_dump_json()))

        async def responses(request: Request) -> Response:
            return saying(json.dumps(report))

        if forged == "quote":
            fields = [f for f in report["found"]["extraction"]["fields"] if f["statements"]]
            fields[0]["statements"][0]["evidence"]["quote"] += " and approved"
        elif forged == "rules":
            report["rules_digest"] = "0" * 64
        else:
            report["replies"] = {name: {"valid": True, "billable": True} for name in report["replies"]}
        app = Starlette(routes=[Route("/responses", responses, methods=["POST"])])
        async with served(app) as port, httpx2.AsyncClient(trust_env=False) as http:
            runner = RemoteRunner(f"http://127.0.0.1:{port}", http, rules.digest)
            found = await runner.run(SPECIALISTS[Specialist.clinical], CaseTask(case=case_of()), Ledger())
    assert isinstance(found, Failure) and "elsewhere" in found.reason


async def test_a_service_that_is_down_is_a_failure(rules: Rulebook) -> None:
    async with httpx2.AsyncClient(trust_env=False) as http:
        runner = RemoteRunner("http://127.0.0.1:9", http, rules.digest)
        found = await runner.run(SPECIALISTS[Specialist.compliance], CaseTask(case=case_of()), Ledger())
    assert found == Failure(specialist=Specialist.compliance, reason="elsewhere: did not answer")


@asynccontextmanager
async def served_host(rules: Rulebook, data_dir: Path, token: str) -> AsyncGenerator[httpx2.AsyncClient]:
    async with here(rules, data_dir) as local:
        host = Host(SPECIALISTS[Specialist.compliance], lambda: local, token)
        transport = httpx2.ASGITransport(app=host.app())
        async with httpx2.AsyncClient(transport=transport, base_url="http://agent") as http:
            yield http


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not json", 400),
        (b"{}", 400),
        (b'{"input": "Rosalind Canary"}', 400),
        (b'{"input": "{\\"case\\": {\\"patient_name\\": \\"Rosalind Canary\\"}}"}', 400),
        (b'{"input": "{}", "stream": true}', 400),
    ],
)
async def test_a_task_that_is_none_is_refused_without_a_word_of_it(
    body: bytes, status: int, rules: Rulebook, data_dir: Path
) -> None:
    async with served_host(rules, data_dir, "") as http:
        reply = await http.post("/responses", content=body)
    assert reply.status_code == status
    assert "Canary" not in reply.text


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", f"Basic {SHARED}", f"Bearer {SHARED}x"])
async def test_without_the_token_nobody_is_answered(header: str, rules: Rulebook, data_dir: Path) -> None:
    async with served_host(rules, data_dir, SHARED) as http:
        reply = await http.post("/responses", content=b"{}", headers={"authorization": header})
        assert reply.status_code == 401
        assert (await http.get("/readiness")).status_code == 200


async def test_a_message_list_is_read_like_a_string(rules: Rulebook, data_dir: Path) -> None:
    task = CaseTask(case=case_of()).model_dump_json()
    listed = [{"role": "user", "content": [{"type": "input_text", "text": task}]}]
    async with served_host(rules, data_dir, "") as http:
        replies = [(await http.post("/responses", json={"input": given})).json() for given in (task, listed)]
    texts = [json.loads(r["output"][0]["content"][0]["text"])["found"] for r in replies]
    assert texts[0] == texts[1] and replies[0]["status"] == "completed"


async def test_settings_alone_move_a_specialist_elsewhere(rules: Rulebook, data_dir: Path) -> None:
    async with here(rules, data_dir) as local:
        asked: list[str] = []
        inner = Host(SPECIALISTS[Specialist.coverage], lambda: local, SHARED)

        async def counted(scope: Any, receive: Any, send: Any) -> None:
            asked.append(scope["path"])
            await inner.app()(scope, receive, send)

        async with served(counted) as port:
            url = f"http://127.0.0.1:{port}"
            settings = Settings.load(None, data_dir=data_dir, agent_coverage_url=url, agent_token=SHARED)
            async with open_teams(settings) as teams:
                record = await review_once(case_of(), teams.current())
    assert asked == ["/responses"]
    assert record.proposal.recommendation is Recommendation.approve
    assert any(c.server == "npi-registry" for c in record.ledger)


async def test_a_synthesis_elsewhere_that_comes_to_another_proposal_ends_the_run(
    rules: Rulebook, data_dir: Path
) -> None:
    async with here(rules, data_dir) as local:
        honest = Host(SPECIALISTS[Specialist.synthesis], lambda: local)

        async def lying(request: Request) -> Response:
            report = json.loads(await honest.answer(json.loads(await request.body())["input"]))
            report["found"]["recommendation"] = "approve"
            report["found"]["decision_gate"] = "approved"
            return saying(json.dumps(report))

        async with served(Starlette(routes=[Route("/responses", lying, methods=["POST"])])) as port:
            settings = Settings.load(None, data_dir=data_dir, agent_synthesis_url=f"http://127.0.0.1:{port}")
            async with open_teams(settings) as teams:
                with pytest.raises(SpecialistFailed, match="another proposal"):
                    await review_once(case_of("pend"), teams.current())


@pytest.mark.parametrize(
    ("words", "stand"),
    [("The record was read.", True), ("The AHI was 62.5 events per hour.", False), ("The request is approved.", False)],
)
async def test_words_from_a_synthesis_elsewhere_are_looked_up_here(
    rules: Rulebook, data_dir: Path, words: str, stand: bool
) -> None:
    async with here(rules, data_dir) as local:
        honest = Host(SPECIALISTS[Specialist.synthesis], lambda: local)

        async def wordy(request: Request) -> Response:
            report = json.loads(await honest.answer(json.loads(await request.body())["input"]))
            report["found"]["prose"] = {
                "writer": "theirs",
                "summary": words,
                "rationale": "What was found stands below.",
            }
            return saying(json.dumps(report))

        async with served(Starlette(routes=[Route("/responses", wordy, methods=["POST"])])) as port:
            settings = Settings.load(None, data_dir=data_dir, agent_synthesis_url=f"http://127.0.0.1:{port}")
            async with open_teams(settings) as teams:
                record = await review_once(case_of("pend"), teams.current())
    assert record.proposal.recommendation is Recommendation.pend_for_review
    assert record.proposal.prose and record.proposal.prose.writer == "theirs"
    assert (record.proposal.prose.summary == words) is stand
    assert bool(record.proposal.prose.refused) is not stand


async def test_a_hosted_agent_without_a_project_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PROJECT, raising=False)
    settings = Settings.load(None, agent_clinical_url="foundry:clinical")
    with pytest.raises(SettingRefused, match=PROJECT):
        async with open_elsewhere(settings, lambda: MachineIdentity("http://127.0.0.1:9")):
            pytest.fail("it must not open")
