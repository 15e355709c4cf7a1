"""A scripted model over loopback HTTP: Chat Completions and Responses, at OpenAI's, Azure's and Foundry's paths.

A script is asked with what the client really sent and says what to send back: words, tool calls, or trouble.
"""

import asyncio
import json
import multiprocessing
import socket
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN = "token-of-this-machine"


@dataclass(frozen=True)
class Sent:
    """One request as it came over the wire, the two protocols brought to one shape."""

    path: str
    query: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def messages(self) -> list[dict[str, Any]]:
        return self.body.get("messages") or self.body["input"]

    @property
    def text(self) -> str:
        """Everything said to the model."""
        told = [self.body.get("instructions") or "", *(_words(m) for m in self.messages)]
        return "\n".join(told)

    @property
    def schema_name(self) -> str:
        if "response_format" in self.body:
            return self.body["response_format"]["json_schema"]["name"]
        return self.body["text"]["format"]["name"]

    @property
    def tools(self) -> list[str]:
        return [t.get("name") or t["function"]["name"] for t in self.body.get("tools", ())]

    @property
    def results(self) -> list[str]:
        """What the tools called so far have replied."""
        chat = [m["content"] for m in self.messages if m.get("role") == "tool"]
        return chat + [m["output"] for m in self.messages if m.get("type") == "function_call_output"]


def _words(message: dict[str, Any]) -> str:
    content = message.get("content") or message.get("output") or ""
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") for part in content)


@dataclass(frozen=True)
class Say:
    """What the scripted model answers."""

    text: str = ""
    calls: tuple[tuple[str, dict[str, Any]], ...] = ()
    finish: str = "stop"
    refusal: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])
    raw: bytes | None = None
    delay: float = 0.0

    @classmethod
    def json(cls, value: Any, **rest: Any) -> "Say":
        return cls(text=json.dumps(value), **rest)


class NotYet(Exception):
    """The script waits for something that happens beside it, and is asked again once others had their turn."""


Script = Callable[[Sent], Say]


@dataclass
class ScriptedModel:
    """The server, the requests it has had, and where it answers."""

    script: Script
    requests: list[Sent] = field(default_factory=list[Sent])
    answered: int = 0
    tokens: list[str] = field(default_factory=list[str])
    port: int = 0
    at_once: int = 0
    most_at_once: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def app(self) -> Starlette:
        routes: list[Route] = []
        for root in ("/v1", "/openai/v1", "/api/projects/plan/openai/v1"):
            routes.append(Route(f"{root}/chat/completions", self._chat, methods=["POST"]))
            routes.append(Route(f"{root}/responses", self._responses, methods=["POST"]))
        routes.append(Route("/token", self._token, methods=["GET"]))
        return Starlette(routes=routes)

    async def _say(self, request: Request) -> tuple[Sent, Say]:
        sent = Sent(request.url.path, request.url.query, dict(request.headers), await request.json())
        self.requests.append(sent)
        say = await self._scripted(sent)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(say.delay)
        self.at_once -= 1
        self.answered += 1
        return sent, say

    async def _scripted(self, sent: Sent) -> Say:
        while True:
            try:
                return self.script(sent)
            except NotYet:
                await asyncio.sleep(0)

    async def _chat(self, request: Request) -> Response:
        sent, say = await self._say(request)
        return trouble(say) or JSONResponse(chat_completion(sent, say))

    async def _responses(self, request: Request) -> Response:
        sent, say = await self._say(request)
        return trouble(say) or JSONResponse(response(sent, say))

    async def _token(self, request: Request) -> Response:
        self.tokens.append(request.query_params["resource"])
        return JSONResponse({"access_token": TOKEN, "expires_on": int(time.time()) + 3600, "token_type": "Bearer"})


def trouble(say: Say) -> Response | None:
    if say.raw is not None:
        return Response(say.raw, media_type="application/json", status_code=say.status)
    if say.status != 200:
        error = {"error": {"message": "the script says no", "type": "scripted", "code": say.finish}}
        return JSONResponse(error, status_code=say.status, headers=say.headers)
    return None


def _usage(sent: Sent, say: Say) -> tuple[int, int]:
    return len(sent.text) // 4, len(say.text) // 4 + 1


def chat_completion(sent: Sent, say: Say) -> dict[str, Any]:
    took, gave = _usage(sent, say)
    message: dict[str, Any] = {"role": "assistant", "content": say.text or None, "refusal": say.refusal or None}
    if say.calls:
        message["tool_calls"] = [
            {"id": f"call_{n}", "type": "function", "function": {"name": name, "arguments": json.dumps(arguments)}}
            for n, (name, arguments) in enumerate(say.calls)
        ]
    finish = "tool_calls" if say.calls else say.finish
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted-1",
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
        "usage": {"prompt_tokens": took, "completion_tokens": gave, "total_tokens": took + gave},
    }


def response(sent: Sent, say: Say) -> dict[str, Any]:
    took, gave = _usage(sent, say)
    output: list[dict[str, Any]] = [
        {
            "type": "function_call",
            "id": f"fc_{n}",
            "call_id": f"call_{n}",
            "name": name,
            "arguments": json.dumps(arguments),
            "status": "completed",
        }
        for n, (name, arguments) in enumerate(say.calls)
    ]
    if say.refusal or not say.calls:
        said = (
            {"type": "refusal", "refusal": say.refusal}
            if say.refusal
            else {"type": "output_text", "text": say.text, "annotations": []}
        )
        output.append({"type": "message", "id": "msg_1", "role": "assistant", "status": "completed", "content": [said]})
    cut = say.finish == "length"
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "model": "scripted-1",
        "status": "incomplete" if cut else "completed",
        "incomplete_details": {"reason": "max_output_tokens"} if cut else None,
        "output": output,
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "tools": [],
        "error": None,
        "instructions": None,
        "metadata": {},
        "usage": {
            "input_tokens": took,
            "output_tokens": gave,
            "total_tokens": took + gave,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens_details": {"reasoning_tokens": 0},
        },
    }


class _Server(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


@asynccontextmanager
async def served(app: Any) -> AsyncGenerator[int]:
    """An application on a free loopback port."""
    config = uvicorn.Config(app, port=0, log_level="critical", lifespan="off", ws="none", timeout_graceful_shutdown=1)
    server = _Server(config)
    task = asyncio.create_task(server.serve())
    await server.listening.wait()
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await task


@asynccontextmanager
async def scripted_model(script: Script) -> AsyncGenerator[ScriptedModel]:
    model = ScriptedModel(script)
    async with served(model.app()) as port:
        model.port = port
        yield model


@contextmanager
def model_apart(script: Script) -> Generator[str]:
    """A scripted model whose work is done in another process; the address of its chat protocol."""
    context = multiprocessing.get_context("forkserver")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_serve_apart, args=(script, theirs), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{ours.recv()}/v1"
    finally:
        process.kill()
        process.join()


def _serve_apart(script: Script, told: Connection) -> None:
    async def serve() -> None:
        async with served(ScriptedModel(script).app()) as port:
            told.send(port)
            await asyncio.Event().wait()

    asyncio.run(serve())
