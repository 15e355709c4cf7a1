"""The ordering provider: the number itself first, then what the registry says of it, then whether it may order."""

from agents.runtime.tools import Reply, ToolSession
from priorauth.codes import check_npi
from priorauth.findings import ProviderFinding, ProviderStatus, ToolOutcome
from priorauth.rulebook import CoverageRules, may_order

SERVER = "npi-registry"
PERSON = 1


class TaxonomyReply(Reply):
    code: str
    desc: str = ""
    primary: bool = False


class NpiReply(Reply):
    check_digit_ok: bool


class ProviderReply(Reply):
    npi: str
    status: ProviderStatus
    name: str = ""
    entity_type: int | None = None
    taxonomies: tuple[TaxonomyReply, ...] = ()
    detail: str = ""


async def verify_provider(npi: str, rules: CoverageRules, tools: ToolSession) -> ProviderFinding:
    asked = npi.strip()
    form = check_npi(asked)
    if not asked.isascii() or not asked.isdigit() or len(asked) != 10:
        return ProviderFinding(npi=asked, status=ProviderStatus.invalid, may_order=False, detail=form.reason)
    answer = await tools.call(SERVER, "npi_validate", {"npi": asked}, NpiReply, asked)
    if not form.ok or (answer.reply is not None and not answer.reply.check_digit_ok):
        return ProviderFinding(npi=asked, status=ProviderStatus.invalid, may_order=False, detail=form.reason)
    found = await tools.call(SERVER, "npi_lookup", {"npi": asked}, ProviderReply, asked)
    if found.reply is None or found.call.outcome is not ToolOutcome.ok:
        return ProviderFinding(
            npi=asked,
            status=ProviderStatus.unverified,
            may_order=False,
            detail=f"The provider registry did not answer ({found.call.outcome}).",
        )
    return _finding(asked, found.reply, rules)


def _finding(npi: str, reply: ProviderReply, rules: CoverageRules) -> ProviderFinding:
    primary_first = sorted(reply.taxonomies, key=lambda t: not t.primary)
    codes = tuple(t.code for t in primary_first)
    active = reply.status is ProviderStatus.verified
    is_person = reply.entity_type == PERSON
    orders = active and may_order(rules, codes, is_person=is_person)
    return ProviderFinding(
        npi=npi,
        name=reply.name,
        specialty=next((t.desc or t.code for t in primary_first), ""),
        taxonomies=codes,
        status=reply.status,
        is_person=is_person,
        may_order=orders,
        detail=reply.detail if orders or not active else _why_not(reply),
    )


def _why_not(reply: ProviderReply) -> str:
    if reply.entity_type != PERSON:
        return "The number belongs to an organization; a person must order the service."
    return "No specialty of this provider is one that orders services."
