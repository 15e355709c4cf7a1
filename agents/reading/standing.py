"""Whether a whole sentence may be evidence at all: talk of policy, words to the reader, blank forms, retractions.

Such a sentence is taken out and reported, whatever else it says.
"""

from agents.reading import patterns as re
from priorauth.facts import Assertion

CLINICAL_CRITERIA = re.compile(
    r"\b(?:dsm(?:-?(?:iv|v|5)(?:-tr)?)?|ichd(?:-?\d)?|rome(?: iv| iii)?|duke|light's|fleischner|acr(?:/eular)?"
    r"|recist(?: 1\.1)?|"
    r"aasm|who|ilae|mds|queen square|uk brain bank|mcdonald|budapest|jones|ranson|kdigo|gold|diagnostic|icsd(?:-3)?"
    r"|aha|ada)"
    r"(?:[ -]\w+)? criteri(?:a|on)\b"
)
CLINICAL_TALK = re.compile(
    r"\b(?:us )?fda[- ](?:premarket[- ]|510\(k\)[- ])?(?:approv(?:ed|al)|clear(?:ed|ance)|authori[sz]ed)\b"
    r"|\b(?:pma|commercially)[- ]approved\b"
    r"|\bapproved (?!the |this |that |her |his |your |their |our )(?:[\w-]+ ){0,3}(?:valves?|systems?|stents?|devices?"
    r"|implants?|occluders?|sensors?|generators?|assays?|machines?|monitors?)\b"
    r"|\bpremarket[- ]approv(?:ed|al)\b|\bfood and drug administration\b"
    r"|\b(?:its|their|the|an|within|for|fda|of) (?:fda[- ])?approved (?:indications?|label(?:l?ing)?|uses?|devices?"
    r"|products?|systems?|assays?|tests?|drugs?|doses?)\b"
    r"|\bapproved (?:as (?:an? )?companion diagnostics?|companion diagnostics?)\b"
    r"|\b(?:cms|medicare)[- ]approved (?:[\w-]+ ){0,5}(?:stud(?:y|ies)|trials?|registr(?:y|ies)|centers?|facilit(?:y"
    r"|ies))\b"
    r"|\bcoverage[- ]with[- ]evidence(?:[- ]development)?\b|\bcoverage with evidence development\b"
    r"|\bmedicare(?:[- ]approved)? (?:telehealth|tele-?visit|video|annual wellness|wellness)\b"
    r"|\bmedicare[- ](?:enrolled|certified|participating|approved (?:hospital|center))\b"
    r"|\b(?:enrolled|registered|participates|participating) (?:with|in) medicare\b|\bmedicare beneficiary\b"
    r"|\b(?:veteran|retiree|retired|year-old|yo|woman|man|patient|he|she) (?:is )?on medicare\b"
    r"|\b(?:privileging|credentialing|diagnostic|scoring|\d(?:%| percent)|four[- ]percent|three[- ]percent"
    r"|listing) criteri(?:a|on)\b"
    r"|\bapproved (?:her|him|them|(?:mr|mrs|ms|dr)\.? [a-z'-]+|the patient) for (?:\w+ ){0,4}(?:surgery|operation"
    r"|transplant\w*"
    r"|implant\w*|procedure|rehabilitation|anesthesia|replacement|reduction)\b"
    r"|\b(?:pulmonology|anesthesi\w+|surgery|cardiology|psychology|nutrition),? (?:each |all |both )?approved?\b"
    r"|\b(?:rehab|clinical|team|surgical|specialist) approvals\b"
    r"|\b(?:authori[sz]ed|qualified) (?:[\w-]+ ){0,2}treatment (?:centers?|centres?|sites?|facilit(?:y|ies))\b"
    r"|\b(?:risks?|benefits?|overdiagnosis|radiation|alternatives|harms|false (?:alarms?|positives?))\b[^.;]{0,60}"
    r"\bcovered\b(?! (?:by|under|for|service|benefit))"
    r"|\bapproved by (?:the |our |both |all )?(?:pulmonary|pulmonolog\w+|thoracic|anesthes\w+|surg\w+|cardiolog\w+"
    r"|heart team"
    r"|team|transplant|board|psycholog\w+)\b|\b(?:team|surgeons?|pulmonologists?|cardiologists?"
    r"|anesthesiologists?) approved\b"
    r"|\b(?:motor|pain|seizure|lactate|anaerobic|pacing|capture|sensing|sensory|speech|stimulation|defibrillation"
    r"|paresthesia"
    r"|ventilatory|flow) thresholds?(?: determination)?\b"
    r"|\b(?:he|she|they|and|walked|patient) covered (?=\d)|\b(?:we|i|topics|discussion|visit|risks|all|these) covered\b"
    r"|\bqualified (?:technologist|technician|sleep|health ?care|professional|provider|instructor|audiologist|therapist"
    r"|radiologist|reader|interpreter|lab|laborator)\w*"
    r"|\b(?:physician|medical|nursing|surgical|dental|therapy|resident|certified nursing)(?:'s)? assistants?\b"
)
INSTRUCTION = re.compile(
    r"\bwhoever reads\b|\bhidden text\b|\b(?:correct|right|proper) reading of\b"
    r"|\bthe answer to (?:row|question|item)\b|"
    r"\bignore (?:all|any|the|previous|prior|above)|\bdisregard (?:all|any|the|previous|prior|above|everything)"
    r"|\byou (?:are|must|should|will|may|can)\b|"
    r"\bplease (?!see\b|refer to\b|contact\b|call\b|find\b|do not hesitate|don't hesitate|feel free|let (?:me|us)"
    r"|note the attached)|"
    r"\bas an ai\b|\bsystem prompt\b|\bprompt\b|\bassistant\b|\bchatbot\b|\bllm\b|\blanguage model\b"
    r"|\bartificial intelligence\b|\bthe ai\b|"
    r"\b(?:must|should|is to|are to|shall|can|may|ought to) (?:now |therefore |also )?be (?:regarded|considered"
    r"|treated|counted|read|marked|taken|"
    r"deemed|accepted|interpreted|assumed|viewed|recorded|scored|understood)|\b(?:regard|consider|treat|count|mark"
    r"|interpret|deem|accept|score|assume|"
    r"read|record|view) (?:this|the|these|all|it|each|every|that|any|them)\b.{0,60}\b(?:met|satisfied|fulfilled"
    r"|complete|approved|having)\b|"
    r"\b(?:row|rows|item|items|check|checks|box|boxes|requirement) [a-z]?\d* ?(?:is|are|=|as) (?:met|satisfied"
    r"|fulfilled)|"
    r"\boverride|\bdo not (?:deny|question|pend|reject|review)|\bauto-?approv|\b(?:reader|reviewer|model|algorithm"
    r"|engine|software|bot|system|examiner|"
    r"adjudicator|evaluator|parser|tool) (?:must|should|shall|is to|will|may|can|needs)|\b(?:note|message"
    r"|instructions?|memo|attention|hint|reminder) "
    r"(?:to|for) (?:the )?(?:reviewer|ai|model|assistant|system|reader|payer|examiner|nurse reviewer|software|engine)|"
    r"\b(?:to|dear|attention|attn:?) (?:the )?(?:reviewer|reader|examiner|adjudicator)|<!--|-->"
    r"|<[/a-z][^<>\n]{0,40}>|```|\bjson\b|\bset (?:the )?status\b|"
    r"\bstatus ?[:=] ?(?:met|approved)|\b(?:answer|reply|respond|return|output|print|say|write) (?:with|only|that"
    r"|met|yes)\b|\bkindly\b|\b(?:regard|consider|treat|count|mark|interpret|deem|accept|score|assume|view) (?:\w+ "
    r"){1,7}as (?:met|measuring|having|being|if|failed|satisfied|positive|meeting|complete|completed|present|at "
    r"least|above|true|fulfilled)\b|\b(?:abstractors?|coders?|auditors?|adjudicators?|indexers?)\b|\b(?:enter|key "
    r"in|populate|autofill) (?:the |an? )?(?:\w+ )?(?:\d|as\b|value|field)|\bfrom now on\b|"
    r"\bnew instructions?\b|\bpretend\b|\bsuppose\b|\bimagine\b|\blet'?s (?:assume|say)|\bassume\b|\bassuming\b"
    r"|\bfor (?:the )?purposes? of\b"
)
POLICY = re.compile(
    r"\bcriteri(?:a|on)\b|\bpolic(?:y|ies)\b|(?<!antibiotic )(?<!tissue )(?<!skin )(?<!call )\bcoverage\b"
    r"|\bcovered\b(?! with)|\bnon-?covered\b|\bauthori[sz]\w*|\bpre-?auth\w*|\bpre-?cert\w*|\binsur(?:ance|er|ers"
    r"|ed)\b|\bpayers?\b|"
    r"\bpayors?\b|\bmedicare\b|\bmedicaid\b|\bcms\b|\b[nl]cds?\b|\blocal coverage\b"
    r"|(?<!insulin )(?<!oxygen )(?<!o2 )(?<!opioid )(?<!transfusion )(?<!dose )\brequirements?\b"
    r"|\bthresholds?\b(?!.{0,60}\bdb)(?<!hearing thresholds)(?<!hearing threshold)|\bmedical necessity\b|"
    r"\bmedically (?:necessary|reasonable)\b|\breasonable and necessary\b|(?<!fda )(?<!fda-)\bapprov(?:e|es|al|als"
    r"|ing|ed)\b|\breviewers?\b|"
    r"\butili[sz]ation (?:review|management)\b|\bappeals?\b|\bdenials?\b|\b(?:was|were|been|is|claim) denied\b"
    r"|\bqualif(?:y|ies|ied|ication|ications)\b(?! (?:by|professional|lab))|"
    r"\beligib\w+|\bclaims? (?:form|was|denied|number|submitted)|\bmedical director\b|\bbenefits? (?:plan"
    r"|verification|period)\b|"
    r"\bhealth plan\b|\bguidelines? (?:require|recommend|state|suggest|call|advise|specify|define|say)\w*"
    r"|\bper (?:the )?guidelines?\b|"
    r"\b(?:is|are|be) (?:considered|defined) (?:for|as|when|if|in)\b|\brequires? (?:that|documentation|an? (?:ahi"
    r"|bmi|lvef))|"
    r"\bmust (?:have|be|show|document|include|fail|complete)|\bcutoffs?\b|\bcut-offs?\b|\bdefin(?:ed|ition) (?:as"
    r"|of)\b|\bcms-\d|\bfor reimbursement\b|\bbilling\b|"
    r"\breimburs\w+|\bdetermination\b|\bpatients? (?:with|who|whose) (?:an? )?(?:ahi|bmi|lvef|ef|a1c|pain|inr)\b"
    r"|\bpatients with\b|\bin patients\b|\bcandidates (?:for|must|should|have|need|are)\b|\bhandouts?\b"
)
TEMPLATE = re.compile(
    r"_{3,}|\*{3,}|\[ {0,2}\](?! ?x)|\[(?:insert|enter|fill|select|describe|list|date|name|value|xx+|number|specify"
    r"|add|result)[^\]\n]{0,40}\]|"
    r"\{[^{}\n]{0,60}\}|<(?:insert|enter|value|date|name)[^<>\n]{0,40}>|@[a-z0-9_]+@|\bcircle one\b|\bselect one\b"
    r"|\bcheck (?:one|all)\b|"
    r"\byes ?/ ?no\b|\by ?/ ?n\b|\bsample (?:note|text|letter|report|patient|case)\b|\btemplate\b|\bsmart ?phrase\b"
    r"|\bdot ?phrase\b|\blorem ipsum\b|"
    r"\bfor example\b|\be\.g\.|\bexample\b|\bplaceholder\b|\bdemo(?:nstration)? (?:note|patient)\b|\bx{2,}\b"
    r"|\b(?:macro|boilerplate|default text|auto-?populated)\b|\?{3,}"
)
RETRACTION = re.compile(
    r"\b(?:transcription|typing|typographical|clerical|data[- ]entry|charting|documentation|dictation|keying) "
    r"(?:error|mistake)s?\b|"
    r"\b(?:entered|documented|recorded|charted|written|reported|listed|dictated|filed|posted) (?:here |above |there "
    r"|previously |earlier )?(?:in error|by mistake|"
    r"incorrectly|erroneously|on the wrong (?:patient|chart))|\bin error\b|\berroneous(?:ly)?\b|\bretract(?:s|"
    r"ed)?\b(?! (?:nipple|ear|drum|skin))"
    r"|\bwithdraw(?:n|al of (?:the|this) (?:statement|result))|"
    r"\bwrong (?:patient|chart|study|report|record|person|specimen)\b|\bmis-?(?:label|read|report|quot|transcri"
    r"|dictat|stat|enter|calculat|identif|fil|record)\w*|"
    r"\bdisregard\b|\bnull and void\b|\binvalid(?:ated)?\b|\bincorrect(?:ly)?\b|\binaccura\w+|\bmistake(?:n|nly)?\b"
    r"|\btypo(?:graphical)?\b|"
    r"\bbelong(?:s|ed)? to (?:an? |an(?:other)?|the |bed|some|different)|\bunusable\b|\bunsigned\b|\bcould not be "
    r"(?:found|verified|confirmed|located|reproduced)|\bnot (?:this|our|the same) patient|\bcopied (?:forward"
    r"|from)|\bstruck (?:out|through)\b|\bnot (?:valid|interpretable|reliable)\b|"
    r"\bartifacts?\b|\bartefacts?\b|\bunreliable\b|\bspecimen mix|\bmix-?up\b|\bshould (?:have read|read|have been"
    r"|say|state)\b|\bturn(?:ed|s) out (?:to be|not)|\bproved (?:to be|not)|\bin retrospect\b|\b(?:described|"
    r"reported|noted|called|seen)\b[^.;]{0,40} (?:was|is|were) (?:actually |really |in fact )?(?:an? )?(?:\w+ "
    r")?(?:shadow|artifact|artefact|scar|vessel|motion|overlap|confluence|summation|nipple)|\bnullif\w*|\brescind\w*"
)


SPOILT = re.compile(
    r"\b(?:(?:not|never|un)[- ]?(?:usable|answered|calibrated|weighed)|swapped|unplugged|disregard\w*"
    r"|(?:poor|submaximal) effort|cut off|illegible|unreadable|re-?issued"
    r"|(?:carried|pulled|copied|brought) (?:forward|over|in from|forward from)|imported from"
    r"|(?:came back|still|were|was) (?:sealed|unopened|untouched)|answer not recorded|left blank|software test"
    r"|test (?:message|dictation|entry)|sign-in sheet|billed but|appears? on the bill"
    r"|(?:laughs|jokes|joked|quips) that|in jest|hung on)\b"
)


def spoilt(low: str, start: int, end: int) -> bool:
    """Whether words say of what was just told that it cannot be used: a test that failed, a value copied forward."""
    return SPOILT.search(low, start, end) is not None


def standing_of(low: str, start: int, end: int) -> Assertion | None:
    """What disqualifies a sentence as a whole, or None where it may be evidence."""
    words = CLINICAL_TALK.sub(" ", CLINICAL_CRITERIA.sub(" ", low[start:end]))
    if INSTRUCTION.search(words):
        return Assertion.instruction
    if POLICY.search(words):
        return Assertion.policy_talk
    if TEMPLATE.search(words):
        return Assertion.template
    if RETRACTION.search(words):
        return Assertion.retracted
    return None


ORDER = re.compile(
    r"[\s*\-\d.)#]*(?:plan:?\s*)?(?:start|begin|initiate|order|obtain|schedule|proceed|trial(?!\s?[:\d(])|add|repeat"
    r"|arrange|"
    r"get|send|check|book|refer|"
    r"try|prescribe|enroll|recommend|request|set up|sign up|needs?|will|to)\b(?! (?:date|of|time)\b)"
)


def begins_as_an_order(low: str, start: int, mention: int) -> bool:
    """Whether a sentence that names something begins by ordering it."""
    m = ORDER.match(low, start)
    return m is not None and m.end() <= mention
