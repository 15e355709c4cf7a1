"""Rules come from folders, a plan's own replacing the shipped ones by id; what contradicts itself is refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from priorauth.errors import RulesNotFound, RulesRefused
from priorauth.rulebook import Rulebook, RuleFile, compile_rulebook, load_rulebook, read_files, shipped_root
from priorauth.rulebook.contradictions import of_tools

MakePage = Callable[..., str]


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_the_shipped_rules_compile(shipped: Rulebook) -> None:
    assert len(shipped.policies) >= 40 and len(shipped.clock_rules) >= 10
    assert shipped.general_checklist is not None


def test_a_plans_own_file_replaces_a_shipped_one_by_id(tmp_path: Path, shipped: Rulebook, make_page: MakePage) -> None:
    one = shipped.policies_for("E0601")[0]
    write(tmp_path, "policies/ours.md", make_page("age at least 18").replace("id: TEST-1", f"id: {one.id}"))
    overlaid = load_rulebook([shipped_root(), tmp_path])
    assert overlaid.policy(one.id).title == "A scratch policy"
    assert len(overlaid.policies) == len(shipped.policies)
    assert overlaid.digest != shipped.digest


def test_the_digest_follows_the_words_and_not_the_place(shipped: Rulebook) -> None:
    moved = [RuleFile(f"{f.path}", f.id, f.text, overlay=True) for f in reversed(shipped.files)]
    assert compile_rulebook(moved).digest == shipped.digest
    touched = [*moved[:-1], RuleFile(moved[-1].path, moved[-1].id, moved[-1].text + "\n")]
    assert compile_rulebook(touched).digest != shipped.digest


def test_an_id_that_is_not_held_is_said_to_be_so(shipped: Rulebook) -> None:
    with pytest.raises(RulesNotFound):
        shipped.policy("NCD 0.0")


def test_one_folder_holds_an_id_once(tmp_path: Path, make_page: MakePage) -> None:
    for name in ("one", "two"):
        write(tmp_path, f"policies/{name}.md", make_page("age at least 18"))
    with pytest.raises(RulesRefused, match=r"policies/two\.md:1: the id TEST-1 is already used by policies/one\.md"):
        read_files([tmp_path])


def overlay(tmp_path: Path, *pages: str) -> None:
    for n, page in enumerate(pages):
        write(tmp_path, f"policies/scratch-{n}.md", page)
    load_rulebook([shipped_root(), tmp_path])


def test_two_policies_for_one_code_need_precedence(tmp_path: Path, make_page: MakePage) -> None:
    base = make_page("age at least 18", kind="LCD").replace("codes: 27447", "codes: 99605")
    one = base.replace("jurisdiction: national", "jurisdiction: A/B MAC JE")
    two = one.replace("id: TEST-1", "id: TEST-2")
    with pytest.raises(RulesRefused, match="neither goes before the other"):
        overlay(tmp_path, one, two)
    overlay(tmp_path, one, two.replace("diagnoses: any", "diagnoses: any\nprecedence: yields to TEST-1"))
    overlay(tmp_path, one, two.replace("MAC JE", "MAC JF"))
    overlay(tmp_path, one, two.replace("codes: 99605", "codes: 99606"))
    overlay(tmp_path, one, two.replace("effective: 2024-01-01", "effective: 2022-01-01\nends: 2023-12-31"))
    overlay(tmp_path, one, two.replace("kind: LCD", "kind: NCD"))
    only = "diagnosis-list: exhaustive"
    apart = [p.replace("diagnoses: any", f"diagnoses: {d}\n{only}") for p, d in ((one, "M17.*"), (two, "M16.*"))]
    overlay(tmp_path, *apart)


def test_precedence_must_lead_somewhere_and_not_in_a_circle(tmp_path: Path, make_page: MakePage) -> None:
    page = make_page("age at least 18", kind="LCD").replace("codes: 27447", "codes: 99605")
    one = page.replace("diagnoses: any", "diagnoses: any\nprecedence: wins over TEST-2")
    two = page.replace("diagnoses: any", "diagnoses: any\nprecedence: wins over TEST-1").replace(
        "TEST-1\nti", "TEST-2\nti"
    )
    with pytest.raises(RulesRefused, match="each go before the other"):
        overlay(tmp_path, one, two)
    with pytest.raises(RulesRefused, match='names "TEST-9", which is not held'):
        overlay(tmp_path, one, two.replace("wins over TEST-1", "yields to TEST-1, TEST-9"))


def test_there_is_one_general_checklist(tmp_path: Path, make_page: MakePage) -> None:
    page = make_page("age at least 18", kind="general checklist").replace("codes: 27447", "codes: any")
    with pytest.raises(RulesRefused, match="one general checklist"):
        overlay(tmp_path, page)


def test_a_cap_below_what_a_met_row_needs_is_told(tmp_path: Path, make_page: MakePage) -> None:
    page = make_page("age at least 18", front="highest-confidence: 60\n")
    with pytest.raises(RulesRefused, match="no row could be MET"):
        overlay(tmp_path, page.replace("codes: 27447", "codes: 99605"))


def test_a_tool_that_no_server_offers_is_told(shipped: Rulebook) -> None:
    files = {f.id: f.path for f in shipped.files}
    offered = {f"{t.server} {t.tool}" for t in shipped.skills.clinical.skill.tools}
    offered |= {f"{t.server} {t.tool}" for t in shipped.skills.coverage.skill.tools}
    assert not list(of_tools(shipped.skills, files, offered))
    (complaint,) = of_tools(shipped.skills, files, offered - {"npi-registry npi_lookup"})
    assert complaint.file == "coverage-assessment/SKILL.md" and "npi_lookup" in complaint.message
    assert "npi_lookup" in shipped.skills.coverage.skill.instructions.splitlines()[complaint.line - 1]


def test_a_law_file_may_not_run_a_clock_twice(tmp_path: Path) -> None:
    text = (shipped_root() / "laws" / "clocks.md").read_text("utf-8")
    write(tmp_path, "laws/ours.md", text.replace("id: LAWS-CLOCKS", "id: LAWS-OURS"))
    with pytest.raises(RulesRefused, match="stands twice"):
        load_rulebook([shipped_root(), tmp_path])
