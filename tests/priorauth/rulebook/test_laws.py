"""Laws bind by line of business, funding, state and day, and a switch nobody reads cannot be set."""

from datetime import date

import pytest

from priorauth.case import Funding, LineOfBusiness, Urgency
from priorauth.errors import Complaint
from priorauth.rulebook import LawSwitch, Rulebook
from priorauth.rulebook.laws import compile_laws
from priorauth.rulebook.pages import read_page

DAY = date(2026, 12, 1)


def switches(
    book: Rulebook, line: LineOfBusiness, state: str | None, on: date = DAY, funding: Funding = Funding.insured
) -> frozenset[LawSwitch]:
    return book.switches(line, funding, state, on)


def test_state_law_binds_insured_plans_of_the_state_from_its_day(shipped: Rulebook) -> None:
    commercial = LineOfBusiness.commercial
    assert LawSwitch.credentials_on_notice in switches(shipped, commercial, "WA")
    assert LawSwitch.credentials_on_notice not in switches(shipped, commercial, "WA", date(2026, 6, 10))
    assert LawSwitch.credentials_on_notice not in switches(shipped, commercial, "OR")
    assert LawSwitch.credentials_on_notice not in switches(shipped, commercial, "WA", funding=Funding.self_funded)
    assert LawSwitch.denial_by_peer in switches(shipped, commercial, "IL")


def test_a_law_that_has_ended_binds_no_more(shipped: Rulebook) -> None:
    ffs = LineOfBusiness.medicare_ffs
    assert LawSwitch.affirmation_words in switches(shipped, ffs, "TX")
    assert LawSwitch.affirmation_words not in switches(shipped, ffs, "TX", date(2032, 1, 1))


def test_the_interface_rule_begins_in_2027(shipped: Rulebook) -> None:
    assert LawSwitch.authorization_api not in switches(shipped, LineOfBusiness.qhp, None)
    assert LawSwitch.authorization_api in switches(shipped, LineOfBusiness.qhp, None, date(2027, 1, 1))


@pytest.mark.parametrize(
    ("line", "urgency", "hours", "days"),
    [
        ("medicare_advantage", "standard", None, 7),
        ("medicare_advantage", "expedited", 72, None),
        ("medicaid", "standard", None, 7),
        ("chip", "expedited", 72, None),
        ("commercial", "standard", None, 15),
    ],
)
def test_a_clock_is_a_row(
    shipped: Rulebook, line: LineOfBusiness, urgency: Urgency, hours: int | None, days: int | None
) -> None:
    rules = [
        r
        for r in shipped.clock_rules
        if line in r.lines_of_business and r.urgency == urgency and not r.drug and r.effective_to is None
    ]
    assert [(r.hours, r.calendar_days) for r in rules] == [(hours, days)]
    assert not rules[0].stops_for_information


def test_every_line_of_business_has_a_clock_for_both_urgencies(shipped: Rulebook) -> None:
    for line in LineOfBusiness:
        for urgency in Urgency:
            assert any(
                line in r.lines_of_business and r.urgency is urgency and r.effective_from <= DAY
                for r in shipped.clock_rules
            )


CLOCK = {
    "Clock": "A clock",
    "Source": "a source",
    "Lines of business": "commercial",
    "Urgency": "standard",
    "Drug": "no",
    "Funding": "either",
    "States": "all",
    "Services": "equipment",
    "From": "2026-01-01",
    "To": "",
    "Length": "5 business days",
    "At most": "7 calendar days",
    "Extension": "14 calendar days",
    "Stops for information": "no",
    "Certainty": "verified",
}
LAWS = f"""---
id: LAWS-TEST
---

## Laws

| Law | Source | Lines of business | Funding | States | From | To | Switches | Certainty |
|----|----|----|----|----|----|----|----|----|
| A law | a source | commercial | insured | OH | 2026-01-01 | | machine only proposes | verified |

## Clocks

| {" | ".join(CLOCK)} |
|{"----|" * len(CLOCK)}
| {" | ".join(CLOCK.values())} |
"""


def complaints_of(text: str) -> list[Complaint]:
    return compile_laws(read_page("laws/test.md", text))[1]


def test_a_law_file_compiles_whole() -> None:
    file, complaints = compile_laws(read_page("laws/test.md", LAWS))
    assert not complaints and len(file.laws) == 1
    clock = file.clocks[0].rule
    assert (clock.business_days, clock.cap_calendar_days, clock.extension_days) == (5, 7, 14)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("machine only proposes", "machine only propose", 'did you mean "machine only proposes"?'),
        ("machine only proposes", "fax only", "known are"),
        ("| OH |", "| Ohio |", "no state abbreviation"),
        ("| insured |", "| rich |", "cannot hold"),
        ("| 2026-01-01 | | machine", "| soon | | machine", "no date"),
        ("| 2026-01-01 | | machine", "| | | machine", "needs a date"),
        ("| 2026-01-01 | | machine", "| 2026-01-01 | 2025-01-01 | machine", "before it begins"),
        ("5 business days", "5 moons", "counted in"),
        ("5 business days", "soon", "no length"),
        ("5 business days", "5 calendar days", "does not hold together"),
        ("7 calendar days", "7 hours", "in calendar days"),
        ("| standard | no |", "| standard | maybe |", "either"),
    ],
)
def test_a_mistake_in_a_law_is_told(old: str, new: str, words: str) -> None:
    assert old in LAWS
    found = complaints_of(LAWS.replace(old, new, 1))
    assert any(words in c.message for c in found), found
