"""Literature from PubMed by the E-utilities: search, then summaries. Abstracts are never fetched.

Counts are strings, errors come with status 200, and a slash in a query finds nothing: only spaced words are sent.
"""

from collections.abc import Mapping, Sequence

from pydantic import Field

from mcp_servers.pubmed.replies import Article, ArticleIds, ArticleIdsReply, ArticlesReply
from mcp_servers.pubmed.source import Citation
from mcp_servers.sources.live.service import Asks, Fetched, Host, Query, Wire, read, words_of
from priorauth.errors import SourceLimited, SourceReplyRefused

SLOW, FAST = 3.0, 10.0
_TOOL = "priorauth"
_RATE_WORDS = "rate limit"


def host(with_key: bool) -> Host:
    base = "https://eutils.ncbi.nlm.nih.gov/entrez/eutils"
    return Host("PubMed", "E-utilities", base, per_second=FAST if with_key else SLOW, burst=2, fresh_seconds=24 * 3600)


class _Search(Wire):
    count: str = "0"
    idlist: tuple[str, ...] = ()
    problem: str | None = Field(default=None, alias="ERROR")


class _Searched(Wire):
    esearchresult: _Search | None = None
    error: str | None = None


class _Author(Wire):
    name: str = ""


class _ArticleId(Wire):
    idtype: str = ""
    value: str = ""


class _Summary(Wire):
    uid: str = ""
    pubdate: str = ""
    title: str = ""
    source: str = ""
    fulljournalname: str = ""
    authors: tuple[_Author, ...] = ()
    pubtype: tuple[str, ...] = ()
    articleids: tuple[_ArticleId, ...] = ()
    error: str | None = None

    def id_of(self, kind: str) -> str:
        return next((one.value for one in self.articleids if one.idtype == kind), "")


class _Summaries(Wire):
    result: Mapping[str, _Summary | tuple[str, ...]] = {}
    error: str | None = None


class _LinkSet(Wire):
    linkname: str = ""
    links: tuple[str, ...] = ()


class _LinkSets(Wire):
    linksetdbs: tuple[_LinkSet, ...] = ()


class _Linked(Wire):
    linksets: tuple[_LinkSets, ...] = ()
    error: str | None = None


class PubMedLiterature:
    """Asks PubMed. `contact` and `api_key` are what NCBI wants to know of who asks."""

    def __init__(self, service: Asks, contact: str = "", api_key: str = "") -> None:
        named = {"email": contact, "api_key": api_key}
        self._service = service
        self._who: Query = {"db": "pubmed", "retmode": "json", "tool": _TOOL, **{k: v for k, v in named.items() if v}}

    async def search(self, query: str, limit: int) -> ArticlesReply:
        words = " ".join(words_of(query))
        return await self._found(words, limit)

    async def metadata(self, pmids: Sequence[str]) -> ArticlesReply:
        summaries, fetched = await self._summaries(pmids)
        return _articles(summaries, len(summaries), fetched)

    async def related(self, pmid: str, limit: int) -> ArticlesReply:
        asked = {**self._who, "dbfrom": "pubmed", "id": pmid, "cmd": "neighbor", "linkname": "pubmed_pubmed"}
        linked, fetched = await self._service.get("/elink.fcgi", asked, _links)
        links = [one for sets in linked.linksets for db in sets.linksetdbs for one in db.links if one != pmid]
        summaries, fetched = await self._summaries(links[:limit]) if links else ([], fetched)
        return _articles(summaries, len(links), fetched)

    async def by_citation(self, citation: Citation) -> ArticlesReply:
        fields = {
            "Title": citation.title,
            "Journal": citation.journal,
            "pdat": str(citation.year or ""),
            "Volume": citation.volume,
            "Pagination": citation.first_page,
            "Author": citation.author,
        }
        terms = [f"{' '.join(words)}[{name}]" for name, text in fields.items() if (words := words_of(text))]
        return await self._found(" AND ".join(terms), 5)

    async def convert_ids(self, ids: Sequence[str]) -> ArticleIdsReply:
        pmids: list[str] = [one for one in ids if one.isdigit()]
        fetched: Fetched | None = None
        for other in (one for one in ids if not one.isdigit()):
            found, fetched = await self._search(f'"{_identifier(other)}"[Article Identifier]', 1)
            pmids += found.idlist
        summaries, fetched = await self._summaries(pmids) if pmids else ([], fetched)
        if fetched is None:
            return ArticleIdsReply(source="", release="", as_of=None, available=True, detail="No identifier was given.")
        known = tuple(ArticleIds(pmid=s.uid, pmcid=s.id_of("pmc"), doi=s.id_of("doi")) for s in summaries)
        return ArticleIdsReply(**fetched.provenance, available=True, ids=known, detail="" if known else "None found.")

    async def _found(self, term: str, limit: int) -> ArticlesReply:
        if not term:
            return ArticlesReply(source="", release="", as_of=None, available=True, detail="Give words to search for.")
        found, fetched = await self._search(term, limit)
        summaries, fetched = await self._summaries(found.idlist) if found.idlist else ([], fetched)
        return _articles(summaries, int(found.count) if found.count.isdigit() else len(summaries), fetched)

    async def _search(self, term: str, limit: int) -> tuple[_Search, Fetched]:
        query = {**self._who, "term": term, "retmax": limit, "sort": "relevance"}
        return await self._service.get("/esearch.fcgi", query, _searched)

    async def _summaries(self, pmids: Sequence[str]) -> tuple[list[_Summary], Fetched]:
        answer, fetched = await self._service.get("/esummary.fcgi", {**self._who, "id": ",".join(pmids)}, _summarized)
        ordered = (answer.result.get(pmid) for pmid in pmids)
        return [one for one in ordered if isinstance(one, _Summary) and not one.error], fetched


def _searched(fetched: Fetched) -> _Search:
    answer = read(_Searched, fetched)
    _refuse(answer.error)
    if answer.esearchresult is None or answer.esearchresult.problem:
        raise SourceReplyRefused(fetched.host.source, "answered with an error")
    return answer.esearchresult


def _summarized(fetched: Fetched) -> _Summaries:
    answer = read(_Summaries, fetched)
    _refuse(answer.error)
    return answer


def _links(fetched: Fetched) -> _Linked:
    answer = read(_Linked, fetched)
    _refuse(answer.error)
    return answer


def _refuse(error: str | None) -> None:
    if error is None:
        return
    if _RATE_WORDS in error.lower():
        raise SourceLimited("PubMed")
    raise SourceReplyRefused("PubMed", "answered with an error")


def _identifier(text: str) -> str:
    return "".join(c for c in text if c.isalnum() or c in "./-_()")


def _articles(found: Sequence[_Summary], total: int, fetched: Fetched) -> ArticlesReply:
    articles = tuple(
        Article(
            pmid=one.uid,
            title=one.title,
            journal=one.fulljournalname or one.source,
            year=int(one.pubdate[:4]) if one.pubdate[:4].isdigit() else None,
            authors=tuple(author.name for author in one.authors),
            doi=one.id_of("doi"),
            publication_types=one.pubtype,
        )
        for one in found
    )
    detail = "" if articles else "Nothing found."
    return ArticlesReply(**fetched.provenance, available=True, articles=articles, total=total, detail=detail)
