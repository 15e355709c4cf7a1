"""Familiar wording: which words of a sentence are ordinary clinical or plain English, and which are suspicious.

The lists in `words/` are folded once. Names behind a title, numbers and the words the question itself uses are
familiar; a suspicious word is never excused except by the question's own words. A few words that no list knows, or
that clinical notes seldom use, are excused: one cannot list them all, and only many make a figure of speech.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib.resources import files
from operator import attrgetter
from typing import NamedTuple

from agents.reading import patterns as re
from agents.reading.text import Word, fold
from priorauth.measures import CATALOGUE

FAMILIAR_LISTS = ("plain.txt", "clinical.txt", "drugs.txt")
SHORT_SENTENCE, SHORT_ALLOWANCE, LONG_ALLOWANCE, EVERYDAY_ALLOWANCE = 8, 3, 4, 2
NEAR_WORDS = 10
CLAUSE_END = re.compile(r"[;:](?=\s)|(?<!\bdr)(?<!\bmr)(?<!\bms)(?<!\bmrs)\.\s")
TITLES = frozenset(("dr", "mr", "mrs", "ms", "prof", "doctor"))
CALLINGS = frozenset(
    (
        *("nurse", "practitioner", "therapist", "pathologist", "audiologist", "psychologist", "neuropsychologist"),
        *("cardiologist", "neurologist", "pulmonologist", "surgeon", "physician", "technologist", "technician"),
        *("dentist", "dietitian", "educator", "internist", "oncologist", "psychiatrist", "radiologist", "urologist"),
    )
)
CREDENTIALS = frozenset(("md", "do", "np", "pa", "rn", "dpt", "phd", "psyd", "od", "dpm", "pt", "aud"))
SET_PHRASES = {
    "abandon": ("had",),
    "abandoned": (
        "garden",
        "gardening",
        "golf",
        "hobbies",
        "walks",
        "driving",
        "sewing",
        "choir",
        "cooking",
        "bowling",
    ),
    "abstains": ("alcohol", "tobacco"),
    "ai": ("trace", "mild", "moderate", "severe", "trivial", "central"),
    "aim": ("achieve", "achieved", "reach", "reached"),
    "aims": ("realistic", "treatment", "patient's"),
    "authored": ("report", "slp", "pathologist"),
    "cutoff": ("root", "nerve"),
    "alarm": ("false", "smoke", "low", "answer", "door", "clock", "glucose"),
    "doubt": ("beyond", "without"),
    "doubts": ("no",),
    "dream": ("enactment", "acting", "enact"),
    "dreams": ("acting", "acts", "acted", "enacts", "enacting"),
    "else": ("everything", "anywhere", "nowhere", "nothing", "anything", "nil", "little"),
    "fabricate": ("appliance", "dentist", "dds", "dmd", "deliver", "fit"),
    "fabricated": ("custom", "fitted", "appliance", "dentist", "dds", "dmd"),
    "fabricates": ("appliance", "dentist", "dds", "dmd", "furnishes", "fits"),
    "frog": ("lateral", "leg", "pelvis", "view"),
    "leaflet": ("valve", "tricuspid", "mitral", "septal", "impinging", "tethering", "flail"),
    "les": ("botox", "sphincter", "pressure", "lower"),
    "oh": ("d", "vitamin", "25"),
    "ox": ("pulse",),
    "artifact": ("no", "without", "minimal", "little", "limited"),
    "pros": ("cons",),
    "robot": ("assisted",),
    "sample": (
        "tissue",
        "blood",
        "biopsy",
        "arterial",
        "urine",
        "sputum",
        "gas",
        "chair",
        "nodule",
        "needle",
        "bone",
        "marrow",
        "tumor",
    ),
    "sampled": ("nodes", "node"),
    "sampling": ("nodal", "node", "nodes", "needle", "endometrial", "arterial"),
    "script": ("training",),
    "thresholds": ("desat", "desaturation", "door", "doorway", "inch", "ramps", "ramped", "pacing"),
    "skipped": ("meals", "meal", "lunch", "dinner", "breakfast"),
    "skips": ("meals", "meal", "lunch", "dinner", "breakfast"),
    "software": ("tester", "engineer", "developer", "programmer", "consultant"),
    "spider": ("vein", "veins"),
    "threshold": (
        *("motor", "hearing", "seizure", "sensing", "impedance", "pacing", "capture", "pain", "v", "mv", "ma"),
        *("desat", "desaturation", "hypopnea", "arousal", "door", "doorway", "inch", "ramp", "ramped"),
    ),
    "unsupported": ("sit", "sits", "sitting", "upright", "seated"),
}
SUFFIXES = (
    "ectomy", "otomy", "ostomy", "plasty", "scopy", "graphy", "gram", "itis", "osis", "opathy", "emia",
    "uria", "algia", "pathic", "mab", "nib", "statin", "pril", "sartan", "olol", "azole", "cillin", "gliptin",
    "gliflozin", "tide", "triptan", "gepant", "pam", "parin", "xaban", "dronate", "oma", "otic", "itic",
)  # fmt: skip
ENGLISH_ENDINGS = ("ly", "ness", "ment", "able", "er", "est", "ful", "less", "ity", "al", "ally", "ive", "ion", "ation")


def _read(name: str) -> frozenset[str]:
    # Each is folded this once: what is remembered of folding is for the words of notes.
    return frozenset(map(fold.__wrapped__, _raw(name)))


@lru_cache(maxsize=1)
def familiar_words() -> frozenset[str]:
    """Every word of the benign lists and of the catalogue's spellings, folded."""
    measured = {fold(w) for m in CATALOGUE for s in (m.name, *m.spellings) for w in re.findall(r"[a-z0-9]+", s.lower())}
    return frozenset[str]().union(*(_read(name) for name in FAMILIAR_LISTS), measured) - suspicious_words()


@lru_cache(maxsize=1)
def suspicious_words() -> frozenset[str]:
    return _read("suspicious.txt")


@lru_cache(maxsize=1)
def harmless_forms() -> frozenset[str]:
    """Words that only share their folded form with a suspicious one, as "rate" does with "rats"."""
    suspect = _raw("suspicious.txt")
    return frozenset(
        w for name in FAMILIAR_LISTS for w in _raw(name) if w not in suspect and fold(w) in suspicious_words()
    )


def _raw(name: str) -> frozenset[str]:
    return frozenset(files("agents.reading").joinpath("words", name).read_text(encoding="utf-8").split())


@lru_cache(maxsize=1)
def everyday_words() -> frozenset[str]:
    """Ordinary English words out of place beside a finding."""
    return _read("english.txt") - familiar_words() - suspicious_words()


@lru_cache(maxsize=1)
def everywhere_words() -> frozenset[str]:
    """Words that rows ask for beside others and that say nothing of the matter by themselves, folded."""
    return _read("everywhere.txt")


@lru_cache(maxsize=1)
def drug_words() -> frozenset[str]:
    """The names of medicines, folded."""
    return _read("drugs.txt")


class Wording(NamedTuple):
    """What a sentence holds beyond familiar words; `allowed` is how many technical ones its length excuses."""

    unfamiliar: tuple[str, ...]
    suspicious: tuple[str, ...]
    allowed: int
    everyday: tuple[str, ...] = ()

    @property
    def familiar(self) -> bool:
        return not self.suspicious and len(self.everyday) <= EVERYDAY_ALLOWANCE and len(self.unfamiliar) <= self.allowed

    @property
    def odd(self) -> tuple[str, ...]:
        return (*self.suspicious, *self.everyday, *self.unfamiliar)


def words_near(low: str, words: Sequence[Word], start: int, end: int) -> Sequence[Word]:
    """The words that bear on a place of a sentence: its clause, and never more than so many words to either side."""
    first = bisect_right(words, start, key=attrgetter("end"))
    first = first if first < len(words) else 0
    last = bisect_left(words, end, key=attrgetter("start")) - 1
    last = last if last >= 0 else first
    left, right = max(0, first - NEAR_WORDS), min(len(words), last + 1 + NEAR_WORDS)
    for n in range(first, left, -1):
        if _clause_ends(low, words[n - 1], words[n]):
            left = n
            break
    for n in range(last + 1, right):
        if _clause_ends(low, words[n - 1], words[n]):
            right = n
            break
    return words[left:right]


def _clause_ends(low: str, left: Word, right: Word) -> bool:
    # Between most words stands a space alone.
    return right.start - left.end > 1 and CLAUSE_END.search(low, left.end, right.start) is not None


def wording_of(
    words: Sequence[Word], raw: str, own: frozenset[str] = frozenset(), names: frozenset[str] = frozenset()
) -> Wording:
    """The odd words of a sentence; `own` are folded words of the question, `names` the patient's own names."""
    known, suspect, plain_english = familiar_words(), suspicious_words(), everyday_words()
    unfamiliar: list[str] = []
    suspicious: list[str] = []
    everyday: list[str] = []
    for at, word in enumerate(words):
        if word.folded in own:
            continue
        if word.folded in suspect and word.text not in harmless_forms() and not _meant_well(words, at, raw):
            suspicious.append(word.text)
        elif not (word.folded in suspect or word.folded in known or _excused(words, at, raw, names)):
            (everyday if word.folded in plain_english else unfamiliar).append(word.text)
    allowed = SHORT_ALLOWANCE if len(words) <= SHORT_SENTENCE else LONG_ALLOWANCE
    return Wording(
        tuple(dict.fromkeys(unfamiliar)), tuple(dict.fromkeys(suspicious)), allowed, tuple(dict.fromkeys(everyday))
    )


def _meant_well(words: Sequence[Word], at: int, raw: str) -> bool:
    """Whether a suspicious word stands in a fixed phrase of clinics ("pros and cons") or is a name ("Dr. Fox")."""
    beside = SET_PHRASES.get(words[at].text, ())
    return any(w.text in beside for w in words[max(0, at - 2) : at + 3]) or _is_name(words, at, raw)


def _excused(words: Sequence[Word], at: int, raw: str, names: frozenset[str]) -> bool:
    word = words[at]
    if len(word.text) == 1 or not word.text[0].isalpha() or any(c.isdigit() for c in word.text):
        return True
    if word.text in names or _is_name(words, at, raw) or _is_proper(words, at, raw):
        return True
    return word.text.endswith(SUFFIXES) or _derived(word.folded)


def _is_name(words: Sequence[Word], at: int, raw: str) -> bool:
    """A capitalised word after a title, after such a name, or before a credential."""
    if not raw[words[at].start].isupper():
        return False
    before = [w.text for w in words[max(0, at - 3) : at]]
    after = [w.text for w in words[at + 1 : at + 3]]
    return bool((TITLES | CALLINGS).intersection(before[-2:]) or CREDENTIALS.intersection(after))


def _is_proper(words: Sequence[Word], at: int, raw: str) -> bool:
    """A capitalised word amid a sentence or a short abbreviation; whose thing it is would show in its ending."""
    word = raw[words[at].start : words[at].end]
    if at == 0 or not word[0].isupper() or words[at].text.endswith(("'s", "s'")):
        return False
    return word[1:].islower() or len(word) <= 5


@lru_cache(maxsize=20_000)
def _derived(folded: str) -> bool:
    """Whether taking an ordinary ending off leaves a familiar word."""
    known = familiar_words()
    for ending in ENGLISH_ENDINGS:
        stem = folded.removesuffix(ending)
        if stem != folded and len(stem) >= 4 and (stem in known or fold(stem) in known or stem + "e" in known):
            return True
    return folded.startswith(("non", "pre", "post", "re")) and len(folded) > 7 and folded[3:] in known


def folded_words(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(w) for p in phrases for w in re.findall(r"[^\W_]+", p.lower()))
