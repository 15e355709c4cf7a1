"""Any specialist as a service of its own: POST /responses, GET /readiness, on port 8088.

The plain host stands on starlette alone. Where Foundry runs the container, its official agent server takes its place,
with what it does to prompts by default turned off: no message in telemetry, no response kept.
"""

import hmac
import importlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast
from uuid import uuid4

import uvicorn
from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from agents.clinical import CLINICAL
from agents.compliance import COMPLIANCE
from agents.coverage import COVERAGE
from agents.runtime.framework import SpecialistAgent
from agents.runtime.runner import InProcessRunner
from agents.runtime.specialist import Specialist
from agents.synthesis import SYNTHESIS
from priorauth.errors import SettingRefused
from priorauth.findings import Specialist as Name

PORT, LARGEST_TASK = 8088, 32_000_000
FOUNDRY_ENVIRONMENT = "FOUNDRY_HOSTING_ENVIRONMENT"
CAPTURE_MESSAGES = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT"
SPECIALISTS: dict[Name, Specialist[Any, Any]] = {
    Name.compliance: COMPLIANCE,
    Name.clinical: CLINICAL,
    Name.coverage: COVERAGE,
    Name.synthesis: SYNTHESIS,
}


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    text: str = ""


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    content: str | list[_Part] = ""

    @property
    def text(self) -> str:
        return self.content if isinstance(self.content, str) else "".join(p.text for p in self.content)


class _Asked(BaseModel):
    """What is read of a request in the Responses protocol."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    model: str = ""
    input: str | list[_Message]
    stream: bool = False

    @property
    def task(self) -> str:
        return self.input if isinstance(self.input, str) else "".join(m.text for m in self.input)


@dataclass(frozen=True)
class Host:
    """One specialist behind the protocol. `runner` is asked anew for each task, so that edited rules are taken up."""

    specialist: Specialist[Any, Any]
    runner: Callable[[], InProcessRunner]
    token: str = ""

    async def answer(self, task: str) -> str:
        """The report as JSON. Raises ValueError where the task does not parse or its evidence does not hold."""
        agent: SpecialistAgent[Any, Any] = SpecialistAgent(specialist=self.specialist, runner=self.runner())
        return (await agent.run(task)).text

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/responses", self._responses, methods=["POST"]),
                Route("/readiness", self._readiness, methods=["GET"]),
            ]
        )

    async def _readiness(self, request: Request) -> Response:
        return JSONResponse({"status": "ready", "specialist": self.specialist.name})

    async def _responses(self, request: Request) -> Response:
        if self.token and not _holds(request.headers.get("authorization", ""), self.token):
            return _refusal(401, "the token is missing or wrong")
        if int(request.headers.get("content-length") or 0) > LARGEST_TASK:
            return _refusal(413, "the task is too large")
        try:
            asked = _Asked.model_validate_json(await request.body())
            if asked.stream:
                return _refusal(400, "answers come whole; ask without stream")
            text = await self.answer(asked.task)
        except (ValidationError, ValueError):
            # What was refused may quote the record: only that it was refused is told.
            return _refusal(400, "the task is not valid")
        return JSONResponse(_response(text, self.specialist.name))


def _holds(header: str, token: str) -> bool:
    return hmac.compare_digest(header.encode(), f"Bearer {token}".encode())


def _refusal(status: int, message: str) -> Response:
    kind = "authentication_error" if status == 401 else "invalid_request_error"
    return JSONResponse({"error": {"message": message, "type": kind, "code": None}}, status_code=status)


def _response(text: str, model: str) -> dict[str, object]:
    said = {"type": "output_text", "text": text, "annotations": list[object]()}
    message = {"type": "message", "id": f"msg_{uuid4().hex}", "role": "assistant", "status": "completed"}
    return {
        "id": f"resp_{uuid4().hex}",
        "object": "response",
        "status": "completed",
        "model": model,
        "output": [{**message, "content": [said]}],
        "error": None,
        "incomplete_details": None,
    }


async def serve(host: Host, address: str, port: int) -> None:
    """Answer until the process is told to end."""
    if os.environ.get(FOUNDRY_ENVIRONMENT):
        await foundry_app(host).run_async(host=address, port=port)
        return
    config = uvicorn.Config(
        host.app(), host=address, port=port, log_level="warning", access_log=False, timeout_graceful_shutdown=20
    )
    print(f"{host.specialist.name} answers at http://{address}:{port}/responses", file=sys.stderr, flush=True)  # noqa: T201
    await uvicorn.Server(config).serve()


def foundry_app(host: Host) -> Any:
    """The official agent server around the same specialist. The platform in front of it knows who calls."""
    os.environ[CAPTURE_MESSAGES] = "false"
    try:
        server = cast(Any, importlib.import_module("azure.ai.agentserver.responses"))
    except ImportError:
        raise SettingRefused(FOUNDRY_ENVIRONMENT, "is set, but `priorauth[azure]` is not installed") from None
    options = server.ResponsesServerOptions(default_model=str(host.specialist.name))
    app = server.ResponsesAgentServerHost(options=options, store=server.InMemoryResponseProvider())

    @app.response_handler
    async def answer(request: Any, context: Any, cancelled: Any) -> Any:
        return server.TextResponse(context, request, text=await host.answer(await context.get_input_text()))

    return app
