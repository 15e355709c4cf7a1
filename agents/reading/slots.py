"""The general checklist's slots: what any record must show where no policy names the criteria.

Each finder gives places in the record; date, side, subject and wording are judged like those of any other row.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from agents.reading import patterns as re
from agents.reading.courses import TreatmentCourse, course_of
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.remembered import Kind, Mention
from agents.reading.subject import OTHERS
from agents.reading.text import fold, spelling, words_of
from agents.reading.vocabulary import drug_words
from priorauth.criteria import Slot
from priorauth.facts import Outcome
from priorauth.reading import RequestedItem

TEST = re.phrases("slots", "test", r"\b(?:…)\b")
FOUND = re.compile(
    r"\b(?:show(?:s|ed|ing)?|reveal\w*|demonstrat\w*|confirm\w*|find(?:s|ings?)?|found|consistent with|document\w*"
    r"|evidence of|positive|abnormal|"
    r"measur\w*|with an?|tear|fracture|stenosis|herniation|mass|lesion|narrowing|effusion|swelling|weakness"
    r"|tenderness|reduced|decreased|elevated|deviat\w+|obstruct\w+|cataract|sclerosis|opaci\w+|thicken\w+"
    r"|hypertroph\w+|polyps?|edema|rupture\w*|(?:grade|stage|class) [1-4iv]+|deform\w+|atroph\w+|ulcer\w*|prolonged"
    r"|moderate|severe|marked|grooving|rash|intertrigo|neuropathy|entrapment|laxity|spur\w*|degenerat\w+"
    r"|osteoarthritis|nodules?|cysts?|stones?|calcul\w+|hernia|goiter|carcinoma|cancer|tumou?r|dysplasia|adenomas?"
    r"|fibroids?|hydronephrosis|dilat\w+|enlarg\w+|swollen|narrowed|blocked|bethesda (?:iii|iv|vi?|[3-6])|tr ?[45]"
    r"|(?:eri|eos)\b(?! (?:not|is not|was not|has not|never|far))|elective replacement|end[- ]of[- ](?:life|service)"
    r"|replacement (?:mark|indicator|time|message|flag)|deplet\w+|bone[- ](?:up)?on[- ]bone|torn|burst|crushed|worn"
    r"|worn (?:away|through|out|down)|hypoglyc\w+"
    r"|(?:readings?|checks|values|sugars|times|glucose|bg|events?) (?:\w+ ){0,2}(?:<|below|under|less than) ?[a-z\d]"
    r"|a1c(?:\D{0,24}|[^;]{0,30} (?:was|is|of|at) )(?:6\.[5-9]|[7-9]|1\d)(?![\d/])"
    r"|(?:sugar|glucose|bg|reading|meter)\b\D{0,12}[2-5]\d(?!\d|[/%.])"
    r"|ti-?rads [45]|\w+cele|hemorrhoids?|triggering|slowing|latency|opacified|bunion|perforat\w+|fistula|fissures?)"
    r"\b|:|\b\d+(?:\.\d+)? ?(?:mm|cm|degrees|percent|mg|ng|ml|g/dl|iu|u/l|mmol|mcg|mmhg|cells|points|kpa|ms)\b"
    r"|\b\d+ ?%|\b20/(?:[3-9]\d|\d{3})\b"
)
NORMAL = re.compile(
    r"\b(?:normal|unremarkable|negative|neg|nl|clear|clean|fine|sterile|mobile|patent|healthy|benign|nothing|none"
    r"|no (?:growth|stones?|nodules?|cysts?|hernia|tumou?r|cancer|polyps?)|within normal limits|wnl"
    r"|no (?:acute|significant|evidence|abnormal\w*"
    r"|fracture|tear|mass|focal|lesion)|"
    r"clear of|benign exam|inconclusive|non-?diagnostic|intact|ruled out"
    r"|(?:no|without) (?:\w+ ){0,3}(?:fractures?|tears?|mass|masses|lesions?|herniation|stenosis|effusion|swelling"
    r"|weakness|tenderness|findings?|abnormal\w*|evidence|obstruction|edema|change|changes|disease))\b"
)
DISEASED = re.compile(
    r"\b(?:tears?|torn|fracture|stenosis|herniation|mass|lesion|narrow\w+|effusion|swelling|weakness|weak|deviat\w+"
    r"|obstruct\w+|cataract|opaci\w+|thicken\w+|hypertroph\w+|polyps?|edema|rupture\w*|ulcer\w*|neuropathy"
    r"|entrapment|degenerat\w+|osteoarthritis|nodules?|cysts?|stones?|calcul\w+|hernia|goiter|carcinoma|cancer"
    r"|tumou?r|dysplasia|adenomas?|fibroids?|hydronephrosis|dilat\w+|enlarg\w+|hypoechoic|displac\w+|compress\w+"
    r"|retract\w+|erosions?|protrusion|extrusion|atroph\w+|prolaps\w+|instability|contracture|bethesda (?:iv|vi?)"
    r"|tr ?[45]|\w+cele|hemorrhoids?|\w{3,}itis|\w+oma|thrombosis|necrosis|ptosis|fibrosis|sclerosis|arthrosis"
    r"|spondylosis|endometriosis|diverticulosis|triggering|slowing|prolonged|blockage|opacified|perforat\w+|fistula"
    r"|fissures?|bunion|spurs?|subluxation|unstable|positive for"
    r"|laxity|wasting|wasted|thinned|denerv\w+"
    r"|fibrillations?|obliterated|collapsed?|slowed|diminished|depleted|dropouts?|end[- ]of[- ]service"
    r"|absent (?:sensory|motor|response|reflex)\w*|sensory absent|bone[- ]on[- ]bone)\b"
)
TREATMENT = re.phrases("slots", "treatment", r"\b(?:…)\b")
SHORT_OF_HELP = re.phrases("slots", "short-of-help")
HELP = re.compile(
    r"\b(?:helped|helping|improv(?:ed|es|ing)|resolved|effective|relieved|(?:good|excellent) \w+|better)\b"
)
NOT_APPLICABLE = re.compile(
    r"\b(?:conservative|non-?operative|non-?surgical|medical|lesser|less invasive|alternative"
    r"|other) (?:\w+ )?(?:treatments?|management|therap(?:y|ies)|care|measures|options?)"
    r" (?:is|are|was|were|would be|has been|have been) (?:not (?:an? )?(?:appropriate|indicated|options?|applicable"
    r"|possible|feasible|reasonable|suitable)|contraindicated|"
    r"inappropriate|not available|unavailable|exhausted)\b|"
    r"\b(?:there (?:is|are)|has|have) no (?:\w+ )?(?:non-?surgical|non-?operative|medical|conservative|other|lesser"
    r"|alternative) (?:\w+ )?(?:treatments?|therap(?:y|ies)|options?|alternatives?|substitutes?|means)\b|"
    r"\b(?:cannot|can't|will not|won't) be (?:treated|managed|corrected|reversed|fixed) (?:medically|conservatively"
    r"|non-?surgically|non-?operatively|with (?:drugs|medication|medicine|glasses|lenses|therapy|exercises?))\b|"
    r"\bno (?:lesser|conservative|less invasive|alternative|other|medical|non-?surgical"
    r"|non-?operative) (?:\w+ )?(?:treatments?|options?|therap(?:y|ies)|alternatives?|measures)"
    r" (?:\w+ )?(?:exists?|remains?|applies|available|appropriate|is|are|can)\b|"
    r"\bno (?:drugs?|medicines?|medications?|tablets?|pills?|creams?|drops|exercises?|splints?|braces?|diet)"
    r" (?:can|could|will|would|exists?|helps?|treats?|cures?|removes?|shrinks?|corrects?|reverses?|fixes|dissolves?"
    r"|replaces?|(?:is|are) (?:an? )?(?:alternative|option|use))\b|"
    r"\bnothing (?:less|short of (?:this|surgery|an? (?:\w+ ){1,3}|the (?:\w+ ){1,3}|\w+ing it)|smaller|else) ?"
    r"(?:will|would|can|could) (?:do|help|suffice|work|fix|remove|serve|answer|hold)\b|"
    r"\bno other (?:way|means) (?:to|of|by which|is|remains|left|exists)\b"
    r"|\b(?:cannot|can't|can not) be (?:re-?charged|charged|reused|topped up|repaired|reset)\b|"
    r"\b(?:suppression|drugs?|medicines?|medications?|pills?|tablets?|injections?|e?swl|shock[- ]?waves?|lithotripsy"
    r"|radio-?iodine|radioactive iodine|ethanol ablation|observation|splint\w*|bracing|glasses|lenses|stretching"
    r"|antibiotics|diet)"
    r" (?:is |are |was |were |would be )?(?:not (?:indicated|suitable|an option|possible|feasible|appropriate|sensible"
    r"|advisable)|unsuitable|unfit|no (?:choice|option|alternative|answer)|futile)\b|"
    r"\b(?:contraindication|contraindicated|intolerant|intolerance|allergic) to (?:all )?(?:nsaids?|conservative"
    r"|medical|first-line)"
)
VERDICT = re.phrases(
    "slots", "verdict", r"[\s\-*o\u2022+|]*(?:(?:outcomes?|results?|response|effect|verdict)\s*[|:=\-]\s*)?(?:…)"
)
VERDICT_WORDS = 9
LIMIT = re.phrases("slots", "limit")
DENIED = re.compile(
    r"\b(?:no|not|denie[sd]|denying|without|never|free of|absence of|nor|n't)"
    r"(?: (?!and\b|but\b|he\b|she\b|because\b)[\w'-]+){0,5} ?$"
)
AGAINST = re.phrases("slots", "against")


@dataclass(frozen=True, slots=True)
class SlotMention:
    """A place that may fill a slot. `settled` where the words themselves say how it is meant."""

    sentence: Sentence
    start: int
    end: int
    thing: str
    settled: bool = True
    course: TreatmentCourse | None = None


Finder = Callable[[PreparedDocument, Sentence, RequestedItem], Iterator[SlotMention]]


def find_slot(document: PreparedDocument, slot: Slot, item: RequestedItem) -> Iterator[SlotMention]:
    """The places of a document that may fill one slot, in order."""
    for sentence in document.sentences:
        yield from FINDERS[slot](document, sentence, item)


def _by(pattern: re.Pattern[str], slot: Slot) -> Finder:
    def find(document: PreparedDocument, sentence: Sentence, item: RequestedItem) -> Iterator[SlotMention]:
        for m in pattern.finditer(document.low, sentence.start, sentence.end):
            yield SlotMention(sentence, m.start(), m.end(), slot.value)

    return find


def _limits(document: PreparedDocument, sentence: Sentence, item: RequestedItem) -> Iterator[SlotMention]:
    """A limit that is not denied in the words before it."""
    for m in LIMIT.finditer(document.low, sentence.start, sentence.end):
        if not DENIED.search(document.low[sentence.start : m.start()]):
            yield SlotMention(sentence, m.start(), m.end(), Slot.severity_or_functional_limit.value)


def _findings(document: PreparedDocument, sentence: Sentence, item: RequestedItem) -> Iterator[SlotMention]:
    """A test or examination that found something; a normal one is no finding."""
    low = document.low
    test = TEST.search(low, sentence.start, sentence.end)
    if test is None:
        return
    end, words = sentence.end, FOUND
    if normal := NORMAL.search(low, sentence.start, sentence.end):
        end = max(low.rfind(mark, sentence.start, normal.start()) for mark in (",", ";", " and "))
        words = DISEASED
    found = _undenied(words, low, sentence.start, test.end(), end)
    if found := found or _undenied(words, low, sentence.start, sentence.start, min(test.start(), max(0, end))):
        start, last = min(test.start(), found.start()), max(test.end(), found.end())
        yield SlotMention(sentence, start, last, Slot.objective_dated_finding.value, settled=False)


def _undenied(words: re.Pattern[str], low: str, begin: int, start: int, end: int) -> re.Match[str] | None:
    """The first of such words in a stretch that is not denied right before it, else the first at all."""
    found = list(words.finditer(low, start, end))
    return next((m for m in found if not DENIED.search(low[begin : m.start()])), found[0] if found else None)


def _failures(document: PreparedDocument, sentence: Sentence, item: RequestedItem) -> Iterator[SlotMention]:
    """A treatment whose course failed or was not tolerated; what still goes on or helped does not fill the slot."""
    named = [(m.start(), m.end()) for m in TREATMENT.finditer(document.low, sentence.start, sentence.end)]
    named += [(w.start, w.end) for w in sentence.words if w.folded in drug_words()]
    mentions = [Mention(sentence.index, a, b, 0, 0, document.low[a:b], Kind.thing) for a, b in sorted(set(named))]
    for mention in mentions:
        course = course_of(document, sentence, mention, mentions)
        text = document.low[sentence.start : max(sentence.end, course.end)]
        unsaid = course.outcome in (Outcome.unknown, Outcome.completed)
        if unsaid and SHORT_OF_HELP.search(text) and not HELP.search(SHORT_OF_HELP.sub("", text)):
            course = replace(course, outcome=Outcome.failed)
        elif (unsaid or course.outcome is Outcome.ongoing) and (verdict := _verdict(document, sentence)):
            course = replace(course, outcome=Outcome.failed, end=max(course.end, verdict.end))
        if course.outcome in (Outcome.failed, Outcome.not_tolerated) and not course.unfinished:
            thing = Slot.lesser_treatment_failed.value
            yield SlotMention(sentence, mention.start, mention.end, thing, settled=False, course=course)


def _verdict(document: PreparedDocument, sentence: Sentence) -> Sentence | None:
    """The line after a list of treatments that says in one breath how they went: "Still rolls.", "Outcome: poor"."""
    if sentence.index + 1 == len(document.sentences):
        return None
    after, low = document.sentences[sentence.index + 1], document.low
    if after.block != sentence.block or after.standing is not None:
        return None
    m = VERDICT.match(low, after.start, after.end)
    if m and _words_of_its_clause(low, after, m.end()) > VERDICT_WORDS:
        return None
    return (
        after
        if m and not HELP.search(low, m.end(), after.end) and not OTHERS.search(low, after.start, after.end)
        else None
    )


def _words_of_its_clause(low: str, sentence: Sentence, end: int) -> int:
    """How many words a verdict takes up to the comma that ends it."""
    stops = [at for mark in ",;" if (at := low.find(mark, end, sentence.end)) >= 0]
    return len(low[sentence.start : min(stops, default=sentence.end)].split())


def _service(document: PreparedDocument, sentence: Sentence, item: RequestedItem) -> Iterator[SlotMention]:
    """The requested service by one of its names or its code."""
    folded = [w.folded for w in sentence.words]
    for name in (*item.names, item.label, item.code):
        wanted = [w for w in spelling(name) if w not in SMALL]
        places = [folded.index(w) for w in wanted if w in folded]
        if not wanted or (len(places) < len(wanted) and not _named_before(document, sentence, wanted, places)):
            continue
        if max(places) - min(places) > len(wanted) + 4:
            continue
        first, last = sentence.words[min(places)], sentence.words[max(places)]
        if not AGAINST.search(document.low, sentence.start, sentence.end):
            yield SlotMention(sentence, first.start, last.end, Slot.requested_service_named.value)
        return


def _named_before(document: PreparedDocument, sentence: Sentence, wanted: Sequence[str], places: Sequence[int]) -> bool:
    """Whether a line of the plan names the act alone, and the line before what it is done on: "P: open release"."""
    if not places or not sentence.index or not PLAN_LINE.match(document.low, sentence.start, sentence.end):
        return False
    before = document.sentences[sentence.index - 1]
    here, above = {w.folded for w in sentence.words}, {w.folded for w in before.words}
    rest = [w for w in wanted if w not in here]
    if DENIED.search(document.low[sentence.start : sentence.words[max(places)].start]):
        return False
    return before.standing is None and wanted[-1] in here and all(w in above for w in rest)


PLAN_LINE = re.compile(
    r"[\s\-*\u2022]*(?:p|plan|procedure|surgery|operation|proposal|requests?|requested)\b ?[):|.=\-]"
)
SMALL = frozenset(w.folded for w in words_of("of the a an and or with for to by in on")) | {fold("requested")}
FINDERS: Mapping[Slot, Finder] = {
    Slot.objective_dated_finding: _findings,
    Slot.lesser_treatment_failed: _failures,
    Slot.lesser_treatment_not_applicable: _by(NOT_APPLICABLE, Slot.lesser_treatment_not_applicable),
    Slot.severity_or_functional_limit: _limits,
    Slot.requested_service_named: _service,
    Slot.statement_against: _by(AGAINST, Slot.statement_against),
}
