"""The words by which each of the eight fields is recognised, and the slots a full statement of it fills.

A statement's worth is the slots it fills, never how many keywords it holds. "Within normal limits", "pulmonary
function" and "surgical candidate" are no limitation of function.
"""

from collections.abc import Callable
from dataclasses import dataclass

from agents.reading import patterns as re
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.sections import SectionKind
from priorauth.reading import FieldName

COUNT = r"(?:\d+(?:\.\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|many|few)"
LENGTH = re.compile(
    rf"\b{COUNT}(?:[- ]to[- ]{COUNT}|-\d+)?(?: and a half)?[- ](?:days?|weeks?|wks?|months?|mos?|years?|yrs?|"
    rf"sessions?|visits?|treatments?)\b|"
    r"\b(?:x|for) ?\d+ ?(?:d|w|wks?|mos?|y|yrs?)\b"
)
SYMPTOM = re.phrases("fields", "symptom", r"\b(?:…)\b")
DETAIL = re.compile(
    r"\b(?:worse|better|worst|aggravat\w+|relie\w+|radiat\w+|sharp|dull|throbbing|constant|intermittent|daily|"
    r"nightly|at night|at rest|"
    r"with (?:walking|standing|stairs|exertion|activity|sitting)|left|right|bilateral|severe|moderate|mild|after|"
    r"because|while|when|twice|"
    r"every|most days|\d+)\b"
)
COMPLAINT = re.compile(
    r"\b(?:presents?(?: \w+)? (?:for|with|to)|presented (?:for|with|to)|present(?:s|ing) complaint|here (?:today "
    r")?for|comes? in (?:for|with)|referred (?:\w+ ){0,6}(?:for|because)|"
    r"complain\w* of|seen (?:\w+ ){0,4}(?:for|because|to review)|returns? (?:for|with|after)|is (?:a|an) \S+ "
    r"(?:\w+ ){0,6}(?:with|who|requesting)|"
    r"evaluation (?:of|for)|follow[- ]?up (?:of|for)|what brings|reason for|comes? for|consulted for|has had|has "
    r"been having|asks? for)\b"
)
TREATMENT = re.phrases("fields", "treatment", r"\b(?:…)\b")
TRIED = re.compile(
    r"\b(?:tried|trial\w*|fail\w*|complet\w+|took|taken|taking|underwent|received|treated|stopped|discontinued|"
    r"given|used|wore|worn|attended|did|"
    r"without (?:\w+ ){0,2}(?:relief|benefit|improvement|effect|success)|no (?:\w+ ){0,2}(?:relief|benefit|"
    r"improvement|effect)|despite|course|prior|previous\w*|help\w*|"
    r"ineffective|inadequate|tolerat\w+|started|since|has had|had|finished|performed|wears)\b"
)
OUTCOME = re.compile(
    r"\b(?:fail\w*|no (?:\w+ ){0,3}(?:relief|benefit|improvement|effect|response|help|change|better)|without "
    r"(?:\w+ ){0,3}(?:relief|benefit|improvement|effect|success|response|resolution)|"
    r"(?:did|does|has|have|had) not (?:\w+ )?(?:help|work|improve|relieve|control|tolerate|respond)\w*|inadequate|"
    r"insufficient|ineffective|unhelpful|minimal|partial|temporary|transient|short[- ]lived|"
    r"wore off|relief|helped|improve\w*|benefit\w*|resolved|unchanged|worse|persist\w*|recur\w*|not tolerated|"
    r"intoleran\w+|side effects?|stopped (?:because|for|due)|"
    r"got no better|nothing for|little (?:help|effect|relief)|lost \d+)\b"
)
SEVERITY = re.compile(
    r"\b(?:severe|severity|moderate|moderately severe|marked|advanced|end[- ]stage|debilitating|disabling|"
    r"intractable|refractory|grade|stage|class|nyha|kellgren|"
    r"wagner|outerbridge|epworth|ess|ahi|rdi|bmi|phq-?9|gad-?7|odi|oswestry|womac|koos|midas|vas|nrs|pain (?:score|"
    r"rating|scale)|out of 10|"
    r"t-score|suv\w*|lvef|ejection fraction|fev1|saturation|spo2|pao2|abi|hba1c|a1c|score|bone[- ]on[- ]bone|"
    r"venous reflux|reflux (?:of|time|\d)|diameter|stenosis|gradient|valve area|mrd1?|exposed bone|probes to bone|"
    r"massive|profound|critical|"
    r"exacerbations?|"
    r"life[- ]threatening|hospitali[sz]\w+|admitted)\b|\brated? .{0,30}\b\d+(?:/10)?|\b\d{1,2}/10\b(?!/)"
)
LIMIT = re.compile(
    r"\b(?:unable to|cannot|can no longer|can't|not able to|no longer able to|difficulty|difficulties|trouble|"
    r"struggles? (?:to|with)|hard to|limits? (?:his|her|their|them|him|walking|activit\w+)|"
    r"limited to|can only|limiting|restrict\w+|interferes? with|avoids|gave up|given up|has stopped|had to stop) "
    r"(?:\w+ ){0,4}?"
    r"(?:walk\w*|stand\w*|sit\w*|climb\w*|stairs?|kneel\w*|squat\w*|bend\w*|lift\w*|carry\w*|reach\w*|dress\w*|"
    r"bath\w*|shower\w*|toilet\w*|transfer\w*|"
    r"sleep\w*|driv\w+|work\w*|shop\w*|cook\w*|clean\w*|garden\w*|exercis\w+|speak\w*|talk\w*|hear\w*|read\w*|see|"
    r"eat\w*|swallow\w*|grip\w*|writ\w+|grocer\w+|"
    r"telephone|conversation|chores|housework|activit\w+|short walks|\w+ blocks?|feet|yards|minutes|mailbox|daily "
    r"living|adls?|self[- ]care|stay awake|lie flat|play\w*|perform\w*|going)\b|"
    r"\b(?:uses?|using|needs?|requires?|relies on|depends on|walks? with) (?:an? |the |her |his )?(?:\w+ )?(?:cane|"
    r"walker|wheelchair|scooter|crutch\w*|handrail|limp|assistance|help)\b|"
    r"\b(?:antalgic gait|homebound|housebound|bedbound|on leave|missed \w+ days|misses (?:about )?\w+ days?|"
    r"miss(?:ed|es) work|cannot work|out of work|sleeps in a recliner|stops (?:after|on the way)|"
    r"walking (?:is )?limited|walks? (?:less than|fewer than|only|<) ?\w+)\b|<\s?\d+ blocks?\b"
)
NO_LIMIT = re.compile(
    r"\b(?:within normal limits|normal limits|pulmonary function|lung function|liver function|kidney function|"
    r"renal function|ventricular function|thyroid function|"
    r"surgical candidate|no (?:functional )?limitations?|without (?:difficulty|limitation|assistance|a cane)|no "
    r"difficulty|no trouble|functionally independent|independent (?:in|with)|"
    r"cannot (?:exclude|rule out|be (?:excluded|ruled out|assessed))|unable to (?:exclude|assess|confirm|obtain)|"
    r"difficulty (?:of the|with insurance))\b"
)
DEGREE = re.compile(
    rf"\b(?:{COUNT} (?:blocks?|minutes?|hours?|feet|yards|miles?|steps?|flights?|pounds|lb|hundred)|\d+|cane|"
    rf"walker|wheelchair|help|assistance|stairs|handrail|"
    r"without (?:help|stopping|rest|pain)|more than|less than|because of|due to|twice|weekly|daily|work|leave|"
    r"night|any)\b|<"
)
TEST = re.phrases("fields", "test", r"\b(?:…)\b")
RESULT = re.compile(
    r"\b(?:show\w*|demonstrat\w+|reveal\w*|confirm\w*|measur\w+|negative|positive|normal|abnormal|elevated|"
    r"consistent|compatible|grade|loss of|narrowing|stenosis|"
    r"herniation|protrusion|extrusion|tear|nodule|mass|fracture|effusion|osteophytes?|bone[- ]on[- ]bone|reflux|"
    r"compress\w+|spiculated|avid|unchanged|stable|identified|"
    r"recorded|no evidence|impression|pending|osteomyelitis|patent|obstructi\w+)\b"
)
UNITLESS = re.compile(
    r"\b(?:ahi|rdi|inr|bmi|suv\w*|t-score|kellgren|kl|grade|score|abi|phq-?9|gad-?7|nyha|class|wagner|ratio|"
    r"platelets?|plt|epworth|ess|stage|h|ph)\b|/10\b"
)
ONSET = re.compile(
    rf"\b(?:for (?:the (?:past|last) |about |over |nearly |almost |more than |at least )?{COUNT} (?:days?|weeks?|"
    rf"months?|years?)|since|began|onset|started|first (?:noted|noticed|seen|diagnosed)|"
    rf"diagnosed|over (?:the (?:past|last) )?{COUNT} (?:days?|weeks?|months?|years?)|{COUNT}[- ](?:week|month|"
    rf"year)s?(?: of|[- ]history)|x ?\d+ ?(?:wks?|mos?|months?|weeks?|years?|yrs?)|of {COUNT} (?:weeks|months|"
    rf"years))\b"
)
CHANGE = re.compile(
    r"\b(?:grown|grew|growth|growing|increas\w+|enlarg\w+|worsen\w*|worse|progress\w*|deteriorat\w+|decreas\w+|"
    r"declin\w+|improv\w+|stable|unchanged|previously|prior|"
    r"compared (?:to|with)|comparison|now|further|larger|smaller|crept up|louder|doubled|from .{1,40} to)\b"
)
BACKGROUND = re.compile(
    r"\b(?:history of|past medical history|pmhx?|medical history|comorbid\w+|co-morbid\w+|medical problems?|"
    r"problem list|chronic (?:medical )?(?:problems?|conditions?)|other (?:problems?|history)|"
    r"surgical history|related (?:conditions|disease)|family history|social history|background|known|status post|"
    r"s/p|general health|smok\w+|never smoker|former smoker|allerg\w+|takes)\b"
)
CONDITION = re.compile(
    r"\b(?:diabet\w+|dm2?|t2dm|hypertension|htn|hyperlipidemia|hld|copd|asthma|cancer|carcinoma|stroke|cva|cad|"
    r"coronary|heart failure|chf|atrial fibrillation|afib|"
    r"kidney disease|ckd|renal|liver|cirrhosis|hypothyroid\w*|thyroid|obesity|arthritis|osteoarthritis|oa|"
    r"osteoporosis|gout|gerd|reflux|depression|anxiety|sleep apnea|osa|"
    r"anemia|seizure|migraine|neuropathy|glaucoma|cataracts?|hysterectomy|cholecystectomy|appendectomy|repair|"
    r"stent|bypass|smok\w+|tobacco|pack-?years?|bph|infection|dvt|embol\w+|"
    r"dementia|parkinson\w*|hepatitis|hiv|psoriasis|lupus|allerg\w+|pregnan\w+|surgery|fracture|cardiomyopathy|"
    r"prediabetes|syndrome|disease|disorder|none)\b"
)
TREATED = re.compile(
    r"\b(?:treated|controlled|on [a-z]+|managed|takes|quit|stopped|well[- ]controlled|with [a-z]+ \d|resolved|"
    r"since|\d+)\b|,"
)
PLAN_KINDS = frozenset({SectionKind.plan, SectionKind.indication})
NARRATIVE_KINDS = frozenset(
    {
        SectionKind.body,
        SectionKind.history,
        SectionKind.chief_complaint,
        SectionKind.review_of_systems,
        SectionKind.function,
        SectionKind.addendum,
        SectionKind.treatments,
        SectionKind.identity,
        SectionKind.plan,
    }
)
CONTROLLED = re.compile(
    r"\b(?:controlled|treated with|(?:his|her|their) (?:diabetes|hypertension|asthma|copd|heart failure)|has "
    r"(?:type|a history))\b"
)
HISTORY_KINDS = frozenset({SectionKind.past_history, SectionKind.surgical_history, SectionKind.social_history})


@dataclass(frozen=True, slots=True)
class Place:
    """One sentence with its words, ready to be asked about."""

    words: str
    sentence: Sentence

    @property
    def dated(self) -> bool:
        return any(d.interval and not d.birth for d in self.sentence.dates)

    @property
    def dates(self) -> int:
        return sum(1 for d in self.sentence.dates if d.interval and not d.birth)

    @property
    def timed(self) -> bool:
        return self.dated or self.sentence.visit is not None

    @property
    def lasted(self) -> bool:
        return self.dates > 1 or LENGTH.search(self.words) is not None


def place(document: PreparedDocument, sentence: Sentence) -> Place:
    return Place(document.low[sentence.start : sentence.end], sentence)


Found = tuple[tuple[int, int], frozenset[str]] | None
"""The span of the words that made it this field, and the slots filled; None where it is not of this field."""


def _slots(**filled: bool) -> frozenset[str]:
    return frozenset(name for name, there in filled.items() if there)


def chief_complaint(p: Place) -> Found:
    told = COMPLAINT.search(p.words)
    stated = p.sentence.section.kind is SectionKind.chief_complaint
    named = SYMPTOM.search(p.words) or CONDITION.search(p.words)
    what = named or told
    if (told is None and not stated) or (named is None and told and told.group().startswith(("is ", "has "))):
        return None
    detail = named is not None and DETAIL.search(p.words) is not None
    return (what.span() if what else (0, 0)), _slots(what=True, detail=detail)


def present_illness(p: Place) -> Found:
    detailed = DETAIL.search(p.words) is not None
    what = SYMPTOM.search(p.words) or (CONDITION.search(p.words) if detailed else None)
    if what is None or p.sentence.section.kind not in NARRATIVE_KINDS:
        return None
    return what.span(), _slots(
        what=True,
        when=p.timed or p.lasted or ONSET.search(p.words) is not None,
        detail=detailed,
    )


def prior_treatment(p: Place) -> Found:
    what = TREATMENT.search(p.words)
    told = p.sentence.section.kind is SectionKind.treatments or TRIED.search(p.words) is not None
    if what is None or not told:
        return None
    outcome = OUTCOME.search(p.words) is not None
    return what.span(), _slots(what=True, duration=p.lasted, dates=p.dated, outcome=outcome)


def severity(p: Place) -> Found:
    indicator = SEVERITY.search(p.words)
    if indicator is None:
        return None
    value = bool(p.sentence.numbers) or RESULT.search(p.words) is not None
    return indicator.span(), _slots(indicator=True, value=value, date=p.timed)


def functional_limit(p: Place) -> Found:
    limit = LIMIT.search(NO_LIMIT.sub(lambda m: " " * len(m.group()), p.words))
    if limit is None:
        return None
    return limit.span(), _slots(activity=True, degree=DEGREE.search(p.words, limit.start()) is not None)


def diagnostic_finding(p: Place) -> Found:
    test = TEST.search(p.words)
    described = RESULT.search(p.words) is not None
    if test is None or (p.sentence.section.kind in PLAN_KINDS and not described):
        return None
    unit = any(n.unit for n in p.sentence.numbers) or UNITLESS.search(p.words) is not None
    value = bool(p.sentence.numbers) or described
    return test.span(), _slots(test=True, value=value, unit=unit or (value and not p.sentence.numbers), date=p.timed)


def progression(p: Place) -> Found:
    onset, change = ONSET.search(p.words), CHANGE.search(p.words)
    first = onset is not None and (p.lasted or p.dated or onset.group().startswith("since"))
    if not first and (change is None or not (onset or p.dated)):
        return None
    if change is None and SYMPTOM.search(p.words) is None and CONDITION.search(p.words) is None:
        return None
    if (treated := prior_treatment(p)) and len(treated[1]) > 2:
        return None
    pair = p.dates > 1 or (first and change is not None)
    said = onset or change
    return (said.span() if said else (0, 0)), _slots(first=first or p.timed, second=pair, stated=True)


def background(p: Place) -> Found:
    condition = CONDITION.search(p.words)
    told = BACKGROUND.search(p.words) or CONTROLLED.search(p.words)
    tested = p.dated and TEST.search(p.words) is not None
    if condition is None or not (told or (p.sentence.section.kind in HISTORY_KINDS and not tested)):
        return None
    return condition.span(), _slots(condition=True, detail=TREATED.search(p.words) is not None)


READERS: dict[FieldName, tuple[Callable[[Place], Found], int]] = {
    FieldName.chief_complaint: (chief_complaint, 2),
    FieldName.history_of_present_illness: (present_illness, 3),
    FieldName.prior_treatments: (prior_treatment, 4),
    FieldName.severity_indicators: (severity, 3),
    FieldName.functional_limitations: (functional_limit, 2),
    FieldName.diagnostic_findings: (diagnostic_finding, 4),
    FieldName.duration_and_progression: (progression, 3),
    FieldName.medical_history_and_comorbidities: (background, 2),
}
"""How each field is read, and how many slots a full statement of it fills."""
