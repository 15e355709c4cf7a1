"""What an edited rule file would change, asked by an administrator before it is put in force."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from orchestrator.api.access import note
from orchestrator.api.bodies import JSON, documented, read_as, reference
from orchestrator.api.description import problems
from orchestrator.api.models import Resource, Scrubbed, SentBody
from orchestrator.api.parts import Calling, Parts, parts_of
from orchestrator.api.problems import ProblemType, Refused
from priorauth.errors import BudgetSpent, Complaint, Fault, RequestRefused, RulesRefused, SettingRefused
from priorauth.impact import Change, Direction, Impact
from priorauth.recommendation import Recommendation
from priorauth.rulebook import RuleFile, edited_file, laid_over

router = APIRouter(prefix="/api", tags=["rules"])
Stand = Annotated[Parts, Depends(parts_of)]
TEXT_BOUND = 200_000


class ImpactBody(SentBody):
    """A rule file as edited, in place of the one of `rule_id` or else of the one its own id names; and where to look.

    `after` goes on behind the case that an earlier reply named as `next`.
    """

    text: Annotated[str, Field(min_length=1, max_length=TEXT_BOUND), Scrubbed]
    rule_id: Annotated[str, Field(max_length=200), Scrubbed] = ""
    cases: Literal["past", "labelled"] = "past"
    after: Annotated[str, Field(max_length=200), Scrubbed] = ""


class AnswerResource(Resource):
    recommendation: Recommendation
    decision_gate: str
    confidence: float


class RowChangeResource(Resource):
    """A criterion judged otherwise; `not judged` where only one of the two rulebooks has it."""

    item: int
    policy_id: str
    row: str
    statement: str
    before: str
    after: str


class ChangeResource(Resource):
    """A case that comes out otherwise. `unsafe`: towards approval, and no person or label has said so."""

    case: str
    before: AnswerResource
    after: AnswerResource
    direction: Direction
    unsafe: bool
    why: list[RowChangeResource]


class ImpactResource(Resource):
    """Every change among the cases looked at; `next` where more are left, newest first."""

    rules_before: str
    rules_after: str
    cases: int
    changes: list[ChangeResource]
    next: str | None


@router.post(
    "/rules/impact",
    response_model=ImpactResource,
    responses=problems(400, 401, 403, 413, 415, 422, 429, 503),
    openapi_extra=documented((JSON, reference(ImpactBody))),
)
async def rules_impact(request: Request, parts: Stand, caller: Calling) -> ImpactResource:
    """Which past or labelled cases come out otherwise under an edited rule file; nothing is put in force."""
    asked = await read_as(ImpactBody, request)
    await note(parts, request, caller, "try rules")
    files = parts.desk.rules().files
    edited = edited_file(files, asked.text, asked.rule_id)
    after, labelled = laid_over(files, [edited]), asked.cases == "labelled"
    try:
        found = await parts.what_if.look(files, after, labelled=labelled, begin_after=asked.after)
    except RulesRefused as refused:
        raise RequestRefused([_fault(one, edited) for one in refused.complaints]) from None
    except SettingRefused:
        raise RequestRefused([Fault(("cases",), "no labelled cases are held here")]) from None
    except BudgetSpent as spent:
        raise Refused(ProblemType.wait_exceeded, f"These rules take too long: {spent}.") from None
    return _shown(found)


def _fault(complaint: Complaint, edited: RuleFile) -> Fault:
    """The line of the text that was sent, or the file and line it does not go together with."""
    if complaint.file == edited.path:
        return Fault(("text", complaint.line), complaint.message)
    return Fault(("rules", complaint.file, complaint.line), complaint.message)


def _shown(found: Impact) -> ImpactResource:
    return ImpactResource(
        rules_before=found.before,
        rules_after=found.after,
        cases=found.cases,
        changes=[_change(one) for one in found.changes],
        next=found.last or None,
    )


def _change(change: Change) -> ChangeResource:
    before, after = (
        AnswerResource(recommendation=one.recommendation, decision_gate=one.gate, confidence=one.confidence)
        for one in (change.before, change.after)
    )
    return ChangeResource(
        case=change.case,
        before=before,
        after=after,
        direction=change.direction,
        unsafe=change.unsafe,
        why=[
            RowChangeResource(
                item=row.item,
                policy_id=row.policy,
                row=row.row,
                statement=row.statement,
                before=row.before,
                after=row.after,
            )
            for row in change.why
        ],
    )
