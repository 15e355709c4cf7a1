"""What undoes a finding: a corrected figure, a clause that says it was not done, care broken off or of another part,
a picture of the other side, a denial before brackets that tell of the thing with its day,
and a day too near the service."""

from datetime import date

import pytest

from agents.reading.rows import read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import AbsenceCheck, Comparison, Course, CourseCheck, DocumentsCheck, MeasureCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import Assertion, Grade, Outcome
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

ON, SERVICE = date(2026, 11, 20), date(2026, 12, 9)
SPINE = RequestedItem(code="62323", label="Epidural steroid injection", site="spine")


def read(text: str, row: Row, *things: tuple[str, ...], item: RequestedItem = SPINE) -> list[Observation]:
    terms = tuple(Term(name=name, things=things) for name in ("it", "kinds of care"))
    note = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Visit 2026-11-12.\n{text}")
    question = RowQuestion(policy_id="P", rows=(row,), terms=terms, item=item)
    return list(read_rows([note], ReadingContext(judged_on=SERVICE, received_on=ON), question).observations)


def stands(text: str, row: Row, *things: tuple[str, ...], item: RequestedItem = SPINE) -> bool:
    found = read(text, row, *things, item=item)
    return any(o.grade is Grade.a and o.assertion is Assertion.affirmed for o in found)


RELIEF = MeasureCheck(measures=("diagnostic block relief",), comparison=Comparison.at_least, low=80, unit="percent")
RELIEVED = Row(id="C1", statement="", check=RELIEF)


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Block on 10/6/2026 gave 85 percent relief for seven hours; the diary agrees.", True),
        ("Block on 10/6/2026 gave 85 percent relief. His diary confirms the figure.", True),
        ("Block on 10/6/2026 gave 85 percent relief, and his own diary corrects that figure to 60.", False),
        ("Block on 10/6/2026: 85% relief. On going over it the percentage was corrected to 60.", False),
        ("Block on 10/6/2026: 85% relief. The score was later revised down to 55.", False),
    ],
)
def test_a_figure_that_is_corrected_beside_or_behind_is_no_figure(text: str, counts: bool) -> None:
    assert stands(text, RELIEVED) is counts


SCALE = Row(id="C1", statement="", check=DocumentsCheck(term="it"))


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("TWSTRS total 38; photographs not taken.", True),
        ("TWSTRS 38 of 85; not worse than before.", True),
        ("TWSTRS 38, taken before the first dose.", True),
        ("TWSTRS total: first visit; not scored.", False),
        ("TWSTRS - not done today.", False),
        ("TWSTRS sheet in the chart. Not scored.", False),
        ("TWSTRS wanted by the plan before the first dose.", False),
    ],
)
def test_a_scale_that_was_wanted_and_not_scored_is_no_scale(text: str, counts: bool) -> None:
    assert stands(text, SCALE, ("TWSTRS",)) is counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Eleven weeks of sprays, no improvement.", True),
        ("Eleven weeks since the sprays were started, used every day, no improvement.", True),
        ("Eleven weeks since the sprays were ordered, stopped by him after ten days, no improvement.", False),
        ("It is twelve weeks since the sprays were prescribed. He never used them, no improvement.", False),
        ("Ten weeks since the sprays were begun; quit after two weeks, no improvement.", False),
    ],
)
def test_the_time_since_an_order_is_no_length_of_care_that_was_broken_off(text: str, counts: bool) -> None:
    row = Row(id="C1", statement="", check=CourseCheck(course=Course.failed, term="it", at_least_days=42))
    nose = RequestedItem(code="30520", label="Nasal septum repair", site="nose")
    found = read(text, row, ("sprays",), item=nose)
    lasted = [o for o in found if o.duration is not None and o.duration.low >= 42 and o.outcome is Outcome.failed]
    assert bool(lasted) is counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("L4-5 stenosis. PT 8/4-9/30/2026 for 8 weeks, no relief.", True),
        ("L4-5 stenosis. PT for the low back 8/4-9/30/2026, 8 weeks, no relief.", True),
        ("L4-5 stenosis. PT for R rotator cuff 8/4-9/30/2026, 8 weeks, no relief.", False),
        ("L4-5 stenosis. Elbow: PT for 8 weeks, no relief.", False),
    ],
)
def test_care_of_another_part_is_told_by_the_region_of_the_spine_a_record_speaks_of(text: str, counts: bool) -> None:
    row = Row(id="C1", statement="", check=CourseCheck(course=Course.failed, term="it", at_least_days=28))
    assert stands(text, row, ("PT",)) is counts


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Arm pain. PT with traction of the neck for 14 weeks.", True),
        ("Arm pain. 14 weeks: lumbar traction and core work.", False),
        ("Arm pain. Knee: traction for 14 weeks.", False),
    ],
)
def test_a_kind_of_care_of_another_part_is_none_of_those_counted(text: str, counts: bool) -> None:
    neck = RequestedItem(code="22551", label="Fusion of the neck", site="cervical spine")
    row = Row(id="C1", statement="", check=DocumentsCheck(term="kinds of care"))
    assert stands(text, row, ("traction",), item=neck) is counts


EXPLAINS = Row(id="C1", statement="Imaging explains the pain", check=DocumentsCheck(term="it"))


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Pain down the left leg. MRI: left L5-S1 extrusion on the S1 root.", True),
        ("Pain down the R leg. MRI: R paracentral L5-S1 extrusion.", True),
        ("Pain in both legs, left leg pain worse, right leg numb. MRI: left L5-S1 extrusion.", True),
        ("Left leg pain. MRI: extrusion at L5-S1, central.", True),
        ("Left leg pain. No pain in the right leg. MRI: left extrusion at L5-S1.", True),
        ("Pain down the left leg. MRI: right L5-S1 extrusion on the S1 root.", False),
        ("Sciatica, burning in the L leg. MRI: extrusion at L5-S1 on the right.", False),
        ("Numbness and burning in the right calf. MRI shows a left foraminal extrusion.", False),
    ],
)
def test_a_picture_of_the_other_side_alone_explains_no_pain_of_this_one(text: str, counts: bool) -> None:
    assert stands(text, EXPLAINS, ("extrusion",)) is counts


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("No PET for this tumor here so far (staging PET 10/22/2026 at the county hospital).", True),
        ("No PET for this tumor here so far (staging PET is planned 12/4/2026 at the county hospital).", False),
        ("No PET for this tumor here so far (CT 10/22/2026 at the county hospital).", False),
        ("No PET for this tumor here, none at the county hospital either.", False),
    ],
)
def test_a_denial_before_brackets_leaves_what_they_tell_with_its_day(text: str, speaks: bool) -> None:
    bar = Row(id="X1", statement="", check=AbsenceCheck(term="it"), bar=True)
    assert stands(text, bar, ("staging PET & at the county",)) is speaks


TOO_NEAR = "(last injected or last round or injection record) & {a day less than 12 weeks before the service}"


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("I last injected her on October 7, 2026, 200 units.", True),
        ("Injection record 10/07/2026: 200 units.", True),
        ("I last injected her on September 2, 2026, 200 units.", False),
        ("Last injected 7/15/2026; seen on 11/03/2026.", False),
        ("Last injected 14 weeks ago.", False),
        ("Last injected in 2026.", False),
    ],
)
def test_a_day_too_near_before_the_service_is_told_by_its_date(text: str, speaks: bool) -> None:
    bar = Row(id="X1", statement="", check=AbsenceCheck(term="it"), bar=True)
    assert bool(read(text, bar, (TOO_NEAR,))) is speaks


FIRST = Row(id="C1", statement="The report reached the practitioner before the order", check=DocumentsCheck(term="it"))


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Report received by fax 11/3, read by me 11/4. Device order placed 11/5.", True),
        ("I received the report on October 28, 2026. The order was signed on November 2, 2026.", True),
        ("Report received by fax 11/3, read by me 11/4. Order for PT 9/30.", True),
        ("Report received by fax 11/3, read by me 11/4. Device order placed 10/30.", False),
        ("I received the report on November 3, 2026. The order was signed on October 30, 2026.", False),
        ("Ordered 10/30. Report received 11/3.", False),
    ],
)
def test_a_report_that_came_after_the_order_did_not_come_before_it(text: str, counts: bool) -> None:
    assert stands(text, FIRST, ("report & received",)) is counts
