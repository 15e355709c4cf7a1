"""What a treatment was for, and whose the time is that stands beside it.

"Naproxen for migraine for two years" is no care of a knee, "retired for five years" no length of it, and a course that
was waited for, never attended or is yet to start is none at all.
"""

from agents.reading import patterns as re
from agents.reading.durations import DURATION
from agents.reading.record import PreparedDocument, Sentence

OTHER_TROUBLE = re.phrases(
    "purposes",
    "other-trouble",
    r"\b(?:for|against|after) (?:(?:an?|the|his|her|their|some|chronic|recurrent|diabetic|peripheral|tension|cluster"
    r"|severe|daily|major|menstrual|ankle|spinal|obstructive) ){0,3}(?:…)\b",
)
LIVED = re.phrases("purposes", "lived", r"\b(?:…)\b[^.;,]{0,40}$")
NOT_GIVEN = re.phrases("purposes", "not-given")
BEGUN = re.compile(r"\bsince\b")
EVENT = re.compile(r"\bsince (?:an?|the|his|her) (?:\w+ ){0,2}(?:fall|injury|accident|crash)\b")


def meant_otherwise(document: PreparedDocument, sentence: Sentence) -> bool:
    """Whether a sentence that names care and a length of time tells of something else than care of the part asked."""
    low = document.low
    text = low[sentence.start : sentence.end]
    if OTHER_TROUBLE.search(text) or NOT_GIVEN.search(text):
        return True
    lengths = [m.start() for m in DURATION.finditer(text)]
    if not lengths and len(sentence.dates) < 2 and EVENT.search(text):
        return True
    times = lengths + [m.start() for m in BEGUN.finditer(text)]
    return any(LIVED.search(text, 0, at) for at in times)
