"""What a block gave, on which two days, how much it hurts and how large a nodule is, under no name of their own."""

from datetime import date

import pytest

from agents.reading.occasions import two_days
from agents.reading.record import PreparedRecord, prepare
from agents.reading.rows import read_rows
from agents.reading.values import values_of
from priorauth.case import Document, DocumentKind
from priorauth.criteria import Comparison, MeasureCheck, Row
from priorauth.facts import Doubt
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion


def prepared(text: str) -> PreparedRecord:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    return prepare((document,), ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 11, 20)))


def figures(text: str, measure: str) -> list[float | None]:
    record = prepared(text)
    found = values_of(record, record.documents[0], measure)
    return [v.quantity.low for v in found if v.quantity and not v.confused]


@pytest.mark.parametrize(
    ("text", "relief"),
    [
        (
            "SI injections with contrast, NRS: 8/18/2026, 7 to 1.4 = 80% relief; 9/15/2026, 7 to 1 = 85% relief.",
            [80, 85],
        ),
        ("Diagnostic blocks, fluoro, left: 8/04/2026 8→1 (88%), 9/01/2026 8→1.5 (81%).", [88, 81]),
        ("Blocks, fluoro + contrast: 9/23/26 lido 85%; 10/14/26 bupi 80%.", [85, 80]),
        ("Fluoroscopic arthrogram-type injections: 9/14/26 = 80% better, 10/5/26 = 76% better.", [80, 76]),
        ("Right SI arthrogram with bupivacaine 10/13 and 10/20/2026, relief 80 and 90 percent.", [80, 90]),
        ("Blocked the C3 and C4 medial branches on 9/15/26 (7 to 0.5, 93 %, bupivacaine).", [93]),
        (
            "MBB log:\n1) 8/24/26 lidocaine 2% → NRS 7→1, 86%, 3 h\n2) 9/21/26 bupivacaine 0.5% → 7→1, 86%, 7 h",
            [86, 86],
        ),
        ("Medial branch blocks 8/4/26 with 0.25% Marcaine: 8 to 5 (38%).", [38]),
        ("8/31/26 MBB #1 right C4, lidocaine: 7 -> 1 for three hours (86%).", [86]),
        ("MBB #1: 85%.", [85]),
        ("Medial branches numbed on 8/5/2026; 85 percent by diary.", [85]),
        ("Medial branches numbed on 8/5/2026. She rated it 85 %.", [85]),
        ("Medial branches numbed on 8/5/2026. She rated the clinic 85 %. Her sleep was 86 percent by the log.", []),
        ("Epidural 9/17/26 gave 8→1 (88%).", []),
        ("RFA 9/17/26: 8→1 (88%).", []),
        ("After the SI block of 9/17/26, 80% of her usual pain was still there.", []),
        ("SI injection goal: 80% relief.", []),
        ("Physical therapy 9/17/26 = 80% better.", []),
        ("Blocks done with bupivacaine 0.5%.", []),
    ],
)
def test_the_share_that_a_block_took_stands_behind_scores_drugs_or_days(text: str, relief: list[float]) -> None:
    assert figures(text, "diagnostic block relief") == relief


@pytest.mark.parametrize(
    "text",
    [
        "Blocks: 9/23/26 lido 85%; 10/14/26 bupi 80%.",
        "SI blocks on August 4, 2026 and again September 1, 2026, each with contrast.",
        "Right SI arthrogram with bupivacaine 10/13 and 10/20/2026, relief 80 and 90 percent.",
        "MBB log:\n1) 8/24/26 lidocaine 2% → 7→1, 86%\n2) 9/21/26 bupivacaine 0.5% → 7→1, 86%",
        "Anesthetic into the joint took pain from 8 to 1 on 1 September 2026 and from 8 to 2 on 29 September 2026.",
        "Blocks so far:\n#1 left L4, L5 MBB 8/24/26, 90% relief, 5 h\n#2 same levels 9/2/26, lidocaine, 8 -> 1",
    ],
)
def test_a_thing_done_twice_is_told_with_two_days(text: str) -> None:
    document = prepared(text).documents[0]
    assert any(list(two_days(document, s)) for s in document.sentences)


@pytest.mark.parametrize(
    "text",
    [
        "SI injection 8/18/26 gave 80% relief; 9/15/26 still 70% relief.",
        "SI injection 8/18/26: 80% relief; 9/15/26 75% relief.",
        "SI injections 8/18/26 80% relief, seen 9/15/26 with 60% relief.",
        "SI injections between 8/4/26 and 9/1/26 gave 80%.",
        "SI injection 8/18/26, 80% relief; MRI 9/1/26 normal.",
        "PT 8/4/26 - 9/1/26, 40% better.",
        "Both sides injected 8/18/26, 80% relief.",
        "MBB results:\n- 8/24/26: 90% relief, 4 h\n- 8/30/26: seen, 20% relief",
        "MBB results:\n#1 left L4 MBB 8/24/26, 90% relief\n#2 phone call about the diary 9/2/26, 80% relief",
    ],
)
def test_a_visit_a_period_or_another_matter_is_no_second_day(text: str) -> None:
    document = prepared(text).documents[0]
    assert not any(list(two_days(document, s)) for s in document.sentences)


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("A deep ache on the right at the level of the jaw, at times to the skull edge, 7/10, stiff.", [7]),
        ("7/10 on most days, pain in the low back.", [7]),
        ("NRS today is seven.", [7]),
        ("He scores the midline pain nine when turned.", [9]),
        ("At first 6/10, now 8/10 and getting worse; back pain.", [8]),
        ("Pain L1 level, 6 first week -> 9/10 now, climbing steadily.", [9]),
        ("Mid-back pain. Osteoporosis. At first 6/10, now 8/10 and getting worse.", [8]),
        (
            "A dull ache over the beltline. It stays put. It is worse by noon. She rates it a six on a scale of ten.",
            [6],
        ),
        ("A dull ache over the beltline. Her fatigue is worse by noon. She rates it a six on a scale of ten.", []),
        ("A dull ache over the beltline. She rates her mood a six on a scale of ten.", []),
        ("Back pain. Now 9/10 for fatigue.", []),
        ("Fatigue 8/10 with back pain.", []),
        ("Back pain; grip strength 8/10.", []),
        ("Sore after the fall; two weeks later 8/10 to 2/10.", []),
        ("She attended 8 of 10 visits; back pain unchanged.", []),
        ("Apgar 9/10.", []),
        ("He rates his fatigue eight.", []),
    ],
)
def test_a_score_of_pain_needs_no_name_where_the_sentence_is_about_pain(text: str, scores: list[float]) -> None:
    assert figures(text, "pain score") == scores


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("I ask for biopsy of a right lower lobe nodule. CT 13 October 2026: 2.8 cm, lobulated, pleural based.", [28]),
        ("A nodule came up. The CT chest of October 20 measured it at 17 millimeters in the right upper lobe.", [17]),
        ("Reason | follow-up of LLL nodule\nSize by CT 5/4/26 | 8 mm\nSize by CT 11/2/26 | 13 mm, same slice", [8, 13]),
        ("Please sample the nodule. It appeared in May; the chest CT dated October 21, 2026 gives 13 mm.", [13]),
        ("A lung nodule. CT shows it lies 2 cm beneath the pleura.", []),
        ("A lung nodule. It grew by 4 mm on CT.", []),
        ("Nodule in the right upper lobe. CT: 9 mm paratracheal node.", []),
        ("Nodule seen. CT with 5 mm slices.", []),
        ("Thyroid seen. The CT measured it at 17 mm.", []),
    ],
)
def test_a_size_beside_the_scan_is_that_of_the_nodule_named_before(text: str, sizes: list[float]) -> None:
    assert figures(text, "nodule size") == sizes


@pytest.mark.parametrize(
    ("text", "relief"),
    [
        ("Electrodes cut his pain from 8 to 2.5 of 10, nearly seventy percent.", [70]),
        ("Trial: NRS from 8 to 3, a 62 percent drop.", [62]),
        ("Pain in the trial went from 8 to 6, 70 percent still there.", []),
        ("Trial: pain 8 -> 3, 62% of it left.", []),
    ],
)
def test_the_share_told_after_two_scores_is_what_is_gone(text: str, relief: list[float]) -> None:
    assert figures(text, "pain relief") == relief


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Headache on 21, 22, 19 days/mo; migraine features (throb, nausea) on 12, 13, 11 of them.", [12, 13, 11]),
        ("He has head pain on twenty-five days of every month; eighteen of them carry the migraine picture.", [18]),
        ("Headache 20 days a month; 3 of them migraine.", [3]),
        ("Headache on 20 days a month, 12 of which are tension type, no migraine.", []),
        ("Headache 20 days a month, triptan on 9 of them for migraine.", []),
    ],
)
def test_migraine_days_are_told_as_part_of_the_headache_days(text: str, days: list[float]) -> None:
    assert figures(text, "migraine days") == days


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("Fields, left eye: relaxed lid 48 percent of the upper points lost; lid taped up, 6 percent lost.", [48]),
        ("Fields: taped 6% lost, untaped 46% lost.", [46]),
    ],
)
def test_what_is_lost_with_the_lid_taped_is_not_the_loss(text: str, lost: list[float]) -> None:
    assert figures(text, "visual field percent") == lost


@pytest.mark.parametrize(
    ("text", "scores"),
    [
        ("It is a seven out of ten when I walk, she says of her left knee.", [7]),
        ("Her back is nine out of ten whenever she tries to move.", [9]),
        ("His knee strength is eight out of ten.", []),
        ("The brace was on her back nine of ten days.", []),
        ("Her back was nine out of ten until the injection.", []),
    ],
)
def test_a_part_of_the_body_out_of_ten_is_a_score_of_its_pain(text: str, scores: list[float]) -> None:
    assert figures(text, "pain score") == scores


@pytest.mark.parametrize(
    ("measure", "text", "values"),
    [
        ("adherent nights", "CPAP card 06/2026: nights with use >4 h, 20%; nights unused, 55%.", [20]),
        ("adherent nights", "In the download six nights in thirty passed four hours, 20%.", [20]),
        ("adherent nights", "Uses it four hours. Oxygen 88%.", []),
        ("adherent nights", "CPAP card: large leak on 12% of nights, hours of use not printed.", []),
        ("adherent nights", "CPAP card: mask came off in 12% of nights, four hours of use unknown.", []),
        ("adherent nights", "CPAP card: large leak, 4 hours on 12% of nights.", [12]),
        ("pain score", "Now NRS 6 at rest, 8 with lifting.", [8]),
        ("pain score", "He puts the arm pain at 2/10 at rest and 7/10 when looking up.", [7]),
        ("pain score", "NRS 4 at rest / 7 on lifting.", [7]),
        ("residual AHI", "CPAP download: AHI 19.6 despite 6 h use.", [19.6]),
        ("residual AHI", "Even with the mask on all night he has 23 events an hour.", [23]),
        ("residual AHI", "Started on CPAP for an AHI of 44.", []),
        ("residual AHI", "Sleep study AHI 44; on CPAP now.", []),
        ("residual AHI", "AHI 44 without the mask.", []),
    ],
)
def test_what_a_breathing_device_reports_is_told_apart_from_what_led_to_it(
    measure: str, text: str, values: list[float]
) -> None:
    assert figures(text, measure) == values


PAIN = Row(id="P1", statement="", check=MeasureCheck(measures=("pain score",), comparison=Comparison.at_least, low=4))


def doubts_of_pain(text: str) -> set[Doubt]:
    note = Document(document_id=1, kind=DocumentKind.note, title="Note", text=f"Office visit 11/03/2026\n\n{text}")
    asked = RowQuestion(
        policy_id="P", rows=(PAIN,), terms=(), item=RequestedItem(code="22551", label="fusion of the cervical spine")
    )
    context = ReadingContext(judged_on=date(2026, 12, 1), received_on=date(2026, 11, 20))
    seen = read_rows([note], context, asked).observations
    assert seen
    return {doubt for o in seen for doubt in o.doubts}


@pytest.mark.parametrize(
    "text", ["Pain score 8/10 (right knee, gout flare).", "Knee pain 8/10.", "Foot pain score is 7 of 10 today."]
)
def test_a_pain_score_of_another_part_of_the_body_is_of_the_wrong_site(text: str) -> None:
    assert Doubt.wrong_site in doubts_of_pain(text)


@pytest.mark.parametrize(
    "text",
    ["Pain score 8/10 (right arm).", "Neck pain 8/10.", "Pain score 8/10 today.", "Arm pain is 7 of 10; knees fine."],
)
def test_a_pain_score_of_the_part_in_question_or_of_none_named_counts(text: str) -> None:
    assert Doubt.wrong_site not in doubts_of_pain(text)
