"""Whether prose about a proposal says only what it may: every figure, date, code, name and quotation is looked up.

Prose never changes anything: it stands beside what code has computed. What it may not do is add to it, contradict it or
decide. One fault refuses the whole of it, and code's own words stand alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from priorauth.findings import ClinicalFindings, CoverageFindings, Failure
from priorauth.prose_words import (
    AGAINST_APPROVAL,
    AGAINST_PENDING,
    COMPARES,
    DATE,
    DECIDES,
    NEGATES,
    NUMBERS,
    OPENERS,
    PLAIN,
    RULES,
    SPEAKS,
)
from priorauth.recommendation import Proposal, Prose, Recommendation
from priorauth.telling import Telling, telling_of

LONGEST_SUMMARY, LONGEST_RATIONALE = 700, 2_500
_AROUND, _AROUND_IN_RECORD, _BEFORE = 6, 8, 3
_WORD = re.compile(r"[^\W_]+(?:[.,:/-][^\W_]*\d[^\W_]*|['’][^\W\d_]+)*%?")
_SENTENCE = re.compile(r"[^.!?;\n]*(?:\.(?=[\w])[^.!?;\n]*)*")
_MARKS = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})
_QUOTED = re.compile(r'"([^"]*)"')
_JOINED = re.compile(r"(?<=[^\W\d_])[-.·_'’/](?=[^\W\d_])")
_SPACED = re.compile(r"\b[^\W\d_](?:\W{1,2}[^\W\d_]\b){3,}")


def checked(prose: Prose, telling: Telling) -> Prose:
    """The prose, or the same without its words and with the reason."""
    fault = prose.refused or fault_in(prose, telling)
    return Prose(writer=prose.writer, refused=fault) if fault else prose


def retold(
    proposal: Proposal, prose: Prose | None, clinical: ClinicalFindings | Failure, coverage: CoverageFindings | Failure
) -> Proposal:
    """The proposal with somebody's prose beside it, looked up once more."""
    if prose is None:
        return proposal
    return proposal.model_copy(update={"prose": checked(prose, telling_of(proposal, clinical, coverage))})


def fault_in(prose: Prose, telling: Telling) -> str:
    """The first thing wrong with it, named by kind and never by its words; empty where it may stand."""
    if telling.recommendation is Recommendation.deny:
        return "a proposed denial is told in the engine's own words alone"
    if not prose.summary.strip() or not prose.rationale.strip():
        return "it says nothing"
    if len(prose.summary) > LONGEST_SUMMARY or len(prose.rationale) > LONGEST_RATIONALE:
        return "it is too long"
    given = _Given.of(telling)
    return next((fault for text in (prose.summary, prose.rationale) for fault in _faults(_usual(text), given)), "")


def _faults(text: str, given: "_Given") -> Iterator[str]:
    if not all(_is_plain(c) for c in text):
        yield "it is written in signs that are not plain text"
        return
    unquoted = _QUOTED.sub(" ", text)
    if '"' in unquoted:
        yield "a quotation has no end"
    if not all(given.quotes_fairly(_flat(q)) for q in _QUOTED.findall(text)):
        yield "a quotation stands nowhere in the findings"
    if any(RULES.search(q) for q in _QUOTED.findall(text)):
        yield "a quotation decides, whoever wrote it"
    if any(_flat(d).casefold() not in given.whole for d in DATE.findall(text)):
        yield "a date stands nowhere in the findings"
    yield from _judging(unquoted, given.recommendation)
    for sentence in _SENTENCE.findall(unquoted):
        yield from _figures(sentence, given)
        yield from _names(sentence, given)


def _judging(text: str, recommendation: Recommendation) -> Iterator[str]:
    if SPEAKS.search(text):
        yield "it speaks for somebody or to somebody"
    joined = _JOINED.sub("", text)
    if DECIDES.search(text) or DECIDES.search(joined) or _SPACED.search(text):
        yield "it decides, which is not for prose"
    against = AGAINST_APPROVAL if recommendation is Recommendation.approve else AGAINST_PENDING
    if against.search(text) or against.search(joined):
        yield "it speaks against what was computed"


def _figures(sentence: str, given: "_Given") -> Iterator[str]:
    words = [w.casefold() for w in _WORD.findall(sentence)]
    for at, word in enumerate(words):
        if not _is_figure(word):
            continue
        if word not in given.near:
            yield "a number or code stands nowhere in the findings"
        elif any(w in COMPARES and w not in given.before[word] for w in words[max(0, at - _BEFORE) : at]):
            yield "a number is compared as the findings do not"
        elif not _names_itself(word) and not _content(words, at, _AROUND) & given.near[word]:
            yield "a number stands beside other words than in the findings"


def _names(sentence: str, given: "_Given") -> Iterator[str]:
    for at, word in enumerate(_WORD.findall(sentence)):
        known = word.casefold() in given.words or (at == 0 and word.casefold() in OPENERS)
        if any(c.isupper() for c in word) and not known:
            yield "a name stands nowhere in the findings"


@dataclass(frozen=True)
class _Given:
    """What the findings hold, laid out to be looked up."""

    recommendation: Recommendation
    whole: str
    quotes: tuple[str, ...]
    words: frozenset[str]
    near: dict[str, set[str]]
    before: dict[str, set[str]]

    @classmethod
    def of(cls, telling: Telling) -> "_Given":
        near, before, every = dict[str, set[str]](), dict[str, set[str]](), set[str]()
        for part in telling.parts:
            for text in (part.about, part.words, *part.quotes):
                words = [w.casefold() for w in _WORD.findall(_usual(text))]
                every |= set(words)
                for at, word in enumerate(words):
                    if _is_figure(word):
                        near.setdefault(word, set()).update(_content(words, at, _AROUND_IN_RECORD))
                        before.setdefault(word, set()).update(words[max(0, at - _BEFORE) : at])
        return cls(
            telling.recommendation,
            "\n".join(_flat(_usual(t)) for t in telling.texts).casefold(),
            tuple(_flat(_usual(q)) for q in telling.quotes),
            frozenset(every),
            near,
            before,
        )

    def quotes_fairly(self, quote: str) -> bool:
        """Whether the words stand in a quote of the findings, and what was left out of it takes nothing back."""
        return any(quote and quote in q and not NEGATES.search(q.replace(quote, " ")) for q in self.quotes)


def _is_figure(word: str) -> bool:
    return word in NUMBERS or any(c.isdigit() for c in word)


def _names_itself(word: str) -> bool:
    """A code or a whole date is what it is wherever it stands; a bare number is not."""
    return (any(c.isalpha() for c in word) and word not in NUMBERS) or word.count("-") + word.count("/") == 2


def _content(words: list[str], at: int, around: int) -> set[str]:
    near: Iterable[str] = words[max(0, at - around) : at] + words[at + 1 : at + 1 + around]
    return {w.removesuffix("s") for w in near if w not in PLAIN and not _is_figure(w)}


def _is_plain(character: str) -> bool:
    """Letters that only look like others, and signs that hide or shape text, have no place in prose."""
    return character in "\n .,;:!?'\"()/%-+" or (character.isascii() and character.isalnum())


def _usual(text: str) -> str:
    """Quotation marks and dashes as a keyboard has them."""
    return text.translate(_MARKS)


def _flat(text: str) -> str:
    return " ".join(text.split())
