"""A text that knows where its words begin is read as any other, only sooner."""

import pytest

from agents.reading import patterns as re
from agents.reading.assertion import BACKWARD_CUES, COMPOUND, FORWARD_CUES
from agents.reading.indexed import Text
from agents.reading.places import ANY_SITE, SIDE
from agents.reading.standing import DISQUALIFIES
from agents.reading.subject import OTHERS

TOLD = (
    "no cough, denies chest pain - not done; left knee: none. her mother's left hip (r) was not examined, ct pending. "
    "ordered by dr. no. won't walk\nnone\xe9 \xe9no caf\xe9-no 5no no5 _no no_ risk score, cancer screening [ ] ___ "
    "{date} edema: no | clubbing = neg ☐ fall ? plan:\n- surgery scheduled. to be seen"
)
KNOWN = (FORWARD_CUES, BACKWARD_CUES, COMPOUND, ANY_SITE, SIDE, DISQUALIFIES, OTHERS)


@pytest.mark.parametrize("pattern", KNOWN)
def test_a_text_that_knows_its_words_holds_the_same_matches_in_every_stretch(pattern: re.Pattern[str]) -> None:
    known = Text(TOLD)
    for start in range(0, len(TOLD), 7):
        for end in (start + 9, start + 40, len(TOLD)):
            found = [(m.span(), m.lastgroup) for m in pattern.finditer(known, start, end)]
            assert found == [(m.span(), m.lastgroup) for m in pattern.finditer(TOLD, start, end)]
            first = pattern.search(known, start, end)
            assert (first and first.span()) == (found[0][0] if found else None)


def test_matches_of_a_text_that_knows_its_words_do_not_overlap() -> None:
    pattern = re.at_words(re.compile(r"\b(?:no no|no)\b"))
    assert [m.span() for m in pattern.finditer(Text("no no no"))] == [(0, 5), (6, 8)]


def test_a_pattern_first_used_after_a_text_was_looked_through_finds_its_matches_too() -> None:
    text = Text("a knee and a hip")
    assert re.at_words(re.compile(r"\bknee\b")).search(text)
    assert re.at_words(re.compile(r"\bhip\b")).search(text)


@pytest.mark.parametrize("source", ["n't", r"(?:\bno|x)", r"\bno|not", r"\b\w+ed", r"\b no", " no", r"(?:no)?"])
def test_a_pattern_that_may_match_amid_a_word_is_not_taken_for_one_of_words(source: str) -> None:
    with pytest.raises(ValueError, match="amid a word"):
        re.first_letters_of_words(source)
