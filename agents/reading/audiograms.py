"""Audiograms typed as a table of pitches: "freq 500 1k 2k 4k" over "R air 65 75 85 95".

What counts of each ear are the three middle pitches, by air and without aids. A sentence may tell them as well: "60 dB
at 500 Hz falling to 105 dB at 4k in each ear".
"""

from collections.abc import Iterator

from agents.reading import patterns as re

PITCH = r"(?:125|250|500|750|1\.?5?k|1000|1500|2k|2000|3k|3000|4k|4000|6k|6000|8k|8000)"
PITCHES = re.compile(
    r"(?<![^\n])[ \t|]*(?:freq\w*|hz|khz|pitch|ear|air)?[ \t|:()a-z]{0,14}"
    rf"(?P<pitches>{PITCH}(?:[ \t|,]+{PITCH}){{2,9}})[ \t|]*(?:k?hz)?[ \t|]*(?=\n)"
)
LOSS = r"(?:\d{1,3}|nr|dnt|cnt|-{1,3})"
EAR = re.compile(
    r"[ \t|]*(?P<ear>r|l|right|left|ad|as|re|le)(?: ear)?(?: \(?(?:air|ac|unaided|thresholds?|db|hl)\)?)*[ \t|:]+"
    rf"(?P<losses>{LOSS}(?:[ \t|,]+{LOSS}){{2,9}})[ \t|]*(?:db(?: hl)?)?[ \t|]*(?=\n|$)"
)
ONE_PITCH, ONE_LOSS = re.compile(PITCH), re.compile(LOSS)
MIDDLE = (("500",), ("1000", "1k"), ("2000", "2k"))
LINES_BELOW = 5


def losses_of_ears(low: str) -> Iterator[tuple[int, int, float, float]]:
    """Where the losses of an ear stand, with the least and the greatest at its middle pitches."""
    for head in PITCHES.finditer(low):
        pitches = [m.group() for m in ONE_PITCH.finditer(low, *head.span("pitches"))]
        at = head.end() + 1
        for _ in range(LINES_BELOW):
            if (row := EAR.match(low, at)) is None:
                break
            losses = [m.group() for m in ONE_LOSS.finditer(low, *row.span("losses"))]
            told = dict(zip(pitches, losses, strict=True)) if len(losses) == len(pitches) else {}
            middle = [next((told[name] for name in names if name in told), "") for names in MIDDLE]
            if all(loss.isdigit() for loss in middle):
                figures = [float(loss) for loss in middle]
                yield *row.span("losses"), min(figures), max(figures)
            at = row.end() + 1


OF_HEARING = re.compile(r"\b(?:hearing|ears?|audio\w+|loss|snhl|pure[- ]tones?|thresholds?|air|audiogram)\b")
AIDED = re.compile(
    r"\b(?:aided|with (?:the |his |her )?(?:hearing )?aids|bone|masked bone|cochlear implant|gap|srt|tinnitus)\b"
)
TOLD = re.compile(
    r"(?<![\d.-])(?P<loss>\d{1,3}) ?(?:db ?(?:hl|nhl)? ?)?(?:loss )?(?:at|@) ?"
    r"(?:500|1000|2000|0?\.5 ?k|1 ?k|2 ?k)\b ?(?:hz|khz)?"
    r"(?:,? (?:falling|sloping|dropping|going|down|rising|worsening|to|declining|steeply)(?: (?:down|steeply|off))? ?"
    r"(?:to )?(?P<last>\d{2,3}) ?(?:db)?\b)?"
)


def losses_told(low: str, start: int, end: int) -> Iterator[tuple[int, int, float, float]]:
    """The unaided losses at the middle pitches that a sentence tells in decibels, with the least and the greatest."""
    if " db" not in low[start:end] and "db " not in low[start:end] and "hz" not in low[start:end]:
        return
    if not OF_HEARING.search(low, start, end):
        return
    for m in TOLD.finditer(low, start, end):
        closed = low.find(";", m.end(), end)
        if AIDED.search(low, max(start, low.rfind(";", start, m.start()) + 1), closed if closed >= 0 else end):
            continue
        figures = [float(m[part]) for part in ("loss", "last") if m[part]]
        yield *m.span(), min(figures), max(figures)
