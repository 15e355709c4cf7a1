"""Where a row asks for treatment that failed: to have had none of it is no failure.

"Never on a diet, never had a drug" denies the treatment; "no diet has lasted" and "none of the drugs worked" tell what
came of it.
"""

from agents.reading import patterns as re
from agents.reading.remembered import Mention
from priorauth.criteria import DocumentsCheck

ASKS_FOR_FAILURE = re.compile(r"\bfail|\bfell short\b|\bdid not help\b|\bdespite\b|\bno healing\b")
BARE = re.compile(
    r"(?:never|none|neither|nothing|not one|not any"
    r"|no (?:[\w-]+ )?(?:diets?|drugs?|programs?|programmes?|medic\w+|pills?|treatments?|therap\w+|attempts?"
    r"|measures?))"
)
# "Relief: none" and a cell of a table tell what came of a treatment.
OF_THE_EFFECT = re.compile(
    r"(?:\||\b(?:relief|help|benefit|effect|results?|response|improvement|success|gain|change))[\s:=-]*$"
)
RESULT = (
    r"(?:lasting|success\w*|relief|benefit\w*|results?|effects?|improve\w*|work(?:s|ed)?|help(?:s|ed)?|lasts?|lasted"
    r"|held|holds?"
    r"|stuck|sticks?|kept|keeps?|avail|enough|sustained|durable|regain\w*|returned|response|luck|joy|good|use|better"
    r"|brought"
    r"|touched|changed|moved|budged|came back|took (?:it|the weight|any)|got|gave|made)"
)
HAVING = re.compile(
    r"(?:[\w-]+ ){1,2}?(?:[\w-]+ ){0,2}?(?:had|have|been (?:on|in|to|through|given|offered|put|prescribed)|tried|try"
    r"|taken|took(?! (?:it|the weight|weight|any|off))|take"
    r"|used|joined|join|seen|saw|started|start|begun|began|enrolled|attended|attempted|received|undergone|underwent"
    r"|done|did|do"
    r"|participated|filled|followed|dieted|prescribed|given|sought|worn|wore|went|gone)\b"
)
RESULT_BEHIND = re.compile(rf"[^.;\n]{{0,70}}?\b{RESULT}\b")
AN_ANSWER = re.compile(r"(?:none|never|nothing|no)(?=\s*(?:[.,;)\n]|$|to date|so far|yet\b|tried|documented|known))")


def tells_of_none(check: DocumentsCheck, low: str, mention: Mention, end: int) -> bool:
    """Whether a find of failed treatment stands on words that deny the treatment itself."""
    if not mention.parts or not ASKS_FOR_FAILURE.search(check.term):
        return False
    return any(_denies_the_having(low, start, stop, end) for start, stop in mention.parts)


def _denies_the_having(low: str, start: int, stop: int, end: int) -> bool:
    if BARE.fullmatch(low, start, stop) is None:
        return False
    if AN_ANSWER.match(low, start, end):
        return OF_THE_EFFECT.search(low, max(0, start - 24), start) is None
    having = HAVING.match(low, start, end)
    return RESULT_BEHIND.match(low, having.end() if having else stop, end) is None
