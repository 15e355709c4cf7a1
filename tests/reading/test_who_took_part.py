"""Who only took part in a visit or did his work is not the one whose finding it is; and who is, after all."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.facts import Subject
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)


def whose(text: str, spelling: str, sex: Sex = Sex.male) -> Subject:
    term = Term(name="it", things=((spelling,),))
    row = Row(id="C1", statement="", check=DocumentsCheck(term="it"))
    context = ReadingContext(judged_on=ON, received_on=ON, patient_sex=sex, patient_name="Noel Ferrant")
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Visit 2026-11-12.\n\n{text}")
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="27447"))
    return read_rows([document], context, question).observations[0].subject


@pytest.mark.parametrize(
    "text",
    [
        "In the joint talk today he, his sister and both surgeons made a shared decision.",
        "Shared decision 11/9/26 w/ pt, brother, Dr. Ono by video: options, leak, scars.",
        "Shared decision with the patient, his son and the cardiologist.",
        "He, his daughter and I came to a shared decision.",
        "I sat with him, his wife and his two sons for the shared decision.",
        "Shared decision: pt, daughter, myself; tool used.",
        "Joint hour (patient, wife, ENT, sleep physician): shared decision made.",
        "Present for the shared decision: patient, wife, son by phone.",
        "Shared decision today, wife looking on.",
        "Shared decision today, his son on video.",
    ],
)
def test_a_relative_who_sat_in_takes_no_shared_decision_away(text: str) -> None:
    assert whose(text, "shared decision") is Subject.patient


@pytest.mark.parametrize(
    "text",
    [
        "His brother, her cardiologist and I came to a shared decision.",
        "As with him, his brother and father made a shared decision.",
        "Unlike him, his brother and father made a shared decision.",
        "The patient's wife, son and daughter made a shared decision.",
        "Met him, his wife and his son; the son made a shared decision.",
    ],
)
def test_a_decision_of_relatives_alone_is_not_the_patient_s(text: str) -> None:
    assert whose(text, "shared decision") is Subject.other_person


@pytest.mark.parametrize(
    "text",
    [
        "Gout stops him after ten feet; wife (71, weak heart) can't push.",
        "Gout of both feet; daughter, 44, works nights.",
        "What it costs him: wife does up his collar, gout in every toe.",
        "Wife pulls on his socks, gout in every toe.",
        "Gout in every toe, wife left the bedroom; she's seen him limp at night.",
        "Tried a wedge for gout, spouse up 6x a night.",
        "The link was tested with a simulator, and gout is told there.",
        "The radiation people know of his gout.",
        "Ms. Idowu, our speech-language pathologist, came. Ms. Idowu has written of gout.",
        "Ms. Idowu evaluated his speech on 10/2/26. Ms. Idowu has written of gout.",
        "The speech therapist, Ms. Ruth Idowu, came. Ms. Idowu has written of gout.",
    ],
)
def test_who_helps_in_a_clause_of_his_own_or_does_his_work_takes_no_finding_away(text: str) -> None:
    assert whose(text, "gout") is Subject.patient


@pytest.mark.parametrize(
    "text",
    [
        "Sleeps well; wife (71, weak heart) has gout.",
        "Wife left the bedroom; she limps at night with gout.",
        "Wife left the bedroom; she's seen him off, and she has gout.",
        "Wife (71) has gout and can't push.",
        "The simulated patient has gout.",
        "The people with gout stay at home.",
        "Mrs. Idowu, the retired nurse, has gout.",
        "Mrs. Idowu, a 62-year-old nurse, has gout.",
        "Mrs. Idowu treated her pain with ice. Mrs. Idowu has gout.",
        "Mrs. Idowu was evaluated on 10/2/26. Mrs. Idowu has gout.",
        "His sister, the patient in the next room, has gout.",
    ],
)
def test_whose_illness_it_is_stays_another_person_s(text: str) -> None:
    assert whose(text, "gout") is Subject.other_person


@pytest.mark.parametrize(
    "text",
    [
        "The speech pathologist saw him in October. She calls the gout severe.",
        "The speech pathologist tested him. Her signed nine-page report names the gout.",
        "The therapist saw him in May, June and July. He came each week. She writes that the gout has not moved.",
        "The pathologist says gout, and I looked at the slides with her.",
        "I went over the films with the radiologist; she sees severe gout.",
    ],
)
def test_a_clinician_who_rates_writes_or_looks_along_is_no_other_patient(text: str) -> None:
    assert whose(text, "gout") is Subject.patient


@pytest.mark.parametrize(
    "text",
    [
        "The speech pathologist saw him in October. She has severe gout.",
        "The speech pathologist saw him in October. Her gout is severe.",
        "The speech pathologist saw him in October. She notes worse gout.",
        "The nurse saw him in October. She rates the pain of the gout 8/10.",
        "The nurse saw him in October. She calls it agony, the gout.",
        "The nurse saw him in October. Her film showed gout.",
        "His wife came along. She calls the gout severe.",
    ],
)
def test_the_other_pronoun_of_one_who_suffers_stays_in_doubt(text: str) -> None:
    assert whose(text, "gout") is Subject.unknown
