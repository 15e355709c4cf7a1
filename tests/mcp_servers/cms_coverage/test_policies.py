"""Policies by code, id and words; what is known without being held; contractors by state."""

from datetime import date
from functools import cache

import pytest

from mcp_servers.cms_coverage.answers import LOCAL, CoverageAnswers
from mcp_servers.cms_coverage.cards import PolicyCard, PolicyShelf, expanded, ids_of, names_of
from mcp_servers.cms_coverage.contractors import areas, contractors
from mcp_servers.cms_coverage.known import not_held
from mcp_servers.cms_coverage.replies import PoliciesReply
from mcp_servers.sources.rulebook_policies import RulebookPolicies, shelf_of
from priorauth.findings import PolicyKind
from priorauth.rulebook import load_rulebook

NATIONAL = (PolicyKind.ncd,)
KNOWN = shelf_of(load_rulebook()).known


def card(policy_id: str, *codes: str, kind: PolicyKind = PolicyKind.lcd, written: str = "A/B MAC JE") -> PolicyCard:
    return PolicyCard(
        policy_id=policy_id,
        title="Knee replacement",
        kind=kind,
        jurisdiction=written,
        jurisdictions=names_of(written),
        codes=codes,
        source="a stored copy",
        text="Osteoarthritis of the knee joint",
    )


class Shelf:
    """A shelf that can be exchanged, as when rules are edited."""

    def __init__(self, *cards: PolicyCard) -> None:
        self.now = PolicyShelf(release="rules 1", as_of=date(2026, 9, 30), cards=cards)

    def shelf(self) -> PolicyShelf:
        return self.now


def ids(reply: PoliciesReply) -> list[str]:
    return [policy.policy_id for policy in reply.policies]


@pytest.fixture(scope="module")
def shipped() -> CoverageAnswers:
    return CoverageAnswers(RulebookPolicies(cache(load_rulebook)))


def test_a_policy_is_found_by_a_code_inside_its_ranges() -> None:
    answers = CoverageAnswers(Shelf(card("L90001", "64490-64495")))
    reply = answers.search("64492", LOCAL, 10)
    assert ids(reply)[0] == "L90001"
    assert "64492" in reply.policies[0].codes
    assert "L90001" not in ids(answers.search("64496", LOCAL, 10))


def test_national_and_local_searches_keep_apart() -> None:
    answers = CoverageAnswers(Shelf(card("NCD 9.9", "E0601", kind=PolicyKind.ncd, written="national")))
    assert ids(answers.search("E0601", NATIONAL, 10)) == ["NCD 9.9"]
    assert "NCD 9.9" not in ids(answers.search("E0601", LOCAL, 10))


def test_words_must_all_occur_and_titles_come_first() -> None:
    in_text = card("L90002", "99999").model_copy(update={"title": "Imaging", "text": "after knee replacement"})
    answers = CoverageAnswers(Shelf(in_text, card("L90001", "27447")))
    held = [policy.policy_id for policy in answers.search("knees replacement", LOCAL, 10).policies if policy.held]
    assert held == ["L90001", "L90002"]
    assert ids(answers.search("knee osteoarthritis", LOCAL, 10)) == ["L90001"]
    assert ids(answers.search("zebra knee", LOCAL, 10)) == []


@pytest.mark.parametrize("nothing", ["", " ", "?", "the \x00", "ZZZZZ", "99999"])
def test_a_search_for_nothing_known_finds_nothing(nothing: str) -> None:
    reply = CoverageAnswers(Shelf()).search(nothing, NATIONAL, 10)
    assert (reply.policies, reply.total) == ((), 0)


def test_a_known_policy_that_is_not_held_says_so(shipped: CoverageAnswers) -> None:
    reply = shipped.search("64635", LOCAL, 20)
    missing = next(policy for policy in reply.policies if policy.policy_id == "L38801")
    assert (missing.held, missing.jurisdictions) == (False, ("A/B MAC JE",))
    assert "64635" in missing.codes
    document = shipped.document("L38801")
    assert (document.found, document.held, document.criteria) == (True, False, ())


def test_a_policy_that_is_held_is_not_also_listed_as_missing() -> None:
    held = card("L38801", "64635")
    assert "L38801" not in [missing.policy_id for missing in not_held([held], KNOWN)]


def test_a_policy_of_an_uncaptured_contractor_may_bind_where_no_other_on_its_codes_does() -> None:
    before = next(missing for missing in not_held([], KNOWN) if missing.policy_id == "L40231")
    held = card("L90001", "27447", written="A/B MAC J6")
    after = next(missing for missing in not_held([held], KNOWN) if missing.policy_id == "L40231")
    assert set(before.jurisdictions) - set(after.jurisdictions) == {"A/B MAC J6"}


def test_a_twin_of_a_held_policy_binds_nowhere_else() -> None:
    held = card("L36575", "27447", "27486", "27487", written="A/B MAC JE, JF")
    assert "L36577" not in [missing.policy_id for missing in not_held([held], KNOWN)]


def test_every_known_policy_names_areas_that_exist() -> None:
    everywhere = {name for kind in ("A/B MAC", "DME MAC") for name in areas(kind)}
    assert [k.policy_id for k in KNOWN if not set(k.jurisdictions) <= everywhere] == []
    assert [k.policy_id for k in KNOWN if k.kind is PolicyKind.lcd and not k.jurisdictions] == []
    assert len({k.policy_id for k in KNOWN}) == len(KNOWN)


@pytest.mark.parametrize("asked", ["NCD 240.4", "240.4", "ncd240.4", "L33718", "l33718", "33718", "LCD L33718"])
def test_a_document_is_known_by_every_common_spelling(shipped: CoverageAnswers, asked: str) -> None:
    document = shipped.document(asked)
    assert document.policy_id in ("NCD 240.4", "L33718")
    assert document.found
    assert document.held
    assert document.criteria
    assert "# " in document.text
    assert document.digest


def test_an_unknown_document_is_not_found_and_no_error(shipped: CoverageAnswers) -> None:
    document = shipped.document("L00000")
    assert (document.found, document.held, document.policy_id) == (False, False, "L00000")


def test_several_documents_come_in_the_order_asked(shipped: CoverageAnswers) -> None:
    reply = shipped.documents(["NCD 240.4", "NCD 0.0", "NCD 220.2"])
    assert [(d.policy_id, d.found) for d in reply.documents] == [
        ("NCD 240.4", True),
        ("NCD 0.0", False),
        ("NCD 220.2", True),
    ]


def test_edited_rules_are_seen_at_the_next_question() -> None:
    shelf = Shelf()
    answers = CoverageAnswers(shelf)
    assert not answers.document("L90001").found
    shelf.now = PolicyShelf(release="rules 2", as_of=None, cards=(card("L90001", "27447"),))
    assert answers.document("L90001").found
    assert answers.document("L90001").release == "rules 2"


def test_checklists_are_no_coverage_policies() -> None:
    kinds = {found.kind for found in shelf_of(load_rulebook()).cards}
    assert kinds <= {PolicyKind.ncd, PolicyKind.lcd, PolicyKind.payer}


def test_every_state_has_one_contractor_of_each_kind() -> None:
    for kind in ("A/B MAC", "DME MAC"):
        states = [state for c in contractors() if c.kind == kind for state in c.states]
        assert len(states) == len(set(states)) == 56


def test_contractors_are_named_as_policies_name_their_areas(shipped: CoverageAnswers) -> None:
    rows = shipped.contractors("oh", "", 10).contractors
    assert {f"{row.contractor_type} {row.jurisdiction}" for row in rows} >= {"A/B MAC J15", "DME MAC JB"}
    assert [row.name for row in shipped.contractors("OH", "DME", 10).contractors] == ["CGS"]
    assert shipped.contractors("ZZ", "", 10).contractors == ()


def test_shipped_policies_bind_in_areas_that_exist() -> None:
    known = {name for kind in ("A/B MAC", "DME MAC") for name in areas(kind)}
    astray = [c.policy_id for c in shelf_of(load_rulebook()).cards if not set(c.jurisdictions) <= known]
    assert astray == []


def test_drug_exclusions_are_marked_as_incomplete(shipped: CoverageAnswers) -> None:
    reply = shipped.exclusions("etanercept", "", 10)
    assert [drug.code for drug in reply.drugs] == ["J1438"]
    assert not reply.complete
    assert "illustrative" in reply.source


def test_news_is_not_available_and_names_no_source(shipped: CoverageAnswers) -> None:
    reply = shipped.news()
    assert (reply.available, reply.source) == (False, "")


def test_ranges_expand_within_one_series() -> None:
    assert expanded(["K0800-K0802", "0213T-0214T", "27447"]) == ("K0800", "K0801", "K0802", "0213T", "0214T", "27447")
    assert expanded(["0001U-0999U"]) == ("0001U-0999U",)


def test_names_and_ids_are_read_as_written() -> None:
    assert names_of("A/B MAC JE, JF; DME MAC JA") == ("A/B MAC JE", "A/B MAC JF", "DME MAC JA")
    assert names_of("national") == ()
    assert "ncd 240.4" in ids_of(" NCD  240.4 ")
