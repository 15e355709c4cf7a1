"""Rules written in markdown, compiled to types, and judged.

Readers bring observations; only what is in here turns them into statuses.
"""

from priorauth.rulebook.book import Rulebook, RuleFile
from priorauth.rulebook.case_facts import CaseFacts, age_on, facts_of
from priorauth.rulebook.diagnoses import DiagnosisPatterns
from priorauth.rulebook.judge import PolicyJudgement, judge_policy, worst
from priorauth.rulebook.load import compile_rulebook, load_rulebook, read_files, shipped_root
from priorauth.rulebook.policy import Certainty, DiagnosisList, Example, Jurisdiction, Policy
from priorauth.rulebook.scale import ConfidenceScale

__all__ = [
    "CaseFacts",
    "Certainty",
    "ConfidenceScale",
    "DiagnosisList",
    "DiagnosisPatterns",
    "Example",
    "Jurisdiction",
    "Policy",
    "PolicyJudgement",
    "RuleFile",
    "Rulebook",
    "age_on",
    "compile_rulebook",
    "facts_of",
    "judge_policy",
    "load_rulebook",
    "read_files",
    "shipped_root",
    "worst",
]
