"""What a test stimulation took away, told as two figures: "pain 8 -> 3", "eight leaks a day before; in the test, two".

The share that is gone counts where the sentence or the two before it speak of the test, and where the figures are of
the pain, or of the diary's leaks; of voids only where no leaks are told. A table that sets "before" beside "trial"
tells it too. Two figures of different times ("14 a week, 2 a day") tell none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agents.reading import patterns as re
from agents.reading.compared import How, Pair, columns_compared, figures_in, fractions_gone, pairs_in

TEST = re.compile(
    r"\b(?:leads?|wires?|electrodes?|pne|stage (?:1|one|i)\b|interstim|axonics|neuromodulat\w+|stimulat\w+|stim|scs"
    r"|trial|test (?:phase|days?|period|week|lead|stimulation)|percutaneous nerve evaluation"
    r"|external (?:box|stimulator))\b"
)
NERVE_DRUGS = (
    r"(?:gabapentin|pregabalin|lyrica|neurontin|duloxetine|cymbalta|nortriptyline|amitriptyline|tizanidine|ketamine"
    r"|lidocaine|steroids?|prednisone|nsaids?|naproxen|meloxicam|tens|pt|physical therapy|therapy|brace|acupuncture)"
)
NO_TEST = re.compile(
    rf"\b(?:{NERVE_DRUGS}|drug|medication) trial\b|\b(?:on|with|from|by|of|after|using) {NERVE_DRUGS}\b|"
    r"\b(?:goals?|expect\w*|hop(?:es?|ed|ing)|aim\w*|if|would|should|must|required?|at least|target|removed because"
    r"|migrat\w+|dislodg\w+|not|no longer|back (?:up )?to|trial of (?!stim|sns|scs|neuromod|the (?:lead|stim))"
    r"|epidurals?|injections?|esi|ablation|rfa|planned|scheduled|booked|to be placed|brochure|most patients|mirabegron"
    r"|myrbetriq|oxybutynin|solifenacin|tolterodine|trospium|botox|onabotulinum\w*|biofeedback|ptns|kegels?"
    r"|loperamide|fiber|fibre|pessar\w+|estrogen|estradiol|desmopressin|bladder training|timed voiding)\b"
)
OF_PAIN = re.compile(r"\b(?:pain|vas|nrs|nprs|scores?|burning|ache|diary|log|leg)\b")
NOT_PAIN = re.compile(
    r"\b(?:oxycodone|hydrocodone|tramadol|opioids?|tablets?|pills?|mme|odi|sleep|slept|walk\w*|blocks?|steps|stairs|bmi"
    r"|a1c|leaks?|accidents?|voids?|pads?)\b"
)
OF_LEAKS = re.compile(r"\b(?:leak\w*|accidents?|incontinen\w+|wet|wetting|pads?|uui|soiling)\b")
OF_DIARY = re.compile(
    r"\b(?:leak\w*|accidents?|incontinen\w+|wet|wetting|pads?|uui|soil\w*|voids?|voiding|trips|urgency|frequency"
    r"|catheteri\w+|(?:self )?caths|fi (?:episodes?|events?))\b"
)
OF_STOOL = re.compile(r"\b(?:soil\w*|stools?|fecal|faecal|bowel|feces|faeces|abl|fi)\b")
OF_ANALGESICS = re.compile(
    r"\b(?:opioids?|mme|oral morphine|analgesics?|pain (?:pills|medicine|medication|tablets)|oxycodone|hydrocodone"
    r"|morphine|tramadol|percocet|norco|vicodin)\b"
)
NOT_ANALGESICS = re.compile(r"\b(?:pain(?! (?:pills|med\w*|tablets))|nrs|vas|scores?|odi|oswestry|leaks?|hours?)\b")
OF_THE_PAIN = re.compile(r"\b(?:pain|ache|burning|nrs|vas|scores?)\b")
LABELS: Mapping[str, re.Pattern[str]] = {
    "voiding improvement": OF_DIARY,
    "fecal improvement": OF_DIARY,
    "pain relief": re.compile(r"\b(?:pain|nrs|vas|nprs)\b"),
    "analgesic reduction": OF_ANALGESICS,
}
CELL_FIGURE = re.compile(
    r"\s*(?P<figure>\d{1,3}(?:\.\d)?)(?:/10)?(?: ?(?:tabs?|tablets?|pills|mg|mme|/d|/day|a day|per day))?\s*$"
)
RUNS = re.compile(
    r"\b(?:over|during|with|on|in|under|while|when|at the (?:end|close))\b"
    r"|\b(?:trial|test|stim\w*|electrode|pne|stage|wires?)\b"
)
MOST_PAIN, NAME_REACH, NAME_AHEAD, TEST_ABOVE = 10.0, 44, 16, 300


@dataclass(frozen=True, slots=True)
class Lessened:
    """A share that two figures come to, from the first to the last of them."""

    start: int
    end: int
    share: float
    of_leaks: bool = False


def lessened(low: str, start: int, end: int, above: int, measure: str) -> list[Lessened]:
    """The shares gone under a test stimulation that a sentence tells as two figures."""
    if low.startswith("|", start):
        return [*_in_columns(low, start, end, measure)]
    if not TEST.search(low, above, end) or NO_TEST.search(low, start, end):
        return []
    if measure == "pain relief":
        told = [p for p, ahead, whole in _pairs(low, start, end) if _of_pain(low, p, ahead, whole)]
        return told or [*_in_words(low, start, end, OF_THE_PAIN)]
    if measure == "analgesic reduction":
        return [p for p, ahead, whole in _pairs(low, start, end) if _of_analgesics(ahead, whole)]
    if _of_stool(low, above, end) != (measure == "fecal improvement"):
        return []
    told = [
        Lessened(p.start, p.end, p.share, of_leaks=OF_LEAKS.search(name) is not None)
        for p, ahead, whole in _pairs(low, start, end)
        if OF_DIARY.search(name := ahead if OF_DIARY.search(ahead) else whole)
    ]
    return told or [*_in_words(low, start, end, OF_LEAKS)]


def _in_words(low: str, start: int, end: int, of: re.Pattern[str]) -> Iterator[Lessened]:
    """What a sentence tells as gone in words, where it names what is gone just before or with it."""
    for first, last, share in fractions_gone(low, start, end):
        if of.search(low, max(start, first - NAME_REACH), last):
            yield Lessened(first, last, share, of_leaks=of is OF_LEAKS)


def _of_analgesics(ahead: str, whole: str) -> bool:
    """Whether the words before two figures, or around them, name the pain drugs and nothing else that is counted."""
    name = ahead if OF_ANALGESICS.search(ahead) else whole
    named = list(OF_ANALGESICS.finditer(name))
    return bool(named) and not NOT_ANALGESICS.search(name, named[-1].end())


def _of_stool(low: str, above: int, end: int) -> bool:
    return OF_STOOL.search(low, above, end) is not None


def _pairs(low: str, start: int, end: int) -> Iterator[tuple[Lessened, str, str]]:
    """Each pair that went down, with the words before its first figure, and those with the pair itself."""
    taken = start
    for pair in pairs_in(low, start, end):
        first, last = pair.start, pair.end
        if first < taken or not 0 <= pair.after.worth < pair.before.worth or not _in_the_test(low, end, pair):
            continue
        left, right, taken = max(taken, first - NAME_REACH), min(end, last + NAME_REACH), last
        yield Lessened(first, last, _share(pair)), low[left:first], low[left:right]


def _in_the_test(low: str, end: int, pair: Pair) -> bool:
    """Whether both figures are counted in one time, and the second is told of the test where words part the two."""
    if len({f.per for f in pair[:2] if f.per}) > 1:
        return False
    told = low[max(0, pair.start - NAME_AHEAD) : min(end, pair.end + NAME_REACH)]
    return pair.how is not How.words or RUNS.search(told) is not None


def _share(pair: Pair) -> float:
    return round(100 * (pair.before.worth - pair.after.worth) / pair.before.worth, 2)


def _of_pain(low: str, told: Lessened, ahead: str, whole: str) -> bool:
    name = ahead if OF_PAIN.search(ahead) else whole
    named = list(OF_PAIN.finditer(name))
    first = figures_in(low, told.start, told.end)[0]
    return bool(named) and not NOT_PAIN.search(name, named[-1].end()) and first.worth <= MOST_PAIN


def _in_columns(low: str, start: int, end: int, measure: str) -> Iterator[Lessened]:
    """The share that a row of a table comes to, under a head that tells which column is of before."""
    label = low[start + 1 : low.find("|", start + 1, end)]
    found = columns_compared(low, start, end) if LABELS[measure].search(label) else None
    if found is None:
        return
    then, now, head = found
    if now < then or not TEST.search(low, max(0, head - TEST_ABOVE), low.find("\n", head)):
        return
    if measure in ("voiding improvement", "fecal improvement") and _of_stool(low, head, end) != measure.startswith("f"):
        return
    first, last = (CELL_FIGURE.match(low[slice(*cell)]) for cell in (then, now))
    if first and last and (before := float(first["figure"])) > (after := float(last["figure"])):
        yield Lessened(start + 1, now[1], round(100 * (before - after) / before, 2), OF_LEAKS.search(label) is not None)
