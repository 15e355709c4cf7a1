"""What can be said of a request before anyone reads it: its items, what its codes look like, when a decision is due."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime

from priorauth.base import Frozen
from priorauth.case import LineOfBusiness, PriorAuthRequest, Urgency
from priorauth.codes import ServiceType, check_npi, format_icd10cm, is_icd10cm_syntax, parse_procedure, service_type
from priorauth.deadlines import ClockQuestion, ClockRule, due_at, governing_rule
from priorauth.intake import items_of

_STANDARD = ClockRule(
    name="seven calendar days",
    source="CMS-0057-F",
    lines_of_business=frozenset({LineOfBusiness.medicare_advantage, LineOfBusiness.medicaid, LineOfBusiness.chip}),
    urgency=Urgency.standard,
    drug=False,
    effective_from=date(2026, 1, 1),
    calendar_days=7,
    extension_days=14,
)
_EXPEDITED = _STANDARD.model_copy(
    update={"name": "seventy-two hours", "urgency": Urgency.expedited, "calendar_days": None, "hours": 72}
)
STARTER_RULES = (_STANDARD, _EXPEDITED)


class ItemPreview(Frozen):
    """One requested service and the verdict on its code."""

    sequence: int
    code: str
    modifiers: tuple[str, ...]
    units: int
    service_type: ServiceType | None
    well_formed: bool
    verdict: str


class CodePreview(Frozen):
    """A diagnosis code or an NPI and the verdict on its form."""

    code: str
    well_formed: bool
    verdict: str


class ClockPreview(Frozen):
    """When a decision would be due, under which rule; both absent where no rule held here governs the case."""

    received_at: AwareDatetime
    time_zone: str
    due_at: AwareDatetime | None
    rule: str | None
    source: str | None


class Preview(Frozen):
    """All of it."""

    items: tuple[ItemPreview, ...]
    diagnoses: tuple[CodePreview, ...]
    provider: CodePreview
    clock: ClockPreview

    @property
    def well_formed(self) -> bool:
        """Whether every code and the NPI have the right form."""
        return all(part.well_formed for part in (*self.items, *self.diagnoses, self.provider))


def preview(request: PriorAuthRequest, received_at: datetime, time_zone: ZoneInfo) -> Preview:
    """Look at a request received at that instant."""
    npi = check_npi(request.provider_npi)
    return Preview(
        items=_items(request),
        diagnoses=tuple(_diagnosis(code) for code in request.diagnosis_codes),
        provider=CodePreview(code=request.provider_npi, well_formed=npi.ok, verdict=npi.reason),
        clock=_clock(request, received_at, time_zone),
    )


def _items(request: PriorAuthRequest) -> tuple[ItemPreview, ...]:
    previews: list[ItemPreview] = []
    for item in items_of(request):
        procedure = parse_procedure(item.code, item.modifiers)
        previews.append(
            ItemPreview(
                sequence=item.sequence,
                code=procedure.code,
                modifiers=procedure.modifiers,
                units=item.units,
                service_type=service_type(procedure.code),
                well_formed=procedure.well_formed,
                verdict=procedure.verdict,
            )
        )
    return tuple(previews)


def _diagnosis(text: str) -> CodePreview:
    if is_icd10cm_syntax(text):
        return CodePreview(code=format_icd10cm(text), well_formed=True, verdict="This has the form of ICD-10-CM.")
    return CodePreview(code=text, well_formed=False, verdict="This does not have the form of ICD-10-CM.")


def _clock(request: PriorAuthRequest, received_at: datetime, time_zone: ZoneInfo) -> ClockPreview:
    types = {service_type(item.code) for item in items_of(request)}
    question = ClockQuestion(
        line_of_business=request.line_of_business,
        urgency=request.urgency,
        drug=types == {ServiceType.medication},
        funding=request.funding,
        state=request.state,
    )
    rule = governing_rule(STARTER_RULES, question, received_at, time_zone)
    return ClockPreview(
        received_at=received_at,
        time_zone=time_zone.key,
        due_at=due_at(received_at, rule, time_zone) if rule else None,
        rule=rule.name if rule else None,
        source=rule.source if rule else None,
    )
