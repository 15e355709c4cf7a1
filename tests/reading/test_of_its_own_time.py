"""What a figure, a list that is ruled out and a denial "since" are of: their own time, side and matter."""

import pytest

from priorauth.criteria import Status
from tests.reading.test_said_of_something_else import denied, found, status
from tests.reading.test_told_beside import bar_speaks


@pytest.mark.parametrize(
    ("policy", "row", "text", "expected"),
    [
        # A score that has grown since is no second score of today.
        ("L35130", "V4", "Pain 6/10 in October -> 9/10 now, climbing.", Status.met),
        ("L35130", "V4", "Pain 4/10 in the first week, 6/10 at end October, 8/10 today: worsening.", Status.met),
        ("L34228", "H2", "Film 10/24: T12 wedge, 20% height loss; 11/03: 35% height loss, progressing.", Status.met),
        ("L35130", "V4", "Pain 9/10 in October, 5/10 now, worse at night.", Status.insufficient),
        ("L35130", "V4", "Pain 3/10 today, 9/10 at worst, worse on standing.", Status.insufficient),
        ("L35130", "V4", "Pain 6/10 in October, 7/10 now, worsening.", Status.not_met),
        ("L34228", "H2", "Film 10/24: T12 35% height loss; 11/03: 20% height loss.", Status.insufficient),
        # Four hours by which nights are counted are no hours of use.
        ("L38276", "H11", "Mean use of 0.8 hours a night and 4 hours or more on 7% of nights.", Status.met),
        ("L38276", "H11", "Average use 0.8 h/night, nights of 4 h or more 7%.", Status.met),
        ("L38276", "H11", "Average use 3.8 hours a night, 4 hours or more on 40% of nights.", Status.not_met),
        ("L38276", "H11", "He uses it 4 hours a night on average.", Status.not_met),
        # A share of events is no saturation.
        ("L38276", "H5", "PSG 10/12/2026: AHI 31 per hour, 5 percent central plus mixed, nadir saturation 79 percent.",
         Status.met),
        ("L38276", "H5", "PSG 10/12/2026: AHI 31 per hour, 45 percent central plus mixed, nadir saturation 79 percent.",
         Status.not_met),
        # What is to be done, all of a list.
        ("NCD 20.7", "C8", "Stroke neurologist 10/13/2026: NIHSS 0, speech, strength and drift normal.", Status.met),
        ("NCD 20.7", "C8", "NIHSS, speech, strength, drift to be done on admission.", Status.insufficient),
        # Lists that are ruled out.
        ("L39741", "A12", "Shoulder, CTS, plexus excluded.", Status.met),
        ("L39741", "A12", "Shoulder disease and entrapment therefore ruled out.", Status.met),
        ("L39741", "A12", "Carpal tunnel, ulnar neuropathy and shoulder disease are off the list.", Status.met),
        ("L39741", "A12", "Mild carpal tunnel syndrome. Tumor excluded.", Status.not_met),
        ("L39741", "A12", "Carpal tunnel syndrome, tumor excluded.", Status.not_met),
        # A denial of what came since leaves the first where it was.
        ("NCD 20.4", "B1", "Anterior infarction in February 2024; he has had no infarct since.", Status.met),
        ("NCD 20.4", "B1", "Infarction in February 2024, stented, and no stroke and no MI since then.", Status.met),
        ("NCD 20.4", "B1", "He has had no infarct.", Status.not_met),
        # What a row of a table asks is answered in its next cell.
        ("NCD 20.36", "C8", "| CV events last 3 mo | No MI, stroke, PCI or cardiac surgery |", Status.met),
        ("NCD 20.36", "C8", "| CV events last 3 mo | MI 10/2026 |", Status.not_met),
        # Blood that is none of a cough's.
        ("NCD 210.14", "L12", "No cough, hemoptysis or weight loss. His blood pressure was gone over.", Status.met),
        ("NCD 210.14", "L12", "No cough or weight loss. Blood in the sputum since May.", Status.insufficient),
        ("L34228", "V7", "None of this has brought the pain down; it has increased.", Status.met),
        ("L34228", "V7", "The pain is not worse.", Status.insufficient),
        # A side right before a figure.
        ("NCD 20.7", "C4", "CTA neck 10/10/2026: R ICA 82% stenosis by NASCET, L 30%.", Status.met),
        ("NCD 20.7", "C4", "CTA neck 10/10/2026: R ICA 30% stenosis by NASCET, L 82%.", Status.not_met),
    ],
)  # fmt: skip
def test_each_is_held_to_its_own_time_and_matter(policy: str, row: str, text: str, expected: Status) -> None:
    assert status(policy, row, text) is expected


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("I agree without reservation and signed for the device.", True),
        ("I agree without any hesitation, and the device helps.", True),
        ("He came without the device.", False),
        ("I agree without reservation that there is no device.", False),
    ],
)
def test_who_agrees_without_reservation_denies_nothing(text: str, stands: bool) -> None:
    assert found(text, "device")
    assert denied(text, "device") is not stands


def test_none_of_what_follows_a_colon_is_there() -> None:
    assert denied("None of these: fever, facet pain.", "facet pain")
    assert denied("None of them had facet pain.", "facet pain")
    assert found("None of them helped; the facet pain is back.", "facet pain")
    assert not denied("None of them helped; the facet pain is back.", "facet pain")


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("Tuberculin skin test positive in 2022, 14 mm, and she completed four months of rifampin.", False),
        ("Tuberculin skin test positive in 2022, 14 mm, never completed the months of rifampin.", True),
        ("Tuberculin skin test positive in 2022, 14 mm.", True),
    ],
)
def test_tuberculosis_counts_as_treated_by_a_drug_that_was_completed(text: str, speaks: bool) -> None:
    assert bar_speaks("CHK-INFUSION-BIOLOGICS", "X2", text) is speaks
