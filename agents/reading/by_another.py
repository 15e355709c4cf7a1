"""Whether what the patient must show was shown by somebody else: "his wife demonstrated correct use of the meter"."""

from agents.reading import patterns as re
from agents.reading.record import PreparedDocument
from agents.reading.remembered import Mention
from priorauth.criteria import Row

ASKS_OF_THE_PATIENT = re.compile(r"\bcorrect use was shown\b")
KIN = (
    r"(?:wife|husband|spouse|partner|daughter|son|sister|brother|mother|father|niece|nephew|grand(?:son|daughter)"
    r"|cousin|neighbou?r"
    r"|friend|care ?giver|carer|aide|(?:step)?(?:son|daughter)-in-law)"
)
STAFF = r"(?:nurse|educator|trainer|rep|representative|technician|pharmacist|instructor|vendor|supplier|therapist)"
WHOSE = r"(?:(?:his|her|their|the|our|my|a|an) (?:\w+ )?)?"
TOGETHER = re.compile(
    rf"\b(?:both|together|each|himself|herself|patient|pt|he and|she and|as well as (?:he|she)|and (?:his|her) {KIN}"
    rf"|with (?:his|her) {KIN}"
    r"|in turn|then (?:he|she))\b"
)
AHEAD_OF_IT = re.compile(
    rf"\b{WHOSE}(?:{KIN}|{STAFF})(?:, [^,;.]{{2,30}},)? (?:(?:has|had|then|also|was|is|able|to|now|again|who|can"
    rf"|could|easily|correctly|fully) )*"
    r"(?:demonstrat\w*|show\w*|perform\w*|ran|runs?|did|does|do|use[sd]?|test(?:s|ed)|carri\w+|handl\w+|gave|had|has"
    r"|with|a|the|correct) ?$"
)
FIRST_OF_IT = re.compile(rf"\W*{WHOSE}(?:{KIN}|{STAFF})\b")
BEHIND_IT = re.compile(
    rf"[^.;\n]{{0,40}}?\b(?:by {WHOSE}{KIN}|(?:shown|demonstrat\w+)[^.;\n]{{0,20}} by {WHOSE}{STAFF})\b"
)


def was_shown_by_another(row: Row, document: PreparedDocument, mention: Mention) -> bool:
    """Whether a row asks what the patient can do, and somebody else is told to have done it, without the patient."""
    if not ASKS_OF_THE_PATIENT.search(row.statement.casefold()):
        return False
    low, sentence = document.low, document.sentences[mention.sentence]
    if TOGETHER.search(low, sentence.start, sentence.end):
        return False
    begin = min(start for start, _ in mention.own)
    clause = max(sentence.start, low.rfind(";", sentence.start, begin) + 1)
    ahead = AHEAD_OF_IT.search(low, max(clause, begin - 70), begin) or AHEAD_OF_IT.search(low, clause, mention.end)
    return ahead is not None or FIRST_OF_IT.match(low, clause, begin) is not None or _behind(low, mention, sentence.end)


def _behind(low: str, mention: Mention, end: int) -> bool:
    return BEHIND_IT.match(low, mention.start, end) is not None
