"""What a plan lists for afterwards, an opinion that is still to be given, and blocks told in two sentences."""

import pytest

from priorauth.criteria import Status
from tests.reading.test_sure_of_it import status

BLOCK = "On August 31 I blocked the left L4 and L5 medial branches with bupivacaine: 7 to 1."


@pytest.mark.parametrize(
    ("policy", "row", "plain", "short"),
    [
        (
            "NCD 20.7",
            "C8",
            "Seen by the stroke neurologist on 10/29/26. NIHSS 0.",
            "Plan: stent 12/8/26. Overnight stay. NIHSS after the procedure and at 30 days by a neurologist.",
        ),
        (
            "NCD 20.7",
            "C8",
            "Plan: stent 12/8/26. NIHSS by a neurologist was 0 on 10/29/26, repeat after the procedure.",
            "Plan: stent 12/8/26. Stroke scale post-op by neurology.",
        ),
        (
            "NCD 240.1",
            "C23",
            "The pulmonologist, the thoracic surgeon and the anesthesiologist jointly approved surgery.",
            "The pulmonologist and the surgeon approved surgery; the anesthesiologist sees him later to give her view.",
        ),
        (
            "NCD 240.1",
            "C26",
            "The anesthesiologist examined him and approved surgery.",
            "The pulmonologist approved surgery; the anesthesiologist sees him on 11/30/2026 to give his opinion.",
        ),
    ],
)
def test_what_is_still_to_come_has_not_been(policy: str, row: str, plain: str, short: str) -> None:
    assert (status(policy, row, plain), status(policy, row, short) is Status.met) == (Status.met, False)


def test_two_blocks_in_two_sentences_have_their_days() -> None:
    assert status("L35936", "X11", f"{BLOCK} On September 8, the same nerves with lidocaine: 7 to 1.") is Status.not_met
    assert status("L35936", "X11", f"{BLOCK} On September 28, the same nerves with lidocaine: 7 to 1.") is None
    assert status("L35936", "X11", f"{BLOCK} On September 8 he was seen again: 7 to 6.") is None
