"""Finding diagnosis codes in the words people use."""

import pytest

from mcp_servers.icd10_codes.answers import Icd10Answers
from mcp_servers.icd10_codes.everyday import common_codes, read, terms
from mcp_servers.icd10_codes.replies import CodeType, SearchBy
from mcp_servers.icd10_codes.store import Icd10Store

YEAR = 2027


def codes(store: Icd10Store, query: str, limit: int = 10) -> list[str]:
    return [span.code for span in store.search(query, YEAR, limit)]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("OSA", "G47.33"),
        ("HTN", "I10"),
        ("high blood pressure", "I10"),
        ("COPD", "J44.9"),
        ("heart attack", "I21.9"),
        ("lung nodule", "R91.1"),
        ("lung cancer", "C34.90"),
        ("diabetes", "E11.9"),
        ("osteoarthritis of right knee", "M17.11"),
        ("low back pain", "M54.50"),
        ("Crohn's disease", "K50.90"),
        ("pneumonia", "J18.9"),
        ("asthma", "J45.909"),
        ("headache", "R51.9"),
        ("melanoma in situ", "D03.9"),
        ("chronic kidney disease stage 4", "N18.4"),
        ("severe obstructive sleep apnoea (OSA)", "G47.33"),
        ("oedema", "R60.9"),
        ("diabetic foot ulcer right", "E11.621"),
        ("congestive heart failure", "I50.9"),
        ("lumbar spinal stenosis with claudication", "M48.062"),
        ("chronic migraine intractable", "G43.719"),
        ("umbilical hernia", "K42.9"),
    ],
)
def test_the_common_code_comes_first(icd10_store: Icd10Store, words: str, code: str) -> None:
    assert codes(icd10_store, words)[0] == code


def test_every_everyday_code_is_complete_in_some_release(icd10_store: Icd10Store) -> None:
    standing = {code: icd10_store.spans_of(code) for code in common_codes()}
    assert [code for code, spans in standing.items() if not any(span.billable for span in spans)] == []


def test_every_everyday_term_leads_to_the_code_it_names(icd10_store: Icd10Store) -> None:
    astray = [
        " ".join(name)
        for name, term in terms().items()
        if term.codes and codes(icd10_store, " ".join(name))[0] not in term.codes
    ]
    assert astray == []


def test_the_words_of_every_term_are_words_of_the_titles(icd10_store: Icd10Store) -> None:
    lost = [" ".join(term.words) for term in terms().values() if not codes(icd10_store, " ".join(term.words))]
    assert lost == []


def test_there_are_at_least_250_everyday_terms() -> None:
    assert len(terms()) >= 250


def test_a_phrase_inside_a_query_is_read_in_official_words() -> None:
    assert read("old heart attack in 2019").official == ("old", "myocardial", "infarction", "2019")


def test_complete_codes_can_be_asked_for_alone(icd10_store: Icd10Store) -> None:
    found = icd10_store.search("osteoarthritis knee", YEAR, 50, billable_only=True)
    assert found
    assert all(span.billable for span in found)


@pytest.mark.parametrize("nonsense", ["xyzzy", "", '"', "NEAR(a b)", "a* OR", "title:x", "\x00", "🦴", "-", "(" * 50])
def test_words_that_mean_nothing_find_nothing_and_break_nothing(icd10_store: Icd10Store, nonsense: str) -> None:
    assert len(codes(icd10_store, nonsense)) <= 10


def test_a_very_long_query_is_answered(icd10_store: Icd10Store) -> None:
    assert len(codes(icd10_store, "pain in the left knee " * 40)) <= 10


def test_a_search_shows_only_codes_of_the_release(icd10_store: Icd10Store) -> None:
    assert "C78.31" not in [span.code for span in icd10_store.search("secondary neoplasm larynx", 2026, 50)]
    assert "C78.31" in [span.code for span in icd10_store.search("secondary neoplasm larynx", 2027, 50)]


def test_the_beginning_of_a_code_is_searched_as_a_code(icd10_store: Icd10Store) -> None:
    answers = Icd10Answers(icd10_store)
    reply = answers.search("m171", CodeType.diagnosis, SearchBy.description, limit=10, exact=False, billable_only=False)
    assert [row.code for row in reply.codes] == ["M17.1", "M17.10", "M17.11", "M17.12"]
    exact = answers.search("M17.1", CodeType.diagnosis, SearchBy.code, limit=10, exact=True, billable_only=False)
    assert [row.code for row in exact.codes] == ["M17.1"]


def test_an_exact_search_finds_only_that_title(icd10_store: Icd10Store) -> None:
    reply = Icd10Answers(icd10_store).search(
        "Solitary pulmonary nodule", CodeType.diagnosis, SearchBy.description, limit=10, exact=True, billable_only=False
    )
    assert [row.code for row in reply.codes] == ["R91.1"]
