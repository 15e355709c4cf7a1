"""Sections of a note: which header governs a place, and what kind of statement that makes it.

About two hundred header spellings fold into a few kinds. A note without headers is one section of kind BODY. A header
is a line of its own, or words before a colon at the start of a line; it governs until the next header.
"""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter

from agents.reading import patterns as re


class SectionKind(StrEnum):
    body = "body"
    identity = "identity"
    chief_complaint = "chief complaint"
    history = "history of present illness"
    past_history = "past history"
    surgical_history = "surgical history"
    medications = "medications"
    allergies = "allergies"
    family_history = "family history"
    social_history = "social history"
    review_of_systems = "review of systems"
    vitals = "vitals"
    examination = "examination"
    results = "results"
    laboratory = "laboratory"
    imaging = "imaging"
    procedure = "procedure"
    treatments = "treatments"
    function = "function"
    assessment = "assessment"
    plan = "plan"
    indication = "indication"
    differential = "differential"
    instructions = "instructions"
    policy = "policy"
    signature = "signature"
    addendum = "addendum"


SPELLINGS = {
    SectionKind.identity: "patient|patient name|name|patient information|demographics|identification|patient id|mrn|dob"
    "|date of birth|member id|insurance id|referring provider|referring physician|provider|physician|facility|encounter"
    "|date of service|date of visit|visit date|dos|date|encounter date|date of consultation|date of exam"
    "|date of evaluation"
    "|to|from|re|subject|location|account|visit type|date of procedure|date of study|study date|exam date|npi|phone"
    "|fax",
    SectionKind.chief_complaint: "chief complaint|cc|presenting complaint|reason for visit|reason for consultation"
    "|reason for consult|reason for referral|reason for encounter|presenting problem|complaint|reason for evaluation",
    SectionKind.history: "history of present illness|hpi|history|present illness|subjective|s|interval history"
    "|history of presenting illness"
    "|history of the present illness|clinical history|brief history|interim history|narrative|clinical summary"
    "|summary|background"
    "|case summary|clinical narrative|hospital course|course|history of presenting complaint|interval events|symptoms"
    "|presenting symptoms|current symptoms|patient history|clinical information|pain history|sleep history"
    "|symptom history"
    "|headache history|oncologic history|oncology history|seizure history|cardiac history|wound history|weight history",
    SectionKind.past_history: "past medical history|pmh|pmhx|medical history|past history|problem list"
    "|active problems|comorbidities"
    "|past medical and surgical history|chronic conditions|medical problems|diagnoses history|significant history"
    "|pmh/psh"
    "|active problem list|other medical problems|co-morbidities|comorbid conditions|past psychiatric history"
    "|psychiatric history",
    SectionKind.surgical_history: "past surgical history|psh|surgical history|previous surgery|prior surgeries"
    "|prior procedures|pshx",
    SectionKind.medications: "medications|meds|current medications|medication list|home medications"
    "|outpatient medications|rx"
    "|current meds|prescriptions|medication reconciliation|current outpatient medications|medications on admission"
    "|drugs",
    SectionKind.allergies: "allergies|allergy|allergies and intolerances|drug allergies|adverse reactions|nkda"
    "|allergic to",
    SectionKind.family_history: "family history|fh|fhx|famhx|family hx|family medical history|fam hx"
    "|family/social history",
    SectionKind.social_history: "social history|sh|shx|sochx|social hx|habits|tobacco|tobacco history"
    "|smoking history|substance use"
    "|tobacco use|smoking status|alcohol|occupational history|psychosocial|social|smoking|lifestyle",
    SectionKind.review_of_systems: "review of systems|ros|systems review|review of symptoms|systemic review"
    "|gi ros|ros gi|gu ros|resp ros|pulm ros|cv ros|neuro ros|gi review|gi symptoms|symptom review|symptoms",
    SectionKind.vitals: "vitals|vital signs|vs|v/s|measurements|anthropometrics|biometrics|vitals today",
    SectionKind.examination: "physical examination|physical exam|pe|exam|examination|objective|o|on examination"
    "|physical findings"
    "|musculoskeletal exam|neurologic exam|neurological exam|general|heent|cardiovascular|lungs|heart|extremities"
    "|knee exam"
    "|clinical examination|mental status exam|mse|focused exam|skin|neuro|musculoskeletal|msk|abdomen|chest|spine|psych"
    "|respiratory|focused examination|wound exam|physical|sensory|motor|gait|eyes|ears|nose|throat|neck|vascular|cv"
    "|exam today",
    SectionKind.results: "results|data|diagnostic studies|diagnostics|studies|test results|diagnostic data|findings"
    "|pertinent results"
    "|diagnostic testing|testing|objective data|diagnostic results|relevant results|investigations"
    "|diagnostic findings|data reviewed"
    "|pulmonary function tests|pulmonary function|pfts|pft|spirometry|echocardiogram|echo|tte|sleep study"
    "|polysomnography|psg"
    "|home sleep test|hsat|ekg|ecg|emg|emg/ncs|pathology|biopsy|audiometry|audiogram|audiology|audiologic testing"
    "|cardiac catheterization|stress test|visual fields|visual field testing|sleep testing|diagnostic evaluation"
    "|objective findings"
    "|cgm data|device download|cpap download|compliance download|objective testing|abg|arterial blood gas|oximetry"
    "|cardiac testing",
    SectionKind.laboratory: "laboratory|labs|laboratory data|lab results|laboratory results|laboratory studies"
    "|lab data|bloodwork"
    "|laboratories|lab|laboratory values|recent labs|labs reviewed|chemistry|hematology",
    SectionKind.imaging: "imaging|radiology|radiographs|x-ray|xray|x-rays|ct|mri|ct chest|pet/ct|pet|ultrasound"
    "|imaging studies"
    "|imaging results|radiographic findings|radiologic studies|mri lumbar spine|imaging review|duplex|venous duplex"
    "|dexa|ct scan"
    "|imaging reviewed|radiology report|imaging findings|ct of the chest|x-ray findings|duplex ultrasound"
    "|carotid duplex|films",
    SectionKind.procedure: "procedure|procedures|operation|operative note|procedure performed|procedure note|technique",
    SectionKind.treatments: "treatment|treatments|prior treatment|prior treatments|previous treatment"
    "|conservative treatment"
    "|conservative management|treatment history|prior therapy|therapies tried|treatment to date|prior therapies"
    "|conservative care"
    "|medication trials|treatments tried|failed treatments|conservative therapy|previous treatments|past treatments"
    "|therapy"
    "|treatment course|nonoperative treatment|non-operative treatment|nonsurgical treatment|interventions"
    "|prior medications"
    "|previous therapies|medications tried|management to date|therapy to date|previous therapy|treatment summary"
    "|prior interventions",
    SectionKind.function: "function|functional status|functional limitations|functional history"
    "|functional assessment|adls|adl"
    "|activities of daily living|mobility|mobility assessment|functional impact|impact|disability|severity"
    "|quality of life",
    SectionKind.assessment: "assessment|a|impression|diagnosis|diagnoses|assessment and plan|a/p|a&p|a & p"
    "|assessment/plan"
    "|assessment & plan|imp|clinical impression|final diagnosis|conclusion|conclusions|discussion|opinion"
    "|medical decision making"
    "|mdm|working diagnosis|primary diagnosis|admission diagnosis|discharge diagnosis|preoperative diagnosis|problem"
    "|postoperative diagnosis|interpretation|a and p|medical necessity|letter of medical necessity|rationale"
    "|justification"
    "|clinical rationale|statement of medical necessity|clinical justification|assessment and recommendations"
    "|impression/plan"
    "|impression and plan|impressions|dx|overall impression|summary and impression",
    SectionKind.plan: "plan|p|recommendation|recommendations|treatment plan|plan of care|disposition|follow-up"
    "|education|education provided|counseling|counselling"
    "|follow up|followup"
    "|next steps|orders|plan and recommendations|proposed treatment|proposed procedure|planned procedure"
    "|discharge plan|goals"
    "|goals of care|request|requested service|service requested|procedure requested|order|management plan"
    "|future plans|requesting",
    SectionKind.indication: "indication|indications|reason for exam|reason for study|reason for test"
    "|clinical indication|comparison"
    "|indication for procedure|indication for study|study indication|reason for request",
    SectionKind.differential: "differential|differential diagnosis|ddx|differentials|considerations|rule out",
    SectionKind.instructions: "instructions|patient instructions|discharge instructions|patient education"
    "|handout"
    "|note to reviewer|reviewer instructions|instructions to reviewer"
    "|system|assistant"
    "|note to payer|attention reviewer|attention",
    SectionKind.policy: "coverage criteria|criteria|policy|policy criteria|coverage|medicare criteria"
    "|coverage policy|guidelines|guideline"
    "|lcd|ncd|payer policy|insurance|authorization|prior authorization|coverage determination|qualifying criteria",
    SectionKind.signature: "signature|signed|electronically signed by|electronically signed|attestation|dictated by"
    "|transcribed by|dictated"
    "|transcribed|sincerely",
    SectionKind.addendum: "addendum|amendment|correction|corrected|late entry|addenda|erratum|correction to note"
    "|amended",
}  # fmt: skip
KINDS = {spelling: kind for kind, spellings in SPELLINGS.items() for spelling in spellings.split("|")}
SYNONYMS = len(KINDS)
LINE = re.compile(r"[^\n]+")
DECORATION = re.compile(r"[\s#*=_\-\d.)\]\[>]*")
LONGEST = max(len(s) for s in KINDS) + 30
DATE_TAIL = re.compile(
    r"[\s,\-(]*(?:on|dated|from|performed|obtained|done|of)?[\s,\-(]*"
    r"(?:[\d/.\-]{6,10}|[a-z]{3,9}\.? ?\d{0,2},? ?\d{4}|today)[\s)]*"
)
ONE_LINE = frozenset({SectionKind.identity})
ONE_PARAGRAPH = frozenset(
    {
        SectionKind.allergies,
        SectionKind.family_history,
        SectionKind.signature,
        SectionKind.indication,
        SectionKind.instructions,
        SectionKind.policy,
        SectionKind.differential,
    }
)
# A report told in the line of its header ends where another line has a label of its own.
REPORTS = frozenset({SectionKind.results, SectionKind.laboratory, SectionKind.imaging, SectionKind.procedure})
OWN_LABEL = re.compile(r"\n[ \t]*(?=[a-z][a-z0-9 /&'(),.\-]{1,50}:\s)")
# What is told behind a list of allergies: a line with a label of its own, or the next label of the same line.
OTHER_MATTER = re.compile(r"\n[ \t]*(?=[a-z][a-z0-9 /&'\-]{1,40}:(?:\s|$))|(?<=\.)\s+(?=[a-z][a-z /&]{1,24}:\s)")
# Behind the family's history only a label that is plainly the patient's own ends it: "Cancer: breast" may be hers.
OWN_MATTER = re.compile(
    r"(?:\n[ \t]*|(?<=[.;])\s+)(?=(?:personal(?: (?:history|hx|risk))?|own (?:history|hx)|self|patient|pt"
    r"|past (?:history|hx)|today|now|interval|bowels?|stools?|here|risk|impression|other screen\w*"
    r"|health maintenance):\s)"
)
BLANK_LINE = re.compile(r"\n[ \t]*\n")
LONG_LINE = 160
# "FH: noncontributory. On exam he ...": where nothing is told of a family, what follows is the patient's.
NO_FAMILY = re.compile(
    r"\s*(?:non-?contrib\w*|negative|neg|none|unremarkable|nil|n/c|nc|unknown|adopted)\s*[.;](?=[ \t])"
)
SENTENCE_END = re.compile(r"(?<!\bmr)(?<!\bmrs)(?<!\bms)(?<!\bdr)(?<!\bst)(?<!\b[a-z])\.(?=\s)")


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of text under one header; `start` is the header's, `body` where its words begin."""

    kind: SectionKind
    header: str
    start: int
    body: int
    end: int


def find_sections(low: str) -> list[Section]:
    """The sections of normalised text, covering it from end to end."""
    heads: list[tuple[SectionKind, str, int, int]] = [(SectionKind.body, "", 0, 0)]
    for line in LINE.finditer(low):
        if head := header_of(line.group()):
            kind, words, body = head
            heads.append((kind, words, line.start(), line.start() + body))
    ends = [start for _, _, start, _ in heads[1:]] + [len(low)]
    found = [
        part for (k, w, s, b), e in zip(heads, ends, strict=True) for part in _bounded(low, Section(k, w, s, b, e))
    ]
    return [s for s in found if s.end > s.start] or [Section(SectionKind.body, "", 0, 0, len(low))]


def _bounded(low: str, section: Section) -> list[Section]:
    """A section whose kind does not outlive its line or paragraph ends there; what follows is plain body."""
    end = section.end
    if section.kind in ONE_LINE:
        newline = low.find("\n", section.body, section.end)
        end = newline if newline >= 0 else end
        # A letter that opens with whom it is about goes on with the story in the same line.
        if end - section.body > LONG_LINE and (stop := SENTENCE_END.search(low, section.body, end)):
            end = stop.end()
    elif section.kind in ONE_PARAGRAPH:
        content = next((i for i in range(section.body, section.end) if not low[i].isspace()), section.end)
        gap = BLANK_LINE.search(low, content, section.end)
        end = gap.start() if gap else end
        if section.kind is SectionKind.allergies and (other := OTHER_MATTER.search(low, content, end)):
            end = other.start()
        if section.kind is SectionKind.family_history and (none := NO_FAMILY.match(low, section.body, end)):
            end = none.end()
        elif section.kind is SectionKind.family_history and (own := OWN_MATTER.search(low, content, end)):
            end = own.start()
    elif section.kind in REPORTS and low[section.body : low.find("\n", section.body) + 1].strip():
        other = OWN_LABEL.search(low, section.body, end)
        end = other.start() if other else end
    if not low[end : section.end].strip():
        return [section]
    rest = Section(SectionKind.body, "", end, end, section.end)
    return [Section(section.kind, section.header, section.start, section.body, end), rest]


def header_of(line: str) -> tuple[SectionKind, str, int] | None:
    """The kind of header a line begins with, its words, and where its content begins; None for an ordinary line."""
    lead = DECORATION.match(line)
    at = lead.end() if lead else 0
    colon = line.find(":", at, at + LONGEST)
    if colon > 0 and (kind := _kind_of(line[at:colon])):
        return kind, line[at:colon].strip(" *#_"), colon + 1
    dash = line.find(" - ", at, at + LONGEST)
    if dash > 0 and len(line[at:dash].strip()) > 1 and (kind := _kind_of(line[at:dash])):
        return kind, line[at:dash].strip(), dash + 3
    whole = line.rstrip(" *#=_-:\t")
    if len(whole) - at <= LONGEST and len(whole) - at > 1 and (kind := _kind_of(whole[at:])):
        return kind, whole[at:].strip(), len(line)
    return None


@lru_cache(maxsize=4_000)
def _kind_of(words: str) -> SectionKind | None:
    words = words.strip(" *#_\t")
    if kind := KINDS.get(words):
        return kind
    for cut in range(len(words) - 1, 1, -1):
        if words[cut] not in " (,-":
            continue
        if (kind := KINDS.get(words[:cut].rstrip(" (,-"))) and DATE_TAIL.fullmatch(words, cut):
            return kind
    return None


def section_at(sections: list[Section], at: int) -> Section:
    """The section that holds an offset."""
    return sections[max(0, bisect_right(sections, at, key=attrgetter("start")) - 1)]
