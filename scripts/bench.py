"""Run every script of tests/bench, compare the bars they measure with the last run, and write docs/benchmarks.md.

Usage: bench.py [--runs N] [NAME ...]

A script prints a JSON line for each bar: {"bar", "measured", "unit", "target"}, perhaps "cpu_ms". Other lines are for
who looks on. Only a run of all scripts is kept.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from scripts.volume import Morning, table

ROOT = Path(__file__).parent.parent
SCRIPTS = ROOT / "tests" / "bench"
KEPT = ROOT / "docs" / "benchmarks.json"
PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- begin: written by make bench -->", "<!-- end -->"
SERVICE = "reviews in one process"
MORNING = Morning()


class Line(BaseModel):
    """What a script says of one bar."""

    model_config = ConfigDict(frozen=True, strict=True)

    bar: str
    measured: float
    unit: str
    target: float
    cpu_ms: float | None = None


class Bar(BaseModel):
    """One bar with what every run measured."""

    model_config = ConfigDict(frozen=True)

    bar: str
    unit: str
    target: float
    measured: tuple[float, ...]
    cpu_ms: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.measured)

    @property
    def met(self) -> bool:
        """More is better of what is counted by the second, less of all else."""
        return self.median >= self.target if self.unit.endswith("/s") else self.median <= self.target


class Run(BaseModel):
    """All bars of one run, when and on what. `load` is the machine's average load before the run."""

    model_config = ConfigDict(frozen=True)

    at: datetime
    machine: str
    processors: int
    load: float
    bars: tuple[Bar, ...]


def lines_of(output: str) -> Iterator[Line]:
    for line in output.splitlines():
        if line.startswith("{"):
            try:
                yield Line.model_validate_json(line)
            except ValidationError:
                continue


def gathered(lines: Sequence[Line]) -> tuple[Bar, ...]:
    """The lines of all runs, one bar each, in the order they first came."""
    named = dict.fromkeys((line.bar, line.unit, line.target) for line in lines)
    return tuple(_bar(key, [one for one in lines if (one.bar, one.unit, one.target) == key]) for key in named)


def _bar(key: tuple[str, str, float], lines: Sequence[Line]) -> Bar:
    name, unit, target = key
    cpu = tuple(one.cpu_ms for one in lines if one.cpu_ms is not None)
    return Bar(bar=name, unit=unit, target=target, measured=tuple(one.measured for one in lines), cpu_ms=cpu)


def measure(names: Sequence[str], runs: int) -> Run:
    load, began = os.getloadavg()[0], datetime.now(UTC).replace(microsecond=0)
    outputs = [_output(name) for _ in range(runs) for name in names]
    lines = [line for output in outputs for line in lines_of(output)]
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return Run(at=began, machine=machine, processors=os.cpu_count() or 1, load=round(load, 2), bars=gathered(lines))


def _output(name: str) -> str:
    """What a script printed; one that fails stops everything, since a part of the bars is no measurement."""
    print(f"· {name}", file=sys.stderr, flush=True)
    asked = [sys.executable, "-m", f"tests.bench.{name}"]
    return subprocess.run(asked, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout


def report(run: Run, last: Run | None, morning: Morning = MORNING) -> Iterator[str]:
    where = f"{run.processors} processors ({run.machine}), load {run.load:g} before"
    yield f"Measured {run.at:%Y-%m-%d %H:%M} UTC on {where}."
    if run.load > run.processors / 2:
        yield ""
        yield "**The machine was busy with other work: these figures tell of that too. Run again when it is idle.**"
    before = {bar.bar: bar for bar in last.bars} if last else {}
    yield ""
    yield "| bar | median | spread | target | met | processor, median | to the last run |"
    yield "|---|---|---|---|---|---|---|"
    for bar in run.bars:
        yield _row(bar, before.get(bar.bar))
    if service := [ms / 1000 for bar in run.bars if bar.bar == SERVICE for ms in bar.cpu_ms]:
        yield ""
        yield from _volume(service, morning)


def _row(bar: Bar, before: Bar | None) -> str:
    spread = f"{min(bar.measured):g} to {max(bar.measured):g}"
    cpu = f"{statistics.median(bar.cpu_ms):g} ms" if bar.cpu_ms else ""
    ratio = f"{bar.median / before.median:.2f}" if before and before.median else ""
    met = "yes" if bar.met else "**no**"
    return f"| {bar.bar} | {bar.median:g} {bar.unit} | {spread} | {bar.target:g} | {met} | {cpu} | {ratio} |"


def _volume(service: Sequence[float], morning: Morning) -> Iterator[str]:
    yield "### National volume"
    yield ""
    came = (
        f"{morning.rate:g} cases a second by chance, {morning.peak:g} times as many for {morning.lasts / 60:g} minutes"
    )
    kept = f"{min(service) * 1000:g} to {max(service) * 1000:g} ms"
    yield f"Simulated: {came} of the morning; each keeps one worker for the processor time measured above ({kept})."
    yield ""
    yield from table(morning, service)


def written(page: str, lines: Iterator[str]) -> str:
    """The page with what stands between the markers made anew."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{chr(10).join(lines)}\n\n{END}{tail}"


def last_run() -> Run | None:
    return Run.model_validate_json(KEPT.read_text("utf-8")) if KEPT.exists() else None


def main(arguments: Sequence[str] | None = None) -> int:
    every = sorted(path.stem for path in SCRIPTS.glob("bench_*.py"))
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these; then nothing is written")
    given = parser.parse_args(arguments)
    run, last = measure(given.names or every, given.runs), last_run()
    print("\n".join(report(run, last)))
    if not given.names:
        PAGE.write_text(written(PAGE.read_text("utf-8"), report(run, last)), "utf-8")
        KEPT.write_text(json.dumps(run.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n", "utf-8")
    return 0 if all(bar.met for bar in run.bars) else 1


if __name__ == "__main__":
    sys.exit(main())
