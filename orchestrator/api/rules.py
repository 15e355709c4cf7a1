"""The rules in force: skills, policies, checklists and laws with their digests; what needs authorization."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from orchestrator.api import models
from orchestrator.api.description import problems
from orchestrator.api.parts import Calling, Parts, parts_of
from orchestrator.api.problems import ProblemType, Refused
from priorauth.rulebook import Policy, Rulebook, RuleFile
from priorauth.rulebook.pages import read_page

router = APIRouter(prefix="/api", tags=["rules"])
Stand = Annotated[Parts, Depends(parts_of)]
_KINDS = {"policies": "policy", "checklists": "checklist", "laws": "law"}


@router.get("/rules", response_model=models.RuleList, responses=problems(401, 403, 429))
async def list_rules(parts: Stand, _: Calling) -> models.RuleList:
    """Everything in force, under one digest."""
    rules = parts.desk.rules()
    return models.RuleList(digest=rules.digest, rules=[_listed(f, rules) for f in rules.files])


@router.get("/rules/{rule_id}", response_model=models.RuleText, responses=problems(401, 403, 404, 422, 429))
async def read_rule(
    rule_id: str, parts: Stand, _: Calling, digest: Annotated[str | None, Query(max_length=64)] = None
) -> models.RuleText:
    """One rule as people wrote it; with a digest, only as it reads under that digest."""
    rules = parts.desk.rules()
    for file in rules.files:
        if file.id.casefold() == rule_id.casefold() and digest in (None, file.digest):
            return models.RuleText(**_listed(file, rules).model_dump(), text=file.text)
    raise Refused(ProblemType.not_found, "No rule of this id or digest is held here.")


def _listed(file: RuleFile, rules: Rulebook) -> models.RuleResource:
    policy = next((p for p in rules.policies if p.id == file.id), None)
    page = read_page(file.path, file.text)
    heading = next((s.title for s in page.sections if s.level == 1), file.id)
    kind = "skill" if file.path.endswith("/SKILL.md") else _KINDS.get(file.path.split("/")[0], "table")
    return models.RuleResource(
        id=file.id,
        kind=policy.kind if policy else kind,
        title=policy.title if policy else heading,
        source=policy.source if policy else "",
        certainty=policy.certainty if policy else "",
        digest=file.digest,
        effective=policy.effective if policy else None,
        ends=policy.ends if policy else None,
        lines_of_business=sorted(policy.lines_of_business) if policy else [],
        codes=list(policy.codes) if policy else [],
        jurisdiction=policy.jurisdiction.written if policy else "",
        adopted=f"{policy.adopted.by}, {policy.adopted.on.isoformat()}" if policy and policy.adopted else "",
        overlay=file.overlay,
    )


@router.get("/pa-items", response_model=models.PaItems, responses=problems(401, 403, 429))
async def list_pa_items(parts: Stand, _: Calling) -> models.PaItems:
    """Services that need authorization, the policy that judges each, and what to send."""
    today = parts.now().astimezone(parts.settings.zone).date()
    policies = [p for p in parts.desk.rules().policies if p.codes and p.in_force(today)]
    return models.PaItems(items=[_item(p, parts.desk.rules()) for p in policies])


def _item(policy: Policy, rules: Rulebook) -> models.PaItem:
    first = policy.codes[0]
    return models.PaItem(
        codes=list(policy.codes),
        description=rules.service_words(first) or policy.title,
        lines_of_business=sorted(policy.lines_of_business),
        policy_id=policy.id,
        policy_title=policy.title,
        kind=policy.kind,
        jurisdiction=policy.jurisdiction.written,
        documents=list(policy.documents),
        effective=policy.effective,
    )
