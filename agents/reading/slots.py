"""The general checklist's slots: what any record must show where no policy names the criteria.

Each finder gives places in the record; date, side, subject and wording are judged like those of any other row.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from agents.reading.courses import TreatmentCourse, course_of
from agents.reading.record import Kind, Mention, PreparedDocument, Sentence
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
    r"myelogra\w+|arthrogra\w+|exam(?:ination)?|examined|oximetry|stress test|holter|genetic test\w*|screening test)\b"
)
FOUND = re.compile(
    r"\b(?:show(?:s|ed|ing)?|reveal\w*|demonstrat\w*|confirm\w*|find(?:s|ings?)?|found|consistent with|document\w*"
    r"|evidence of|positive|abnormal|"
    r"measur\w*|with an?|tear|fracture|stenosis|herniation|mass|lesion|narrowing|effusion|swelling|weakness"
    r"|tenderness|reduced|decreased|elevated)\b|:"
)
NORMAL = re.compile(
    r"\b(?:normal|unremarkable|negative|within normal limits|wnl|no (?:acute|significant|evidence|abnormal\w*"
    r"|fracture|tear|mass|focal|lesion)|"
    r"clear of|benign exam|inconclusive|non-?diagnostic)\b"
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
    r"|immobili[sz]ation|casting|rest and ice)\b"
)
NOT_APPLICABLE = re.compile(
    r"\b(?:conservative|non-?operative|non-?surgical|medical|lesser|less invasive|alternative"
    r"|other) (?:\w+ )?(?:treatments?|management|therap(?:y|ies)|care|measures|options?)"
    r" (?:is|are|was|were|would be|has been|have been) (?:not (?:an? )?(?:appropriate|indicated|options?|applicable"
    r"|possible|feasible|reasonable|suitable)|contraindicated|"
    r"inappropriate|not available|unavailable|exhausted)\b|"
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
    r"|write|exercise|function\w*|shower\w*|cook\w*|clean\w*)\b|"
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
    r"\b(?:wakes?|awakens?|awakened) (?:\w+ ){0,3}(?:night|sleep)\b|\b(?:functional|activity) (?:limitation"
    r"|impairment|decline|disability|loss)s?\b|"
    r"\b[5-9](?:\.\d)? ?(?:/|out of|of) ?10\b|\b10 ?/ ?10\b|\bnyha (?:functional )?(?:class )?(?:iii|iv|3|4)\b"
)
AGAINST = re.compile(
    r"\b(?:recommend\w*|advis\w*|decid\w*|counsel\w*|argu\w*|opin\w*|speaks?) (?:\w+ )?against\b|\bnot an? (?:good "
    r"|suitable |appropriate |surgical |reasonable )*candidate\b|"
    r"\b(?:surgery|procedure|operation|treatment|device|test|study|scan|repair|replacement|intervention|it"
    r"|service) (?:is|was|would be) (?:not|no longer) "
    r"(?:indicated|recommended|necessary|needed|appropriate|advised|warranted|advisable|required)\b"
    r"|\bno (?:longer an? )?(?:clear |current )?(?:indication|need) (?:for|to)\b|"
    r"\bcontraindicated\b|\b(?:declin|refus)(?:es|ed|ing) (?:the |any |to have |to undergo )?(?:surgery|procedure"
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


def _findings(document: PreparedDocument, sentence: Sentence, item: RequestedItem) -> Iterator[SlotMention]:
    """A test or examination that found something; a normal one is no finding."""
    low = document.low
    test = TEST.search(low, sentence.start, sentence.end)
    if test is None or NORMAL.search(low, sentence.start, sentence.end):
        return
    if found := FOUND.search(low, test.end(), sentence.end) or FOUND.search(low, sentence.start, test.start()):
        start, end = min(test.start(), found.start()), max(test.end(), found.end())
        yield SlotMention(sentence, start, end, Slot.objective_dated_finding.value, settled=False)


def _failures(document: PreparedDocument, sentence: Sentence, item: RequestedItem) -> Iterator[SlotMention]:
    """A treatment whose course failed or was not tolerated; what still goes on or helped does not fill the slot."""
    named = [(m.start(), m.end()) for m in TREATMENT.finditer(document.low, sentence.start, sentence.end)]
    named += [(w.start, w.end) for w in sentence.words if w.folded in drug_words()]
    mentions = [Mention(sentence.index, a, b, 0, 0, document.low[a:b], Kind.thing) for a, b in sorted(set(named))]
    for mention in mentions:
        course = course_of(document, sentence, mention, mentions)
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
    Slot.severity_or_functional_limit: _by(LIMIT, Slot.severity_or_functional_limit),
    Slot.requested_service_named: _service,
    Slot.statement_against: _by(AGAINST, Slot.statement_against),
}
