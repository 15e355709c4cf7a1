"""Which spell of an illness a trial of treatment belongs to, for policies that count those of the present spell alone.

Told by the day the present spell began, which lies behind the trial, or by a column of the table the trial stands in.
"""

from datetime import date

from agents.reading import patterns as re
from agents.reading.record import PreparedDocument, Sentence
from priorauth.criteria import AbsenceCheck, Row
from priorauth.facts import DateInterval

OF_ANOTHER = "earlier spell"
OF_TALK = "psychotherapy"
A_SPELL = re.compile(r"\b(?:episode|spell|bout)\b")
BEGAN = re.compile(
    r"\b(?:this|current|present|index) (?:depressive |major )*(?:one|episode|spell|bout|depression)\b[^.;\n]{0,30}?"
    r"\b(?:began|begun|started|set in|onset|since|from|dates?|goes back)\b"
)
THE_PRESENT = re.compile(r"\b(?:present|current|this|index|now|ongoing|same|latest)\b")
DATE_BEHIND = 24


def bars_earlier_spells(row: Row) -> bool:
    """Whether a bar speaks against trials of an earlier spell."""
    return row.bar and isinstance(row.check, AbsenceCheck) and OF_ANOTHER in row.check.term


def of_an_earlier_spell(document: PreparedDocument, sentence: Sentence, when: DateInterval | None) -> bool:
    """Whether a trial was over before the present spell began, or stands in a table under another one."""
    if not A_SPELL.search(document.low) and not BEGAN.search(document.low):
        return False
    begun = _present_since(document)
    if begun and when and when.last < begun:
        return True
    told = _cell_of_the_spell(document.low, sentence)
    return bool(told) and THE_PRESENT.search(told) is None


def _present_since(document: PreparedDocument) -> date | None:
    """The first day the present spell can have begun."""
    days = [
        d.interval.first
        for m in BEGAN.finditer(document.low)
        for d in document.dates
        if d.interval and not d.birth and m.end() < d.end and d.start <= m.end() + DATE_BEHIND
    ]
    return min(days, default=None)


def _cell_of_the_spell(low: str, sentence: Sentence) -> str:
    """What a row of a table says in the column that is headed by a spell; nothing where there is none."""
    line = low.rfind("\n", 0, sentence.start) + 1
    end = low.find("\n", line)
    cells = low[line : end if end >= 0 else len(low)].strip(" |").split("|")
    if len(cells) < 2:
        return ""
    head = cells
    while line > 0:
        above = low.rfind("\n", 0, line - 1) + 1
        if "|" not in low[above : line - 1]:
            break
        head, line = low[above : line - 1].strip(" |").split("|"), above
    column = next((n for n, cell in enumerate(head) if A_SPELL.search(cell)), len(cells))
    return cells[column].strip() if column < len(cells) and head is not cells else ""
