"""What the doors stand on, handed over once when the application is made."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated, Any, Protocol, cast

from fastapi import Depends, Request

from orchestrator.acts.office import Office
from orchestrator.api.limits import RateLimits
from orchestrator.documents.press import Press
from orchestrator.identity.callers import LOCAL_OPERATOR, Caller
from orchestrator.identity.credentials import Credentials, ListedCredentials
from orchestrator.identity.doorkeeper import Brought, Doorkeeper
from orchestrator.intake import Files
from orchestrator.settings import Settings
from orchestrator.store.access import AccessLog
from orchestrator.store.sealed import SealedReviews
from orchestrator.workflow.desk import Desk
from orchestrator.workflow.team import Team
from priorauth.impact import Impact
from priorauth.rulebook import RuleFile


class Source(Protocol):
    """One data server. Raises SourceFailed."""

    async def call(self, tool: str, arguments: dict[str, Any], seconds: float) -> dict[str, Any]: ...


class Closing(Protocol):
    """Whether the server is going down, so that streams end cleanly."""

    def is_set(self) -> bool: ...


class WhatIf(Protocol):
    """Edited rules tried on cases, a stretch at a time. Raises RulesRefused, SettingRefused, BudgetSpent."""

    async def look(
        self, before: tuple[RuleFile, ...], after: tuple[RuleFile, ...], *, labelled: bool, begin_after: str
    ) -> Impact: ...


async def local_operator(_: Request) -> Caller:
    """Local mode knows no sign-in: whoever reaches this machine's own address is its operator."""
    return LOCAL_OPERATOR


def brought(request: Request) -> Brought:
    return Brought(request.method, request.headers, request.cookies)


def by_sign_in(doorkeeper: Doorkeeper) -> Callable[[Request], Awaitable[Caller]]:
    """With sign-in on: whoever proves to be somebody."""

    async def identify(request: Request) -> Caller:
        return await doorkeeper.identify(brought(request))

    return identify


@dataclass(frozen=True)
class ReplayVerdict:
    """Whether a replay came to the record once more; else the parts that differ, or why there was none."""

    equal: bool
    differs: tuple[str, ...] = ()
    reason: str = ""


async def _alive() -> str:
    return ""


@dataclass(frozen=True)
class Parts:
    """The rooms behind the doors. `checks` names what readiness depends on; each answers what is wrong, or nothing."""

    settings: Settings
    desk: Desk
    sealed: SealedReviews
    access: AccessLog
    files: Files
    team: Callable[[], Team]
    sources: Mapping[str, Source]
    closing: Closing
    cursor_key: bytes
    replay: Callable[[str, int], Awaitable[ReplayVerdict]]
    what_if: WhatIf
    press: Press = field(default_factory=Press)
    doorkeeper: Doorkeeper | None = None
    identify: Callable[[Request], Awaitable[Caller]] = local_operator
    credentials: Credentials = field(default_factory=ListedCredentials)
    checks: Mapping[str, Callable[[], Awaitable[str]]] = field(default_factory=lambda: {"process": _alive})

    @cached_property
    def office(self) -> Office:
        """What acts of persons stand on."""
        return Office(
            self.desk,
            self.sealed,
            self.credentials,
            self.press,
            self.settings.info_request_days,
            self.settings.approval_days,
        )

    @cached_property
    def limits(self) -> RateLimits:
        return RateLimits(self.settings.rate_limit)

    def now(self) -> datetime:
        return datetime.now(UTC)


def parts_of(request: Request) -> Parts:
    return cast(Parts, request.app.state.parts)


def origin(request: Request) -> str:
    """The address a request came from."""
    return request.client.host if request.client else ""


async def caller_of(request: Request) -> Caller:
    """A dependency: whom the gate let through."""
    return cast(Caller, request.state.caller)


Calling = Annotated[Caller, Depends(caller_of)]
