"""Letters say what was decided in plain words, and the linter catches every planted fault before one goes out."""

import json
import os
import subprocess
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from orchestrator.cli import main
from orchestrator.documents.letter_facts import (
    LetterContext,
    determination_letters,
    extension_letters,
    request_letters,
)
from orchestrator.documents.letter_fields import Audience, LetterFields, LetterKind
from orchestrator.documents.letter_kit import LetterKit, letter_kit
from orchestrator.documents.letter_template import read_template
from orchestrator.documents.letters import Letter, letter
from orchestrator.documents.notice_lint import NoticeFault
from orchestrator.documents.reading_level import grade
from orchestrator.documents.template_check import check_kit
from priorauth.case import Funding, LineOfBusiness
from priorauth.deadlines import ExtensionReason
from priorauth.determination import (
    Agreement,
    CitedCriterion,
    Credential,
    Determination,
    DeterminationOutcome,
    InformationRequest,
    ItemDecision,
    RequestedInformation,
)
from priorauth.errors import RulesRefused
from priorauth.record import ReviewRecord
from priorauth.rulebook import Rulebook, RuleFile
from priorauth.rulebook.laws import LawSwitch
from scripts.system_packages import is_ci, is_there

AT = datetime(2026, 11, 21, 15, tzinfo=UTC)
DUE = datetime(2026, 11, 28, 4, 59, 59, tzinfo=UTC)
CREDENTIAL = Credential(
    credential_id="c1", person="Synthetic Director, MD", licence="35.012345", state="OH", specialty="Orthopaedics"
)


@pytest.fixture(scope="session")
def kit(rules: Rulebook) -> LetterKit:
    return letter_kit(rules.files)


@pytest.fixture
def context(record: ReviewRecord, rules: Rulebook, kit: LetterKit) -> LetterContext:
    return LetterContext(record, rules, kit, "26-00001", DUE, ZoneInfo("America/New_York"), 90)


def insured_in(context: LetterContext, state: str, line: LineOfBusiness) -> LetterContext:
    case = context.record.case
    request = case.request.model_copy(update={"state": state, "line_of_business": line, "funding": Funding.insured})
    record = context.record.model_copy(update={"case": case.model_copy(update={"request": request})})
    return replace(context, record=record)


def decided(outcome: DeterminationOutcome, **more: object) -> Determination:
    given: dict[str, object] = {
        "case_id": "synthetic-case",
        "review": 1,
        "number": "PA-20261121-00001",
        "outcome": outcome,
        "decided_by": "Synthetic Reviewer",
        "decided_at": AT,
        "rationale": "The notes do not show how the therapy ended.",
    }
    return Determination.model_validate(given | more)


def denied() -> Determination:
    cited = CitedCriterion(id="B4", source="Local coverage policy L40232")
    return decided(DeterminationOutcome.denied, criterion=cited, credential=CREDENTIAL, number="PR-20261121-00001")


def asked() -> InformationRequest:
    return InformationRequest(
        case_id="synthetic-case",
        review=1,
        requested_items=(
            RequestedInformation(what="The therapy record from start to end", why="It shows whether therapy helped"),
            RequestedInformation(what="The X-ray report", why="It shows how far the joint is worn"),
        ),
        reply_by=date(2026, 11, 25),
        requested_by="Synthetic Reviewer",
        requested_at=AT,
        reference="PR-20261121-00002",
    )


def all_letters(context: LetterContext) -> list[Letter]:
    agreed = Agreement(by="Sample Surgeon", at=AT)
    items = (ItemDecision(sequence=1, outcome=DeterminationOutcome.approved_modified, code="27446"),)
    changed = decided(DeterminationOutcome.approved_modified, items=items, requester_agreed=agreed)
    return [
        *determination_letters(context, decided(DeterminationOutcome.approved)),
        *determination_letters(context, changed),
        *determination_letters(context, denied()),
        *request_letters(context, asked(), stops=False),
        *extension_letters(context, ExtensionReason.enrollee_request, DUE, AT),
    ]


def faults(letters: tuple[Letter, ...]) -> set[NoticeFault]:
    return {finding.fault for made in letters for finding in made.findings}


def test_every_kind_goes_to_the_member_and_to_the_provider_without_a_finding(context: LetterContext) -> None:
    letters = all_letters(context)
    assert {(made.kind, made.audience) for made in letters} == {(k, a) for k in LetterKind for a in Audience}
    assert {(made.kind, made.audience, f.message) for made in letters for f in made.findings} == set()


@pytest.mark.parametrize("line", list(LineOfBusiness))
def test_an_adverse_letter_of_every_line_of_business_goes_out(context: LetterContext, line: LineOfBusiness) -> None:
    made = determination_letters(insured_in(context, "WA", line), denied())
    assert [f for letter_ in made for f in letter_.findings] == []


def test_an_approval_names_service_number_and_days(context: LetterContext) -> None:
    member, provider = determination_letters(context, decided(DeterminationOutcome.approved))
    for made in (member, provider):
        assert "Knee replacement" in made.text
        assert "(code 27447" in made.text
        assert "PA-20261121-00001" in made.text
        assert "November 21, 2026 to February 19, 2027" in made.text


def test_an_information_letter_lists_each_item_once_and_says_nothing_of_appeals(context: LetterContext) -> None:
    doubled = asked().model_copy(update={"requested_items": asked().requested_items * 2})
    for made in request_letters(context, doubled, stops=False):
        assert made.text.count("The therapy record from start to end") == 1
        assert "November 25, 2026" in made.text
        assert "November 27, 2026" in made.text
        assert "appeal" not in made.text.casefold()


@pytest.mark.parametrize("reason", list(ExtensionReason))
def test_an_extension_speaks_to_the_member_and_to_the_provider_of_the_member(
    context: LetterContext, reason: ExtensionReason
) -> None:
    to_member, to_provider = extension_letters(context, reason, DUE, AT)
    assert (to_member.audience, to_provider.audience) == (Audience.member, Audience.provider)
    assert "the member" not in to_member.text.lower()
    assert faults((to_member, to_provider)) == set()
    if reason is ExtensionReason.enrollee_request:
        assert "You, or someone who acts for you, asked for more time." in to_member.text
        assert "The member, or someone who acts for the member, asked for more time." in to_provider.text


def test_an_adverse_letter_of_a_medicare_plan_gives_the_last_day_to_appeal(context: LetterContext) -> None:
    plan = insured_in(context, "OH", LineOfBusiness.medicare_advantage)
    member, _ = determination_letters(plan, denied())
    assert "January 25, 2027" in member.text
    assert "65 days" in member.text
    assert "CMS-10003" in member.text
    assert "Local coverage policy L40232" in member.text


def test_a_law_that_asks_for_credentials_and_disclosure_is_heeded(context: LetterContext) -> None:
    washington = determination_letters(insured_in(context, "WA", LineOfBusiness.commercial), denied())
    assert all("35.012345" in made.text for made in washington)
    nebraska = determination_letters(insured_in(context, "NE", LineOfBusiness.commercial), denied())
    assert all("computer program" in made.text for made in nebraska)
    ohio = determination_letters(insured_in(context, "OH", LineOfBusiness.commercial), denied())
    assert not any("computer program" in made.text or "35.012345" in made.text for made in ohio)


def test_a_withdrawal_has_no_letter(context: LetterContext) -> None:
    assert determination_letters(context, decided(DeterminationOutcome.withdrawn)) == ()


def test_a_change_the_requester_did_not_agree_to_carries_reason_and_rights(context: LetterContext) -> None:
    items = (ItemDecision(sequence=1, outcome=DeterminationOutcome.approved_modified, code="27446"),)
    cited = CitedCriterion(id="B4", source="Local coverage policy L40232")
    act = decided(DeterminationOutcome.approved_modified, items=items, criterion=cited, credential=CREDENTIAL)
    member, _ = determination_letters(insured_in(context, "OH", LineOfBusiness.commercial), act)
    assert "appeal" in member.text
    assert faults((member,)) == set()
    without = determination_letters(context, act.model_copy(update={"criterion": None}))
    assert NoticeFault.missing_criterion in faults(without)


def test_the_same_letter_gives_the_same_bytes_and_its_text(context: LetterContext) -> None:
    first, again = all_letters(context), all_letters(context)
    assert [made.pdf for made in first] == [made.pdf for made in again]
    reader = PdfReader(BytesIO(first[0].pdf))
    assert reader.metadata is not None
    assert reader.metadata.creation_date == AT
    taken = "".join("".join(page.extract_text() for page in reader.pages).split())
    assert all("".join(line.removeprefix("- ").split()) in taken for line in first[0].text.splitlines())


@pytest.mark.skipif(not is_ci(os.environ) and not is_there("poppler-utils"), reason="poppler-utils is not installed")
@pytest.mark.parametrize("name", ["Nguyễn Thị Phượng", "王小明"])
def test_a_name_of_any_script_is_embedded_and_read_back(context: LetterContext, name: str, tmp_path: Path) -> None:
    request = context.record.case.request.model_copy(update={"patient_name": name})
    case = context.record.case.model_copy(update={"request": request})
    named = replace(context, record=context.record.model_copy(update={"case": case}))
    file = tmp_path / "letter.pdf"
    file.write_bytes(determination_letters(named, decided(DeterminationOutcome.approved))[0].pdf)
    text = subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True, timeout=60).stdout.decode()
    assert name in unicodedata.normalize("NFC", text)
    fonts = subprocess.run(["pdffonts", file], capture_output=True, check=True, timeout=60).stdout.decode()
    assert all(row.split()[-5] == "yes" for row in fonts.splitlines()[2:])


def test_a_value_cannot_become_a_link_or_a_heading(context: LetterContext) -> None:
    act = decided(DeterminationOutcome.denied, rationale="# [x](javascript:alert(1)) <b>*no*</b> {{ number }}")
    member, _ = determination_letters(context, act)
    assert "# [x](javascript:alert(1)) <b>*no*</b>" in member.text


SOUND = LetterFields(
    plan_name="Sample Plan",
    plan_address="1 Sample Street",
    plan_phone="555-0100",
    language_help="Free help is here.",
    letter_date="November 21, 2026",
    patient_name="Sample Person",
    member_id="SAMPLE",
    provider_name="Sample Provider",
    case_number="26-00001",
    number="PR-20261121-00001",
    services=("Knee replacement (code 27447)",),
    valid_from="November 21, 2026",
    valid_to="February 19, 2027",
    requested_items=("The therapy record.",),
    reply_by="November 25, 2026",
    decision_due="November 27, 2026",
    extension_reason="You asked us for more time.",
    rationale="The notes do not show how the therapy ended.",
    criterion="Three months of other care did not help (B4)",
    criterion_source="Sample policy",
    reviewed=("Clinical notes",),
    reviewer_name="Synthetic Director, MD",
    reviewer_credentials="License 35.1, OH. Specialty: surgery.",
    rights=("You can appeal by January 25, 2027.",),
    appeal_by="January 25, 2027",
    ai_disclosure="We used a computer to help us read the notes.",
)
TEMPLATE = """---
id: LETTER-PLANTED
title: A planted fault
kind: {kind}
audience: member
---

{{{{ letter_date }}}} {{{{ number }}}}

- {{{{ services }}}}

{body}
"""
ADVERSE = (
    "{{ rationale }}\n\n{{ criterion }}\n\n{{ criterion_source }}\n\n{{ reviewer_name }}\n\n- {{ rights }}\n\n"
    "{{ reviewer_credentials }}\n\n{{ ai_disclosure }}"
)
ASKING = "1. {{ requested_items }}\n\n{{ reply_by }}\n\n{{ decision_due }}\n\n{{ ai_disclosure }}"


def planted(kind: LetterKind, body: str, values: LetterFields = SOUND) -> set[NoticeFault]:
    file = RuleFile("letters/planted.md", "LETTER-PLANTED", TEMPLATE.format(kind=kind, body=body))
    template, complaints = read_template(file)
    assert template is not None, complaints
    made = letter(kind, Audience.member, values, template, dated=AT, switches=frozenset(LawSwitch))
    return {finding.fault for finding in made.findings}


def test_the_sound_letters_the_faults_are_planted_in_have_none() -> None:
    assert planted(LetterKind.adverse, ADVERSE) == set()
    assert planted(LetterKind.information_request, ASKING) == set()


@pytest.mark.parametrize(
    ("fault", "kind", "body"),
    [
        (NoticeFault.missing_rights, LetterKind.adverse, ADVERSE.replace("- {{ rights }}", "By January 25, 2027")),
        (NoticeFault.appeal_text, LetterKind.information_request, f"{ASKING}\n\nYou can appeal."),
        (NoticeFault.undefined_code, LetterKind.information_request, f"{ASKING}\n\nWe got M17.12 and 27446."),
        (NoticeFault.draft_banner, LetterKind.adverse, f"AI-assisted draft.\n\n{ADVERSE}"),
        (NoticeFault.confidence_shown, LetterKind.adverse, f"{ADVERSE}\n\nConfidence 0.91."),
        (NoticeFault.missing_reason, LetterKind.adverse, ADVERSE.replace("{{ rationale }}", "Not needed.")),
        (NoticeFault.missing_criterion, LetterKind.adverse, ADVERSE.replace("{{ criterion }}", "")),
        (NoticeFault.missing_source, LetterKind.adverse, ADVERSE.replace("{{ criterion_source }}", "")),
        (NoticeFault.missing_reviewer, LetterKind.adverse, ADVERSE.replace("{{ reviewer_name }}", "")),
        (NoticeFault.missing_credentials, LetterKind.adverse, ADVERSE.replace("{{ reviewer_credentials }}", "")),
        (NoticeFault.missing_deadline, LetterKind.information_request, ASKING.replace("{{ reply_by }}", "Soon")),
        (NoticeFault.missing_deadline, LetterKind.adverse, ADVERSE.replace("{{ rights }}", "You can appeal.")),
        (NoticeFault.missing_disclosure, LetterKind.adverse, ADVERSE.replace("{{ ai_disclosure }}", "")),
        (
            NoticeFault.reading_level,
            LetterKind.information_request,
            f"{ASKING}\n\nNotwithstanding previously communicated administrative determinations, supplementary "
            "documentation substantiating therapeutic ineffectiveness necessitates comprehensive reconsolidation.",
        ),
        (NoticeFault.duplicate_item, LetterKind.information_request, f"{ASKING}\n\n- A note.\n- a note"),
    ],
)
def test_a_planted_fault_is_caught(fault: NoticeFault, kind: LetterKind, body: str) -> None:
    assert fault in planted(kind, body)


def test_a_letter_without_its_number_is_caught() -> None:
    assert NoticeFault.missing_number in planted(LetterKind.adverse, ADVERSE, replace(SOUND, number=""))


def test_an_unfilled_field_is_caught_and_keeps_the_letter_back(kit: LetterKit) -> None:
    template = kit.template(LetterKind.adverse, Audience.member)
    made = letter(LetterKind.adverse, Audience.member, replace(SOUND, rationale=""), template, dated=AT)
    assert NoticeFault.unfilled_field in {finding.fault for finding in made.findings}
    assert not made.may_go_out


def test_every_fault_the_linter_knows_is_planted_somewhere_here() -> None:
    source = Path(__file__).read_text("utf-8")
    assert [fault for fault in NoticeFault if f"NoticeFault.{fault.name}" not in source] == []


def test_the_shipped_templates_pass(kit: LetterKit) -> None:
    assert check_kit(kit) == []


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{{ patient_nam }}", "did you mean"),
        ("Items: {{ services }}", "stands alone in a list item"),
        ("[x](http://example.org)", "a link begins with https"),
        ("![x](https://example.org/x.png)", "cannot hold this: image"),
        ("```\ncode\n```", "cannot hold this: fence"),
        ("{{ patient name }}", "a field is written"),
    ],
)
def test_a_template_that_cannot_be_a_letter_is_refused_at_its_line(line: str, complaint: str) -> None:
    text = TEMPLATE.format(kind="adverse", body="") + f"\n{line}\n"
    template, complaints = read_template(RuleFile("letters/planted.md", "LETTER-PLANTED", text))
    assert template is None
    assert any(complaint in c.message and c.line >= 12 for c in complaints)


def test_a_plan_replaces_a_letter_by_its_id(rules: Rulebook) -> None:
    shipped = next(f for f in rules.files if f.id == "LETTER-APPROVAL-MEMBER")
    own = RuleFile("letters/ours.md", shipped.id, shipped.text.replace("We said yes.", "Yes!"), overlay=True)
    replaced = letter_kit([f for f in rules.files if f.id != own.id] + [own])
    assert replaced.template(LetterKind.approval, Audience.member).path == "letters/ours.md"


def test_a_missing_letter_is_named(rules: Rulebook) -> None:
    with pytest.raises(RulesRefused, match="there is no letter of adverse for the member"):
        letter_kit(f for f in rules.files if f.id != "LETTER-ADVERSE-MEMBER")


def test_the_command_passes_the_shipped_letters(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["letters", "check"]) == 0
    assert "say what they must" in capsys.readouterr().out


def test_the_command_names_the_fault_of_a_plans_own_letter(
    tmp_path: Path, rules: Rulebook, capsys: pytest.CaptureFixture[str]
) -> None:
    shipped = next(f for f in rules.files if f.id == "LETTER-INFORMATION-MEMBER")
    file = tmp_path / "information.md"
    file.write_text(shipped.text + "\nYou can appeal this.\n", "utf-8")
    assert main(["letters", "check", str(file), "--json"]) == 1
    assert [f["message"].split(":")[0] for f in json.loads(capsys.readouterr().out)] == ["appeal text"]


def test_plain_words_are_a_low_grade_and_long_ones_a_high_one() -> None:
    assert grade("We said yes. You can get your care.") < 3
    assert grade("Notwithstanding administrative determinations, documentation necessitates reconsideration.") > 15
