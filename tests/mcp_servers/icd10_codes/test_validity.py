"""Whether a diagnosis code stands on a date of service."""

from datetime import date

import pytest

from mcp_servers.icd10_codes.answers import Icd10Answers
from mcp_servers.icd10_codes.replies import CodeReply, CodeStatus, CodeType
from mcp_servers.icd10_codes.store import Icd10Store

SEPTEMBER, NOVEMBER = date(2026, 9, 15), date(2026, 11, 15)


@pytest.fixture
def answers(icd10_store: Icd10Store) -> Icd10Answers:
    return Icd10Answers(icd10_store)


def verdict(answers: Icd10Answers, code: str, day: date | None = NOVEMBER) -> CodeReply:
    return answers.validate(code, CodeType.diagnosis, day)


def test_the_totals_are_those_the_releases_were_published_with(icd10_store: Icd10Store) -> None:
    assert icd10_store.totals == {2026: (98_186, 74_719), 2027: (98_403, 74_879)}


@pytest.mark.parametrize("code", ["R91.1", "J18.9", "R05.9", "M17.11", "E11.65", "Z99.89", "S72.001A", "I10", "U07.1"])
def test_a_complete_code_is_valid_and_billable(answers: Icd10Answers, code: str) -> None:
    reply = verdict(answers, code)
    assert (reply.code, reply.valid, reply.billable, reply.status) == (code, True, True, CodeStatus.billable)
    assert reply.description
    assert reply.children == ()


@pytest.mark.parametrize("written", ["m17.11", "M1711", " M17.11 ", "m17 11", "\tM17.11\n"])
def test_case_spaces_and_a_missing_dot_are_forgiven(answers: Icd10Answers, written: str) -> None:
    assert verdict(answers, written).code == "M17.11"
    assert verdict(answers, written).billable is True


@pytest.mark.parametrize(
    ("header", "child"),
    [("R05", "R05.9"), ("M17.1", "M17.11"), ("E11", "E11.65"), ("S72.001", "S72.001A"), ("G20", "G20.A1")],
)
def test_a_header_names_the_complete_codes_below_it(answers: Icd10Answers, header: str, child: str) -> None:
    reply = verdict(answers, header)
    assert (reply.valid, reply.billable, reply.status) == (True, False, CodeStatus.header)
    assert child in [row.code for row in reply.children]
    assert all(row.billable and row.code.startswith(header) for row in reply.children)


def test_a_large_header_counts_more_codes_than_it_lists(answers: Icd10Answers) -> None:
    reply = verdict(answers, "S72")
    assert len(reply.children) < reply.children_total
    assert str(reply.children_total) in reply.detail


@pytest.mark.parametrize("code", ["S72.001X", "X99.99", "M17.19", "A00.2", "Z99.999"])
def test_a_well_formed_code_that_does_not_exist_is_invalid(answers: Icd10Answers, code: str) -> None:
    reply = verdict(answers, code)
    assert (reply.valid, reply.billable, reply.status) == (False, False, CodeStatus.unknown)


@pytest.mark.parametrize(
    "text", ["", ".", "M1.711", "M17.1.1", "knee", "29881", "M17..11", "M17.11!", "Ｍ17.11", "M17.11; DROP TABLE code"]
)
def test_text_without_the_form_of_a_code_is_malformed(answers: Icd10Answers, text: str) -> None:
    assert verdict(answers, text).status is CodeStatus.malformed
    assert verdict(answers, text).valid is False


@pytest.mark.parametrize("heading", ["1", "22", "A00-A09", "M00-M25", "I00-I99"])
def test_chapters_and_blocks_are_no_codes(answers: Icd10Answers, heading: str) -> None:
    reply = verdict(answers, heading)
    assert (reply.valid, reply.billable, reply.status) == (False, False, CodeStatus.heading)


def test_a_category_that_is_a_block_of_its_own_is_still_a_code(answers: Icd10Answers) -> None:
    assert verdict(answers, "B20").billable is True


def test_a_code_split_in_october_is_complete_before_and_a_header_after(answers: Icd10Answers) -> None:
    assert verdict(answers, "I42.0", SEPTEMBER).billable is True
    after = verdict(answers, "I42.0", NOVEMBER)
    assert (after.billable, after.status) == (False, CodeStatus.header)
    assert after.children


def test_a_deleted_code_is_valid_until_its_last_day(answers: Icd10Answers) -> None:
    assert verdict(answers, "T52.8X1A", date(2026, 9, 30)).valid is True
    after = verdict(answers, "T52.8X1A", date(2026, 10, 1))
    assert (after.valid, after.status) == (False, CodeStatus.retired)
    assert "2026-09-30" in after.detail
    assert after.description


def test_an_added_code_is_not_valid_before_its_first_day(answers: Icd10Answers) -> None:
    before = verdict(answers, "C78.31", date(2026, 9, 30))
    assert (before.valid, before.status) == (False, CodeStatus.not_yet)
    assert "2026-10-01" in before.detail
    assert verdict(answers, "C78.31", date(2026, 10, 1)).billable is True


def test_a_retitled_code_reads_as_it_did_on_the_day(answers: Icd10Answers) -> None:
    before, after = verdict(answers, "L02.232", SEPTEMBER), verdict(answers, "L02.232", NOVEMBER)
    assert before.description != after.description
    assert "buttock and flank" in after.description


@pytest.mark.parametrize("day", [date(2025, 9, 30), date(2019, 1, 1), date(2027, 10, 1)])
def test_a_date_of_another_release_is_not_held_here(answers: Icd10Answers, day: date) -> None:
    reply = verdict(answers, "M17.11", day)
    assert (reply.valid, reply.billable, reply.status) == (None, None, CodeStatus.not_held)
    assert reply.as_of is None


def test_procedure_codes_are_not_held_here(answers: Icd10Answers) -> None:
    reply = answers.validate("0SRD0J9", CodeType.procedure, NOVEMBER)
    assert (reply.valid, reply.status) == (None, CodeStatus.not_held)


def test_every_verdict_names_its_release(answers: Icd10Answers) -> None:
    assert verdict(answers, "M17.11", SEPTEMBER).release == "ICD-10-CM FY2026 (April 2026 edition)"
    assert verdict(answers, "M17.11", NOVEMBER).release == "ICD-10-CM FY2027 (October 2026 edition)"
    assert verdict(answers, "M17.11", NOVEMBER).as_of == date(2026, 10, 1)
    assert verdict(answers, "M17.11", None).release == verdict(answers, "M17.11", NOVEMBER).release


def test_a_lookup_places_the_code_in_the_classification(answers: Icd10Answers) -> None:
    reply = answers.look_up("S72.001A", CodeType.diagnosis, NOVEMBER)
    assert [row.code for row in reply.ancestors] == ["S72", "S72.0", "S72.00", "S72.001"]
    assert reply.block is not None
    assert reply.block.range == "S70-S79"
    assert reply.chapter is not None
    assert reply.chapter.range == "S00-T88"


def test_placeholders_are_no_ancestors(answers: Icd10Answers) -> None:
    reply = answers.look_up("W00.0XXA", CodeType.diagnosis, NOVEMBER)
    assert [row.code for row in reply.ancestors] == ["W00", "W00.0"]


def test_the_hierarchy_lists_direct_children_only(answers: Icd10Answers) -> None:
    reply = answers.hierarchy("M17")
    assert [row.code for row in reply.children] == ["M17.0", "M17.1", "M17.2", "M17.3", "M17.4", "M17.5", "M17.9"]
    assert answers.hierarchy("QQQ").found is False


def test_a_category_or_block_lists_its_codes(answers: Icd10Answers) -> None:
    codes = answers.category("", "M17", billable_only=True, limit=100)
    assert "M17.11" in [row.code for row in codes.codes]
    assert "M17.1" not in [row.code for row in codes.codes]
    block = answers.category("", "M15-M19", billable_only=False, limit=10)
    assert block.total > len(block.codes)


def test_a_chapter_lists_its_blocks_and_categories(answers: Icd10Answers) -> None:
    reply = answers.category("9", "", billable_only=False, limit=500)
    assert reply.headings[0].range == "I00-I99"
    assert "I10" in [row.code for row in reply.codes]
    assert all(len(row.code) == 3 for row in reply.codes)


def test_a_chapter_may_be_named_by_the_letter_of_its_codes(answers: Icd10Answers) -> None:
    reply = answers.category("m", "", billable_only=False, limit=500)
    assert {row.code[0] for row in reply.codes} == {"M"}
    assert {heading.range[0] for heading in reply.headings} == {"M"}
    assert answers.category("99", "", billable_only=False, limit=5).codes == ()


def test_the_blocks_of_a_chapter_are_exactly_its_own(answers: Icd10Answers) -> None:
    by_number = answers.category("13", "", billable_only=False, limit=500)
    assert [h.range for h in by_number.headings][:3] == ["M00-M99", "M00-M25", "M00-M02"]
    neoplasms = {h.range for h in answers.category("2", "", billable_only=False, limit=1).headings}
    assert {"C7A", "D49"} <= neoplasms
    assert "D50-D53" not in neoplasms
