"""Names behind a title: which are a clinician's at work, and which marks only look like a title.

"Ms. Ortega, PT" teaches exercises, "mild MR. CT next" is a leaking valve and "104 ms. He" a length of time.
"""

from collections.abc import Iterator

from agents.reading import patterns as re

DEGREES = (
    r"lcsw|licsw|lmft|lpc|lmhc|msw|ccc-?slp|slp|aud|au\.d|rn|bsn|np|aprn|fnp|pa-c|m\.?d|dds|dmd|psyd|ph\.?d|dpt"
    r"|otr/?l?|rd|ldn"
    r"|rrt|rpsgt|pharmd|cde|cdces|l\.?ac|daom|lmt|cpo|atc|cht|crnp|cgc"
)
CALLING = (
    r"audiologist|psychologist|psychotherapist|therapist|physiotherapist|counsell?or|social worker|dietitian"
    r"|nutritionist|nurse|pharmacist|pathologist|technologist|educator|coordinator|navigator|case manager"
    r"|interpreter|practitioner|acupuncturist|chiropractor|orthotist|prosthetist|optometrist|masseuse"
)
CLINICIAN = re.compile(
    rf"\b([a-z][a-z'-]{{2,}}),? (?:(?:m\.?s|m\.?a|mph|mba|edd|msn|m\.?ed|rn|ph\.?d)\.?,? )*"
    rf"(?:{DEGREES})\b(?=\s*[,.;:)(\n]|\s+(?:of"
    rf"|at|on|from|with|and|who"
    r"|has|had|is|was|did|saw|met|wrote)\b|$)|\bdr\.? (?:[a-z]\.? |[a-z]{3,12} (?=[a-z'-]+[,.;)]))?([a-z][a-z'-]{2,})"
)
A_TITLE = r"(?:mr|mrs|ms|miss|mister)\.? "
KIND_OF_WORK = r"(?:(?!retired\b|former\b|late\b)[a-z]+[- ](?:language[- ])?){0,2}"
TREATS = re.at_words(
    re.compile(
        rf"\b(?:{CALLING}|staff member|staff),? {A_TITLE}(?:[a-z]\. )?([a-z][a-z'-]{{2,}})(?: ([a-z][a-z'-]{{2,}}))?"
        # "Ms. Ortega, our speech-language pathologist", "Ms. Ortega evaluated him": she is at work.
        rf"|\b{A_TITLE}(?:[a-z]+ )?([a-z][a-z'-]{{2,}}),? \(?(?:our |the |my |your |his |her )"
        rf"{KIND_OF_WORK}(?:{CALLING})\b(?!,? (?:\d|aged?\b))"
        rf"|\b{A_TITLE}(?:[a-z]+ )?([a-z][a-z'-]{{2,}}),? \({KIND_OF_WORK}(?:{CALLING}|{DEGREES})\)"
        rf"|\b{A_TITLE}(?:[a-z]+ )?([a-z][a-z'-]{{2,}}) (?:has |had |kindly |also |then )*"
        rf"(?:evaluated|examined|interviewed|instructed|fitted|treated)"
        rf" (?:(?:him|the patient)\b|his (?:speech|language|communication|voice|swallow|hearing|gait|seating|needs)|her"
        rf" (?:speech|language|communication|voice|swallow|hearing|gait|seating|needs|on|in|for|at|twice|again)\b)"
        rf"|\b(?:therapy|physiotherapy|rehab\w*|physio|acupuncture|massage|exercises?|exercise program|chiropractic"
        rf"|psychotherapy|counsell?ing|stretching) (?:\w+ ){{0,4}}?(?:with|under|by|from) {A_TITLE}([a-z][a-z'-]{{2,}})"
        rf"|\b(?:training|retraining|biofeedback|coaching|sessions?|lessons|pt|ot) (?:with|under)"
        rf" {A_TITLE}([a-z][a-z'-]{{2,}})"
        rf"|\b(?:training|taught|teaching|instruction|fitting|fitted|shown|set-?up|education|treated|measured|tested)"
        rf" (?:\w+ ){{0,3}}?by {A_TITLE}([a-z][a-z'-]{{2,}})"
        rf"|\b{A_TITLE}([a-z][a-z-]{{2,}})'s (?:discharge|therapy|treatment|progress|rehab) (?:note|summary|report"
        rf"|letter"
        rf"|record)"
        rf"|\b(?:did|does|attended|attends|finished|completed|took|went to|joined|kept up|went through)"
        rf" (?:[\w'-]+ ){{0,6}}?{A_TITLE}([a-z][a-z'-]{{2,}})'s (?:\w+ ){{0,2}}(?:therapy|physiotherapy|exercises?"
        rf"|class(?:es)?|programme?|program|sessions|lessons|drills|routine)\b"
        rf"|\b{A_TITLE}([a-z][a-z'-]{{2,}}) (?:is|, )(?: ?(?:a|an|our|the|on))* ?(?:hospital|clinic|nursing|our)"
        rf" (?:staff|employee)"
    )
)
PROFESSION = re.compile(
    rf"\b(?:atp|pt|ot|rt|{DEGREES}|{CALLING}|technician|specialist|representative|staff member),? $"
)
AT_WORK = re.compile(
    rf",? ?\(?(?:our |the |my |her |his |your |an? )?(?:(?:clinic|licensed|clinical|certified|registered|staff|device"
    rf"|wound|research|study|speech|sleep|seating|rehab\w*|respiratory|occupational|physical|diabetes"
    rf"|hospital) ){{0,2}}(?:{DEGREES}|{CALLING}|specialist)\b(?!,? (?:\d|aged?\b))"
    r"|,? who (?:teaches|runs|leads|heads|directs|fits|programs) (?:our|the)\b"
    r"|,? (?:of|from) (?:the|our) (?:\w+ ){0,2}(?:lab|laboratory|department|team|supplier)\b"
)
SURNAME = re.compile(r"(?: [A-Z]\.)? ([A-Z][a-z'’-]+)")
THERAPIST = re.compile(r",? \(?(?:PTA?|OT|COTA|DC|RT|CP|CO)\b(?! of\b)")
TITLED = re.at_words(
    re.compile(
        r"\b(?P<title>mr|mrs|ms|miss|mister)\b\.? (?!ccc|slp\b|rn\b|otr|rd\b|angio|imag|arthro|entero|elasto|spectro"
        r"|veno"
        r"|uro|chol"
        r"|scan|(?:since|in|for|of|on|at|to|by|he|she|it|no|any|the|his|her|doses?|work|school|with|without|or|and)\b)"
        r"(?P<name>[a-z][a-z'\-]+)"
    )
)
LEAK = re.compile(
    r"(?:\d ?|\b(?:mild|mod|moderate|severe|trace|trivial|some|no|minimal|central|functional|ischemic|degenerative"
    r"|secondary|primary|significant|residual|of|and|as|or|[1-4]\+|pr|ar|tr|as|ai|ti)[ -]?(?:to-?)?)$"
)
BEFORE = 24


def clinicians(low: str) -> frozenset[str]:
    """Surnames that stand somewhere with a degree or a calling, behind a "Dr.", or as who treats or teaches."""
    named = (name for p in (CLINICIAN, TREATS) for m in p.finditer(low) for name in m.groups() if name)
    return frozenset(name.removesuffix("'s") for name in named)


def titled(low: str, written: str, start: int, end: int, known: frozenset[str]) -> Iterator[str]:
    """The names behind a title in a stretch that are no clinician's; `low` and `written` agree place by place."""
    for m in TITLED.finditer(low, start, end):
        name, further = m["name"].removesuffix("'s"), SURNAME.match(written, m.end(), end)
        if (
            name not in known
            and _is_title(low, written, m)
            and not PROFESSION.search(low, max(start, m.start() - BEFORE), m.start())
            and not _at_work(low, written, m.end())
            and not (further and (further[1].casefold() in known or _at_work(low, written, further.end())))
        ):
            yield name


def _at_work(low: str, written: str, end: int) -> bool:
    """Whether a calling, a degree or a place of work stands behind a name."""
    return AT_WORK.match(low, end) is not None or THERAPIST.match(written, end) is not None


def _is_title(low: str, written: str, m: re.Match[str]) -> bool:
    """Whether the letters are a title: not a valve's leak, a disease, a scan or a thousandth of a second."""
    title, name = written[m.start("title") : m.end("title")], written[m.start("name") : m.end("name")]
    if title[0].isupper() and not title.isupper():
        return True
    if title == "miss":
        return False
    if LEAK.search(low, max(0, m.start() - BEFORE), m.start()):
        return False
    # In capitals it is one only before a name: "MS. CRANE", "MR Jones"; not "MR safe", "MS disease", "MR. NYHA III".
    return not title.isupper() or (name[0].isupper() and (name[1:].islower() or len(name) > len("NYHA")))
