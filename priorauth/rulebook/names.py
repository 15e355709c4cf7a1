"""Names a rule file may use, and the nearest one when a name is not known."""

from collections.abc import Collection, Iterable
from difflib import get_close_matches

_MEASURES = """
AHI, RDI, BMI, weight, height, oxygen saturation, PaO2, PaCO2, LVEF, aortic valve area, mean gradient, peak velocity,
NYHA class, HbA1c, glucose, hypoglycemic events, INR, platelets, creatinine, hemoglobin, hematocrit, FEV1, FEV1/FVC,
DLCO, TLC, RV, nodule size, SUV, pain score, disability score, Roland-Morris, pain relief, analgesic reduction, ABI,
hearing threshold, sentence recognition, headache days, migraine days, headache hours, Kellgren-Lawrence grade,
Outerbridge grade, TcPO2, Wagner grade, pack-years, years since quitting, six-minute walk, visual field loss,
visual field percent, visual field limit, margin reflex distance, vein diameter, reflux time, stenosis, CHADS2,
CHA2DS2-VASc, PHQ-9, Hoehn-Yahr stage, tremor score, nightly use, adherent nights, central apnea percent, height loss,
translation, angulation, resection weight, body surface area, calcium, PTH, PSA, T-score, IPAP, backup rate,
tonsillitis episodes, sinusitis episodes, levels, visits, recorded sleep, respiratory events, LDL, eosinophils,
exercise capacity, cotinine, diagnostic block relief, voiding improvement, polyp size, gallstone size, fibroid size,
hernia size, aneurysm size
"""
MEASURES = tuple(" ".join(name.split()) for name in _MEASURES.split(","))
_BY_FOLDED = {name.casefold(): name for name in MEASURES}


def measure_named(text: str) -> str | None:
    """The catalogue's spelling of a measure, whatever the case."""
    return _BY_FOLDED.get(" ".join(text.split()).casefold())


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` - did you mean "…"?` for the nearest known name, or nothing."""
    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.6)
    return f' - did you mean "{by_folded[near[0]]}"?' if near else ""


def one_of(known: Collection[str]) -> str:
    """The known names as a list for people."""
    return ", ".join(known)
