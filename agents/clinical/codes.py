"""Every diagnosis code, looked up singly on the day of service; every procedure code, noted with its form."""

from datetime import date

from agents.runtime.tools import Answer, Reply, ToolSession
from priorauth.case import ReviewInput
from priorauth.codes import is_icd10cm_syntax, normalise, parse_procedure
from priorauth.findings import CodeStanding, DiagnosisFinding, ProcedureFinding, ToolOutcome
from priorauth.rulebook import Rulebook

SERVER = "icd10-codes"
_SHOWN_CHILDREN = 12


class ChildReply(Reply):
    code: str
    description: str = ""


class CodeReply(Reply):
    """What is read of an answer about one code."""

    code: str
    status: str
    valid: bool | None
    billable: bool | None
    description: str = ""
    children: tuple[ChildReply, ...] = ()
    detail: str = ""


_STANDINGS = {
    "billable": CodeStanding.billable,
    "header": CodeStanding.header,
    "retired": CodeStanding.deleted,
    "not yet in force": CodeStanding.not_yet,
    "unknown": CodeStanding.unknown,
    "chapter or block": CodeStanding.unknown,
    "malformed": CodeStanding.malformed,
    "not held here": CodeStanding.unchecked,
}


async def validate_diagnosis(code: str, on: date, tools: ToolSession) -> DiagnosisFinding:
    """Two calls a code: whether it stands, then what it means. Where either did not answer, it is "unchecked"."""
    asked = normalise(code)
    if not is_icd10cm_syntax(asked):
        return DiagnosisFinding(
            code=code, standing=CodeStanding.malformed, note="This does not have the form of an ICD-10-CM code."
        )
    arguments = {"code": asked, "code_type": "diagnosis", "service_date": on.isoformat()}
    verdict = await tools.call(SERVER, "validate_code", arguments, CodeReply, asked)
    detail = await tools.call(SERVER, "lookup_code", arguments, CodeReply, asked)
    for answer in (verdict, detail):
        if answer.call.outcome is not ToolOutcome.ok:
            return DiagnosisFinding(code=asked, standing=CodeStanding.unchecked, note=_unanswered(answer))
    if verdict.reply is None or detail.reply is None:
        return DiagnosisFinding(code=asked, standing=CodeStanding.unchecked, note=_unanswered(verdict))
    return _finding(asked, verdict.reply, detail.reply)


def _unanswered(answer: Answer[CodeReply]) -> str:
    return f"The code source did not answer ({answer.call.outcome}); the code could not be checked."


def _finding(asked: str, verdict: CodeReply, detail: CodeReply) -> DiagnosisFinding:
    standing = _STANDINGS.get(verdict.status, CodeStanding.unchecked)
    if standing is CodeStanding.billable and not (verdict.valid and verdict.billable):
        standing = CodeStanding.unchecked
    children = tuple(c.code for c in verdict.children)
    note = verdict.detail
    if standing is CodeStanding.header and children:
        more = ", …" if len(children) > _SHOWN_CHILDREN else ""
        note = f"{asked} is a heading; use one of {', '.join(children[:_SHOWN_CHILDREN])}{more}."
    title = verdict.description or detail.description
    return DiagnosisFinding(
        code=verdict.code or asked, standing=standing, description=title, children=children, note=note
    )


def note_procedures(case: ReviewInput, rules: Rulebook) -> tuple[ProcedureFinding, ...]:
    """The form of each procedure code. No table of procedure codes is held, so existence is never claimed."""
    noted: list[ProcedureFinding] = []
    for item in case.items:
        parsed = parse_procedure(item.code, item.modifiers)
        noted.append(
            ProcedureFinding(
                sequence=item.sequence,
                code=item.code,
                well_formed=parsed.well_formed,
                existence_checked=False,
                description=rules.service_words(item.code),
                verdict=parsed.verdict,
            )
        )
    return tuple(noted)
