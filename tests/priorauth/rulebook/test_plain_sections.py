"""The quick reader of rule files against the markdown parser: it says the same, or nothing."""

import random

import pytest

from priorauth.rulebook.book import RuleFile
from priorauth.rulebook.load import read_files, shipped_root
from priorauth.rulebook.markdown_sections import markdown_sections
from priorauth.rulebook.plain_sections import plain_sections

FILES = read_files([shipped_root()])
ORDINARY = (
    *("", "", "   ", "Words of a paragraph.", "more words  ", "words | with a bar", "**Approve when:** C1 and C2"),
    *("# Title", "## Criteria", "### Deep  ", "#  Wide", "- item", "- **term**: one, two; three", "- C1: MET", "-none"),
    *("> quote", ">quote", "*emphasis*", "2026 was a year", "1.5 mg", "\\# no", "&amp;", "| a | b |\n|---|---|"),
    *("| a | b |\n|---|---|\n| c | d |", "|a|b|c|  \n| :-- | --: |:-:|  \n|c||\n||\n| c | d | e | f |\n| c", "|"),
)
ODD = (
    *("####### seven", "#none", "## closed ##", "##", "## ", " ", "- ", "-", "-  wide", "- - nested", "- 1. nested"),
    *("- # nested", "- > nested", "- | nested", "- ```", "- [ ] task", "- <b>", "- ---", "* star", "+ plus", "-- two"),
    *(">", "> ", ">  wide", "> - nested", "> # nested", "> > nested", "> | a | b |", "> ---", "> 1. nested", "> ```"),
    *("|---|---|", "|---|", "| one |", "| a \\| b |\n|---|", "| `a | b` |\n|---|---|", "a | b\n--- | ---", "|---|---"),
    *("| a |\n| :-: |\n- item", "| a |\n|---|\n> quote", "| a |\n|---|\nwords", "| a |\n|---|\n# Title", "||\n||"),
    *(
        "1. first",
        "2. second",
        "10) tenth",
        "---",
        "===",
        "***",
        "- - -",
        "_ _ _",
        "--",
        "=",
        ":-:",
        "  two",
        "    four",
    ),
    *("\ttab", "  - nested", "  | a | b |", "```", "~~~", "<div>", "<!-- said -->", "</p>", "[name]: https://a.org"),
    *("[name]", "a\x0bb", "a\u00a0b", "\u00a0", "a\u2028b", "a\x00b", "a\rb", "\u200b", "\ufeff# Title"),
)
LINES = (*ORDINARY, *ODD)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.path)
def test_a_shipped_file_reads_the_same_both_ways(file: RuleFile) -> None:
    assert plain_sections(file.text, 7) in (None, markdown_sections(file.text, 7))
    body = file.text.split("\n---\n", 1)[-1]
    assert plain_sections(body, 7) in (None, markdown_sections(body, 7))


def test_nearly_all_shipped_files_are_read_the_quick_way() -> None:
    bodies = [f.text.split("\n---\n", 1)[-1] for f in FILES]
    assert sum(plain_sections(body, 1) is not None for body in bodies) > 0.9 * len(bodies)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_lines_stand_together_the_quick_way_says_the_same_or_nothing(seed: int) -> None:
    draw = random.Random(seed)
    read = 0
    for number in range(600):
        lines = draw.choices(ORDINARY, k=draw.randint(1, 9))
        if number % 3 == 0:
            lines.insert(draw.randint(0, len(lines)), draw.choice(ODD))
        text = "\n".join(lines)
        quick = plain_sections(text, 3)
        read += quick is not None
        assert quick in (None, markdown_sections(text, 3)), repr(text)
    assert read > 100


@pytest.mark.parametrize(
    "further", ["  goes on", "  | goes on", "  - nested", "  ", "   three", "  | a | b |", "  > said", "  1. one"]
)
def test_whatever_an_item_goes_on_with_the_quick_way_says_the_same_or_nothing(further: str) -> None:
    for after in (*LINES, "  and on", "  | --- |", "  |---|---|"):
        text = f"- item\n{further}\n{after}\n- next"
        assert plain_sections(text, 1) in (None, markdown_sections(text, 1)), repr(text)


def test_an_item_over_several_lines_is_read_the_quick_way() -> None:
    text = "- **term**:\n  one, two;\n  three\n  | not when: four\n- **other**: five"
    assert plain_sections(text, 1) == markdown_sections(text, 1)


@pytest.mark.parametrize("first", LINES)
def test_whatever_line_follows_another_the_quick_way_says_the_same_or_nothing(first: str) -> None:
    for second in LINES:
        for text in (f"{first}\n{second}", f"words\n{first}\n{second}\nwords"):
            assert plain_sections(text, 1) in (None, markdown_sections(text, 1)), repr(text)
