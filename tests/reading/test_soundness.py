"""A statement that anything in it or right after it undoes is no MET; the same said plainly is one."""

import pytest

from priorauth.criteria import Status
from tests.reading.corpus import Asked, Expectation, Text
from tests.reading.corpus_score import judged

DOUBTFUL = (
    ("V8", "The psychological evaluation on 2026-10-02 had to be scrapped because the clinician was sick."),
    ("W4", "The face-to-face visit of 2026-11-03 turned into a phone call."),
    ("V5", "2026-10-06: claudication is a thing of the past since the bypass."),
    ("W6", "No active infection a week ago; on 2026-11-20 the wound drains pus."),
    ("W1", "EKG machine read atrial fibrillation 2026-10-05; on my overread sinus rhythm with noise."),
    ("J8", "Platelets 210 K/uL on 2026-11-09. The lab phoned: clotted sample."),
    ("J1", "BMI 41 on 2026-11-02 with his boots, coat and tool belt on."),
    ("U8", "PSA 6.2 on 2026-10-01; 1.1 on 2026-11-15."),
    ("J7", "Lab | 2026-11-12\nINR 1.2 | pending"),
    ("W1", "The EKG and the patch failed to show atrial fibrillation."),
    ("W1", "Atrial fibrillation was feared; the EKG is normal."),
    ("W1", "Should it turn into atrial fibrillation we will anticoagulate."),
    ("W1", "Rhythm: ☐ sinus ☐ atrial fibrillation ☐ paced"),
    ("W1", "Rhythm: atrial fibrillation / flutter (circle one)"),
    ("W4", "The face-to-face visit was not held."),
    ("W1", "Not one day of atrial fibrillation on the recorder."),
    ("W4", "The face-to-face visit still has to be arranged."),
    ("V8", "Psychological evaluation next Tuesday."),
    ("V8", "Psychological evaluation is still missing."),
    ("J8", "Platelets __ INR __ (nurse to complete)"),
    ("W1", "Screened at the mall for atrial fibrillation 2026-10-05."),
)
PLAIN = (
    ("W1", "Rhythm on 2026-10-05: ☑ atrial fibrillation ☐ sinus ☐ paced"),
    ("V8", "The psychological evaluation was completed on 2026-10-02."),
    ("V5", "2026-10-06: he has claudication at two blocks."),
    ("W6", "No active infection on 2026-11-20."),
    ("J8", "Platelets 210 K/uL on 2026-11-09. The lab is in our building."),
    ("J1", "BMI 41 on 2026-11-02, weight 290 lb."),
    ("J7", "INR 1.2 on 2026-11-12."),
    ("J7", "2026-11-12: no bullae in the path, INR 1.0, aspirin stopped."),
    ("J1", "She is a 56-year-old grandmother whose BMI on 2026-11-02 was 53.6."),
    ("W1", "EKG on 2026-10-05 showed atrial fibrillation."),
)


def _status(row: str, words: str) -> Status:
    text = Text("batch_i:0", "", Asked(), words, (Expectation(row, Status.insufficient),))
    (outcome,) = judged(text)
    return outcome.status


@pytest.mark.parametrize(("row", "words"), DOUBTFUL)
def test_what_its_own_words_or_the_next_undo_is_no_met(row: str, words: str) -> None:
    assert _status(row, words) is not Status.met


@pytest.mark.parametrize(("row", "words"), PLAIN)
def test_the_same_said_plainly_is_met(row: str, words: str) -> None:
    assert _status(row, words) is Status.met
