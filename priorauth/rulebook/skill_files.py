"""The four SKILL.md files to typed rules, with a complaint for every table that does not hold together."""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise
from math import isclose
from typing import TypeVar

from pydantic import ValidationError

from priorauth.codes import ServiceFamily, ServiceType
from priorauth.errors import Complaint, RuleMistake
from priorauth.findings import Severity
from priorauth.reading import DiscrepancyKind, FieldName, QualityFlag
from priorauth.recommendation import ConfidenceLevel, Gate
from priorauth.rulebook.pages import Page
from priorauth.rulebook.scale import ConfidenceScale
from priorauth.rulebook.skills import (
    ChecklistRule,
    ClinicalRules,
    ComplianceRules,
    Condition,
    ConfidencePart,
    CoverageRules,
    FieldRule,
    GateRule,
    PolicyMatch,
    RequiredRow,
    ScoreBand,
    SearchBy,
    SearchPass,
    Skill,
    Skills,
    SpecialtyRule,
    SynthesisRules,
    ToolUse,
    Yield,
)
from priorauth.rulebook.tables import Line, TableReader

CHECKLIST_ITEMS = 10
ASK_FOR = "If incomplete, ask for"
MOST_PASSES = 3
MAY_DENY = (Condition.diagnosis_invalid, Condition.procedure_malformed, Condition.row_not_met)
PROVIDER_CONDITIONS = tuple(Condition)[: tuple(Condition).index(Condition.diagnosis_invalid)]
_CODE_CONDITIONS = tuple(Condition)[len(PROVIDER_CONDITIONS) : tuple(Condition).index(Condition.row_not_met)]
_T = TypeVar("_T")


def compile_skills(pages: Iterable[Page]) -> tuple[Skills | None, list[Complaint]]:
    """The skills, or None, and every complaint about their files."""
    by_name = {_name(page): page for page in pages}
    complaints: list[Complaint] = []
    compliance = _compile(by_name, "compliance-review", _compliance, complaints)
    clinical = _compile(by_name, "clinical-review", _clinical, complaints)
    coverage = _compile(by_name, "coverage-assessment", _coverage, complaints)
    synthesis = _compile(by_name, "synthesis-decision", _synthesis, complaints)
    if not (compliance and clinical and coverage and synthesis):
        return None, complaints
    return Skills(compliance=compliance, clinical=clinical, coverage=coverage, synthesis=synthesis), complaints


def _name(page: Page) -> str:
    return page.front["name"].value if "name" in page.front else page.file


def _compile(
    pages: dict[str, Page], name: str, build: Callable[[TableReader], _T], complaints: list[Complaint]
) -> _T | None:
    page = pages.get(name)
    if page is None:
        complaints.append(Complaint(f"{name}/SKILL.md", 1, f'the skill "{name}" is missing'))
        return None
    reader = TableReader(page)
    try:
        built = build(reader)
    except RuleMistake as mistake:
        reader.complain(1, str(mistake))
        built = None
    complaints += reader.complaints
    return None if reader.complaints else built


def _skill(reader: TableReader, *, tools: bool) -> Skill:
    name, description = reader.front("name"), reader.front("description")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) or len(name) > 64:
        reader.complain(1, "the name of a skill is in small letters, digits and hyphens")
    if len(description) > 1024:
        reader.complain(1, "the description of a skill has at most 1024 characters")
    used = reader.rows("Tools", ("Server", "Tool", "Used for"), _tool) if tools else ()
    return Skill(name=name, description=description, instructions=reader.page.text, tools=used)


def _tool(line: Line) -> ToolUse:
    return ToolUse(server=line.text("Server"), tool=line.text("Tool"), use=line.text("Used for"))


def _figures(reader: TableReader, title: str, names: Iterable[str]) -> dict[str, int]:
    """A table of named figures; each name once."""
    read = reader.rows(title, ("Figure", "Value"), lambda line: (line.text("Figure"), line.whole("Value"), line.line))
    figures: dict[str, int] = {}
    names = tuple(names)
    for name, value, line in read:
        if name not in names or name in figures:
            reader.complain(line, f'"{name}" is no figure of the table "{title}", or stands twice')
        figures[name] = value
    if missing := [name for name in names if name not in figures]:
        raise RuleMistake(f'the figure "{missing[0]}" stands nowhere in the table "{title}"')
    return figures


def _checklist_rule(line: Line) -> ChecklistRule:
    severity = line.word("Severity", Severity)
    return ChecklistRule(
        number=line.whole("No."),
        item=line.text("Item"),
        complete_when=line.text("Complete when"),
        severity=severity,
        ask_for=line.text(ASK_FOR) if severity is Severity.blocks else line.optional(ASK_FOR),
    )


def _compliance(reader: TableReader) -> ComplianceRules:
    checklist = reader.rows(
        "Checklist",
        ("No.", "Item", "Complete when", "Severity", ASK_FOR),
        _checklist_rule,
    )
    if [rule.number for rule in checklist] != list(range(1, CHECKLIST_ITEMS + 1)):
        raise RuleMistake(f"the checklist counts every item once, from 1 to {CHECKLIST_ITEMS}")
    figures = _figures(reader, "Narrative", ("least clinical sentences", "least words"))
    flags = reader.rows(
        "Quality flags",
        ("Flag", "Spoils", "Meaning"),
        lambda line: (line.word("Flag", QualityFlag), line.yes("Spoils")),
    )
    reader.every("Quality flags", QualityFlag, (flag for flag, _ in flags))
    return ComplianceRules(
        skill=_skill(reader, tools=False),
        checklist=checklist,
        least_clinical_sentences=figures["least clinical sentences"],
        least_words=figures["least words"],
        spoiling_flags=frozenset(flag for flag, spoils in flags if spoils),
        service_types=_service_types(reader),
    )


def _service_types(reader: TableReader) -> tuple[str, ...]:
    section = reader.page.section("Service types")
    words = section.blocks[0].text.rstrip(".").split(",") if section and section.blocks else []
    types = tuple(word.strip() for word in words)
    if sorted(t.casefold() for t in types) != sorted(ServiceType):
        raise RuleMistake(f"the service types are {', '.join(ServiceType)}, each once")
    return types


def _clinical(reader: TableReader) -> ClinicalRules:
    fields = reader.rows(
        "Fields",
        ("Field", "Slots", "May not bear"),
        lambda line: FieldRule(
            name=line.word("Field", FieldName), slots=line.parts("Slots"), may_not_bear=line.yes("May not bear")
        ),
    )
    reader.every("Fields", FieldName, (f.name for f in fields))
    bands = reader.rows(
        "Scoring",
        ("Lowest", "Highest", "When"),
        lambda line: ScoreBand(lowest=line.whole("Lowest"), highest=line.whole("Highest"), when=line.text("When")),
    )
    if not bands or bands[0].highest != 100 or bands[-1].lowest != 0:
        raise RuleMistake('the table "Scoring" runs from 100 down to 0')
    if any(upper.lowest != lower.highest + 1 for upper, lower in pairwise(bands)):
        raise RuleMistake('the bands of the table "Scoring" follow each other without a gap')
    figures = _figures(reader, "Figures", ("low confidence below", "articles at most", "trials at most"))
    severities = reader.rows(
        "Discrepancies",
        ("Kind", "Severity", "Meaning"),
        lambda line: (line.word("Kind", DiscrepancyKind), line.word("Severity", Severity)),
    )
    reader.every("Discrepancies", DiscrepancyKind, (kind for kind, _ in severities))
    return ClinicalRules(
        skill=_skill(reader, tools=True),
        fields=fields,
        bands=bands,
        low_confidence_below=figures["low confidence below"],
        literature_at_most=figures["articles at most"],
        trials_at_most=figures["trials at most"],
        severities=dict(severities),
    )


def _coverage(reader: TableReader) -> CoverageRules:
    passes = reader.rows(
        "Search passes",
        ("Pass", "By", "National", "Local"),
        lambda line: SearchPass(
            number=line.whole("Pass"),
            by=line.word("By", SearchBy),
            national=line.yes("National"),
            local=line.yes("Local"),
        ),
    )
    if [p.number for p in passes] != list(range(1, len(passes) + 1)) or not 1 <= len(passes) <= MOST_PASSES:
        raise RuleMistake(f"the search passes are numbered from 1 to at most {MOST_PASSES}")
    required = reader.rows(
        "Required rows", ("Row", "Named"), lambda line: (line.word("Row", RequiredRow), line.text("Named"))
    )
    reader.every("Required rows", RequiredRow, (row for row, _ in required))
    names = [name.replace("_", " ") for name in ConfidenceScale.model_fields]
    figures = _figures(reader, "Confidence of a row", ("met from", *names))
    return CoverageRules(
        skill=_skill(reader, tools=True),
        passes=passes,
        required=dict(required),
        met_from=figures["met from"],
        scale=_scale({name: figures[name] for name in names}, figures["met from"]),
        specialties=_specialties(reader),
    )


def _scale(figures: dict[str, int], met_from: int) -> ConfidenceScale:
    try:
        scale = ConfidenceScale.model_validate({name.replace(" ", "_"): value for name, value in figures.items()})
    except ValidationError as error:
        raise RuleMistake(f"the confidence of a row does not hold together: {error.errors()[0]['msg']}") from None
    if not scale.probably_highest < met_from <= scale.met_lowest:
        raise RuleMistake('"met from" lies above what is probably met and not above the lowest of what is met')
    return scale


def _specialties(reader: TableReader) -> tuple[SpecialtyRule, ...]:
    found = reader.rows(
        "Specialty fit",
        ("Taxonomy", "Specialty", "Families", "May order"),
        lambda line: SpecialtyRule(
            taxonomy=line.text("Taxonomy"),
            specialty=line.text("Specialty"),
            families=frozenset(line.words("Families", ServiceFamily)),
            may_order=line.yes("May order"),
        ),
    )
    seen: set[str] = set()
    for rule in found:
        if rule.taxonomy in seen or not re.fullmatch(r"[0-9A-Z]{9}X", rule.taxonomy):
            raise RuleMistake(f"the taxonomy {rule.taxonomy} stands twice, or is none")
        seen.add(rule.taxonomy)
    return found


def _synthesis(reader: TableReader) -> SynthesisRules:
    return SynthesisRules(
        skill=_skill(reader, tools=False),
        gates=_gates(reader),
        weights=_weights(reader),
        **_penalties(reader),
        policy_match=_policy_match(reader),
        levels=_levels(reader),
    )


def _gates(reader: TableReader) -> tuple[GateRule, ...]:
    gates = reader.rows("Gates", ("Gate", "Condition", "Lenient", "Strict", "Reason"), _gate)
    reader.every("Gates", Condition, (g.condition for g in gates))
    order = [list(Gate).index(g.gate) for g in gates]
    if order != sorted(order):
        raise RuleMistake("the gates stand in their order: provider, codes, necessity")
    return gates


def _gate(line: Line) -> GateRule:
    condition, gate = line.word("Condition", Condition), line.word("Gate", Gate)
    lenient, strict = line.word("Lenient", Yield), line.word("Strict", Yield)
    if gate is not _gate_of(condition):
        raise RuleMistake(f'"{condition}" belongs to {_gate_of(condition)}')
    if lenient is not Yield.pend:
        raise RuleMistake("in lenient mode a failing condition pends; it never denies")
    if strict is Yield.deny and condition not in MAY_DENY:
        raise RuleMistake("a denial may be proposed only for an invalid code or a row that is NOT_MET")
    return GateRule(gate=gate, condition=condition, lenient=lenient, strict=strict, reason=line.text("Reason"))


def _gate_of(condition: Condition) -> Gate:
    if condition in PROVIDER_CONDITIONS:
        return Gate.provider
    return Gate.codes if condition in _CODE_CONDITIONS else Gate.necessity


def _weights(reader: TableReader) -> dict[ConfidencePart, float]:
    weights = reader.rows(
        "Confidence", ("Part", "Weight"), lambda line: (line.word("Part", ConfidencePart), line.figure("Weight"))
    )
    reader.every("Confidence", ConfidencePart, (part for part, _ in weights))
    total = sum(weight for _, weight in weights)
    if not isclose(total, 1):
        raise RuleMistake(f"the weights of the confidence sum to {total:g}, not to 1")
    return dict(weights)


def _penalties(reader: TableReader) -> dict[str, float]:
    names = {
        "per blocking item not complete": "penalty_per_item",
        "per specialist that failed": "penalty_per_agent",
    }
    found = reader.rows("Penalties", ("Penalty", "Value"), lambda line: (line.text("Penalty"), line.figure("Value")))
    if sorted(name for name, _ in found) != sorted(names):
        raise RuleMistake(f'the table "Penalties" holds {" and ".join(names)}, each once')
    return {names[name]: value for name, value in found}


def _policy_match(reader: TableReader) -> dict[PolicyMatch, float]:
    found = reader.rows(
        "Policy match", ("Situation", "Score"), lambda line: (line.word("Situation", PolicyMatch), line.figure("Score"))
    )
    reader.every("Policy match", PolicyMatch, (situation for situation, _ in found))
    if any(score > 1 for _, score in found):
        raise RuleMistake("a score of the policy match lies between 0 and 1")
    return dict(found)


def _levels(reader: TableReader) -> tuple[tuple[ConfidenceLevel, float], ...]:
    found = reader.rows(
        "Levels", ("Level", "From"), lambda line: (line.word("Level", ConfidenceLevel), line.figure("From"))
    )
    reader.every("Levels", ConfidenceLevel, (level for level, _ in found))
    floors = [floor for _, floor in found]
    if [level for level, _ in found] != list(ConfidenceLevel) or floors != sorted(floors, reverse=True):
        raise RuleMistake("the levels fall from HIGH to LOW")
    if not floors or floors[-1] != 0:
        raise RuleMistake("the lowest level begins at 0")
    return found
