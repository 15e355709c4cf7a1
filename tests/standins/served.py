"""The engine as people run it: `priorauth serve` in a process of its own, on a free port of this machine."""

import os
import signal
import subprocess
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SECONDS = 60


@dataclass
class Served:
    process: "subprocess.Popen[str]"
    address: str
    data: Path

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(SECONDS)

    def resident(self) -> int:
        """The process's memory in bytes, at its highest so far."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024


@contextmanager
def served(data: Path, environment: Mapping[str, str] | None = None, port: int = 0) -> Generator[Served]:
    """A server that has printed its address; killed on leaving if it still runs."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("PRIORAUTH_", "OTEL_"))}
    command = [sys.executable, "-m", "orchestrator.cli", "serve", "--port", str(port), "--data", str(data)]
    with (data.parent / "stderr.txt").open("a") as told:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=told, text=True, env={**mine, **(environment or {})}
        )
    assert process.stdout is not None
    try:
        said = process.stdout.readline()
        assert "answers at" in said, "the server ended before it answered"
        yield Served(process, said.split()[-1], data)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(SECONDS)
        process.stdout.close()
