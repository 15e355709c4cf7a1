"""How long a bare clone takes to an engine with reviewed samples that serves its UI at a printed address: `make run`.

Clones what is committed here. The libraries come from wherever pip finds them, so the network is in the figure:
`python -m tests.bench.bench_fresh`.
"""

import os
import signal
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.bench.bars import Bar

ROOT = Path(__file__).parents[2]


def opened(address: str) -> str:
    """What a browser is handed at the address, or nothing where the server refuses."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError:
        return ""


def run_from_nothing(clone: Path) -> float:
    """Seconds from `make run` to the address."""
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(clone)], check=True)
    kept = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    began = time.perf_counter()
    with subprocess.Popen(
        ["make", "run", "PORT=0"], cwd=clone, env=kept, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout
        told = next((line for line in process.stdout if "priorauth answers at http://" in line), None)
        lasted = time.perf_counter() - began
        page = opened(told.split()[-1]) if told else ""
        os.killpg(process.pid, signal.SIGTERM)
        process.stdout.read()  # ends when the last of them has left the folder
    assert told, "make run ended before the engine answered"
    assert "<script" in page, "the address that make run prints does not open the web UI"
    return lasted


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Bar("make run on a bare clone", round(run_from_nothing(Path(folder) / "clone"), 1), "s", 180).say()


if __name__ == "__main__":
    main()
