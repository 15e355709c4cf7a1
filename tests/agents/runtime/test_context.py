"""What a reader is told of a request before it reads."""

import pytest

from agents.runtime.context import requested_side
from priorauth.case import Item
from priorauth.codes import Side


@pytest.mark.parametrize(
    ("modifiers", "titles", "side"),
    [
        (("RT",), (), Side.right),
        (("RT",), ("Unilateral primary osteoarthritis, left knee",), Side.right),
        ((), ("Unilateral primary osteoarthritis, left knee",), Side.left),
        ((), ("Pain in right knee", "Unilateral primary osteoarthritis, left knee"), None),
        ((), ("Essential (primary) hypertension",), None),
    ],
)
def test_the_side_is_the_modifiers_else_the_one_that_all_sided_diagnoses_share(
    modifiers: tuple[str, ...], titles: tuple[str, ...], side: Side | None
) -> None:
    assert requested_side(Item(sequence=1, code="27447", modifiers=modifiers), titles) is side
