"""What a heading lends to the line under it: the one who signed to a deed, the throat to a total of dated episodes."""

import pytest

from agents.reading.sentences import find_sentences
from agents.reading.totals import total_of_the_list


def lines(text: str) -> list[str]:
    return [text[s.start : s.end] for s in find_sentences(text.lower(), text)]


@pytest.mark.parametrize(
    "text",
    [
        "CARDIAC SURGERY, Dr. Vosburgh, 10/29/26\nExamined the patient in my office.",
        "Dr. Ames, cardiac surgery 10/20/26\nI examined her today.",
        "Interventional cardiology, Dr. Roy, 10/14/26\nSeen and examined in clinic.",
    ],
)
def test_a_deed_belongs_to_who_signed_the_line_above(text: str) -> None:
    assert len(lines(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "CARDIAC SURGERY\nExamined by cardiology only.",
        "Cardiac surgery, Dr. Bell, 10/22/26\nFilms looked at; visit is booked for 12/2.",
        "Referred to cardiac surgery: Dr. Bell, 10/22/26\nSeen by cardiology.",
    ],
)
def test_other_lines_stay_apart(text: str) -> None:
    assert len(lines(text)) > 1


@pytest.mark.parametrize(
    ("head", "total", "count"),
    [
        ("throat infections in our chart:", "That is eight in twelve months.", 8),
        ("tonsillitis, dates:", "Total: 7 episodes in the past year.", 7),
        ("ear infections in our chart:", "That is eight in twelve months.", None),
        ("throat infections in our chart:", "That is eight shifts missed.", None),
    ],
)
def test_a_total_counts_what_heads_the_list(head: str, total: str, count: float | None) -> None:
    text = f"{head}\n- 1/6/26 exudate\n{total}"
    spans = [(s.start, s.end) for s in find_sentences(text.lower(), text)]
    found = total_of_the_list(text.lower(), spans[-1], spans[:-1])
    assert (found and found[2]) == count
