"""Where a denial has said what it denies, and what is no denial of the words asked for.

A bare "no" takes a thing or a list; a new predicate, an older finding, a test with its date or figure stand outside.
"""

from agents.reading import patterns as re

# A list that still goes on to an "or" is not at its end.
LIST_GOES_ON = r"(?![^.;:]{0,90}\bn?or\b)"
NEW_PREDICATE = (
    r"(?:cannot|can(?:'t)?|could(?:n't)?|does(?:n't)?|did(?:n't)?|needs?|requires?|keeps?|kept|gets?|got|stays?|stayed"
    r"|steers?|steered|manages?|managed|slid|falls|fell|drives?|drove|loses|lost)\b"
)
DENIAL_ENDS = re.compile(
    rf"(?:,\s*(?:and\s+|so\s+)?|\band\s+){NEW_PREDICATE}|,\s*so\b"
    r"|\band (?=(?:other|another|all|further|every) (?:\w+ ){1,2}(?:is|are|was|were)\b)"
    r"|,(?= and (?:the |his |her )?(?:(?!no\b|not\b|nor\b)[a-z][a-z-]* ){1,3}(?:is|are|was|were)"
    r" (?!not\b|seen\b|noted\b|found\b))"
    r"|\band (?=(?:nothing|nobody|no one|none|neither)\b)"
    # "No psychosis (F33.2 confirmed by me today)": the brackets tell something of their own.
    r"|\((?=[^()]{1,40}\b(?:confirmed|diagnosed|established|verified) (?:by|on|in|at|with|via|today|\d))"
    r"(?![^()]*\b(?:not?|never|absen\w+|neg\w*|normal|ruled|excluded|removed|resolved)\b)"
    # "Without myelopathy or radiculopathy, facet-mediated pain": the list ends with its "or".
    r"|(?<=[a-z)]),(?= [a-z]+-(?:mediated|related|generated|driven|induced)\b)"
    rf"|(?<=[a-z)]),(?= (?:facet|disc|nerve|joint) (?:mediated|related|generated|driven|induced)\b){LIST_GOES_ON}"
    rf"|,(?=\s*(?:older|old|healed|chronic|known|longstanding)\b){LIST_GOES_ON}"
    r"|,(?=\s*(?:[a-z][a-z-]* ){1,4}(?:is |are )?(?:good|strong|steady|safe|sound|fine|firm)\b)"
    + LIST_GOES_ON
    + r"|,(?= (?:and |but )?(?:in|over|for|during|within) the (?:last|past|previous|preceding) )"
    + LIST_GOES_ON
    # "Has not bathed since spring, meals brought to bed" ends with what others do.
    + r"|,(?= (?:[a-z]+ ){1,2}(?:brought|delivered|carried|prepared|cooked|fetched|done by|taken over|taken care of)\b)"
    + LIST_GOES_ON
    # "No pacemaker, no clips, a steel splinter still in the eye" ends with what is there.
    + r"|,(?= an? (?:[a-z-]+ ){1,4}(?:\([a-z ]{2,20}\) )?(?:still|remains?|persists?)\b)"
    + LIST_GOES_ON
    # "Negative for MI, CVA in past 6 months" tells how far back the denial goes, no figure of its own.
    + r"|(?<=[a-z]),(?=\s*[a-z][a-z-]*(?: (?!(?:in|within|past|last|over|for)\b)[a-z][a-z-]*){0,2}"
    r" (?:\d{1,2}/\d|(?!(?:19|20)\d\d\b)\d|x\d{1,2}\b(?! ?(?:d|w|m|y|wks?|mos?|yrs?|days?|weeks?|months?|years?)\b)))"
    + LIST_GOES_ON
)
# "Depression, severe, without psychotic features (F33.2)", "severe, no psychosis (F33.2)": the code is of the whole.
CODE_OF_THE_WHOLE = re.compile(
    r"(?<=[a-z,] )(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bbeen )(?<!\bremains )(?<!\bnow )"
    r"(?:(?:without|w/o) [^.;:()]{2,60}|(?<=[a-z], )no (?:psycho(?:sis|tic features)|myelopathy|radiculopathy"
    r"|status(?: epilepticus)?|complications?|gangrene|obstruction|perforation|bleeding|aura|esophagitis|retinopathy"
    r"|macular edema|behaviou?ral disturbance|claudication|(?:current )?(?:pathological )?fracture))"
    r"(?P<code>,? (?:- )?)(?:\((?=(?:icd-?10(?:-cm)?:? )?[a-tv-z]\d[0-9a-z](?:\.[0-9a-z]{1,4})?\))"
    r"|(?=(?:icd-?10(?:-cm)?:? )?[a-tv-z]\d[0-9a-z]\.[0-9a-z]{1,4}\b))"
)
# "Spondylosis without myelopathy or radiculopathy, right L4-5 facet pain": what a kind of disease is without is over
# where a side, a level or the source of the trouble begins something of its own.
KIND_OF_DISEASE = re.compile(
    r"\b(?:\w{2,}(?:osis|itis|opathy|algia)|disease|disorder|syndrome|herniation|fracture|arthropathy|depression|mdd"
    r"|severe|moderate|recurrent|chronic) (?:without|w/o) [a-z][^.;:,()]{2,60}"
    r"(?P<ends>,)(?= (?:(?:r|l|rt|lt|right|left|bilateral|bilat)\b[ -](?:sided )?)?"
    r"(?:[clt]\d|facet|axial|discogenic|mechanical)[^.;:,]{2,40})" + LIST_GOES_ON
)
# "No other cause for the arm pain", "no disease lies behind this ache": what a cause is looked for is there.
WHAT_IS_CAUSED = re.compile(
    r"\b(?:no|nothing|none|neither|nobody|without|not)\b[^.;:,]{0,60}?\b"
    r"(?P<ends>(?:causes?|reasons?|explanations?|sources?|etiolog(?:y|ies)|origins?) (?:for|of|behind)"
    r"|behind|explains?|explaining|accounts? for|accounting for|responsible for|to blame for|underl(?:ies|ying)"
    r"|causing|to (?:explain|account for))(?= (?:the|this|his|her|their|these|such|that) )"
)
# "No fracture -> osteoradionecrosis" comes to something of its own; "no progression -> stage III" does not.
COMES_TO = re.compile(
    r"\b(?:no|not|without|w/o|neg\w*|denies|never)\b (?!(?:\w+ ){0,2}(?:progress\w*|change\w*|conver\w+|switch\w*"
    r"|transition\w*|spread|radiat\w+|transform\w*)\b)[^.;:>\u2192]{2,80}?(?P<ends>->|=>|\u2192)(?! ?(?:no|not|none)\b)"
)
LISTED_ON = re.compile(rf";|[,)](?=\s|[,.;:]|$){LIST_GOES_ON}")


def ends_of_denials(low: str, start: int, end: int) -> tuple[int, ...]:
    """Where a denial in a sentence reaches no further."""
    ends = [m.start() for m in DENIAL_ENDS.finditer(low, start, end)]
    ends += [m.start("code") for m in CODE_OF_THE_WHOLE.finditer(low, start, end)]
    ends += [m.start("ends") for m in KIND_OF_DISEASE.finditer(low, start, end)]
    if ">" in low[start:end] or "\u2192" in low[start:end]:
        ends += [m.start("ends") for m in COMES_TO.finditer(low, start, end)]
    return (*ends, *(m.start("ends") for m in WHAT_IS_CAUSED.finditer(low, start, end)))


def passes_by(low: str, cue: tuple[int, int], parts: tuple[tuple[int, int], ...], end: int) -> bool:
    """Whether what a "no" between the parts of a spelling denies is over before the next part begins.

    "Psychologist: no depression, realistic": the "no" is of the depression. One that denies nothing behind it
    answers what stands before it.
    """
    ahead = min((a for a, _ in parts if a >= cue[1]), default=end)
    m = LISTED_ON.search(low, cue[1], end)
    return m is not None and m.start() < ahead and low[cue[1] : m.start()].strip() != ""
