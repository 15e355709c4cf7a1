"""Corrections of what stands around a note: an address, a fax header, a page, a ride. They leave its findings alone."""

from agents.reading import patterns as re

PAPER = re.phrases("paperwork", "paper", r"\b(?:…)(?!\w)")
SPEAKS = re.phrases("paperwork", "speaks")
WHOLE_RECORD = re.phrases("paperwork", "whole-record", r"\b(?:…)\b")
CLAUSE_ENDS = re.compile(r"[.;:!?,](?=\s|$)|\s[-–—]+\s|\b(?:and|but|while)\b")
LEADS_TO = re.compile(r"(?: [\w'/-]+){0,5} ?")
FOLLOWS = re.compile(r" ?(?:[\w'/-]+ ){0,2}")


def corrects_paperwork(low: str, start: int, end: int, cue: tuple[int, int]) -> bool:
    """Whether what a cue of correction takes back is only paperwork, in its own clause.

    A clause that is the cue alone ("A slip.") is about what the sentence before it on its line tells.
    """
    first = max((m.end() for m in CLAUSE_ENDS.finditer(low, start, cue[0])), default=start)
    first = cue[0] if low.startswith(("and ", "but "), cue[0]) else first
    behind = CLAUSE_ENDS.search(low, cue[1], end)
    last = behind.start() if behind else end
    if len(low[first:last].strip()) > cue[1] - cue[0]:
        return WHOLE_RECORD.search(low, first, last) is None and any(
            _beside(low, m, cue) for m in PAPER.finditer(low, first, last)
        )
    line = low.rfind("\n", 0, start) + 1
    first = max(line, low.rfind(". ", line, max(line, start - 2)) + 1)
    return WHOLE_RECORD.search(low, first, start) is None and PAPER.search(low, first, start) is not None


def _beside(low: str, thing: re.Match[str], cue: tuple[int, int]) -> bool:
    """Whether the thing is what the cue is said of: "wrong street", "the pharmacy listed above is wrong"."""
    if thing.start() < cue[1] and cue[0] < thing.end():
        return True
    if thing.end() <= cue[0]:
        return LEADS_TO.fullmatch(low, thing.end(), cue[0]) is not None
    return FOLLOWS.fullmatch(low, cue[1], thing.start()) is not None
