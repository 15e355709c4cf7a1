"""Every promise names tests that exist, every test that claims a promise is named by it, and the page tells it all."""

import ast
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from scripts.promises import PAGE, ROOT, Promise, page, read

LAWS = (
    "Code decides and readers only read",
    "The record is made when the thing happens",
    "Every quote is checked",
    "Absence and failure pend",
    "A machine proposes and a person determines",
    "A laptop with nothing else runs it all",
)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def proofs_in(module: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The test functions of a file, those of its test classes among them."""
    for node in module.body:
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        for one in inner:
            if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name.startswith("test_"):
                yield one


def claims(test: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    """The ids in `@pytest.mark.promise("…")` above a test."""
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.promise":
            yield from (str(word.value) for word in mark.args if isinstance(word, ast.Constant))


def is_there(test: str) -> bool:
    path, _, name = test.partition("::")
    file = ROOT / path
    return file.is_file() and any(one.name == name for one in proofs_in(tree(file)))


def idle_claims(path: str, source: str, named: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Tests that claim a promise which is not there, or which does not name them."""
    return [
        (claim, test.name)
        for test in proofs_in(ast.parse(source))
        for claim in claims(test)
        if f"{path}::{test.name}" not in named.get(claim, ())
    ]


@pytest.fixture(scope="module")
def made() -> tuple[Promise, ...]:
    return read()


def test_the_page_is_what_the_table_makes_of_it(made: tuple[Promise, ...]) -> None:
    """When this fails: `python -m scripts.promises` writes it anew."""
    assert PAGE.read_text("utf-8") == page(made)
    assert [one.id for one in made if "|" in one.words or "\n" in one.words] == []


def test_the_promises_of_a_heading_stand_together(made: tuple[Promise, ...]) -> None:
    headings = [line for line in page(made).splitlines() if line.startswith("## ")]
    assert len(headings) == len(set(headings))


def test_every_promise_is_made_on_a_page_that_is_there(made: tuple[Promise, ...]) -> None:
    assert [one.id for one in made if not (PAGE.parent / f"{one.source}.md").is_file()] == []


def test_every_promise_names_tests_that_exist(made: tuple[Promise, ...]) -> None:
    assert [one.id for one in made if not one.tests] == []
    assert [(one.id, test) for one in made for test in one.tests if not is_there(test)] == []


def test_every_promise_has_an_id_of_its_own_words_and_a_source(made: tuple[Promise, ...]) -> None:
    assert [name for name, times in Counter(one.id for one in made).items() if times > 1] == []
    assert [one.id for one in made if not (one.id and one.words and one.source)] == []


def test_every_law_has_promises(made: tuple[Promise, ...]) -> None:
    assert set(LAWS) <= {one.heading for one in made}


def test_every_test_that_claims_a_promise_is_named_by_it(made: tuple[Promise, ...]) -> None:
    named = {one.id: one.tests for one in made}
    texts = {path: path.read_text("utf-8") for path in sorted((ROOT / "tests").rglob("test_*.py"))}
    marked = {str(path.relative_to(ROOT)): text for path, text in texts.items() if "mark.promise" in text}
    assert [idle for path, text in marked.items() for idle in idle_claims(path, text, named)] == []


def test_a_test_that_is_gone_and_an_idle_claim_would_be_found() -> None:
    here = str(Path(__file__).relative_to(ROOT))
    assert is_there(f"{here}::test_every_law_has_promises")
    assert not is_there(f"{here}::test_that_was_renamed")
    assert not is_there("tests/promises/test_gone.py::test_every_law_has_promises")
    source = '@pytest.mark.promise("a", "b", "c")\nasync def test_x() -> None: ...\n'
    named = {"a": ("t.py::test_x",), "b": ("t.py::test_y",)}
    assert idle_claims("t.py", source, named) == [("b", "test_x"), ("c", "test_x")]
