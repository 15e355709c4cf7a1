"""What a proposal may and may not come to: gates, modes, paths, arithmetic, words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from agents.synthesis import synthesise
from agents.synthesis.confidence import total
from priorauth.case import Item, PriorAuthRequest, ReviewInput, review_input
from priorauth.criteria import Assessment, Status
from priorauth.findings import (
    ChecklistItem,
    CheckResult,
    ClinicalFindings,
    CodeStanding,
    ComplianceFindings,
    CoverageFindings,
    DiagnosisFinding,
    Discrepancy,
    Failure,
    Gap,
    ItemFinding,
    ItemStatus,
    NecessityPath,
    PolicyFinding,
    PolicyKind,
    ProcedureFinding,
    ProviderFinding,
    ProviderStatus,
    Severity,
    Specialist,
)
from priorauth.reading import DiscrepancyKind, ExtractedField, Extraction, FieldName, FoundDiscrepancy, NoteQuality
from priorauth.recommendation import ConfidenceLevel, DecisionMode, Gate, Proposal, Recommendation
from priorauth.rulebook import RequiredRow, Rulebook, RuleFile, compile_rulebook, read_files, shipped_root

APPROVE, PEND, DENY = Recommendation.approve, Recommendation.pend_for_review, Recommendation.deny
MET, NOT, UNKNOWN = Status.met, Status.not_met, Status.insufficient

POLICY = """---
id: TEST-1
title: A scratch policy
kind: {kind}
source: invented for this test
certainty: verified
jurisdiction: national
lines-of-business: medicare_ffs, medicare_advantage
effective: 2024-01-01
family: OJ
codes: 27447
diagnoses: any
{front}---

# A scratch policy

## Terms

- **weakness**: weakness

## Criteria

| ID | The reviewer must see | Check | If missing, ask for |
|----|----|----|----|
| C1 | Weakness | documents weakness | The note of weakness |
| C2 | A low score | pain score at least 7 | The pain score |
| C3 | An old score | pain score dated | The date of the score |

**Approve when:** C1 or (C2 and C3)

## Documents to ask for

- The note

## Examples

"""
EXAMPLES = "".join(f"### one {n}\n> A note.\n- C1: INSUFFICIENT\n\n" for n in range(6))
NPI = "1234567893"


def compiled(edits: Sequence[tuple[str, str]] = (), kind: str = "payer policy", front: str = "") -> Rulebook:
    """The shipped skills, edited, with the scratch policy alone."""
    files: list[RuleFile] = []
    for file in read_files([shipped_root()]):
        if not file.path.endswith("SKILL.md"):
            continue
        text = file.text
        for old, new in edits:
            text = text.replace(old, new)
        files.append(replace(file, text=text))
    text = POLICY.format(kind=kind, front=front) + EXAMPLES
    return compile_rulebook([*files, RuleFile("policies/scratch.md", "TEST-1", text)])


@pytest.fixture(scope="session")
def rules() -> Rulebook:
    return compiled()


@pytest.fixture(scope="session")
def checklist_rules() -> Rulebook:
    return compiled(kind="necessity checklist")


def row(name: str, status: Status = Status.met, confidence: int = 90, **more: object) -> Assessment:
    required = name in set(RequiredRow)
    return Assessment.model_validate(
        {
            "policy_id": "" if required else "TEST-1",
            "row": name,
            "statement": f"statement of {name}",
            "status": status,
            "confidence": confidence,
            "reason": f"reason of {name}",
            "ask_for": f"record of {name}",
        }
        | more
    )


def rows(**statuses: Status) -> tuple[Assessment, ...]:
    """C1 alone carries the policy; C2 and C3 are off its path."""
    known = {"C1": Status.met, "C2": Status.insufficient, "C3": Status.insufficient} | statuses
    judged = [row(n, s, decisive=n == "C1") for n, s in known.items() if n not in set(RequiredRow)]
    return (*judged, *(row(n.value, known.get(n.value, Status.met)) for n in RequiredRow))


def item_finding(sequence: int = 1, **more: Any) -> ItemFinding:
    policy = PolicyFinding(policy_id="TEST-1", title="t", kind=PolicyKind.payer, relevant=True)
    return ItemFinding.model_validate(
        {
            "sequence": sequence,
            "code": "27447",
            "path": NecessityPath.policy,
            "policies": (policy,),
            "assessments": rows(),
            "satisfied": True,
        }
        | more
    )


@dataclass(frozen=True)
class Stage:
    """Everything synthesis is handed; `replace` spoils one part."""

    case: ReviewInput
    compliance: ComplianceFindings | Failure
    clinical: ClinicalFindings | Failure
    coverage: CoverageFindings | Failure
    rules: Rulebook
    mode: DecisionMode = DecisionMode.lenient

    def propose(self) -> Proposal:
        return synthesise(self.case, self.compliance, self.clinical, self.coverage, self.rules, self.mode)

    def covered(self, **changes: object) -> "Stage":
        assert isinstance(self.coverage, CoverageFindings)
        return replace(self, coverage=self.coverage.model_copy(update=changes))

    def seen(self, **changes: object) -> "Stage":
        assert isinstance(self.clinical, ClinicalFindings)
        return replace(self, clinical=self.clinical.model_copy(update=changes))

    def incomplete(self, *numbers: int) -> "Stage":
        assert isinstance(self.compliance, ComplianceFindings)
        checklist = tuple(
            i.model_copy(update={"status": ItemStatus.missing}) if i.number in numbers else i
            for i in self.compliance.checklist
        )
        return replace(self, compliance=self.compliance.model_copy(update={"checklist": checklist}))

    def judged(self, *assessments: Assessment, **more: Any) -> "Stage":
        more.setdefault("satisfied", all(a.status is MET for a in assessments if a.decisive))
        return self.covered(items=(item_finding(1, assessments=assessments, **more),))

    def strict(self) -> "Stage":
        return replace(self, mode=DecisionMode.strict)


def case_of(*codes: str, synthetic: bool = True, **request: object) -> ReviewInput:
    asked = PriorAuthRequest.model_validate(
        {
            "patient_name": "Testa Synthetic",
            "patient_dob": date(1956, 5, 4),
            "provider_npi": NPI,
            "diagnosis_codes": ("M17.11",),
            "clinical_notes": "Synthetic note.",
        }
        | request
    )
    items = [Item(sequence=n, code=code) for n, code in enumerate(codes or ("27447",), 1)]
    return review_input(asked, items, datetime(2026, 11, 20, 15, tzinfo=UTC), synthetic=synthetic)


def extraction_of(confidence: int = 92) -> Extraction:
    field = ExtractedField(name=FieldName.chief_complaint, confidence=confidence)
    return Extraction(fields=(field,), confidence=confidence)


@pytest.fixture
def stage(rules: Rulebook) -> Stage:
    case = case_of()
    checklist = tuple(
        ChecklistItem(
            number=rule.number,
            item=rule.item,
            status=ItemStatus.complete,
            blocking=rule.severity is Severity.blocks,
            detail="seen",
        )
        for rule in rules.skills.compliance.checklist
    )
    quality = NoteQuality(clinical_sentences=9, words=120, has_history=True, has_findings=True)
    clinical = ClinicalFindings(
        diagnoses=(DiagnosisFinding(code="M17.11", standing=CodeStanding.billable),),
        procedures=(ProcedureFinding(sequence=1, code="27447", well_formed=True, existence_checked=False),),
        extraction=extraction_of(),
        low_confidence=False,
    )
    provider = ProviderFinding(npi=NPI, status=ProviderStatus.verified, may_order=True)
    return Stage(
        case,
        ComplianceFindings(checklist=checklist, quality=quality),
        clinical,
        CoverageFindings(provider=provider, items=(item_finding(),)),
        rules,
    )


def gates(proposal: Proposal) -> list[bool]:
    return [g.passed for g in proposal.gates]


def failed(specialist: Specialist) -> Failure:
    return Failure(specialist=specialist, reason="it broke")


def test_a_case_that_passes_every_gate_is_proposed_for_approval(stage: Stage) -> None:
    proposal = stage.propose()
    assert (proposal.recommendation, proposal.decision_gate) == (APPROVE, Gate.approved)
    assert gates(proposal) == [True, True, True] and not proposal.gaps and not proposal.reasons
    assert [i.recommendation for i in proposal.items] == [APPROVE]


def test_a_failed_specialist_never_leads_to_approval(stage: Stage) -> None:
    for mode in DecisionMode:
        for name in ("compliance", "clinical", "coverage"):
            broken = replace(stage, mode=mode, **{name: failed(Specialist(name))})
            assert broken.propose().recommendation is PEND, name


def test_an_empty_result_never_leads_to_approval(stage: Stage) -> None:
    assert isinstance(stage.compliance, ComplianceFindings)
    empty = [
        stage.seen(extraction=Extraction(fields=(), confidence=0)),
        stage.seen(diagnoses=()),
        stage.judged(satisfied=True),
        stage.judged(*rows()[3:], satisfied=True),
        stage.judged(*rows()[:3], satisfied=True),
        stage.covered(items=(item_finding(2),)),
        replace(stage, compliance=stage.compliance.model_copy(update={"checklist": stage.compliance.checklist[:3]})),
    ]
    assert [s.propose().recommendation for s in empty] == [PEND] * len(empty)


@pytest.mark.parametrize("npi", ["", "123456789", "12345678901", "12345A7893", "1234567890", "3234567893"])
def test_a_malformed_npi_fails_gate_1(stage: Stage, npi: str) -> None:
    asked = replace(stage, case=case_of(provider_npi=npi))
    proposal = asked.propose()
    assert (proposal.recommendation, proposal.decision_gate) == (PEND, Gate.provider)
    assert any("NPI" in gap.request for gap in proposal.gaps)


@pytest.mark.parametrize("status", [s for s in ProviderStatus if s is not ProviderStatus.verified])
def test_a_provider_who_is_not_verified_fails_gate_1(stage: Stage, status: ProviderStatus) -> None:
    provider = ProviderFinding(npi=NPI, status=status, may_order=True)
    proposal = stage.covered(provider=provider).propose()
    assert (proposal.recommendation, proposal.decision_gate) == (PEND, Gate.provider)


def test_a_provider_who_may_not_order_fails_gate_1(stage: Stage) -> None:
    provider = ProviderFinding(npi=NPI, status=ProviderStatus.verified, may_order=False)
    assert stage.covered(provider=provider).propose().decision_gate is Gate.provider


def test_a_finding_about_another_npi_verifies_nobody(stage: Stage) -> None:
    provider = ProviderFinding(npi="1000000004", status=ProviderStatus.verified, may_order=True)
    assert stage.covered(provider=provider).propose().decision_gate is Gate.provider


@pytest.mark.parametrize("standing", [s for s in CodeStanding if s is not CodeStanding.billable])
def test_a_diagnosis_that_is_not_billable_fails_gate_2(stage: Stage, standing: CodeStanding) -> None:
    found = DiagnosisFinding(code="M17.11", standing=standing, children=("M17.110",))
    proposal = stage.seen(diagnoses=(found,)).propose()
    assert (proposal.recommendation, proposal.decision_gate) == (PEND, Gate.codes)
    assert any("M17.11" in gap.request for gap in proposal.gaps)


def test_a_header_names_the_codes_that_would_do(stage: Stage) -> None:
    found = DiagnosisFinding(code="M17.1", standing=CodeStanding.header, children=("M17.10", "M17.11"))
    asked = replace(stage.seen(diagnoses=(found,)), case=case_of(diagnosis_codes=("M17.1",)))
    (gap,) = asked.propose().gaps
    assert "M17.10, M17.11" in gap.request


def test_a_code_of_no_form_or_no_code_at_all_fails_gate_2(stage: Stage) -> None:
    for codes in ((), ("27447",), ("M17.11", "banana")):
        asked = replace(stage, case=case_of(diagnosis_codes=codes))
        assert asked.propose().decision_gate is Gate.codes, codes


def test_a_malformed_procedure_code_fails_gate_2_for_its_item(stage: Stage) -> None:
    case = case_of("27447", "9999X")
    both = stage.covered(items=(item_finding(1), item_finding(2, code="9999X")))
    proposal = replace(both, case=case).propose()
    assert (proposal.recommendation, proposal.decision_gate) == (PEND, Gate.codes)
    assert [i.recommendation for i in proposal.items] == [APPROVE, PEND]
    finding = ProcedureFinding(sequence=1, code="27447", well_formed=False, existence_checked=True, verdict="deleted")
    assert stage.seen(procedures=(finding,)).propose().decision_gate is Gate.codes


def test_a_code_whose_existence_is_unchecked_passes_with_a_warning(stage: Stage) -> None:
    proposal = stage.propose()
    assert [c.result for c in proposal.checks if "27447" in c.detail] == [CheckResult.warning]


@pytest.mark.parametrize("spoiled", ["C1", RequiredRow.alignment.value, RequiredRow.specialty.value])
@pytest.mark.parametrize("status", [NOT, UNKNOWN])
def test_a_required_row_that_is_not_met_fails_gate_3(stage: Stage, spoiled: str, status: Status) -> None:
    proposal = stage.judged(*rows(**{spoiled: status})).propose()
    assert (proposal.recommendation, proposal.decision_gate) == (PEND, Gate.necessity)
    assert [(g.row, g.request) for g in proposal.gaps] == [(spoiled, f"record of {spoiled}")]


def test_a_row_less_sure_than_a_met_row_must_be_is_not_met(stage: Stage) -> None:
    unsure = tuple(a.model_copy(update={"confidence": 69}) if a.row == "C1" else a for a in rows())
    assert stage.judged(*unsure).propose().decision_gate is Gate.necessity
    easier = compiled(
        [("| met from | 70 |", "| met from | 65 |"), ("| probably highest | 69 |", "| probably highest | 64 |")]
    )
    assert replace(stage.judged(*unsure), rules=easier).propose().recommendation is APPROVE


def test_a_row_off_the_path_is_not_required(stage: Stage) -> None:
    assert stage.judged(*rows(C2=NOT, C3=NOT)).propose().recommendation is APPROVE


def test_a_bar_that_spoke_fails_gate_3(stage: Stage) -> None:
    for status in (NOT, UNKNOWN):
        assert stage.judged(*rows(), row("X1", status, bar=True)).propose().decision_gate is Gate.necessity


def test_rows_that_do_not_carry_their_policy_approve_nothing_whatever_coverage_says(stage: Stage) -> None:
    claimed = tuple(a.model_copy(update={"decisive": a.row in ("C2", *RequiredRow)}) for a in rows(C1=UNKNOWN, C2=MET))
    assert stage.judged(*claimed, satisfied=True).propose().decision_gate is Gate.necessity
    assert stage.judged(*rows(), satisfied=False).propose().decision_gate is Gate.necessity
    foreign = tuple(a.model_copy(update={"policy_id": "NOBODY"}) if a.row == "C1" else a for a in rows())
    assert stage.judged(*foreign).propose().decision_gate is Gate.necessity


@pytest.mark.parametrize("number", [1, 2, 4, 5, 6, 7])
def test_a_blocking_item_fails_gate_3_and_costs_confidence(stage: Stage, number: int) -> None:
    proposal = stage.incomplete(number).propose()
    assert (proposal.recommendation, proposal.decision_gate) == (PEND, Gate.necessity)
    assert proposal.confidence.value == pytest.approx(stage.propose().confidence.value - 0.02)


def test_informing_items_never_block_nor_cost_confidence(stage: Stage) -> None:
    proposal = stage.incomplete(3, 8, 9, 10).propose()
    assert proposal.recommendation is APPROVE
    assert proposal.confidence == stage.propose().confidence


def test_disagreeing_readers_a_failed_source_or_a_spent_budget_fail_gate_3(stage: Stage) -> None:
    doubts = [
        stage.covered(readers_disagree=True),
        stage.covered(over_budget=True),
        stage.covered(sources_failed=("cms-coverage",)),
        stage.judged(*(a.model_copy(update={"disagreement": a.row == "C1"}) for a in rows())),
    ]
    assert [s.propose().decision_gate for s in doubts] == [Gate.necessity] * 4


@pytest.mark.parametrize("kind", list(DiscrepancyKind))
def test_only_a_blocking_discrepancy_fails_gate_3(stage: Stage, kind: DiscrepancyKind) -> None:
    severity = stage.rules.skills.clinical.severity(kind)
    found = Discrepancy(found=FoundDiscrepancy(kind=kind, detail="it differs"), severity=severity)
    proposal = stage.seen(discrepancies=(found,)).propose()
    assert proposal.recommendation is (PEND if severity is Severity.blocks else APPROVE)
    assert proposal.decision_gate is (Gate.necessity if severity is Severity.blocks else Gate.approved)


def test_gaps_of_every_gate_are_listed_though_the_first_decides(stage: Stage) -> None:
    provider = ProviderFinding(npi=NPI, status=ProviderStatus.not_found, may_order=True)
    header = DiagnosisFinding(code="M17.11", standing=CodeStanding.header)
    spoiled = stage.seen(diagnoses=(header,)).incomplete(6).judged(*rows(C1=UNKNOWN)).covered(provider=provider)
    proposal = spoiled.propose()
    assert proposal.decision_gate is Gate.provider and gates(proposal) == [False, False, False]
    whats = " ".join(gap.what for gap in proposal.gaps)
    assert all(words in whats for words in ("provider", "M17.11", "Clinical narrative", "statement of C1"))


def test_a_missing_document_is_asked_for_in_the_words_of_the_skill(stage: Stage) -> None:
    rule = stage.rules.skills.compliance.checklist[6]
    (gap,) = stage.incomplete(7).propose().gaps
    assert (gap.what, gap.request) == ("Quality of the narrative", rule.ask_for)


def test_a_gap_is_asked_for_once(stage: Stage) -> None:
    gap = Gap(what="Weakness", critical=True, request="The examination", item=1, row="C1", policy_id="TEST-1")
    fit = Gap(what="Specialty", critical=True, request="Another order", item=1, row="specialty", policy_id="")
    proposal = stage.judged(*rows(C1=UNKNOWN, specialty=UNKNOWN)).covered(gaps=(gap, fit)).propose()
    assert proposal.gaps == (gap, fit)


def test_lenient_mode_never_proposes_a_denial(stage: Stage) -> None:
    for spoiled in (stage.judged(*rows(C1=NOT)), replace(stage, case=case_of(diagnosis_codes=("banana",)))):
        assert spoiled.propose().recommendation is PEND
        assert not any(g.denial_grounds for g in spoiled.propose().gates)


def test_strict_mode_proposes_denial_only_for_an_invalid_code_or_a_contradicted_row(stage: Stage) -> None:
    unknown = DiagnosisFinding(code="M17.11", standing=CodeStanding.unknown)
    header = DiagnosisFinding(code="M17.11", standing=CodeStanding.header)
    unverified = ProviderFinding(npi=NPI, status=ProviderStatus.unverified, may_order=True)
    assert stage.judged(*rows(C1=NOT)).strict().propose().recommendation is DENY
    assert stage.seen(diagnoses=(unknown,)).strict().propose().recommendation is DENY
    assert (
        replace(stage, case=case_of("9999X"))
        .covered(items=(item_finding(code="9999X"),))
        .strict()
        .propose()
        .recommendation
        is DENY
    )
    pending = [
        stage.judged(*rows(C1=UNKNOWN)),
        stage.seen(diagnoses=(header,)),
        stage.covered(provider=unverified),
        stage.incomplete(6),
        stage.covered(readers_disagree=True),
    ]
    assert [s.strict().propose().recommendation for s in pending] == [PEND] * 5


def test_no_denial_is_proposed_beside_something_that_failed(stage: Stage) -> None:
    contradicted = stage.judged(*rows(C1=NOT)).strict()
    assert contradicted.propose().gates[2].denial_grounds
    assert contradicted.covered(sources_failed=("cms-coverage",)).propose().recommendation is PEND
    assert replace(contradicted, compliance=failed(Specialist.compliance)).propose().recommendation is PEND


def test_a_case_is_approved_only_if_every_item_is(stage: Stage) -> None:
    two = replace(stage, case=case_of("27447", "27446"))
    good, bad = item_finding(1), item_finding(2, code="27446", assessments=rows(C1=NOT), satisfied=False)
    assert two.covered(items=(good, item_finding(2, code="27446"))).propose().recommendation is APPROVE
    mixed = two.covered(items=(good, bad))
    assert mixed.propose().recommendation is PEND
    assert [i.recommendation for i in mixed.propose().items] == [APPROVE, PEND]
    assert mixed.strict().propose().recommendation is PEND
    assert [i.recommendation for i in mixed.strict().propose().items] == [APPROVE, DENY]


def test_an_accessory_follows_its_principal(stage: Stage) -> None:
    case = case_of("27447", "A7027").model_copy(
        update={"items": (Item(sequence=1, code="27447"), Item(sequence=2, code="A7027", principal=1))}
    )
    follower = item_finding(2, code="A7027", follows=1, assessments=(), satisfied=True)
    good = replace(stage, case=case).covered(items=(item_finding(1), follower)).propose()
    assert good.recommendation is APPROVE and good.criteria_total == 3
    spoiled = item_finding(1, assessments=rows(C1=UNKNOWN), satisfied=False)
    bad = replace(stage, case=case).covered(items=(spoiled, follower)).propose()
    assert [i.recommendation for i in bad.items] == [PEND, PEND]
    circle = item_finding(1, follows=2)
    assert replace(stage, case=case).covered(items=(circle, follower)).propose().recommendation is PEND


def test_a_request_without_items_pends(stage: Stage) -> None:
    empty = replace(stage, case=stage.case.model_copy(update={"items": ()}))
    assert (empty.propose().recommendation, empty.propose().decision_gate) == (PEND, Gate.codes)


def on_path_b(stage: Stage, rules: Rulebook, **more: Any) -> Stage:
    used = PolicyFinding(policy_id="TEST-1", title="t", kind=PolicyKind.necessity, relevant=True)
    found = item_finding(path=NecessityPath.checklist, policies=(used,), **more)
    return replace(stage.covered(items=(found,)), rules=rules)


def test_without_a_policy_an_adopted_checklist_carries_the_approval(stage: Stage, checklist_rules: Rulebook) -> None:
    path_b = on_path_b(stage, checklist_rules)
    assert path_b.propose().recommendation is APPROVE
    assert "no specific NCD or LCD applies" in path_b.propose().rationale
    real = replace(path_b, case=case_of(synthetic=False))
    assert (real.propose().recommendation, real.propose().decision_gate) == (PEND, Gate.necessity)
    adopted = compiled(kind="necessity checklist", front="adopted: by Dr A Synthetic, on 2026-03-01\n")
    assert replace(real, rules=adopted).propose().recommendation is APPROVE
    later = compiled(kind="necessity checklist", front="adopted: by Dr A Synthetic, on 2027-03-01\n")
    assert replace(real, rules=later).propose().recommendation is PEND


def test_path_b_names_the_services_checklist_then_the_general_one_then_nothing() -> None:
    rules = compile_rulebook(read_files([shipped_root()]))
    own = next(p for p in rules.policies if p.kind is PolicyKind.necessity)
    code = own.codes[0].split("-")[0]
    day, line = date(2026, 12, 1), case_of().request.line_of_business
    found = rules.checklist_for(code, day, line, synthetic=True)
    assert found is not None and found.kind is PolicyKind.necessity
    assert rules.checklist_for("99199", day, line, synthetic=True) is rules.general_checklist
    assert rules.checklist_for(code, day, line, synthetic=False) is None


@pytest.mark.parametrize("path", [NecessityPath.none, NecessityPath.not_held])
def test_no_policy_and_no_checklist_pends(stage: Stage, path: NecessityPath) -> None:
    proposal = stage.covered(items=(item_finding(path=path),)).propose()
    assert (proposal.recommendation, proposal.decision_gate) == (PEND, Gate.necessity)


def test_a_policy_that_is_shown_only_decides_nothing(stage: Stage) -> None:
    shown = PolicyFinding(policy_id="TEST-1", title="t", kind=PolicyKind.lcd, relevant=True, governs=False)
    assert stage.covered(items=(item_finding(policies=(shown,)),)).propose().recommendation is PEND


def test_the_first_worked_confidence_comes_out_091(stage: Stage, checklist_rules: Rulebook) -> None:
    judged = (row("C1", confidence=95), *rows()[1:3], row("alignment", confidence=85), row("specialty", confidence=90))
    proposal = on_path_b(stage, checklist_rules, assessments=judged).propose()
    assert (proposal.confidence.value, proposal.confidence.level) == (0.91, ConfidenceLevel.high)
    assert [c.score for c in proposal.confidence.components] == [0.9, 0.92, 1.0, 0.75]
    assert proposal.criteria_summary == "3 of 3 criteria MET"


def test_the_second_worked_confidence_comes_out_074(stage: Stage, checklist_rules: Rulebook) -> None:
    judged = (row("alignment", UNKNOWN, 25), row("specialty", MET, 95))
    proposal = on_path_b(stage, checklist_rules, assessments=judged, satisfied=False).propose()
    assert (proposal.confidence.value, proposal.confidence.level) == (0.74, ConfidenceLevel.medium)
    assert [c.score for c in proposal.confidence.components] == [0.6, 0.92, 1.0, 0.25]


def test_the_components_reproduce_the_total(stage: Stage) -> None:
    for spoiled in (stage, stage.incomplete(1, 2), stage.judged(*rows(C1=UNKNOWN))):
        confidence = spoiled.propose().confidence
        assert total(confidence.components, confidence.penalty) == confidence.value


def test_a_failed_specialist_costs_a_fifth(stage: Stage) -> None:
    proposal = replace(stage, compliance=failed(Specialist.compliance)).propose()
    assert proposal.confidence.penalty == 0.2
    assert proposal.confidence.value == pytest.approx(stage.propose().confidence.value - 0.4)
    nothing = replace(
        stage,
        **{name: failed(Specialist(name)) for name in ("compliance", "clinical", "coverage")},
    ).propose()
    assert (nothing.confidence.value, nothing.confidence.level) == (0, ConfidenceLevel.low)
    assert nothing.criteria_summary == "0 of 0 criteria MET"


@pytest.mark.parametrize(("alignment", "score"), [(MET, 1.0), (UNKNOWN, 0.5), (NOT, 0.0)])
def test_the_policy_match_follows_the_alignment(stage: Stage, alignment: Status, score: float) -> None:
    confidence = stage.judged(*rows(alignment=alignment)).propose().confidence
    assert confidence.components[-1].score == score


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("| criteria | 0.4 |\n| extraction | 0.3 |", "| criteria | 0.3 |\n| extraction | 0.4 |"),
        ("| extraction | 0.3 |\n| compliance | 0.2 |", "| extraction | 0.1 |\n| compliance | 0.4 |"),
        ("| compliance | 0.2 |\n| policy | 0.1 |", "| compliance | 0.1 |\n| policy | 0.2 |"),
        ("alignment insufficient | 0.5 |", "alignment insufficient | 0.1 |"),
    ],
)
def test_a_changed_weight_or_score_changes_the_outcome(stage: Stage, old: str, new: str) -> None:
    uneven = stage.incomplete(6).judged(*rows(C1=UNKNOWN, alignment=UNKNOWN)).seen(extraction=extraction_of(50))
    changed = replace(uneven, rules=compiled([(old, new)])).propose().confidence
    assert changed.value != uneven.propose().confidence.value


def test_a_changed_severity_penalty_or_level_changes_the_outcome(stage: Stage) -> None:
    informs = compiled(
        [
            (
                "| 6 | Clinical narrative | notes of substance are present | blocks |",
                "| 6 | Clinical narrative | notes of substance are present | informs |",
            )
        ]
    )
    assert replace(stage.incomplete(6), rules=informs).propose().recommendation is APPROVE
    dearer = compiled([("| per blocking item not complete | 0.1 |", "| per blocking item not complete | 0.5 |")])
    lost = replace(stage.incomplete(6), rules=dearer).propose().confidence.value
    assert lost < stage.incomplete(6).propose().confidence.value
    agent = compiled([("| per specialist that failed | 0.2 |", "| per specialist that failed | 0.3 |")])
    broken = replace(stage, compliance=failed(Specialist.compliance))
    assert replace(broken, rules=agent).propose().confidence.penalty == 0.3
    level = compiled([("| HIGH | 0.80 |", "| HIGH | 0.99 |")])
    assert replace(stage, rules=level).propose().confidence.level is ConfidenceLevel.medium


def test_a_changed_yield_changes_the_outcome(stage: Stage) -> None:
    milder = compiled([("required row NOT_MET | pend | deny", "required row NOT_MET | pend | pend")])
    contradicted = stage.judged(*rows(C1=NOT)).strict()
    assert contradicted.propose().recommendation is DENY
    assert replace(contradicted, rules=milder).propose().recommendation is PEND


def test_the_words_say_the_result_and_name_no_patient(stage: Stage) -> None:
    proposal = stage.judged(*rows(C1=UNKNOWN)).propose()
    assert proposal.summary.startswith("Proposed: pend for review. Decided at gate 3, necessity. 2 of 3 criteria MET.")
    assert "record of C1" in proposal.summary
    assert "TEST-1 C1, statement of C1: INSUFFICIENT (90). reason of C1" in proposal.rationale
    assert f"= {proposal.confidence.value:.2f}" in proposal.rationale
    for words in (proposal.summary, proposal.rationale):
        assert "Testa" not in words and "C2" not in words


def test_the_same_findings_always_come_to_the_same_proposal(stage: Stage) -> None:
    assert stage.propose() == stage.propose()
