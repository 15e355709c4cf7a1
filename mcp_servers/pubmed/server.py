"""The pubmed tools: supplementary literature, which supports a reviewer and never decides."""

from typing import Annotated

from mcp.server import MCPServer
from pydantic import Field

from mcp_servers.pubmed.replies import ArticleIdsReply, ArticlesReply
from mcp_servers.pubmed.source import Citation, LiteratureSource
from mcp_servers.serving import READ_ONLY, new_server

NAME = "pubmed"

Text = Annotated[str, Field(max_length=400)]
Pmid = Annotated[str, Field(pattern=r"^[0-9]{1,9}$")]
Limit = Annotated[int, Field(ge=1, le=100)]


def server(source: LiteratureSource) -> MCPServer:
    mcp = new_server(NAME, "Biomedical literature by words, number or citation.")
    _add_search_tools(mcp, source)
    _add_number_tools(mcp, source)
    return mcp


def _add_search_tools(mcp: MCPServer, source: LiteratureSource) -> None:
    @mcp.tool(annotations=READ_ONLY)
    async def search_articles(query: Text, max_results: Limit = 10) -> ArticlesReply:
        """Articles for words set apart by spaces."""
        return await source.search(query, max_results)

    @mcp.tool(annotations=READ_ONLY)
    async def find_related_articles(pmid: Pmid, max_results: Limit = 10) -> ArticlesReply:
        """Articles like this one."""
        return await source.related(pmid, max_results)

    @mcp.tool(annotations=READ_ONLY)
    async def lookup_article_by_citation(
        title: Text = "",
        journal: Text = "",
        year: int | None = None,
        volume: Text = "",
        first_page: Text = "",
        author: Text = "",
    ) -> ArticlesReply:
        """The article a citation means."""
        return await source.by_citation(Citation(title, journal, year, volume, first_page, author))


def _add_number_tools(mcp: MCPServer, source: LiteratureSource) -> None:
    @mcp.tool(annotations=READ_ONLY)
    async def get_article_metadata(pmids: Annotated[list[Pmid], Field(max_length=100)]) -> ArticlesReply:
        """Title, journal, year and authors of articles by number."""
        return await source.metadata(pmids)

    @mcp.tool(annotations=READ_ONLY)
    async def convert_article_ids(ids: Annotated[list[Text], Field(max_length=100)]) -> ArticleIdsReply:
        """The PMID, PMCID and DOI of articles known by any of them."""
        return await source.convert_ids(ids)
