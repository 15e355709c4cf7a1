"""The class of heart failure where nobody is named with it: "I grade her class II today", "Class III, stage C".

The words around it are about heart failure, and nothing else there has classes.
"""

from collections.abc import Iterator

from agents.reading import patterns as re

ABOVE = 4
FAILURE = re.compile(r"\b(?:heart failure|hfr?m?r?p?ef|hf|chf|(?:cardio)?myopath\w+|nyha)\b")
CLASS = re.compile(
    r"\bclass (?P<first>i{1,3}|iv|[1-4])[ab]?(?:(?:-| to |/| or )(?:class )?(?P<last>i{1,3}|iv|[1-4]))?"
    r"(?P<staged>,? ?(?:acc )?stage [a-d])?\b(?![\w/%-])(?!\.\d)"
)
# "I call her class III: winded by one flight, easy at rest" tells of breath and of what takes it.
OF_BREATH = re.compile(
    r"\b(?:winded|breathless\w*|short(?:ness)? of breath|dyspn\w+|out of breath|puff\w*)\b[^.;]{0,60}"
    r"\b(?:stairs?|flights?|steps|walk\w*|blocks?|effort|exertion|uphill|hills?|housework|dressing|at rest)\b"
)
LED = re.compile(
    r"(?:^|[.;:=,(\n-]\s*|\b(?:him|her|it|them|she|he|patient|is|was|remains?|now|today|still|stays|stayed|at|in|as"
    r"|currently|symptoms|sx|stable|persistent\w*)\s)$"
)
OF_ANOTHER = re.compile(
    r"\b(?:angina|ccs|canadian|killip|mallampati|asa|child|obes\w*|lupus|nephritis|airway|hemorrhag\w*|forrester"
    r"|recommend\w*|indication|evidence|guideline\w*|malocclusion|antiarrhythmic|anti-arrhythmic|group [1-5]|who"
    r"|weight|bmi|device|biosafety|dental|occlusion|skeletal|stroke|if|were|would|goal|until|used to|last year)\b"
)

Classes = tuple[int, int, str, str]


def classes_without_a_name(low: str, start: int, end: int, above: int) -> Iterator[Classes]:
    """Where a sentence tells a bare class of the heart failure that is told there or since `above`."""
    if "class " not in low[start:end] or OF_ANOTHER.search(low, start, end):
        return
    for m in CLASS.finditer(low, start, end):
        told = m["staged"] or FAILURE.search(low, above, end) or OF_BREATH.search(low, m.end(), end)
        if told and LED.search(low[max(start, m.start() - 16) : m.start()]):
            yield m.start(), m.end(), m["first"], m["last"] or m["first"]
