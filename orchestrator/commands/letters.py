"""`priorauth letters`: hold a plan's letter templates against the notice linter."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from orchestrator.exits import Exit

if TYPE_CHECKING:
    from orchestrator.cli import Commands
    from priorauth.rulebook import RuleFile


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "letters",
        help="check letter templates",
        description="Letters are markdown templates with named fields. A plan's own lie in the folder letters of its "
        "rules and replace the shipped ones by id.",
    )
    acts = parser.add_subparsers(title="acts", metavar="ACT", dest="act", required=True)
    check = acts.add_parser("check", help="fill each template with a specimen and hold it against the notice linter")
    check.add_argument("path", metavar="PATH", type=Path, nargs="?", help="a template or a folder of rules; else all")
    check.add_argument("--json", action="store_true", help="print JSON")
    check.set_defaults(run=run_check)


def run_check(arguments: Namespace) -> int:
    from orchestrator.documents.letter_kit import letter_kit
    from orchestrator.documents.template_check import check_kit
    from priorauth.errors import RulesRefused, SettingRefused

    path: Path | None = arguments.path
    if path is not None and not path.exists():
        raise SettingRefused("PATH", "no such file or folder")
    files, checked = _files(path)
    try:
        complaints = check_kit(letter_kit(files), checked)
    except RulesRefused as refused:
        complaints = list(refused.complaints)
    if arguments.json:
        print(json.dumps([{"file": c.file, "line": c.line, "message": c.message} for c in complaints], indent=2))
    else:
        for complaint in complaints:
            print(complaint, file=sys.stderr)
    if complaints:
        return Exit.no
    if not arguments.json:
        print(f"{len(checked)} letter files say what they must, plainly")
    return Exit.success


def _files(path: Path | None) -> tuple[tuple[RuleFile, ...], frozenset[str]]:
    """The rule files in force with those of the path laid over them, and the paths that are to be checked."""
    from orchestrator.documents.letter_kit import FOLDER
    from orchestrator.settings import Settings
    from priorauth.rulebook import read_files, shipped_root
    from priorauth.rulebook.load import read_file

    own = Settings.load().rules_dir
    in_force = read_files([shipped_root(), *([own] if own else [])])
    if path is None:
        return in_force, frozenset(f.path for f in in_force if f.path.startswith(f"{FOLDER}/"))
    found = [path] if path.is_file() else sorted(p for p in path.rglob("*.md") if _is_letter(p, path))
    given = [read_file(f"{FOLDER}/{p.name}", p, overlay=True) for p in found]
    replaced = {f.id for f in given}
    return (*(f for f in in_force if f.id not in replaced), *given), frozenset(f.path for f in given)


def _is_letter(file: Path, folder: Path) -> bool:
    """Within a folder of rules only its letters; within any other folder every file."""
    from orchestrator.documents.letter_kit import FOLDER

    return file.parent.name == FOLDER or not (folder / FOLDER).is_dir()
