"""What stands beside a finding and takes nothing back of it, what is no bar, and what was spared by chance before."""

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import Status
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion
from priorauth.rulebook.case_facts import CaseFacts
from tests.reading.test_said_of_something_else import POLICIES, RULES, status

FAILED = "Physical therapy 07/20/2026 to 10/26/2026 (14 weeks) and naproxen since July: no lasting help.\n"
JERK = "Straight leg raise right at 40 degrees, ankle jerk absent on the right.\n"


@pytest.mark.parametrize(
    ("policy", "row", "text", "expected"),
    [
        # What is needed less, since something else helped, was no care that helped.
        ("L38765", "F5", "Ablation 08/2025: 80% relief for 10 months, off tramadol.\n" + FAILED, Status.met),
        ("L38765", "F5", "Ablation 08/2025: 80% relief, hydrocodone from 6 tablets to 1.\n" + FAILED, Status.met),
        ("L38765", "F5", FAILED + "NSAID hold n/a.", Status.met),
        ("L38765", "F5", FAILED + "Then naproxen gave 80% relief and he is content.", Status.insufficient),
        ("L38765", "F5", "Physical therapy 07/20/2026 to 10/26/2026 helped a lot, off tramadol.", Status.insufficient),
        ("L38765", "F5", "Tramadol was a great help; worse off tramadol.", Status.insufficient),
        # A complaint that is denied is no examination that was left out.
        ("L39015", "E9", JERK + "No groin numbness, bladder fine.", Status.met),
        ("L39015", "E9", JERK + "Denies numbness between the legs.", Status.met),
        ("L39015", "E9", "No groin numbness, bladder fine.", Status.insufficient),
        ("L39015", "E9", "Neurological exam not done today.", Status.not_met),
        # What follows from either answer is what the scan decides.
        ("NCD 220.6.17", "I5", "PET decides: nodes clean -> chemo, then esophagectomy; if spread -> no operation.",
         Status.met),
        ("NCD 220.6.17", "I5", "PET would have decided: no spread -> esophagectomy; if spread -> no operation.",
         Status.insufficient),
        ("NCD 220.6.17", "I5", "PET decides nothing; no operation in any case.", Status.insufficient),
        # What is to go back, or to be filled in, has not yet.
        ("L38385", "H13", "CPAP machine went back to the DME company 05/12/2026.", Status.met),
        ("L38385", "H13", "CPAP machine goes back to the DME company once the implant is in.", Status.insufficient),
        ("L36920", "S3", "Oswestry filled in today, 48%.", Status.met),
        ("L36920", "S3", "Oswestry went home with him to be filled in.", Status.insufficient),
        # Whose battery it is.
        ("NCD 20.4", "F1", "10/30/2026 the battery of the defibrillator is at its replacement time.", Status.met),
        ("NCD 20.4", "F1", "10/30/2026 the bedside monitor's battery is at its replacement time.", Status.insufficient),
    ],
)  # fmt: skip
def test_what_stands_beside_decides_only_what_it_is_about(policy: str, row: str, text: str, expected: Status) -> None:
    assert status(policy, row, text) is expected


def bar_speaks(policy_id: str, bar: str, text: str) -> bool:
    policy, asked = POLICIES[policy_id], POLICIES[policy_id].examples[0].request
    item = RequestedItem(code=asked.code, label=policy.title)
    context = ReadingContext(judged_on=asked.service_date, received_on=asked.service_date, items=(item,))
    note = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Office visit 11/03/2026\n\n{text}")
    question = RowQuestion(policy_id=policy.id, rows=policy.bars, terms=policy.terms, item=item)
    facts = CaseFacts(
        judged_on=asked.service_date, age=asked.age, sex=asked.sex, code=asked.code, modifiers=(), state=""
    )
    judged = RULES.judge(policy, read_rows([note], context, question).observations, facts)
    return any(a.row == bar for a in judged.assessments)


FIRST_BLOCK = "On August 31, 2026 I blocked the left medial branches, 8 to 1, 88% relief. "
BURNED = "After two blocks I burned the left medial branches in 02/2026. "


@pytest.mark.parametrize(
    ("policy", "bar", "text", "speaks"),
    [
        ("L38276", "X2", "Moderate to severe apnea, suitable for hypoglossal nerve stimulation.", False),
        ("L38276", "X2", "Risks discussed with her: bleeding, tongue weakness, hypoglossal nerve injury.", False),
        ("L38276", "X2", "The left hypoglossal nerve was severed at a neck dissection.", True),
        ("L38276", "X2", "Risks discussed; on exam tongue weakness.", True),
        ("L38276", "X2", "The risks are higher with her tongue weakness, discussed.", True),
        ("L38276", "X2", "Risks discussed, given the known hypoglossal palsy.", True),
        ("L36920", "X3", "MRI lumbar with and without contrast: scar that enhances in the epidural space.", False),
        ("L36920", "X3", "The epidural is done without contrast.", True),
        ("L38765", "X8", "Ablation 03/12/25 - 80% relief for ten months.", False),
        ("L38765", "X8", "Ablation 03/2025: 25% relief.", True),
        ("L38765", "X7", BURNED + "He had 75% relief.", False),
        ("L38765", "X7", BURNED + "A block on 10/12/2026 gave 75% relief.", True),
        ("L38765", "X7", "Block on 10/12/2026, ablation planned. He had 75% relief.", True),
        ("L38765", "X7", BURNED + "Later bupivacaine at the nerves 10/12/2026: 75% relief for 5 hours.", True),
        ("NCD 210.14", "X1", "He weighs 178 lb, the same as last fall.", False),
        ("NCD 210.14", "X1", "His weight has been falling for months.", True),
        ("NCD 220.6.17", "X4", "He refused any radiation, so the same drugs whatever it shows.", True),
        ("NCD 220.6.17", "X4", "He did not say the same treatment whatever it shows.", False),
        ("L34892", "X11", FIRST_BLOCK + "On September 8, 2026, "
         "the same nerves with lidocaine: 8 to 1, 85%.", True),
        ("L34892", "X11", FIRST_BLOCK + "On September 28, 2026, "
         "the same nerves with lidocaine: 8 to 1, 85%.", False),
    ],
)  # fmt: skip
def test_a_bar_speaks_of_what_it_names_and_of_nothing_alike(policy: str, bar: str, text: str, speaks: bool) -> None:
    assert bar_speaks(policy, bar, text) is speaks
