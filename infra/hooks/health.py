"""After deployment: does the engine answer, and does everything it stands on?"""

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from calls import Calls, HookFailed, main, setting

TRIES = 30
PATH = "/health/ready"
LOOPBACK = ("127.0.0.1", "localhost")


def answer(address: str) -> tuple[bool, list[Any]]:
    """Whether the engine is ready, and its dependencies as it names them; a 503 names them too."""
    try:
        with urlopen(address, timeout=20) as reply:
            return True, json.load(reply)["dependencies"]
    except HTTPError as refused:
        try:
            return False, json.load(refused)["dependencies"]
        except (ValueError, KeyError):
            return False, []
    except (URLError, TimeoutError, ValueError, KeyError):
        return False, []


def work(calls: Calls) -> int:
    base = setting("PRIORAUTH_PUBLIC_URL")
    if urlsplit(base).scheme != "https" and urlsplit(base).hostname not in LOOPBACK:
        raise HookFailed("PRIORAUTH_PUBLIC_URL must begin with https://")
    address = base.rstrip("/") + PATH
    if calls.dry_run:
        print(json.dumps({"would_get": address}))
        return 0
    dependencies: list[Any] = []
    for _ in range(TRIES):
        ready, dependencies = answer(address)
        if ready:
            print(f"✓ {address}: " + ", ".join(one["name"] for one in dependencies))
            return 0
        calls.pause()
    wrong = [f"{one['name']}: {one['detail']}" for one in dependencies if not one["ready"]]
    raise HookFailed(f"{address} is not ready: {'; '.join(wrong) or 'it does not answer'}")


if __name__ == "__main__":
    raise SystemExit(main(__doc__ or "", work))
