"""Others in a sentence: who only helps or is named in passing, and whose finding it is after all."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind, Sex
from priorauth.criteria import Comparison, DocumentsCheck, MeasureCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Subject
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON = date(2026, 11, 20)


def seen(text: str, spelling: str, statement: str = "", sex: Sex = Sex.male) -> Observation:
    term = Term(name="it", things=((spelling,),))
    row = Row(id="C1", statement=statement, check=DocumentsCheck(term="it"))
    context = ReadingContext(judged_on=ON, received_on=ON, patient_sex=sex, patient_name="Henry Falk")
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Visit 2026-11-12.\n{text}")
    question = RowQuestion(policy_id="P", rows=(row,), terms=(term,), item=RequestedItem(code="27447"))
    return read_rows([document], context, question).observations[0]


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("Lives w/ daughter; asthma for years.", "asthma"),
        ("I saw it first and your partner read it as asthma.", "asthma"),
        ("Your colleague has looked at the films and says that it is asthma.", "asthma"),
        ("Wife: stops breathing at night, asthma.", "asthma"),
        ("By the student health printout he has asthma.", "asthma"),
        ("I gave him tablets, and your partner the shots, for asthma.", "asthma"),
        ("Asthma since 2010, lives w/ two daughters.", "Asthma"),
        ("Echo: EF 42%, trace MR. CT angiogram shows asthma.", "asthma"),
        ("QRS 104 ms. He is stable with asthma.", "asthma"),
        ("QRS 104 ms on the left with asthma.", "asthma"),
        ("The MR safe pump, asthma.", "asthma"),
        ("Asthma; wife does the shopping.", "Asthma"),
        ("Asthma; wife weighs 54 kg.", "Asthma"),
        ("Asthma; his brothers live far away.", "Asthma"),
        ("He cannot turn; mother turns him q2h, and asthma wakes him.", "asthma"),
        ("His wife half carries him to the shower, asthma.", "asthma"),
        ("Wife buttons his shirts, asthma.", "asthma"),
        ("Widower, two grown sons, asthma.", "asthma"),
        ("Married, 2 kids, asthma.", "asthma"),
        ("44, dog groomer, asthma.", "asthma"),
        ("25-year-old student with asthma.", "asthma"),
        ("Nursing student, 23, with asthma.", "asthma"),
        ("A dog bite of the leg, and asthma.", "asthma"),
        ("The dog pulled him over, asthma since.", "asthma"),
        ("Kicked by a horse in 2024, asthma since.", "asthma"),
        ("He missed his granddaughter's recital because of asthma.", "asthma"),
        ("Asthma, so he stopped reading to his grandchildren.", "Asthma"),
        ("He danced at his granddaughter's party despite asthma.", "asthma"),
        ("With asthma he cannot follow the phone or family at table.", "asthma"),
        ("Gave up volunteer work because of asthma.", "asthma"),
        ("Asthma rated by Ms. Ortega, PT.", "Asthma"),
        ("Physical therapy with Mr. Boone. Mr. Boone found asthma.", "asthma"),
        ("My nurse practitioner, Ms. Benoit, found asthma.", "asthma"),
        ("No asthma in him or relatives; gout.", "gout"),
        ("Wife smokes outside only; he has asthma.", "asthma"),
        ("Wife Della drives, asthma.", "asthma"),
        ("Daughter Inez witnessed, asthma.", "asthma"),
        ("Husband caregiver, lodging booked, asthma.", "asthma"),
        ("Asthma, infusion 12/29, wife as caregiver.", "Asthma"),
        ("Asthma, and his wife can learn the machine.", "Asthma"),
        ("Asthma is seen by two people at the lab.", "Asthma"),
        ("The valve is cleared by the FDA for people with gout.", "cleared by the FDA"),
        ("RT is a hospital employee; asthma.", "asthma"),
        ("Strangers understand little of his asthma.", "asthma"),
        ("Asthma, like his mother before him.", "Asthma"),
        ("He needs his wife's arm to stand because of asthma.", "asthma"),
        ("Sleeps poorly: partner leaves the room, asthma.", "asthma"),
        ("Barium: bird beak, asthma.", "asthma"),
        ("He has reflux, asthma, and a cat.", "asthma"),
        ("Two near-miss accidents since August, asthma.", "asthma"),
        ("His boss moved him off the loader because of asthma.", "asthma"),
        ("Asthma that woke his wife twice a night.", "Asthma"),
        ("The sensor is in the drawer because the alarms annoyed his wife.", "drawer"),
        ("He is a participant in the registry, with asthma.", "asthma"),
    ],
)
def test_who_helps_or_is_named_in_passing_takes_no_finding_away(text: str, spelling: str) -> None:
    found = seen(text, spelling)
    assert (found.subject, found.assertion) == (Subject.patient, Assertion.affirmed)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("His wife lifts weights and uses CPAP nightly.", "CPAP nightly"),
        ("Your partner has asthma and snores.", "asthma"),
        ("Your colleague has asthma.", "asthma"),
        ("Wife: asthma.", "asthma"),
        ("Mother: stops breathing at night, asthma.", "asthma"),
        ("His partner read that she had asthma.", "asthma"),
        ("His wife, on oxygen, is his caregiver.", "oxygen"),
        ("Caregiver: husband Dirk, 84, COPD and spinal stenosis.", "COPD"),
        ("Wife as caregiver has diabetes.", "diabetes"),
        ("Caregiver wife uses insulin.", "insulin"),
        ("AHI of 51; his wife's.", "AHI"),
        ("Sleep apnea; that was his wife.", "Sleep apnea"),
        ("Sleep apnea; it was his brother who had it.", "Sleep apnea"),
        ("Sleep apnea (wife).", "Sleep apnea"),
        ("Sleep apnea - his brother.", "Sleep apnea"),
        ("Diabetes: mother and father.", "Diabetes"),
        ("Diabetes: his mother, who died at 60.", "Diabetes"),
        ("Father died at 60 of lung cancer.", "lung cancer"),
        ("His mother died of lung cancer at 60.", "lung cancer"),
        ("Wife was studied; sleep apnea found.", "sleep apnea"),
        ("Wife smokes; she quit asthma inhalers.", "asthma"),
        ("His sister had surgery; she has asthma.", "asthma"),
        ("His wife has no angina.", "angina"),
        ("His snoring woke his wife, who has asthma.", "asthma"),
        ("The alarms bothered his wife with asthma.", "asthma"),
        ("His siblings have asthma.", "asthma"),
        ("Mrs. Jones has asthma.", "asthma"),
        ("MS. CRANE HAS ASTHMA.", "ASTHMA"),
        ("Mr. Boone, 71, has asthma.", "asthma"),
        ("Therapy was given to Mr. Boone for asthma.", "asthma"),
        ("The report of Mr. Boone shows asthma.", "asthma"),
        ("Mr. Boone's report shows asthma.", "asthma"),
        ("The dog has asthma.", "asthma"),
        ("Her cat with asthma sleeps there.", "asthma"),
        ("Patients with asthma improve.", "asthma"),
        ("People with asthma are candidates.", "asthma"),
        ("The machine is approved for people with asthma.", "asthma"),
        ("A student with asthma was seen.", "asthma"),
        ("The donor had asthma.", "asthma"),
        ("Stranger with asthma came.", "asthma"),
        ("Neighbor has asthma.", "asthma"),
        ("His husband wakes gasping.", "gasping"),
        ("He lost his wife to lung cancer.", "lung cancer"),
        ("He follows his mother with diabetes.", "diabetes"),
        ("He understands his wife's asthma.", "asthma"),
        ("He lives with his sister, who has asthma.", "asthma"),
        ("Lives w/ sister w/ asthma.", "asthma"),
        ("Lives w/ sister (asthma).", "asthma"),
        ("He cares for his wife, who has asthma.", "asthma"),
        ("He drives his wife with asthma.", "asthma"),
        ("Family: sister asthma.", "asthma"),
        ("Fam hx: brother on insulin.", "insulin"),
        ("FH: father stroke.", "stroke"),
        ("No children; brother with asthma.", "asthma"),
        ("Neither he nor we saw that his brother had asthma.", "asthma"),
        ("His employee has asthma.", "asthma"),
        ("All our patients have asthma.", "asthma"),
        ("His daughter Gina has asthma.", "asthma"),
        ("Daughter Gina uses insulin.", "insulin"),
        ("Daughter gives herself insulin.", "insulin"),
        ("His wife takes insulin too.", "insulin"),
        ("Son lifts 62 kg and had a stroke.", "stroke"),
        ("Wife will undergo radiofrequency.", "radiofrequency"),
        ("His mother will get radiofrequency.", "radiofrequency"),
        ("His wife cannot walk.", "cannot walk"),
        ("His wife is unable to walk.", "unable to walk"),
        ("His caregiver is on insulin.", "insulin"),
        ("His boss has asthma.", "asthma"),
        ("The insulin was given to his wife.", "insulin"),
        ("Insulin of his wife.", "insulin"),
        ("Insulin used by his wife.", "insulin"),
        ("Asthma in his wife.", "Asthma"),
        ("Asthma was found in the neighbor.", "Asthma"),
        ("In a friend asthma was found.", "asthma"),
        ("His twin had asthma at 12, he was told.", "asthma"),
        ("His wife asked about her insulin.", "insulin"),
        ("Wife calls about her asthma.", "asthma"),
        ("His wife asked about her own insulin.", "insulin"),
        ("Volunteers with asthma were tested.", "asthma"),
        ("A volunteer in the study had asthma.", "asthma"),
        ("The horse had asthma.", "asthma"),
        ("The bird fancier next door has asthma.", "asthma"),
        ("His sister is a nurse and has asthma.", "asthma"),
    ],
)
def test_what_another_has_is_no_finding_of_the_patient(text: str, spelling: str) -> None:
    found = seen(text, spelling)
    assert found.subject is not Subject.patient or found.assertion is not Assertion.affirmed


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Her husband can do it; he sees well and has steady hands.", Subject.patient),
        ("Her son, who cannot push a chair himself, can do it.", Subject.patient),
        ("Her husband can do it in his own chair.", Subject.other_person),
        ("Mrs. Jones can do it.", Subject.other_person),
    ],
)
def test_what_a_caregiver_can_do_is_an_answer_where_it_is_asked(text: str, subject: Subject) -> None:
    assert seen(text, "can do it", "The patient or a caregiver can do it", Sex.female).subject is subject


def test_a_figure_behind_another_s_name_is_that_person_s() -> None:
    check = MeasureCheck(measures=("visual field loss",), comparison=Comparison.at_least, low=12, unit="degree")
    row = Row(id="E2", statement="", check=check)
    text = "Perimetry 11/10/2026: {}, superior field loss 22 degrees."
    for name, assertion in (("her twin Ida", Assertion.other_person), ("daughter present", Assertion.affirmed)):
        document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text.format(name))
        question = RowQuestion(policy_id="P", rows=(row,), terms=(), item=RequestedItem(code="15823"))
        context = ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 11, 20))
        assert [o.assertion for o in read_rows([document], context, question).observations] == [assertion]
