"""Coverage policies from the public service of the Medicare Coverage Database.

Its searches do not narrow, so titles are listed whole and looked through here. Local policies need a token, and to ask
for one is to accept the licences of the codes' owners: it is asked for only where a setting says that they are.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Annotated

from pydantic import AliasChoices, BeforeValidator, Field

from mcp_servers.cms_coverage.cards import PolicyCard
from mcp_servers.cms_coverage.replies import DocumentReply, ExcludedDrug, ExclusionsReply, FoundPolicy, NewsReply
from mcp_servers.sources.live.markup import plain_text
from mcp_servers.sources.live.service import Answered, Asks, Fetched, Host, Query, T, Wire, as_a
from priorauth.errors import SourceReplyRefused
from priorauth.findings import PolicyKind

HOST = Host(
    "CMS Coverage API",
    "v1",
    "https://api.coverage.cms.gov/v1",
    per_second=4.0,
    burst=4,
    most_bytes=12_000_000,
)
PAGE, MOST_PAGES = 100, 60
TOKEN_SECONDS = 55 * 60
_UNAUTHORIZED = 401
_LISTS = {
    PolicyKind.ncd: "/reports/national-coverage-ncd/",
    PolicyKind.lcd: "/reports/local-coverage-final-lcds/",
}
_NO_LICENCE = "Local texts need CMS_LICENSE_ACCEPTED, which accepts the licences of the codes' owners."


def _text(value: object) -> object:
    return "" if value is None else str(value) if isinstance(value, int) else value


Text = Annotated[str, BeforeValidator(_text)]


class _Meta(Wire):
    next_token: Text = ""


class _Row(Wire):
    document_id: Text = ""
    document_version: Text = ""
    document_display_id: Text = ""
    title: Text = ""
    contractor_name_type: Text = ""
    effective_date: Text = ""
    retirement_date: Text = ""


class _Listing(Wire):
    meta: _Meta = _Meta()
    data: tuple[_Row, ...]


class _Token(Wire):
    token: str = Field(alias="Token")


class _Tokens(Wire):
    data: Annotated[tuple[_Token, ...], Field(min_length=1)]


class _Texts(Wire):
    """The parts of a national or local policy that say what it asks."""

    item_service_description: Text = ""
    indications_limitations: Text = ""
    indication: Text = ""
    cms_cov_policy: Text = ""
    doc_reqs: Text = ""
    util_guide: Text = ""
    reasons_for_denial: Text = ""
    other_text: Text = ""
    effective_date: Text = ""
    effective_end_date: Text = ""

    @property
    def in_order(self) -> tuple[str, ...]:
        asked = (self.cms_cov_policy, self.indication, self.indications_limitations, self.reasons_for_denial)
        return (self.item_service_description, *asked, self.doc_reqs, self.util_guide, self.other_text)


_NO_TEXTS = _Texts()


class _Document(Wire):
    data: Annotated[tuple[_Texts, ...], Field(min_length=1)]


class _Drug(Wire):
    code: Text = Field(validation_alias=AliasChoices("hcpc_code", "hcpcs_code", "hcpc_code_id"))
    label: Text = Field(default="", validation_alias=AliasChoices("drug_name", "short_description", "drug_short_name"))


class _Drugs(Wire):
    meta: _Meta = _Meta()
    data: tuple[_Drug, ...]


@dataclass
class CmsCoverage:
    """Asks the service. Lists are fetched by one task for whoever waits, since a whole one outlasts a single call."""

    service: Asks
    licence_accepted: bool = False
    fresh_seconds: float = HOST.fresh_seconds
    _listed: dict[PolicyKind, tuple[datetime, tuple[PolicyCard, ...]]] = field(
        default_factory=dict[PolicyKind, tuple[datetime, tuple[PolicyCard, ...]]]
    )
    _listing: dict[PolicyKind, "asyncio.Task[tuple[PolicyCard, ...]]"] = field(
        default_factory=dict[PolicyKind, "asyncio.Task[tuple[PolicyCard, ...]]"]
    )
    _token: tuple[datetime, str] | None = None

    async def titles(self, kind: PolicyKind) -> tuple[PolicyCard, ...]:
        listed = self._listed.get(kind)
        if listed and datetime.now(UTC) - listed[0] < timedelta(seconds=self.fresh_seconds):
            return listed[1]
        task = self._listing.get(kind)
        if task is None:
            task = self._listing[kind] = asyncio.create_task(self._list(kind))
            task.add_done_callback(lambda done: self._arrived(kind, done))
        return await asyncio.shield(task)

    async def aclose(self) -> None:
        for task in (running := list(self._listing.values())):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def document(self, card: PolicyCard) -> DocumentReply:
        if card.kind is PolicyKind.ncd:
            document, fetched = await self.service.get("/data/ncd", {"ncdid": card.digest}, as_a(_Document))
        elif self.licence_accepted:
            document, fetched = await self._licensed("/data/lcd", {"lcdid": card.digest}, as_a(_Document))
        else:
            return _shown(card, detail=_NO_LICENCE)
        return _shown(card, document.data[0], fetched)

    async def news(self, days: int, kinds: Sequence[PolicyKind], limit: int) -> NewsReply:
        today = datetime.now(UTC).date()
        asked: Mapping[PolicyKind, tuple[str, Query]] = {
            PolicyKind.ncd: ("/reports/whats-new/national/", {"timeframe": days}),
            PolicyKind.lcd: (
                "/reports/whats-new/local/",
                {"start_date": f"{today - timedelta(days=days):%Y%m%d}", "end_date": f"{today:%Y%m%d}"},
            ),
        }
        told: list[FoundPolicy] = []
        fetched: Fetched | None = None
        for kind in kinds:
            path, query = asked[kind]
            listing, fetched = await self.service.get(path, {**query, "limit": PAGE}, as_a(_Listing))
            told += [_found(_card(kind, row)) for row in listing.data if row.document_display_id]
        if fetched is None:
            return NewsReply(source="", release="", as_of=None, available=False, detail="No news of this kind is kept.")
        return NewsReply(**fetched.provenance, available=True, policies=tuple(told[:limit]))

    async def exclusions(self, keyword: str, code: str, limit: int) -> ExclusionsReply | None:
        if not self.licence_accepted:
            return None
        path = "/reports/local-coverage-sad-exclusion-list"
        told, fetched = await self._licensed(path, {"limit": PAGE}, as_a(_Drugs))
        wanted, words = code.strip().upper(), keyword.strip().lower()
        rows = {
            (drug.code, drug.label): ExcludedDrug(code=drug.code, label=drug.label)
            for drug in told.data
            if (not wanted or drug.code == wanted) and words in drug.label.lower()
        }
        return ExclusionsReply(
            **fetched.provenance,
            drugs=tuple(rows.values())[:limit],
            complete=not told.meta.next_token,
            detail="Lists differ between contractors; the contractor's own list decides.",
        )

    async def _list(self, kind: PolicyKind) -> tuple[PolicyCard, ...]:
        cards: dict[str, PolicyCard] = {}
        token = ""
        for _ in range(MOST_PAGES):
            query: dict[str, str | int] = {"limit": PAGE, **({"next_token": token} if token else {})}
            listing, _ = await self.service.get(_LISTS[kind], query, as_a(_Listing))
            for row in listing.data:
                card = _card(kind, row)
                cards.setdefault(card.policy_id, card)
            if not (token := listing.meta.next_token):
                return tuple(cards.values())
        raise SourceReplyRefused(HOST.source, "lists without an end")

    def _arrived(self, kind: PolicyKind, task: "asyncio.Task[tuple[PolicyCard, ...]]") -> None:
        self._listing.pop(kind, None)
        if not task.cancelled() and task.exception() is None:
            self._listed[kind] = (datetime.now(UTC), task.result())

    async def _licensed(self, path: str, query: Query, understand: Callable[[Fetched], T]) -> tuple[T, Fetched]:
        """A reply that needs the token; a token that is refused is asked for anew, once."""
        try:
            return await self.service.get(path, query, understand, await self._bearer())
        except Answered as refused:
            if refused.status != _UNAUTHORIZED:
                raise
            self._token = None
        return await self.service.get(path, query, understand, await self._bearer())

    async def _bearer(self) -> Mapping[str, str]:
        now = datetime.now(UTC)
        if self._token is None or now - self._token[0] > timedelta(seconds=TOKEN_SECONDS):
            tokens, _ = await self.service.get("/metadata/license-agreement", {}, as_a(_Tokens), keep=False)
            self._token = (now, tokens.data[0].token)
        return {"Authorization": f"Bearer {self._token[1]}"}


def _card(kind: PolicyKind, row: _Row) -> PolicyCard:
    """A row of a list. The service's own number, by which the text is asked for, stands in the digest's place."""
    shown = row.document_display_id.strip()
    return PolicyCard(
        policy_id=f"NCD {shown}" if kind is PolicyKind.ncd else shown,
        title=" ".join(row.title.split()),
        kind=kind,
        held=False,
        jurisdiction="national" if kind is PolicyKind.ncd else " ".join(row.contractor_name_type.split()),
        effective=_day(row.effective_date),
        ends=_day(row.retirement_date),
        source=HOST.source,
        certainty="listed by CMS",
        digest=row.document_id,
    )


def _found(card: PolicyCard) -> FoundPolicy:
    return FoundPolicy(
        **card.model_dump(
            include={"policy_id", "title", "held", "jurisdiction", "jurisdictions", "codes", "effective", "source"}
        ),
        type=card.kind,
        certainty=card.certainty,
    )


def _shown(
    card: PolicyCard, texts: _Texts = _NO_TEXTS, fetched: Fetched | None = None, detail: str = ""
) -> DocumentReply:
    return DocumentReply(
        source=HOST.source,
        release=HOST.release,
        as_of=fetched.day if fetched else None,
        found=True,
        held=False,
        policy_id=card.policy_id,
        title=card.title,
        type=card.kind,
        jurisdiction=card.jurisdiction,
        effective=_day(texts.effective_date) or card.effective,
        ends=_day(texts.effective_end_date) or card.ends,
        text="\n\n".join(told for part in texts.in_order if (told := plain_text(part))),
        certainty=card.certainty,
        detail=detail,
    )


def _day(text: str) -> date | None:
    """A day as 09/30/2026; longstanding policies have a sentence in its place, which is no day."""
    try:
        return datetime.strptime(text.strip()[:10], "%m/%d/%Y").replace(tzinfo=UTC).date()
    except ValueError:
        return None
