"""Imports go one way, in no circle, and heavy libraries stay in the rooms that own them."""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("priorauth", "agents", "mcp_servers", "orchestrator")
SPECIALISTS = ("agents.compliance", "agents.clinical", "agents.coverage", "agents.synthesis")
SERVERS = tuple(
    f"mcp_servers.{n}" for n in ("icd10_codes", "npi_registry", "cms_coverage", "pubmed", "clinical_trials")
)
SHARED_BY_SERVERS = tuple(
    sorted(
        {f"mcp_servers.{path.stem}" for path in (ROOT / "mcp_servers").iterdir()} - {*SERVERS, "mcp_servers.__init__"}
    )
)

# The rooms where parts are put together may import every other room of their own side.
ASSEMBLY = (
    "orchestrator.app",
    "orchestrator.assembly",
    "orchestrator.elsewhere",
    "orchestrator.readers",
    "orchestrator.teams",
    "orchestrator.cli",
    "orchestrator.commands",
    "agents.host",
)

# A room's own modules are always allowed; what is not listed is refused. The first prefix that fits is a module's room.
MAY_IMPORT: Mapping[str, tuple[str, ...]] = {
    "orchestrator.app": PACKAGES,
    "orchestrator.assembly": PACKAGES,
    "orchestrator.elsewhere": PACKAGES,
    "orchestrator.readers": PACKAGES,
    "orchestrator.teams": PACKAGES,
    "orchestrator.cli": PACKAGES,
    "orchestrator.commands": PACKAGES,
    "agents.host": ("priorauth", "agents"),
    "priorauth": (),
    "agents.runtime.embedded": ("priorauth", "agents.runtime", "agents.reading"),
    "agents.runtime": ("priorauth",),
    "agents.reading": ("priorauth",),
    "agents.modelling": ("priorauth", "agents.runtime"),
    **dict.fromkeys(SPECIALISTS, ("priorauth", "agents.runtime")),
    "agents": ("priorauth",),
    "mcp_servers.importers": ("priorauth", "mcp_servers"),
    **dict.fromkeys(SERVERS, ("priorauth", *SHARED_BY_SERVERS)),
    "mcp_servers": ("priorauth", "mcp_servers"),
    "orchestrator.workflow": (
        "priorauth",
        "orchestrator.store",
        "orchestrator.documents",
        "orchestrator.settings",
        "orchestrator.telemetry",
    ),
    "orchestrator.store": ("priorauth", "orchestrator.settings"),
    "orchestrator.documents": ("priorauth", "orchestrator.settings", "orchestrator.aside"),
    "orchestrator.intake": ("priorauth", "orchestrator.settings"),
    "orchestrator.identity": ("priorauth", "orchestrator.store", "orchestrator.settings"),
    "orchestrator.metrics": ("priorauth", "orchestrator.store"),
    "orchestrator.acts": (
        "priorauth",
        *(f"orchestrator.{n}" for n in ("workflow", "store", "documents", "identity")),
    ),
    **dict.fromkeys(
        ("orchestrator.api", "orchestrator.fhir"),
        (
            "priorauth",
            *(f"orchestrator.{n}" for n in ("workflow", "acts", "metrics", "store", "documents", "intake", "identity")),
            "orchestrator.settings",
            "orchestrator.telemetry",
        ),
    ),
    "orchestrator": ("priorauth", "orchestrator"),
}

ONLY_LIBRARIES: Mapping[str, frozenset[str]] = {
    "priorauth": frozenset({"pydantic", "pydantic_core", "markdown_it"}),
    "agents.reading": frozenset(),
}

OWNED_LIBRARIES: Mapping[str, tuple[str, ...]] = {
    "dbos": ("orchestrator.workflow",),
    "alembic": ("orchestrator.store",),
    "sqlalchemy": ("orchestrator.store", "orchestrator.workflow", "orchestrator.acts", "orchestrator.identity"),
    "reportlab": ("orchestrator.documents",),
    "agent_framework": ("agents",),
    "fastapi": ("orchestrator.api", "orchestrator.fhir", "orchestrator.identity"),
}


@dataclass(frozen=True)
class Import:
    """One import statement: which module holds it, what it names, and whether it runs when the module is loaded."""

    module: str
    line: int
    target: str
    lazy: bool

    @property
    def library(self) -> str:
        return self.target.partition(".")[0]

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"


def imports_of(module: str, source: str, is_package: bool = False) -> Iterator[Import]:
    """Every import of a module's source, relative ones resolved; `from a import b` names `a.b` when b is a module."""

    def visit(node: ast.AST, lazy: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            inside = lazy or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            if isinstance(child, ast.Import):
                yield from (Import(module, child.lineno, alias.name, lazy) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                base = resolve(module, child, is_package)
                for alias in child.names:
                    inner = f"{base}.{alias.name}"
                    yield Import(module, child.lineno, inner if inner in modules() else base, lazy)
            yield from visit(child, inside)

    yield from visit(ast.parse(source), False)


def resolve(module: str, node: ast.ImportFrom, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    kept = parts[: len(parts) - node.level + (1 if is_package else 0)]
    return ".".join([*kept, *([node.module] if node.module else [])])


@cache
def modules() -> dict[str, Path]:
    """Every module of ours by its dotted name."""
    paths = (path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


@cache
def all_imports() -> tuple[Import, ...]:
    return tuple(
        found
        for module, path in modules().items()
        for found in imports_of(module, path.read_text("utf-8"), path.name == "__init__.py")
    )


def within(module: str, rooms: Iterable[str]) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in rooms)


def room_of(module: str) -> str:
    return next(room for room in MAY_IMPORT if within(module, [room]))


def is_wrong_direction(found: Import) -> bool:
    if found.library not in PACKAGES or found.target in PACKAGES:
        return False
    room = room_of(found.module)
    return not within(found.target, (room, *MAY_IMPORT[room]))


def is_wrong_library(found: Import) -> bool:
    if found.library in PACKAGES or found.library in sys.stdlib_module_names:
        return False
    room = room_of(found.module)
    owners = OWNED_LIBRARIES.get(found.library)
    if owners is not None and not within(found.module, (*owners, *ASSEMBLY)):
        return True
    return room in ONLY_LIBRARIES and found.library not in ONLY_LIBRARIES[room]


def is_early_modelling(found: Import) -> bool:
    return (
        within(found.target, ["agents.modelling"]) and not within(found.module, ["agents.modelling"]) and not found.lazy
    )


def test_imports_go_one_way() -> None:
    assert [str(found) for found in all_imports() if is_wrong_direction(found)] == []


def test_libraries_stay_in_the_rooms_that_own_them() -> None:
    assert [str(found) for found in all_imports() if is_wrong_library(found)] == []


def test_the_model_room_is_imported_only_when_a_model_is_configured() -> None:
    assert [str(found) for found in all_imports() if is_early_modelling(found)] == []


def test_no_modules_import_in_a_circle() -> None:
    graph: dict[str, set[str]] = {module: set() for module in modules()}
    for found in all_imports():
        if not found.lazy and found.target in graph and found.target != found.module:
            graph[found.module].add(found.target)
    assert circle_in(graph) == []


def circle_in(graph: Mapping[str, Iterable[str]]) -> list[str]:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("priorauth.case", "import agents.runtime"),
        ("agents.clinical.review", "from agents.coverage import policies"),
        ("agents.coverage.review", "from orchestrator.store import cases"),
        ("agents.reading.spans", "def f():\n    import agents.runtime.ledger"),
        ("mcp_servers.pubmed.server", "from mcp_servers.npi_registry import server"),
        ("orchestrator.workflow.run", "import agents.clinical"),
        ("orchestrator.api.cases", "import orchestrator.fhir.claim"),
        ("orchestrator.store.cases", "import orchestrator.documents.audit"),
    ],
)
def test_a_wrong_direction_would_be_found(module: str, source: str) -> None:
    assert any(is_wrong_direction(found) for found in imports_of(module, source))


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("priorauth.case", "import httpx2"),
        ("agents.reading.spans", "import pydantic"),
        ("orchestrator.api.cases", "from dbos import DBOS"),
        ("agents.clinical.review", "import sqlalchemy.orm"),
    ],
)
def test_a_library_in_the_wrong_room_would_be_found(module: str, source: str) -> None:
    assert any(is_wrong_library(found) for found in imports_of(module, source))


def test_a_relative_import_is_resolved() -> None:
    assert [found.target for found in imports_of("priorauth.a.b", "from ..case import Item")] == ["priorauth.case"]
    assert [found.target for found in imports_of("priorauth.a", "from .b import c", True)] == ["priorauth.a.b"]


def test_a_circle_would_be_found() -> None:
    assert circle_in({"a": {"b"}, "b": {"c"}, "c": {"a"}})
    assert circle_in({"a": {"b"}, "b": {"c"}}) == []
