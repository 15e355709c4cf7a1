"""What is taken back, spoilt or denied some words away is no evidence, and honest neighbours still are."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

TERM = Term(name="thing", things=(("radiculopathy", "polyp", "severe hypoglycemia", "shared decision-making"),))
ROW = Row(id="C1", statement="", check=DocumentsCheck(term="thing"))


def seen(text: str) -> tuple[Observation, ...]:
    context = ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 11, 20))
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    question = RowQuestion(policy_id="P", rows=(ROW,), terms=(TERM,), item=RequestedItem(code="45385"))
    return read_rows([document], context, question).observations


@pytest.mark.parametrize(
    "text",
    [
        "A polyp was left in place on 10/12/2026.\n\nAddendum 11/17/2026: it was in fact cut out; nothing remains.",
        "A polyp was left in place on 10/12/2026. Addendum 11/17/2026: the polyp was in fact cut out that day.",
        "In none of three examinations, the last on 11/10/2026, with slump test and reflexes, was there radiculopathy.",
        "Denies, on 11/11/2026: weight loss, chest pain, severe hypoglycemia.",
        "He was to have had the shared decision-making talk on 10/22/2026.",
        "Polyp seen 10/12/2026. The prep was fair. The page is hard to read. The lab calls the specimen unusable.",
        "(Page 4, name on the header does not match this chart.) Polyp seen 10/12/2026.",
        "Polyp seen 10/12/2026. The above report has been withdrawn.",
        "Polyp seen 10/12/2026.\n\nP.S. The unit rang: the pictures were filed in the wrong folder.",
        "Polyp seen 10/12/2026.\n\nLate entry 11/13: two films crossed in the mail. Ours is not Mr. Holm's.",
        "Polyp seen 10/12/2026.\n\nPhone addendum 9 Nov: the pictures were the other Mrs. Holm's.",
        "Polyp seen 10/12/2026.\n\n11/9 correction from the unit: the form was filled mirror-wise.",
        "Polyp seen 10/12/2026.\nCalled in 18 Nov: he asks us to cancel. Agreed.",
        "The manual wants severe hypoglycemia first. Any polyp of 2 cm would satisfy it.",
        "What is asked before a clinic is paid: radiculopathy of three months.",
        "Shared decision-making with an outside doctor belongs in the file for this.",
        "My hunch is radiculopathy.",
        "Radiculopathy may have been found elsewhere.",
        "The polyp could well have been taken out by then.",
        "A polyp was possibly seen.",
        "The EMG speaks against radiculopathy.",
        "Radiculopathy was dismissed.",
        "He got rid of his radiculopathy.",
        "Insufficient for radiculopathy.",
        "Half the clinic has radiculopathy.",
        "In radiculopathy one would see weakness.",
        "He insists it is radiculopathy.",
        "Had there been radiculopathy, we would have operated.",
        "Treat as radiculopathy for now.",
        "Apparently radiculopathy.",
        "Radiculopathy has yet to be shown.",
        "Radiculopathy was the indication for the MRI.",
        "The search for radiculopathy came up empty.",
        "Should the radiculopathy go on for three months we will operate.",
        "Shared decision-making for the implant is scheduled 11/18.",
        "A man I saw before him had a polyp taken out on 10/22/2026.",
        "Her sister saw Dr. Holm for radiculopathy all winter.",
        "Her co-coach, on the table before her, has radiculopathy.",
        "Shared decision-making on 10/22/2026.\n\nAddendum: the desk shows that visit as cancelled.",
        "Slot held on 11/24/2026, where I expect a polyp.",
        "The shared decision-making talk is down for the morning of the implant.",
    ],
)
def test_a_statement_undone_some_words_away_is_no_evidence(text: str) -> None:
    assert all(o.assertion is not Assertion.affirmed for o in seen(text))


@pytest.mark.parametrize(
    "text",
    [
        "A polyp was seen on 10/12/2026.\n\nAddendum 11/17/2026: the pathology report was received and filed.",
        "On 11/11/2026 he reports: severe hypoglycemia, helped by his neighbor's glucagon.",
        "She had the shared decision-making talk on 10/22/2026.",
        "A polyp was seen on 10/12/2026; propofol was withdrawn inside a minute.",
        "A polyp was seen on 10/12/2026.\n\nAddendum 11/17/2026: stress test done. Height is 172 cm.",
        "A polyp was seen on 10/12/2026. Correction same day: the segment is the cecum. He never had a biopsy.",
        "A polyp was seen on 10/12/2026.\n\nHis own doctor called on 11/12: blood pressure is well controlled.",
        "A polyp was seen on 10/12/2026. Correction 10/14: the sheet was first printed for left, re-issued for right.",
    ],
)
def test_an_addendum_that_only_adds_takes_nothing_back(text: str) -> None:
    assert any(o.assertion is Assertion.affirmed for o in seen(text))


def test_what_stands_against_approval_is_not_taken_back_by_a_story_that_turns_round() -> None:
    bar = ROW.model_copy(update={"bar": True})
    text = "Severe hypoglycemia on 10/12/2026. Addendum 11/17/2026: the rash has resolved."
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    context = ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 11, 20))
    question = RowQuestion(policy_id="P", rows=(bar,), terms=(TERM,), item=RequestedItem(code="45385"))
    found = read_rows([document], context, question).observations
    assert found[0].assertion is Assertion.affirmed
