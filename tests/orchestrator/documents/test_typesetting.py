"""Texts in lines: nothing is lost, nothing is wider than its column, each word in its face."""

import random
from itertools import pairwise

import pytest

from orchestrator.documents import fonts
from orchestrator.documents.blocks import Run, Text, words
from orchestrator.documents.typesetting import Line, Style, lines_of

STYLE = Style(fonts.REGULAR, 10, 13)


def told(line: Line) -> str:
    return "".join(text for _, text in line.pieces)


def wide(line: Line) -> float:
    return sum(fonts.widths(face)[text] for face, text in line.pieces) * STYLE.size


@pytest.mark.parametrize(
    "text",
    [
        words("The knee hurts when climbing stairs, and has done so for three years."),
        words("Nguyễn Thị Phượng, ≥ 40 kg/m², β-blocker, 5 µg"),
        words("患者左膝疼痛三年，保守治疗无效。影像检查显示关节间隙明显变窄。"),
        words("김철수 님의 왼쪽 무릎 통증은 3년 동안 지속되었습니다"),
        words("x" * 400),
        words("。" * 300),
        words("no" + "\u00a0break" * 3 + " but here"),
        (Run("Why: ", bold=True), Run("the record says so "), Run("plainly", italic=True), Run("(王小明) today.")),
    ],
)
@pytest.mark.parametrize("width", [60.0, 130.0, 504.0])
def test_every_word_stands_on_a_line_that_fits(text: Text, width: float) -> None:
    lines = lines_of(text, STYLE, width)
    assert "".join(map(told, lines)).replace(" ", "") == "".join(run.text for run in text).replace(" ", "")
    assert all(wide(line) <= width + 1e-6 for line in lines)


def test_a_line_takes_every_word_that_still_fits() -> None:
    chance = random.Random(7)
    text = " ".join("a" * chance.randint(1, 9) for _ in range(300))
    lines = [told(line) for line in lines_of(words(text), STYLE, 200)]
    assert " ".join(lines) == text
    for line, following in pairwise(lines):
        assert fonts.widths(fonts.REGULAR)[f"{line} {following.split()[0]}"] * STYLE.size > 200


def test_runs_keep_their_faces_and_the_space_between_them() -> None:
    [line] = lines_of((Run("Why: ", bold=True), Run("plain words")), STYLE, 500)
    assert line.pieces == ((fonts.BOLD, "Why: "), (fonts.REGULAR, "plain words"))


def test_a_line_of_han_signs_does_not_begin_with_what_closes_a_phrase() -> None:
    for width in range(40, 200, 7):
        lines = lines_of(words("患者，左膝。疼痛（三年）；保守，治疗！无效：影像（王小明)" * 3), STYLE, width)
        assert not [line for line in lines if told(line)[0] in "，。、；：！）)"]


def test_a_long_name_is_broken_where_it_is_joined() -> None:
    lines = lines_of(words("cms-coverage search_national_coverage"), STYLE, 130)
    assert [told(line) for line in lines] == ["cms-coverage search_", "national_coverage"]


def test_a_written_line_stays_a_line_and_an_empty_one_too() -> None:
    assert [told(line) for line in lines_of(words("one\n\ntwo"), STYLE, 500)] == ["one", "", "two"]


def test_an_empty_text_is_one_empty_line() -> None:
    assert [told(line) for line in lines_of(words(""), STYLE, 500)] == [""]
