"""A denial of something else, or a lower figure of something else, takes nothing back that the record says."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.codes import side_of
from priorauth.criteria import DocumentsCheck, Row, Status, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Doubt, Side
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion
from priorauth.rulebook.case_facts import CaseFacts
from priorauth.rulebook.load import load_rulebook

ON = date(2026, 11, 20)
RULES = load_rulebook()
POLICIES = {p.id: p for p in RULES.policies}
BACK_PAIN = ("back pain", "back ache", "(back or neck or arm) & (pain or trouble or hurts)", "(arm or wrist) & pain")


def found(text: str, *spellings: str, statement: str = "", days: int | None = None) -> list[Observation]:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Visit 2026-11-12.\n{text}")
    row = Row(id="C1", statement=statement, check=DocumentsCheck(term="it"), window_days=days)
    terms = (Term(name="it", things=(spellings,)),)
    question = RowQuestion(policy_id="P", rows=(row,), terms=terms, item=RequestedItem(code="27447"))
    context = ReadingContext(judged_on=ON, received_on=ON)
    return list(read_rows([document], context, question).observations)


def status(policy_id: str, row: str, text: str) -> Status:
    policy, asked = POLICIES[policy_id], POLICIES[policy_id].examples[0].request
    modifier = side_of(asked.modifiers)
    side = Side(modifier.value) if modifier else None
    item = RequestedItem(code=asked.code, label=policy.title, sides=(side,) if side else ())
    context = ReadingContext(judged_on=asked.service_date, received_on=asked.service_date, items=(item,))
    note = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Office visit 11/03/2026\n\n{text}")
    question = RowQuestion(policy_id=policy.id, rows=policy.rows, terms=policy.terms, item=item)
    facts = CaseFacts(
        judged_on=asked.service_date, age=asked.age, sex=asked.sex, code=asked.code, modifiers=(), state="", side=side
    )
    judged = RULES.judge(policy, read_rows([note], context, question).observations, facts)
    return next(a.status for a in judged.assessments if a.row == row)


def denied(text: str, *spellings: str) -> bool:
    return any(o.assertion is Assertion.negated for o in found(text, *spellings))


@pytest.mark.parametrize(
    ("text", "spellings"),
    [
        ("No other cause for the back pain was found.", BACK_PAIN),
        ("No disease of the body as a whole lies behind this back pain.", BACK_PAIN),
        ("Nothing on the films accounts for her back pain but the facets.", BACK_PAIN),
        ("There is no fracture to explain the back pain.", BACK_PAIN),
        ("Spondylosis w/o radic/myelop (M47.816), facet-mediated back pain.", BACK_PAIN),
        ("Spondylosis without myelopathy, facet-mediated back pain.", BACK_PAIN),
        ("It stays in the back: no tingling, no weakness, walking distance is not the trouble.", BACK_PAIN),
        ("The shoulder turns freely and without pain, tapping at the wrist does nothing.", BACK_PAIN),
        ("Depression, recurrent, severe, no psychosis (F33.2).", ("F33.2",)),
        ("Spondylosis, no myelopathy (M47.816).", ("M47.816",)),
        ("Dr. Low (not part of the implant team), used a decision aid.", ("Low & decision aid",)),
        ("Dr. Low, not a member of my valve group, used a decision aid.", ("Low & decision aid",)),
        ("The arms lift to 70 degrees and no more, the grip is weak.", ("grip is weak",)),
        ("No ossification, middle ear and mastoid clear.", ("middle ear and mastoid clear",)),
        ("Mask changed twice; now she wants no mask.", ("mask & changed",)),
        ("No rest tremor, the hands shake on lifting a cup.", ("tremor",)),
        ("No further injection is planned for the back.", ("injection",)),
        ("No spine ablation since 5/2025.", ("ablation", "ablation & {at least 3 months}")),
        ("Rx at that time: none for tremor.", ("tremor",)),
        ("Not able to do own shopping, needs help in the tub.", ("shopping & (needs help or gave up)",)),
        ("Unable to shop alone, gave up the choir.", ("shop & gave up",)),
        ("Never had a back operation; sore since May 2025.", ("back & sore",)),
        ("No attack since May, and in the last two weeks the tablets are as before.", ("tablets are as before",)),
    ],
)
def test_a_denial_of_something_else_denies_nothing(text: str, spellings: tuple[str, ...]) -> None:
    assert not denied(text, *spellings)


@pytest.mark.parametrize(
    ("text", "spellings"),
    [
        ("No cause of back pain.", BACK_PAIN),
        ("No other joint or back pain.", BACK_PAIN),
        ("The fall has not caused back pain.", BACK_PAIN),
        ("Nothing hurts behind, no back pain.", BACK_PAIN),
        ("Spondylosis without back pain (M47.816).", BACK_PAIN),
        ("Without myelopathy, back pain or weakness.", BACK_PAIN),
        ("Back: no pain, no weakness.", BACK_PAIN),
        ("In the back, it is not painful and there is no pain.", BACK_PAIN),
        ("The arm moves without pain or tingling.", BACK_PAIN),
        ("She turns without tingling, pain or numbness in the arm.", BACK_PAIN),
        ("He is without depression (F33.2).", ("F33.2",)),
        ("No depression (F33.2).", ("F33.2",)),
        ("Not part of the implant team.", ("implant team",)),
        ("No more pain in the back.", BACK_PAIN),
        ("No ossification, middle ear or mastoid opacity.", ("mastoid opacity",)),
        ("Mask not changed; she is content.", ("mask & changed",)),
        ("No attack, in the last year, or fall.", ("fall",)),
        ("No tremor at rest or on lifting.", ("tremor",)),
        ("No more tremor since the operation.", ("tremor",)),
        ("No seizures since 2019.", ("seizures",)),
        ("No ablation was ever done.", ("ablation",)),
        ("Not one tremor.", ("tremor",)),
        ("Does not need help with shopping.", ("shopping & (needs help or need help)",)),
        ("Carpal tunnel, plexus and rotator cuff ruled out.", ("carpal tunnel",)),
        ("Tumor, cyst or abscess is excluded.", ("tumor",)),
    ],
)
def test_a_denial_of_the_thing_itself_stays_one(text: str, spellings: tuple[str, ...]) -> None:
    assert denied(text, *spellings)


SCOOTER = ("scooter & (cannot or can't or unable)",)


def test_a_thing_that_is_no_answer_because_of_an_inability_is_told_as_unfit() -> None:
    told = found("A scooter is no answer either: she can't reach the bar.", *SCOOTER)
    assert told and all(o.assertion is Assertion.affirmed for o in told)


@pytest.mark.parametrize(
    "text",
    [
        "A scooter is no trouble: it is not true that she can't reach the bar.",
        "There is no scooter that she cannot use.",
    ],
)
def test_a_no_beside_an_inability_that_is_denied_is_a_denial(text: str) -> None:
    assert any(o.assertion is not Assertion.affirmed for o in found(text, *SCOOTER))


@pytest.mark.parametrize(
    ("policy", "row", "text", "expected"),
    [
        ("L39793", "A2", "VAS arm 6/10, neck 3/10 on 11/03/2026.", Status.met),
        ("L39793", "A2", "Pain 11/03/2026: arm pain 7/10, neck pain 2/10.", Status.met),
        ("L39793", "A2", "VAS arm 3/10, neck 2/10 on 11/03/2026.", Status.not_met),
        ("L39793", "A2", "VAS neck 6/10, arm 2/10 on 11/03/2026.", Status.insufficient),
        ("L39741", "A2", "Pain diary, right arm: mean 6/10 (this week).\nNeck itself 2/10.", Status.met),
        ("L39741", "A2", "Pain diary, right arm: mean 3/10 (this week).\nNeck itself 2/10.", Status.not_met),
        ("L39793", "E2", "VAS arm 3/10, neck 8/10 on 11/03/2026.", Status.insufficient),
        ("L38773", "F1", "VAS leg 6/10, back 3/10 on 11/03/2026.", Status.insufficient),
        ("L34194", "E2", "Lids untaped: upper limit OD 18 degrees, OS 15 degrees\nLids taped: upper limit OD 44 "
         "degrees, OS 42 degrees", Status.met),
        ("L34194", "E2", "Lids untaped: upper limit OD 44 degrees, OS 42 degrees\nLids taped: upper limit OD 48 "
         "degrees, OS 46 degrees", Status.not_met),
        ("L34194", "E2", "Lids untaped: upper limit OD 18 degrees, OS 15 degrees. Test not valid, repeat 12/01.",
         Status.insufficient),
    ],
)  # fmt: skip
def test_a_figure_of_another_part_or_of_a_lifted_lid_is_no_second_figure(
    policy: str, row: str, text: str, expected: Status
) -> None:
    assert status(policy, row, text) is expected


IMAGED = "Narrowing on MRI or CT"
OLD_MRI = "MRI of 02/2023: foraminal narrowing C5-6.\n"


def test_a_diagnosis_that_repeats_what_only_an_old_study_showed_is_no_newer() -> None:
    told = found(OLD_MRI + "Dx: foraminal narrowing.", "foraminal narrowing", statement=IMAGED, days=365)
    assert all(Doubt.stale in o.doubts or Doubt.undated in o.doubts for o in told) and len(told) == 2


def test_beside_a_study_of_this_year_an_old_one_takes_nothing_away() -> None:
    text = OLD_MRI + "MRI 10/05/2026: foraminal narrowing C5-6.\nDx: foraminal narrowing."
    told = found(text, "foraminal narrowing", statement=IMAGED, days=365)
    assert sum(not o.doubts for o in told) == 2


def test_what_needs_no_study_is_as_new_as_its_line() -> None:
    told = found(OLD_MRI + "Dx: foraminal narrowing.", "foraminal narrowing", statement="A narrowing", days=365)
    assert any(not o.doubts for o in told)


def test_a_line_of_a_report_is_not_doubted_for_an_old_picture_of_elsewhere() -> None:
    text = "Films taken 10/05/2026:\nfindings: bone on bone\nOld hip film of 02/2023: bone on bone."
    told = found(text, "bone on bone", statement="Disease on films", days=365)
    assert any(not o.doubts for o in told)


OTHERS_EXCLUDED = "other causes excluded"


def excluded(text: str) -> bool:
    terms = (Term(name=OTHERS_EXCLUDED, things=(("(shoulder or wrist or elbow) & (freely or clean or excluded)",),)),)
    row = Row(id="C1", statement="", check=DocumentsCheck(term=OTHERS_EXCLUDED))
    question = RowQuestion(policy_id="P", rows=(row,), terms=terms, item=RequestedItem(code="27447"))
    note = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Visit 2026-11-12.\n{text}")
    seen = read_rows([note], ReadingContext(judged_on=ON, received_on=ON), question).observations
    return bool(seen) and all(o.assertion is Assertion.affirmed for o in seen)


def test_to_deny_a_competing_cause_is_to_exclude_it() -> None:
    assert excluded("It is not his shoulder, which moves freely.")
    assert excluded("It is not the elbow: the nerve test was clean.")


@pytest.mark.parametrize(
    "text",
    [
        "The shoulder was not excluded.",
        "No shoulder test has excluded it.",
        "It is not known whether the wrist moves freely.",
        "Not examined: the shoulder, excluded by nobody.",
    ],
)
def test_a_cause_that_was_not_excluded_is_not_excluded(text: str) -> None:
    assert not excluded(text)


CARE = "PT 06/08/2026 - 09/25/2026, 22 visits, no gain. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CARE + "No NSAID (CKD 3a).", Status.met),
        (CARE + "Cannot take NSAIDs because of an ulcer.", Status.met),
        (CARE + "Never took any NSAID.", Status.insufficient),
        (CARE + "He has had no conservative treatment.", Status.insufficient),
        ("No NSAID (CKD 3a).", Status.insufficient),
    ],
)
def test_what_a_patient_may_not_have_takes_nothing_back_of_what_failed(text: str, expected: Status) -> None:
    assert status("L33456", "C1", text) is expected


SIDED = ("tender over & joint", "(arm or joint) & (pain or tender)")


@pytest.mark.parametrize(
    ("text", "against"),
    [
        ("Right arm pain in the C6 pattern. The left arm has no pain.", False),
        ("Tender over the right joint. Left joint not tender.", False),
        ("Right arm pain in spring. The right arm has no pain now.", True),
        ("Right arm pain in spring. The arm has no pain now.", True),
        ("Right arm pain in spring. Neither the left nor the right arm has pain now.", True),
        ("Arm pain in spring. The left arm has no pain now.", True),
        ("Left and right arm pain in spring. The left arm has no pain now.", True),
    ],
)
def test_a_denial_of_the_other_side_takes_nothing_back_of_this_one(text: str, against: bool) -> None:
    told = found(text, *SIDED)
    assert any(o.assertion is Assertion.affirmed for o in told)
    assert any(o.assertion is Assertion.negated and Doubt.wrong_side not in o.doubts for o in told) is against


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Lying down she has no pain in the back.", False),
        ("In a chair there is no back pain.", False),
        ("The back pain is not due to a fracture.", False),
        ("The back pain was not caused by the fall.", False),
        ("Sitting or standing she has no pain in the back.", True),
        ("She has no pain in the back, lying or standing.", True),
        ("The back pain is not there any more.", True),
        ("Back pain was not found.", True),
    ],
)
def test_ease_in_one_posture_and_a_cause_ruled_out_are_no_denials_of_the_pain(text: str, stands: bool) -> None:
    assert denied(text, *BACK_PAIN) is stands


def test_what_a_cause_was_ruled_out_to_be_stays_denied() -> None:
    assert denied("The back pain is not due to a fracture.", "fracture")
    assert denied("The back pain was not caused by cancer.", "cancer")
