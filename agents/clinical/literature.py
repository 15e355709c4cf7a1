"""Literature and registered trials: supplementary, at most five of each, and never in the way of a decision.

Only the words of the service and the official title of the first diagnosis leave; never a word of the record.
"""

import re

from agents.runtime.tools import Reply, ToolSession
from priorauth.findings import Article, Trial

_WORD = re.compile(r"[A-Za-z][A-Za-z-]{2,}")
_EMPTY = frozenset({"unspecified", "other", "with", "without", "and", "the", "not", "elsewhere", "classified"})


class ArticleReply(Reply):
    title: str
    pmid: str


class ArticlesReply(Reply):
    articles: tuple[ArticleReply, ...] = ()


class TrialReply(Reply):
    nct_id: str
    title: str
    status: str = ""


class TrialsReply(Reply):
    trials: tuple[TrialReply, ...] = ()


def search_words(service: str, diagnosis: str) -> tuple[str, str]:
    """Spaced words only; the second, broader query is for when the first finds nothing."""
    words = [w.lower() for w in _WORD.findall(f"{service} {diagnosis}") if w.lower() not in _EMPTY]
    narrow = list(dict.fromkeys(words))[:8]
    broad = list(dict.fromkeys(w.lower() for w in _WORD.findall(service or diagnosis)))[:3]
    return " ".join(narrow), " ".join(broad)


async def find_articles(service: str, diagnosis: str, tools: ToolSession, most: int) -> tuple[Article, ...]:
    for query in dict.fromkeys(search_words(service, diagnosis)):
        if not query:
            continue
        arguments = {"query": query, "max_results": most}
        answer = await tools.call("pubmed", "search_articles", arguments, ArticlesReply, query)
        if answer.reply is None or not answer.reply.available:
            return ()
        if answer.reply.articles:
            found = answer.reply.articles[:most]
            return tuple(Article(title=a.title, pmid=a.pmid, relevance=f"found for: {query}") for a in found)
    return ()


async def find_trials(service: str, diagnosis: str, tools: ToolSession, most: int) -> tuple[Trial, ...]:
    for query in dict.fromkeys(search_words(service, diagnosis)):
        if not query:
            continue
        arguments = {"query": query, "limit": most}
        answer = await tools.call("clinical-trials", "search_trials", arguments, TrialsReply, query)
        if answer.reply is None or not answer.reply.available:
            return ()
        if answer.reply.trials:
            found = answer.reply.trials[:most]
            return tuple(
                Trial(nct_id=t.nct_id, title=t.title, status=t.status, relevance=f"found for: {query}") for t in found
            )
    return ()
