"""Rules written in markdown, compiled to types, and judged.

Readers bring observations; only what is in here turns them into statuses.
"""

from priorauth.rulebook.book import Rulebook, RuleFile, counts_as_adopted
from priorauth.rulebook.case_facts import CaseFacts, age_on, facts_of
from priorauth.rulebook.combine import combine
from priorauth.rulebook.contradictions import precedes
from priorauth.rulebook.diagnoses import DiagnosisPatterns
from priorauth.rulebook.judge import PolicyJudgement, judge_policy, worst
from priorauth.rulebook.known import KnownPolicy
from priorauth.rulebook.laws import LawFile, LawRule, LawSwitch
from priorauth.rulebook.live import LiveRules, RememberedRules, RuleArchive
from priorauth.rulebook.load import (
    compile_rulebook,
    edited_file,
    laid_over,
    load_rulebook,
    read_files,
    shipped_root,
)
from priorauth.rulebook.policy import Certainty, DiagnosisList, Example, Jurisdiction, Policy
from priorauth.rulebook.required_rows import judge_alignment, judge_specialty, may_order
from priorauth.rulebook.scale import ConfidenceScale
from priorauth.rulebook.skills import (
    ClinicalRules,
    ComplianceRules,
    Condition,
    ConfidencePart,
    CoverageRules,
    PolicyMatch,
    RequiredRow,
    SearchBy,
    Skill,
    Skills,
    SynthesisRules,
    Yield,
)

__all__ = [
    "CaseFacts",
    "Certainty",
    "ClinicalRules",
    "ComplianceRules",
    "Condition",
    "ConfidencePart",
    "ConfidenceScale",
    "CoverageRules",
    "DiagnosisList",
    "DiagnosisPatterns",
    "Example",
    "Jurisdiction",
    "KnownPolicy",
    "LawFile",
    "LawRule",
    "LawSwitch",
    "LiveRules",
    "Policy",
    "PolicyJudgement",
    "PolicyMatch",
    "RememberedRules",
    "RequiredRow",
    "RuleArchive",
    "RuleFile",
    "Rulebook",
    "SearchBy",
    "Skill",
    "Skills",
    "SynthesisRules",
    "Yield",
    "age_on",
    "combine",
    "compile_rulebook",
    "counts_as_adopted",
    "edited_file",
    "facts_of",
    "judge_alignment",
    "judge_policy",
    "judge_specialty",
    "laid_over",
    "load_rulebook",
    "may_order",
    "precedes",
    "read_files",
    "shipped_root",
    "worst",
]
