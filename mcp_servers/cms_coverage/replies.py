"""What the cms-coverage server answers."""

from datetime import date

from pydantic import Field

from mcp_servers.cms_coverage.cards import Criterion
from mcp_servers.cms_coverage.code_pairs import CodePair
from mcp_servers.reply import Reply
from priorauth.base import Frozen
from priorauth.findings import PolicyKind


class FoundPolicy(Frozen):
    """One policy found. Not held: known to exist, and nothing here can judge by it."""

    policy_id: str
    title: str
    type: PolicyKind
    held: bool
    jurisdiction: str
    jurisdictions: tuple[str, ...] = Field(description="Contractor areas, such as A/B MAC JE; empty means everywhere")
    codes: tuple[str, ...]
    effective: date | None
    source: str
    certainty: str


class PoliciesReply(Reply):
    policies: tuple[FoundPolicy, ...] = ()
    total: int
    detail: str = ""


class DocumentReply(Reply):
    """One policy in full. `found` false: no policy of this id is known here."""

    found: bool
    held: bool
    policy_id: str
    title: str = ""
    type: PolicyKind | None = None
    jurisdiction: str = ""
    jurisdictions: tuple[str, ...] = ()
    effective: date | None = None
    ends: date | None = None
    lines_of_business: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    documents: tuple[str, ...] = ()
    certainty: str = ""
    digest: str = ""
    text: str = ""
    detail: str = ""


class DocumentsReply(Reply):
    documents: tuple[DocumentReply, ...] = ()


class ContractorRow(Frozen):
    contractor_type: str
    jurisdiction: str
    name: str
    states: tuple[str, ...]
    certainty: str
    note: str


class ContractorsReply(Reply):
    contractors: tuple[ContractorRow, ...] = ()
    detail: str = ""


class NewsReply(Reply):
    """Changes published lately. `available` false: they are not known here."""

    available: bool
    policies: tuple[FoundPolicy, ...] = ()
    detail: str = ""


class ExcludedDrug(Frozen):
    """A drug that patients usually take themselves, by code and our own label."""

    code: str
    label: str


class ExclusionsReply(Reply):
    drugs: tuple[ExcludedDrug, ...] = ()
    complete: bool
    detail: str = ""


class CodePairsReply(Reply):
    """Procedure codes not paid together. `available` false: no table was imported, so nothing was checked."""

    available: bool
    pairs: tuple[CodePair, ...] = ()
    detail: str = ""
