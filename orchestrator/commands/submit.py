"""`priorauth submit FILE… --to URL`: send cases to a running server and wait for their reviews."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from json import JSONDecodeError
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from orchestrator.exits import Exit

if TYPE_CHECKING:
    import httpx2

    from orchestrator.cli import Commands

WAIT_SECONDS = 60


def add(commands: Commands) -> None:
    parser = commands.add_parser(
        "submit",
        help="send cases to a running server and wait for their reviews",
        description="Sends each file, a request or a labelled case, and waits until its review is done. "
        "Exits 1 where the server refused a file.",
    )
    parser.add_argument("files", metavar="FILE", nargs="+", help="JSON files")
    parser.add_argument("--to", metavar="URL", default="http://127.0.0.1:8000", help="the server (%(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON, one case a line")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> int:
    import httpx2

    answers: list[bool] = []
    refuse_no_address(arguments.to)
    with httpx2.Client(base_url=arguments.to, timeout=WAIT_SECONDS + 30, trust_env=False) as client:
        for file in arguments.files:
            try:
                answers.append(_sent(client, Path(file), as_json=arguments.json))
            except httpx2.TransportError as wrong:
                print(f"priorauth: {arguments.to} does not answer ({type(wrong).__name__})", file=sys.stderr)
                return Exit.failed
            except JSONDecodeError:
                print(f"priorauth: {arguments.to} answers, but not as this engine does", file=sys.stderr)
                return Exit.failed
    return Exit.success if all(answers) else Exit.no


def refuse_no_address(url: str) -> None:
    """Raises SettingRefused for what can be no server's address."""
    from priorauth.errors import SettingRefused

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingRefused("URL", "write an address such as http://127.0.0.1:8000")


def _sent(client: httpx2.Client, path: Path, *, as_json: bool) -> bool:
    """Send one file and tell what became of it."""
    answer = client.post("/api/cases", json=_request(path), headers={"Prefer": f"wait={WAIT_SECONDS}"})
    told = cast(dict[str, Any], answer.json())
    if not answer.is_success:
        print(f"{path.name}: refused: {_refusal(told)}", file=sys.stderr)
        return False
    print(json.dumps(told) if as_json else f"{path.name}: {_line(told)}", flush=True)
    return True


def _request(path: Path) -> object:
    from priorauth.errors import SettingRefused
    from priorauth.intake import parse_json

    try:
        data = parse_json(path.read_bytes())
    except OSError as error:
        raise SettingRefused("FILE", error.strerror or "cannot be read") from None
    if isinstance(data, dict) and "request" in data and "expect" in data:
        return cast(dict[str, object], data)["request"]
    return cast(object, data)


def _refusal(problem: dict[str, Any]) -> str:
    faults = [f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in problem.get("errors", [])]
    return "; ".join(faults) or str(problem["title"])


def _line(case: dict[str, Any]) -> str:
    review = case["latest_review"]
    if review is None or review["outcome"] != "sealed":
        return f"case {case['case_number']}, review {review['outcome'] if review else 'waiting'}"
    return f"case {case['case_number']}, {review['recommendation']}, {review['criteria_summary']}"
