"""Literature and trials where no network may be used: nothing is held, and every answer says so.

Such an answer is no error and no finding; it names no source, so none is listed.
"""

from collections.abc import Sequence

from mcp_servers.clinical_trials.replies import EndpointsReply, InvestigatorsReply, TrialReply, TrialsReply
from mcp_servers.pubmed.replies import ArticleIdsReply, ArticlesReply
from mcp_servers.pubmed.source import Citation
from mcp_servers.reply import Provenance

DETAIL = "Not available offline."
NOWHERE: Provenance = {"source": "", "release": "", "as_of": None}


class NoLiterature:
    async def search(self, query: str, limit: int) -> ArticlesReply:
        return _no_articles()

    async def metadata(self, pmids: Sequence[str]) -> ArticlesReply:
        return _no_articles()

    async def related(self, pmid: str, limit: int) -> ArticlesReply:
        return _no_articles()

    async def by_citation(self, citation: Citation) -> ArticlesReply:
        return _no_articles()

    async def convert_ids(self, ids: Sequence[str]) -> ArticleIdsReply:
        return ArticleIdsReply(**NOWHERE, available=False, detail=DETAIL)


class NoTrials:
    async def search(self, query: str, status: str, phase: str, limit: int) -> TrialsReply:
        return _no_trials()

    async def details(self, nct_id: str) -> TrialReply:
        return TrialReply(**NOWHERE, available=False, detail=DETAIL)

    async def by_eligibility(self, condition: str, age: int | None, gender: str, limit: int) -> TrialsReply:
        return _no_trials()

    async def investigators(self, name: str, organization: str, limit: int) -> InvestigatorsReply:
        return InvestigatorsReply(**NOWHERE, available=False, detail=DETAIL)

    async def endpoints(self, nct_id: str) -> EndpointsReply:
        return EndpointsReply(**NOWHERE, available=False, nct_id=nct_id, detail=DETAIL)

    async def by_sponsor(self, sponsor: str, status: str, limit: int) -> TrialsReply:
        return _no_trials()


def _no_articles() -> ArticlesReply:
    return ArticlesReply(**NOWHERE, available=False, detail=DETAIL)


def _no_trials() -> TrialsReply:
    return TrialsReply(**NOWHERE, available=False, detail=DETAIL)
