"""Whether the narrative says anything: its length, whether it is a form, a copy, or words to the reader instead.

The flags are for people and for the compliance checklist; they judge the note, never the patient.
"""

from bisect import bisect_right
from collections.abc import Iterator

from agents.reading import patterns as re
from agents.reading.asides import addressed_to_reader
from agents.reading.fields import CONDITION, SYMPTOM, TEST, TREATMENT
from agents.reading.record import PreparedDocument, PreparedRecord, Sentence
from agents.reading.sections import SectionKind
from agents.reading.text import normalise
from agents.reading.vocabulary import drug_words
from priorauth.case import ReadingState
from priorauth.evidence import Evidence, quote
from priorauth.facts import Assertion
from priorauth.reading import NoteQuality, QualityFlag

LEAST_SENTENCES, LEAST_WORDS = 2, 25
FULL_SENTENCES, FULL_WORDS = 3, 60
STOCK_SHARE, COPIED_SHARE, UNREADABLE_SHARE = 0.10, 0.15, 0.02
BLANKS_ALLOWED = 2
WORDS_OF_A_SENTENCE = 4
RUN = 10
SHOWN = 8

NOT_NARRATIVE = frozenset(
    {SectionKind.identity, SectionKind.signature, SectionKind.policy, SectionKind.instructions, SectionKind.allergies}
)
HISTORY_SECTIONS = frozenset(
    {
        SectionKind.chief_complaint,
        SectionKind.history,
        SectionKind.past_history,
        SectionKind.surgical_history,
        SectionKind.social_history,
        SectionKind.treatments,
    }
)
FINDING_SECTIONS = frozenset(
    {
        SectionKind.vitals,
        SectionKind.examination,
        SectionKind.results,
        SectionKind.laboratory,
        SectionKind.imaging,
        SectionKind.function,
    }
)
HISTORY = re.compile(
    r"\b(?:history of|presents?|presented|presenting|complain\w*|reports?|reported|denies|denied|diagnosed|onset|"
    r"suffers?|"
    r"for (?:the past |the last |about |several |many )?[\w-]+ (?:days?|weeks?|months?|years?)|since|referred|"
    r"follow-?up|"
    r"seen (?:for|in|today)|treated|tried|underwent|takes?|taking|started|stopped|completed|worse|symptoms?|describes?|"
    r"medical history|pmhx?|hpi|c/o|returns?|developed|collapsed|fainted|"
    r"relaps\w*|progressed|recurred|began|bled|broke|s/p|gradual\w*|x ?\d+ ?(?:y|yrs?|mos?|wks?)|cannot|can't|"
    r"(?:weeks|months|years) (?:ago|now|of)|has had|years? of age|no longer|unable|smok\w+|prior|previous(?:ly)?"
    r"|annual|lives?|works?|widow\w*|retired)\b"
)
FINDINGS = re.compile(
    r"\b(?:exam(?:ination)?|shows?|showed|shown|demonstrat\w+|reveal\w*|measur\w+|range of motion|tender\w*|strength|"
    r"auscultation|normal|abnormal|impression|ct|mri|x-?rays?|films?|radiographs?|echo\w*|tte|pet|psg|polysomno\w+|"
    r"spirometry|biops\w+|labs?|laboratory|bmi|bp|blood pressure|ahi|score|grade|saturation|effusion|edema|ulcer|"
    r"positive|"
    r"negative|scan|study|hgb|hemoglobin|platelets|creatinine|lvef|ejection|nyha|chads\w*|cha2ds2\w*|tumou?r|"
    r"stage|transfusions?|swollen|gait|visual acuity|audiogram|ecg|ekg|(?:visual |superior |upper )?fields?|perimetry"
    r"|goldmann|humphrey|mrd\d?|levator|lids?|photo(?:graph)?s?|audio\w*|decibels?|tymp\w*|azbio|midas|hit-6|diary"
    r"|tested|evaluation|impair\w+|assessment|findings?|palpable|visible|weakness|loss of|whisper|index"
    r"|urodynamics?|residuals?|manometry|\w+scopy|v?eeg|emg|bcva|acuity|cataract|refraction"
    r"|sonogram|ultrasound|us|hida|phq-?9|madrs|ham-?d\d*|crackles|wheez\w+|murmurs?"
    r"|i (?:counted (?!on\b)|(?:heard|felt|palpated|percussed) (?!from\b|that\b))|breaths (?:in the|a|per) minute"
    r"|(?:heart|lungs?|chest|belly|abdomen|pulse) (?:is|are|was|were|sounds?) (?:\w+ )?(?:regular|clear|soft|damp|wet"
    r"|dull|irregular|fast|slow|tender))\b"
)
MEASURED = re.compile(
    r"\b\d+(?:\.\d+)? ?(?:mm|cm|percent|mmhg|mg/dl|g/dl|kg|deg(?:rees)?|db|ml|iu/ml|ng/ml)\b|\b\d+(?:\.\d+)? ?%"
    r"|\b[0-5][+-]?/5\b|\b\d{1,2}(?:/| out of )10\b|\b(?:weakness|rigidity|dysarthria|bradykinesia|swelling|tender)\b"
)
STOCK = re.phrases("quality", "stock", r"\b(?:…)\b")
BLANK = re.compile(
    r"_{3,}|\*{3,}|\[ {0,2}\](?! ?x)|\[(?:insert|enter|fill|select|describe|date|name|value)[^\]\n]{0,40}\]|"
    r"\{[^{}\n]{1,40}\}"
)
EMPTY_BOX, TICKED_BOX = re.compile(r"\[ {0,2}\]"), re.compile(r"\[ ?[x\u2713\u2714*] ?\]")
ANSWERED = re.compile(r"\b(?:none|denied|denies|all neg\w*|all no|no to all|negative)\b")
TOLD = (HISTORY, SYMPTOM, CONDITION, TREATMENT)
WORDLIKE = re.compile(r"[a-z]{2,}")
REPLACED = "\ufffd"


def note_quality(record: PreparedRecord) -> NoteQuality:
    """What the record is worth as a narrative, with the places that raised a flag."""
    narrative = [(d, s) for d in record.documents for s in d.sentences if s.section.kind not in NOT_NARRATIVE]
    clinical = sum(_is_clinical(d, s) for d, s in narrative)
    words = sum(len(s.words) for d in record.documents for s in d.sentences)
    flags: list[QualityFlag] = []
    spans: list[Evidence] = []
    told = sum(s.standing is None and len(s.words) >= WORDS_OF_A_SENTENCE for _, s in narrative)
    full = told >= FULL_SENTENCES and words >= FULL_WORDS
    if words < LEAST_WORDS or (clinical < LEAST_SENTENCES and not full):
        flags.append(QualityFlag.thin)
    for flag, places in (
        (QualityFlag.boilerplate, _boilerplate(record, words)),
        (QualityFlag.copied, _copied(record)),
        (QualityFlag.instruction_text, _instructions(record)),
    ):
        if places:
            flags.append(flag)
            spans.extend(places[:SHOWN])
    if not any(s.numbers or s.dates for _, s in narrative):
        flags.append(QualityFlag.no_patient_data)
    if any(_unreadable(d) for d in record.documents):
        flags.append(QualityFlag.unreadable_parts)
    return NoteQuality(
        clinical_sentences=clinical,
        words=words,
        has_history=any(_tells(d, s, HISTORY_SECTIONS, *TOLD) for d, s in narrative),
        has_findings=any(_tells(d, s, FINDING_SECTIONS, FINDINGS, TEST, MEASURED) for d, s in narrative),
        flags=tuple(flags),
        spans=tuple(spans),
    )


def _is_clinical(document: PreparedDocument, sentence: Sentence) -> bool:
    """A sentence of four words or more that says something of the body, a treatment or a measurement."""
    if sentence.standing is not None or len(sentence.words) < WORDS_OF_A_SENTENCE:
        return False
    words = document.low[sentence.start : sentence.end]
    told = any(cue.search(words) for cue in (SYMPTOM, TREATMENT, CONDITION, TEST, FINDINGS, MEASURED))
    return told or any(w.folded in drug_words() for w in sentence.words)


def _tells(
    document: PreparedDocument, sentence: Sentence, kinds: frozenset[SectionKind], *cues: re.Pattern[str]
) -> bool:
    if sentence.standing is not None or len(sentence.words) < 3:
        return False
    words = document.low[sentence.start : sentence.end]
    return sentence.section.kind in kinds or any(cue.search(words) for cue in cues)


def _boilerplate(record: PreparedRecord, words: int) -> list[Evidence]:
    """Stock phrases and blanks, where they make up too much of the note."""
    phrases: list[Evidence] = []
    blanks: list[Evidence] = []
    stock_words = 0
    for document in record.documents:
        for m in STOCK.finditer(document.low):
            stock_words += len(m.group().split())
            phrases.append(quote(document.document, m.start(), m.end()))
        blanks += [quote(document.document, *place) for place in _blanks(normalise(document.document.text))]
    found = phrases if stock_words > STOCK_SHARE * max(words, 1) else []
    return found + (blanks if len(blanks) > BLANKS_ALLOWED else [])


def _blanks(text: str) -> Iterator[tuple[int, int]]:
    """What is left open in a form; boxes that stand empty beside a ticked one, or in a line that is answered, are not,
    and those of one line are one."""
    lines = [0, *(m.end() for m in re.finditer("\n", text)), len(text) + 1]
    counted = -1
    for m in BLANK.finditer(text):
        if not EMPTY_BOX.fullmatch(m.group()):
            yield m.span()
            continue
        line = bisect_right(lines, m.start()) - 1
        near = lines[max(0, line - 1)], lines[min(len(lines) - 1, line + 2)]
        answered = TICKED_BOX.search(text, *near) or ANSWERED.search(text, lines[line], lines[line + 1])
        if not answered and line != counted:
            yield m.span()
        counted = line


def _copied(record: PreparedRecord) -> list[Evidence]:
    """Sentences said before word for word, and runs of ten words said before, where they are too many."""
    copied: list[Evidence] = []
    repeated = total = 0
    seen: set[tuple[str, ...]] = set()
    for document in record.documents:
        for sentence in document.sentences:
            if sentence.section.kind in NOT_NARRATIVE or len(sentence.words) < RUN // 2:
                continue
            total += len(sentence.words)
            covered = _seen_before(tuple(w.text for w in sentence.words), seen)
            repeated += covered
            if covered:
                copied.append(quote(document.document, sentence.start, sentence.end))
    return copied if repeated > COPIED_SHARE * max(total, 1) and repeated >= RUN else []


def _seen_before(words: tuple[str, ...], seen: set[tuple[str, ...]]) -> int:
    """How many of these words stand in a run said before; remembers every run."""
    runs = list(_runs(words))
    covered: set[int] = set()
    for at, run in runs:
        if run in seen:
            covered.update(range(at, at + len(run)))
    seen.update(run for _, run in runs)
    return len(covered)


def _runs(words: tuple[str, ...]) -> Iterator[tuple[int, tuple[str, ...]]]:
    if len(words) <= RUN:
        yield 0, words
        return
    for at in range(len(words) - RUN + 1):
        yield at, words[at : at + RUN]


def _instructions(record: PreparedRecord) -> list[Evidence]:
    return [
        quote(document.document, s.start, s.end, s.section.header)
        for document in record.documents
        for s in document.sentences
        if s.standing is Assertion.instruction and addressed_to_reader(document.low, s.start, s.end)
    ]


def _unreadable(document: PreparedDocument) -> bool:
    """A file read only in part, or text that is mostly signs."""
    if document.document.reading is not ReadingState.read or "replaced_characters" in document.document.flags:
        return True
    text = document.low
    strange = text.count(REPLACED)
    letters = sum(len(m.group()) for m in WORDLIKE.finditer(text))
    visible = len(text) - sum(map(text.count, " \n\t"))
    return strange > UNREADABLE_SHARE * max(len(text), 1) or (visible > 200 and letters < 0.45 * visible)
