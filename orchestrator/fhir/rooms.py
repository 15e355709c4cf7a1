"""What the FHIR door stands on, handed over once when the application is made."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from orchestrator.acts.asked import Asking, Decision
from orchestrator.acts.office import Office
from orchestrator.acts.withdraw import withdraw
from orchestrator.fhir.outbound import Policy
from orchestrator.identity.callers import Caller
from orchestrator.intake import Files
from orchestrator.settings import AuthMode, Settings
from orchestrator.store.exchanges import Exchanges
from orchestrator.store.standings import Standing, standings
from orchestrator.store.subscriptions import Subscriptions
from orchestrator.workflow.desk import Desk, Reading
from priorauth.determination import Action
from priorauth.errors import ActRefused


@dataclass(frozen=True)
class Rooms:
    """`endpoints` are where each client may be notified; `wake` tells the herald that there is something to send."""

    settings: Settings
    desk: Desk
    files: Files
    office: Office
    endpoints: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def public(self) -> str:
        """The address that clients know this engine by, where the operator has told it."""
        return str(self.settings.public_url or "").rstrip("/")

    @property
    def outbound(self) -> Policy:
        """Where notifications may go: in local mode to this machine as well."""
        return Policy(loopback=self.settings.auth_mode is AuthMode.local)

    def may_notify(self, client: str, address: str) -> bool:
        """Whether the address lies under one that the operator registered for the client; all do without sign-in."""
        if self.settings.auth_mode is AuthMode.local:
            return True
        allowed = [known.rstrip("/") for known in self.endpoints.get(client, ())]
        return any(address == known or address.startswith(f"{known}/") for known in allowed)

    @property
    def subscriptions(self) -> Subscriptions:
        return Subscriptions(self.desk.database, self.desk.codec)

    @property
    def exchanges(self) -> Exchanges:
        return Exchanges(self.desk.database, self.desk.codec)

    async def standings(self, case_ids: tuple[str, ...]) -> dict[str, Standing]:
        return await standings(self.desk.database, self.desk.codec, case_ids)

    async def take_back(self, caller: Caller, case_id: str, why: str) -> None:
        """Withdraw an open case in the caller's name; one that is closed meanwhile stays as it is."""
        with suppress(ActRefused):
            await withdraw(self.office, Asking(case_id, caller, "fhir"), Decision(Action.withdraw, rationale=why))

    async def note(self, caller: Caller, action: str, case_id: str | None, origin: str) -> None:
        """Log the look at a case, or the act on it, before it is answered."""
        await self.desk.read_by(Reading(caller.name, action, case_id, origin))
