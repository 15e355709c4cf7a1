"""Codes and numbers while a form is filled in. A source that does not answer is said, never taken for a no."""

from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, ConfigDict, ValidationError

from orchestrator.api import models
from orchestrator.api.description import problems
from orchestrator.api.parts import Calling, Parts, parts_of
from priorauth.codes import check_npi, parse_procedure, service_type
from priorauth.errors import SourceFailed
from priorauth.intake import OptionalDate

router = APIRouter(prefix="/api/lookup", tags=["lookups"])
Stand = Annotated[Parts, Depends(parts_of)]
Code = Annotated[str, Path(max_length=16)]
SECONDS = 5.0
_SILENT = "The source did not answer; the request can be sent all the same."


class _Heard(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class _Child(_Heard):
    code: str


class _Diagnosis(_Heard):
    code: str
    valid: bool | None
    billable: bool | None
    description: str = ""
    detail: str = ""
    children: tuple[_Child, ...] = ()
    source: str = ""
    release: str = ""


class _Taxonomy(_Heard):
    desc: str = ""
    primary: bool = False


class _Provider(_Heard):
    status: str
    name: str = ""
    detail: str = ""
    taxonomies: tuple[_Taxonomy, ...] = ()
    source: str = ""
    as_of: str | None = None


R = TypeVar("R", bound=_Heard)


async def _ask(parts: Parts, server: str, tool: str, arguments: dict[str, str], reply: type[R]) -> R | None:
    source = parts.sources.get(server)
    try:
        return reply.model_validate(await source.call(tool, dict(arguments), SECONDS)) if source else None
    except (SourceFailed, ValidationError):
        return None


@router.get("/diagnosis/{code}", response_model=models.DiagnosisLookup, responses=problems(401, 403, 404, 422, 429))
async def look_up_diagnosis(
    code: Code,
    parts: Stand,
    _: Calling,
    service_date: Annotated[OptionalDate, Query()] = None,
) -> models.DiagnosisLookup:
    """What a diagnosis code says and whether it is complete."""
    arguments = {"code": code} | ({"service_date": service_date.isoformat()} if service_date else {})
    found = await _ask(parts, "icd10-codes", "validate_code", arguments, _Diagnosis)
    heard = found or _Diagnosis(code=code, valid=None, billable=None, detail=_SILENT)
    return models.DiagnosisLookup(
        **heard.model_dump(exclude={"children"}), children=[child.code for child in heard.children]
    )


@router.get("/procedure/{code}", response_model=models.ProcedureLookup, responses=problems(401, 403, 404, 422, 429))
async def look_up_procedure(code: Code, parts: Stand, _: Calling) -> models.ProcedureLookup:
    """The form of a procedure code, our own words for it, and which rules here judge it."""
    parsed, rules = parse_procedure(code), parts.desk.rules()
    judging = (*rules.policies_for(parsed.code), *rules.checklists_for(parsed.code))
    return models.ProcedureLookup(
        code=parsed.code,
        modifiers=list(parsed.modifiers),
        well_formed=parsed.well_formed,
        description=rules.service_words(parsed.code),
        detail=parsed.verdict,
        service_type=service_type(parsed.code),
        policies=[p.id for p in judging],
    )


@router.get("/provider/{npi}", response_model=models.ProviderLookup, responses=problems(401, 403, 404, 422, 429))
async def look_up_provider(npi: Code, parts: Stand, _: Calling) -> models.ProviderLookup:
    """Whether a number is an NPI by form, and whose it is."""
    form = check_npi(npi)
    found = await _ask(parts, "npi-registry", "npi_lookup", {"npi": npi}, _Provider)
    heard = found or _Provider(status="UNVERIFIED", detail=_SILENT)
    ranked = sorted(heard.taxonomies, key=lambda t: not t.primary)
    return models.ProviderLookup(
        npi=npi,
        check_digit_ok=form.ok,
        status=heard.status,
        name=heard.name,
        specialty=ranked[0].desc if ranked else "",
        detail=heard.detail,
        source=heard.source,
        as_of=heard.as_of or "",
    )
