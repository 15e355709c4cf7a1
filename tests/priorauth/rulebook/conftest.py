"""A scratch policy and an easy way to say what a reader saw."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import pytest

from priorauth.case import Document, DocumentKind, Sex
from priorauth.digests import digest_text
from priorauth.evidence import Observation, quote
from priorauth.facts import Assertion, DateInterval, Duration, Grade, Quantity
from priorauth.rulebook.book import Rulebook
from priorauth.rulebook.case_facts import CaseFacts
from priorauth.rulebook.judge import PolicyJudgement, judge_policy
from priorauth.rulebook.load import load_rulebook
from priorauth.rulebook.pages import read_page
from priorauth.rulebook.policy import Policy
from priorauth.rulebook.policy_file import compile_policy
from priorauth.rulebook.scale import ConfidenceScale

HEAD = """---
id: TEST-1
title: A scratch policy
kind: {kind}
source: invented for this test
certainty: verified
jurisdiction: national
lines-of-business: medicare_ffs, medicare_advantage
effective: 2024-01-01
family: OJ
codes: 27447
diagnoses: any
{front}---

# A scratch policy

## Terms

{terms}

## Criteria

| ID | The reviewer must see | Check | If missing, ask for |
|----|----|----|----|
{rows}

**Approve when:** {approve}

## Bars

| ID | Not when the record shows | Check | Ask for |
|----|----|----|----|
{bars}

## Documents to ask for

- The note

## Examples

"""
TERMS = (
    "- **knee care**: physical therapy, PT; injection",
    "- **weakness**: weakness, paresis; numbness | absent when: strength intact",
    "- **infection**: infection, cellulitis",
)
EXAMPLE = "### one {n}\n> A note.\n- {row}: INSUFFICIENT\n\n"
SCALE = ConfidenceScale(
    from_request=95,
    met_lowest=85,
    met_highest=95,
    probably_lowest=60,
    probably_highest=69,
    not_met=90,
    in_doubt=45,
    conflict=40,
    judgement=50,
    set_aside=20,
    not_found_highest=25,
    second_reader_highest=80,
)
FACTS = CaseFacts(judged_on=date(2026, 12, 1), age=70, sex=Sex.female, diagnosis_codes=("M17.11",), code="27447")


@pytest.fixture
def scale() -> ConfidenceScale:
    return SCALE


@pytest.fixture
def facts() -> CaseFacts:
    return FACTS


def page_of(
    *checks: str, approve: str = "", bars: Sequence[str] = (), kind: str = "payer policy", front: str = ""
) -> str:
    rows = "\n".join(f"| C{n} | statement {n} | {check} | the record of {n} |" for n, check in enumerate(checks, 1))
    barred = "\n".join(f"| X{n} | bar {n} | {check} | a word on {n} |" for n, check in enumerate(bars, 1))
    approve = approve or " and ".join(f"C{n}" for n in range(1, len(checks) + 1))
    used = "\n".join(t for t in TERMS if t.split("**")[1] in rows + barred)
    text = HEAD.format(rows=rows, approve=approve, bars=barred, kind=kind, front=front, terms=used)
    return text + "".join(EXAMPLE.format(n=n, row="C1") for n in range(6))


@pytest.fixture
def make_page() -> Callable[..., str]:
    return page_of


@pytest.fixture
def make_policy() -> Callable[..., Policy]:
    def make(*checks: str, **how: Any) -> Policy:
        text = page_of(*checks, **how)
        policy, complaints = compile_policy(read_page("scratch.md", text), digest_text(text))
        assert policy is not None, [str(c) for c in complaints]
        return policy

    return make


def seen(row: str, words: str, thing: str = "thing", **slots: Any) -> Observation:
    note = Document(document_id=1, kind=DocumentKind.note, title="note", text=f"Synthetic. {words}")
    day = slots.pop("on", date(2026, 10, 1))
    value = slots.pop("value", None)
    days = slots.pop("days", None)
    return Observation(
        row=row,
        thing=thing,
        evidence=quote(note, 11, 11 + len(words)),
        assertion=slots.pop("assertion", Assertion.affirmed),
        when=DateInterval(first=day, last=day) if isinstance(day, date) else day,
        value=Quantity(low=value, high=value) if isinstance(value, int | float) else value,
        duration=None if days is None else Duration(low=days, high=days),
        grade=slots.pop("grade", Grade.a),
        **slots,
    )


@pytest.fixture
def observe() -> Callable[..., Observation]:
    return seen


@pytest.fixture
def judge(make_policy: Callable[..., Policy]) -> Callable[..., PolicyJudgement]:
    """Judge one check, or several, on what was seen."""

    def run(checks: str | Sequence[str], *observations: Observation, **how: Any) -> PolicyJudgement:
        facts = how.pop("facts", FACTS)
        whole = how.pop("read_whole", True)
        policy = make_policy(*([checks] if isinstance(checks, str) else checks), **how)
        return judge_policy(policy, observations, facts, SCALE, read_whole=whole)

    return run


@pytest.fixture(scope="session")
def shipped() -> Rulebook:
    """The rules that come with the project."""
    return load_rulebook()
