"""How a hook calls `az`, `azd` and `docker`. With `--dry-run` every call is printed as JSON and none is made."""

import json
import os
import shutil
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


class HookFailed(Exception):
    """The hook cannot go on; the message says what to do."""


class CallFailed(HookFailed):
    """A program said no."""

    def __init__(self, words: Sequence[str], told: str) -> None:
        last = told.strip().splitlines()[-1] if told.strip() else "it gave no reason"
        super().__init__(f"`{' '.join(words[:4])} …` failed: {last}")
        self.told = told


@dataclass(frozen=True)
class Calls:
    """The way out of a hook. `seconds` is the pause between two tries."""

    dry_run: bool = False
    seconds: float = 10.0

    def run(self, *words: str) -> str:
        """What the program prints. Raises CallFailed."""
        if self.dry_run:
            print(json.dumps({"would_run": list(words)}))
            return ""
        program = shutil.which(words[0])
        if program is None:
            raise HookFailed(f"`{words[0]}` is not installed here")
        done = subprocess.run([program, *words[1:]], capture_output=True, text=True)
        if done.returncode:
            raise CallFailed(words, done.stderr or done.stdout)
        return done.stdout.strip()

    def ask(self, *words: str) -> Any:
        """The JSON the program prints; None where it prints none, as in a dry run."""
        told = self.run(*words, "--output", "json")
        return json.loads(told) if told else None

    def rows(self, *words: str) -> list[Any]:
        """The list the program prints, empty in a dry run."""
        return self.ask(*words) or []

    def pause(self) -> None:
        if not self.dry_run:
            time.sleep(self.seconds)


def setting(name: str, default: str | None = None) -> str:
    """A value of the azd environment. Raises HookFailed where it is needed and missing."""
    value = os.environ.get(name) or default
    if value is None:
        raise HookFailed(f"{name} is not set; run the hook by azd, or set it with `azd env set {name} …`")
    return value


def arguments(what: str) -> Namespace:
    parser = ArgumentParser(description=what)
    parser.add_argument("--dry-run", action="store_true", help="print every call as JSON and make none")
    parser.add_argument("--seconds", type=float, default=10.0, help="pause between two tries (%(default)s)")
    return parser.parse_args()


def main(what: str, work: Callable[[Calls], int]) -> int:
    """Run a hook: its exit code is 0, or 1 with one sentence on what went wrong."""
    given = arguments(what)
    try:
        return work(Calls(given.dry_run, given.seconds))
    except HookFailed as failed:
        print(f"✗ {failed}", file=sys.stderr)
        return 1
