"""Honest words that only look like a bar, and the same words where the bar is shown."""

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.codes import side_of
from priorauth.facts import Side
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion
from priorauth.rulebook.case_facts import CaseFacts
from priorauth.rulebook.load import load_rulebook

RULES = load_rulebook()
POLICIES = {p.id: p for p in RULES.policies}


def speaks(policy_id: str, bar: str, text: str) -> bool:
    """Whether a bar of a policy finds anything in a note that is about the policy's first example."""
    policy, asked = POLICIES[policy_id], POLICIES[policy_id].examples[0].request
    modifier = side_of(asked.modifiers)
    side = Side(modifier.value) if modifier else None
    item = RequestedItem(code=asked.code, label=policy.title, sides=(side,) if side else ())
    context = ReadingContext(
        judged_on=asked.service_date, received_on=asked.service_date, patient_sex=asked.sex, items=(item,)
    )
    note = Document(
        document_id=1, kind=DocumentKind.note, title="Clinical notes", text=f"Office visit 11/03/2026\n\n{text}"
    )
    question = RowQuestion(policy_id=policy.id, rows=policy.bars, terms=policy.terms, item=item)
    facts = CaseFacts(
        judged_on=asked.service_date, age=asked.age, sex=asked.sex, code=asked.code, modifiers=(), state="", side=side
    )
    found = RULES.judge(policy, read_rows([note], context, question).observations, facts)
    return any(a.row == bar for a in found.assessments)


@pytest.mark.parametrize(
    ("policy", "bar", "honest", "shown"),
    [
        (
            "NCD 160.7",
            "X1",
            "SCS trial 10/05/2026 to 10/12/2026: 70% relief of leg pain.",
            "SCS trial 10/05/2026 to 10/12/2026: 10% relief of leg pain.",
        ),
        (
            "NCD 160.7",
            "X1",
            "Trial: percutaneous leads, October 20 to 27, pain down from 8 to 2.",
            "Trial: percutaneous leads, pain down by 20 percent.",
        ),
        (
            "L38276",
            "X4",
            "He has no neuromuscular disease, severe lung or valve disease, or heart failure.",
            "He has no neuromuscular disease, severe valve disease on the echo.",
        ),
        (
            "L38276",
            "X3",
            "Not present: nerve disease, tongue weakness, COPD severe, pulmonary HTN, valve disease.",
            "Findings: tongue weakness, severe pulmonary hypertension.",
        ),
        (
            "L33930",
            "X2",
            "MRI: facet degeneration; compression fracture, tumor, infection and scoliosis all absent.",
            "MRI: facet degeneration, compression fracture; tumor, infection and scoliosis all absent.",
        ),
        (
            "NCD 160.24",
            "X1",
            "The specialist looked for MSA and PSP and ruled both out.",
            "The specialist found MSA and ruled a stroke out.",
        ),
        ("L33575", "X1", "Pregnant? no, menopausal.", "Pregnant? yes, ten weeks."),
        ("L33575", "X1", "Pregnant? No.", "Pregnant? No one has tested her."),
        (
            "L33718",
            "X3",
            "CPAP download to 9/30/2026: 96% of nights, residual AHI 19 at 17 cm.",
            "CPAP download to 9/30/2026: 46% of nights, residual AHI 3 at 17 cm.",
        ),
        ("L33718", "X3", "Nine nights in ten were over four hours.", "Five nights in ten were over four hours."),
        (
            "NCD 240.1",
            "X1",
            "DLCO 9.1, 35% of predicted, on 10/05/2026.",
            "DLCO 3.1, 15% of predicted, on 10/05/2026.",
        ),
        (
            "L39909",
            "X3",
            "Diary reviewed line by line: headache on 21 days a month, each month looks the same.",
            "Botox for the forehead lines, she wants to look younger.",
        ),
        ("NCD 20.36", "X2", "Neg for MI, CVA in past 6 mo.", "Neg for DVT; CVA last month."),
        (
            "CHK-LUNG-BIOPSY-BRONCHOSCOPIC",
            "X3",
            "Vitals: BP 132/78, HR 76, O2 sat 94% on room air at rest.",
            "Vitals: BP 132/78, HR 96, O2 sat 79% on room air at rest.",
        ),
        (
            "NCD 190.11",
            "X2",
            "Warfarin since 2/2024 (DOACs out, eGFR 18).",
            "Warfarin until 2/2024, now a DOAC, apixaban 5 mg.",
        ),
        (
            "L39506",
            "X3",
            "Purpose is breathing only, since she is happy with how she looks.",
            "She breathes freely and is unhappy with the look of her nose.",
        ),
        ("L38276", "X3", "Echo 06/2026: EF 60%, RVSP 24.", "Echo 06/2026: EF 60%, RVSP 62."),
        ("L38387", "X3", "EF 65%, valves normal, PASP 24 mmHg.", "EF 65%, valves normal, PASP was 68 mmHg."),
        ("L33930", "X8", "No RFA in last 12 mo.", "No lasting relief from the RFA in June."),
        ("L38201", "X4", "Nothing pressing on the cord.", "A fragment pressing on the cord."),
        ("L38201", "X4", "Plt 231  25-OH D 24  Cr 0.9", "Plt 120 in May, 24 today."),
        ("L38201", "X4", "INR 1.0, Plt 231, age 82.", "INR 1.0, Plt 31."),
        ("L36575", "X5", "Hips pain-free.", "Pain-free now with the brace."),
        (
            "L34998",
            "X1",
            "Cochlear implant  N     Aneurysm clip/coil  N     Pacer  N",
            "Cochlear implant  N     Aneurysm clip/coil  Y     Pacer  N",
        ),
        (
            "L38773",
            "X13",
            "MBB #2 10/6/26: 85% relief x 3 h per pain diary, scanned in.",
            "MBB #2 10/6/26: goal 85% relief x 3 h, pain diary not back.",
        ),
    ],
)
def test_honest_words_are_no_bar(policy: str, bar: str, honest: str, shown: str) -> None:
    assert not speaks(policy, bar, honest)
    assert speaks(policy, bar, shown)
