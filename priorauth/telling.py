"""What may be said of a computed proposal: the service, the decisive rows with their quotes, what is asked for.

Made by code from what was found, and all that whoever writes prose about a case is shown. It holds no status that could
be disputed, no name and no arithmetic: those are told by code alone.
"""

from collections.abc import Iterator

from priorauth.base import Frozen
from priorauth.criteria import Assessment, Status
from priorauth.findings import ClinicalFindings, CoverageFindings, Failure, ItemFinding
from priorauth.recommendation import Proposal, Recommendation

QUOTES_PER_ROW, PARTS_AT_MOST, LONGEST = 2, 60, 300
_HEADINGS = {
    Status.met: "shown",
    Status.not_met: "contradicted",
    Status.insufficient: "not settled",
}


class Part(Frozen):
    """One thing that may be told: what it is about, our words for it, and the record's own."""

    about: str
    words: str = ""
    quotes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join(t for t in (self.words, *(f'"{q}"' for q in self.quotes)) if t)


class Telling(Frozen):
    """Everything that prose may use."""

    recommendation: Recommendation
    parts: tuple[Part, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(t for p in self.parts for t in (p.about, p.words, *p.quotes) if t)

    @property
    def quotes(self) -> tuple[str, ...]:
        return tuple(q for p in self.parts for q in p.quotes)


def telling_of(
    proposal: Proposal, clinical: ClinicalFindings | Failure, coverage: CoverageFindings | Failure
) -> Telling:
    parts = (*_services(coverage), *_rows(coverage), *_disagreements(clinical), *_asked_for(proposal))
    return Telling(recommendation=proposal.recommendation, parts=parts[:PARTS_AT_MOST])


def _services(coverage: CoverageFindings | Failure) -> Iterator[Part]:
    for item in () if isinstance(coverage, Failure) else coverage.items:
        ids = ", ".join(p.policy_id for p in item.policies if p.relevant and p.governs)
        judged = f"judged by {ids}" if ids else "judged by no policy"
        yield Part(about=f"service {item.code}", words=f"{item.description}; {judged}".strip("; "))


def _rows(coverage: CoverageFindings | Failure) -> Iterator[Part]:
    """Each statement and each quote once: rows of two policies often say the same of the same words."""
    told: set[str] = set()
    for item in () if isinstance(coverage, Failure) else coverage.items:
        for row in _decisive(item):
            about = f"{_HEADINGS[row.status]}: {row.statement}"
            spans = [s.evidence.quote for s in row.spans if len(s.evidence.quote) <= LONGEST]
            quotes = [q for q in dict.fromkeys(spans) if q not in told][:QUOTES_PER_ROW]
            reason = "" if row.status is Status.met and row.spans else row.reason
            part = Part(about=about, words=reason, quotes=tuple(quotes))
            if part.text and (about not in told or quotes):
                yield part
            told |= {about, *quotes}


def _decisive(item: ItemFinding) -> tuple[Assessment, ...]:
    return tuple(row for row in item.assessments if row.decisive)


def _disagreements(clinical: ClinicalFindings | Failure) -> Iterator[Part]:
    for one in () if isinstance(clinical, Failure) else clinical.discrepancies:
        yield Part(about="does not agree", words=one.found.detail)


def _asked_for(proposal: Proposal) -> Iterator[Part]:
    if asked := dict.fromkeys(gap.request for gap in proposal.gaps):
        yield Part(about="asked for", words="; ".join(asked))
