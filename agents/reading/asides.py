"""Sentences that are not about the patient at all: words to whoever reviews, and recitals of a policy.

Narrower than what takes a sentence out of evidence: a letter may ask for approval and a nurse may write "please call".
What is reported to a person should be worth a person's time.
"""

from agents.reading import patterns as re
from agents.reading.standing import CLINICAL_CRITERIA

ADDRESSED = re.phrases("asides", "addressed")
RULES = (
    r"(?:polic(?:y|ies)|coverage|criteria|criterion|medicare|medicaid|cms|[nl]cds?|insurance|insurers?|payers?|"
    r"health plan|"
    r"(?:your|the|this) plan'?s?)"
)
RECITED = re.compile(
    rf"\b(?:{RULES}|guidelines?)\b[^.\n]{{0,80}}\b(?:requires?|required|states?|defines?|mandates?|stipulates?|"
    rf"specif(?:y|ies)|"
    rf"must|only covers?|will (?:only )?cover|are met|is met|have been met|met in|benefit most)\b|"
    rf"\b(?:meets?|satisf(?:y|ies)|fulfil+s?|qualif(?:y|ies) under|in accordance with|as required by|per) "
    rf"(?:all |every |the |each |your |our |all of the )*(?:[\w-]+ ){{0,3}}{RULES}\b"
)


def addressed_to_reader(low: str, start: int, end: int) -> bool:
    """Whether these words speak to whoever or whatever reviews, rather than of the patient."""
    return ADDRESSED.search(low, start, end) is not None


def recites_policy(low: str, start: int, end: int) -> bool:
    """Whether these words recite what a policy asks, or claim that it is satisfied."""
    return RECITED.search(CLINICAL_CRITERIA.sub(" ", low[start:end])) is not None
