"""Where a page names its patient: a labelled line, "my patient", a name with an age or a birth date.

Names of doctors, relatives and contacts, and headings that look like names, are left alone.
"""

from collections.abc import Iterator

from agents.reading import patterns as re
from agents.reading.listed import listed
from agents.reading.names import TITLES, has_credentials, name_parts
from agents.reading.record import PreparedDocument
from agents.reading.subject import OTHERS

UPPER = r"[^\W\d_a-zß-öø-ÿ]"
CAPITAL = (
    rf"(?<![^\W_]){UPPER}"
    r"[^\W\d_]{0,24}(?:['’\-][^\W\d_]{1,24}){0,2}(?![^\W\d_])"
    r"(?:(?:(?<=\b\w)|(?<=\b\w\w)|(?<=\b\w\w\w))\.)?"
)
FULL_NAME = rf"(?:{CAPITAL},?[ \t]{{1,4}}){{1,4}}{CAPITAL}"
LABELLED = re.compile(
    rf"(?:^|[\n\r\f|\t/]|\.[ ]|[ ]{{2}})[ \t>*#-]{{0,8}}(?P<label>(?i:patient(?:['’]s)? name|patient|pt\.?|name of "
    rf"patient|paciente|name|member name|beneficiary(?: name)?|enrollee|"
    rf"re|regarding))[ \t]{{0,8}}[:#–-][ \t]{{0,8}}(?P<name>{FULL_NAME})"
)
MY_PATIENT = re.compile(
    rf"(?i:\b(?:my|our|your|the above) (?:mutual )?patient,? )(?P<name>(?:(?:Mr|Mrs|Ms|Miss)\.? )?{FULL_NAME})"
)
TITLED = rf"(?:(?:Mr|Mrs|Ms|Miss)\.?[ \t]{{1,4}})?{FULL_NAME}|(?:Mr|Mrs|Ms|Miss)\.?[ \t]{{1,4}}{CAPITAL}"
AGE = r"\d{1,3}(?:[- ]?(?:years?|yrs?)\b|[ -]?y\.?/?o\b|[ ]?[MF]\b)"
IS_AGED = re.compile(
    rf"(?={UPPER})(?P<name>{TITLED})(?:(?:,|,? is|,? who is|,? was)(?: an?| aged?)?(?: [\w-]+)?[ ]{AGE}"
    rf"|[ \t]{{1,4}}{AGE}|[ \t]*\({AGE}"
    rf"|, aged? \d|, (?:fe)?male, )"
)
AGED = re.compile(rf"{AGE}|, aged? \d|, (?:fe)?male, ")
LONGEST_NAME = 160
LINE_ENDS = re.compile(r"[\n\r\f]")
OPENS = re.compile(
    rf"[ \t]*(?P<name>{FULL_NAME}), \d{{2,3}}(?=[ \t]*(?:[\n\r\f]|$)|, | (?:returns|presents|is|has|"
    rf"was)\b)"
)
BIRTH = re.compile(r"dob|d\.o\.b|date of birth|born")
WITH_BIRTH = re.compile(
    rf"(?={UPPER})(?P<name>{FULL_NAME}),?[ \t]*(?:\|[ \t]*)?(?:\d{{1,3}},[ \t]*)?"
    r"\(?(?i:dob|d\.o\.b\.?|date of birth|born)\b"
)
ON_A_LABEL = re.compile(
    rf"(?i:label(?:l?ed)?|sticker|stamp(?:ed)?|wristband)[:\s\"'(]{{1,4}}(?P<name>{FULL_NAME})"
    r"(?=[.,]?[ \t]{1,4}(?:\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|(?i:dob|mrn|born)\b))"
)
LABEL = re.compile(r"label|sticker|stamp|wristband")
NO_NAME = listed(
    "space joint menstrual period last first medial lateral anterior posterior social worker grade score normal "
    "blood pressure heart rate "
    "body mass index range motion range weight height exam examination physical film films view views study type "
    "class stage room air oxygen "
    "saturation recording time total initial final average mean visit summary chart lumbar thoracic pulmonary "
    "function test tests platelet count "
    "total knee hip shoulder replacement arthroplasty request prior authorization authorisation appeal "
    "letter medical necessity lumbar cervical spine right left bilateral cpap oxygen therapy clinic "
    "center centre hospital report information seen denies reports states presents here history name date "
    "birth dob mrn id age sex gender male female status education instructions portal summary visit note "
    "care services department surgery imaging radiology laboratory physician provider office health "
    "family medicine consult consultation referral review coverage claim case number re the and of for in "
    "with is was new follow up returning established unknown see above below insurance plan member "
    "account phone address facility location patient encounter service procedure diagnosis mri ct pet "
    "scan sleep study home device electronically signed january february march may july "
    "september october november december monday tuesday wednesday thursday friday saturday sunday"
)
SOMEONE_ELSE = re.compile(
    r"\b(?:provider|physician|doctor|referring|ordering|attending|surgeon|facility|emergency|contact|guarantor|"
    r"subscriber|policy ?holder|insured|spouse|next of kin|pharmacy|employer|"
    r"mother|father|parent|guardian|caregiver|therapist|social worker|nurse|navigator|case manager|kin|dr|"
    r"interpreter|donor)\b"
)
IDENTIFIES = re.compile(r"\b(?:dob|d\.o\.b|date of birth|birth ?date|born|mrn|member|medicare|id)\b")
STOP_WORDS = frozenset(["dob", "mrn", "date", "id", "age", "sex", "member", "medicare", "born", "gender"])


def patient_names(document: PreparedDocument) -> tuple[tuple[int, int], ...]:
    """Where the text names its patient."""
    if document.remembered.patients is None:
        document.remembered.patients = tuple(_patient_names(document))
    return document.remembered.patients


def _patient_names(document: PreparedDocument) -> Iterator[tuple[int, int]]:
    text, low = document.document.text[: len(document.low)], document.low
    for m in LABELLED.finditer(text):
        start, end = _trimmed(text, m.start("name"), m.end("name"))
        label = low[m.start("label") : m.end("label")]
        if end > start and _is_patient_label(low, m.start("label"), label, end):
            yield start, end
    for m in MY_PATIENT.finditer(text) if "patient" in low else ():
        start, end = _trimmed(text, m.start("name"), m.end("name"))
        if end > start:
            yield start, end
    for m in _told_with_age_or_birth(text, low):
        start, end = _trimmed(text, m.start("name"), m.end("name"))
        if (
            end > start
            and not _ends_sentence(text, start, end)
            and not _speaks_of_others(low, m.start("name"), m.end())
        ):
            yield start, end


def _told_with_age_or_birth(text: str, low: str) -> Iterator[re.Match[str]]:
    """Names beside an age, looked for only where an age is told; names that open a line; names with a birth date."""
    passed = 0
    for age in AGED.finditer(text):
        for m in IS_AGED.finditer(text, max(passed, age.start() - LONGEST_NAME), age.end()):
            yield m
            passed = m.end()
    for at in (0, *(m.end() for m in LINE_ENDS.finditer(text))):
        if m := OPENS.match(text, at):
            yield m
    if LABEL.search(low):
        yield from ON_A_LABEL.finditer(text)
    if BIRTH.search(low):
        yield from WITH_BIRTH.finditer(text)


def _ends_sentence(text: str, start: int, end: int) -> bool:
    """Whether a full stop behind a whole word ends a signature before the next line's age: `W Stroud. 71M`."""
    last = text[start:end].split()[-1]
    return last.endswith(".") and len(last) > len("Jr..")


def _speaks_of_others(low: str, start: int, end: int) -> bool:
    """Whether the sentence so far, or the line under its heading, speaks of a relative, a doctor or a contact."""
    begin = max(low.rfind("\n", 0, start), low.rfind(". ", 0, start)) + 1
    words = low[begin : end + 12]
    return OTHERS.search(words) is not None or SOMEONE_ELSE.search(words) is not None


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The name without what a label, a heading or a credential adds; empty where it is no name."""
    parts = list(re.finditer(r"\S+", text[start:end]))
    kept: list[re.Match[str]] = []
    for part in parts:
        word = part.group().strip(".,:").casefold()
        if word in STOP_WORDS:
            break
        kept.append(part)
    words = {w.group().strip(".,:").casefold() for w in kept}
    if not kept or words & NO_NAME or has_credentials(text[start : end + 8].split("\n")[0]):
        return start, start
    stop = start + kept[-1].end()
    least = 1 if kept[0].group().strip(".").casefold() in TITLES else 2
    return (start, stop) if len(name_parts(text[start:stop])) >= least else (start, start)


def _is_patient_label(low: str, at: int, label: str, end: int) -> bool:
    """Whether the label is the patient's: `Name:` under a provider's heading and `Re:` before a subject are not."""
    before = low[max(0, at - 160) : at]
    lines = before.split("\n")[-3:]
    following = "\n".join(low[end : end + 120].split("\n")[:3])
    if label.startswith("name") or label == "name":
        return not any(SOMEONE_ELSE.search(line) for line in lines)
    if label in ("re", "regarding"):
        return IDENTIFIES.search(following) is not None
    return SOMEONE_ELSE.search(lines[-1]) is None
