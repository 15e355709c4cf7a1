"""What the cms-coverage server asks of a public service that knows more policies than are held here."""

from collections.abc import Sequence
from typing import Protocol

from mcp_servers.cms_coverage.cards import PolicyCard
from mcp_servers.cms_coverage.replies import DocumentReply, ExclusionsReply, NewsReply
from priorauth.findings import PolicyKind


class PublicCoverage(Protocol):
    """Raises SourceFailed where it cannot answer."""

    async def titles(self, kind: PolicyKind) -> tuple[PolicyCard, ...]:
        """Every policy of the kind by id and title; the same object as long as nothing changed."""
        ...

    async def document(self, card: PolicyCard) -> DocumentReply:
        """The text of one of them."""
        ...

    async def news(self, days: int, kinds: Sequence[PolicyKind], limit: int) -> NewsReply: ...

    async def exclusions(self, keyword: str, code: str, limit: int) -> ExclusionsReply | None:
        """The contractors' lists of self-administered drugs; None where the licence for them was not accepted."""
        ...
