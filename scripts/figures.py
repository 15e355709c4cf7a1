"""Print how long our functions are and how often a dictionary is asked by a string key; fail on a function too long.

Usage: figures.py [ROOM ...]
"""

import ast
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Migrations are drafted by a program: one statement for each column, in one function.
GENERATED = ROOT / "orchestrator" / "store" / "migrations" / "versions"
ROOMS = ("priorauth", "agents", "mcp_servers", "orchestrator", "scripts", "evals", "infra")
LONGEST_ALLOWED = 60


@dataclass(frozen=True)
class Function:
    """A function, where it stands and how many lines it takes."""

    place: str
    lines: int


def functions_in(path: Path, tree: ast.Module) -> Iterator[Function]:
    """Every function of a module, nested ones included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            last = node.end_lineno or node.lineno
            yield Function(f"{path}:{node.lineno} {node.name}", last - node.lineno + 1)


def string_key_gets(tree: ast.Module) -> int:
    """How many calls read `x.get("key")`."""
    return sum(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "get"
        and bool(node.args)
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        for node in ast.walk(tree)
    )


def at_share(lengths: Sequence[int], share: float) -> int:
    """The length that the given share of functions does not pass."""
    return sorted(lengths)[max(0, round(share * len(lengths) + 0.5) - 1)] if lengths else 0


def main(rooms: Sequence[str]) -> int:
    paths = sorted(path for room in rooms for path in (ROOT / room).rglob("*.py") if path.parent != GENERATED)
    functions: list[Function] = []
    gets = lines = 0
    for path in paths:
        source = path.read_text("utf-8")
        tree = ast.parse(source)
        functions += functions_in(path.relative_to(ROOT), tree)
        gets += string_key_gets(tree)
        lines += sum(1 for line in source.splitlines() if line.strip())
    lengths = [function.lines for function in functions]
    print(f"{len(paths)} files, {lines} lines that are not blank, {len(functions)} functions")
    print(
        f"function length: median {at_share(lengths, 0.5)}, 95 % within {at_share(lengths, 0.95)}, "
        f"longest {max(lengths, default=0)} (at most {LONGEST_ALLOWED})"
    )
    print(f'.get("…") per 1,000 lines: {1000 * gets / max(lines, 1):.1f}')
    too_long = [function for function in functions if function.lines > LONGEST_ALLOWED]
    for function in too_long:
        print(f"too long: {function.place} has {function.lines} lines", file=sys.stderr)
    return 1 if too_long else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:] or ROOMS))
