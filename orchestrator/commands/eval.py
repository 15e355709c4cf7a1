"""`priorauth eval [DIR]`: run labelled cases and print the scorecard."""

from __future__ import annotations

import asyncio
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from orchestrator.exits import Exit

if TYPE_CHECKING:
    from orchestrator.cli import Commands
    from orchestrator.evaluation import CaseResult, CaseSet, Scorecard
    from orchestrator.settings import Settings


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "eval",
        help="run labelled cases and print the scorecard",
        description="Reviews every labelled case below a folder and holds the answers against the labels. "
        "Exits 1 if a case was approved that must not be.",
    )
    parser.add_argument("folder", metavar="DIR", nargs="?", type=Path, help="the cases; else as set, evals/seen")
    parser.add_argument("--reader", choices=("embedded", "both"), help="who reads; else as set")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    from orchestrator.evaluation import read_cases, scorecard_json
    from orchestrator.settings import Settings
    from priorauth.errors import SettingRefused

    settings = Settings.load(**({"reader": arguments.reader} if arguments.reader else {}))
    folder: Path = arguments.folder or settings.labelled_dir
    if not folder.is_dir():
        raise SettingRefused("DIR", "there is no such folder")
    card = asyncio.run(_evaluate(read_cases(folder), settings, watched=sys.stderr.isatty()))
    print(scorecard_json(card) if arguments.json else "\n".join(_lines(card)))
    return Exit.no if card.unsafe_approvals else Exit.success


async def _evaluate(cases: CaseSet, settings: Settings, *, watched: bool) -> Scorecard:
    from orchestrator.assembly import listed_providers, offline_servers, open_team
    from orchestrator.evaluation import evaluate
    from orchestrator.readers import open_reader
    from orchestrator.teams import live_rules

    rules = live_rules(settings).current
    servers = offline_servers(settings.data_dir, lambda: rules, listed_providers(cases.providers))

    def tell(result: CaseResult) -> None:
        if watched:
            print(f"\r{result.id:<60.60}", end="", file=sys.stderr, flush=True)

    async with (
        open_reader(settings) as reader,
        open_team(servers, rules, settings.decision_mode, reader=reader) as team,
    ):
        card = await evaluate(cases, team, tell)
    if watched:
        print(f"\r{'':<60}\r", end="", file=sys.stderr)
    return card


def _lines(card: Scorecard) -> list[str]:
    lines = [
        f"{card.cases} cases, reader {card.reader}, rules {card.rules_digest[:12]}",
        f"unsafe approvals   {len(card.unsafe_approvals)}",
        f"approvals found    {card.approvals_found:.1%}",
        f"pends right        {card.pends_right:.1%}",
        f"agreement          {card.agreement:.1%} (gate {card.gate_agreement:.1%})",
        f"evidence verified  {card.evidence_verified:.1%}",
        f"seconds per case   {card.seconds_per_case.p50:.3f} median, {card.seconds_per_case.p95:.3f} at 95 %",
    ]
    lines += [f"UNSAFE             {case}" for case in card.unsafe_approvals]
    lines += ["", "by tag"]
    return lines + [f"  {tag:<32} {score.cases:>4}  {score.agreement:.0%}" for tag, score in card.by_tag.items()]
