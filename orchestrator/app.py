"""The engine put together from its settings: the store, the specialists, the durable run, the doors."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace

from fastapi import FastAPI
from mcp.server import MCPServer
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.routing import Route

from agents.runtime.connections import Connection, Remote, open_connections
from mcp_servers.roster import servers as data_servers
from mcp_servers.serving import ANY_HOST, LOOPBACK, new_server, routes, running
from orchestrator.api.door import build
from orchestrator.api.parts import Parts, ReplayVerdict, by_sign_in, local_operator
from orchestrator.assembly import held_sources
from orchestrator.assistants import tools as assistants
from orchestrator.blob_storage import blobs_of
from orchestrator.elsewhere import open_elsewhere
from orchestrator.encryption import codec_for
from orchestrator.fhir.afterwards import Afterwards
from orchestrator.fhir.door import fhir_routes
from orchestrator.fhir.herald import Herald
from orchestrator.fhir.rooms import Rooms
from orchestrator.identity.backend_services import read_clients
from orchestrator.identity.credentials import FiledCredentials
from orchestrator.identity.doorkeeper import Doorkeeper
from orchestrator.identity.issuer import outgoing
from orchestrator.identity.opening import open_doorkeeper
from orchestrator.intake import Files
from orchestrator.options import engine_options
from orchestrator.readers import open_reader
from orchestrator.settings import AuthMode, Settings
from orchestrator.store.access import AccessLog
from orchestrator.store.codec import Codec
from orchestrator.store.database import Database
from orchestrator.store.reviews import ReviewKey
from orchestrator.store.schema import ensure_current
from orchestrator.store.sealed import SealedReviews
from orchestrator.teams import LiveTeams, live_rules
from orchestrator.what_if import WhatIfs
from orchestrator.workflow.desk import Desk
from orchestrator.workflow.engine import Engine
from orchestrator.workflow.replay import replay
from orchestrator.workflow.review import ReviewSteps
from priorauth.errors import RulesNotFound, SourceFailed
from priorauth.rulebook.live import LiveRules


@dataclass(frozen=True)
class Running:
    """An engine at work and the application in front of it."""

    app: FastAPI
    parts: Parts
    engine: Engine


@asynccontextmanager
async def open_engine(
    settings: Settings, closing: asyncio.Event, live: LiveRules | None = None
) -> AsyncGenerator[Running]:
    """All that `serve` needs, open; closed in the opposite order. `closing` ends the streams; `live`: rules at hand."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    live = live or live_rules(settings)
    database = Database(settings.database, blobs=blobs_of(settings))
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        await ensure_current(database)
        codec = await codec_for(settings, database)
        servers = data_servers(await stack.enter_async_context(held_sources(settings, lambda: live.current)))
        answering = {**servers, assistants.NAME: _for_assistants()}
        mounted = routes(answering, LOOPBACK if settings.auth_mode is AuthMode.local else (ANY_HOST,))
        await stack.enter_async_context(running(answering))
        connections = await stack.enter_async_context(open_connections(servers, _remotes(settings)))
        reader = await stack.enter_async_context(open_reader(settings))
        elsewhere = await stack.enter_async_context(open_elsewhere(settings))
        teams = LiveTeams(connections, reader, live, settings.decision_mode, elsewhere)
        options = engine_options(settings)
        engine = Engine(database, codec, teams, options)
        await engine.start()
        stack.push_async_callback(engine.stop)
        files = Files()
        stack.push_async_callback(files.close)
        sealed = SealedReviews(database, codec)
        doorkeeper = await _doorkeeper(settings, database, codec, stack)
        what_if = WhatIfs(settings)
        stack.push_async_callback(what_if.close)
        parts = Parts(
            settings=settings,
            desk=Desk(
                database,
                codec,
                engine,
                lambda: live.current,
                lambda: live.current.clock_rules,
                settings.zone,
                settings.synthetic,
            ),
            sealed=sealed,
            access=AccessLog(database),
            files=files,
            team=teams.current,
            sources=connections,
            closing=closing,
            cursor_key=_cursor_key(settings),
            replay=Replays(ReviewSteps(engine.reviews, teams)).again,
            what_if=what_if,
            doorkeeper=doorkeeper,
            identify=by_sign_in(doorkeeper) if doorkeeper else local_operator,
            credentials=FiledCredentials(database),
            checks=_checks(database, live, connections) | _sign_in_check(doorkeeper),
        )
        stack.push_async_callback(parts.press.close)
        stack.push_async_callback(parts.office.close)
        fhir = await stack.enter_async_context(_fhir_doors(parts, engine))
        yield Running(build(parts, [*mounted, *fhir]), parts, engine)


@asynccontextmanager
async def _fhir_doors(parts: Parts, engine: Engine) -> AsyncGenerator[list[Route]]:
    """The FHIR doors, and who tells subscribers what became of their requests."""
    afterwards = Afterwards(engine)
    clients = read_clients(parts.settings.fhir_clients)
    endpoints = {one.name or one.client_id: one.endpoints for one in clients}
    desk = replace(parts.desk, runs=afterwards)
    rooms = Rooms(parts.settings, desk, parts.files, parts.office, endpoints)
    herald = Herald(rooms)
    herald.start()
    try:
        yield fhir_routes(rooms)
    finally:
        await herald.stop()
        await afterwards.close()


def _for_assistants() -> MCPServer:
    """The engine's own server of tools."""
    server = new_server(assistants.NAME, assistants.INSTRUCTIONS)
    assistants.add_tools(server)
    return server


async def _doorkeeper(settings: Settings, database: Database, codec: Codec, stack: AsyncExitStack) -> Doorkeeper | None:
    if settings.auth_mode is AuthMode.local:
        return None
    return open_doorkeeper(settings, database, codec, await stack.enter_async_context(outgoing()))


def _sign_in_check(doorkeeper: Doorkeeper | None) -> dict[str, Callable[[], Awaitable[str]]]:
    """Whether the issuer can be asked; nothing where nobody signs in."""
    if doorkeeper is None:
        return {}

    async def issuer_answers() -> str:
        try:
            await doorkeeper.issuer.discovered()
        except SourceFailed as failed:
            return failed.reason
        return ""

    return {"sign-in": issuer_answers}


@dataclass(frozen=True)
class Replays:
    """Sealed reviews once more, from what the store holds."""

    steps: ReviewSteps

    async def again(self, case_id: str, review: int) -> ReplayVerdict:
        try:
            replayed = await replay(self.steps, ReviewKey(case_id, review))
        except RulesNotFound:
            return ReplayVerdict(equal=False, reason="the rules this review was pinned to are no longer held")
        return ReplayVerdict(replayed.equal, replayed.differs)


def _remotes(settings: Settings) -> dict[str, Remote]:
    headers = {name: {"Authorization": value.get_secret_value()} for name, value in settings.mcp_headers.items()}
    return {name: Remote(name, url, headers.get(name, {})) for name, url in settings.mcp_urls.items()}


def _cursor_key(settings: Settings) -> bytes:
    """Stable across processes where a key is set; else a page that is begun does not outlive this process."""
    if settings.anchor_key is not None:
        return settings.anchor_key.get_secret_value().encode()
    return secrets.token_bytes(32)


def _checks(
    database: Database, live: LiveRules, connections: Mapping[str, Connection]
) -> dict[str, Callable[[], Awaitable[str]]]:
    async def database_answers() -> str:
        try:
            async with database.reading() as session:
                await session.execute(text("select 1"))
        except (SQLAlchemyError, OSError) as wrong:
            return type(wrong).__name__
        return ""

    async def rules_compiled() -> str:
        return "" if live.current.policies else "no policy is in force"

    async def sources_open() -> str:
        return "" if connections else "no data server is open"

    return {"database": database_answers, "rules": rules_compiled, "data servers": sources_open}
