"""Lines from the right: joined letters, mirrored brackets, lines in reading order."""

from orchestrator.documents import fonts
from orchestrator.documents.blocks import words
from orchestrator.documents.rtl import drawn, runs_right_to_left, shaped, wrapped
from orchestrator.documents.typesetting import Style, lines_of

STYLE = Style(fonts.REGULAR, 9.5, 12.8)


def test_brackets_around_latin_words_still_enclose_them() -> None:
    line = drawn("حالة (HbA1c 8.4%) مستقرة", right=True)
    assert "(HbA1c 8.4%)" in line


def test_lines_are_wrapped_in_reading_order() -> None:
    text = "واحد اثنان ثلاثة أربعة خمسة ستة سبعة"
    lines = wrapped(text, 12, len)
    assert len(lines) > 1
    assert lines[0].startswith("واحد")
    assert " ".join(lines) == text


def test_latin_text_is_left_to_the_usual_layout() -> None:
    assert not runs_right_to_left("Nguyễn 王小明")
    assert runs_right_to_left("Dear علي")


def test_a_name_with_the_word_that_has_a_sign_of_its_own_is_drawn_letter_by_letter() -> None:
    name = "محمد عبد الله"
    assert all(face == fonts.REGULAR and "[U+" not in run for face, run in fonts.pieces(shaped(name)))


def test_signs_that_turn_the_direction_are_shown_and_turn_nothing() -> None:
    [line] = lines_of(words("محمد \u2066abc\u2069 \u202eعلي"), STYLE, 500)
    told = "".join(text for _, text in line.pieces)
    assert all(sign in told for sign in ("[U+2066]", "[U+2069]", "[U+202E]"))


def test_no_part_of_a_long_word_is_wider_than_its_line() -> None:
    word = "iiiiiiiiiiiiWWWWWWWWWWWWعليعليعلي" * 9
    for line in lines_of(words(word), STYLE, 90):
        assert sum(fonts.widths(face)[text] for face, text in line.pieces) * STYLE.size <= 90
        assert line.left >= 0


def test_each_written_line_runs_its_own_way() -> None:
    lines = lines_of(words("محمد علي\nMember ID: 7Q55\nواحد اثنان ثلاثة أربعة"), STYLE, 70)
    assert lines[0].left > 0
    assert next(line for line in lines if line.pieces[0][1].startswith("Member")).left == 0
    assert lines[-1].left > 0
    assert all(line.left >= 0 for line in lines)
