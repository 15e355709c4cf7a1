"""Words that many rules share are written once, in groups that a spelling names in braces."""

from collections.abc import Callable

import pytest

from priorauth.criteria import Term
from priorauth.errors import RuleMistake
from priorauth.rulebook.pages import read_page
from priorauth.rulebook.pieces import read_term
from priorauth.rulebook.words import compile_words, with_groups
from priorauth.spellings import Part, parts_of

PAGE = "---\nid: words\ntitle: t\n---\n\n# t\n\n## Who\n\n- **nurse**: nurse, RN\n- **clinician**: doctor, {nurse}\n"


def groups_of(text: str) -> dict[str, tuple[str, ...]]:
    groups, complaints = compile_words(read_page("words.md", text))
    assert not complaints
    return groups


def test_a_group_holds_the_words_of_the_groups_it_names() -> None:
    assert groups_of(PAGE) == {"nurse": ("nurse", "RN"), "clinician": ("doctor", "nurse", "RN")}


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("- **nurse**: sister", "defined twice"),
        ("- **aide**: {helper}", "names no group"),
        ("- **aide**: nurse & aide", "joins words by &"),
        ("- **aide**: aide | not when: hearing aide", "belong to a term"),
        ("- **aide**: a {nurse} aide", "is no words"),
    ],
)
def test_a_mistake_in_a_group_is_told_at_its_line(line: str, complaint: str) -> None:
    _, complaints = compile_words(read_page("words.md", PAGE + line + "\n"))
    assert [c.line for c in complaints] == [12]
    assert complaint in complaints[0].message


def test_a_part_is_a_phrase_a_group_one_of_several_or_a_time() -> None:
    parts = parts_of("{nurse} & (cane or walking stick) & {at least 2 weeks} & daily", groups_of(PAGE))
    assert parts == (
        Part(("nurse", "RN")),
        Part(("cane", "walking stick")),
        Part(at_least_days=14.0),
        Part(("daily",)),
    )


def test_a_time_alone_says_nothing() -> None:
    with pytest.raises(RuleMistake, match="says how long or when, but not what"):
        parts_of("{at least 3 months}", {})


def test_a_term_carries_the_groups_it_names_and_no_others() -> None:
    term = with_groups(read_term("**help**: {clinician} & called"), groups_of(PAGE), ())
    assert [(g.name, g.words) for g in term.groups] == [("clinician", ("doctor", "nurse", "RN"))]


def test_a_term_may_be_named_as_a_group_by_those_below_it() -> None:
    drugs = read_term("**drugs**: aspirin; heparin, heparin & drip")
    term = with_groups(read_term("**taken**: {drugs} & takes"), {}, (drugs,))
    assert term.groups[0].words == ("aspirin", "heparin")


def test_a_group_nobody_wrote_is_a_mistake_with_a_guess() -> None:
    with pytest.raises(RuleMistake, match=r'names no group of words.*"clinician"'):
        with_groups(read_term("**help**: {clinican} & called"), groups_of(PAGE), ())


def test_a_policy_that_names_an_unknown_group_does_not_compile(make_page: Callable[..., str]) -> None:
    from priorauth.rulebook.policy_file import compile_policy

    text = make_page("documents infection").replace("infection, cellulitis", "infection, {germs}")
    policy, complaints = compile_policy(read_page("scratch.md", text), "digest")
    assert policy is None
    assert any("names no group" in c.message for c in complaints)


def test_the_spellings_of_a_term_are_all_it_may_match() -> None:
    term: Term = read_term("**a**: one, two; three | absent when: none | not when: four")
    assert term.spellings == ("one", "two", "three", "none", "four")
