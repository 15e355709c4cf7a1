"""Side and site as slots: which joint, segment or organ a statement is about, and on which side.

The nearest word in the sentence decides; without one, the words that govern its line or paragraph do.
"""

from collections.abc import Sequence
from typing import NamedTuple

from agents.reading import patterns as re
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.remembered import Found
from agents.reading.sided import side_above
from priorauth.facts import Side

LOOK_BACK = 4
AID_REACH = 40
LENGTHS = ("-high", " high s", "-length")
AID_IN = re.compile(
    r"\b(?:cane|stick|crutch)(?:(?: (?:held|used|carried))? in(?: the| his| her)?"
    r"(?: (?:left|right|l|r|opposite|other))?|,?(?: left| right| l| r)?) $"
)
JOINTS = frozenset(("knee", "hip", "shoulder", "ankle", "foot", "elbow", "wrist", "hand"))
SITES = {
    "knee": "knees?|patell\\w+|tibiofemoral|gonarthrosis|acl|tka|(?:medial|lateral) (?:femoral )?(?:compartment|condyle"
    "|meniscus)|tricompartmental|unicompartmental|femoral condyles?|femorotibial|tibial (?:plateau|component|tray"
    "|baseplate|insert)|proximal tibia\\w*|distal femur|distal femoral|trochlea\\w*|menisc\\w+|tkr",
    "hip": "hips?|femoral heads?|acetabul\\w+|coxarthrosis|tha|thr|femoral neck|groin pain"
    "|(?:inter|greater |peri)trochanteric|greater trochanter|femoroacetabular",
    "shoulder": "shoulders?|rotator cuff|glenohumeral|supraspinatus|infraspinatus|subscapularis|acromioclavicular"
    "|subacromial|humeral head|rtc (?:tears?|repair|tendin\\w+)|labral tear of the shoulder",
    "ankle": "ankles?|tibiotalar",
    "foot": "foot|feet|toes?|heels?|plantar|forefoot|metatars\\w+|hallux|calcane\\w+",
    "elbow": "elbows?",
    "wrist": "wrists?|carpal tunnel",
    "hand": "hands?|fingers?|thumbs?",
    "lumbar spine": "lumbar|lumbosacral|low(?:er)? back|l-spine|l[1-5](?:[-/]l?[1-5])?(?:[-/]s1)?|l5-s1|sciatica"
    "|lumbago",
    "cervical spine": "cervical(?! cancer| os)|necks?(?! of)|c-spine|c1[-/]c?2|c[2-7](?:[-/](?:c?[3-7]|t1))?|odontoid"
    "|atlanto-?axial",
    "thoracic spine": "thoracic(?! surg)|mid(?:dle)? back|t-spine|t(?:[1-9]|1[0-2])[-/](?:t?(?:[1-9]|1[0-2])|l1)"
    "|t(?:[4-9]|1[0-2])(?= )",
    "sacroiliac joint": "sacroiliac|si joints?|sacrum"
    r"|sacral(?! (?:nerves?|neuro\w+|leads?|stim\w*|tests?|electrodes?|reflex\w*|roots?)\b)",
    "lung": "lungs?|pulmonary|(?:upper|middle|lower)[ -]lobes?|r[uml]l|l[ul]l|lingula\\w*|bronch\\w+|pleural|chest",
    "breast": "breasts?|mammo\\w+|axilla\\w*",
    "thyroid": "thyroid\\w*",
    "kidney": "kidneys?|renal|ureter\\w*",
    "liver": "liver|hepatic",
    "brain": "brain|cerebral|intracranial",
    "eye": "eyes?|eyelids?|ocular|visual|lids?",
    "ear": "ears?|hearing|cochlea\\w*",
    "carotid": "carotids?|ica",
    "leg": "legs?|thighs?|calf|calves|saphenous|gsv|ssv|lower extremit(?:y|ies)|lower limbs?",
    "arm": "(?<!c-)(?<!c )arms?|forearms?|upper extremit(?:y|ies)|upper limbs?",
    "nose": "nose|nasal|sept(?:um|al)|turbinates?",
    "abdomen": "abdom\\w+|hernia|gallbladder|pannus",
    "prostate": "prostate|prostatic",
    "aorta": "aorta|aortic",
}  # fmt: skip
SITE = re.compile("|".join(rf"\b(?P<s{n}>{words})\b" for n, words in enumerate(SITES.values())))
ANY_SITE = re.at_words(re.compile(rf"\b(?:{'|'.join(SITES.values())})\b"))
NAMES = tuple(SITES)
# Behind the name of a part, a test or its result a lone letter ends the phrase: "hip films L", "thigh thrust pos R."
BEHIND = (
    "(?:"
    + "|".join(
        rf"(?<={word} )"
        for word in (
            "knee",
            "hip",
            "shoulder",
            "heel",
            "foot",
            "medial",
            "lateral",
            "buttock",
            "tear",
            "fasciitis",
            "ray",
            "films",
            "joint",
            "thrust",
            "gaenslen",
            "patrick",
            "faber",
            "pos",
            "positive",
        )
    )
    + ")"
)
ENDS = r"(?=\s*(?:[.,;)]|$))"
OF_A_BONE = r"femoral|tibial|femur|tibia|humer\w+|cuff|heel|low buttock|posterior|nostril|facets?|tkr|thr|mbbs?|tfesi"
# "No space left at the top" tells what is left over.
LEFT_OVER = (
    r"(?!(?:"
    + "|".join(
        rf"(?<={word} left)"
        for word in (
            *("space", "cartilage", "meniscus", "tissue", "room", "options"),
            *("nothing", "none", "little", "anything", "much"),
        )
    )
    + r")(?= (?:at|in|on|over|to|of|for|now|but|and|anywhere|behind|inside|between|across|after)\b| ?[.,;)]|$))"
)
SIDE = re.at_words(
    re.framed(
        r"\b…",
        r"(?P<left>left(?!-sided weakness)"
        + LEFT_OVER
        + r"(?!(?:(?<=has left)|(?<=had left)|(?<=he left)|(?<=who left)) (?:the"
        r"|his|her|their|work|school)\b)|lt\.?|lle|lue|l(?= (?:knee|hip|shoulder|ankle|foot|leg|eye|ear|breast|arm"
        r"|hand|wrist|elbow|side|lower|upper|tka|tha"
        r"|gsv|ssv|ica|plantar|paracentral|foraminal|buttock|thigh|calf|groin|inguinal|carotid|psis|sacral|sij?|ehl"
        r"|l[1-5]|s1"
        r"|c[2-7]|ureter\w*|kidney|renal|flank|thyroid|lobe|mid|distal|proximal|testic\w+|ovar\w+|tonsil"
        r"|cochlea\w*|supraspinatus|rotator|(?:\w+ )?(?:inguinal|groin)|(?:in)?direct|"
        + OF_A_BONE
        + r")\b)|(?<!\d)(?<!\d )l(?=:|:? \d{1,2}/(?:\d{1,2}/\d|\d{4}))"
        r"|(?<=\()l(?=\))|" + BEHIND + "l" + ENDS + r"|lul|lll|l-sided|lgsv|lssv|"
        r"sinistr\w+|lih|os(?= )|lingula\w*)(?![a-z])|"
        r"(?P<right>right(?! (?:away|now|angle|heart|ventric|atri))|rt\.?|rle|rue|r(?= (?:knee|hip|shoulder|ankle|foot"
        r"|leg|eye|ear|breast|arm|hand|wrist|elbow|side|lower|upper|tka|tha|gsv|ssv|ica|plantar|paracentral|foraminal"
        r"|buttock|thigh|calf|groin"
        r"|inguinal|carotid|psis|sacral|sij?|ehl|l[1-5]|s1|c[2-7]|ureter\w*|kidney|renal|flank|thyroid|lobe|mid|distal"
        r"|proximal|testic\w+|ovar\w+|tonsil"
        r"|cochlea\w*|supraspinatus|rotator|(?:\w+ )?(?:inguinal|groin)|(?:in)?direct|"
        + OF_A_BONE
        + r")\b)|(?<!\d)(?<!\d )r(?=:|:? \d{1,2}/(?:\d{1,2}/\d|\d{4}))"
        r"|(?<=\()r(?=\))|" + BEHIND + "r" + ENDS + r""
        r"|rul|rml|rll|r-sided|rgsv|rssv|dextr\w+|rih|od(?= ))(?![a-z])|"
        r"(?P<bilateral>bilateral(?:ly)?|bilat\.?|both (?:knees|hips|shoulders|sides|legs|eyes|ears|feet|breasts|arms"
        r"|hands|lower)|each (?:knee|hip|eye|ear|side)"
        r"|b/l)(?![a-z])",
    )
)
NEARBY = {
    "lumbar spine": {"leg", "foot", "sacroiliac joint", "hip", "abdomen"},
    "cervical spine": {"arm", "hand", "shoulder"},
    "knee": {"leg"},
    "hip": {"leg", "abdomen"},
    "shoulder": {"arm"},
    "foot": {"leg", "ankle"},
    "leg": {"foot", "ankle"},
    "lung": {"abdomen"},
    "thyroid": {"cervical spine"},
    "kidney": {"abdomen"},
    "sacroiliac joint": {"lumbar spine", "hip"},
    "aorta": {"abdomen"},
    "wrist": {"hand", "arm"},
    "hand": {"wrist", "arm"},
    "elbow": {"arm"},
    "ankle": {"foot", "leg"},
    # What heavy breasts make ache.
    "breast": {"cervical spine", "shoulder", "thoracic spine"},
    # What a disorder of the brain takes away shows in the limbs; its generators lie in the chest.
    "brain": {"arm", "hand", "leg", "foot", "lung"},
}  # fmt: skip


class Place(NamedTuple):
    """What a statement is about. `stated_here` where its own sentence says the site."""

    site: str | None
    side: Side | None
    sites: frozenset[str]
    stated_here: bool


def sites_of(low: str, start: int, end: int) -> list[Found]:
    """The body sites named in a stretch."""
    hits = (SITE.match(low, m.start(), end) for m in ANY_SITE.finditer(low, start, end))
    return [
        Found(m.start(), m.end(), site=NAMES[int(m.lastgroup[1:])])
        for m in hits
        if m and m.lastgroup and not _only_measures(low, m.start(), m.end())
    ]


def sides_of(low: str, start: int, end: int) -> list[Found]:
    """The side words of a stretch."""
    return [
        Found(m.start(), m.end(), side=Side(m.lastgroup))
        for m in SIDE.finditer(low, start, end)
        if m.lastgroup and not (low.startswith(" hand", m.end()) and _holds_an_aid(low, m.start()))
    ]


def _only_measures(low: str, start: int, end: int) -> bool:
    """Whether a part of the body only tells how long a stocking is, or which hand holds the cane."""
    return low.startswith(LENGTHS, end) or (low.startswith("hand", start) and _holds_an_aid(low, start))


def _holds_an_aid(low: str, start: int) -> bool:
    before = low[max(0, start - AID_REACH) : start]
    return AID_IN.search(before) is not None


def _sites(document: PreparedDocument, start: int, end: int) -> Sequence[Found]:
    found = document.remembered.sites.get((start, end))
    if found is None:
        found = document.remembered.sites[start, end] = tuple(sites_of(document.low, start, end))
    return found


def _sides(document: PreparedDocument, start: int, end: int) -> Sequence[Found]:
    found = document.remembered.sides.get((start, end))
    if found is None:
        found = document.remembered.sides[start, end] = tuple(sides_of(document.low, start, end))
    return found


def same_region(site: str, other: str) -> bool:
    """Whether naming `other` does not move a statement away from `site`."""
    return site == other or other in NEARBY.get(site, set())


def place_of(document: PreparedDocument, sentence: Sentence, start: int, end: int, wanted: str | None = None) -> Place:
    """Site and side of the words at `start:end`; the wanted site is preferred among equals."""
    low = document.low
    sites = _sites(document, sentence.start, sentence.end)
    sides = _sides(document, sentence.start, sentence.end)
    here = bool(sites)
    a, b = _clause(low, sentence, start, end)
    left, right = _part(low, sentence, start, end)
    sites = [s for s in sites if a <= s.start < b] or [s for s in sites if left <= s.start < right] or sites
    sides = [s for s in sides if a <= s.start < b] or [s for s in sides if left <= s.start < right] or sides
    if not sites or not sides:
        above_sites, above_sides = _above(document, sentence)
        sites = sites or above_sites
        sides = sides or (above_sides if not here or _agree(sites, above_sites) else [])
    site = _nearest(sites, start, end, wanted)
    side = side_above(document, end - 1) or _side(sides, site or Found(start, end), start)
    names = frozenset(s.site for s in sites)
    return Place(site.site if site else None, side, names, here)


def _clause(low: str, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """The stretch between the commas around a statement."""
    left = max(low.rfind(",", sentence.start, start), low.rfind(";", sentence.start, start), sentence.start)
    stops = [at for mark in ",;" if (at := low.find(mark, end, sentence.end)) >= 0]
    return left, min(stops, default=sentence.end)


def _part(low: str, sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """The stretch between the semicolons around a statement."""
    stop = low.find(";", end, sentence.end)
    return max(low.rfind(";", sentence.start, start), sentence.start), stop if stop >= 0 else sentence.end


def _agree(sites: Sequence[Found], above: Sequence[Found]) -> bool:
    return not above or any(same_region(s.site, a.site) for s in sites for a in above)


def _above(document: PreparedDocument, sentence: Sentence) -> tuple[Sequence[Found], Sequence[Found]]:
    known = document.remembered.above
    if sentence.index not in known:
        known[sentence.index] = _governing(document, sentence)
    return known[sentence.index]


def _governing(document: PreparedDocument, sentence: Sentence) -> tuple[Sequence[Found], Sequence[Found]]:
    """The sites and sides that govern a sentence's line: the header's, else the nearest before in its paragraph."""
    sides: Sequence[Found] = ()
    for index in range(sentence.index - 1, max(-1, sentence.index - 1 - LOOK_BACK), -1):
        before = document.sentences[index]
        if before.block != sentence.block and before.section is not sentence.section:
            break
        found = _sites(document, before.start, before.end)
        sides = sides or _sides(document, before.start, before.end)
        if found:
            return found, sides
    head = sentence.section
    sites = _sites(document, head.start, head.body)
    return sites, sides or _sides(document, head.start, head.body)


def _nearest(sites: Sequence[Found], start: int, end: int, wanted: str | None) -> Found | None:
    if not sites:
        return None

    def distance(f: Found) -> tuple[int, int]:
        gap = max(f.start - end, start - f.end, 0)
        return (gap - (12 if f.site == wanted else 0), f.start)

    return min(sites, key=distance)


def _side(sides: Sequence[Found], near: Found, start: int) -> Side | None:
    """The side word next to the site, before it rather than after."""
    if not sides:
        return None
    kinds = {f.side for f in sides}
    if kinds == {Side.left, Side.right} and len(sides) == 2 and sides[1].start - sides[0].end <= 5:
        return Side.bilateral
    return min(sides, key=lambda f: abs(near.start - f.end) if f.end <= near.start else 10 + f.start - near.end).side


def told_throughout(document: PreparedDocument) -> Place:
    """The one side, and the one joint, that a whole document speaks of; nothing where it speaks of two."""
    if document.remembered.throughout is None:
        whole = 0, len(document.low)
        sides = {f.side for f in sides_of(document.low, *whole)}
        joints = {f.site for f in sites_of(document.low, *whole)} & JOINTS
        document.remembered.throughout = (
            next(iter(joints)) if len(joints) == 1 else None,
            next(iter(sides)) if len(sides) == 1 else None,
        )
    site, side = document.remembered.throughout
    return Place(site, side, frozenset({site} if site else ()), stated_here=False)
