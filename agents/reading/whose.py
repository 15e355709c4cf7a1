"""Whose pages and sentences these are, beyond the words of one sentence: another patient's page, the other pronoun."""

from agents.reading import patterns as re
from agents.reading.named import patient_names
from agents.reading.names import name_parts, same_person
from agents.reading.record import HE, SHE, PreparedDocument, Sentence
from agents.reading.subject import KIN_WORD
from priorauth.case import Sex
from priorauth.facts import Subject

LEAST, CLEARLY = 3, 3
NEAR_HELP, NEAR_WORK = 4, 3
CLINICIAN = re.compile(
    r"\bdr\.? [a-z'-]+"
    r"|\b[a-z'-]+,? (?:md|do|np|pa|pa-c|rn|ot|otr|pt|dpt|slp|ccc-slp|phd|psyd|lcsw|aud|cgc|dds|dmd|atp)\b"
    r"|\b\w*(?:therapist|pathologist|neurologist|cardiologist|psychologist|surgeon|audiologist|dietitian|nurse"
    r"|pulmonologist|dentist|radiologist|urologist|oncologist|internist|psychiatrist|practitioner|physician|slp)\b"
    r"|\b(?:ot|pt|slp|np|pa) [a-z'-]+ [a-z'-]+\b"
)
# What only one who treats or reports is said to do, and what only such a one writes.
THEIR_WORK = re.compile(
    r"\b(?P<who>he|she) (?:will (?:examine|see|follow|program|teach|repeat|perform|implant|assist|do the)|wrote"
    r"|examined|signed|scored|has no (?:financial|ties?|relation|stake|money|link|connection|part in)"
    r"|is (?:not |neither )?"
    r"(?:employed|paid|tied|salaried|independent of|on (?:our|the) (?:hospital )?staff)|concurs?|agrees? (?:that|with)"
    r"|recommends?|documents|concludes|certifies|diagnoses|writes"
    r"|(?:rates|grades|calls|classes|considers|judges|deems)"
    r" (?!(?:it|himself|herself)\b|(?:the|this|that) (?:pain|ache|headache|discomfort)\b)"
    r"(?=(?:the|this|that) \w)"
    r"|notes (?:no|a|an|the|that|plateau\w*|good|poor|fair)|sees (?=(?:an? |no )?(?:severe|moderate|high-grade|advanced"
    r"|acute|marked|bilateral|new|old|clear))|reads (?:it|them|this) as|puts (?:it|this|that) down to"
    r"|found|states?(?! (?:that )?(?:he|she)\b)|reviewed|trained|taught|performed|evaluated|measured|fitted"
    r"|(?:would|could) (?:put|call|read|place)|judged?|judges|sets? out|documented|interpreted|and i (?:implant|agree"
    r"|operate|discussed|saw|reviewed|examined))\b"
    r"|\b(?P<whose>his|her) (?:(?:own|written|signed|formal|full|typed|aac|dictated|dated|discharge|progress"
    r"|detailed|thorough|complete|careful|comprehensive|lengthy|long|short|brief|face-to-face"
    r"|\w{1,8}-page|\d+ pages?),? )*(?:report|evaluation|note"
    r"|letter|write-?up|sheet|summary|opinion|consult(?:ation)?|statement|recommendations?|signature|impression|reading|addendum)\b"
    r"(?! (?:shows?|showed|reads?|gives?|gave|lists?|has|had|of|with)\b)"
    r"|\b(?:looked at|reviewed|went over|read|discussed|studied|went through|viewed) [^.;]{0,40}(?:together )?with"
    r" (?P<too>him|her)(?=\s*[,.;:)]|$)"
    r"|\b(?:by|agree with|agreed with|concur with|discussed with|spoke with|from) (?P<whom>him|her)"
    r"(?=\s*[,.;:)]|$| (?:on|as|and|in|at|before|today|too)\b| \d)"
)
# What one who came along is said to have done.
THEIR_HELP = re.compile(
    r"\b(?P<who>he|she) (?:brought|brings|carried|handed (?:me|us|over)|showed (?:me|us)|keeps (?:the|his|her)|drove"
    r"|timed|filmed|counted|wrote (?:it|them|these|this) down"
    r"|(?:brings|cooks|carries|fetches|buttons|ties|does)"
    r" (?:a |the |all |every |most |up )*(?:trays?|meals?|food|cooking|shopping|laundry|breakfast|lunch|dinner"
    r"|supper|plates?|shoes|shirts?))\b"
)
BY_THEM = re.compile(
    r"\b(?:exam\w*|check|follow-?up|visit|clearance|assessment|evaluation|countersigned|signed|ordered|reviewed|read"
    r"|performed|done) by (?P<whom>him|her)\b"
    r"|\bto (?P<whose>his|her) satisfaction\b"
)


# "Page 3 ... is not ours": what a later line says of one page holds for that page alone.
PAGE = re.compile(r"(?:^|\n)\W*(?:page|pg\.?) ?(?P<number>\d{1,2})\b")
DISOWNED = re.compile(
    r"\b(?:page|pg\.?) ?(?P<number>\d{1,2})\b[^.\n]{0,90}?(?:\b(?:is|are|was|were) (?:in fact |really |actually )?"
    r"(?:not (?:ours|hers|his|this|our|the patient|from|(?:mr|mrs|ms)\b)|another\b|someone else's|somebody else's|a"
    r" different (?:man|woman|patient|person)|the wrong (?:man|woman|patient|person|chart)|from (?:another|a different"
    r"|someone|somebody))|\bbelongs? (?:to|in|with) (?:another|a different|someone|somebody|the other))"
)


def foreign_pages(document: PreparedDocument, patient: str) -> list[tuple[int, int]]:
    """The stretches headed by another patient's name, each up to the next heading with the patient's own."""
    spans = _disowned_pages(document.low)
    if not name_parts(patient):
        return spans
    text = document.document.text
    begun: int | None = None
    for start, end in patient_names(document):
        own = same_person(text[start:end], patient)
        if own and begun is not None:
            spans.append((begun, start))
            begun = None
        elif not own and begun is None:
            begun = text.rfind("\n", 0, start) + 1
    return [*spans, (begun, len(text))] if begun is not None else spans


def _disowned_pages(low: str) -> list[tuple[int, int]]:
    """The pages of which the record says itself that they are another's."""
    if "page" not in low and "pg" not in low:
        return []
    astray = {m["number"] for m in DISOWNED.finditer(low)}
    begun = [(m["number"], m.start()) for m in PAGE.finditer(low)]
    if not astray or not begun:
        return []
    ends = [*(start for _, start in begun[1:]), len(low)]
    return [(start, end) for (number, start), end in zip(begun, ends, strict=True) if number in astray]


def told_of_the_other_sex(document: PreparedDocument, sentence: Sentence, sex: Sex) -> Subject:
    """UNKNOWN where a sentence says only "he" in a record that else says "she", or the other way."""
    known = _sex_of(document)
    if known is Sex.unknown:
        known = sex
    he, she = _told_of(document, sentence)
    other = (he and not she and known is Sex.female) or (she and not he and known is Sex.male)
    return Subject.unknown if other else Subject.patient


def _told_of(document: PreparedDocument, sentence: Sentence) -> tuple[bool, bool]:
    """Whether a sentence says "he" and whether "she" of somebody who is not a clinician at work."""
    known = document.remembered.told
    if sentence.index not in known:
        known[sentence.index] = _says(document, sentence)
    return known[sentence.index]


def _says(document: PreparedDocument, sentence: Sentence) -> tuple[bool, bool]:
    words = document.low[sentence.start : sentence.end]
    if not (HE.search(words) or SHE.search(words)):
        return False, False
    words = _without(BY_THEM, words)
    before = document.sentences[max(0, sentence.index - 1)]
    if CLINICIAN.search(document.low, _begins_near(document, sentence), sentence.end):
        words = _without(THEIR_WORK, words)
    earlier = document.sentences[max(0, sentence.index - NEAR_HELP)]
    if THEIR_HELP.search(words) and KIN_WORD.search(document.low, earlier.start, before.end):
        words = _without(THEIR_HELP, words)
    return HE.search(words) is not None, SHE.search(words) is not None


def _begins_near(document: PreparedDocument, sentence: Sentence) -> int:
    """Where the sentences begin that may name who is at work: the one before, or a few more of the same paragraph."""
    around = document.sentences[max(0, sentence.index - NEAR_WORK) : sentence.index]
    told = [s for s in around if s.block == sentence.block or s.index == sentence.index - 1]
    return told[0].start if told else sentence.start


def _without(pattern: re.Pattern[str], words: str) -> str:
    """The words with the pronouns it finds blanked."""
    for m in pattern.finditer(words):
        for name in ("who", "whose", "whom", "too"):
            if name in pattern.groupindex and m[name]:
                words = words[: m.start(name)] + " " * len(m[name]) + words[m.end(name) :]
    return words


def _sex_of(document: PreparedDocument) -> Sex:
    he, she = document.pronouns
    if he >= LEAST and he >= CLEARLY * she:
        return Sex.male
    return Sex.female if she >= LEAST and she >= CLEARLY * he else Sex.unknown
