"""Providers from the NPPES registry's own service, version 2.1.

It answers an error with status 200, and leaves deactivated numbers out as if they had never been issued.
"""

from typing import Annotated

from pydantic import BeforeValidator, Field

from mcp_servers.npi_registry.registry import ProviderSearch
from mcp_servers.npi_registry.replies import ProviderListReply, ProviderReply, TaxonomyRow
from mcp_servers.npi_registry.taxonomy import labels
from mcp_servers.sources.live.service import Asks, Fetched, Host, Query, Wire, read
from priorauth.errors import SourceReplyRefused
from priorauth.findings import ProviderStatus

HOST = Host(
    "NPPES NPI Registry", "API 2.1", "https://npiregistry.cms.hhs.gov/api", per_second=2.0, fresh_seconds=24 * 3600
)
MOST = 200
_PERSON = "NPI-1"
_NO_AFFIX = "--"


def _word(value: object) -> object:
    return "" if value is None else value


Word = Annotated[str, BeforeValidator(_word)]


class _Basic(Wire):
    first_name: Word = ""
    last_name: Word = ""
    organization_name: Word = ""
    credential: Word = ""
    status: Word = ""


class _Address(Wire):
    address_purpose: Word = ""
    city: Word = ""
    state: Word = ""


class _Taxonomy(Wire):
    code: Word = ""
    desc: Word = ""
    state: Word = ""
    primary: bool = False


class _Provider(Wire):
    number: str
    enumeration_type: str
    basic: _Basic
    addresses: tuple[_Address, ...] = ()
    taxonomies: tuple[_Taxonomy, ...] = ()


class _Answer(Wire):
    """Either results or errors, both with status 200."""

    result_count: int | None = None
    results: tuple[_Provider, ...] | None = None
    errors: tuple[object, ...] | None = Field(default=None, alias="Errors")


class NppesProviders:
    """Looks numbers and names up in the public registry."""

    def __init__(self, service: Asks) -> None:
        self._service = service

    async def look_up(self, npi: str) -> ProviderReply:
        found, fetched = await self._ask({"number": npi})
        one = next(iter(found), None)
        if one is None:
            return ProviderReply(
                **fetched.provenance,
                npi=npi,
                check_digit_ok=True,
                status=ProviderStatus.not_found,
                detail="Not in the registry, or deactivated.",
            )
        if len(found) > 1 or one.number != npi:
            raise SourceReplyRefused(HOST.source, "answered about another number")
        return _reply(one, fetched)

    async def search(self, wanted: ProviderSearch, limit: int) -> ProviderListReply:
        query = _query(wanted)
        if not query:
            detail = "Give at least two letters of a last name or of an organization's name."
            return ProviderListReply(source=HOST.source, release=HOST.release, as_of=None, complete=True, detail=detail)
        found, fetched = await self._ask({**query, "limit": MOST if wanted.taxonomies is not None else limit})
        fits = [p for p in found if wanted.taxonomies is None or {t.code for t in p.taxonomies} & {*wanted.taxonomies}]
        # More than one page is never asked for, so what is missing from a full page proves nothing.
        whole = len(found) < (MOST if wanted.taxonomies is not None else limit)
        detail = "" if fits else "Nothing found."
        shown = tuple(_reply(one, fetched) for one in fits[:limit])
        return ProviderListReply(**fetched.provenance, providers=shown, complete=whole, detail=detail)

    async def _ask(self, query: Query) -> tuple[tuple[_Provider, ...], Fetched]:
        return await self._service.get("/", {"version": "2.1", **query}, _results)


def _results(fetched: Fetched) -> tuple[_Provider, ...]:
    answer = read(_Answer, fetched)
    if answer.errors is not None or answer.results is None or answer.result_count is None:
        raise SourceReplyRefused(HOST.source, "answered with errors")
    if bool(answer.results) != bool(answer.result_count):
        raise SourceReplyRefused(HOST.source, "counts what it does not list")
    return answer.results


def _query(wanted: ProviderSearch) -> dict[str, str]:
    names = {
        "last_name": wanted.last_name,
        "first_name": wanted.first_name,
        "organization_name": wanted.organization,
    }
    asked = {name: f"{text}*" for name, text in names.items() if len(text) >= 2}
    if "last_name" not in asked and "organization_name" not in asked:
        return {}
    places = {"city": wanted.city, "state": wanted.state}
    return asked | {name: text for name, text in places.items() if text}


def _reply(found: _Provider, fetched: Fetched) -> ProviderReply:
    place = next((a for a in found.addresses if a.address_purpose == "LOCATION"), _Address())
    active = found.basic.status == "A"
    return ProviderReply(
        **fetched.provenance,
        npi=found.number,
        check_digit_ok=True,
        status=ProviderStatus.verified if active else ProviderStatus.inactive,
        name=_name(found.basic),
        entity_type=1 if found.enumeration_type == _PERSON else 2,
        credential=_told(found.basic.credential),
        city=place.city,
        state=place.state,
        taxonomies=tuple(
            TaxonomyRow(code=t.code, desc=labels().get(t.code, t.desc), primary=t.primary, state=t.state)
            for t in sorted(found.taxonomies, key=lambda t: not t.primary)
        ),
        detail="Active." if active else "The registry does not list this number as active.",
    )


def _name(basic: _Basic) -> str:
    if basic.organization_name:
        return basic.organization_name
    person = f"{_told(basic.first_name)} {_told(basic.last_name)}".strip()
    credential = _told(basic.credential)
    return f"{person}, {credential}" if person and credential else person


def _told(text: str) -> str:
    return "" if text == _NO_AFFIX else text.strip()
