"""Grades, classes and stages beside the name of their scale: "NYHA class II to III", "grade 4 changes"."""

from agents.reading import patterns as re
from agents.reading.lookalikes import is_confused
from agents.reading.record import Sentence
from agents.reading.terms import Mention
from agents.reading.value import Value
from priorauth.facts import Quantity
from priorauth.measures import Measure

AFTER_REACH = 90
ROMAN = {"i": 1.0, "ii": 2.0, "iii": 3.0, "iv": 4.0, "v": 5.0}
WORDED_FIGURES = {"one": 1.0, "two": 2.0, "three": 3.0, "four": 4.0, "five": 5.0}
AFTER_GRADE = "|".join(f"(?<={word} )" for word in ("class", "grade", "stage", "score", "scores", "scored", "level"))
WORDED_FIGURE = "|".join(WORDED_FIGURES)
FIGURE = rf"(iv|v|i{{1,3}}|[0-5](?:\.5)?|(?:{AFTER_GRADE})(?:{WORDED_FIGURE})\b)[abc]?"
# A figure in words right behind the name, which no noun follows ("Hoehn and Yahr three.", not "NYHA: two pillows").
STANDS_ALONE = r"(?=\s*(?:[,.;:)\n]|$|(?:by|on|off|with|at|in|when|despite|symptoms|today|now|to|or|for|while|per)\b))"
BEFORE_A_GRADE = (
    r"[\s:,=\-(|]*(?:functional |classification |system |scores? |rating |osteoarthritis |changes |arthritis |ulcer "
    r"|of |is |was |at |disease |left |right |upper |lower |limb |arm |leg |hand |[lr]t? |today |currently |now "
    r"|stands |remains |totals |still |both |dominant |in |the |her |his |comes to |put at |rated |graded |judged "
    r"|\([^()\d]{0,40}\)\s*|(?:arm|hand|limb|today|now|currently|score|exam)(?=:))*[:|]*\s*"
    r"(?:class|grade|gr\b\.?|stage|level|type|scores?|is|was|of|:|=)*[\s:=\-]*"
)
NOT_MYSELF = r"(?!(?:(?<=today )|(?<=now )|(?<=currently ))i )"
GRADE_AFTER = re.compile(
    rf"{BEFORE_A_GRADE}{NOT_MYSELF}(?:{FIGURE}|({WORDED_FIGURE}){STANDS_ALONE})(?![\w%]|\.\d|/(?! ?[0-5](?![\d/])))"
    rf"(?:\s*(?:-|to|/|or)\s*(?:{FIGURE}|({WORDED_FIGURE}){STANDS_ALONE})(?![\w%/]))?"
)
GRADE_BEFORE = re.compile(
    rf"(?:grade|class|stage|level|score[sd]?|scoring)\s*{FIGURE}(?:\s*(?:-|to|/)\s*{FIGURE})?"
    r"(?:[\s,:(\-]*(?:\w+ ){0,2}|[\s,:(\-]*(?:\w+ ){0,2}\(|\s(?:on|by|in) (?:the |a |his |her )?(?:\w+ )?)$"
)
GRADE_AGAIN = re.compile(rf"\b(?:grade|class|stage)\s*{FIGURE}(?![\w%/])(?:\s*(?:-|to|/|or)\s*{FIGURE}(?![\w%/]))?")
UP_TO_A_SIDE = re.compile(
    r"(?:[\s,:;/|=-]|\([^()\n]{0,50}\)|\b(?:postural|posture|action|kinetic|intention|rest(?:ing)?|tremor|scores?|limbs?"
    r"|rating|scale|grades?|today|item|upper|and|with|on|of|is|was|exam|in|the|ftm|tetras|trs|performance)\b)*"
)
OF_A_SIDE = re.compile(
    r"(?<!\w)(?:right|left|rt|lt|r|l|both|bilat\w*|rue|lue)(?: (?:arm|hand|upper limb|ue|upper extremity)s?)?[ :=]{1,3}"
    r"(?:grade |score )?([0-4](?:\.5)?)(?![\w%]|\.\d)(?:(?=/ ?[lr])|(?!/))(?: ?/ ?4(?!\d))?"
)
KIND_OF_TREMOR = re.compile(r"\b(?:rest(?:ing)?|postural|posture|action|kinetic|intention)\b")
BOUNDED = re.compile(r"(?:below|under|less than|up to|at most|above|over|short of|beyond|not|<|(?<![-=])>)\s*$")


def grades_beside(low: str, sentence: Sentence, measure: Measure, mention: Mention) -> list[Value]:
    """The grades told with a name: right after it, else right before; further ones in the same clause as well."""
    stop = min(sentence.end, mention.end + AFTER_REACH)
    found: list[tuple[int, int, re.Match[str]]] = []
    if measure.name == "tremor score" and (sided := _by_sides(low, mention.end, min(sentence.end, mention.end + 160))):
        told = (_grade(low, sentence, measure, m.start(), m.end(), m) for m in sided)
        return [v for v in told if v is not None]
    if after := GRADE_AFTER.match(low, mention.end, stop):
        found.append((mention.start, after.end(), after))
        found += [(m.start(), m.end(), m) for m in GRADE_AGAIN.finditer(low, after.end(), stop)]
    else:
        left = max(sentence.start, mention.start - 40)
        if before := GRADE_BEFORE.search(low[left : mention.start]):
            found.append((left + before.start(), mention.end, before))
    return [v for start, end, m in found if (v := _grade(low, sentence, measure, start, end, m)) is not None]


def _by_sides(low: str, start: int, stop: int) -> list[re.Match[str]]:
    """`postural R 3 L 3; action R 4 L 3; rest 0`: the grade of each side, but for those of rest or of another limb."""
    found: list[re.Match[str]] = []
    at = start
    while (gap := UP_TO_A_SIDE.match(low, at, stop)) and (m := OF_A_SIDE.match(low, gap.end(), stop)):
        kinds = KIND_OF_TREMOR.findall(low, start, m.start())
        if not kinds or not kinds[-1].startswith("rest"):
            found.append(m)
        at = m.end()
    return found


def grade_figure(written: str) -> float:
    return ROMAN.get(written) or WORDED_FIGURES.get(written) or float(written)


def _grade(low: str, sentence: Sentence, measure: Measure, start: int, end: int, m: re.Match[str]) -> Value | None:
    figures = [grade_figure(f) for f in m.groups() if f]
    if not figures or not all(measure.plausible(f) for f in figures):
        return None
    if BOUNDED.search(low[max(sentence.start, start - 12) : start]):
        return None
    q = Quantity(low=min(figures), high=max(figures), unit=measure.unit)
    confused = is_confused(low, sentence, measure, start, end)
    return Value(measure.name, sentence.index, start, end, q, (start, end), confused=confused)
