"""The shipped skills are valid, complete, and each cell of their tables means something."""

from collections.abc import Callable
from importlib.resources.abc import Traversable

import pytest
import yaml

from priorauth.codes import ServiceFamily, ServiceType
from priorauth.errors import RulesRefused
from priorauth.findings import Severity
from priorauth.reading import DiscrepancyKind, QualityFlag
from priorauth.recommendation import ConfidenceLevel, DecisionMode, Gate
from priorauth.rulebook import Condition, RequiredRow, Rulebook, SearchBy, Yield, compile_rulebook, shipped_root
from priorauth.rulebook.book import RuleFile
from priorauth.rulebook.skills import ConfidencePart, PolicyMatch

NAMES = ("compliance-review", "clinical-review", "coverage-assessment", "synthesis-decision")
Edit = Callable[[str, str, str], Rulebook]


@pytest.fixture
def edited(shipped: Rulebook) -> Edit:
    """The shipped rules with one passage of one skill replaced."""

    def edit(skill: str, old: str, new: str) -> Rulebook:
        def changed(file: RuleFile) -> RuleFile:
            if file.id != skill:
                return file
            assert old in file.text
            return RuleFile(file.path, file.id, file.text.replace(old, new, 1))

        return compile_rulebook([changed(f) for f in shipped.files if f.path.endswith("SKILL.md")])

    return edit


@pytest.mark.parametrize("name", NAMES)
def test_a_skill_is_valid_in_the_open_format(name: str) -> None:
    folder: Traversable = shipped_root() / name
    _, front, body = (folder / "SKILL.md").read_text("utf-8").split("---\n", 2)
    keys = yaml.safe_load(front)
    assert set(keys) == {"name", "description"} and keys["name"] == name
    assert 20 < len(keys["description"]) <= 1024
    assert body.strip().startswith("# ") and "## What you do" in body and "may not do" in body


def test_six_checklist_items_block_and_the_others_inform(shipped: Rulebook) -> None:
    checklist = shipped.skills.compliance.checklist
    assert [r.number for r in checklist if r.severity is Severity.blocks] == [1, 2, 4, 5, 6, 7]
    assert [r.number for r in checklist if r.severity is Severity.informs] == [3, 8, 9, 10]


def test_what_to_ask_for_stands_with_every_item_that_blocks(shipped: Rulebook, edited: Edit) -> None:
    blocking = [r for r in shipped.skills.compliance.checklist if r.severity is Severity.blocks]
    assert all(r.ask_for and not r.ask_for.startswith(r.item) for r in blocking)
    told = edited("compliance-review", "| The ICD-10-CM code of the condition |", "| The code of the illness |")
    assert told.skills.compliance.checklist[3].ask_for == "The code of the illness"
    with pytest.raises(RulesRefused, match='the column "If incomplete, ask for" is empty'):
        edited("compliance-review", "| The ICD-10-CM code of the condition |", "|  |")


def test_the_compliance_tables_reach_their_rules(edited: Edit) -> None:
    rules = edited("compliance-review", "| least words | 25 |", "| least words | 40 |").skills.compliance
    assert (rules.least_clinical_sentences, rules.least_words) == (2, 40)
    assert edited("compliance-review", "| least clinical sentences | 2 |", "| least clinical sentences | 3 |")
    rules = edited("compliance-review", "| instruction_text | no |", "| instruction_text | yes |").skills.compliance
    assert QualityFlag.instruction_text in rules.spoiling_flags and QualityFlag.thin in rules.spoiling_flags
    assert len(rules.service_types) == len(ServiceType)


def test_another_patient_side_or_site_and_a_service_put_off_block(shipped: Rulebook) -> None:
    blocking = {k for k in DiscrepancyKind if shipped.skills.clinical.severity(k) is Severity.blocks}
    another_patient = {"age", "birth_date", "sex", "other_name", "other_member_id"}
    assert blocking == another_patient | {"wrong_side", "wrong_site", "put_off"}


def test_the_clinical_tables_reach_their_rules(edited: Edit) -> None:
    rules = edited("clinical-review", "| low confidence below | 60 |", "| low confidence below | 55 |").skills.clinical
    assert (rules.low_confidence_below, rules.literature_at_most, rules.trials_at_most) == (55, 5, 5)
    assert [(b.lowest, b.highest) for b in rules.bands] == [(90, 100), (70, 89), (50, 69), (30, 49), (0, 29)]
    rules = edited("clinical-review", "| urgency | informs |", "| urgency | blocks |").skills.clinical
    assert rules.severity(DiscrepancyKind.urgency) is Severity.blocks
    assert next(f.name for f in rules.fields if f.may_not_bear) == "prior_treatments"


def test_the_coverage_tables_reach_their_rules(edited: Edit) -> None:
    rules = edited("coverage-assessment", "| met lowest | 85 |", "| met lowest | 80 |").skills.coverage
    assert (rules.met_from, rules.scale.met_lowest, rules.scale.set_aside) == (70, 80, 20)
    assert [p.by for p in rules.passes] == list(SearchBy)
    assert rules.required[RequiredRow.specialty] == "Provider Specialty-Procedure Appropriateness"
    rules = edited(
        "coverage-assessment", "| 207T00000X | Neurological surgery | SP, NS, PN | yes |\n", ""
    ).skills.coverage
    assert "207T00000X" not in rules.by_taxonomy
    assert rules.by_taxonomy["207X00000X"].families >= {ServiceFamily.OJ, ServiceFamily.SP}
    assert not rules.by_taxonomy["332B00000X"].may_order


def test_every_condition_has_a_yield_in_both_modes(shipped: Rulebook) -> None:
    rules = shipped.skills.synthesis
    assert set(rules.by_condition) == set(Condition)
    assert all(g.yields(DecisionMode.lenient) is Yield.pend for g in rules.gates)
    strict = {g.condition for g in rules.gates if g.yields(DecisionMode.strict) is Yield.deny}
    assert strict == {Condition.diagnosis_invalid, Condition.procedure_malformed, Condition.row_not_met}
    assert list(dict.fromkeys(r.gate for r in rules.gates)) == [Gate.provider, Gate.codes, Gate.necessity]


def test_the_confidence_tables_are_those_of_the_rubric(shipped: Rulebook) -> None:
    rules = shipped.skills.synthesis
    assert [rules.weights[part] for part in ConfidencePart] == [0.4, 0.3, 0.2, 0.1]
    assert (rules.penalty_per_item, rules.penalty_per_agent) == (0.1, 0.2)
    assert {rules.policy_match[match] for match in PolicyMatch} == {1.0, 0.75, 0.5, 0.25, 0.0}
    assert [rules.level(v) for v in (1, 0.8, 0.79, 0.5, 0.49, 0)] == [
        *(ConfidenceLevel.high, ConfidenceLevel.high, ConfidenceLevel.medium),
        *(ConfidenceLevel.medium, ConfidenceLevel.low, ConfidenceLevel.low),
    ]


@pytest.mark.parametrize(
    ("skill", "old", "new", "words"),
    [
        ("synthesis-decision", "| criteria | 0.4 |", "| criteria | 0.5 |", "sum to 1.1"),
        ("synthesis-decision", "| policy | 0.1 |", "", 'stands nowhere in the table "Confidence"'),
        ("synthesis-decision", "| HIGH | 0.80 |", "| HIGH | 0.40 |", "fall from HIGH to LOW"),
        ("synthesis-decision", "| LOW | 0 |", "| LOW | 0.1 |", "begins at 0"),
        ("synthesis-decision", "agent error | pend | hold", "agent error | pend | deny", "only for an invalid code"),
        ("synthesis-decision", "agent error | pend | hold", "agent error | deny | hold", "never denies"),
        ("synthesis-decision", "| gate_1_provider | NPI not found", "| gate_2_codes | NPI not found", "belongs to"),
        ("synthesis-decision", "readers disagree", "readers disagre", 'did you mean "readers disagree"?'),
        ("synthesis-decision", "alignment NOT_MET | 0.0", "alignment NOT_MET | 1.5", "between 0 and 1"),
        ("synthesis-decision", "| per specialist that failed | 0.2 |", "", "each once"),
        ("compliance-review", "| 4 | Diagnosis code", "| 3 | Diagnosis code", "every item once"),
        ("compliance-review", "| 10 | Service type | each", "| ten | Service type | each", "whole number"),
        ("compliance-review", "Procedure, Medication", "Procedure", "service types"),
        ("compliance-review", "| thin | yes |", "| thin | perhaps |", "yes or no"),
        ("clinical-review", "| 70 | 89 |", "| 75 | 89 |", "without a gap"),
        ("clinical-review", "| sex | blocks |", "| gender | blocks |", "cannot hold"),
        ("coverage-assessment", "| probably highest | 69 |", "| probably highest | 90 |", "below what is met"),
        ("coverage-assessment", "| met from | 70 |", "| met from | 60 |", '"met from" lies above'),
        ("coverage-assessment", "| conflict | 40 |", "", '"conflict" stands nowhere'),
        ("coverage-assessment", "| 3 | broader", "| 4 | broader", "numbered from 1"),
        ("coverage-assessment", "| 208800000X | Urology | UR |", "| 208800000X | Urology | UX |", "cannot hold"),
        ("coverage-assessment", "| 208800000X | Urology", "| 207V00000X | Urology", "stands twice"),
        ("coverage-assessment", "name: coverage-assessment", "name: coverage", "is missing"),
    ],
)
def test_a_table_that_does_not_hold_together_is_refused(
    edited: Edit, skill: str, old: str, new: str, words: str
) -> None:
    with pytest.raises(RulesRefused) as refused:
        edited(skill, old, new)
    assert any(words in c.message for c in refused.value.complaints), refused.value.complaints


def test_an_instruction_never_contradicts_another(shipped: Rulebook) -> None:
    skills = shipped.skills
    for skill in (skills.compliance, skills.clinical, skills.coverage, skills.synthesis):
        text = skill.skill.instructions.casefold()
        assert "json" not in text and "announce" not in text and "demo" not in text
