"""A policy file becomes a policy, or complaints that a nurse can act on, each at its line."""

from collections.abc import Callable
from datetime import date

import pytest

from priorauth.case import LineOfBusiness, Sex
from priorauth.codes import ServiceFamily
from priorauth.criteria import Status
from priorauth.errors import Complaint
from priorauth.findings import PolicyKind
from priorauth.rulebook.pages import read_page
from priorauth.rulebook.pieces import read_request, read_term
from priorauth.rulebook.policy import Certainty, DiagnosisList, Policy
from priorauth.rulebook.policy_file import compile_policy

MakePage = Callable[..., str]


def complaints_of(text: str) -> list[Complaint]:
    return compile_policy(read_page("scratch.md", text), "digest")[1]


def policy_of(text: str) -> Policy:
    policy, complaints = compile_policy(read_page("scratch.md", text), "digest")
    assert policy is not None, complaints
    return policy


def test_everything_a_file_says_reaches_the_policy(make_page: MakePage) -> None:
    text = make_page("documents weakness", "AHI at least 15", bars=["record shows no infection"])
    text = text.replace("diagnoses: any", "diagnoses: M17.*\ndiagnosis-list: partial")
    text = text.replace("jurisdiction: national", "jurisdiction: A/B MAC JE, JF; DME MAC JA")
    text = text.replace("family: OJ", "family: OJ, SP\nprecedence: yields to NCD 1, NCD 2; wins over LOCAL-3")
    policy = policy_of(text)
    assert (policy.id, policy.kind, policy.certainty) == ("TEST-1", PolicyKind.payer, Certainty.verified)
    assert policy.jurisdiction.contractors == ("A/B MAC JE", "A/B MAC JF", "DME MAC JA")
    assert policy.lines_of_business == {LineOfBusiness.medicare_ffs, LineOfBusiness.medicare_advantage}
    assert (policy.effective, policy.ends) == (date(2024, 1, 1), None)
    assert policy.families == (ServiceFamily.OJ, ServiceFamily.SP)
    assert (policy.yields_to, policy.wins_over) == (("NCD 1", "NCD 2"), ("LOCAL-3",))
    assert (policy.diagnoses, policy.diagnosis_list) == (("M17.*",), DiagnosisList.partial)
    assert [(r.id, r.ask_for, r.bar) for r in (*policy.rows, *policy.bars)] == [
        ("C1", "the record of 1", False),
        ("C2", "the record of 2", False),
        ("X1", "a word on 1", True),
    ]
    assert text.splitlines()[policy.rows[1].line - 1].startswith("| C2 |")
    assert text.splitlines()[policy.approval_line - 1].startswith("**Approve when:**")
    assert policy.documents == ("The note",)
    assert len(policy.examples) == 6 and policy.examples[0].expected[0].status is Status.insufficient
    assert text.splitlines()[policy.examples[2].line - 1] == "### one 2"


def test_a_term_tells_spellings_from_things_and_absence_from_false_friends() -> None:
    term = read_term(
        "**heart**: CAD, coronary disease; stroke | not when: heat stroke | absent when: no CAD, clean heart"
    )
    assert term.things == (("CAD", "coronary disease"), ("stroke",))
    assert (term.absent_when, term.not_when) == (("no CAD", "clean heart"), ("heat stroke",))


def test_an_example_says_only_what_differs_from_the_default_request() -> None:
    plain = read_request("request:", "27447", ("M17.11",))
    assert (plain.age, plain.sex, plain.code, plain.diagnoses, plain.service_date) == (
        *(68, Sex.unknown, "27447", ("M17.11",)),
        date(2026, 12, 1),
    )
    full = read_request(
        "request: age 40; sex male; code 27486-RT; diagnosis E66.01; state OH; service 2026-02-03", "", ()
    )
    assert (full.age, full.sex, full.code, full.modifiers) == (40, Sex.male, "27486", ("RT",))
    assert (full.diagnoses, full.state, full.service_date) == (("E66.01",), "OH", date(2026, 2, 3))


def test_codes_with_modifiers_and_ranges_answer_for_a_code(make_page: MakePage) -> None:
    policy = policy_of(make_page("age at least 18").replace("codes: 27447", "codes: 27447, E0601-E0605"))
    assert "27447" in policy.code_ranges and "E0603" in policy.code_ranges
    assert "27446" not in policy.code_ranges


@pytest.mark.parametrize(
    ("change", "to", "at", "words"),
    [
        ("certainty: verified", "certainty: verifed", "certainty:", 'did you mean "verified"?'),
        ("certainty: verified\n", "", "---", 'needs "certainty:"'),
        ("family: OJ", "famly: OJ", "famly:", 'did you mean "family"?'),
        ("family: OJ", "family: XX", "family:", 'cannot hold "XX"'),
        ("medicare_ffs,", "medicare_fss,", "lines-of-business:", 'did you mean "medicare_ffs"?'),
        ("effective: 2024-01-01", "effective: 1/1/2024", "effective:", "is no date"),
        ("codes: 27447", "codes: M17.11", "codes:", "not a procedure code"),
        ("diagnoses: any", "diagnoses: M17.*", "diagnoses:", "diagnosis-list"),
        ("diagnoses: any", "diagnoses: any\ndiagnosis-list: partial", "diagnosis-list:", "leave it out"),
        ("jurisdiction: national", "jurisdiction: JE", "jurisdiction:", "A/B MAC"),
        ("diagnoses: any\n", "diagnoses: any\nadopted: by A B, on 2026-01-01\n", "adopted:", "only checklists"),
        ("diagnoses: any\n", "diagnoses: any\nhighest-confidence: lots\n", "highest-confidence:", "0 to 100"),
        ("diagnoses: any\n", "diagnoses: any\nprecedence: over NCD 1\n", "precedence:", "yields to"),
        ("documents weakness", "documents weaknes", "| C1", 'did you mean "weakness"?'),
        ("| C1 |", "| one |", "| one |", "no row ID"),
        ("C1 and C2", "C1", "| C2", "left out of the approve-when line"),
        ("C1 and C2", "C1 and C2 and C3", "**Approve", "names C3"),
        ("C1 and C2", "C1 C2", "**Approve", "stops making sense"),
        ("**Approve when:**", "**When:**", "## Criteria", "is missing under the criteria"),
        ("## Bars", "## Barriers", "## Barriers", 'did you mean "Bars"?'),
        ("## Documents to ask for", "## Documentation", "---", '"Documents to ask for" is missing'),
        ("### one 5", "One", "## Examples", "at least 6 examples"),
        ("- C1: INSUFFICIENT", "- C1: MAYBE", "### one 0", 'expects "MAYBE"'),
        ("- C1: INSUFFICIENT", "- C9: MET", "### one 0", 'expects "C9"'),
        ("> A note.", "A note.", "### one 0", "needs a quoted note"),
        ("**weakness**:", "weakness:", "- weakness:", "a term is written"),
    ],
)
def test_a_mistake_is_told_at_its_line_in_plain_words(
    make_page: MakePage, change: str, to: str, at: str, words: str
) -> None:
    text = make_page("documents weakness", "AHI at least 15", bars=["record shows no infection"])
    assert change in text
    text = text.replace(change, to)
    complaint = next(c for c in complaints_of(text) if words in c.message)
    assert text.splitlines()[complaint.line - 1].startswith(at)


def test_a_file_with_complaints_yields_no_policy(make_page: MakePage) -> None:
    text = make_page("documents weakness").replace("certainty: verified", "certainty: sure")
    assert compile_policy(read_page("scratch.md", text), "digest")[0] is None


def test_every_mistake_of_a_file_is_told_at_once(make_page: MakePage) -> None:
    text = make_page("documents weaknes", "AIH at least 15").replace("family: OJ", "family: XX")
    assert len(complaints_of(text)) == 3
