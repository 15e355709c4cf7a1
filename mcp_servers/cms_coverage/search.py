"""Finding policies by procedure code, by id or by words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from mcp_servers.cms_coverage.cards import PolicyCard, expanded, ids_of
from priorauth.codes import normalise, parse_procedure

_WORD = re.compile(r"[a-z0-9]{2,}")
_FILLERS = frozenset(["and", "by", "for", "in", "of", "on", "or", "the", "to", "with"])
_TITLE, _KEYWORD, _TEXT = 8, 3, 1


@dataclass(frozen=True)
class _Entry:
    """A policy with its codes; its words are taken apart when one first searches by words, which is seldom."""

    card: PolicyCard
    codes: frozenset[str]

    @cached_property
    def title(self) -> frozenset[str]:
        return _stems(self.card.title)

    @cached_property
    def keywords(self) -> frozenset[str]:
        return _stems(" ".join(self.card.keywords))

    @cached_property
    def text(self) -> frozenset[str]:
        return _stems(self.card.text)

    def score(self, words: Iterable[str]) -> int:
        """How well the policy fits; nothing unless every word occurs."""
        worths = [self._worth(word) for word in words]
        return sum(worths) if worths and all(worths) else 0

    def _worth(self, word: str) -> int:
        if word in self.title:
            return _TITLE
        return _KEYWORD if word in self.keywords else _TEXT if word in self.text else 0


class PolicyIndex:
    """A shelf's policies, ready to be searched."""

    def __init__(self, cards: Iterable[PolicyCard]) -> None:
        self._entries = tuple(_Entry(card, frozenset(expanded(card.codes))) for card in cards)

    def named(self, document_id: str) -> PolicyCard | None:
        spellings = ids_of(document_id)
        return next((e.card for e in self._entries if e.card.policy_id.casefold() in spellings), None)

    def find(self, query: str) -> list[PolicyCard]:
        """Policies that name the code or bear the id, else those that hold every word, titles first."""
        code = normalise(query)
        if len(code) == 5 and parse_procedure(code, ()).well_formed:
            return [entry.card for entry in self._entries if code in entry.codes]
        if named := self.named(query):
            return [named]
        words = _stems(query)
        scored = [(score, entry.card) for entry in self._entries if (score := entry.score(words))]
        return [card for _, card in sorted(scored, key=lambda pair: (-pair[0], not pair[1].held, pair[1].policy_id))]


def _stems(text: str) -> frozenset[str]:
    """Words that say something, without a plural ending."""
    words = (word for word in _WORD.findall(text.lower()) if word not in _FILLERS)
    return frozenset(word.removesuffix("s") if len(word) > 4 else word for word in words)
