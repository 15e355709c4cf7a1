"""Teams under the rules in force, for as long as a process lives: one set of connections, a team for each rulebook."""

import json
import time
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from agents.runtime.connections import Connection, Remote, open_connections
from agents.runtime.embedded import EmbeddedReader
from agents.runtime.reader import Reader
from agents.runtime.runner import InProcessRunner, RoutedRunner
from mcp_servers.roster import servers
from orchestrator.assembly import AssembledTeam, held_sources
from orchestrator.elsewhere import NOWHERE, Elsewhere, open_elsewhere
from orchestrator.readers import open_reader
from orchestrator.settings import Settings
from priorauth.errors import RulesNotFound
from priorauth.recommendation import DecisionMode
from priorauth.rulebook import Rulebook, RuleFile, compile_rulebook
from priorauth.rulebook.live import LiveRules, RememberedRules, roots

LOOK_AGAIN_SECONDS = 5.0


@dataclass
class LiveTeams:
    """The team of today, and the teams of the rules a review began under."""

    connections: Mapping[str, Connection]
    reader: Reader
    live: LiveRules
    mode: DecisionMode
    elsewhere: Elsewhere = NOWHERE
    _looked: float = field(default_factory=time.monotonic)

    def current(self) -> AssembledTeam:
        """Edited rules are taken up here, between reviews."""
        if time.monotonic() - self._looked >= LOOK_AGAIN_SECONDS:
            self.live.refresh()
            self._looked = time.monotonic()
        return self._team(self.live.current)

    def texts(self, rules_digest: str) -> str:
        return packed(self.live.at(rules_digest).files)

    def revive(self, texts: str) -> AssembledTeam:
        try:
            return self._team(compile_rulebook(RuleFile(*fields) for fields in json.loads(texts)))
        except (ValueError, TypeError):
            raise RulesNotFound("the rules kept of an earlier time") from None

    def here(self) -> InProcessRunner:
        """The runner of this process under the rules in force."""
        return self._here(self.current().rules)

    def _here(self, rules: Rulebook) -> InProcessRunner:
        return InProcessRunner(self.connections, self.reader, rules)

    def _team(self, rules: Rulebook) -> AssembledTeam:
        elsewhere = self.elsewhere.under(rules.digest)
        return AssembledTeam(
            RoutedRunner(self._here(rules), elsewhere), rules, self.reader.name, self.mode, frozenset(elsewhere)
        )


def packed(files: Iterable[RuleFile]) -> str:
    """Rule files as one text, out of which a team is revived."""
    return json.dumps([[f.path, f.id, f.text, f.overlay] for f in files], ensure_ascii=False)


def live_rules(settings: Settings) -> LiveRules:
    """The shipped rules, overlaid by the plan's own."""
    return LiveRules(roots(settings.rules_dir), RememberedRules())


@asynccontextmanager
async def open_teams(settings: Settings) -> AsyncGenerator[LiveTeams]:
    """Teams on open connections to the data servers, here or elsewhere; leave in the task that entered."""
    live = live_rules(settings)
    headers = settings.mcp_headers
    remotes = {
        name: Remote(name, url, {"Authorization": headers[name].get_secret_value()} if name in headers else {})
        for name, url in settings.mcp_urls.items()
    }
    broke: Exception | None = None
    async with (
        held_sources(settings, lambda: live.current) as held,
        open_connections(servers(held), remotes) as connections,
        open_reader(settings) as reader,
        open_elsewhere(settings) as elsewhere,
    ):
        try:
            yield LiveTeams(connections, reader, live, settings.decision_mode, elsewhere)
        except Exception as wrong:
            # Passed through the connections' task groups it would come out wrapped in one group for each of them.
            broke = wrong
    if broke is not None:
        raise broke


def teams_at_rest(settings: Settings) -> LiveTeams:
    """Teams that call nobody and read nothing: what a replay computes with."""
    return LiveTeams({}, EmbeddedReader(), live_rules(settings), settings.decision_mode)
