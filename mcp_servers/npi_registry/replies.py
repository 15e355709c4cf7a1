"""What the npi-registry server answers."""

from datetime import date

from pydantic import Field

from mcp_servers.reply import Reply
from priorauth.base import Frozen
from priorauth.findings import ProviderStatus


class TaxonomyRow(Frozen):
    """One specialty of a provider; `desc` is a short label of ours, empty for codes without one."""

    code: str
    desc: str
    primary: bool
    state: str


class NpiReply(Reply):
    """Whether a number can be an NPI by form, before any registry is asked."""

    npi: str
    valid: bool
    check_digit_ok: bool
    detail: str


class ProviderReply(Reply):
    """One provider as the registry held here knows them."""

    npi: str
    check_digit_ok: bool
    status: ProviderStatus = Field(description="UNVERIFIED when the registry held here is only part of the whole")
    name: str = ""
    entity_type: int | None = Field(default=None, description="1 a person, 2 an organization")
    credential: str = ""
    city: str = ""
    state: str = ""
    taxonomies: tuple[TaxonomyRow, ...] = ()
    deactivated_on: date | None = None
    reactivated_on: date | None = None
    detail: str = ""


class ProviderListReply(Reply):
    """Providers found. `complete` says whether one that is missing is missing from the whole registry."""

    providers: tuple[ProviderReply, ...] = ()
    complete: bool
    detail: str = ""
