"""What a treatment was for, and whose the time is that stands beside it.

"Naproxen for migraine for two years" is no care of a knee, "retired for five years" no length of it, and a course that
was waited for, never attended or is yet to start is none at all.
"""

from agents.reading import patterns as re
from agents.reading.durations import DURATION
from agents.reading.record import PreparedDocument, Sentence

OTHER_TROUBLE = re.compile(
    r"\b(?:for|against|after) (?:(?:an?|the|his|her|their|some|chronic|recurrent|diabetic|peripheral|tension|cluster"
    r"|severe|daily|major|menstrual|ankle|spinal|obstructive) ){0,3}(?:headaches?|migraines?|depress\w+|anxiety"
    r"|neuropath\w+|polymyalgia|gout\w*|asthma|copd|fibromyalgia|shingles|neuralgia|cramps|endometriosis"
    r"|dysmenorrh\w+|tooth\w*"
    r"|kidney stones?|insomnia|hypertension|sleep apnea|strokes?|pericarditis|pleurisy|sinusitis|spondylosis|stenosis"
    r"|sprains?|plantar fasciitis|lupus|psoriasis|colitis|diabetes|angina)\b"
)
LIVED = re.compile(
    r"\b(?:retired|widow\w*|divorced|sober|arthritic|diabetic|bad (?:knee|hip|shoulder|back|leg)|employed|working"
    r"|worked|sorting|teaching|driving|farming|caring for|lives?|living|lived|married|known to (?:us|me)"
    r"|pain has|has hurt|has been hurting|grown|grew)\b"
    r"[^.;,]{0,40}$"
)
NOT_GIVEN = re.compile(
    r"\bappeal\w*"
    r"|\bwait(?:s|ed|ing)? (?:for|list)|\bon (?:a|the) wait|\battended (?:none|no|one|only one|a single|not)\b"
    r"|\bnone of the (?:visits|sessions|appointments)\b|\bto (?:start|begin|commence)\b|\bnever (?:went|attended"
    r"|started|began)\b|\bwould not (?:pay|cover|authori[sz]e)\b|\bnot (?:been )?treated\b"
)
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
