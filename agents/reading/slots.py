"""The general checklist's slots: what any record must show where no policy names the criteria.

Each finder gives places in the record; date, side, subject and wording are judged like those of any other row.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from agents.reading import patterns as re
from agents.reading.courses import TreatmentCourse, course_of
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.remembered import Kind, Mention
from agents.reading.text import fold, spelling, words_of
from agents.reading.vocabulary import drug_words
from priorauth.criteria import Slot
from priorauth.facts import Outcome
from priorauth.reading import RequestedItem

TEST = re.compile(
    r"\b(?:mri|mra|ct|cta|x-?rays?|radiographs?|films?|ultrasound|sonogram|duplex|echo\w*|tte|tee|pet(?:/ct)?|scan"
    r"|dxa|dexa|emg|ncs|eeg|ekg|ecg|"
    r"biops\w+|patholog\w+|cytolog\w+|endoscop\w+|colonoscop\w+|arthroscop\w+|angiogra\w+|catheterization|spirometry"
    r"|pfts?|polysomnogra\w+|sleep study|"
    r"audiogram|audiometry|visual fields?|perimetry|labs?|laborator\w+|blood (?:test|work)|cultures?|urinalysis"
    r"|urodynamics|manometry|mammogra\w+|"
    r"myelogra\w+|arthrogra\w+|exam(?:ination)?|examined|oximetry|stress test|holter|genetic test\w*|screening test"
    r"|nerve conduction|nerve studies|slit[- ]?lamp|bcva|(?:visual )?acuity|rhinoscopy|\w+oscop(?:y|ies|ic)|xrs?|tvus"
    r"|hida|mrcp|ercp|bone (?:density|scan)|t-score|doppler|hba1c|a1c|hgb|hemoglobin|ferritin|creatinine|egfr|crp|esr"
    r"|albumin|circumference|range of motion|rom|(?:muscle )?strength|wound measures|tympanometry|hsg"
    r"|lumbar puncture|(?:barium )?swallow|esophagrams?|esophagographs?|fev1|dlco|fvc|(?:total )?ige|ige|psma|psa"
    r"|gleason"
    r"|bnp|nt-probnp|tsh|inr|platelets?|haq|das28|cdai|mayo score|calprotectin|fractional exhaled|feno|eosinophils?"
    r"|smears?|swab|cystoscopy|post-?void residual|pvr|uroflow\w*|abi|tcpo2|6mwt|walk test|mmse|moca|phq-?9|gad-?7"
    r"|dix-hallpike|goniomet\w+|photographs?|kl|xr)\b"
)
FOUND = re.compile(
    r"\b(?:show(?:s|ed|ing)?|reveal\w*|demonstrat\w*|confirm\w*|find(?:s|ings?)?|found|consistent with|document\w*"
    r"|evidence of|positive|abnormal|"
    r"measur\w*|with an?|tear|fracture|stenosis|herniation|mass|lesion|narrowing|effusion|swelling|weakness"
    r"|tenderness|reduced|decreased|elevated|deviat\w+|obstruct\w+|cataract|sclerosis|opaci\w+|thicken\w+"
    r"|hypertroph\w+|polyps?|edema|rupture\w*|(?:grade|stage|class) [1-4iv]+|deform\w+|atroph\w+|ulcer\w*|prolonged"
    r"|moderate|severe|marked|grooving|rash|intertrigo|neuropathy|entrapment|laxity|spur\w*|degenerat\w+"
    r"|osteoarthritis)"
    r"\b|:|\b\d+(?:\.\d+)? ?(?:mm|cm|degrees|percent|mg|ng|ml|g/dl|iu|u/l|mmol|mcg|mmhg|cells|points|kpa|ms)\b"
    r"|\b\d+ ?%|\b20/(?:[3-9]\d|\d{3})\b"
)
NORMAL = re.compile(
    r"\b(?:normal|unremarkable|negative|within normal limits|wnl|no (?:acute|significant|evidence|abnormal\w*"
    r"|fracture|tear|mass|focal|lesion)|"
    r"clear of|benign exam|inconclusive|non-?diagnostic|intact|ruled out"
    r"|(?:no|without) (?:\w+ ){0,3}(?:fractures?|tears?|mass|masses|lesions?|herniation|stenosis|effusion|swelling"
    r"|weakness|tenderness|findings?|abnormal\w*|evidence|obstruction|edema|change|changes|disease))\b"
)
DISEASED = re.compile(
    r"\b(?:tear|fracture|stenosis|herniation|mass|lesion|narrowing|effusion|swelling|weakness|deviat\w+|obstruct\w+"
    r"|cataract|opaci\w+|thicken\w+|hypertroph\w+|polyps?|edema|rupture\w*|ulcer\w*|neuropathy|entrapment"
    r"|degenerat\w+|osteoarthritis)\b"
)
TREATMENT = re.compile(
    r"\b(?:physical therapy|physiotherapy|pt(?! ?(?:reports|states|denies|is|has|was|presents|inr))"
    r"|occupational therapy|home exercises?(?: program)?|exercise program|exercises|"
    r"nsaids?|anti-?inflammator\w+|analgesics?|medications?|medicines?|oral agents?|injections?|nerve blocks?"
    r"|steroids?|brac(?:e|ing)|splint\w*|orthotics?|"
    r"conservative (?:care|treatment|management|therapy|measures)|non-?(?:operative|surgical) (?:care|treatment"
    r"|management|therapy|measures)|"
    r"activity modification|chiropractic\w*|acupuncture|massage|compression\w*|diet\w*|weight loss program|cpap"
    r"|antibiotics?|drops|creams?|ointments?|"
    r"topical\w*|antifung\w+|psychotherapy|counseling|behavioral therapy|bladder training|pelvic floor (?:therapy"
    r"|exercises)|medical (?:therapy|management|treatment)|"
    r"drug therapy|first-line (?:therapy|treatment)|lifestyle (?:changes|modification)|wound care|dressings?"
    r"|immobili[sz]ation|casting|rest and ice|(?:eye)?glasses|spectacles?|spectacle (?:prescription|correction)|lenses"
    r"|stockings|(?:leg )?elevation|manual lymph\w*|mld|rinses|irrigations?|nasal sprays?|inhalers?|ppis?"
    r"|hearing aids?"
    r"|bras|(?:wide(?:r)? )?shoes|padding|pads|insoles|inserts|walker|cane|heat|stretching|pessar(?:y|ies)"
    r"|antihistamines?|antidepressants?|emollients?|moisturi[sz]ers?|phototherapy|radiation|chemotherapy|hormon\w+"
    r"|supplements?|cortisone|(?:steroid|cortisone) shots?|icing|traction|offloading|debridement)\b"
)
SHORT_OF_HELP = re.compile(
    r"\bneither (?:\w+ )?(?:helped|worked|gave|relieved)\b|\bno better\b|\binadequate(?! (?:attend|trial|dos"
    r"|adher|use))\b|\binsufficient\b"
    r"|\b(?:only|just) (?:partial|minimal|temporary|brief|short-lived|slight|transient)\w* (?:relief|benefit|help"
    r"|improvement|response)\b|\b(?:minimal|temporary|short-lived|little|transient) (?:relief|benefit|help|improvement"
    r"|response)\b|\bhelped (?:for )?(?:only|just)\b|\b(?:relief|help|benefit) (?:for"
    r"|of) (?:only )?(?:\w+ )?(?:days|weeks)"
    r"(?: only)?\b|\b(?:symptoms?|pain|swelling|rash|congestion) (?:persist\w*|return\w*|recur\w*|came back"
    r"|continu\w+)\b"
    r"|\bpersistent\b|\bkeeps? (?:recurring|returning|coming back)\b|\bnot (?:enough|adequate|controlled|sufficient)\b"
    r"|\bdid (?:not|n't) (?:improve|help|prevent|control|relieve|correct|restore|stop|change|work|suffice)\b"
    r"|\b(?:no|without) (?:\w+ ){0,2}(?:relief|benefit|improvement|help|response)\b|\bw/o (?:relief|benefit"
    r"|improvement"
    r"|response|help)\b"
)
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
    r"\b(?:contraindication|contraindicated|intolerant|intolerance|allergic) to (?:all )?(?:nsaids?|conservative"
    r"|medical|first-line)"
)
LIMIT = re.compile(
    r"\b(?:cannot|can't|can not|unable to|not able to|could not|difficulty (?:with )?|trouble (?:with )?"
    r"|struggles to) ?(?:\w+ ){0,2}?(?:walk\w*|climb\w*|stand\w*|sit(?:ting)?|lift\w*|"
    r"sleep\w*|work\w*|dress\w*|bath\w*|reach\w*|bend\w*|kneel\w*|grip\w*|drive|driving|eat\w*|swallow\w*|breath\w*"
    r"|read\w*|hear\w*|see\w*|speak\w*|toilet\w*|carry\w*|run\w*|"
    r"use|rise|rising|turn\w*|perform\w*|do|stairs|transfer\w*|stay|concentrat\w*|care for|raise|push|pull|hold|type"
    r"|write|exercise|function\w*|shower\w*|cook\w*|clean\w*|button\w*|squat\w*|play\w*|shop\w*|garden\w*|chew\w*"
    r"|comb\w*|open|fasten|focus|keep up|leave|get|put|wear|make|step|bear|tolerate|attend)\b|"
    r"\b(?:no longer|not) (?:able to |drives?|walks?|works?|sleeps?|feels? safe)|\b(?:stopped|quit|given up|gave up)"
    r" (?:driving|walking|exercising|playing)|\bdrops? (?:cups|objects|things|items)\b|"
    r"\b(?:walks?|can walk|ambulates?|stands?|sits?) (?:only|less than|no more than|for only|at most) (?:\w+ ){0,2}"
    r"(?:blocks?|steps|feet|minutes|yards|meters)|\b(?:eats?|lives on|living on|takes|manages"
    r"|tolerates) (?:only )?(?:soft|liquids?|pureed|pur[eé]es?|puddings?|shakes"
    r"|smoothies|mashed)\b|\b(?:soft|liquid|pureed) (?:diet|foods?)(?: only)?\b|\bno longer (?:eats|goes|cooks|shops"
    r"|leaves"
    r"|climbs|lifts|plays|gardens|showers|bathes|dresses|reads)\b|\bweight (?:loss|down|dropp\w+|fell) (?:of |from "
    r"|by )?"
    r"\d|\b(?:lost|losing|down) \d{1,3} ?(?:lb|lbs|pounds|kg|kilograms)\b|\bfalls? (?:weekly|daily|often)\b"
    r"|\blost (?:\w+ ){1,2}(?:lb"
    r"|lbs|pounds|kg|kilograms)\b|"
    r"\b(?:limits?|limited|limiting|prevents?|restricts?|restricted|interferes? with|interfering with|impairs?"
    r"|impaired|disrupts?|affects?) (?:\w+ ){0,4}?(?:walking|activit\w+|adls?|"
    r"function\w*|sleep\w*|work\w*|daily|mobility|ambulation|motion|range|standing|sitting|stairs|quality of life"
    r"|driving|reading|vision|job|self-care|dressing|bathing|blocks?)\b|"
    r"\b(?:severe|severely|disabling|debilitating|intractable|incapacitating|moderate to severe|moderate-to-severe"
    r"|constant) (?:\w+ ){0,2}(?:pain|symptoms?|limitation|impairment|"
    r"disability|dysfunction|dyspnea|weakness|stenosis|disease|obstruction|headaches?|incontinence|bleeding|reflux"
    r"|fatigue)\b|"
    r"\b(?:requires?|needs?|dependent on) (?:a |an |the |some )?(?:assistance|help|wheelchair|walker|cane|crutches"
    r"|caregiver)\b|\b(?:missed|misses|off|lost) (?:\w+ ){0,2}work\b|"
    r"\b(?:wakes?|awakens?|awakened|waking|wakened) (?:\w+ ){0,3}(?:night|nightly|nights|sleep)\b|\b(?:stage"
    r"|grade|class)"
    r" (?:iii|iv|[34])\b|\bt-score (?:\w+ ){0,2}-[2-9]|\bhigh risk of (?:fracture|falls?|ulcer\w*)|"
    r"\b(?:fragility|osteoporotic) fracture|\binterfer\w+ with\b|\blocks and gives way\b|\b(?:functional"
    r"|activity) (?:limitation"
    r"|impairment|decline|disability|loss)s?\b|"
    r"\b[5-9](?:\.\d)? ?(?:/|out of|of) ?10\b|\b10 ?/ ?10\b|\bnyha (?:functional )?(?:class )?(?:iii|iv|3|4)\b"
)
DENIED = re.compile(
    r"\b(?:no|not|denie[sd]|denying|without|never|free of|absence of|nor|n't)"
    r"(?: (?!and\b|but\b|he\b|she\b|because\b)[\w'-]+){0,5} ?$"
)
AGAINST = re.compile(
    r"\b(?:recommend\w*|advis\w*|decid\w*|counsel\w*|argu\w*|opin\w*|speaks?) (?:\w+ )?against\b|\bnot an? (?:good "
    r"|suitable |appropriate |surgical |reasonable )*candidate\b|"
    r"\b(?:surgery|procedure|operation|treatment|device|test|study|scan|repair|replacement|intervention|it"
    r"|service) (?:is|was|would be) (?:not|no longer) "
    r"(?:indicated|recommended|necessary|needed|appropriate|advised|warranted|advisable|required)\b"
    r"|\bno (?:longer an? )?(?:clear |current )?(?:indication|need) (?:for|to)\b|"
    r"\bcontraindicated\b|\b(?:asymptomatic|symptom-free|pain-free)\b|\bsymptoms? (?:has|have|had|is|are|were|was)?"
    r" ?(?:now |since |all |completely |fully |largely |nearly )*(?:resolved|gone|cleared|subsided|abated)\b|"
    r"\b(?:no longer|not currently) (?:has|having|bothered|symptomatic|needs?|wants?|wish\w*|interested)\b|"
    r"\b(?:doing|feels?|feeling) (?:much|very|quite|so much) (?:better|well)\b"
    r"|(?<!not )(?<!n't )(?<!without )\b(?:much"
    r"|significantly|markedly|greatly) (?:better|improved)\b|\bnot (?:a )?(?:surgical )?candidates?\b|\b(?:poor"
    r"|unsuitable) (?:surgical )?candidate\b|"
    r"\bnot interested in\b|\b(?:declin|refus)(?:es|ed|ing) (?:\w+ ){0,3}(?:surgery|surgical|procedure|operation"
    r"|intervention|device|test)\b|\b(?:hold|holding|held) off\b|\b(?:wait and see|watchful waiting)\b"
    r"|\b(?:declin|refus)(?:es|ed|ing) (?:the |any |to have |to undergo )?(?:surgery|procedure"
    r"|operation|treatment|device|test|repair|replacement|intervention)\b|"
    r"\b(?:does|do|did) not (?:want|wish|consent|agree)\b|\b(?:wishes|wants|prefers|elected|chose) to (?:defer"
    r"|postpone|delay|avoid|cancel|hold off|wait)\b|"
    r"\b(?:defer|postpone|delay|cancel)(?:red|ed|led)? (?:the )?(?:surgery|procedure|operation|treatment|test)\b"
)


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
        end, words = max(low.rfind(mark, sentence.start, normal.start()) for mark in ",;"), DISEASED
    if found := words.search(low, test.end(), end) or words.search(low, sentence.start, min(test.start(), max(0, end))):
        start, last = min(test.start(), found.start()), max(test.end(), found.end())
        yield SlotMention(sentence, start, last, Slot.objective_dated_finding.value, settled=False)


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
        if course.outcome in (Outcome.failed, Outcome.not_tolerated) and not course.unfinished:
            thing = Slot.lesser_treatment_failed.value
            yield SlotMention(sentence, mention.start, mention.end, thing, settled=False, course=course)


def _service(document: PreparedDocument, sentence: Sentence, item: RequestedItem) -> Iterator[SlotMention]:
    """The requested service by one of its names or its code."""
    folded = [w.folded for w in sentence.words]
    for name in (*item.names, item.label, item.code):
        wanted = [w for w in spelling(name) if w not in SMALL]
        places = [folded.index(w) for w in wanted if w in folded]
        if not wanted or len(places) < len(wanted) or max(places) - min(places) > len(wanted) + 4:
            continue
        first, last = sentence.words[min(places)], sentence.words[max(places)]
        if not AGAINST.search(document.low, sentence.start, sentence.end):
            yield SlotMention(sentence, first.start, last.end, Slot.requested_service_named.value)
        return


SMALL = frozenset(w.folded for w in words_of("of the a an and or with for to by in on")) | {fold("requested")}
FINDERS: Mapping[Slot, Finder] = {
    Slot.objective_dated_finding: _findings,
    Slot.lesser_treatment_failed: _failures,
    Slot.lesser_treatment_not_applicable: _by(NOT_APPLICABLE, Slot.lesser_treatment_not_applicable),
    Slot.severity_or_functional_limit: _limits,
    Slot.requested_service_named: _service,
    Slot.statement_against: _by(AGAINST, Slot.statement_against),
}
