"""What the FHIR door stands on, handed over once when the application is made."""

from contextlib import suppress
from dataclasses import dataclass

from orchestrator.acts.asked import Asking, Decision
from orchestrator.acts.office import Office
from orchestrator.acts.withdraw import withdraw
from orchestrator.identity.callers import Caller
from orchestrator.intake import Files
from orchestrator.settings import Settings
from orchestrator.store.exchanges import Exchanges
from orchestrator.store.standings import Standing, standings
from orchestrator.workflow.desk import Desk, Reading
from priorauth.determination import Action
from priorauth.errors import ActRefused


@dataclass(frozen=True)
class Rooms:
    settings: Settings
    desk: Desk
    files: Files
    office: Office

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
