"""Procedure codes that are not paid beside each other, where a published table of pairs was imported."""

from dataclasses import dataclass

from pydantic import JsonValue

from agents.runtime.tools import Reply, ToolSession
from priorauth.case import ReviewInput
from priorauth.findings import ItemStatus

SERVER = "cms-coverage"


@dataclass(frozen=True)
class Verdict:
    """One item of the checklist, judged."""

    status: ItemStatus
    detail: str


class PairReply(Reply):
    column1: str
    column2: str
    separable: bool


class PairsReply(Reply):
    pairs: tuple[PairReply, ...] = ()


async def check_pairs(case: ReviewInput, tools: ToolSession) -> Verdict:
    """Every pair of the requested codes, on the day of service; one code alone has nothing to be checked against."""
    codes: list[JsonValue] = list(dict.fromkeys(item.code for item in case.items))
    if len(codes) <= 1:
        return Verdict(ItemStatus.complete, "One procedure code, so no pair to check.")
    arguments: dict[str, JsonValue] = {"codes": codes, "service_date": case.judged_on.isoformat()}
    answer = await tools.call(SERVER, "check_code_pairs", arguments, PairsReply, ", ".join(map(str, codes)))
    if answer.reply is None:
        return Verdict(ItemStatus.incomplete, f"Not checked: the source did not answer ({answer.call.outcome}).")
    if not answer.reply.available:
        return Verdict(ItemStatus.incomplete, "Not checked: no table of NCCI procedure pairs is held here.")
    if not answer.reply.pairs:
        return Verdict(ItemStatus.complete, "No two of the codes exclude each other in the imported table.")
    return Verdict(ItemStatus.complete, f"Checked: {'; '.join(map(_told, answer.reply.pairs))}.")


def _told(pair: PairReply) -> str:
    unless = "unless a modifier tells them apart" if pair.separable else "whatever the modifier"
    return f"{pair.column2} is not paid beside {pair.column1}, {unless}"
