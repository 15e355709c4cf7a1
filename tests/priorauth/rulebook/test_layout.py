"""A rule file laid out anew says what it said, in lines a person can read."""

import pytest

from priorauth.rulebook import read_files, shipped_root
from priorauth.rulebook.layout import WIDTH, laid_out
from priorauth.rulebook.load import RuleFile
from priorauth.rulebook.markdown_sections import markdown_sections
from priorauth.rulebook.pieces import read_term

FILES = read_files([shipped_root()])
SPELLINGS = ", ".join(f"spelling number {n}" for n in range(40))


def said(text: str) -> list[list[str]]:
    return [[" ".join(block.text.split()) for block in section.blocks] for section in markdown_sections(text, 1)]


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.path)
def test_a_shipped_file_is_laid_out_as_it_should_be(file: RuleFile) -> None:
    assert laid_out(file.text) == file.text


@pytest.mark.parametrize(
    "words",
    [
        SPELLINGS,
        f"{SPELLINGS}; {SPELLINGS} | absent when: none seen, {SPELLINGS} | not when: {SPELLINGS}",
        f"({' or '.join(f'word {n}' for n in range(60))}) & (+ or - or > or 1. or # or * or = or ~)",
        "(" + " or ".join(["+", "-", "*", "1.", "2)", ">", "#", "|x", "=", "~"] * 12) + ") & pain",
        "x" * 400,
    ],
    ids=["many spellings", "absence and false friends", "a long choice", "nothing but marks", "one endless word"],
)
def test_a_long_term_laid_out_is_the_same_term_and_stays_as_it_is(words: str) -> None:
    text = f"## Terms\n\n- **long term**: {words}\n- **short**: one, two\n"
    anew = laid_out(text)
    assert said(anew) == said(text)
    assert laid_out(anew) == anew


def test_a_long_term_goes_on_over_lines_that_are_not_too_long() -> None:
    anew = laid_out(f"- **long term**: {SPELLINGS}; {SPELLINGS} | not when: {SPELLINGS}")
    assert max(map(len, anew.split("\n"))) <= WIDTH


def test_each_thing_and_the_false_friends_begin_a_line() -> None:
    lines = laid_out(f"- **long term**: {SPELLINGS}; other thing | absent when: none | not when: {SPELLINGS}").split(
        "\n"
    )
    assert lines[0] == "- **long term**:"
    assert "  other thing" in lines
    assert "  | absent when: none" in lines
    assert any(line.startswith("  | not when: spelling") for line in lines)


def test_a_term_over_several_lines_reads_as_on_one() -> None:
    one = f"**long term**: {SPELLINGS}; other thing | not when: {SPELLINGS}"
    block = markdown_sections(laid_out(f"- {one}"), 1)[0].blocks[0]
    assert read_term(block.text) == read_term(one)


def test_a_term_that_became_short_goes_back_to_one_line() -> None:
    assert laid_out("- **term**:\n  one, two;\n  three\n\nwords") == "- **term**: one, two; three\n\nwords"


def test_what_is_no_term_stays_as_it_is() -> None:
    text = "# Title\n\n- an item\n  that goes on\n\n> - quoted\n\n| a | b |\n|---|---|\n| " + "c " * 200 + "| d |\n"
    assert laid_out(text) == text
