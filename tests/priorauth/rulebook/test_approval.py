"""The approve-when line in three-valued logic, and which rows decide."""

from itertools import product

import pytest

from priorauth.criteria import Status
from priorauth.errors import RuleMistake
from priorauth.rulebook.approval import decisive_rows, evaluate, parse_approval, rows_of

MET, NOT, UNKNOWN = Status.met, Status.not_met, Status.insufficient
LETTERS = {"M": MET, "N": NOT, "U": UNKNOWN}


def statuses(letters: str) -> dict[str, Status]:
    return {f"C{n}": LETTERS[letter] for n, letter in enumerate(letters, 1)}


@pytest.mark.parametrize(
    ("line", "letters", "result"),
    [
        ("C1 and C2", "MM", MET),
        ("C1 and C2", "MU", UNKNOWN),
        ("C1 and C2", "UN", NOT),
        ("C1 or C2", "UM", MET),
        ("C1 or C2", "UN", UNKNOWN),
        ("C1 or C2", "NN", NOT),
        ("C1 or (C2 and C3)", "NMU", UNKNOWN),
        ("C1 and (C2 or C3)", "MNM", MET),
        ("at least 2 of (C1, C2, C3)", "MUM", MET),
        ("at least 2 of (C1, C2, C3)", "MUN", UNKNOWN),
        ("at least 2 of (C1, C2, C3)", "MNN", NOT),
        ("at least 2 of (C1, C2 and C3, C4)", "MMUM", MET),
        ("C1", "U", UNKNOWN),
    ],
)
def test_an_unknown_row_leaves_the_whole_unknown_unless_another_path_is_satisfied(
    line: str, letters: str, result: Status
) -> None:
    assert evaluate(parse_approval(line), statuses(letters)) is result


@pytest.mark.parametrize(
    ("line", "letters", "decisive"),
    [
        ("C1 or (C2 and C3)", "MMM", "C1"),
        ("C1 or (C2 and C3)", "MUU", "C1"),
        ("C1 or (C2 and C3)", "UMM", "C2 C3"),
        ("C1 or (C2 and C3)", "UUU", "C1"),
        ("C1 or (C2 and C3)", "UMU", "C1"),
        ("C1 or (C2 and C3)", "NMU", "C2 C3"),
        ("C1 or (C2 and C3)", "NUU", "C2 C3"),
        ("C1 or (C2 and C3)", "NNU", "C1"),
        ("C1 and C2", "MN", "C1 C2"),
        ("at least 2 of (C1, C2, C3)", "UMM", "C2 C3"),
        ("at least 2 of (C1, C2, C3)", "NUM", "C2 C3"),
        ("C3 and (C1 or C2)", "NUM", "C2 C3"),
    ],
)
def test_only_rows_of_the_satisfied_or_nearest_failing_path_are_decisive(
    line: str, letters: str, decisive: str
) -> None:
    assert decisive_rows(parse_approval(line), statuses(letters)) == frozenset(decisive.split())


def test_the_decisive_rows_alone_carry_the_result() -> None:
    approval = parse_approval("C1 and (C2 or (C3 and C4)) or at least 2 of (C2, C3, C4)")
    for letters in product("MNU", repeat=4):
        known = statuses("".join(letters))
        decisive = decisive_rows(approval, known)
        if evaluate(approval, known) is MET:
            assert all(known[row] is MET for row in decisive)
        else:
            assert any(known[row] is not MET for row in decisive)


def test_the_rows_of_a_line_come_in_the_order_written() -> None:
    assert list(rows_of(parse_approval("C4 and C5 and (C1 or (C2 and C3))"))) == ["C4", "C5", "C1", "C2", "C3"]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "C1 and",
        "C1 C2",
        "(C1 or C2",
        "C1)",
        "C1 & C2",
        "maybe",
        "at least 3 of (C1, C2)",
        "at least 2 of C1",
        "at least 0 of (C1)",
        "not C1",
    ],
)
def test_a_line_that_is_no_rule_is_refused(line: str) -> None:
    with pytest.raises(RuleMistake):
        parse_approval(line)
