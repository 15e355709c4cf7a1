"""The index of policies that are known and not held: one home, read by the rulebook, checked line by line."""

import pytest

from priorauth.findings import PolicyKind
from priorauth.rulebook import load_rulebook
from priorauth.rulebook.known import compile_index
from priorauth.rulebook.pages import read_page

PAGE = """---
id: known-policies
---

## Policies

| id | kind | title | codes | jurisdiction | certainty |
|---|---|---|---|---|---|
{row}
"""


def test_the_shipped_index_is_part_of_the_rules() -> None:
    rules = load_rulebook()
    facet = next(one for one in rules.known if one.id == "L38801")
    assert (facet.kind, facet.codes, facet.areas) == (PolicyKind.lcd, ("64490-64495", "64633-64636"), "A/B MAC JE")
    assert not {one.id for one in rules.known} & {policy.id for policy in rules.policies}


def test_a_policy_of_an_uncaptured_contractor_says_where_it_may_be_of() -> None:
    known, complaints = compile_index(read_page("f", PAGE.format(row="| L1 | LCD | X | 27130 | one of: all | seen |")))
    assert complaints == []
    assert (known[0].uncertain_place, known[0].areas) == (True, "all")


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("| L1 | LCD | X | 2713 | A/B MAC JE | seen |", "no code"),
        ("| L1 | LCD | X | 27130 | Ohio | seen |", "no area"),
        ("| L1 | LCD | X | 27130 | national | seen |", "binds in an area"),
        ("| L1 | LSD | X | 27130 | A/B MAC JE | seen |", "did you mean"),
        ("| L1 | LCD |  | 27130 | A/B MAC JE | seen |", "is empty"),
        ("| L1 | LCD | X | 27130 | A/B MAC JE | a |\n| L1 | LCD | X | 27130 | A/B MAC JE | a |", "twice"),
    ],
)
def test_a_row_that_cannot_be_read_is_told_with_its_line(row: str, word: str) -> None:
    _, complaints = compile_index(read_page("index.md", PAGE.format(row=row)))
    assert [word in one.message.casefold() for one in complaints] == [True]
    assert complaints[0].file == "index.md"
