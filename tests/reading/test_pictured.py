"""A row that asks for joint disease on a picture is not met by a diagnosis, an examination or a film still to come."""

import pytest

from priorauth.criteria import Status
from tests.reading.test_said_of_something_else import status

KNEE = "L36575", "A1"


@pytest.mark.parametrize(
    "text",
    [
        "End-stage osteoarthritis of the right knee on x-ray.",
        "Films of the right knee: bone on bone medially.",
        "Severe OA right knee (films 10/04/2026).",
        "XR KNEE RIGHT 3 VIEWS 10/12/2026\nSevere degenerative change, medial compartment.",
        "XR RIGHT KNEE 10/12/2026:\nImpression: End-stage osteoarthritis.",
        "Right knee films were taken on 10/12/2026. They show advanced arthritis of the medial side.",
        "Imaging: end-stage OA, right knee.",
        "Right knee standing AP 10/02/2026\n\nEnd-stage medial osteoarthritis.",
        "Severe OA of the right knee. Films from September confirm this.",
        "Assessment: right knee with complete loss of the medial joint space and osteophytes.",
    ],
)
def test_joint_disease_that_a_picture_shows_is_met(text: str) -> None:
    assert status(*KNEE, text) is Status.met


@pytest.mark.parametrize(
    "text",
    [
        "Assessment: 1. Right knee OA, end stage (M17.11).",
        "PMH: hypertension, end-stage arthritis of the right knee.",
        "Clinically end-stage DJD of the right knee, films pending.",
        "Severe osteoarthritis of the right knee by exam; x-ray ordered.",
        "Advanced arthritis of the right knee. X-rays have not been done.",
        "Right knee clinically bone on bone; films will be taken at the surgeon's office.",
        "Severe OA of the right knee, x-rays requested from the other clinic, not received.",
        "Severe OA right knee. XR KNEE RIGHT: ORDERED, not performed.",
        "X-ray of the chest 10/02/2026 clear. Severe arthritis of the right knee.",
        "X-rays of the left knee show spurs. The right knee has end-stage arthritis on exam.",
        "Radiology lost the films of the right knee. Advanced arthritis clinically.",
        "Films are due next week for the right knee with end-stage OA.",
    ],
)
def test_joint_disease_that_nobody_has_seen_on_a_picture_is_not_met(text: str) -> None:
    assert status(*KNEE, text) is not Status.met


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MRI C-spine 10/12/2026: severe foraminal stenosis at C5-6.", Status.met),
        ("MRI of the neck was done in October. Assessment: C5-6 foraminal stenosis.", Status.met),
        ("Assessment: C5-6 foraminal stenosis.", Status.insufficient),
        ("Cervical MRI ordered, pending. Assessment: C5-6 foraminal stenosis.", Status.insufficient),
    ],
)
def test_a_stenosis_counts_where_the_record_tells_of_a_picture(text: str, expected: Status) -> None:
    assert status("L39762", "A7", text) is expected
