"""The side of a request that names none: the one its own record orders the code for, and no other."""

import pytest

from agents.runtime.context import requested_side, told_side
from priorauth.case import Document, DocumentKind, Item
from priorauth.codes import Side

ITEM = Item(sequence=1, code="63030")


def note(text: str) -> list[Document]:
    return [Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)]


def test_the_order_for_the_code_tells_the_side() -> None:
    text = "Right side normal. Plan: left L4-L5 microdiscectomy (63030)."
    assert told_side(ITEM, note(text)) is Side.left


@pytest.mark.parametrize(
    "text",
    ["Left leg pain. Plan: microdiscectomy (63030).", "Plan: left discectomy 63030.\nRight discectomy 63030 next."],
)
def test_no_side_or_two_sides_in_the_order_tell_none(text: str) -> None:
    assert told_side(ITEM, note(text)) is None


def test_a_joint_already_replaced_does_not_name_the_side() -> None:
    titles = ("Unilateral primary osteoarthritis, right knee", "Presence of left artificial knee joint")
    assert requested_side(ITEM, titles) is Side.right
