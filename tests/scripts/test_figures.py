"""How functions are measured."""

import ast
from pathlib import Path

import pytest

from scripts import figures


def test_every_function_is_measured_with_its_last_line() -> None:
    tree = ast.parse("def a():\n    async def b():\n        return 1\n    return b\n")
    assert [f.lines for f in figures.functions_in(Path("x.py"), tree)] == [4, 2]


def test_only_reads_by_a_written_key_are_counted() -> None:
    assert figures.string_key_gets(ast.parse('a.get("b"); a.get(b); a.get("c", 1); get("d"); a.get()')) == 2


def test_the_share_is_the_smallest_length_that_covers_it() -> None:
    assert figures.at_share([5, 1, 2, 3, 4], 0.8) == 4
    assert figures.at_share([7], 0.95) == 7
    assert figures.at_share([], 0.5) == 0


@pytest.mark.parametrize(("lines", "code"), [(60, 0), (61, 1)])
def test_a_function_over_sixty_lines_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: int, code: int
) -> None:
    (tmp_path / "room").mkdir()
    body = "    pass\n" * (lines - 1)
    (tmp_path / "room" / "long.py").write_text(f"def long():\n{body}")
    monkeypatch.setattr(figures, "ROOT", tmp_path)
    assert figures.main(["room"]) == code
