"""What edited rules would change: each case reviewed under the rules in force and under the edited ones, side by side.

Both reviews are made now, by the embedded reader and on what is held here, so that what differs, differs by the rules
alone. Cases are past ones of the store, as their newest sealed review read them, or labelled ones of a folder.
"""

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from datetime import time as time_of_day
from pathlib import Path

from orchestrator.assembly import AssembledTeam, listed_providers, offline_servers, open_team
from orchestrator.direct import review_once
from orchestrator.encryption import codec_for
from orchestrator.evaluation import CaseSet, to_input
from orchestrator.settings import Settings
from orchestrator.store.codec import Codec
from orchestrator.store.database import Database
from orchestrator.store.past import newest_cases
from orchestrator.store.sealed import SealedReviews
from orchestrator.workflow.team import Team
from priorauth.errors import RequestRefused
from priorauth.impact import Change, Impact, Subject, compare
from priorauth.recommendation import Recommendation
from priorauth.rulebook import Rulebook

_PAGE = 50


@dataclass(frozen=True)
class Bounds:
    """How far to look: beginning after a case of this name, at so many cases at most, for so long at most."""

    after: str = ""
    cases: int = 500
    seconds: float = float("inf")


async def find(
    settings: Settings,
    before: Rulebook,
    after: Rulebook,
    cases: CaseSet | None,
    bounds: Bounds,
    tell: Callable[[str], None] = lambda _: None,
) -> Impact:
    """Review these labelled cases, or else the past ones of the store, under both. The store's schema is current."""
    async with AsyncExitStack() as stack:
        if cases is not None:
            subjects, providers = labelled_cases(cases, bounds.after), cases.providers
        else:
            database = Database(settings.database)
            stack.push_async_callback(database.close)
            codec = await codec_for(settings, database)
            subjects, providers = past_cases(database, codec, bounds.after), None
        old = await stack.enter_async_context(_team(settings, before, providers))
        new = await stack.enter_async_context(_team(settings, after, providers))
        return await impact(subjects, old, new, bounds, tell)


async def impact(
    subjects: AsyncGenerator[Subject], before: Team, after: Team, bounds: Bounds, tell: Callable[[str], None]
) -> Impact:
    """Review every case within the bounds twice and keep what differs; one case at least is looked at."""
    changes: list[Change] = []
    count, last, until = 0, "", time.monotonic() + bounds.seconds
    async with aclosing(subjects):
        async for subject in subjects:
            if count >= bounds.cases or (count and time.monotonic() >= until):
                return Impact(before.rules_digest, after.rules_digest, count, tuple(changes), last)
            tell(subject.name)
            count, last = count + 1, subject.name
            first, second = await review_once(subject.case, before), await review_once(subject.case, after)
            if change := compare(subject, first, second):
                changes.append(change)
    return Impact(before.rules_digest, after.rules_digest, count, tuple(changes))


def _team(settings: Settings, rules: Rulebook, providers: Path | None) -> AbstractAsyncContextManager[AssembledTeam]:
    servers = offline_servers(settings.data_dir, lambda: rules, listed_providers(providers))
    return open_team(servers, rules, settings.decision_mode)


async def labelled_cases(cases: CaseSet, after: str = "") -> AsyncGenerator[Subject]:
    """Cases that the door would refuse have no review to compare."""
    day = cases.today or datetime.now(UTC).date()
    ids = [one.id for one in cases.cases]
    for labelled in cases.cases[ids.index(after) + 1 if after in ids else 0 :]:
        stands = labelled.expect.recommendation is Recommendation.approve and not labelled.expect.unsafe_if_approved
        try:
            case = to_input(labelled, datetime.combine(day, time_of_day(15), UTC))
        except RequestRefused:
            continue
        yield Subject(labelled.id, case, stands)


async def past_cases(database: Database, codec: Codec, after: str = "") -> AsyncGenerator[Subject]:
    """The cases that have a sealed review, newest first, each as its newest review read it."""
    sealed = SealedReviews(database, codec)
    while found := await newest_cases(database, _PAGE, after):
        for past in found:
            stored = await sealed.latest(past.case_id)
            if stored is not None and stored.record is not None:
                yield Subject(past.case_number, stored.record.case, past.approved)
        after = found[-1].case_number
