"""Whose pages and sentences these are, beyond the words of one sentence: another patient's page, the other pronoun."""

from agents.reading import patterns as re
from agents.reading.named import patient_names
from agents.reading.names import name_parts, same_person
from agents.reading.record import HE, SHE, PreparedDocument, Sentence
from priorauth.case import Sex
from priorauth.facts import Subject

LEAST, CLEARLY = 3, 3
CLINICIAN_ACTS = re.compile(
    r"(?:\b(?:dr\.? [a-z'-]+|[a-z'-]+,? (?:md|do|np|pa|pa-c|rn|ot|otr|pt|dpt|slp|ccc-slp|phd|psyd|lcsw|aud|cgc))\b"
    r"|\b\w*(?:therapist|pathologist|neurologist|cardiologist|psychologist|surgeon|audiologist|dietitian|nurse))"
    r"[^.]{0,90}?\b(?P<who>he|she) (?:will (?:examine|see|follow|program|teach|repeat)|wrote|examined|signed|scored"
    r"|has no (?:financial|ties?|relation)|is not (?:employed|paid|tied)|concurs?|agrees?|recommends?|found|states?"
    r"|reviewed|trained|taught|performed|evaluated|measured|fitted)\b"
)


def foreign_pages(document: PreparedDocument, patient: str) -> list[tuple[int, int]]:
    """The stretches headed by another patient's name, each up to the next heading with the patient's own."""
    if not name_parts(patient):
        return []
    text = document.document.text
    spans: list[tuple[int, int]] = []
    begun: int | None = None
    for start, end in patient_names(document):
        own = same_person(text[start:end], patient)
        if own and begun is not None:
            spans.append((begun, start))
            begun = None
        elif not own and begun is None:
            begun = text.rfind("\n", 0, start) + 1
    return [*spans, (begun, len(text))] if begun is not None else spans


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
        known[sentence.index] = _says(document.low[sentence.start : sentence.end])
    return known[sentence.index]


def _says(words: str) -> tuple[bool, bool]:
    if not (HE.search(words) or SHE.search(words)):
        return False, False
    for m in CLINICIAN_ACTS.finditer(words):
        words = words[: m.start("who")] + " " * len(m["who"]) + words[m.end("who") :]
    return HE.search(words) is not None, SHE.search(words) is not None


def _sex_of(document: PreparedDocument) -> Sex:
    he, she = document.pronouns
    if he >= LEAST and he >= CLEARLY * she:
        return Sex.male
    return Sex.female if she >= LEAST and she >= CLEARLY * he else Sex.unknown
