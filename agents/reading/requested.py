"""What was asked against what the record speaks of: the side, the site, and the procedure in words.

A request is wrong in its side or its procedure when the record plans another and nowhere plans the one requested.
Evidence from the other side, an earlier operation or an alternative that was discussed is no discrepancy.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from agents.reading import patterns as re
from agents.reading.assertion import said_of
from agents.reading.listed import listed
from agents.reading.places import SITES, same_region, sides_of, sites_of
from agents.reading.record import PreparedDocument, PreparedRecord, Sentence
from agents.reading.sections import SectionKind
from agents.reading.subject import subject_of
from priorauth.evidence import Evidence, quote
from priorauth.facts import Assertion, Side, Subject
from priorauth.reading import DiscrepancyKind, FoundDiscrepancy, RequestedItem

OTHERWISE_CALLED = {"eyelid": "eye", "carotid artery": "carotid"}
SIDED = listed("knee hip shoulder elbow wrist hand foot ankle eye ear breast leg arm carotid kidney")
HEADS = {
    "replacement": r"replacements?|arthroplast(?:y|ies)|tk[ar]|th[ar]",
    "arthroscopy": r"arthroscop\w+",
    "fusion": r"fusions?|arthrodesis|acdf|[tpa]lif",
    "injection": r"injections?|blocks?",
    "imaging": r"mri|mr imaging|ct scan|ultrasound",
    "ablation": r"ablations?",
    "biopsy": r"biops(?:y|ies)",
}
OTHER_PROCEDURES = {
    "knee replacement": r"(?:total |partial )?knee (?:arthroplasty|replacement)|tka|tkr",
    "hip replacement": r"(?:total )?hip (?:arthroplasty|replacement)",
    "shoulder replacement": r"(?:reverse |total )*shoulder (?:arthroplasty|replacement)",
    "rotator cuff repair": r"rotator cuff repair",
    "knee arthroscopy": r"knee arthroscopy|arthroscopic meniscectomy",
    "spinal fusion": r"(?:lumbar|cervical|spinal|interbody) fusion|acdf|tlif|plif|alif",
    "disc surgery": r"(?:micro)?discectomy|laminectomy|hemilaminotomy",
    "epidural injection": r"epidural (?:steroid )?injection",
    "facet injection": r"medial branch block|facet (?:joint )?injection|facet denervation",
    "spinal cord stimulator": r"spinal cord stimulator?",
    "bariatric surgery": r"sleeve gastrectomy|gastric bypass|roux-en-y|bariatric surgery",
    "aortic valve": r"tavr|tavi|transcatheter aortic",
    "defibrillator": r"defibrillator|\bicd (?:implant\w*|placement)",
    "pacemaker": r"pacemaker (?:implant\w*|placement)",
    "cataract surgery": r"cataract (?:surgery|extraction)|phacoemulsification",
    "eyelid surgery": r"blepharoplasty|ptosis repair|brow lift",
    "cochlear implant": r"cochlear implant\w*",
    "hysterectomy": r"hysterectomy",
    "gallbladder removal": r"cholecystectomy",
    "hernia repair": r"hernia repair|herniorrhaphy",
    "thyroid surgery": r"(?:para)?thyroidectomy",
    "tonsil removal": r"tonsillectomy",
    "nose surgery": r"septoplasty|rhinoplasty",
    "breast surgery": r"breast reduction|mastectomy|reduction mammaplasty",
    "prostate surgery": r"prostatectomy|turp\b",
    "vein ablation": r"(?:vein|saphenous|endovenous) ablation",
    "carpal tunnel release": r"carpal tunnel release",
    "hyperbaric oxygen": r"hyperbaric",
    "magnetic stimulation": r"transcranial magnetic",
    "botulinum toxin": r"botulinum|botox",
    "panniculectomy": r"panniculectomy",
    "colonoscopy": r"colonoscopy",
}
ANY_OTHER = re.compile("|".join(rf"(?P<p{i}>\b(?:{p})\b)" for i, p in enumerate(OTHER_PROCEDURES.values())))
# A lead in the brain works on the other side of the body, a vagus nerve stimulator sits on the left for any seizure.
ELSEWHERE_THAN_ITS_WORK = re.compile(r"(?i)\b(?:deep brain|vagus nerve)\b")
SIDE_WORD = {"left": Side.left, "lt": Side.left, "l": Side.left, "right": Side.right, "rt": Side.right, "r": Side.right,
             "bilateral": Side.bilateral, "both": Side.bilateral}  # fmt: skip
ASKS = re.compile(
    r"\b(?:request\w*|seek(?:s|ing)?|authori[sz]\w+|approval (?:of|for)|recommend\w*|plan(?:ned|s)?(?: is| for| "
    r"to)?|proceed(?:ing)? (?:with|to)|"
    r"schedul\w+|book(?:ed|ing)|(?:will|would like to|wishes to|agrees to|to) (?:undergo|have|proceed)"
    r"|candidate for|is indicated|propos(?:e|es|ed|ing|al)|to be performed)\b"
)
NOT_ASKED = re.compile(
    r"\b(?:underwent|status post|s/p|history of|previous(?:ly)?|prior(?! auth)|had (?:a|an)|performed in|"
    r"alternatives?|instead of|rather than|declin\w+|refus\w+|not (?:a )?candidate|"
    r"discussed|otherwise|versus|failed|tried|completed|after|since|consider\w*|sister|brother|mother|father|wife|"
    r"husband|films?|x-?rays?|radiographs?|last|first)\b"
)
LOBE = re.compile(
    r"\b(?:(?P<side>right|left|rt|lt|r|l)\.?[ -](?P<part>upper|middle|lower)[ -](?:lung )?lobe"
    r"|(?P<short>r[uml]l|l[ul]l))\b"
)
LOBE_SIDES, LOBE_PARTS = {"r": "right", "l": "left"}, {"u": "upper", "m": "middle", "l": "lower"}
# "Right foramina roomy", "R groin solid": the side itself is told to be sound.
SOUND = (
    r"(?:,? (?:and|the|whole|with|it|is|are|was|were|remains?|looks?|side|one|upper|lower|middle|left|right|knee|hip"
    r"|shoulder|groin|lungs?|lobes?|foramin\w+|recess(?:es)?|canal|ears?|eyes?|lids?|carotid|veins?|kidney|breast|wrist"
    r"|hand|ankle|foot|elbow|atfl|cfl|ligaments?|roots?|hernia ring)){0,7},? (?:normal|healthy|open|roomy|solid|patent"
    r"|pristine|unremarkable|spared|in continuity|undisturbed|sound|full|\d+ both ways)"
    r"(?=\s*(?:[,.;)]|$)| at | from | throughout)"
)
SIDED_SOUND = {
    Side.left: re.compile(rf"\b(?:left|lt|l)\b\.?{SOUND}"),
    Side.right: re.compile(rf"\b(?:right|rt|r)\b\.?{SOUND}"),
}
SOUND_WORD = re.compile(
    r"\b(?:normal|healthy|open|roomy|solid|patent|pristine|unremarkable|spared|continuity|sound|full|both ways)\b"
)
SIDE_NAMED = {Side.left: re.compile(r"\b(?:left|lt|l)\b"), Side.right: re.compile(r"\b(?:right|rt|r)\b")}
LEVEL = re.compile(r"\b(?P<part>[ctl]) ?(?P<above>\d{1,2}) ?[-/\u2013] ?(?P<next>[ctls])? ?(?P<below>\d{1,2})\b")
LAST_OF = {"c": 7, "t": 12, "l": 5}
PICTURED = re.compile(r"\b(?:mri?|mr imaging|ct|myelogram\w*|magnetic)\b")
OPENS_A_LEVEL = re.compile(
    r"\b(?:fusions?|acdf|[tpa]lif|(?:micro)?discectom\w+|decompressi\w+|laminectom\w+|laminotom\w+|disc replacement)\b"
)
OPERATED_BEFORE = re.compile(
    r"\b(?:in|of) (?:19|20)\d\d\b|\b(?:history|hx|psh|solid|fused|adjacent|healed|old|years ago)\b"
)
PLANS = frozenset({SectionKind.plan})
COMPLAINS = frozenset({SectionKind.plan, SectionKind.chief_complaint, SectionKind.assessment})
LEAST_OPPOSITE = 2
TELLING_WORD = re.compile(r"[a-z]{8,}")
COMMON_WORDS = listed(
    "arthroplasty replacement injection ablation arthroscopy arthroscopic stimulation stimulator therapy "
    "treatment implantation surgery procedure continuous positive percutaneous radiofrequency "
    "transcatheter laparoscopic endoscopic anterior posterior lateral minimally invasive implantable "
    "diagnostic infusion resection placement catheter partial revision device monitor pressure removal "
    "screening steroid cervical shoulder thoracic artificial supplemental permanent respiratory computed"
)


def find_wrong_sides(record: PreparedRecord) -> Iterator[FoundDiscrepancy]:
    """The item's side against its diagnoses, then against what the record plans."""
    for item in record.context.items:
        site = site_of(item)
        titled = _titled_sides(record.context.diagnosis_titles, site)
        asked = _one_side(item.sides)
        if asked and titled and asked not in titled and Side.bilateral not in titled:
            detail = f"The request asks for the {asked.value} side; its diagnoses name the {_opposite(asked).value}."
            yield FoundDiscrepancy(kind=DiscrepancyKind.wrong_side, detail=detail)
        wanted = asked or (None if item.sides else _one_side(tuple(titled)))
        if spans := _found_on_the_other(record, item, wanted):
            detail = "The side that is asked for is told to be sound, and the finding is on the other."
            yield FoundDiscrepancy(kind=DiscrepancyKind.wrong_side, detail=detail, spans=spans)
        if wanted and (spans := _other_side(record, item, site, wanted)):
            detail = f"The record plans the {_opposite(wanted).value} side; the request is for the {wanted.value}."
            yield FoundDiscrepancy(kind=DiscrepancyKind.wrong_side, detail=detail, spans=spans)
        elif (
            not item.sides
            and not titled
            and not ELSEWHERE_THAN_ITS_WORK.search(item.label)
            and (spans := _planned_against_found(record, item))
        ):
            detail = "The record plans one side and tells of the other."
            yield FoundDiscrepancy(kind=DiscrepancyKind.wrong_side, detail=detail, spans=spans)


def find_wrong_lobes(record: PreparedRecord) -> Iterator[FoundDiscrepancy]:
    """One lobe of a lung is planned for, and all else is told of others."""
    planned, told = set[str](), set[str]()
    spans: list[Evidence] = []
    for d, s in _speaking(record):
        lobes = {_lobe(m) for m in LOBE.finditer(d.low, s.start, s.end)}
        if not lobes:
            continue
        if any(_is_to_be_done(d, s, item) for item in record.context.items):
            planned |= lobes
            spans.append(quote(d.document, s.start, s.end, s.section.header))
        else:
            told |= lobes
    if planned and told and not planned & told:
        detail = (
            f"The record plans the {' and '.join(sorted(planned))} lobe and tells of the {' and '.join(sorted(told))}."
        )
        yield FoundDiscrepancy(kind=DiscrepancyKind.wrong_site, detail=detail, spans=tuple(spans))


def find_wrong_levels(record: PreparedRecord) -> Iterator[FoundDiscrepancy]:
    """A disc or a level of the spine is to be operated on, and the pictures tell only of others."""
    planned, told = set[tuple[str, int]](), set[tuple[str, int]]()
    spans: list[Evidence] = []
    for d, s in _speaking(record):
        levels = {level for m in LEVEL.finditer(d.low, s.start, s.end) for level in _levels(m)}
        if not levels:
            continue
        if PICTURED.search(d.low, s.start, s.end):
            told |= levels
        elif OPENS_A_LEVEL.search(d.low, s.start, s.end) and not (
            NOT_ASKED.search(d.low, s.start, s.end) or OPERATED_BEFORE.search(d.low, s.start, s.end)
        ):
            planned |= levels
            spans.append(quote(d.document, s.start, s.end, s.section.header))
    same_part = {part for part, _ in planned} & {part for part, _ in told}
    if same_part and not planned & told:
        detail = "The record plans one level of the spine and its pictures tell of others."
        yield FoundDiscrepancy(kind=DiscrepancyKind.wrong_site, detail=detail, spans=tuple(spans))


def _levels(found: re.Match[str]) -> Iterator[tuple[str, int]]:
    """The spaces a stretch of vertebrae holds, each by the one above it: `L3-5` holds two."""
    above, below = int(found["above"]), int(found["below"])
    part = found["part"]
    if found["next"] not in (None, part):
        below = LAST_OF[part] + 1
    if above < below <= LAST_OF[part] + 1:
        yield from ((part, n) for n in range(above, below))


def _lobe(found: re.Match[str]) -> str:
    """The side and part of a lobe, however short it was written."""
    if found["short"]:
        return f"{LOBE_SIDES[found['short'][0]]} {LOBE_PARTS[found['short'][1]]}"
    return f"{LOBE_SIDES[found['side'][0]]} {found['part']}"


def find_wrong_procedures(record: PreparedRecord) -> Iterator[FoundDiscrepancy]:
    """Another site or another procedure is planned, and the requested one is named nowhere."""
    items = [i for i in record.context.items if i.names]
    if not items or any(_names(d, i) for d in record.documents for i in items):
        return
    words = " ".join(word for i in items for word in (i.label, *i.names)).lower()
    for d, s in _asking(record):
        for m in ANY_OTHER.finditer(d.low, s.start, s.end):
            name = list(OTHER_PROCEDURES)[int((m.lastgroup or "p0")[1:])]
            if NOT_ASKED.search(d.low, s.start, m.start()) or _already(name, m.group(), words):
                continue
            if said_of(s.cues, m.start(), m.end()).assertion is Assertion.negated:
                continue
            elsewhere = _same_kind(m.group(), words)
            yield FoundDiscrepancy(
                kind=DiscrepancyKind.wrong_site if elsewhere else DiscrepancyKind.other_procedure,
                detail=f"The record plans {name}; the request is for {items[0].label.lower()}.",
                spans=(quote(d.document, s.start, s.end, s.section.header),),
            )
            return


def _already(name: str, found: str, words: str) -> bool:
    return found in words or name in words


def _same_kind(found: str, words: str) -> bool:
    """Whether both are, say, replacements, only of another joint."""
    return any(re.search(rf"\b(?:{h})\b", found) and re.search(rf"\b(?:{h})\b", words) for h in HEADS.values())


def _names(document: PreparedDocument, item: RequestedItem) -> bool:
    """Whether the record names the service, whole or by a word that only such services have."""
    telling = {w for name in (item.label, *item.names) for w in TELLING_WORD.findall(name.lower())} - COMMON_WORDS
    return _pattern((item.label, *item.names, *sorted(telling))).search(document.low) is not None


@lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these names as whole words, plural or not, hyphen or space."""
    return re.compile(rf"\b(?:{_spelled(names)})s?\b")


def service_words(item: RequestedItem) -> str:
    """The source of a pattern of the names of a service."""
    return f"(?:{_spelled((item.label, *item.names))})s?"


def _spelled(names: Iterable[str]) -> str:
    return "|".join(r"[\s\-]+".join(map(re.escape, re.split(r"[\s\-]+", n.lower()))) for n in names if n)


def site_of(item: RequestedItem) -> str:
    """Where the requested service is done, in the reader's own names for sites, or nothing."""
    site = OTHERWISE_CALLED.get(item.site, item.site)
    if site:
        return site
    label = item.label.lower()
    return next((f.site for f in sites_of(label, 0, len(label))), "")


def requested_sides(record: PreparedRecord) -> frozenset[Side]:
    """The one side each item is asked for, by its modifier or else by the titles of its diagnoses."""
    items = record.context.items
    asked = (_one_side(i.sides) or _one_side(_titled_sides(record.context.diagnosis_titles, site_of(i))) for i in items)
    return frozenset(side for side in asked if side)


def _one_side(sides: Iterable[Side]) -> Side | None:
    found = set(sides)
    return next(iter(found)) if len(found) == 1 and Side.bilateral not in found else None


def _opposite(side: Side) -> Side:
    return Side.left if side is Side.right else Side.right


def _titled_sides(titles: Sequence[str], site: str) -> set[Side]:
    """The sides that diagnosis titles name; a title of another site says nothing about this service."""
    found: set[Side] = set()
    for title in titles:
        low = title.lower()
        sites = {f.site for f in sites_of(low, 0, len(low))}
        if site and sites and not any(same_region(site, other) for other in sites):
            continue
        found |= {f.side for f in sides_of(low, 0, len(low)) if f.side}
    return found


def _is_to_be_done(document: PreparedDocument, sentence: Sentence, item: RequestedItem) -> bool:
    """Whether a sentence asks for something, or names the service itself, and not one of the past or another's."""
    named = _names_service(document, sentence, item) or item.code in document.low[sentence.start : sentence.end]
    asks = named or _asks(document, sentence)
    return asks and not NOT_ASKED.search(document.low, sentence.start, sentence.end)


def _planned_against_found(record: PreparedRecord, item: RequestedItem) -> tuple[Evidence, ...]:
    """Where no request names a side: the sentences that plan one side when everything else is told of the other."""
    plans: list[Evidence] = []
    planned, told = set[Side](), set[Side]()
    for d, s in _speaking(record):
        sides = _any_side(d.low, s)
        if _is_to_be_done(d, s, item):
            planned |= sides
            plans += [quote(d.document, s.start, s.end, s.section.header)] if sides else []
        else:
            told |= sides
    agree = planned & told or Side.bilateral in planned | told
    return tuple(plans) if len(planned) == 1 and told and not agree else ()


def _found_on_the_other(record: PreparedRecord, item: RequestedItem, wanted: Side | None) -> tuple[Evidence, ...]:
    """The sentences that call the side asked for, or planned, sound and tell a finding of the other."""
    hits: list[tuple[PreparedDocument, Sentence]] = [
        (d, s)
        for d, s in _speaking(record)
        if SOUND_WORD.search(d.low, s.start, s.end) and len(_any_side(d.low, s)) > 1
    ]
    if not hits or ELSEWHERE_THAN_ITS_WORK.search(item.label):
        return ()
    side = wanted or _one_side(
        {side for d, s in _speaking(record) if _is_to_be_done(d, s, item) for side in _any_side(d.low, s)}
    )
    if side is None:
        return ()
    return tuple(
        quote(d.document, s.start, s.end, s.section.header)
        for d, s in hits
        if SIDED_SOUND[side].search(d.low, s.start, s.end) and _ill(d, s, _opposite(side))
    )


def _ill(document: PreparedDocument, sentence: Sentence, side: Side) -> bool:
    """Whether a side is named in a sentence that calls it nowhere sound."""
    low, start, end = document.low, sentence.start, sentence.end
    return SIDE_NAMED[side].search(low, start, end) is not None and not SIDED_SOUND[side].search(low, start, end)


def _other_side(record: PreparedRecord, item: RequestedItem, site: str, wanted: Side) -> tuple[Evidence, ...]:
    """Where the record plans the service on the other side, or speaks of that side alone; empty if it agrees."""
    named: list[Evidence] = []
    told: list[Evidence] = []
    wanted_told = False
    for d, s in _speaking(record):
        serves = _names_service(d, s, item)
        asks = _asks(d, s) or s.section.kind in COMPLAINS
        asks = asks and not NOT_ASKED.search(d.low, s.start, s.end)
        sides = _sides_in(d.low, s, site) if site in SIDED else _any_side(d.low, s) if asks and serves else set[Side]()
        if not sides:
            continue
        if wanted in sides or Side.bilateral in sides:
            if asks:
                return ()
            wanted_told = True
        elif asks and serves:
            named.append(quote(d.document, s.start, s.end, s.section.header))
        else:
            told.append(quote(d.document, s.start, s.end, s.section.header))
    if named or wanted_told:
        return tuple(named)
    return tuple(told) if len(told) >= LEAST_OPPOSITE else ()


def _names_service(document: PreparedDocument, sentence: Sentence, item: RequestedItem) -> bool:
    return (
        bool(item.names)
        and _pattern((item.label, *item.names)).search(document.low, sentence.start, sentence.end) is not None
    )


def _any_side(low: str, sentence: Sentence) -> set[Side]:
    return {f.side for f in sides_of(low, sentence.start, sentence.end) if f.side}


def _sides_in(low: str, sentence: Sentence, site: str) -> set[Side]:
    return {SIDE_WORD[(m["a"] or m["b"])] for m in _sided(site).finditer(low, sentence.start, sentence.end)}


@lru_cache(maxsize=64)
def _sided(site: str) -> re.Pattern[str]:
    side = r"left|right|bilateral|both|lt|rt|l|r"
    return re.compile(
        rf"\b(?P<a>{side})\b\.?(?:[ -]+[a-z]+){{0,2}}?[ -]+(?:{SITES[site]})\b|\b(?:{SITES[site]}),? (?:\((?=left|"
        rf"right))?(?P<b>left|right)\b"
    )


def _asks(document: PreparedDocument, sentence: Sentence) -> bool:
    return sentence.section.kind in PLANS or ASKS.search(document.low, sentence.start, sentence.end) is not None


def _asking(record: PreparedRecord) -> Iterator[tuple[PreparedDocument, Sentence]]:
    return ((d, s) for d, s in _speaking(record) if _asks(d, s))


def _speaking(record: PreparedRecord) -> Iterator[tuple[PreparedDocument, Sentence]]:
    """Sentences about the patient; asking for approval takes a sentence out of evidence, not out of what is asked."""
    for d in record.documents:
        for s in d.sentences:
            if s.standing in (None, Assertion.policy_talk) and subject_of(d, s.start, s.end) is Subject.patient:
                yield d, s
