"""What an edited rule would change, over the API: named by case and criterion, told apart by direction, bounded."""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import httpx2
import pytest
import pytest_asyncio

from orchestrator.settings import Settings
from priorauth.rulebook import edited_file, laid_over, read_files, shipped_root
from tests.orchestrator.api.conftest import at_work, browser, reviewed

pytestmark = pytest.mark.asyncio(loop_scope="session")
CPAP = (shipped_root() / "policies" / "ncd-240-4-cpap.md").read_text("utf-8")
STRICT = CPAP.replace("AHI or RDI at least 15", "AHI or RDI at least 40")
ASKED = "/api/rules/impact"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def client(tmp_path_factory: Any) -> AsyncGenerator[httpx2.AsyncClient]:
    """An engine that holds no labelled cases."""
    folder: Path = tmp_path_factory.mktemp("impact")
    settings = Settings.load(env_file=None, data_dir=folder / "data", labelled_dir=folder / "none")
    async with at_work(settings) as house, browser(house.running.app) as client:
        yield client


async def ask(client: httpx2.AsyncClient, text: str, **more: Any) -> Any:
    answer = await client.post(ASKED, json={"text": text, **more})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_edited_rule_names_the_past_case_it_changes_and_the_criterion_that_does_it(
    client: httpx2.AsyncClient,
) -> None:
    case = await reviewed(client)
    in_force = (await client.get("/api/rules")).json()["digest"]
    found = await ask(client, STRICT)
    assert (found["cases"], found["next"], found["rules_before"]) == (1, None, in_force)
    assert found["rules_after"] != in_force
    (change,) = found["changes"]
    assert (change["case"], change["direction"], change["unsafe"]) == (case["case_number"], "away_from_approval", False)
    assert (change["before"]["recommendation"], change["after"]["recommendation"]) == ("approve", "pend_for_review")
    assert ("NCD 240.4", "C5", "MET") in [(row["policy_id"], row["row"], row["before"]) for row in change["why"]]
    assert (await client.get("/api/rules")).json()["digest"] == in_force
    assert (await ask(client, CPAP))["changes"] == []
    assert (await ask(client, STRICT, after=case["case_number"]))["cases"] == 0


async def test_rules_that_do_not_hold_together_are_told_by_line(client: httpx2.AsyncClient) -> None:
    broken = STRICT.replace("AHI or RDI at least 40", "AHI or RDI at laest 40")
    answer = await client.post(ASKED, json={"text": broken})
    assert answer.status_code == 422
    line = next(n for n, said in enumerate(broken.splitlines(), 1) if "at laest" in said)
    assert ["text", line] in [fault["loc"] for fault in answer.json()["errors"]]


async def test_where_no_labelled_cases_are_held_that_choice_is_refused(client: httpx2.AsyncClient) -> None:
    answer = await client.post(ASKED, json={"text": CPAP, "cases": "labelled"})
    assert (answer.status_code, answer.json()["errors"][0]["loc"]) == (422, ["cases"])


async def test_an_edited_text_takes_the_place_of_the_file_it_names_or_is_a_new_policy() -> None:
    files = read_files([shipped_root()])
    known = edited_file(files, CPAP)
    assert (known.path, known.id) == ("policies/ncd-240-4-cpap.md", "NCD 240.4")
    renamed = edited_file(files, CPAP.replace("id: NCD 240.4", "id: MINE 1"), "NCD 240.4")
    over = laid_over(files, [renamed])
    assert len(over) == len(files)
    assert "NCD 240.4" not in {f.id for f in over}
    assert edited_file(files, CPAP.replace("id: NCD 240.4", "id: MINE 1")).path == "policies/mine-1.md"
    words = next(f for f in files if f.path == "words.md")
    assert edited_file(files, "# Words", words.id).path == "words.md"
