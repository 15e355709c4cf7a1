"""What a measure was before a treatment and is under it, however the two figures are told."""

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import Status
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion
from priorauth.rulebook.case_facts import CaseFacts
from priorauth.rulebook.load import load_rulebook

RULES = load_rulebook()
POLICIES = {p.id: p for p in RULES.policies}


def status(policy_id: str, row: str, text: str) -> Status:
    policy = POLICIES[policy_id]
    asked = policy.examples[0].request
    item = RequestedItem(code=asked.code, label=policy.title)
    context = ReadingContext(
        judged_on=asked.service_date, received_on=asked.service_date, patient_sex=asked.sex, items=(item,)
    )
    note = Document(
        document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Office visit 11/03/2026\n\n{text}"
    )
    question = RowQuestion(policy_id=policy.id, rows=policy.rows, terms=policy.terms, item=item)
    facts = CaseFacts(
        judged_on=asked.service_date, age=asked.age, sex=asked.sex, code=asked.code, modifiers=(), state=""
    )
    found = RULES.judge(policy, read_rows([note], context, question).observations, facts)
    return next(a.status for a in found.assessments if a.row == row)


@pytest.mark.parametrize(
    ("policy", "row", "text"),
    [
        ("L39909", "C2", "Before Botox she had 22 headache days monthly, currently seven."),
        ("L39909", "C2", "24 headache days a month before Botox, nine now."),
        ("L39909", "C2", "HA days: pre 22/mo, post 8/mo."),
        ("L39909", "C2", "|  | before | now |\n| headache days | 22 | 8 |"),
        ("L39909", "C2", "Headache days: baseline 22/mo, current 9/mo."),
        ("L39909", "C2", "She has gone from 22 headache days a month to 9."),
        ("L39909", "C2", "On Botox her headache days dropped to 9 a month from 22."),
        ("L39909", "C3", "Migraine days 14 a month before treatment, 5 a month after."),
        ("L34892", "S4", "After the RFA of 3/10/2025 Oswestry fell from 52 to 24."),
        ("L39909", "C3", "She was having 15 migraine days each month and now has three."),
        ("L39909", "C6", "She had ten migraine attacks a month before Botox, three a month since."),
        ("NCD 240.9", "K6", "Arterial pCO2 before the machine was 70; it is now 51."),
        ("NCD 240.9", "K6", "Carbon dioxide dropped from 70 to 52 mmHg."),
        ("CHK-LUNG-BIOPSY-CT", "N2", "Repeat CT shows she has gone from 10 to 17 millimetres in the same nodule."),
    ],
)
def test_the_figure_before_and_the_figure_now_are_compared(policy: str, row: str, text: str) -> None:
    assert status(policy, row, text) is Status.met


@pytest.mark.parametrize(
    ("policy", "row", "text"),
    [
        ("L39909", "C2", "Headache days 22 before; the goal is 8 now."),
        ("L39909", "C2", "Before Botox she had 12 headache days monthly, currently nine."),
        ("L39909", "C2", "Headache days 22 now, were 8 before."),
        ("L39909", "C2", "She has gone from 22 headache days a month to 15."),
        ("L39909", "C2", "On Botox her headache days rose to 22 a month from 9."),
        ("L39909", "C2", "Headache days 22 a month before toxin; migraine days 9 a month now."),
        ("L39909", "C4", "MIDAS rose from 18 to 62 since Botox."),
        ("L34892", "S4", "After the RFA of 3/10/2025 Oswestry rose from 24 to 52."),
        ("L39909", "C2", "|  | before | goal |\n| headache days | 22 | 8 |"),
        ("L39909", "C2", "|  | now | before |\n| headache days | 22 | 8 |"),
        ("NCD 240.9", "K6", "Arterial pCO2 now 70; it was 51 before."),
        ("CHK-LUNG-BIOPSY-CT", "N2", "The nodule was 12 mm before and is now 12 mm."),
    ],
)
def test_a_goal_a_small_change_and_the_wrong_way_round_are_no_change(policy: str, row: str, text: str) -> None:
    assert status(policy, row, text) is not Status.met
