"""`priorauth replay CASE`: a sealed review once more, under the rules it was pinned to."""

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
    from orchestrator.workflow.replay import Replayed


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "replay",
        help="compute a sealed review again from what was stored; exits 1 where it differs",
        description="Takes what readers and sources said from the store and computes the rest again.",
    )
    parser.add_argument("case", metavar="CASE", help="the case, by id or number, or an inspection bundle")
    parser.add_argument("--review", type=int, metavar="N", help="which review; the latest otherwise")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    from orchestrator.settings import Settings

    if arguments.case.endswith(".zip"):
        again = _replay_bundle(Settings.load(), Path(arguments.case), arguments.review)
    else:
        again = asyncio.run(_replay(Settings.load(), arguments.case, arguments.review))
    if arguments.json:
        print(json.dumps(asdict(again) | {"equal": again.equal}))
    elif again.equal:
        print(f"review {again.review} comes out equal")
    else:
        print(f"review {again.review} differs in: {', '.join(again.differs)}")
    return Exit.success if again.equal else Exit.no


async def _replay(settings: Settings, named: str, review: int | None) -> Replayed:
    from orchestrator.commands._store import find_case, open_store
    from orchestrator.store.reviews import ReviewKey, Reviews
    from orchestrator.store.tables import CaseRow
    from orchestrator.teams import teams_at_rest
    from orchestrator.workflow.replay import replay
    from orchestrator.workflow.review import ReviewSteps

    async with open_store(settings) as store:
        case_id = await find_case(store, named)
        async with store.database.reading() as session:
            latest = (await session.get_one(CaseRow, case_id)).latest_review
        steps = ReviewSteps(Reviews(store.database, store.codec), teams_at_rest(settings))
        return await replay(steps, ReviewKey(case_id, review or latest))


def _replay_bundle(settings: Settings, file: Path, review: int | None) -> Replayed:
    """A review out of a bundle, with no store at all. Raises SettingRefused for a file that does not verify."""
    from orchestrator.documents.bundle import open_bundle, verify_bundle
    from orchestrator.teams import packed, teams_at_rest
    from orchestrator.workflow.replay import replay_record
    from priorauth.errors import SettingRefused

    try:
        content = file.read_bytes()
    except OSError as error:
        raise SettingRefused("CASE", error.strerror or "cannot be read") from None
    if faults := verify_bundle(content):
        raise SettingRefused("CASE", f"does not verify: {faults[0]}")
    held = open_bundle(content)
    record = next((r for r in reversed(held.records) if review in (None, r.case.review)), None)
    if record is None or record.rules_digest not in held.rules:
        raise SettingRefused("--review", "is not in this bundle with its rules")
    return replay_record(record, teams_at_rest(settings).revive(packed(held.rules[record.rules_digest])))
