"""Answers from what is held here first, and from the public service for what is not.

A policy that only the public service knows is never held: its text can be shown, and nothing here judges by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mcp_servers.cms_coverage.answers import CoverageAnswers, found_policy
from mcp_servers.cms_coverage.cards import PolicyCard, ids_of
from mcp_servers.cms_coverage.public import PublicCoverage
from mcp_servers.cms_coverage.replies import DocumentReply, DocumentsReply, ExclusionsReply, NewsReply, PoliciesReply
from mcp_servers.cms_coverage.search import PolicyIndex
from priorauth.codes import normalise, parse_procedure
from priorauth.findings import PolicyKind

_PUBLIC_KINDS = (PolicyKind.ncd, PolicyKind.lcd)


@dataclass
class WiderAnswers:
    """The answers of the server; without a public service, those of what is held here alone."""

    here: CoverageAnswers
    public: PublicCoverage | None = None
    _indexed: dict[PolicyKind, tuple[tuple[PolicyCard, ...], PolicyIndex]] = field(
        default_factory=dict[PolicyKind, tuple[tuple[PolicyCard, ...], PolicyIndex]]
    )

    async def search(self, keyword: str, kinds: Sequence[PolicyKind], limit: int) -> PoliciesReply:
        held = self.here.search(keyword, kinds, limit)
        # The public titles name no procedure codes, so a search by code has nothing to ask for there.
        if self.public is None or _is_code(keyword):
            return held
        shown = {policy.policy_id for policy in held.policies}
        more = [
            card
            for kind in _PUBLIC_KINDS
            if kind in kinds
            for card in (await self._index(self.public, kind)).find(keyword)
            if card.policy_id not in shown and not self.here.knows(card.policy_id)
        ]
        policies = (*held.policies, *map(found_policy, more))
        detail = held.detail if not policies else ""
        return held.model_copy(update={"policies": policies[:limit], "total": held.total + len(more), "detail": detail})

    async def document(self, document_id: str) -> DocumentReply:
        held = self.here.document(document_id)
        if held.held or self.public is None:
            return held
        spellings = ids_of(document_id)
        for kind in _PUBLIC_KINDS:
            for card in await self.public.titles(kind):
                if card.policy_id.casefold() in spellings:
                    return await self.public.document(card)
        return held

    async def documents(self, ids: Sequence[str]) -> DocumentsReply:
        return self.here.documents_of(tuple([await self.document(one) for one in ids]))

    async def news(self, days: int, document_type: str, limit: int) -> NewsReply:
        if self.public is None:
            return self.here.news()
        wanted = document_type.strip().upper()
        kinds = [kind for kind in _PUBLIC_KINDS if not wanted or wanted == kind]
        return await self.public.news(days, kinds, limit)

    async def exclusions(self, keyword: str, code: str, limit: int) -> ExclusionsReply:
        public = await self.public.exclusions(keyword, code, limit) if self.public else None
        return public or self.here.exclusions(keyword, code, limit)

    async def _index(self, public: PublicCoverage, kind: PolicyKind) -> PolicyIndex:
        titles = await public.titles(kind)
        made = self._indexed.get(kind)
        if made is None or made[0] is not titles:
            made = self._indexed[kind] = (titles, PolicyIndex(titles))
        return made[1]


def _is_code(keyword: str) -> bool:
    code = normalise(keyword)
    return len(code) == 5 and parse_procedure(code, ()).well_formed
