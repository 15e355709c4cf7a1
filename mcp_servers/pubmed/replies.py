"""What the pubmed server answers. `available` false means nobody was asked: neither a finding nor a failure."""

from pydantic import Field

from mcp_servers.reply import Reply
from priorauth.base import Frozen


class Article(Frozen):
    """A citation; abstracts are never held."""

    pmid: str
    title: str
    journal: str = ""
    year: int | None = None
    authors: tuple[str, ...] = ()
    doi: str = ""
    publication_types: tuple[str, ...] = ()


class ArticlesReply(Reply):
    available: bool = Field(description="Whether literature could be searched at all")
    articles: tuple[Article, ...] = ()
    total: int = 0
    detail: str = ""


class ArticleIds(Frozen):
    """The same article in each numbering; empty where it has none."""

    pmid: str = ""
    pmcid: str = ""
    doi: str = ""


class ArticleIdsReply(Reply):
    available: bool
    ids: tuple[ArticleIds, ...] = ()
    detail: str = ""
