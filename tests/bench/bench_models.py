"""What a model beside the rules costs the engine: processor time per review, and many reviews at once on a slow model.

Run by hand: `python -m tests.bench.bench_models [CASES] [SECONDS]`. The scripted model runs in a process of its own.
"""

import asyncio
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from agents.modelling.endpoint import Endpoint, EndpointKind, ModelLimits
from agents.modelling.meter import Meter
from agents.modelling.reader import open_both
from agents.runtime.embedded import EmbeddedReader
from orchestrator.assembly import offline_servers, open_team
from orchestrator.direct import review_once
from orchestrator.workflow.team import Team
from priorauth.case import ReviewInput
from priorauth.rulebook import load_rulebook
from tests.agents.modelling.conftest import case_of
from tests.bench.bars import Bar
from tests.standins.model import model_apart
from tests.standins.scripts import Agreeing, Remembering

TURNS, SPECIALISTS = 3, 4


def cases(count: int, mark: str) -> list[ReviewInput]:
    """Cases that differ by a word, so that no reading is shared."""
    notes = case_of().request.clinical_notes
    made = (case_of(clinical_notes=f"{notes}\nChart {mark}{n}.") for n in range(count))
    return [case.model_copy(update={"case_id": f"{mark}{n}"}) for n, case in enumerate(made)]


async def timed(team: Team, asked: list[ReviewInput]) -> tuple[float, float]:
    """Seconds on the clock and of the processor for all of them at once."""
    clock, processor = time.perf_counter(), time.process_time()
    records = await asyncio.gather(*(review_once(case, team) for case in asked))
    print("  ", dict(Counter(str(r.proposal.recommendation) for r in records)))
    return time.perf_counter() - clock, time.process_time() - processor


async def measure(count: int, seconds: float, folder: Path) -> None:
    rules, reader = load_rulebook(), Remembering()
    async with open_team(offline_servers(folder, lambda: rules), rules, reader=reader) as alone:
        await review_once(case_of(), alone)
        clock, processor = await timed(alone, cases(count, "a"))
    with model_apart(Agreeing(reader, delay=seconds)) as url:
        endpoint = Endpoint(EndpointKind.chat, "scripted", url, "key", ModelLimits(pause=0))
        async with (
            open_both(EmbeddedReader(), endpoint, Meter(10**6, 10**8)) as both_readers,
            open_team(offline_servers(folder, lambda: rules), rules, reader=both_readers) as team,
        ):
            await review_once(case_of(), team)
            both, spent = await timed(team, cases(count, "b"))
    ideal = TURNS * seconds + clock
    print(f"{count} reviews, rules alone: {clock:.2f} s, {1000 * processor / count:.1f} ms of processor each")
    print(f"{count} reviews, both readers: {both:.2f} s, {1000 * spent / count:.1f} ms of processor each")
    name = f"{count} reviews at once on a model of {seconds:g} s, to {TURNS} turns of it and the rules' own time"
    Bar(name, round(both / ideal, 2), "times", 1.3).say()
    added = 1000 * (spent - processor) / count / SPECIALISTS
    Bar("a model's reading adds to each specialist, processor", round(added, 1), "ms", 15).say()


def main() -> None:
    count, seconds = (int(sys.argv[1]) if sys.argv[1:] else 100), (float(sys.argv[2]) if sys.argv[2:] else 1.0)
    with TemporaryDirectory() as folder:
        asyncio.run(measure(count, seconds, Path(folder)))


if __name__ == "__main__":
    main()
