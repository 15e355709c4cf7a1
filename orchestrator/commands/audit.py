"""`priorauth audit verify [CASE]` and `priorauth audit anchor`: whether the record is what was recorded."""

from __future__ import annotations

import asyncio
import json
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from orchestrator.exits import Exit

if TYPE_CHECKING:
    from orchestrator.cli import Commands
    from orchestrator.settings import Settings
    from orchestrator.store.anchors import Audit
    from orchestrator.store.chain import Anchor


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "audit",
        help="verify the hash-chained record, or anchor it",
        description="Verifies that no event was edited, removed, moved or cut off, or anchors the record as it stands.",
    )
    acts = parser.add_subparsers(metavar="ACT", dest="act", required=True)
    check = acts.add_parser("verify", help="walk the chains and hold them against the anchors; exits 1 on a breach")
    check.add_argument(
        "case", metavar="CASE", nargs="?", help="one case, by id or number, or an inspection bundle; else all"
    )
    check.add_argument("--anchors", metavar="FILE", help="exported anchors to hold the record against as well")
    check.add_argument("--json", action="store_true", help="print JSON")
    check.set_defaults(run=run_verify)
    anchor = acts.add_parser("anchor", help="anchor the heads of all cases and append the anchor to a file")
    anchor.add_argument("--to", metavar="FILE", help="the file; anchors.jsonl in the data folder otherwise")
    anchor.set_defaults(run=run_anchor)


def run_verify(arguments: Namespace) -> int:
    from orchestrator.settings import Settings

    if arguments.case and arguments.case.endswith(".zip"):
        return _verify_bundle(Path(arguments.case), as_json=arguments.json)
    audit = asyncio.run(_verify(Settings.load(), arguments.case, arguments.anchors))
    print(json.dumps(asdict(audit) | {"intact": audit.intact}) if arguments.json else "\n".join(_lines(audit)))
    return Exit.success if audit.intact else Exit.no


def _verify_bundle(file: Path, *, as_json: bool) -> int:
    from orchestrator.documents.bundle import verify_bundle
    from priorauth.errors import SettingRefused

    try:
        told = verify_bundle(file.read_bytes())
    except OSError as error:
        raise SettingRefused("CASE", error.strerror or "cannot be read") from None
    if as_json:
        print(json.dumps({"intact": not told, "faults": told}))
    else:
        print("\n".join(told) or "the bundle is what was made")
    return Exit.no if told else Exit.success


async def _verify(settings: Settings, case: str | None, exported: str | None) -> Audit:
    from orchestrator.commands._store import find_case, open_store
    from orchestrator.store.anchors import anchor_key, verify_store

    async with open_store(settings) as store:
        case_id = await find_case(store, case) if case else None
        secret = settings.anchor_key.get_secret_value() if settings.anchor_key else None
        key = anchor_key(secret, settings.data_dir)
        return await verify_store(store.database, store.codec, key, case_id, _exported(exported))


def _exported(file: str | None) -> list[Anchor]:
    from orchestrator.store.anchors import exported_anchors
    from priorauth.errors import SettingRefused

    if file is None:
        return []
    try:
        return exported_anchors(Path(file))
    except (OSError, ValueError, TypeError):
        raise SettingRefused("--anchors", "cannot be read as exported anchors") from None


def run_anchor(arguments: Namespace) -> int:
    from orchestrator.settings import Settings

    settings = Settings.load()
    file = Path(arguments.to) if arguments.to else settings.data_dir / "anchors.jsonl"
    anchor = asyncio.run(_anchor(settings, file))
    print(f"anchor {anchor.number} over {len(json.loads(anchor.heads))} cases, appended to {file}")
    return Exit.success


async def _anchor(settings: Settings, file: Path) -> Anchor:
    from orchestrator.commands._store import open_store
    from orchestrator.store.anchors import add_anchor, anchor_key, export_anchor

    async with open_store(settings) as store:
        secret = settings.anchor_key.get_secret_value() if settings.anchor_key else None
        anchor = await add_anchor(store.database, anchor_key(secret, settings.data_dir))
    export_anchor(anchor, file)
    return anchor


def _lines(audit: Audit) -> list[str]:
    for_all = f"{audit.events} events of {audit.cases} cases ({audit.erased} erased), {audit.anchors} anchors"
    if audit.intact:
        return [f"intact: {for_all}"]
    return [
        f"not intact: {for_all}",
        *(f"  {b.case_id or 'anchor'} {'' if b.sequence is None else b.sequence}: {b.reason}" for b in audit.breaches),
    ]
