"""Whose pages these are: names, birth dates, ages, sex and member ids in the record, against the request.

Only what plainly speaks of the patient is compared: a labelled line, a heading, "… is a 67-year-old woman". The names
of doctors, relatives and contacts are somebody else's and are no discrepancy.
"""

from collections.abc import Iterator
from datetime import date

from agents.reading import patterns as re
from agents.reading.named import SOMEONE_ELSE, patient_names
from agents.reading.names import name_parts, same_person
from agents.reading.record import PreparedDocument, PreparedRecord, Sentence
from agents.reading.sections import SectionKind
from agents.reading.subject import OTHERS, subject_of
from priorauth.case import Sex
from priorauth.codes import check_mbi
from priorauth.evidence import Evidence, quote
from priorauth.facts import Subject
from priorauth.reading import DiscrepancyKind, FoundDiscrepancy

BIRTH_LABEL = re.compile(r"\b(?:dob|d\.o\.b\.?|date of birth|birth ?date)\s*[:#\-(]*\s*$")
NEW_AGE = re.compile(
    r"\b(?P<age>\d{1,3})[- ]?(?:years?|yrs?)[- ]?old\b(?! (?:\w+ ){0,2}(?:injury|fracture|surgery|study|scan|film|"
    r"(?:bio)?prosthes\w+|valve|stent|leads?|generator|graft|pacemaker|defibrillator|icd|battery|aids?|wheelchair"
    r"|machine|"
    r"cpap|pump|infarct|implant|device|scar|history|son|daughter|child|grand\w+|wife|husband))|"
    r"\b(?P<age2>\d{1,3})[ -]?(?:y/o|y\.o\.|yo)\b|(?<![\d/.-])(?P<age3>\d{2,3}) ?(?P<letter>[mf])\b(?![\w/'-])|"
    r"\baged? (?P<age4>\d{1,3})\b(?! (?:at|when|of onset))"
)
NOT_NOW = re.compile(
    r"\b(?:at|since|by|until|when|was|before|after|from|onset|around|turned|the|diagnosed|under|over|started|began"
    r"|menarche|menopause|quit|dx'?d?|below|above|than)[:,]? \(?(?:about |around )?(?:age |the age of |"
    r"aged )?(?:an? )?$|\bat age $|\bage of $|\bsince age $"
)
SCORED = re.compile(r"\b(?:cha2?ds2?(?:-?va(?:sc)?)?|has-bled|points?|score)\b[^.;]{0,60}\bage \d{1,2}\b")
MALE, FEMALE = r"man|male|gentleman|boy", r"woman|female|lady|girl"
SEX_WORD = re.compile(
    rf"\b\d{{1,3}}[- ]?(?:years?[- ]old|yrs?[- ]old|y/?o|y\.o\.)(?:,? (?:right|left|obese|pleasant|retired|"
    rf"[\w-]+)){{0,4}}?,? (?P<sex>{MALE}|{FEMALE}|[mf])\b|"
    rf"(?<![\d/.-])\d{{2,3}} ?(?P<letter>[mf])\b(?![\w/'-])|\b(?:sex|gender)(?: at "
    rf"birth)?\s*[:\-]\s*(?P<label>male|female|m|f|man|woman)\b"
)
SHE = re.compile(r"\b(?:she|her|hers|herself)\b")
HE = re.compile(r"\b(?:he|him|his|himself)\b")
PRONOUN_FIRST = re.compile(r"\W*(?:she|he|they|her|his|their|this)\b")
LEAST_PRONOUNS, CLEARLY = 4, 5
MEMBER = re.compile(
    r"\b(?P<label>member (?:id|identification|number|no\.?|#)|mbi|medicare (?:id|number|no\.?|beneficiary id\w*)|"
    r"beneficiary id\w*|insurance id|health plan id|plan member id)"
    r"(?: number| no\.?)?\s*[:#\-=]?\s*(?P<id>(?=[a-z0-9-]*\d)[a-z0-9](?:[a-z0-9-]){5,22}[a-z0-9])"
)
OTHER_COVER = re.compile(r"\b(?:secondary|supplement\w*|tertiary|spouse|previous|prior|old|former|group|dental)\b")
OF_AN_EVENT = re.compile(r"\b[a-z]{3,} $")
OF_A_PERSON = re.compile(
    r"\b(?:now|is|was|man|woman|male|female|patient|lady|gentleman|widow|widower|person|currently|today) $"
)
AGE_SLACK = 1
OLDEST = 115


def find_other_names(record: PreparedRecord) -> Iterator[FoundDiscrepancy]:
    """Pages that name another patient."""
    wanted = record.context.patient_name
    if not name_parts(wanted):
        return
    spans = [
        quote(d.document, start, end)
        for d in record.documents
        for start, end in patient_names(d)
        if not same_person(d.document.text[start:end], wanted)
    ]
    if spans:
        yield FoundDiscrepancy(
            kind=DiscrepancyKind.other_name, detail="A page names another patient than the request.", spans=tuple(spans)
        )


def find_other_births(record: PreparedRecord) -> Iterator[FoundDiscrepancy]:
    """A birth date on a page that is not the request's."""
    born = record.context.patient_dob
    if born is None:
        return
    spans = [
        quote(d.document, m.start, m.end)
        for d in record.documents
        for m in d.dates
        if m.birth
        and m.interval
        and m.interval.first == m.interval.last
        and BIRTH_LABEL.search(d.low[max(0, m.start - 24) : m.start])
        and not SOMEONE_ELSE.search(_line(d.low, m.start))
        and not OTHERS.search(_line(d.low, m.start))
        and not _same_day(m.interval.first, born)
    ]
    if spans:
        detail = "A birth date on a page differs from the request's."
        yield FoundDiscrepancy(kind=DiscrepancyKind.birth_date, detail=detail, spans=tuple(spans))


def _line(low: str, at: int) -> str:
    """The words before `at` on its line."""
    return low[low.rfind("\n", 0, at) + 1 : at]


def _same_day(found: date, born: date) -> bool:
    """Equal, whichever century two digits meant and whether day or month came first."""
    if found.year % 100 != born.year % 100:
        return False
    return (found.month, found.day) in ((born.month, born.day), (born.day, born.month))


def find_other_ages(record: PreparedRecord) -> Iterator[FoundDiscrepancy]:
    """An age the patient cannot have had at the visit or since."""
    born = record.context.patient_dob
    if born is None:
        return
    spans: list[Evidence] = []
    for d, s in _of_patient(record):
        days = [record.context.judged_on, record.context.received_on, *([s.visit.first] if s.visit else [])]
        ages = [_age(born, day) for day in days]
        for m in NEW_AGE.finditer(d.low, s.start, s.end):
            stated = int(m["age"] or m["age2"] or m["age3"] or m["age4"])
            if stated > OLDEST or (m["letter"] and not d.document.text[m.start("letter")].isupper()):
                continue
            if SOMEONE_ELSE.search(d.low, max(s.start, m.start() - 40), m.start()):
                continue
            if SCORED.search(d.low, s.start, s.end):
                continue
            if NOT_NOW.search(d.low[max(s.start, m.start() - 24) : m.start()]) or (
                m["age4"] and not _told_of_now(d, s, m)
            ):
                continue
            if not min(ages) - AGE_SLACK <= stated <= max(ages) + AGE_SLACK:
                spans.append(quote(d.document, m.start(), m.end(), s.section.header))
    if spans:
        detail = "An age in the record does not follow from the request's birth date."
        yield FoundDiscrepancy(kind=DiscrepancyKind.age, detail=detail, spans=tuple(spans))


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _told_of_now(document: PreparedDocument, sentence: Sentence, m: re.Match[str]) -> bool:
    """Whether "age 68" stands at the head of a page and behind no word of an event ("playing hockey age 19")."""
    before = document.document.text[max(sentence.start, m.start() - 24) : m.start()]
    return _head(document, sentence) and (OF_AN_EVENT.search(before) is None or OF_A_PERSON.search(before) is not None)


def _head(document: PreparedDocument, sentence: Sentence) -> bool:
    return sentence.index < 6


def _of_patient(record: PreparedRecord) -> Iterator[tuple[PreparedDocument, Sentence]]:
    """Sentences that may be evidence and whose subject is the patient.

    A sentence that begins with a pronoun after one that names somebody else may go on about that person.
    """
    surnames = frozenset(name_parts(record.context.patient_name))
    for d in record.documents:
        elsewhere = False
        for s in d.sentences:
            if not PRONOUN_FIRST.match(d.low, s.start, s.end):
                elsewhere = False
            if not elsewhere and s.standing is None and _is_patients(d, s, surnames):
                yield d, s
            elsewhere = elsewhere or OTHERS.search(d.low, s.start, s.end) is not None


def _is_patients(document: PreparedDocument, sentence: Sentence, surnames: frozenset[str]) -> bool:
    if sentence.section.kind is SectionKind.family_history:
        return False
    return subject_of(document, sentence.start, sentence.end, surnames=surnames) is Subject.patient


def find_other_sex(record: PreparedRecord) -> Iterator[FoundDiscrepancy]:
    """The record speaks of a man where the request names a woman, or the reverse."""
    wanted = record.context.patient_sex
    if wanted not in (Sex.male, Sex.female):
        return
    agreeing, opposing = 0, list[Evidence]()
    he = she = 0
    for d, s in _of_patient(record):
        for m in SEX_WORD.finditer(d.low, s.start, s.end):
            if m["letter"] and not d.document.text[m.start("letter")].isupper():
                continue
            word = m["sex"] or m["letter"] or m["label"]
            said = Sex.male if word in ("m", *MALE.split("|")) else Sex.female
            if said is wanted:
                agreeing += 1
            else:
                opposing.append(quote(d.document, m.start(), m.end(), s.section.header))
        if not OTHERS.search(d.low, s.start, s.end):
            he += len(HE.findall(d.low, s.start, s.end))
            she += len(SHE.findall(d.low, s.start, s.end))
    own, other = (he, she) if wanted is Sex.male else (she, he)
    told = bool(opposing) and not (agreeing or own > other)
    spoken = not agreeing and other >= LEAST_PRONOUNS and other >= CLEARLY * max(own, 1)
    if told or spoken:
        detail = f"The record speaks of a {'woman' if wanted is Sex.male else 'man'}; the request says {wanted.value}."
        yield FoundDiscrepancy(kind=DiscrepancyKind.sex, detail=detail, spans=tuple(opposing))


def find_other_members(record: PreparedRecord) -> Iterator[FoundDiscrepancy]:
    """A member id on a page that is not the request's; ids of another form belong to another plan and say nothing."""
    wanted = _identifier(record.context.member_id or "")
    if not wanted:
        return
    spans: list[Evidence] = []
    for d in record.documents:
        for m in MEMBER.finditer(d.low):
            found = _identifier(m["id"])
            alike = check_mbi(found) == check_mbi(wanted)
            masked = wanted.endswith(found[-4:]) and "X" in found
            if found != wanted and alike and not masked and not OTHER_COVER.search(_line(d.low, m.start())):
                spans.append(quote(d.document, m.start("id"), m.end("id")))
    if spans:
        detail = "A member id on a page differs from the request's."
        yield FoundDiscrepancy(kind=DiscrepancyKind.other_member_id, detail=detail, spans=tuple(spans))


def _identifier(text: str) -> str:
    return "".join(c for c in text.upper() if c.isalnum())
