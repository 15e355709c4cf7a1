"""Lines from the right: joined letters, mirrored brackets, lines in reading order."""

from orchestrator.documents import fonts
from orchestrator.documents.pdf import _BODY  # pyright: ignore[reportPrivateUsage]
from orchestrator.documents.rtl import BidiParagraph, drawn, runs_right_to_left, shaped


def test_brackets_around_latin_words_still_enclose_them() -> None:
    line = drawn("حالة (HbA1c 8.4%) مستقرة", right=True)
    assert "(HbA1c 8.4%)" in line


def test_lines_are_wrapped_in_reading_order() -> None:
    paragraph = BidiParagraph("واحد اثنان ثلاثة أربعة خمسة ستة سبعة", _BODY)
    paragraph.wrap(60, 1000)
    assert paragraph.lines is not None
    assert len(paragraph.lines) > 1
    assert paragraph.lines[0].startswith("واحد")
    assert " ".join(paragraph.lines) == paragraph.text


def test_a_long_paragraph_splits_between_lines() -> None:
    paragraph = BidiParagraph("كلمة " * 200, _BODY)
    _, height = paragraph.wrap(100, 10_000)
    first, second = paragraph.split(100, height / 2)
    assert isinstance(first, BidiParagraph)
    assert isinstance(second, BidiParagraph)
    assert (first.lines or []) + (second.lines or []) == paragraph.lines


def test_latin_text_is_left_to_the_usual_layout() -> None:
    assert not runs_right_to_left("Nguyễn 王小明")
    assert runs_right_to_left("Dear علي")


def test_a_name_with_the_word_that_has_a_sign_of_its_own_is_drawn_letter_by_letter() -> None:
    name = "محمد عبد الله"
    assert all(face == fonts.REGULAR and "[U+" not in run for face, run in fonts.pieces(shaped(name)))


def test_each_written_line_runs_its_own_way() -> None:
    paragraph = BidiParagraph("محمد علي\nMember ID: 7Q55\nواحد اثنان ثلاثة أربعة", _BODY)
    paragraph.wrap(60, 1000)
    assert paragraph.rights[0]
    assert not paragraph.rights[(paragraph.lines or []).index("Member ID:")]
    assert paragraph.rights[-1]
