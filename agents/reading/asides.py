"""Sentences that are not about the patient at all: words to whoever reviews, and recitals of a policy.

Narrower than what takes a sentence out of evidence: a letter may ask for approval and a nurse may write "please call".
What is reported to a person should be worth a person's time.
"""

from agents.reading import patterns as re
from agents.reading.standing import CLINICAL_CRITERIA

ADDRESSED = re.compile(
    r"<!--|-->|\[/?inst\]|<\|[^|\n]{1,30}\|>|```|^\s*#{2,}[^\n]*overrid|\bsystem ?(?:prompt|message|override|:)|"
    r"\bignore (?:all|any|the|previous|prior|earlier|above)\b|"
    r"\bdisregard (?:all|any|previous|prior|everything|the (?:above|previous|prior|radiology|report|policy|criteria))|"
    r"\bas an ai\b|\b(?:language|ai) model\b|\bllm\b|\bchatbot\b|\bprompt injection\b|\bhidden text\b|"
    r"\b(?:instructions?|note|memo|message|attention|reminder|hint) (?:to|for) (?:the |any |all )?(?:automated |"
    r"nurse |chart |medical |ai )?"
    r"(?:reviewers?|readers?|ai|model|system|assistants?|examiners?|adjudicators?|abstractors?|software|engine|"
    r"algorithm|auditors?)\b|"
    r"\b(?:reviewer|reader|evaluator|examiner|adjudicator|algorithm|engine|software|system|model|abstractor|ai)s? "
    r"(?:must|should|shall|is to|are to|needs to|will please)\b|"
    r"\b(?:mark|record|treat|count|regard|consider|score|enter|set|report) (?:this|these|the|each|every|all|it|row|"
    r"criterion|criteria|status)\b[^.\n]{0,60}\b"
    r"(?:met|satisfied|fulfilled|approved|failed|complete)\b|\b(?:should|must|is to|are to|ought to) (?:now |"
    r"therefore )?be (?:regarded|treated|counted|marked|"
    r"deemed|accepted|assumed|scored|taken|read) as\b|\bkindly (?:treat|accept|assume|regard|count)\b|"
    r"\b(?:auto-?)?approve (?:this|the|it)\b(?! patient)|"
    r"\bfor (?:the )?purposes? of this review\b|\bto obtain approval\b|\bcopy and paste\b|\bwhoever reads this\b|"
    r"\bthe answer to (?:row|criterion|question)\b|"
    r"\b(?:criterion|row|status)[\"' ]*[:=][\"' ]*(?:met|approved|[a-z]\d)|\bassume for the sake\b|\bif you are "
    r"(?:an?|the) (?:ai|model|reviewer|assistant)\b"
)
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
