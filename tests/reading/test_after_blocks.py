"""What diagnostic blocks gave is read from two scores, from shares and from fractions, and on which days they were."""

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import Status
from priorauth.facts import Quantity
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion
from priorauth.rulebook.case_facts import CaseFacts
from priorauth.rulebook.load import load_rulebook
from priorauth.rulebook.weighing import value_stands_in

RULES = load_rulebook()
POLICIES = {p.id: p for p in RULES.policies}
FACET, SACROILIAC = "L34892", "L36000"


def statuses(policy_id: str, text: str) -> dict[str, Status]:
    """What every row and bar of a policy comes to for a note."""
    policy = POLICIES[policy_id]
    asked = policy.examples[0].request
    item = RequestedItem(code=asked.code, label=policy.title)
    context = ReadingContext(
        judged_on=asked.service_date, received_on=asked.service_date, patient_sex=asked.sex, items=(item,)
    )
    note = Document(
        document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Office visit 11/03/2026\n\n{text}"
    )
    rows = (*policy.rows, *policy.bars)
    question = RowQuestion(policy_id=policy.id, rows=rows, terms=policy.terms, item=item)
    facts = CaseFacts(
        judged_on=asked.service_date, age=asked.age, sex=asked.sex, code=asked.code, modifiers=(), state=""
    )
    found = RULES.judge(policy, read_rows([note], context, question).observations, facts)
    return {a.row: a.status for a in found.assessments}


@pytest.mark.parametrize(
    "text",
    [
        "Diagnostic medial branch block L3-4, L4-5 on 8/12/26 with bupivacaine. Pain went from 9/10 to 1/10 for a day.",
        "MBB L3-4/L4-5 8/12/26: 9/10 to 1/10 for 4 h.",
        "First medial branch block 08/12/2026. Pain before 9, after 1. Second on 09/16/2026, pain before 7, after 1.",
        "Medial branch blocks L3-4 and L4-5. NRS 9 -> 1 for four hours each time.",
        "The medial branches at L3-4 were numbed with lidocaine on 8/12. She went from a nine to a one that evening.",
        "The medial branches at L3-4 were numbed on 8/12. The first took it away, 88 percent by her log.",
        "Facet blocks L3-5:\n- 8/12/26: pre 9/10, post 1/10, 4 h\n- 9/16/26: pre 7/10, post 1/10, 5 h",
        "Blocks (medial branch L2, L3):\n 1st 8/12/2026 - 9/10 to 1/10 for 4 h\n 2nd 9/16/2026 - 7/10 to 1/10 for 5 h",
        "Medial branch block 8/12/26. NRS before 9, thirty minutes after 1.",
        "Medial branch block 8/12/26. Pain one out of ten afterwards, nine before.",
        "Medial branch block 8/12/26 L3-4. Pain 1/10 after (9/10 before).",
        "Medial branch block 8/12/26. Her pain fell by 85 percent for four hours.",
        "Medial branch block 8/12/26. She put the relief at 90 percent.",
        "Medial branch block L3-4 8/12/26, pain was 9 beforehand and 1 for the rest of the afternoon.",
        "After the first medial branch block (8/12/26) the pain dropped from 9 to 1 for six hours.",
        "| Block | Date | Pre | Post | Lasted |\n| MBB 1, lidocaine | 8/12/26 | 9/10 | 1/10 | 3 h |",
        "Two medial branch blocks were done. Each took the pain from 9 to 1 for hours.",
        "Medial branch block 8/12/26. Four fifths of the pain gone for six hours.",
        "Medial branch block 8/12/26; pain 9 out of 10 before and zero out of ten for four hours after.",
    ],
)
def test_what_a_block_took_from_the_pain_is_read_however_it_is_told(text: str) -> None:
    assert statuses(FACET, text)["R1"] is Status.met


@pytest.mark.parametrize(
    "text",
    [
        "Medial branch block 8/12/26. Pain went from 9/10 to 4/10.",
        "Epidural 8/12/26. Pain went from 9/10 to 1/10.",
        "Medial branch block is planned. Pain went from 9/10 to 1/10 with therapy.",
        "Medial branch block planned for 12/1. He hopes to go from 9/10 to 1/10.",
        "Medial branch block 8/12/26. Pain 9 before.",
        "Medial branch block 8/12/26. Pain 1 before, 9 after.",
        "Medial branch block 8/12/26. Oswestry went from 9 to 1.",
        "Medial branch block 8/12/26. Tablets went from 9 to 1 a day.",
        "Her sister had a medial branch block. Her pain went from 9 to 1.",
        "Medial branch block 8/12/26 with unclear result. Then duloxetine took the pain from 9 to 1.",
        "Medial branch block 8/12/26. Ablation on 9/16/26 took the pain from 9 to 1.",
        "Medial branch block: patients usually go from 9 to 1.",
        "The plan requires a medial branch block with pain from 9 to 1.",
        "Medial branch block 8/12/26. A drop of 80 percent is needed to go on.",
        "Never had a medial branch block. He went from a nine to a one with meloxicam.",
        "Medial branch block 8/12/26 was cancelled. From 9 to 1 over the month.",
        "Knee genicular block: pain 9 to 1.",
        "Medial branch block done 8/12/26, result not recorded. Pain now 1, was 9 in spring.",
        "Medial branch block 8/12/26. After the hip injection pain fell from 9 to 1.",
        "Medial branch block 8/12/26. Less than four fifths of the pain gone.",
        "Medial branch block 8/12/26. Pain in the knee went from 9 to 1.",
        "Medial branch block 8/12/26. Pain ranges from 9 to 1 through the day.",
        "Medial branch block 8/12/26. Pain 9 before; 1 at rest in bed at night.",
    ],
)
def test_other_falls_goals_and_blocks_not_done_are_no_relief_of_a_block(text: str) -> None:
    assert statuses(FACET, text)["R1"] is not Status.met


def test_a_small_fall_after_a_block_speaks_against_approval() -> None:
    told = "Medial branch block 8/12/26 with bupivacaine. Pain went from 9/10 to {}/10 for four hours."
    assert statuses(FACET, told.format(5)).get("X7") is Status.not_met
    assert statuses(FACET, told.format(1)).get("X7") is not Status.not_met


@pytest.mark.parametrize(
    "text",
    [
        "Blocks, both right SI joint, contrast, local anesthetic: 8/5/26 pain 9 before, 1 after for an hour. "
        "8/26/26 pain 7 before, 1 after for two hours.",
        "Right SI joint injection under fluoroscopy 8/5/26. Pain dropped from nine to one within half an hour.",
        "Right sacroiliac injections with contrast. First 8/5/26: 9 down to 1. Second 8/26/26: 7 down to 1.",
    ],
)
def test_falls_after_blocks_of_the_sacroiliac_joint_are_read(text: str) -> None:
    assert statuses(SACROILIAC, text)["S13"] is Status.met


@pytest.mark.parametrize(
    ("policy", "row", "text"),
    [
        (SACROILIAC, "S14", "Blocks, right SI joint: 8/5/26 pain 9 before, 1 after. 8/26/26 pain 7 before, 1 after."),
        (
            SACROILIAC,
            "S14",
            "Right SI joint blocks:\n 1st  8/5/2026 - 9/10 to 1/10 for 3 h; hung the wash. Back to 9 next morning.\n"
            " 2nd  8/26/2026 - 7/10 to 1/10 for 5 h.",
        ),
        (
            FACET,
            "R3",
            "| Block | Date | Pre | Post |\n| MBB 1 | 8/5/26 | 9/10 | 1/10 |\n| MBB 2 | 8/26/26 | 7/10 | 1/10 |",
        ),
        (FACET, "R3", "The medial branches were blocked twice, on 8/5/26 and three weeks later on 8/26/26."),
    ],
)
def test_entries_that_begin_with_their_days_tell_two_blocks(policy: str, row: str, text: str) -> None:
    assert statuses(policy, text)[row] is Status.met


@pytest.mark.parametrize(
    ("policy", "row", "text"),
    [
        (SACROILIAC, "S14", "Right SI joint injection 8/5/26: 9 to 1. Seen 8/26/26, pain 7."),
        (SACROILIAC, "S14", "Right SI joint injection 8/5/2026. Another planned 8/26/2026."),
        (SACROILIAC, "S14", "One right SI joint injection 8/5/2026; MRI 8/26/2026."),
        (
            FACET,
            "R3",
            "Medial branch blocks:\n 8/5/2026 - 9/10 to 1/10\n 8/26/2026 - seen in clinic, pain 9/10 to 7/10",
        ),
        (FACET, "R3", "Medial branch block 8/5/26; the next is scheduled for 12/1/26."),
        (
            FACET,
            "R3",
            "| Block | Date | Pre | Post |\n| MBB | 8/5/26 | 9/10 | 1/10 |\n| visit | 8/26/26 | 7/10 | 6/10 |",
        ),
    ],
)
def test_a_visit_a_plan_and_a_study_are_no_second_block(policy: str, row: str, text: str) -> None:
    assert statuses(policy, text)[row] is not Status.met


def test_blocks_less_than_two_weeks_apart_by_their_dates_speak_against_approval() -> None:
    told = "Medial branch blocks:\n- 8/5/2026: 9/10 to 1/10 for 3 h\n- {}: 7/10 to 1/10 for 5 h"
    assert statuses(FACET, told.format("8/12/2026")).get("X11") is Status.not_met
    assert statuses(FACET, told.format("8/26/2026")).get("X11") is not Status.not_met


def test_a_share_must_come_from_figures_of_its_quote() -> None:
    share = Quantity(low=87.5, high=87.5, unit="%")
    assert value_stands_in("from an eight to a one", share, "diagnostic block relief")
    assert not value_stands_in("from an eight to a two", share, "diagnostic block relief")
    assert value_stands_in("four fifths of it", Quantity(low=80, high=80, unit="%"), "diagnostic block relief")
    assert not value_stands_in("two thirds of it", Quantity(low=80, high=80, unit="%"), "diagnostic block relief")
