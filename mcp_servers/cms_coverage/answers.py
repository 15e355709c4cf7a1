"""What the shelf holds as replies."""

import csv
from collections.abc import Sequence
from datetime import date
from functools import cache
from importlib.resources import files

from mcp_servers.cms_coverage.cards import PolicyCard, PolicyShelf, PolicySource, expanded
from mcp_servers.cms_coverage.code_pairs import PairSource
from mcp_servers.cms_coverage.contractors import contractors_for
from mcp_servers.cms_coverage.known import not_held
from mcp_servers.cms_coverage.replies import (
    CodePairsReply,
    ContractorRow,
    ContractorsReply,
    DocumentReply,
    DocumentsReply,
    ExcludedDrug,
    ExclusionsReply,
    FoundPolicy,
    NewsReply,
    PoliciesReply,
)
from mcp_servers.cms_coverage.search import PolicyIndex
from mcp_servers.reply import Provenance
from priorauth.codes import normalise
from priorauth.findings import PolicyKind

SOURCE = "coverage policies held here"
LOCAL = (PolicyKind.lcd, PolicyKind.payer)
_STATES: Provenance = {
    "source": "Medicare contractors by state, held here",
    "release": "2026",
    "as_of": date(2026, 9, 30),
}
_EXCLUSIONS: Provenance = {
    "source": "illustrative list of usually self-administered drugs",
    "release": "starter",
    "as_of": date(2026, 11, 20),
}


class CoverageAnswers:
    """Answers every question of the cms-coverage server from one source of policies."""

    def __init__(self, source: PolicySource, pairs: PairSource | None = None) -> None:
        self._source, self._pairs = source, pairs
        self._indexed: tuple[PolicyShelf, PolicyIndex] | None = None

    def search(self, keyword: str, kinds: Sequence[PolicyKind], limit: int) -> PoliciesReply:
        found = [card for card in self._index().find(keyword) if card.kind in kinds]
        return PoliciesReply(
            **self._from(),
            policies=tuple(found_policy(card) for card in found[:limit]),
            total=len(found),
            detail="" if found else "No policy known here says this.",
        )

    def document(self, document_id: str) -> DocumentReply:
        card = self._index().named(document_id)
        if card is None:
            detail = "No policy of this id is known here."
            return DocumentReply(**self._from(), found=False, held=False, policy_id=document_id, detail=detail)
        shared = card.model_dump(exclude={"kind", "keywords", "source", "codes", "place_uncertain"})
        detail = "" if card.held else "Known to exist; its criteria are not held here."
        came_from: Provenance = {**self._from(), "source": card.source or SOURCE}
        return DocumentReply(
            **came_from, **shared, type=card.kind, codes=expanded(card.codes), found=True, detail=detail
        )

    def documents(self, ids: Sequence[str]) -> DocumentsReply:
        return self.documents_of([self.document(one) for one in ids])

    def documents_of(self, documents: Sequence[DocumentReply]) -> DocumentsReply:
        return DocumentsReply(**self._from(), documents=tuple(documents))

    def knows(self, policy_id: str) -> bool:
        """Whether the policy is held here, or known to exist."""
        return self._index().named(policy_id) is not None

    def contractors(self, state: str, kind: str, limit: int) -> ContractorsReply:
        rows = tuple(
            ContractorRow(
                contractor_type=c.kind,
                jurisdiction=c.jurisdiction,
                name=c.name,
                states=tuple(sorted(c.states)),
                certainty=c.certainty,
                note=c.note,
            )
            for c in contractors_for(state, kind)
        )
        return ContractorsReply(**_STATES, contractors=rows[:limit], detail="" if rows else "No such state.")

    def news(self) -> NewsReply:
        return NewsReply(source="", release="", as_of=None, available=False, detail="Not available offline.")

    def exclusions(self, keyword: str, code: str, limit: int) -> ExclusionsReply:
        wanted_code, wanted = code.strip().upper(), keyword.strip().lower()
        rows = tuple(
            drug
            for drug in _excluded_drugs()
            if (not wanted_code or drug.code == wanted_code) and wanted in drug.label.lower()
        )
        detail = "Illustrative only; the contractor's own list decides."
        return ExclusionsReply(**_EXCLUSIONS, drugs=rows[:limit], complete=False, detail=detail)

    def code_pairs(self, codes: Sequence[str], day: date) -> CodePairsReply:
        table = self._pairs.table() if self._pairs else None
        if table is None:
            detail = "No table of procedure pairs was imported; nothing was checked."
            return CodePairsReply(source="", release="", as_of=None, available=False, detail=detail)
        found = table.among([normalise(code) for code in codes], day)
        return CodePairsReply(
            source="imported NCCI procedure pairs",
            release=", ".join(table.names),
            as_of=day,
            available=True,
            pairs=found,
            detail="" if found else "No two of these codes exclude each other on that day.",
        )

    def _index(self) -> PolicyIndex:
        """Everything held, then everything only known; made anew when the shelf changes."""
        shelf = self._source.shelf()
        if self._indexed is None or self._indexed[0] is not shelf:
            self._indexed = (shelf, PolicyIndex((*shelf.cards, *not_held(shelf.cards, shelf.known))))
        return self._indexed[1]

    def _from(self) -> Provenance:
        shelf = self._source.shelf()
        return {"source": SOURCE, "release": shelf.release, "as_of": shelf.as_of}


def found_policy(card: PolicyCard) -> FoundPolicy:
    return FoundPolicy(
        policy_id=card.policy_id,
        title=card.title,
        type=card.kind,
        held=card.held,
        jurisdiction=card.jurisdiction,
        jurisdictions=card.jurisdictions,
        codes=expanded(card.codes),
        effective=card.effective,
        source=card.source,
        certainty=card.certainty,
    )


@cache
def _excluded_drugs() -> tuple[ExcludedDrug, ...]:
    text = files("mcp_servers.cms_coverage").joinpath("data", "sad_list.csv").read_text("utf-8")
    return tuple(ExcludedDrug(code=row["code"], label=row["label"]) for row in csv.DictReader(text.splitlines()))
