"""`priorauth rules`: check and lay out edited rules, say what they would change; list and show what is in force."""

from __future__ import annotations

import asyncio
import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from orchestrator.exits import Exit

if TYPE_CHECKING:
    from orchestrator.cli import Commands
    from priorauth.errors import Complaint
    from priorauth.rulebook import Rulebook, RuleFile

_FOLDERS = ("policies", "checklists", "laws", "letters")


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "rules",
        help="check, lay out, list and show the rules in force; say what edited ones would change",
        description="The rules are markdown files. A plan's own lie in the folder PRIORAUTH_RULES_DIR and replace the "
        "shipped ones by id.",
    )
    acts = parser.add_subparsers(title="acts", metavar="ACT", dest="act", required=True)
    check = acts.add_parser("check", help="check rule files, and what they do to the others")
    check.add_argument("path", metavar="PATH", type=Path, nargs="?", help="a file or folder of rules to check")
    check.set_defaults(run=run_check)
    listing = acts.add_parser("list", help="list the policies, checklists, skills and laws in force")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(run=run_list)
    form = acts.add_parser("format", help="lay out rule files so that a person can read and compare them")
    form.add_argument("path", metavar="PATH", type=Path, help="a file or folder of rules; what they say stays the same")
    form.add_argument("--check", action="store_true", help="write nothing; exit 1 and name the files that would change")
    form.set_defaults(run=run_format)
    show = acts.add_parser("show", help="print one rule file")
    show.add_argument("id", metavar="ID", help="the id, such as NCD 240.4")
    show.add_argument("--json", action="store_true", help="print JSON, compiled")
    show.set_defaults(run=run_show)
    changed = acts.add_parser("impact", help="which past or labelled cases come out otherwise under edited rules")
    changed.add_argument("path", metavar="PATH", type=Path, help="the edited file, or a folder of them")
    changed.add_argument(
        "--cases", metavar="DIR", type=Path, help="labelled cases; the past cases of this store otherwise"
    )
    changed.add_argument("--limit", metavar="N", type=int, default=500, help="at most so many past cases (%(default)s)")
    changed.add_argument("--json", action="store_true", help="print JSON")
    changed.set_defaults(run=run_impact)


def run_check(arguments: Namespace) -> int:
    from priorauth.errors import RulesRefused, SettingRefused
    from priorauth.rulebook import compile_rulebook

    path: Path | None = arguments.path
    if path is not None and not path.exists():
        raise SettingRefused("PATH", "no such file or folder")
    try:
        book = compile_rulebook(_files(path))
    except RulesRefused as refused:
        complaints = refused.complaints
    else:
        complaints = _of_tools(book)
        if not complaints:
            print(f"{len(book.files)} rule files hold together: {len(book.policies)} policies and checklists")
            print(f"digest {book.digest}")
            return Exit.success
    for complaint in complaints:
        print(_placed(complaint, path), file=sys.stderr)
    return Exit.no


def run_list(arguments: Namespace) -> int:
    book = _in_force()
    if arguments.json:
        print(json.dumps({"digest": book.digest, "rules": list(_entries(book))}, indent=2))
        return Exit.success
    for entry in _entries(book):
        note = entry["adopted"] or entry["certainty"]
        print(f"{entry['id']:<24} {entry['kind']:<20} {entry['digest'][:12]}  {entry['title']}  ({note})")
    print(f"digest {book.digest}")
    return Exit.success


def run_format(arguments: Namespace) -> int:
    """Exits 1 where `--check` finds a file that is laid out otherwise."""
    from priorauth.errors import SettingRefused
    from priorauth.rulebook.layout import laid_out

    path: Path = arguments.path
    if not path.exists():
        raise SettingRefused("PATH", "no such file or folder")
    changed = 0
    for file in [path] if path.is_file() else sorted(path.rglob("*.md")):
        written = file.read_text("utf-8")
        wanted = laid_out(written)
        if wanted == written:
            continue
        changed += 1
        print(f"{file} {'would be' if arguments.check else 'is'} laid out anew")
        if not arguments.check:
            file.write_text(wanted, "utf-8")
    return Exit.no if changed and arguments.check else Exit.success


def run_show(arguments: Namespace) -> int:
    book = _in_force()
    file = book.file(arguments.id)
    if arguments.json:
        policy = next((p for p in book.policies if p.file == file.path), None)
        shown = policy.model_dump(mode="json", exclude={"text"}) if policy else {"id": file.id, "text": file.text}
        print(json.dumps(shown, indent=2, default=str))
    else:
        print(f"<!-- {file.path}, {'the plan' if file.overlay else 'shipped'}, digest {file.digest} -->")
        print(file.text)
    return Exit.success


def run_impact(arguments: Namespace) -> int:
    """Exits 1 where a case moves towards approval that nobody has said is to be approved."""
    from orchestrator.commands._impact import as_json, as_text, look
    from orchestrator.evaluation import read_cases
    from priorauth.errors import SettingRefused
    from priorauth.rulebook import compile_rulebook

    path: Path = arguments.path
    if not path.exists():
        raise SettingRefused("PATH", "no such file or folder")
    folder: Path | None = arguments.cases
    if folder is not None and not folder.is_dir():
        raise SettingRefused("--cases", "there is no such folder")
    cases = read_cases(folder) if folder else None
    found = asyncio.run(look(_in_force(), compile_rulebook(_laid_over(path)), cases, arguments.limit))
    print(as_json(found) if arguments.json else as_text(found))
    return Exit.no if found.unsafe else Exit.success


def _in_force() -> Rulebook:
    from priorauth.rulebook import compile_rulebook

    return compile_rulebook(_files(None))


def _files(path: Path | None) -> tuple[RuleFile, ...]:
    """The shipped rules under the plan's own, or under those to be checked."""
    from orchestrator.settings import Settings
    from priorauth.rulebook import read_files, shipped_root

    if path is not None and path.is_file():
        return _with_one(path)
    own = path or Settings.load().rules_dir
    return read_files([shipped_root(), *([own] if own else [])])


def _with_one(path: Path) -> tuple[RuleFile, ...]:
    """The shipped rules with one file laid over them."""
    from priorauth.rulebook import read_files, shipped_root

    one = _one(path)
    return (*(f for f in read_files([shipped_root()]) if f.id != one.id), one)


def _laid_over(path: Path) -> tuple[RuleFile, ...]:
    """The rules in force, the plan's own among them, with the edited ones in their place."""
    from priorauth.rulebook import laid_over, read_files

    edited = (_one(path),) if path.is_file() else tuple(replace(f, overlay=True) for f in read_files([path]))
    return laid_over(_files(None), edited)


def _one(path: Path) -> RuleFile:
    from priorauth.rulebook.load import read_file

    folder = path.resolve().parent.name
    kept = folder if folder in _FOLDERS or path.name == "SKILL.md" else "policies"
    return read_file(f"{kept}/{path.name}", path, overlay=True)


def _placed(complaint: Complaint, path: Path | None) -> str:
    """The complaint with the path as the editor gave it."""
    where = complaint.file
    if path is not None and path.is_file() and Path(where).name == path.name:
        where = str(path)
    elif path is not None and (path / where).exists():
        where = str(path / where)
    return f"{where}:{complaint.line}: {complaint.message}"


def _of_tools(book: Rulebook) -> tuple[Complaint, ...]:
    from priorauth.rulebook.contradictions import of_tools

    paths = {f.id: f.path for f in book.files}
    return tuple(of_tools(book.skills, paths, asyncio.run(_offered())))


async def _offered() -> frozenset[str]:
    """Every tool of every data server, as `server tool`."""
    from tempfile import TemporaryDirectory

    from mcp_servers.roster import NAMES, Held, server_named

    with TemporaryDirectory() as scratch:
        held = Held(Path(scratch))
        tools = {name: await server_named(name, held).list_tools() for name in NAMES}
    return frozenset(f"{name} {tool.name}" for name, offered in tools.items() for tool in offered)


def _entries(book: Rulebook) -> Iterator[dict[str, str]]:
    policies = {p.file: p for p in book.policies}
    for file in book.files:
        policy = policies.get(file.path)
        adopted = f"adopted by {policy.adopted.by}, on {policy.adopted.on}" if policy and policy.adopted else ""
        yield {
            "id": file.id,
            "kind": policy.kind.value if policy else file.path.split("/")[0].removesuffix(".md"),
            "title": policy.title if policy else file.id,
            "certainty": policy.certainty.value if policy else "",
            "effective": str(policy.effective or "unknown") if policy else "",
            "lines_of_business": ", ".join(sorted(policy.lines_of_business)) if policy else "",
            "adopted": adopted,
            "origin": "plan" if file.overlay else "shipped",
            "file": file.path,
            "digest": file.digest,
        }
