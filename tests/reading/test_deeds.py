"""What was done though a plan, a talk or a denial stands beside it; and what was not."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.facts import Assertion, Grade
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)
ROW = Row(id="C1", statement="", check=DocumentsCheck(term="it"))
TERM = Term(name="it", things=(("sciatica", "sleep study"),))
QUESTION = RowQuestion(policy_id="P", rows=(ROW,), terms=(TERM,), item=RequestedItem(code="27447"))
CONTEXT = ReadingContext(judged_on=ON, received_on=ON, patient_sex=Sex.male, patient_name="Henry Falk")


def counts(text: str) -> bool:
    """Whether something plain speaks for it, and nothing against it."""
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Visit 2026-11-12.\n\n{text}")
    seen = read_rows([document], CONTEXT, QUESTION).observations
    plain = any(o.assertion is Assertion.affirmed and o.grade is Grade.a for o in seen)
    return plain and not any(o.assertion is Assertion.negated for o in seen)


@pytest.mark.parametrize(
    "text",
    [
        "I ordered a sleep study; it was done on 9/2/2026.",
        "The sleep study I ordered shows severe apnea.",
        "The sleep study we had ordered was positive.",
        "A sleep study recommended by cardiology was done 9/2.",
        "He agreed to a sleep study, done 9/2/2026.",
        "At my request he had a sleep study on 9/2/2026.",
        "Given the sleep study of 9/2/2026 we will start a mask.",
        "Recommend a mask based on the sleep study of 9/2/2026.",
        "Start a mask per sleep study 9/2/2026.",
        "Sleep study results discussed with patient.",
        "Discussed results of the sleep study: severe.",
        "No central events on sleep study 9/2/2026.",
        "Sleep study rescheduled once, then done 9/2/2026.",
        "Sleep study for suspected apnea: index 31.",
        "As suspected, the sleep study showed apnea.",
        "The sleep study confirmed suspected apnea.",
        "Sleep study 9/2/2026, mask to start after approval.",
        "Sleep study with no artifact.",
    ],
)
def test_what_a_plan_or_talk_rests_on_was_done(text: str) -> None:
    assert counts(text)


@pytest.mark.parametrize(
    "text",
    [
        "I ordered a sleep study; it will be done on 12/2/2026.",
        "The sleep study I ordered will show whether it is severe.",
        "The sleep study we ordered may show apnea.",
        "A sleep study recommended by cardiology was not done.",
        "He agreed to a sleep study, to be done 12/2/2026.",
        "At my request a sleep study is scheduled for 12/2/2026.",
        "We will start a mask based on the planned sleep study.",
        "Start a mask once the sleep study is done.",
        "Will discuss sleep study results when available.",
        "Sleep study discussed with patient.",
        "Discussed: results of the sleep study are pending.",
        "No plan for a sleep study.",
        "No show at the sleep study.",
        "No sleep study on file.",
        "Sleep study postponed, to be done 12/2/2026.",
        "Sleep study rescheduled, not done.",
        "Sleep study suspected to be somebody else's.",
        "A sleep study is suspected, on whatever grounds.",
        "Sleep study full of artifact.",
        "Order a sleep study based on the history.",
    ],
)
def test_what_is_only_planned_denied_or_talked_of_was_not(text: str) -> None:
    assert not counts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thank you for referring this pleasant man with sciatica.",
        "Seen today after referral for sciatica.",
        "Sciatica is why he is here today.",
        "Sciatica most likely due to a disc.",
        "I believe his sciatica comes from L4-5.",
        "If he stands ten minutes the sciatica stops him.",
        "Cannot work because of sciatica.",
        "Does not drive due to sciatica.",
        "Sciatica resolved only for two days after the shot.",
        "Retired, formerly a roofer, sciatica.",
        "FH: noncontributory. Sciatica on exam.",
        "He cares for his mother; sciatica makes it hard.",
        "Like his father he limps; sciatica on exam.",
        "Sciatica, told wife.",
        "65M, Medicare, sciatica x 9 mo.",
        "He has Medicare and sciatica.",
        "His insurance changed in June; sciatica is the same.",
        "He qualifies for disability because of sciatica.",
        "No drug has helped his sciatica.",
        "None of this helped his sciatica.",
        "Therapy has not changed the sciatica.",
        "The sciatica does not let him sleep.",
        "He gets no rest from the sciatica.",
        "He is never without sciatica.",
        "Not a day goes by without sciatica.",
        "He cannot escape sciatica.",
        "He no longer golfs because of sciatica.",
        "No longer able to golf due to sciatica.",
        "Whether sitting or standing, sciatica is there.",
        "Recommend decompression for sciatica.",
        "Request: fusion for his sciatica.",
    ],
)
def test_words_of_company_cause_and_cover_leave_a_finding_one(text: str) -> None:
    assert counts(text)


@pytest.mark.parametrize(
    "text",
    [
        "Referred for a sleep study.",
        "Seen today; referral for sciatica placed.",
        "Sciatica is why we fear a disc.".replace("why", "what"),
        "Sciatica likely.",
        "Sciatica is probable on clinical grounds.",
        "I believe he has sciatica.",
        "If he stands ten minutes sciatica would show.",
        "If sciatica persists, scan.",
        "Not because of sciatica.",
        "Cannot have sciatica.",
        "Sciatica resolved after the shot.",
        "Formerly had sciatica.",
        "FH: father. Sciatica in brother.",
        "FH: sciatica.",
        "He cares for his mother, who has sciatica.",
        "Like his father, who had sciatica.",
        "Told wife: sciatica of hers is the same.",
        "Medicare covers sciatica.",
        "His insurance requires sciatica.",
        "He qualifies for surgery because of sciatica under the policy.",
        "No history of sciatica.",
        "None of them has sciatica.",
        "He has not had sciatica.",
        "He rested without sciatica.",
        "Not a man with sciatica.",
        "He cannot have had sciatica.",
        "No longer has sciatica.",
        "He no longer complains of sciatica because of the shot.",
        "Whether he has sciatica is open.",
        "Recommend a study for sciatica.",
        "Request: a scan to look for sciatica.",
    ],
)
def test_a_doubt_another_or_a_rule_still_takes_it_away(text: str) -> None:
    assert not counts(text)


@pytest.mark.parametrize(
    "text",
    [
        "I ordered a sleep study, found a slot on 12/2.",
        "The sleep study I ordered found no slot until December.",
        "Sleep study ordered today as the exam showed a crowded throat.",
        "Referred for a sleep study since the oximetry showed dips.",
        "Sleep study ordered because a score came back high.",
        "Start a mask per sleep study if positive.",
        "No decision on sleep study.",
        "No word on the sleep study.",
        "At my request the lab set a sleep study for 12/2.",
        "If he sits, check for sciatica.",
        "None of this helped rule in sciatica.",
        "Recommend fusion for sciatica if the scan shows it.",
        "Nothing speaks against sciatica or for it.",
        "Conference 11/5: discussed sciatica as an option.",
        "About 20 percent chance of sciatica.",
        "Sciatica, as suspected, was not found.",
    ],
)
def test_what_came_of_something_else_proves_nothing(text: str) -> None:
    assert not counts(text)
