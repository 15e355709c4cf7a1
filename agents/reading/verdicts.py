"""What is called sound in its own clause does not have what another clause finds elsewhere.

"The great saphenous vein is competent; reflux in calf tributaries only": the vein and the reflux stand in one sentence,
and the reflux is not the vein's.
"""

from agents.reading import patterns as re
from agents.reading.remembered import Mention

SOUND = re.compile(
    r"s?(?: (?:veins?|trunks?|itself|themselves|on (?:the )?(?:left|right)|bilaterally))*(?:,? ?\([^()\n]{1,30}\))?"
    r"(?:,? (?:which|that|both|all|and (?:the )?[a-z]{2,5}))*[ :=,-]*"
    r"(?:(?:itself|itself is|is|are|was|were|appears?|looks?|remains?|tests?|reads?|both|all|fully|entirely"
    r"|completely"
    r"|shows?|has|have|had|with|found|seen|to be|judged|reported|as) )*"
    r"(?P<sound>competent|normal(?:(?: valve)? (?:closure|function|valves))?|negative|unremarkable|intact"
    r"|within normal limits|wnl"
    r"|free of (?:reflux|disease)|without (?:reflux|disease|abnormality)|spared|uninvolved|unaffected)"
    r"(?: (?:throughout|bilaterally|at all (?:levels|sites|points)|at every level|in (?:its|their) (?:whole"
    r"|entire) (?:length|course)"
    r"|all the way(?: (?:up|down))?|today|now|again))*(?:,? ?\([^()\n]{1,30}\))?"
    r"(?=\s*(?:[.;,)]|$|\n|with |but |while |whereas |and (?:isolated |only )?reflux|- ))"
)
PARTED = re.compile(r"[;,\n]|\b(?:with|but|while|whereas|and|which)\b| - ")


def is_of_what_is_sound(low: str, mention: Mention, end: int) -> bool:
    """Whether a part of a find is called sound, and a clause parts it from the rest."""
    return len(mention.parts) > 1 and any(_is_sound(low, part, mention, end) for part in mention.parts)


def _is_sound(low: str, part: tuple[int, int], mention: Mention, end: int) -> bool:
    told = SOUND.match(low, part[1], end)
    if told is None:
        return False
    others = [p for p in mention.parts if p != part]
    if any(a < told.end("sound") and told.start() < b for a, b in others):
        return False
    behind = [p for p in others if p[0] >= told.end()]
    return bool(behind) or all(PARTED.search(low, b, part[0]) for _, b in others)


BARE_DENIAL = re.compile(r"(?:no|not|never|without|nor|denies|(?:did|does|has|have|had|is|was) not)")
CLAUSE_ENDS = re.compile(
    r";|, (?:and |but )?(?:it|he|she|they|this|that|the [a-z]+) (?:is|are|was|were|has|have|had|looks?|seems?"
    r"|measures?)\b"
)


def is_denied_in_another_clause(low: str, mention: Mention) -> bool:
    """Whether a find joins a bare "no" to what only a later clause names: "no sign of infection; it is smaller"."""
    for start, stop in mention.parts:
        if BARE_DENIAL.fullmatch(low, start, stop) is None:
            continue
        behind = [a for a, _ in mention.parts if a >= stop]
        if behind and CLAUSE_ENDS.search(low, stop, min(behind)):
            return True
    return False
