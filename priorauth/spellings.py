"""How a spelling is written: parts that stand near each other, each a phrase, a group of words, or a span of time.

`{visit} & (family doctor or PCP)`: any word of the shared group "visit", and near it one of the two. A part written
`{at least 3 months}` is any words that say so long a time.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from priorauth.errors import RuleMistake

BESIDE, EITHER = "&", re.compile(r"\s+or\s+")
GROUP = re.compile(r"\{([^{}]*)\}")
LASTING = re.compile(r"(?:at least|more than|over) (\d+) (day|week|month|year)s?")
TWO_DAYS = re.compile(r"two days(?: less than (?P<count>\d+) (?P<unit>day|week)s? apart)?")
RELIEF = re.compile(r"relief for at least (\d+) (day|week|month|year)s?")
BEFORE_SERVICE = re.compile(r"a day less than (\d+) (day|week|month)s? before the service")
MOVED = re.compile(r"a (?P<way>better|worse) score(?: by at least (?P<share>\d+) percent)?")
TIMES = (TWO_DAYS, LASTING, MOVED, RELIEF, BEFORE_SERVICE)
DAYS_IN = {"day": 1.0, "week": 7.0, "month": 30.44, "year": 365.25}


@dataclass(frozen=True, slots=True)
class Part:
    """What may stand in one place of a spelling: one of these phrases, words for a time so long, or two days.

    Two days may be asked to lie nearer to each other than `apart_days`, one day nearer before the day of service than
    `before_service_days`, relief to have lasted `relief_days`. A score may be asked to have got better, or worse where
    it is negative, by so many percent.
    """

    phrases: tuple[str, ...] = ()
    at_least_days: float | None = None
    on_two_days: bool = False
    apart_days: float | None = None
    score_moved: float | None = None
    relief_days: float | None = None
    before_service_days: float | None = None

    @property
    def is_time(self) -> bool:
        """Whether it is told in dates and numbers, not in words of its own."""
        told = (self.at_least_days, self.score_moved, self.relief_days, self.before_service_days)
        return self.on_two_days or any(one is not None for one in told)


def parts_of(spelling: str, groups: Mapping[str, Sequence[str]]) -> tuple[Part, ...]:
    """The parts of a spelling, groups resolved; raises RuleMistake where it cannot be read."""
    texts = (text.strip() for text in spelling.split(BESIDE))
    parts = tuple(_part(text, groups) if "{" in text else _plain_part(text) for text in texts)
    if all(part.is_time for part in parts):
        raise RuleMistake(f'"{spelling}" says how long or when, but not what')
    return parts


def groups_in(spelling: str) -> Iterator[str]:
    """The groups a spelling names, times left out."""
    named = (m[1].strip() for m in GROUP.finditer(spelling))
    return (name for name in named if not any(told.fullmatch(name) for told in TIMES))


@lru_cache(maxsize=50_000)
def _plain_part(text: str) -> Part:
    """A part that names no group, of which files of one family have many in common."""
    return _part(text, {})


def _part(text: str, groups: Mapping[str, Sequence[str]]) -> Part:
    if text.startswith("(") and text.endswith(")"):
        phrases = [p for choice in EITHER.split(text[1:-1].strip()) for p in _phrases(choice, groups)]
        return Part(tuple(dict.fromkeys(phrases)))
    if (group := GROUP.fullmatch(text)) and (lasting := LASTING.fullmatch(group[1].strip())):
        return Part(at_least_days=int(lasting[1]) * DAYS_IN[lasting[2]])
    if group and (relief := RELIEF.fullmatch(group[1].strip())):
        return Part(relief_days=int(relief[1]) * DAYS_IN[relief[2]])
    if group and (before := BEFORE_SERVICE.fullmatch(group[1].strip())):
        return Part(before_service_days=int(before[1]) * DAYS_IN[before[2]])
    if group and (days := TWO_DAYS.fullmatch(group[1].strip())):
        apart = int(days["count"]) * DAYS_IN[days["unit"]] if days["count"] else None
        return Part(on_two_days=True, apart_days=apart)
    if group and (moved := MOVED.fullmatch(group[1].strip())):
        return Part(score_moved=float(moved["share"] or 1) * (1 if moved["way"] == "better" else -1))
    return Part(tuple(_phrases(text, groups)))


def _phrases(text: str, groups: Mapping[str, Sequence[str]]) -> Sequence[str]:
    group = GROUP.fullmatch(text) if text.startswith("{") else None
    if group is None:
        if not text or any(mark in text for mark in "{}()"):
            raise RuleMistake(f'"{text}" is no words; write a phrase, {{a group}} or (one or another)')
        return (text,)
    name = group[1].strip()
    if name.casefold() not in groups:
        raise RuleMistake(f'"{{{name}}}" names no group of words')
    return groups[name.casefold()]
