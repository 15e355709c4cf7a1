"""Normalisation keeps every offset; folding brings inflections together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.reading.text import fold, joined, normalise, spelling, words_of


@given(st.text(max_size=300))
def test_normalised_text_is_as_long_as_the_text(text: str) -> None:
    assert len(normalise(text)) == len(text)


@given(st.text(alphabet="AHI 22.5≥\u00a0\u2019\u2014İ\r\n•½", max_size=80))
def test_words_stand_where_they_say(text: str) -> None:
    low = normalise(text)
    assert all(low[w.start : w.end] == w.text for w in words_of(low))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("nights", "night"),
        ("biopsies", "biopsy"),
        ("failed", "failing"),
        ("scheduled", "scheduling"),
        ("tumour", "tumors"),
        ("oedema", "edema"),
        ("patient's", "patient"),
        ("stopped", "stop"),
    ],
)
def test_inflections_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hypertension", "hypotension"), ("now", "not"), ("ileum", "ilium"), ("willing", "will"), ("evening", "even")],
)
def test_different_words_do_not_fold_together(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_hyphens_are_no_part_of_a_spelling() -> None:
    assert spelling("face-to-face") == spelling("Face to face")


@pytest.mark.parametrize(
    ("low", "is_answer"),
    [
        ("compression: pos", True),
        ("symptoms: none", True),
        ("symptoms: none of the drugs helped", False),
    ],
)
def test_the_colon_of_a_label_joins_it_to_its_answer(low: str, is_answer: bool) -> None:
    label, answer, *_ = words_of(low)
    assert joined(low, label, answer) is is_answer
