"""The examples of the shipped policies and checklists, read by the embedded reader and judged by the rulebook."""

from collections.abc import Iterator

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.codes import side_of
from priorauth.criteria import SlotCheck, Status
from priorauth.facts import Side
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion
from priorauth.rulebook.case_facts import CaseFacts
from priorauth.rulebook.load import load_rulebook
from priorauth.rulebook.policy import Example, Policy

RULES = load_rulebook()
SILENT = "no assessment"


def judged(policy: Policy, example: Example) -> dict[str, str]:
    """The status of each row and of each bar that spoke."""
    asked = example.request
    modified = side_of(asked.modifiers)
    side = Side(modified.value) if modified else None
    service = RULES.services.of(asked.code)
    item = RequestedItem(
        code=asked.code,
        label=service.label if service else policy.title,
        names=service.names if service else (),
        site=service.site if service else "",
        sides=(side,) if side else (),
    )
    context = ReadingContext(
        judged_on=asked.service_date,
        received_on=asked.service_date,
        patient_sex=asked.sex,
        items=(item,),
        diagnosis_codes=asked.diagnoses,
    )
    note = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=example.note)
    rows = policy.rows + policy.bars
    reading = read_rows([note], context, RowQuestion(policy_id=policy.id, rows=rows, terms=policy.terms, item=item))
    facts = CaseFacts(
        judged_on=asked.service_date,
        age=asked.age,
        sex=asked.sex,
        diagnosis_codes=asked.diagnoses,
        code=asked.code,
        modifiers=asked.modifiers,
        state=asked.state,
        side=side,
    )
    judgement = RULES.judge(policy, reading.observations, facts)
    return {assessment.row: assessment.status.value for assessment in judgement.assessments}


def outcomes(policy: Policy) -> Iterator[tuple[str, str, Status, str]]:
    """Each expected row of each example: its example, its name, what is written, what came out.

    Rows that rest on the slots of the general checklist are left to the tests of the slots.
    """
    slots = {row.id for row in policy.rows + policy.bars if isinstance(row.check, SlotCheck)}
    for example in policy.examples:
        statuses = judged(policy, example)
        for expected in example.expected:
            if expected.row not in slots:
                yield example.title, expected.row, expected.status, statuses.get(expected.row, SILENT)


@pytest.mark.parametrize("policy", RULES.policies, ids=lambda p: p.id)
def test_the_examples_of_a_rule_file_come_out_as_written(policy: Policy) -> None:
    wrong = [outcome for outcome in outcomes(policy) if outcome[2].value != outcome[3]]
    assert wrong == []
