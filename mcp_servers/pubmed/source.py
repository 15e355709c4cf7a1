"""What the pubmed server asks of whoever can search literature."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from mcp_servers.pubmed.replies import ArticleIdsReply, ArticlesReply


@dataclass(frozen=True)
class Citation:
    """What is known of an article; empty fields are not known."""

    title: str = ""
    journal: str = ""
    year: int | None = None
    volume: str = ""
    first_page: str = ""
    author: str = ""


class LiteratureSource(Protocol):
    async def search(self, query: str, limit: int) -> ArticlesReply: ...

    async def metadata(self, pmids: Sequence[str]) -> ArticlesReply: ...

    async def related(self, pmid: str, limit: int) -> ArticlesReply: ...

    async def by_citation(self, citation: Citation) -> ArticlesReply: ...

    async def convert_ids(self, ids: Sequence[str]) -> ArticleIdsReply: ...
