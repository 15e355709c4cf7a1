"""Studies and findings that a plan, a talk or a denial rests on, and that are therefore there.

"Start a mask based on the sleep study", "results of the scan discussed", "no fracture on MRI", "cancelled in July, done
9/2": what was planned, talked of or denied is something else, or was done after all.
"""

from agents.reading import patterns as re
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.remembered import Mention

# "No scan here so far (staging PET/CT 10/22 at the county hospital)": what brackets date took place.
NOT_IN_BRACKETS = re.compile(
    r"\b(?:no|not|none|never|without|cancel\w*|declin\w*|refus\w*|plan\w*|schedul\w*|due|booked|next|pending|denie[sd]"
    r"|negative|if|until)\b"
)
# Only plain words may stand between, so that "based on the upcoming scan" is none.
GROUNDS = re.compile(
    r"\b(?:given|based (?:up)?on|because of|in (?:view|light) of|as (?:shown|seen|documented) (?:by|on|in)|considering"
    r"|owing to|on the (?:basis|strength) of|per)(?: (?:the|his|her|this|that|these|our|my|an?|of|recent|latest|last"
    r"|abnormal|positive|severe|known|persistent|ongoing|worsening|progressive|chronic))*\s$"
)
# "Recommend decompression for radiculopathy": what a treatment is for is there.
TREATED = re.compile(
    r"\b(?:decompression|fusion|replacement|repair|surgery|operation|ablation|injections?|implant\w*|stimulat\w+|graft\w*"
    r"|bypass|\w{3,}(?:ectomy|plasty|otomy|desis))\b[^.;?]{0,40} for"
    r" (?:(?:his|her|this|the|an?|left|right|severe|chronic) )*$"
)
NOT_YET = re.compile(
    r"[^.;]*\b(?:if|unless|once|when|whether|should|pending|provided|due|planned|scheduled|upcoming|next|to be)\b"
    r"| ?(?:guidelines?|protocols?|criteria|dates?|requests?|orders?|referrals?)\b"
)
TALKED_OVER = re.compile(r" ?(?:discussed|reviewed)\b")
RESULTS = r"(?:results?|findings?|reports?|images|films|outcome|numbers)"
ITS_RESULTS = re.compile(rf"(?:'s)? {RESULTS}\b")
RESULTS_OF = re.compile(rf"\b{RESULTS} (?:of|from) (?:(?:the|his|her|this|that) )?$")
TO_COME = re.compile(r"\b(?:will|to be|when|once|after|if|until|next|pending|await\w*|plan\w*)\b")
NO_FINDING = re.compile(r"(?:no|without|negative(?: for)?|denies)$")
ON_A_STUDY = re.compile(
    r"\s[^.;:]{0,50}?\b(?:apneas?|events?|fractures?|lesions?|mass(?:es)?|edema|effusions?|compression|instability"
    r"|tumors?|infections?|disease|clots?|thrombus|dvt|reflux|weakness|deficits?|abnormalit\w+|findings?|ischemia"
    r"|obstruction|aneurysm\w*|leaks?|nodules?|bleed\w*|arrhythmias?|\w{3,}(?:osis|itis|oma|opathy|emia|uria|plegia))"
    r" (?:on|by|per) (?:(?:the|his|her|today's|repeat|recent) )?$"
)
A_STUDY = re.compile(
    r"\b(?:sleep study|polysomnogra\w+|mri|mra|cta?|x-?rays?|films?|radiographs?|echo\w*|emg|ekg|ecg|exam\w*|ultrasound"
    r"|duplex|doppler|angiogra\w+|colonoscopy|endoscopy|egd|cystoscopy|spirometry|scans?|biopsy|oximetry|monitor\w*"
    r"|audiogram|imaging)\b"
)
PUT_OFF = re.compile(
    r" ?(?:(?:was|were|is|been) )?(?:initially )?(?:declin|refus|reschedul|cancel|postpon|delay|defer|miss)"
)
DONE_AFTER_ALL = re.compile(
    r"(?:(?!\b(?:not|never|will|to be|if|until)\b)[^.;]){0,40}?, (?:but |and |then |finally |later |eventually )*"
    r"(?:done|performed|completed|held|carried out) (?:on |in )?(?:\d{1,2}/\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep"
    r"|oct|nov|dec)[a-z]*\.? \d)"
)


# "Risks discussed: bleeding, tongue weakness": what a talk named as a risk may come, and is not there.
RISKS = re.compile(
    r"\b(?:risks?|complications?|side[- ]effects|hazards)\b(?! (?:factors?|score|class|category|group|level))"
    r"(?![^.;]{0,160}\b(?:has|have|had|existing|known|current|currently|because|given|due|since|history|already|present"
    r"|despite|prior|previous|old|earlier|residual|now|today's|exam|found|shows?"
    r"|(?:his|her) (?!wife|husband|family|daughter|son\b|partner|and\b|the\b|at\b|today)\w+)\b)"
)
TALKED_OF = re.compile(
    r"\b(?:discuss\w*|review\w*|explain\w*|consent\w*|counsel\w*|went over|gone over|going over|informed|d/w"
    r"|understands?|accepts?|aware|covered|named|told|laid out)\b"
)


def is_a_risk_told_of(low: str, begin: int, start: int, stop: int) -> bool:
    """Whether what is named stands among the risks of a treatment that somebody was told of."""
    if "risk" not in low[begin:start] and "complication" not in low[begin:start]:
        return False
    clause = max(begin, low.rfind(";", begin, start) + 1)
    named = RISKS.search(low, clause, stop)
    return named is not None and named.start() < start and TALKED_OF.search(low, clause, stop) is not None


def is_ground(low: str, begin: int, start: int, end: int, stop: int) -> bool:
    """Whether what is named is told as the ground or the aim of a plan, so that it is no part of it."""
    if NOT_YET.match(low, end, stop):
        return False
    return GROUNDS.search(low, begin, start) is not None or TREATED.search(low, begin, start) is not None


def was_talked_over(low: str, begin: int, start: int, end: int, cue: tuple[int, int]) -> bool:
    """Whether its results were discussed, which it must have."""
    if TALKED_OVER.match(low, cue[0]) is None or TO_COME.search(low, begin, max(end, cue[1])):
        return False
    return ITS_RESULTS.match(low, end) is not None or RESULTS_OF.search(low, begin, start) is not None


def only_showed_none(low: str, start: int, end: int, cue: tuple[int, int]) -> bool:
    """Whether a "no" is of what a study did not show: "no fracture on MRI"."""
    if cue[1] > start or NO_FINDING.match(low, cue[0], cue[1]) is None:
        return False
    return ON_A_STUDY.fullmatch(low, cue[1], start) is not None and A_STUDY.search(low, start, end) is not None


def dated_in_brackets(
    document: PreparedDocument, sentence: Sentence, mention: Mention, cue: tuple[int, int] | None
) -> bool:
    """Whether a denial stands before brackets that tell a thing with its day: "no scan here (PET 10/22 elsewhere)"."""
    low = document.low
    opened = low.find("(", cue[1], sentence.end) if cue else -1
    closed = low.find(")", opened, sentence.end) if opened >= 0 else -1
    if closed < 0 or NOT_IN_BRACKETS.search(low, opened, closed):
        return False
    dated = any(d.interval and not d.birth and opened < d.start < closed for d in sentence.dates)
    inside = sum(opened < start < closed for start, _ in mention.own)
    return dated and inside > 1


SO = re.compile(r",? (?:and )?so (?:the|that|this|it|he|she|we|i|there)\b")


def concluded_from_a_denial(low: str, mention: Mention, cue: tuple[int, int] | None) -> bool:
    """Whether what is named ends in what follows from a denial: "refused radiation, so the same drug either way"."""
    if cue is None or cue[1] > mention.start or not mention.parts:
        return False
    return SO.search(low, mention.start, max(start for start, _ in mention.parts) + 1) is not None


def done_after_all(low: str, cue: tuple[int, int], stop: int) -> bool:
    """Whether what was put off or declined at first is then told as done on a day."""
    return PUT_OFF.match(low, cue[0]) is not None and DONE_AFTER_ALL.match(low, cue[1], stop) is not None
