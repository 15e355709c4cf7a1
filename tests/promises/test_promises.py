"""Every promise of docs/promises.md names tests that exist, and every test that claims a promise finds it there."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "promises.md"
LAWS = (
    "Code decides and readers only read",
    "The record is made when the thing happens",
    "Every quote is checked",
    "Absence and failure pend",
    "A machine proposes and a person determines",
    "A laptop with nothing else runs it all",
)


@dataclass(frozen=True)
class Promise:
    """A row of the table, below the heading it stands under."""

    heading: str
    id: str
    words: str
    source: str
    tests: tuple[str, ...]


def promises(page: str) -> Iterator[Promise]:
    heading = ""
    for line in page.splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif line.startswith("| ") and not line.startswith("| id "):
            name, words, source, tests = (cell.strip() for cell in line.strip("|").split("|"))
            yield Promise(heading, name, words, source, tuple(re.findall(r"`([^`]+)`", tests)))


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


def unknown_claims(source: str, known: set[str]) -> list[str]:
    return [claim for test in proofs_in(ast.parse(source)) for claim in claims(test) if claim not in known]


@pytest.fixture(scope="module")
def made() -> tuple[Promise, ...]:
    return tuple(promises(PAGE.read_text("utf-8")))


def test_every_promise_names_tests_that_exist(made: tuple[Promise, ...]) -> None:
    assert [one.id for one in made if not one.tests] == []
    assert [(one.id, test) for one in made for test in one.tests if not is_there(test)] == []


def test_every_promise_has_an_id_of_its_own_words_and_a_source(made: tuple[Promise, ...]) -> None:
    assert [name for name, times in Counter(one.id for one in made).items() if times > 1] == []
    assert [one.id for one in made if not (one.id and one.words and one.source)] == []


def test_every_law_has_promises(made: tuple[Promise, ...]) -> None:
    assert set(LAWS) <= {one.heading for one in made}


def test_every_promise_a_test_claims_stands_in_the_table(made: tuple[Promise, ...]) -> None:
    known = {one.id for one in made}
    marked = [p for p in sorted((ROOT / "tests").rglob("test_*.py")) if "mark.promise" in p.read_text("utf-8")]
    assert [(path.name, claim) for path in marked for claim in unknown_claims(path.read_text("utf-8"), known)] == []


def test_a_test_that_is_gone_and_a_claim_of_nothing_would_be_found() -> None:
    here = Path(__file__).relative_to(ROOT)
    assert is_there(f"{here}::test_every_law_has_promises")
    assert not is_there(f"{here}::test_that_was_renamed")
    assert not is_there("tests/promises/test_gone.py::test_every_law_has_promises")
    source = '@pytest.mark.promise("a", "b")\nasync def test_x() -> None: ...\n'
    assert unknown_claims(source, {"a"}) == ["b"]
