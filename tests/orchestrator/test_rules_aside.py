"""Rules compiled elsewhere are the rules, and what is wrong with them is told by line all the same."""

from pathlib import Path

import pytest

from orchestrator.rules_aside import compiled_aside
from priorauth.errors import RulesRefused
from priorauth.rulebook import load_rulebook

BAD = """---
id: OWN-1
title: A policy of a plan
---

# A policy of a plan

## Criteria

| ID | The reviewer must see | Check | Ask for | Critical |
|---|---|---|---|---|
| C1 | Something | no such check | The record | yes |
"""


async def test_the_rules_are_the_ones_compiled_here() -> None:
    found = await compiled_aside(None)
    assert found.current == load_rulebook()
    assert found.at(found.current.digest) is found.current


async def test_what_is_wrong_with_a_plans_own_rules_is_told_by_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "own.md").write_text(BAD, "utf-8")
    with pytest.raises(RulesRefused) as refused:
        await compiled_aside(tmp_path)
    assert any(c.file == "policies/own.md" and c.line == 12 for c in refused.value.complaints)
    assert "policies/own.md:12" in str(refused.value)
