"""The words that prose about a proposal may not use, or only where the findings have them beside the same number."""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NUMBERS = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million half third "
    "quarter dozen couple once twice thrice double triple first second fourth fifth daily weekly monthly yearly annual "
    "yesterday today tomorrow"
)
COMPARES = _words(
    "above below over under exceeds exceeding exceeded least most more less fewer than within beyond nearly almost "
    "about approximately roughly up minus"
)
OPENERS = _words(
    "a after an and as at before but by during for from further if in it its nothing no not of on only still the their "
    "there these this those to under what when where which while who with"
)
PLAIN = _words(
    "a an and are as at be been by for from had has have he her his in is it its of on or she that the their them they "
    "this to was were which who with record note shows says"
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}(?:,?\s+\d{{4}})?|"
    rf"{_MONTH}\s+\d{{1,4}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?)\b",
    re.IGNORECASE,
)
DECIDES = re.compile(
    r"\b(?:approv|den(?:y|ie[sd]|ial)|authori[sz]|determin|recommend|propos|eligib|cover(?!let)|qualif|grant|reject|"
    r"refus|decid|decis|pend(?:s|ed|ing)?\b|accept|releas|permit|allow|overrid|bypass|waiv|certif|warrant|justif|"
    r"entitl|necess|medically|satisf|fulfil|meets?\b|met\b|unmet\b|pass(?:es|ed)?\b|should|must|shall|"
    r"ignore|disregard|instead|proceed|pay\b|paid\b|reimburs|confiden|urgent|immediate)",
    re.IGNORECASE,
)
RULES = re.compile(r"\b(?:approv|den(?:y|ie[sd]|ial)|authori[sz]|criteri|ignore|disregard)", re.IGNORECASE)
SPEAKS = re.compile(r"\b(?:i|we|us|me|my|our|you|your|please|hereby)\b", re.IGNORECASE)
NEGATES = re.compile(r"\b(?:no|not|non|never|none|without|den(?:y|ies|ied)|neither|nor|\w+n't)\b", re.IGNORECASE)
AGAINST_APPROVAL = re.compile(
    r"\b(?:lack|missing|absent|absence|unclear|insufficien|inadequa|contradict|doubt|incomplete|unproven|unsettled|"
    r"fraud|nothing|no (?:record|mention|evidence|sign|document|statement|proof|note|study|order)|"
    r"not (?:yet )?(?:show|sa[iy]|state|settle|record|document|mention|contain|name|give|gave|found|clear|support))",
    re.IGNORECASE,
)
AGAINST_PENDING = re.compile(
    r"\b(?:all\b|every\b|everything|each\b|both\b|whole\b|entire|fully\b|complete|nothing|sufficien|adequate|"
    r"clearly|conclusiv|undoubted|beyond|without (?:doubt|question|exception)|no (?:gap|doubt|question|further|more)|"
    r"safe\b|appropriate|proven|fine\b|ok(?:ay)?\b)",
    re.IGNORECASE,
)
