"""Printed forms as plain text: the box that is ticked, the answer that is circled, the dots that lead to a figure.

Each is rewritten to what it says in as many characters, so that every span still means the same place of the document.
A form that is not filled in, or filled in twice, stays as it is and is no evidence. A figure or an answer that stands
alone on the line under its name is drawn up to it.
"""

from agents.reading import patterns as re
from agents.reading.sections import header_of

DOTS = re.compile(r"(?<=[\w)%])[ \t]{0,3}(?:\.{4,}|(?:\. ){3,}\.?|\u2026{2,}|(?<= )\.{2,3}(?= +\d))[ \t]*(?=[^\s.])")

TICKED = r"(?:\[ ?[x\u2713\u2714*] ?\]|\( ?[x\u2713\u2714*] ?\)|[\u2611\u2612\u2713\u2714\u25c9]|_{1,4}x_{1,4})"
EMPTY = r"(?:\[ {0,3}\]|\( {0,3}\)|[\u2610\u25a1\u25cb]|_{2,8})"
BOX = rf"(?:{TICKED}|{EMPTY})"
ANSWER = r"(?<![\w/'-])(?:yes|no|y|n|n/?a|not applicable|unknown|unsure)(?![\w/'-])"
# The end of one line may part the options, and the question from them; never an empty line.
APART = r"(?:[ \t]{0,8}[,;/|]?[ \t]{0,8}|[ \t]*\n[ \t]*)(?:or )?"
LEAD = r"(?P<lead>\??[ \t]*(?:\n[ \t]*)?)"
BOX_FIRST = re.compile(rf"{LEAD}(?P<options>{BOX} ?{ANSWER}(?:{APART}{BOX} ?{ANSWER}){{1,3}})(?P<gap>[ \t]*)")
ANSWER_FIRST = re.compile(rf"{LEAD}(?P<options>{ANSWER} ?{BOX}(?:{APART}{ANSWER} ?{BOX}){{1,3}})(?P<gap>[ \t]*)")
LISTED = re.compile(rf"(?<![^\n])(?P<name>[^\n:]{{0,60}}:)?[ \t]*(?P<options>{BOX}[^\n:\d]*\w)(?=[ \t.]*(?:\n|$))")
HAS_BOX = re.compile(r"[\[(] ?[x\u2713\u2714*]? {0,3}[\])]|[\u2610-\u2612\u2713\u2714\u25a1\u25c9]|_x_")
ANY_BOX, ANY_TICKED, ANY_ANSWER = re.compile(BOX), re.compile(TICKED), re.compile(ANSWER)
ENDS_IN_OPTION = re.compile(rf"(?:{ANSWER}|{BOX}) ?$")
BEGINS_OPTION = re.compile(rf" ?(?:{ANSWER}|{BOX})")

YES_OR_NO = r"(?:yes ?/ ?no|y ?/ ?n)(?: ?/ ?n/?a)?"
ALONE = r"(?:yes|no|y|n)(?=[ \t]*(?:[.,;|(\n]|$))"
ASKED = re.compile(rf"\b{YES_OR_NO}\b|\b(?:yes|y)\b[^\w\n]{{1,6}}\b(?:no?)\b|\bno?\b[^\w\n]{{1,6}}\by(?:es)?\b")
TOLD_BEHIND = re.compile(rf"(?:\(?\b{YES_OR_NO}\b\)?[ \t]*(?::|=|->)|\({YES_OR_NO}\))[ \t]*(?P<told>{ALONE})")
CIRCLED = re.compile(
    r"(?:[ \t]|(?<![\w/]))(?:[\[(<*{](?P<told>yes|no|y|n)[\])>*}] ?[/|] ?(?P<left>yes|no|y|n)(?![\w/'\])>*}-])"
    r"|(?P<other>yes|no|y|n) ?[/|] ?[\[(<*{](?P<last>yes|no|y|n)[\])>*}])"
)
STRUCK = re.compile(
    r"(?:[ \t]|(?<![\w/]))(?:~~(?:yes|no|y|n)~~ ?/? ?(?P<told>yes|no|y|n)(?![\w/'-])"
    r"|(?P<first>yes|no|y|n) ?/? ?~~(?:yes|no|y|n)~~)"
)

# "Cochlear implant  N     Pacer/ICD  N (checked)": a line of questions, each with its answer behind a gap.
A_QUESTION, GAP = r"[a-z][^\s:|]*(?: [^\s:|]+){0,7}", r"(?:[ ]{2,}|[ ]*\t\s*)"
TOLD, END_OF_ANSWER = r"(?:yes|no|y|n)(?: \([^()\n]*\))?", rf"(?:{GAP}|[ ]*(?=\n|$))"
A_QUESTION_ANSWERED = re.compile(rf"(?P<asked>{A_QUESTION}){GAP}(?P<told>{TOLD})(?P<apart>{END_OF_ANSWER})")
LINE_OF_ANSWERS = re.compile(rf"(?<![^\n])[ \t]*(?:[*-] )?(?:{A_QUESTION}{GAP}{TOLD}{END_OF_ANSWER})+(?=\n|$)")
# "| Pacemaker | No |": the answer to what stands in the cell before it.
CELL_ANSWERED = re.compile(r"(?<=[a-z0-9)])(?<!\byes)(?<!\bno)(?<!\by)(?<!\bn)(?P<gap> *)\|(?= *(?:yes|no|y|n) *\|)")
HAS_ANSWERS = re.compile(r"(?:  |\t)(?:yes|no|y|n)(?= |\t|\n|$)")

# A table whose headings are the answers, and a row of it with one of them marked.
HEADED = re.compile(
    r"(?<![^\n])[ \t]*\|[^\n]*\|[ \t]*(?:yes|no|y|n)[ \t]*\|[ \t]*(?:yes|no|y|n)[ \t]*\|[^\n]*(?:\n[ \t]*\|[^\n]*)+"
)
IN_A_CELL = re.compile(rf"(?:x|{TICKED})")

A_FIGURE = r"[<>~\u2264\u2265]{0,2} ?\d[\d,]*(?:\.\d+)?(?: ?(?:-|to|/) ?\d+(?:\.\d+)?)? ?(?:[a-z%/\u00b2]{0,9}\d?)"
AN_ANSWER = r"(?:yes|no|none|n/a|denied|negative|positive|absent|present|never)"
# A name alone on its line, and on the next nothing but its figure or its answer.
UNDER = re.compile(
    rf"(?<![^\n])(?P<name>[ \t]*[a-z][a-z0-9 ()/%,.-]{{1,44}}[:?])[ \t]*(?P<end>\n)[ \t]*(?:{A_FIGURE}|{AN_ANSWER})"
    r"(?: predicted| pred| hg)?\.?[ \t]*(?=\n|$)"
)


def filled_in(low: str) -> str:
    """The same text, as long as before, with its printed forms rewritten to what they say."""
    if "...." in low or ". . ." in low or "\u2026\u2026" in low:
        low = DOTS.sub(lambda m: ":" + " " * (m.end() - m.start() - 1), low)
    if HAS_BOX.search(low):
        low = LISTED.sub(_listed, ANSWER_FIRST.sub(_chosen, BOX_FIRST.sub(_chosen, low)))
    if "|" in low and any(answer in low for answer in ("| yes", "| y ", "| no", "| n ")):
        low = CELL_ANSWERED.sub(lambda m: m["gap"] + ":", HEADED.sub(_under_answers, low))
    if ASKED.search(low):
        low = STRUCK.sub(_one_left, CIRCLED.sub(_one_left, TOLD_BEHIND.sub(_told, low)))
    if HAS_ANSWERS.search(low):
        low = LINE_OF_ANSWERS.sub(lambda m: A_QUESTION_ANSWERED.sub(_answered, m.group()), low)
    return UNDER.sub(_drawn_up, low) if ":\n" in low or "?\n" in low else low


def _chosen(m: re.Match[str]) -> str:
    """The options of a question with all but the ticked one blanked, and a stop before a question behind them."""
    low, options = m.string, m["options"]
    if ENDS_IN_OPTION.search(low, max(0, m.start() - 16), m.start()) or BEGINS_OPTION.match(low, m.end()):
        return m.group()
    above = low[: m.start()].rsplit("\n", 1)[-1].strip()
    lead = m["lead"].replace("?", ":")
    lead = lead.replace("\n", " ") if above or "?" in m["lead"] else m["lead"]
    boxes = ANY_BOX.findall(options)
    answers = list(ANY_ANSWER.finditer(low, *m.span("options")))
    ticked = [a for box, a in zip(boxes, answers, strict=False) if ANY_TICKED.fullmatch(box)]
    if len(boxes) != len(answers) or len(ticked) != 1:
        return lead + options.replace("\n", " ") + m["gap"]
    said = _only(options + m["gap"], ticked[0].start() - m.start("options"), ticked[0].group())
    more = low[m.end() : m.end() + 1].isalnum() and said.endswith("  ")
    return _behind_a_colon(m, lead + (said[:-2] + ". " if more else said))


def _only(options: str, at: int, answer: str) -> str:
    """As many blanks as the options are long, and in them the answer; a lone letter is spelled out where it fits."""
    word = {"y": "yes", "n": "no"}.get(answer, answer)
    at = max(0, min(at, len(options) - len(word)))
    return " " * at + word + " " * (len(options) - at - len(word))


def _listed(m: re.Match[str]) -> str:
    """A line of boxes with their words: what is not ticked is blanked, what is ticked stays."""
    options, boxes = m["options"], list(ANY_BOX.finditer(m["options"]))
    ends = [*(b.start() for b in boxes[1:]), len(options)]
    words = [options[b.end() : end] for b, end in zip(boxes, ends, strict=True)]
    marks = [ANY_TICKED.fullmatch(b.group()) is not None for b in boxes]
    named = all(any(c.isalpha() for c in w) and not ANY_ANSWER.fullmatch(w.strip(" ,;/|")) for w in words)
    if not named or all(marks) or not any(marks):
        return m.group()
    kept = "".join(
        "," + " " * (b.end() - b.start() - 1) + w if ticked else " " * (b.end() - b.start() + len(w))
        for b, w, ticked in zip(boxes, words, marks, strict=True)
    )
    return m.group()[: m.start("options") - m.start()] + kept.replace(",", " ", 1)


def _told(m: re.Match[str]) -> str:
    """`(Y/N): Y`, `yes/no = no`: only the answer is left, behind a colon."""
    return ":" + _only(m.group(), len(m.group()), m["told"])[1:]


def _one_left(m: re.Match[str]) -> str:
    """`(Y) / N`, `yes / ~~no~~`: of two answers the one that is circled, or is not struck out."""
    groups = m.groupdict()
    both = {v[0] for v in groups.values() if v}
    if "left" in groups and len(both) < 2:
        return m.group()
    told = next(name for name in ("told", "last", "first") if groups.get(name))
    return _behind_a_colon(m, _only(m.group(), m.start(told) - m.start(), m[told]))


def _behind_a_colon(m: re.Match[str], said: str) -> str:
    """The answer as one to what stands before it; where no colon is and none has room, the form as it was."""
    if ":" in said or m.string[: m.start()].rstrip().endswith(":"):
        return said
    return ":" + said[1:] if said.startswith(" ") else m.group()


def _answered(m: re.Match[str]) -> str:
    """A question and its answer parted by a colon, and from the next question by a stop."""
    gap = m.string[m.end("asked") + 1 : m.start("told")]
    return m["asked"] + ":" + gap + m["told"] + (";" + m["apart"][1:] if m["apart"] else "")


def _under_answers(m: re.Match[str]) -> str:
    """A table of questions with its rows answered by the heading of the one column that is marked."""
    head, *rows = m.group().split("\n")
    heads = [cell.strip() for cell in head.split("|")]
    answers = [at for at, name in enumerate(heads) if name in ("yes", "no", "y", "n")]
    return "\n".join([head, *(_row_answered(row.split("|"), heads, answers) for row in rows)])


def _row_answered(cells: list[str], heads: list[str], answers: list[int]) -> str:
    """A row with the answer in the place of its marks; one that is marked nowhere, or twice, shows a blank."""
    told = [cells[at].strip() if at < len(cells) else "-" for at in answers]
    if len(cells) != len(heads) or any(cell and not IN_A_CELL.fullmatch(cell) for cell in told):
        return "|".join(cells)
    first, last = answers[0], answers[-1] + 1
    marked = [at for at, cell in zip(answers, told, strict=True) if cell]
    place = sum(len(cell) + 1 for cell in cells[first : marked[0]]) if marked else 0
    answer = heads[marked[0]] if len(marked) == 1 else "__"
    between = _only("|".join(cells[first:last]), place, answer)
    return "|".join(cells[:first]) + ":" + "|".join([between, *cells[last:]])


def _drawn_up(m: re.Match[str]) -> str:
    """The two lines as one, unless the first heads a section."""
    if header_of(m["name"]):
        return m.group()
    at = m.start("end") - m.start()
    return m.group()[:at].replace("?", ":") + " " + m.group()[at + 1 :]
