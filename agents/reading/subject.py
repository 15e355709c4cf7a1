"""Whose finding a sentence tells: the patient's, unless any other being stands in it who is not a mere reporter.

The list is broad on purpose: a relative, a donor, an animal or an actor takes the whole sentence away. A person who
only reports what the patient does ("her husband reports loud snoring") does not, unless the sentence then turns to
that person.
"""

from collections.abc import Sequence

from agents.reading import patterns as re
from agents.reading.record import DEGREES, PreparedDocument
from agents.reading.remembered import People
from priorauth.case import Sex
from priorauth.facts import Subject

HE_KIN = (
    "father|dad|husband|brother|son|uncle|nephew|grandfather|grandson|boyfriend|stepfather|stepson|stepbrother|papa"
)
SHE_KIN = (
    "mother|mom|mum|wife|sister|daughter|aunt|niece|grandmother|granddaughter|girlfriend|stepmother|stepdaughter|mama"
)
THEY_KIN = (
    "spouse|sibling|cousin|twin|parent|roommate|housemate|flatmate|neighbou?r|friend|coworker|co-worker|colleague"
    "|fianc[eé]e?|bed ?partner|partner|"
    "family|relative|caregiver|carer|child|children|kid|grandchild(?:ren)?|guardian|companion"
)
KIN = rf"(?:{HE_KIN}|{SHE_KIN}|{THEY_KIN})"
OTHERS = re.compile(
    rf"\b(?:{HE_KIN}|{SHE_KIN})(?:s|'s|-in-law)?\b|\b(?:spouses?|siblings?|cousins?|twins?|parents?|roommates?"
    rf"|housemates?|flatmates?|neighbou?rs?|"
    r"friends?|co-?workers?|colleagues?|fianc[eé]e?s?|bed ?partners?|partners?|grandchild(?:ren)?|kids?|guardians?|"
    r"caregivers?|carers?"
    r"|companions?|toddlers?|"
    r"infants?|bab(?:y|ies)|newborns?|neonates?|fet(?:us|al)|foetus|in-laws?|donors?|recipients?"
    r"|relatives?(?! (?:contraindication|to\b|afferent|risk))|"
    r"family (?:member|history|hx|medical)s?|fh of|fhx"
    r"|(?:runs?|running|ran) in (?=(?:\w+(?:'s)? ){0,4}(?:family|families|kin|kindred|blood|side|relatives)\b)"
    r"|healthy controls?|namesakes?|same name|"
    r"patients(?!')|receptionists?|(?:an|any)other (?:patient|person|individual|man"
    r"|woman|resident|case|member|veteran)|"
    r"(?:other|different|wrong|previous|prior|same-named) (?:patient|person|individual|man|woman|resident|member)s?"
    r"|first[- ]degree|second[- ]degree relative|"
    r"actors?|actress(?:es)?|portray\w*|phantoms?|mannequins?|manikins?|simulat(?:ed|ion|or)s?|dumm(?:y|ies)"
    r"|avatars?|role-?play\w*|"
    r"dogs?|cats?|puppy|puppies|kittens?|horses?|ponies|pony|cows?|pigs?|rats?|mouse|mice|rabbits?|animals?|canine"
    r"|feline|equine|bovine|murine|porcine|"
    r"veterinar\w+|padres?|madres?|herman[oa]s?|hij[oa]s?|espos[oa]|abuel[oa]s?|marido|parrots?|birds?|goats?|sheep"
    r"|(?:his|her|their|the|family|a) pets?(?! ?[/-]? ?(?:ct|scan|imaging|last|showed|shows|in|from|of|on|demonstrated"
    r"|revealed|suv|avid\w*|\d))|pet's|volunteers?"
    r"|controls? (?:group|subjects?|patients?)|"
    r"study (?:subjects?|participants?|population)|participants?|cohorts?|probands?|celebrit\w+"
    r"|(?<!in )characters?(?! of)|novels?"
    r"|movies?|films? about|documentar\w+|"
    r"(?:man|woman|person|one) who (?:received|got)|attorneys?|lawyers?|plaintiffs?|"
    r"not (?:this|the same|our) chart|another chart|another client|other clients?|teaching (?:file|case|set)|"
    r"(?:nurse|aide|clerk|technician|therapist|physician|doctor|surgeon|secretary|driver)s? "
    r"(?:complain\w*|spoke|told|speaks) of (?:his|her|their|an?other)|"
    r"students?|trainees?|classmates?|teammates?|strangers?|customers?|tenants?|landlords?|employees?|boss|landlady"
    r"|ex-(?:wife|husband)|"
    r"widow(?:er)?'s|friend's|husband's|wife's|mother's|father's|someone else|somebody|anyone|people|persons"
    r"|individuals|population)\b"
)
WITH_PATIENT = re.compile(
    rf"\b(?:patient|pt|he|she|him|her|(?:mr|mrs|ms)\.? [a-z'-]+),? ?(?:and|&|\+|with|/) ?(?:his |her |the )?{KIN}\b"
)
ROLES = re.compile(
    r"\b(?:as with|like|as for|as in) (?:all )?(?:of )?(?:our|my) patients\b|"
    r"\bdear (?:colleagues?|friends?|partners?)\b|\bpartner drugs?\b"
    r"|\b(?:year-old|y\.?o\.?|y/o) (?:\w+ ){0,2}(?:grandmother|grandfather|mother|father)"
    r"(?= (?:who|whose|with|of|has|had|here|in|is|was)\b)|\b(?:no|denies|without|negative) family (?:hx|history)\b"
    r"|\b(?:no|not a|without (?:an?y? )?) ?(?:first|second)[- ]degree (?:family|relatives?|kin)\b"
    r"|\bruns in (?:the|a|our|its) \w+(?:'s)?\b(?! family)(?=[^.;]{0,40}\b(?:lab|laboratory|facility|center)\b)"
    rf"|\bneither (?:he|she|the patient) nor (?:(?:his|her|any|their) )?(?:(?:{KIN}s?|(?:blood |close )?relatives?)"
    rf"(?:,? (?:or |and |nor )?(?:his |her |any )?(?=\w)|(?= ))){{1,5}}"
    r"|\ball (?:our |my |such )?patients (?:\w+ ){0,2}(?:go|are (?:entered|enrolled)|enter)\b"
    r"|\b(?:to|by|with|from) (?:family|strangers|friends|relatives|unfamiliar (?:people|listeners))\b"
    r"(?=[,;.) ]+(?:\d|and|to|$|natural|only))"
    r"|\b(?:done|finished|through|complete[d]?) (?:with )?(?:having |bearing )?(?:kids|children|babies)\b"
    r"|\b(?:no|not|any) (?:more|further|future|other) (?:kids|children|babies)\b"
    r"|\b(?:punch|kick|hit|struck|strik|elbow|slap|injur|hurt|startl|bruis|attack)\w* (?:his|her|the) "
    r"(?:bed ?partner|wife|husband|spouse|partner)(?=[,;.) ](?!who|with|that|has|had))"
    r"|\bpartner (?:signs?|signing|assisted)\b|\bcommunication partners?\b"
    r"|\b(?:husband|partner|spouse|boyfriend)(?:'s| had| has| has had)?(?: an?)? (?:vasectom\w+|sterili[sz]\w+)\b"
    r"|\b(?:sees?|seeing|visits?|visiting|calls?|calling|meets?|meeting|following?|hears?|hearing|answers?)"
    r" (?:(?:his|her|their|the|any|old) )?(?:friends|family|relatives|grandchildren|neighbou?rs|kids|children|people"
    r"|anyone|customers|students)(?=[,;.) ](?!who|with|that))"
    r"|\b(?:lift|carry|hold|pick(?:ing)? up|hug|bathe?|bathing|feed|walk|groom|saddle|saddling|ride|riding|wash|milk"
    r"|tend|shear|chase|chasing|push|turn|move|moving|play(?:ing)? with|car(?:e|ing) for|stoop(?:ing)? to"
    r"|bend(?:ing)? to|kneel(?:ing)? to|keep(?:ing)? up with|read(?:ing)? to|cook(?:ing)? for|teach)(?:ing)? "
    r"(?:(?:his|her|the|their|an?|any|little|small|heavy|young|up) ){0,3}(?:dogs?|cats?|horses?|cows?|sheep|goats?"
    r"|pets?|animals?|grandchild(?:ren)?|kids?|bab(?:y|ies)|toddlers?|infants?|grandson|granddaughter|customers?'?"
    r"|patients|students?|children)(?=[,;.) ]|$)"
    r"|\b(?:as|since|when) (?:(?:still|only) )?an? (?:baby|infant|toddler|newborn|neonate|kid|student|trainee"
    r"|volunteer)\b"
    rf"|\b(?:when|since|after|before|until|the (?:day|year|week|month)) (?:his|her|the|their) {KIN}(?:'s)? (?:was born"
    rf"|died|passed|passed away|moved|left|married|got married|graduated|birth|death|funeral|wedding|illness"
    rf"|birthday)\b"
    r"|\b(?:by|from|with|to) (?:my|our) (?:\w+ )?(?:partners?|colleagues?|co-?workers?)(?! (?:who|with|that|has|had)\b)"
    r"|\bpersonal (?:and|or|nor|&|/) family (?:history|hx)\b"
    rf"|\b{KIN}s?(?:(?:,| and|,? or|/)? ?(?:sibs?|{KIN}s?))* (?:(?:are|is|were|was) )?(?:all |both )?(?:clear|healthy"
    rf"|well"
    rf"|unaffected|alive and well|free of it)(?=\s*(?:[,;.)]|$))"
    r"|\bour (?:own )?(?:\w+ ){0,2}patients (?:in|into|to) (?:the |a |our )?(?:\w+ ){0,3}registry\b"
    r"|\bcompanion (?:claims?|diagnostics?|dx|tests?|assays?|drugs?|devices?)\b"
    rf"|\b(?:his|her|their|the) {KIN}'s (?:prams?|strollers?|bike|toys?|house|home|apartment|car|truck|wedding"
    rf"|graduation"
    r"|birthday|games?|school|farm|garden|illness|funeral|death)\b|"
    r"\b(?:home ?care|primary|family|main|full-?time|live-?in|paid) (?:caregivers?|medicine|physician|practice"
    r"|practitioner|doctor|support|meeting|planning|dynamics)\b|"
    r"\b(?:no|denies|negative|unremarkable|noncontributory)[^.;]{0,12}family history\b"
    r"|\bfamily history[^.;]{0,20}(?:noncontributory|unremarkable|negative|none)\b"
)
TELLS = (
    r"(?:also |has |have |had |who |often |frequently |again |today |sometimes )*"
    r"(?:reports?|reported|(?:a )?(?:phone |cell ?phone )?(?:videos?|recordings?)|(?:was |were |is )?(?:trained"
    r"|instructed|taught|educated)|records?|recorded|films?|filmed"
    r"|counts?|counted|times|timed|states?|stated|notes?|noted"
    r"|noticed|notices|says|said|describes?|described|confirms?"
    r"|confirmed|corroborates?|corroborated|"
    r"witness(?:es|ed)?|observe[sd]?|endorses?|endorsed|complains?|complained|adds?|hears?|heard|sees?|saw|seen"
    r"|recalls?|mentions?|mentioned|"
    r"accompan(?:y|ies|ied)|is present|was present|present|attended|helps?|helped|assists?|assisted|drives?|drove"
    r"|provides?|(?:was )?trained|(?:was )?instructed|must (?:help|assist|drive)|"
    r"gives?|gave|keeps?|supports?|manages?|lives?|lies awake|wakes (?:him|her)\b|is woken (?:by|when)|nudges (?:him"
    r"|her)|has (?:a )?video"
    r"|sleeps?(?! apn)|moved|concerned|worried|agrees?|understands?|demonstrated"
    r"|able|available|willing|can)"
)
REPORTER = re.compile(
    rf"\b{KIN}(?:s|-in-law)?(?:,? who)? {TELLS}\b|"
    rf"\b(?:per|according to|from|by|with|to|and|lives with|cared for by|accompanied by|witnessed by|observed by"
    rf"|helped by|help of|help from|assistance of|"
    rf"assistance from|on|informant:?|historian:?|source:?) (?:(?:his|her|the|their|patient's|an?) )?(?:bed |adult "
    rf"|older |elderly )?{KIN}\b|"
    rf"\b{KIN}s? (?:drove|brought|took|caught|found|lifted|carried|woke|rushed|lowered|pulled|catches|finds|brings"
    r"|drives|takes) (?:him|her|the patient)\b(?! own)|"
    rf"\b{KIN} (?:(?:has|had) (?:the )?same|carr(?:y|ies) out|does|do|did|cooks?|bathes?|feeds?|dresses|shops?|cleans?"
    r"|watched|watches|performs?|shifts?|turns|must (?:shift|turn|lift|feed|bathe|dress|do))"
    r"(?= (?:him|her|it|this|that|them|all|everything|most|the|both)\b|\s*[,;.]|$)|"
    rf"\b{KIN} (?:ties|cuts|washes|shaves|combs|opens|lifts|carries|drives|puts on) (?:his|her|the patient's|all)\b|"
    rf"\b{KIN} and (?:he|she|the patient|(?:mr|mrs|ms)\.? \w+) (?:tested|were|both|learned|tried|practi[cs]ed|met)\b|"
    rf"\b(?:fed|bathed|dressed|lifted|turned|shifted|washed|moved|taught|helped|driven) by"
    rf" (?:(?:his|her|the|a) )?{KIN}\b|"
    rf"\b{KIN} (?:attends?|attended|attending|comes along|came along|sat in|sits in|was there|is there)\b|"
    rf"\b(?:found|seen|discovered|helped)\b[^.;]{{0,40}} by (?:an? |the |his |her )?{KIN}\b|"
    rf"(?:[+&]|\bw/) (?:(?:his|her|the) )?{KIN}(?=\s*(?:[;.)]|$))|"
    rf"\b{KIN},? [^.;]{{0,40}}\band (?:the )?(?:patient|pt) (?:were|was|both|learned|practi[cs]ed)\b|"
    rf"\b(?:says?|said|reports?|reported|adds?|notes?|noted|confirms?|tells us|told me) (?:(?:his|her|the) )?{KIN}"
    rf"(?=\s*[,;.)]|$)|"
    rf"\b{KIN} (?:does|do|ties|cuts|washes|puts on|pulls on|buttons|fastens|carries|lifts|helps with|handles) (?:my"
    rf"|our)\b|"
    rf"\b(?:patient|pt)\s?/\s?(?:his |her )?{KIN}\b|"
    rf"\b{KIN}'s (?:calendar|diary|log(?:book)?|videos?|recordings? of|notebook|account|words|count|tally|description"
    rf"|observations?)\b|"
    rf"(?:,| and| with) (?:his|her|the) {KIN} (?:as well|beside (?:him|her)|at (?:his|her) side|with (?:him|her|us)"
    rf"|listening"
    rf"|included|present|in the room|on the (?:phone|line)|by phone|on speaker\w*|taking notes)(?=\s*[,;.)])|"
    rf"\b(?:sees?|seeing|avoids?|avoiding|visits?|visiting|meets?|meeting|calls?|calling) (?:his|her|any|old|the)? ?"
    rf"(?:{KIN}s?|grandchildren|people)\b(?! (?:who|with|on|has|have|had))|"
    r"\b(?:to|from|off|after|walk(?:s|ing)?|feed(?:s|ing)?|rid(?:es?|ing)|lift(?:s|ing)?) (?:his|her|the|a)"
    r" (?:\w+ )?(?:dogs?|cats?|horses?|pony|cows?|customers?)\b|"
    r"\b(?:all|every|each|our) (?:consecutive )?patients? (?:in)?to (?:the |our )?(?:\w+ ){0,3}registry\b|"
    r"\bcompanion (?:for|to)\b|"
    rf"\b(?:patient|pt) ?(?:and|&|\+|w/|with) ?(?:(?:his|her|the) )?{KIN}\b|\b(?:needs|requires|relies on"
    rf"|depends on) (?:(?:his|her"
    rf"|the) )?{KIN} (?:to|for)\b|"
    rf"\b(?:disturbs?|wakes?|bothers?|keeps?|hold|holding|lift|lifting|play with|playing with|care for|caring for"
    rf"|walks?|walking|raise|raising) "
    rf"(?:(?:his|her|the|their) )?(?:\w+ )?(?:{KIN}|dog)(?:ren|s)?\b"
)
TURNS_TO_HIM, TURNS_TO_HER = re.compile(r"\b(?:himself|his own)\b"), re.compile(r"\b(?:herself|her own)\b")
THEIR_OWN = re.compile(r"\b(?:themselves|their own)\b")
HE, SHE = re.compile(r"\b(?:he|his|him)\b"), re.compile(r"\b(?:she|hers?)\b")
HE_KIN_WORD, SHE_KIN_WORD = re.compile(rf"\b(?:{HE_KIN})\b"), re.compile(rf"\b(?:{SHE_KIN})\b")
A_GROUP = re.compile(
    r"\W*(?:all |most |many |some |such |eligible |suitable |adult )?"
    r"(?:candidates|patients|individuals|persons|adults|people|members|beneficiaries|those|women|men|anyone)\b"
)
PROFESSION = re.compile(
    r"\b(?:atp|rn|pt|ot|dpt|rt|rrt|slp|rd|pharmd|cde|pharmacist|nurse|therapist|technologist|technician|educator"
    r"|dietitian|social worker|navigator|coordinator|audiologist|psychologist|specialist|representative),? $"
)
AT_WORK = re.compile(
    rf",? ?\(?(?:our |the |my |her |his |your )?(?:(?:clinic|licensed|clinical|staff|device|wound|research|study"
    rf"|speech|sleep"
    rf"|hospital) )?(?:{DEGREES}|audiologist|psychologist|psychotherapist|therapist|physiotherapist|counsell?or"
    rf"|social worker"
    r"|dietitian|nutritionist|nurse|pharmacist|pathologist|technologist|educator|coordinator|navigator|case manager"
    r"|interpreter|practitioner)\b(?!,? (?:\d|aged?\b))"
)
TITLED = re.compile(
    r"\b(?:mr|mrs|ms|miss|mister)\.? (?!ccc|slp\b|rn\b|otr|rd\b|angio|imag|arthro|entero|elasto|spectro|veno|uro|chol"
    r"|scan|(?:since|in|for|of|any|the|his|her|doses?|work|school|with|without|or|and)\b)"
    r"([a-z][a-z'\-]+)"
)


def subject_of(
    document: PreparedDocument,
    start: int,
    end: int,
    *,
    exempt: Sequence[tuple[int, int]] = (),
    surnames: frozenset[str] = frozenset(),
    sex: Sex = Sex.unknown,
    told: int | None = None,
    bar: bool = False,
) -> Subject:
    """Whose a sentence is. `exempt` are spans whose words the question itself uses; `surnames` the patient's names.

    `told` is where the statement ends: a relative who only comes up in a clause of his own behind it is left out; for
    what stands against approval, any who comes up in a later clause.
    """
    people = _people(document, start, end)
    if people.group or (surnames and people.titled - surnames):
        return Subject.other_person
    if not people.others:
        return Subject.patient
    words = document.low[start:end]
    harmless = [m.span() for m in REPORTER.finditer(words)] + [m.span() for m in ROLES.finditer(words)]
    harmless += [(a - start, b - start) for a, b in exempt]
    for first, last, person in people.others:
        if (
            told is not None
            and start + first >= told
            and _in_a_clause_of_his_own(words, told - start, first, last, bar)
        ):
            continue
        inside = any(a <= first and last <= b + 2 for a, b in harmless)
        if not inside or _turns(words, last, person, sex):
            return Subject.other_person
    return Subject.patient


OWN_CLAUSE_BEFORE = re.compile(
    r"[;,(] ?(?:and |as (?:had|has|did|does) )?(?:his |her |the |one |an? |two |three |both |several |some )?$"
)
OWN_CLAUSE_AFTER = re.compile(
    rf"(?:,? (?:and )?(?:{KIN}))? (?:died|who died|(?:also |both )?(?:had|has|affected)|too|likewise|watched"
    rf"|(?:\w+ ){{1,3}}(?:too|as well|likewise)(?=\s*[.,;)])"
    rf"|watches|present|attends?|attended|agrees?"
    r"|was there|there too|helps?)\b"
)
A_SCAN = ("PET", "PETs")
TURNS_BACK = re.compile(
    r"\b(?:that is|i mean|not (?:him|her|the patient)|who(?:se)? (?:has|had|is|was)|instead|rather)\b"
)
TENDED = re.compile(
    r"\W*(?:drove|brought|took|caught|found|lifted|carried|woke|rushed|lowered|pulled|catches|finds|saw|heard"
    r"|helped|drives"
    r"|brings) (?:him|her)\b(?! own)"
)


def _in_a_clause_of_his_own(words: str, told: int, first: int, last: int, bar: bool) -> bool:
    """Whether a relative is the subject of a clause that begins behind the statement: "..., father died at 39"."""
    return (
        OWN_CLAUSE_BEFORE.search(words, told, first) is not None
        and (bar or OWN_CLAUSE_AFTER.match(words, last) is not None)
        and TURNS_BACK.search(words, told) is None
    )


def _people(document: PreparedDocument, start: int, end: int) -> People:
    known = document.remembered.people
    if (start, end) not in known:
        words, written = document.low[start:end], document.document.text[start:end]
        known[start, end] = People(
            A_GROUP.match(words) is not None,
            frozenset(
                m[1].removesuffix("'s")
                for m in TITLED.finditer(words)
                if not PROFESSION.search(words, max(0, m.start() - 24), m.start())
                and not AT_WORK.match(words, m.end())
                and m[1].removesuffix("'s") not in document.clinicians
            ),
            tuple(
                (m.start(), m.end(), m.group())
                for m in OTHERS.finditer(words)
                if not written[m.start() : m.end()].endswith(A_SCAN)
            ),
        )
    return known[start, end]


def _turns(words: str, after: int, person: str, sex: Sex) -> bool:
    """Whether the sentence goes on about the reporter rather than the patient."""
    rest = words[after:]
    if tended := TENDED.match(rest):
        rest = rest[tended.end() :]
    his, hers = TURNS_TO_HIM.search(rest) is not None, TURNS_TO_HER.search(rest) is not None
    if HE_KIN_WORD.search(person):
        return (HE.search(rest) is not None and sex is not Sex.male) or his or (hers and sex is not Sex.female)
    if SHE_KIN_WORD.search(person):
        return (SHE.search(rest) is not None and sex is not Sex.female) or hers or (his and sex is not Sex.male)
    return his or hers or THEIR_OWN.search(rest) is not None
