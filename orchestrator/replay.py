"""A sealed review judged again: the recorded findings under the pinned rules must come to the recorded proposal."""

from collections.abc import Iterator
from dataclasses import dataclass

from orchestrator.api.parts import ReplayDifference, ReplayVerdict
from orchestrator.store.archive import Kept, kept
from orchestrator.store.codec import Codec
from orchestrator.store.database import Database
from orchestrator.store.reviews import ReviewKey, Reviews
from orchestrator.store.sealed import SealedReviews
from orchestrator.workflow.team import Team, Teams
from priorauth.digests import digest_text
from priorauth.errors import RulesNotFound
from priorauth.recommendation import Proposal
from priorauth.record import ReviewRecord
from priorauth.tasks import SynthesisTask


@dataclass(frozen=True)
class Replays:
    """Reads and computes; changes nothing."""

    database: Database
    codec: Codec
    reviews: Reviews
    teams: Teams

    async def again(self, case_id: str, review: int) -> ReplayVerdict:
        """Whether the record's findings come to the record's proposal once more, under the rules it was pinned to."""
        found = await SealedReviews(self.database, self.codec).review(case_id, review)
        content = await self.reviews.record(ReviewKey(case_id, review))
        if found is None or found.record is None or content is None:
            return ReplayVerdict(equal=False, reason="there is no sealed record")
        if digest_text(content.decode()) != found.row.record_digest:
            return ReplayVerdict(equal=False, reason="the stored record is not the one that was sealed")
        try:
            team = await self._pinned(found.record.rules_digest)
        except RulesNotFound:
            return ReplayVerdict(equal=False, reason="the rules this review was pinned to are no longer held")
        differences = tuple(_differences(found.record.proposal, _proposed(found.record, team)))
        return ReplayVerdict(equal=not differences, differences=differences)

    async def _pinned(self, rules_digest: str) -> Team:
        current = self.teams.current()
        if current.rules_digest == rules_digest:
            return current
        return self.teams.revive(await kept(self.database, self.codec, Kept.rules, rules_digest) or "")


def _proposed(record: ReviewRecord, team: Team) -> Proposal:
    return team.synthesis(
        SynthesisTask(
            case=record.case,
            compliance=record.compliance,
            clinical=record.clinical,
            coverage=record.coverage,
            mode=record.mode,
        )
    )


def _differences(recorded: Proposal, replayed: Proposal) -> Iterator[ReplayDifference]:
    for name in Proposal.model_fields:
        before, after = getattr(recorded, name), getattr(replayed, name)
        if before != after:
            yield ReplayDifference(where=name, recorded=str(before)[:200], replayed=str(after)[:200])
