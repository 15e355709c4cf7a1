"""The data servers a model may ask for more, over MCP: read-only, recorded like every call, in words of our own alone.

A search leaves this house, so it is made of words that our rules and the official titles hold; a word of the record
that is not among them never goes out. What comes back is fenced like the record itself.
"""

import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from agent_framework import FunctionInvocationContext, FunctionMiddleware, FunctionTool, MiddlewareFailure
from pydantic import BaseModel, Field, JsonValue

from agents.modelling.fence import fenced
from agents.runtime.reader import Record
from agents.runtime.tools import Reply, ToolSession
from priorauth.codes import is_icd10cm_syntax, normalise
from priorauth.errors import BudgetSpent, RecordNotWritten
from priorauth.rulebook import Rulebook

WORDS_AT_MOST, ARTICLES, TRIALS = 8, "pubmed", "clinical-trials"
CODES, SHOWN = "icd10-codes", 5
_WORD = re.compile(r"[a-z][a-z-]{2,}")
_NOT_SENT = "Not sent: use only words of the service and the diagnoses, separated by spaces."


class Titled(Reply):
    title: str = ""
    pmid: str = ""
    nct_id: str = ""


class Found(Reply):
    articles: tuple[Titled, ...] = ()
    trials: tuple[Titled, ...] = ()


class Meaning(Reply):
    code: str = ""
    status: str = ""
    description: str = ""


class Words(BaseModel):
    words: str = Field(description="one to eight plain words")


class Code(BaseModel):
    code: str = Field(description="an ICD-10-CM code")


class FailClosed(FunctionMiddleware):
    """A call that cannot be recorded, or may not be paid, ends the run; the framework would go on without it."""

    async def process(self, context: FunctionInvocationContext, call_next: Callable[[], Awaitable[None]]) -> None:
        try:
            await call_next()
        except (RecordNotWritten, BudgetSpent) as wrong:
            raise MiddlewareFailure("stopped") from wrong


def own_words(record: Record, rules: Rulebook) -> frozenset[str]:
    """The words that may leave: of the requested services, their rules' titles and the official diagnosis titles."""
    texts = [t for i in record.context.items for t in (i.label, i.family, i.site, *i.names)]
    texts += record.context.diagnosis_titles
    texts += [p.title for i in record.context.items for p in rules.policies_for(i.code)]
    return frozenset(word for text in texts for word in _WORD.findall(text.casefold()))


def search_words(asked: str, allowed: Iterable[str]) -> str:
    """The query as it may leave; empty where a word in it is not ours."""
    words = asked.casefold().split()
    fits = 0 < len(words) <= WORDS_AT_MOST and all(w in allowed for w in words)
    return " ".join(words) if fits else ""


def search_tools(session: ToolSession, record: Record, rules: Rulebook) -> tuple[FunctionTool, ...]:
    """The tools of the clinical reading, as far as the specialist may call their servers."""
    allowed = own_words(record, rules)

    async def search(server: str, tool: str, limit: str, asked: str) -> str:
        words = search_words(asked, allowed)
        if not words:
            return _NOT_SENT
        arguments: dict[str, JsonValue] = {"query": words, limit: SHOWN}
        answer = await session.call(server, tool, arguments, Found, words)
        if answer.reply is None:
            return "The source did not answer."
        found = [*answer.reply.articles, *answer.reply.trials]
        return fenced([(f.pmid or f.nct_id, f.title) for f in found[:SHOWN]])

    async def search_articles(words: str) -> str:
        return await search(ARTICLES, "search_articles", "max_results", words)

    async def search_trials(words: str) -> str:
        return await search(TRIALS, "search_trials", "limit", words)

    async def lookup_code(code: str) -> str:
        asked = normalise(code)[:8]
        if not is_icd10cm_syntax(asked):
            return "That is not the form of an ICD-10-CM code."
        arguments: dict[str, JsonValue] = {"code": asked, "code_type": "diagnosis"}
        answer = await session.call(CODES, "lookup_code", arguments, Meaning, asked)
        if answer.reply is None:
            return "The source did not answer."
        return fenced([(answer.reply.code, f"{answer.reply.description} ({answer.reply.status})")])

    made = [
        _tool(ARTICLES, search_articles, Words, "Titles of published articles about a service or condition.", session),
        _tool(TRIALS, search_trials, Words, "Titles of registered trials of a service or condition.", session),
        _tool(CODES, lookup_code, Code, "What a diagnosis code means.", session),
    ]
    return tuple(tool for tool in made if tool is not None)


def _tool(
    server: str, call: Callable[..., Any], asked: type[BaseModel], purpose: str, session: ToolSession
) -> FunctionTool | None:
    if server not in session.allowed or server not in session.connections:
        return None
    return FunctionTool(name=call.__name__, description=purpose, func=call, input_model=asked)
