"""The engine put together from its settings: the store, the specialists, the durable run, the doors."""

import asyncio
import json
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from fastapi import FastAPI
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from agents.runtime.connections import Connection, Remote, open_connections
from agents.runtime.embedded import EmbeddedReader
from agents.runtime.runner import InProcessRunner
from mcp_servers.serving import routes, running
from orchestrator.api.door import build
from orchestrator.api.parts import Parts
from orchestrator.assembly import AssembledTeam, offline_servers
from orchestrator.intake import Files
from orchestrator.replay import Replays
from orchestrator.settings import AuthMode, Settings
from orchestrator.store.access import AccessLog
from orchestrator.store.codec import Plain
from orchestrator.store.database import Database
from orchestrator.store.sealed import SealedReviews
from orchestrator.workflow.desk import Desk
from orchestrator.workflow.engine import Engine, Options
from priorauth.errors import RulesNotFound, SettingRefused
from priorauth.recommendation import DecisionMode
from priorauth.rulebook import Rulebook, RuleFile, compile_rulebook, load_rulebook, shipped_root


@dataclass
class RulebookTeams:
    """A team for every rulebook: the one in force, and those that reviews were pinned to."""

    connections: Mapping[str, Connection]
    rules: Rulebook
    mode: DecisionMode
    reader: EmbeddedReader = field(default_factory=EmbeddedReader)

    def current(self) -> AssembledTeam:
        return self._team(self.rules)

    def texts(self, rules_digest: str) -> str:
        if rules_digest != self.rules.digest:
            return ""
        return json.dumps([[f.path, f.id, f.text, f.overlay] for f in self.rules.files], ensure_ascii=False)

    def revive(self, texts: str) -> AssembledTeam:
        if not texts:
            raise RulesNotFound("rules of an earlier time")
        return self._team(compile_rulebook(RuleFile(*fields) for fields in json.loads(texts)))

    def _team(self, rules: Rulebook) -> AssembledTeam:
        runner = InProcessRunner(self.connections, self.reader, rules)
        return AssembledTeam(runner, rules, self.reader.name, self.mode)


@dataclass(frozen=True)
class Running:
    """An engine at work and the application in front of it."""

    app: FastAPI
    parts: Parts
    engine: Engine


@asynccontextmanager
async def open_engine(settings: Settings, closing: asyncio.Event) -> AsyncGenerator[Running]:
    """Everything `serve` needs, open; closed in the opposite order. `closing` ends the streams."""
    if settings.auth_mode is AuthMode.oidc:
        raise SettingRefused("PRIORAUTH_AUTH_MODE", "oidc is not built yet; local serves this machine alone")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    rules = load_rulebook([shipped_root(), *([settings.rules_dir] if settings.rules_dir else [])])
    servers = offline_servers(settings.data_dir, lambda: rules)
    database, codec = Database(settings.database), Plain()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        mounted = routes(servers)
        await stack.enter_async_context(running(servers))
        connections = await stack.enter_async_context(open_connections(servers, _remotes(settings)))
        teams = RulebookTeams(connections, rules, settings.decision_mode)
        options = Options(concurrency=settings.worker_concurrency, time_zone=settings.zone)
        engine = Engine(database, codec, teams, options)
        await engine.start()
        stack.push_async_callback(engine.stop)
        files = Files()
        stack.push_async_callback(files.close)
        sealed = SealedReviews(database, codec)
        parts = Parts(
            settings=settings,
            desk=Desk(
                database, codec, engine, lambda: rules, lambda: rules.clock_rules, settings.zone, settings.synthetic
            ),
            sealed=sealed,
            access=AccessLog(database),
            files=files,
            team=teams.current,
            sources=connections,
            closing=closing,
            cursor_key=_cursor_key(settings),
            replay=Replays(database, codec, engine.reviews, teams).again,
            checks=_checks(database, rules, connections),
        )
        stack.push_async_callback(parts.press.close)
        yield Running(build(parts, mounted), parts, engine)


def _remotes(settings: Settings) -> dict[str, Remote]:
    headers = {name: {"Authorization": value.get_secret_value()} for name, value in settings.mcp_headers.items()}
    return {name: Remote(name, url, headers.get(name, {})) for name, url in settings.mcp_urls.items()}


def _cursor_key(settings: Settings) -> bytes:
    """Stable across processes where a key is set; else a page that is begun does not outlive this process."""
    if settings.anchor_key is not None:
        return settings.anchor_key.get_secret_value().encode()
    return secrets.token_bytes(32)


def _checks(
    database: Database, rules: Rulebook, connections: Mapping[str, Connection]
) -> dict[str, Callable[[], Awaitable[str]]]:
    async def database_answers() -> str:
        try:
            async with database.reading() as session:
                await session.execute(text("select 1"))
        except (SQLAlchemyError, OSError) as wrong:
            return type(wrong).__name__
        return ""

    async def rules_compiled() -> str:
        return "" if rules.policies else "no policy is in force"

    async def sources_open() -> str:
        return "" if connections else "no data server is open"

    return {"database": database_answers, "rules": rules_compiled, "data servers": sources_open}
