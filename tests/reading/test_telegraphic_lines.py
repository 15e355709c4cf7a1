"""Rows told in the short dense lines of busy clinics, and the nearest lines that must not count."""

import pytest

from priorauth.criteria import Status
from tests.reading.test_befores import status


@pytest.mark.parametrize(
    ("policy", "row", "text"),
    [
        ("L39909", "M1", "CM: 17 HA days/mo."),
        ("L39909", "M2", "HA 21 d/mo, 11 migr."),
        ("L39909", "M2", "19 HA d/mo of which 9 migrainous."),
        ("L39909", "P7", "topa 100 x 4 mo: 0 benefit"),
        ("L39909", "P3", "propran 80 x 14 wk no go"),
        ("L39909", "P1", "venlafaxine 150 x 5 mo: no resp"),
        ("L39909", "P4", "BB c/i - asthma"),
        ("L39506", "S2", "INCS x 10 wk no go"),
        ("L39506", "S4", "septum dev to L"),
        ("L39506", "P3", "nystatin x 4 mo no cure"),
        ("NCD 100.1", "C3", "MWM x 9 mo - no loss"),
        ("NCD 210.14", "L12", "denies cough, hemop, wt loss"),
        ("NCD 240.9", "S2", "no steroids/abx x 1 mo"),
        ("NCD 30.3.3", "C3", "no malig, infxn, inflamm dz"),
        ("L33618", "D3", "walks <1 blk"),
    ],
)
def test_a_dense_line_tells_what_a_sentence_would(policy: str, row: str, text: str) -> None:
    assert status(policy, row, text) is Status.met


@pytest.mark.parametrize(
    ("policy", "row", "text"),
    [
        ("L39909", "M1", "Was 17 HA days/mo in 2019."),
        ("L39909", "M1", "17 HA days/mo before Botox"),
        ("L39909", "M1", "9 HA days/mo"),
        ("L39909", "M2", "HA 21 d/mo, 11 migraine tabs."),
        ("L39909", "M2", "HA 21 d/mo, 11 migr/yr."),
        ("L39909", "M2", "Goal: HA 21 d/mo, 11 migr."),
        ("L39909", "M2", "Mother: HA 21 d/mo, 11 migr."),
        ("L39909", "P7", "topa x 4 mo: no resp distress"),
        ("L39909", "P7", "if topa x 4 mo no go, Botox"),
        ("L39909", "P7", "topa x 2 wk no go"),
        ("L39909", "P4", "no c/i to BB"),
        ("L39506", "S2", "INCS x 10 wk planned"),
        ("L39506", "S4", "septum not dev"),
        ("L39506", "N3", "Cottle neg bilat"),
        ("NCD 100.1", "C3", "MWM planned x 9 mo"),
        ("NCD 210.14", "L6", "plan: LDCT declined"),
        ("NCD 240.9", "S2", "no steroids/abx x 5 d"),
        ("NCD 30.3.3", "C3", "r/o malig"),
        ("L33618", "D3", "walks 10 blk"),
    ],
)
def test_a_dense_line_that_tells_of_less_does_not_count(policy: str, row: str, text: str) -> None:
    assert status(policy, row, text) is not Status.met
