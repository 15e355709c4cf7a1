"""Whose finding a sentence tells: the patient's, unless any other being stands in it who is not a mere reporter.

The list is broad on purpose: a relative, a donor, an animal or an actor takes the whole sentence away. A person who
only reports what the patient does ("her husband reports loud snoring") does not, unless the sentence then turns to
that person.
"""

from collections.abc import Sequence

from agents.reading import patterns as re
from agents.reading.record import PreparedDocument
from agents.reading.remembered import Being, Part, People
from agents.reading.titled import titled
from priorauth.case import Sex
from priorauth.facts import Subject

HE_KIN = (
    "father|dad|husband|brother|son|uncle|nephew|grandfather|grandson|boyfriend|stepfather|stepson|stepbrother|papa"
)
SHE_KIN = (
    "mother|mom|mum|wife|sister|daughter|aunt|niece|grandmother|granddaughter|girlfriend|stepmother|stepdaughter|mama"
)
RELATIVES = r"sibling|cousin|twin|parent|family|relative|child|children|kid|grandchild(?:ren)?"
COMPANIONS = (
    r"spouse|roommate|housemate|flatmate|neighbou?r|friend|coworker|co-worker|colleague"
    r"|fianc[eé]e?|bed ?partner|partner|caregiver|carer|guardian|companion"
)
KIN = rf"(?:{HE_KIN}|{SHE_KIN}|{RELATIVES}|{COMPANIONS})"
OTHERS = re.at_words(re.phrases("subject", "others", rf"\b(?:{HE_KIN}|{SHE_KIN})(?:s|'s|-in-law)?\b|\b(?:…)\b"))
# In the phrases one letter stands for any word for a relative or companion, so that none of them lists them all.
RELATIVE, COMPANION = "ǩ", "ǯ"
STANDS_FOR = {"kin": f"[{RELATIVE}{COMPANION}]+", "relative": f"{RELATIVE}+", "companion": f"{COMPANION}+"}
KIN_WORD = re.compile(rf"\b(?:(?P<relative>(?:{HE_KIN}|{SHE_KIN})(?:-in-law)?|{RELATIVES})|{COMPANIONS})(?=s?\b)")
HARMLESS = re.phrases("subject", "harmless")
HARMLESS_KIN = re.phrases("subject", "harmless-kin", **STANDS_FOR)
HELPER = re.phrases("subject", "helper", **STANDS_FOR)
TELLS = re.phrases("subject", "tells")
ACTS = re.phrases("subject", "acts")
POSSESSIONS = re.phrases("subject", "possessions")
TURNS_TO_HIM, TURNS_TO_HER = (
    re.compile(r"(?<!by )\b(?:himself|his own)\b"),
    re.compile(r"(?<!by )\b(?:herself|her own)\b"),
)
ITS_OWN = re.compile(r"\b(?:his|her|their) own\b")
THEIR_OWN = re.compile(r"\b(?:themselves|their own)\b")
HE, SHE = re.compile(r"\b(?:he|his|him)\b"), re.compile(r"\b(?:she|hers?)\b")
HE_KIN_WORD, SHE_KIN_WORD = re.compile(rf"\b(?:{HE_KIN})\b"), re.compile(rf"\b(?:{SHE_KIN})\b")
A_GROUP = re.compile(
    r"\W*(?:all |most |many |some |such |eligible |suitable |adult )?"
    r"(?:candidates|patients|individuals|persons|adults|people(?! (?:next door|think|notice|hear|say|assume|stare"
    r"|ask|tell|told|around)\b)|members|beneficiaries|those(?= (?:who|with|that|on|in|over|under|aged|taking|having"
    r"|patients|women|men|[a-z]+(?:ing|ed))\b)|women|men|anyone)\b"
    r"(?! (?:gene|syndrome|type|screen|[12]))"
)
ALSO_THE_PATIENT = re.compile(
    r"\b(?:including|among them) (?:him|her|this (?:one|patient|man|woman|lady|gentleman))\b"
    r"|\band so (?:is|does|has|will|was) (?:he|she|this patient|(?:mr|mrs|ms)\b)"
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
    began: int | None = None,
    bar: bool = False,
    of_carer: bool = False,
) -> Subject:
    """Whose a sentence is. `exempt` are spans whose words the question itself uses; `surnames` the patient's names.

    `told` is where the statement ends: a relative who only comes up in a clause of his own behind it is left out; for
    what stands against approval, any who comes up in a later clause. `began` is where it begins: a relative who is left
    behind for the patient before it is left out too ("wife smokes; he quit"). `of_carer` where the question asks for a
    relative or companion who helps.
    """
    people = _people(document, start, end)
    if people.group or (surnames and people.titled - surnames):
        return Subject.other_person
    words = document.low[start:end]
    for being in people.others:
        first, last = being.start, being.end
        if of_carer and KIN_WORD.match(being.word) and not ITS_OWN.search(words, last):
            continue
        if any(a <= start + first and start + last <= b + 2 for a, b in exempt):
            if _turns(words, being, sex):
                return Subject.other_person
            continue
        if told is not None and start + first >= told:
            if GIVEN_TO.search(words, told - start, first) and not TAUGHT.search(words):
                return Subject.other_person
            if FOR_A_GROUP.search(words, 0, first) or _in_a_clause_of_his_own(words, told - start, first, last, bar):
                continue
        elif began is not None and _has_passed_on(words, (last, began - start), being.word, sex, bar=bar):
            continue
        if being.part is Part.none or (being.part is Part.helps and _turns(words, being, sex)):
            return Subject.other_person
    return Subject.patient


OWN_CLAUSE_BEFORE = re.compile(
    r"[;,(] ?(?:and |as (?:had|has|did|does) )?(?:his |her |the |one |an? |two |three |both |several |some )?$"
)
OWN_CLAUSE_AFTER = re.compile(
    rf"(?:,? (?:and )?(?:{KIN}))? (?:died|who died|(?:also |both )?(?:had|has|affected)|too|likewise|watched"
    rf"|(?:\w+ ){{1,3}}(?:too|as well|likewise)(?=\s*[.,;)])"
    rf"|watches|present|attends?|attended|agrees?"
    r"|\w+ed (?:at|in) \d+|(?:will|won't|would|cannot|can't|refuses) (?!either\b|too\b|also\b)\w+"
    r"|was there|there too|helps?)\b"
)
GIVEN_TO = re.compile(
    r"\b(?:used|worn|taken|given|issued|dispensed|prescribed|sold|lent|smoked|received|owned|needed|implanted)"
    r" (?:only |just )?(?:by|to|for|in) (?:his |her |the |an? )?$"
)
TAUGHT = re.compile(
    r"\b(?:instruct|teach|taught|train|educat|inform|explain|written|handout|material|demonstrat|option)"
)
FOR_A_GROUP = re.compile(r"\bfor (?:adult |most |such )?$")
OF_NOBODY = re.compile(
    r"[,;:] ?(?:but |and |otherwise |else )*(?:nobody|no ?one|none|otherwise|(?:the )?patient|the pt)\b"
    r"(?! (?:in|of|from|at|who|next)\b)"
)
THEN_HE = re.compile(r"[;.] ?(?:and |but |so |yet )?(?:he|his)\b")
THEN_SHE = re.compile(r"[;.] ?(?:and |but |so |yet )?(?:she|her)\b")
BEFORE_KIN = r"(?:(?:his|her|the|my|an?|two|three|both|all|adult|older|\d) ){0,2}"
# "...; mother and two brothers the same"
NEXT_CLAUSE = re.compile(
    rf"; ?(?:and |but |so |also )?(?:{BEFORE_KIN}{KIN}s?(?:,? and|,|/| ?\+| &)? ?){{0,3}}{BEFORE_KIN}$"
)
GOES_ON = re.compile(
    r"(?:s|-in-law)?(?: ?\([^()\n]{1,40}\)|, \d\d,)?,? (?!is the\b|was the\b|only\b|alone\b|instead\b)[a-z&+]"
)
TURNS_TO_THE_PATIENT = re.compile(
    r"[;.,] ?(?:and |but |so |yet |though |while )?(?:(?:she|he) (?:herself|himself|isn't|is not|says? no"
    r"|does not|doesn't|will not|won't|is against|would rather)|the patient|patient|pt)\b"
)
WORD_AHEAD = 24
A_SCAN = ("PET", "PETs")
TURNS_BACK = re.compile(
    r"\b(?:that (?:is|was)|th(?:is|ose|ese) (?:is|was|are|were)|it was|i mean|meaning|refer(?:s|ring)? to"
    r"|not (?:him|her|the patient)|who(?:se)? (?:has|had|is|was)"
    r"|instead|rather)\b"
)
# "Wife left the bedroom; she's seen him gasp": who tells of the patient in the next clause.
SEES = (
    r"(?:'s|'d| has| had)? (?:also |often |then |has |still )?(?:seen|sees|saw|heard|hears|watched|watches|woken|wakes"
    r"|woke|nudged|nudges|shakes|shook|pokes|elbows|timed|filmed|counted|tells|told|noticed|notices|turns"
    r"|turned|lifts|lifted)"
)
TELLS_OF_THE_PATIENT = (
    re.compile(rf"\bhe{SEES} her(?! own)\b"),
    re.compile(rf"\bshe{SEES} him\b"),
)
TENDED = re.compile(
    r"\W*(?:drove|brought|took|caught|found|lifted|carried|woke|rushed|lowered|pulled|catches|finds|saw|heard"
    r"|helped|drives"
    r"|brings) (?:him|her)\b(?! own)"
)


def _in_a_clause_of_his_own(words: str, told: int, first: int, last: int, bar: bool) -> bool:
    """Whether a relative comes up in a clause that begins behind the statement: "..., father died at 39".

    Behind a semicolon any clause that says something of him is one: "...; wife does the cooking".
    """
    if TURNS_BACK.search(words, told):
        return False
    if OWN_CLAUSE_BEFORE.search(words, told, first) and (bar or OWN_CLAUSE_AFTER.match(words, last)):
        return True
    return NEXT_CLAUSE.search(words, told, first) is not None and GOES_ON.match(words, last) is not None


def _left_behind(words: str, span: tuple[int, int], person: str, sex: Sex) -> bool:
    """Whether the next clause is the patient's ("he" in a man's record cannot be his wife), or tells of nobody."""
    between = words[slice(*span)]
    nobody = OF_NOBODY.search(words, span[0])
    if nobody and nobody.start() < span[1]:
        return True
    if HE_KIN_WORD.search(person):
        return sex is Sex.female and THEN_SHE.search(between) is not None and not HE.search(between)
    if SHE_KIN_WORD.search(person):
        return sex is Sex.male and THEN_HE.search(between) is not None and not SHE.search(between)
    return False


def _has_passed_on(words: str, span: tuple[int, int], person: str, sex: Sex, *, bar: bool) -> bool:
    """Whether a sentence has left a relative before the statement; what stands against approval needs plainer words."""
    return (
        _patient_goes_on(words[span[0] : span[1] + WORD_AHEAD], sex) if bar else _left_behind(words, span, person, sex)
    )


def _patient_goes_on(between: str, sex: Sex) -> bool:
    """Whether a clause behind a relative turns to the patient: "her niece wants it; she herself says no"."""
    other = HE if sex is Sex.female else SHE if sex is Sex.male else None
    turned = TURNS_TO_THE_PATIENT.search(between)
    return turned is not None and not (other is not None and other.search(turned.group()))


def names_another(document: PreparedDocument, sentence: tuple[int, int], own: Sequence[tuple[int, int]]) -> bool:
    """Whether a being who neither helps nor is named in passing stands between the parts of a finding."""
    first, last = min(a for a, _ in own), max(b for _, b in own)
    return any(
        being.part is Part.none
        and first <= sentence[0] + being.start < last
        and not any(a <= sentence[0] + being.start < b for a, b in own)
        for being in _people(document, *sentence).others
    )


def _people(document: PreparedDocument, start: int, end: int) -> People:
    known = document.remembered.people
    if (start, end) not in known:
        words, written = document.low[start:end], document.document.text
        named = OTHERS.finditer(document.low, start, end)
        beings = [(m.start() - start, m.end() - start) for m in named if not written[slice(*m.span())].endswith(A_SCAN)]
        group = A_GROUP.match(words) is not None
        parts = _parts(words) if beings or group else []
        known[start, end] = People(
            group and not any(a <= 1 for a, _, part in parts if part is Part.passing),
            frozenset(titled(document.low, written, start, end, document.clinicians)),
            tuple(Being(a, b, words[a:b], _part_of((a, b), parts)) for a, b in beings),
        )
    return known[start, end]


def _parts(words: str) -> list[tuple[int, int, Part]]:
    """Where a sentence names beings only in passing, and where they report or help."""
    masked = KIN_WORD.sub(lambda m: (RELATIVE if m["relative"] else COMPANION) * len(m[0]), words)
    found = [(*m.span(), Part.passing) for m in HARMLESS.finditer(words)]
    if ALSO_THE_PATIENT.search(words):
        found.append((0, len(words), Part.passing))
    found += [(*m.span(), Part.passing) for m in HARMLESS_KIN.finditer(masked)]
    return [*found, *((*m.span(), Part.helps) for m in HELPER.finditer(masked))]


def _part_of(being: tuple[int, int], parts: Sequence[tuple[int, int, Part]]) -> Part:
    covering = [part for a, b, part in parts if a <= being[0] and being[1] <= b + 2]
    if not covering:
        return Part.none
    return Part.passing if Part.passing in covering else Part.helps


def _turns(words: str, being: Being, sex: Sex) -> bool:
    """Whether the sentence goes on about the reporter rather than the patient."""
    rest, person = words[being.end :], being.word
    if tended := TENDED.match(rest):
        rest = rest[tended.end() :]
    rest = TELLS_OF_THE_PATIENT[SHE_KIN_WORD.search(person) is not None].sub(" ", rest)
    his, hers = TURNS_TO_HIM.search(rest) is not None, TURNS_TO_HER.search(rest) is not None
    if HE_KIN_WORD.search(person):
        return (HE.search(rest) is not None and sex is not Sex.male) or his or (hers and sex is not Sex.female)
    if SHE_KIN_WORD.search(person):
        return (SHE.search(rest) is not None and sex is not Sex.female) or hers or (his and sex is not Sex.male)
    return his or hers or THEIR_OWN.search(rest) is not None
