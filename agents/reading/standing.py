"""Whether a whole sentence may be evidence at all: talk of policy, words to the reader, blank forms, retractions.

Such a sentence is taken out and reported, whatever else it says.
"""

from agents.reading import patterns as re
from agents.reading.paperwork import corrects_paperwork
from priorauth.facts import Assertion

CLINICAL_CRITERIA = re.phrases("standing", "clinical-criteria", r"\b(?:…)(?:[ -]\w+)? criteri(?:a|on)\b")
CLINICAL_TALK = re.phrases("standing", "clinical-talk")
INSTRUCTION = re.phrases("standing", "instruction")
POLICY = re.phrases("standing", "policy")
TEMPLATE = re.phrases("standing", "template")
RETRACTION = re.phrases("standing", "retraction")
SET_ASIDE = " ~ "
# All four at once: most sentences hold none of their words, and are looked through a single time.
DISQUALIFIES = re.at_words(re.any_of(INSTRUCTION, POLICY, TEMPLATE, RETRACTION))


SPOILT = re.at_words(re.phrases("standing", "spoilt", r"\b(?:…)\b"))
SPOILT_FROM_AFAR = re.at_words(re.phrases("standing", "spoilt-from-afar", r"\b(?:…)\b"))


def spoilt(low: str, start: int, end: int) -> bool:
    """Whether words say of what was just told that it cannot be used: a test that failed, a value copied forward."""
    told = SPOILT.finditer(low, start, end)
    return any(not corrects_paperwork(low, start, end, m.span()) and not _of_a_hand(low, start, m) for m in told)


# "Spiral on the right illegible" tells of a tremor, "the fax is illegible" of the paper.
OF_A_HAND = re.compile(
    r"\b(?:spirals?|handwriting|writing|writes|signature|script|scrawl|letters)\b"
    r"(?![^.;]*\b(?:page|report|fax\w*|copy|scan|print\w*|form|sheet|strip|tracing|e[ck]g|note|record|document)\b)[^.;]*$"
)


def _of_a_hand(low: str, start: int, m: re.Match[str]) -> bool:
    """Whether it is the patient's own writing that nobody can read."""
    return m.group() in ("illegible", "unreadable") and OF_A_HAND.search(low, start, m.start()) is not None


def spoilt_from_afar(low: str, start: int, end: int) -> bool:
    """Whether words of the paragraph say that its page or its test is worth nothing or somebody else's."""
    return SPOILT_FROM_AFAR.search(low, start, end) is not None


def standing_of(low: str, start: int, end: int) -> Assertion | None:
    """What disqualifies a sentence as a whole, or None where it may be evidence."""
    if not DISQUALIFIES.search(low, start, end):
        return None
    words = _of_rules(low[start:end])
    if INSTRUCTION.search(words):
        return Assertion.instruction
    if POLICY.search(words) and not _tells_of_a_study(low[start:end], words):
        return Assertion.policy_talk
    if TEMPLATE.search(words):
        return Assertion.template
    if RETRACTION.search(words):
        return Assertion.retracted
    return None


def _of_rules(told: str) -> str:
    """The words without those of medicine that look like rules; a mark in their place, so that no empty box is left."""
    return CLINICAL_TALK.sub(SET_ASIDE, CLINICAL_CRITERIA.sub(SET_ASIDE, told))


A_STUDY = re.compile(
    r"\bnct ?\d{6}"
    r"|\b(?:enrol\w+|participa\w+|joined|consent\w*|treated|registered|randomi[sz]\w+|included) (?:[\w-]+ ){0,6}"
    r"(?:study|trial|registry)\b"
)
APPROVED_BY = re.compile(
    r"\b(?:cms|medicare|ced|(?:national )?coverage(?:[ -]with[ -]evidence(?:[ -]development)?)?"
    r"|approv(?:ed|al|es)|ncd)\b"
)
SO_JOINED = re.compile(
    r"\b(?:(?:and|so|therefore|hence|which is why) )+(?:he|she|the patient|(?:mr|mrs|ms|miss)\.? [a-z'-]+)"
    r" (?:(?:has|had|therefore|accordingly|thus|duly|now|since) )*"
    r"(?:joined|enrolled|consented|entered|signed|been enrolled|agreed to)\b"
)
ASKS_FOR = re.compile(
    r"\b(?:requir\w+|must|should|shall|only|covers?|covered|unless|criteri\w+|polic\w+|conditions?|den(?:y|ies|ied)"
    r"|needs?|needed|pays?|paid|if)\b"
)


def _tells_of_a_study(told: str, words: str) -> bool:
    """Whether the talk of approval is of the study a patient takes part in, and nothing is asked of anybody.

    "Medicare pays only within a study, and he therefore joined ours": what is told behind the rule is of the patient.
    """
    if (behind := SO_JOINED.search(told)) is not None:
        told = told[behind.start() :]
        words = _of_rules(told)
    return (
        A_STUDY.search(told) is not None
        and ASKS_FOR.search(told) is None
        and POLICY.search(APPROVED_BY.sub(" ", words)) is None
    )


ORDER = re.compile(
    r"[\s*\-\d.)#]*(?:plan:?\s*)?(?:start|begin|initiate|order|obtain|schedule|proceed|trial(?!\s?[:\d("
    r"|])(?! (?:week|period|phase|day|lead|stim\w*)\b)"
    r"(?! (?:of|off) [^.;]{0,40}\b(?:failed|was|did|gave|showed|helped|left|brought)\b)|add"
    r"|repeat(?![^.;]{0,60}\b(?:shows?|showed|demonstrat\w+|reveal\w+|confirm\w+|was|were|remain\w*|unchanged)\b)"
    r"(?![^.;]{0,40}\b\d{1,2}/\d{1,2}/(?:\d\d)?\d\d\)?\s?:)|arrange|get|send|check|book|refer|try|prescribe"
    r"|enroll|recommend|request|set up|sign up"
    r"|needs?(?! (?:help|assistance|a (?:walker|cane|wheelchair)|both|his|her|someone|physical help))|will"
    r"|to(?! (?:recap|sum|summari[sz]e|review|repeat|reach|clarify|be clear|begin with|start with|me|us|my|his"
    r"|her)\b))\b"
    r"(?! (?:date|of|time|the|our|whom|dr)\b)"
)


def begins_as_an_order(low: str, start: int, mention: int) -> bool:
    """Whether a sentence that names something begins by ordering it."""
    m = ORDER.match(low, start)
    return m is not None and m.end() <= mention


# "Plan: ... Stroke scale after the procedure and at 30 days": what a plan lists for afterwards.
AFTERWARDS = re.compile(
    r"[^.;,]{0,30}\b(?:(?:after|following) (?:the |his |her )?(?:procedure|surgery|operation|stent\w*|implant\w*"
    r"|ablation|discharge|infusion|intervention)|post-?(?:op\w*|procedur\w+)"
    r"|at (?:\d+|one|two|three|six) (?:days?|weeks?|months?))\b"
)
WAS_SO = re.compile(r"\b(?:was|were|had|has|have|did|is|are|showed|shows|saw|seen|done|\w{3,}ed)\b")


def listed_for_afterwards(low: str, begin: int, start: int, end: int, stop: int) -> bool:
    """Whether a line of a plan names something for after what is planned, and tells nothing that was."""
    told = AFTERWARDS.match(low, start, stop) or AFTERWARDS.match(low, end, stop)
    return told is not None and WAS_SO.search(low, begin, stop) is None


ASKED_FOR = re.compile(
    r" ?(?:(?:is|was|were|has been|have been) )?(?:order|request|arrang|schedul|refer|prescri|book|recommend|propos"
    r"|agreed? to|advis|offer)"
)
CARRIED_OUT = re.compile(
    r"(?:(?!\b(?:not|never|cancel\w*|pending|will|to be|yet|declin\w+|until|if|whether|once|when|would|should|may|might"
    r"|could|to see)\b)(?:[^.;]|;(?= (?:it|this|that) (?:was|came|showed)\b))){0,60}?"
    r"(?:(?:->|\u2192|=>) ?(?:done\b|\d{1,2}/\d)|\b(?:was|were) (?:then )?(?:done|performed|completed"
    r"|carried out|obtained)\b|\btook place\b"
    r"|(?:[,(:] ?|\b(?:and|then|finally|later) )(?:done|worn|performed|completed) (?:on |in )?"
    r"(?:\d{1,2}/\d|\d{4}-\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d))"
)
# "The study I ordered in August shows": what is told of right behind is what came of it.
AND_SHOWED = re.compile(
    r" (?:(?:in (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|on \d[\d/]*|last \w+|by (?:me|us)) )?"
    r"(?:shows?|showed|came back|reveal(?:s|ed)|demonstrate[sd]|was (?:clearly )?(?:positive|abnormal|severe))\b"
)
WHICH_WAS_DONE = re.compile(
    r"(?:(?!\b(?:not|never|will|would|can|could|may|to be|yet|declin\w+|until|if)\b)[^.;]){0,60}?,? which "
    r"(?:(?:the|our|her|his|a|an) )?(?:(?!not\b|never\b|will\b|would\b|can\b|could\b)\w+ ){0,5}?"
    r"(?:carried out|performed|ran|made|completed|obtained|came back|showed|found|(?:he|she|they) had)\b"
)


def carried_out(low: str, cue: tuple[int, int], mention: int, end: int) -> bool:
    """Whether what was ordered is then said to have been done: "the study that I ordered was done 22 July"."""
    if ASKED_FOR.match(low, cue[0]) is None:
        return False
    told = (
        CARRIED_OUT.match(low, mention, end)
        or WHICH_WAS_DONE.match(low, cue[1], end)
        or (mention <= cue[0] and AND_SHOWED.match(low, cue[1], end))
    )
    return bool(told)
