"""How fast documents are written: an audit, short and long, a letter.

Prints what this machine did, no more: `python -m tests.bench.bench_documents`. Processor time is printed beside the
time on the wall, since a busy machine shows the latter only.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from orchestrator.documents.audit import audit_for, audit_pdf
from orchestrator.documents.letter_facts import LetterContext, determination_letters
from orchestrator.documents.letter_kit import letter_kit
from priorauth.record import ReviewRecord
from priorauth.rulebook import load_rulebook
from tests.bench.bars import Bar
from tests.orchestrator.documents.conftest import reviewed_record
from tests.orchestrator.documents.test_audit import assessments, with_assessments, with_note
from tests.orchestrator.documents.test_letters import AT, denied


def told(what: str, target: float, wall: list[float], busy: list[float]) -> None:
    middle, work = statistics.median(wall) * 1000, statistics.median(busy) * 1000
    Bar(f"{what}, p50", round(middle, 1), "ms", target, round(work, 1)).say()


def timed(what: str, target: float, times: int, make: Callable[[], object]) -> None:
    make()
    wall: list[float] = []
    busy: list[float] = []
    for _ in range(times):
        began, worked = time.perf_counter(), time.process_time()
        make()
        wall.append(time.perf_counter() - began)
        busy.append(time.process_time() - worked)
    told(what, target, wall, busy)


def printed(record: ReviewRecord) -> bytes:
    return audit_pdf(record, case_number="26-00001", due_at=None)


def documents(times: int) -> None:
    rules = load_rulebook()
    with tempfile.TemporaryDirectory() as folder:
        record = asyncio.run(reviewed_record(rules, Path(folder)))
    rows = assessments(record)
    sixty = tuple(rows[n % len(rows)].model_copy(update={"row": f"X{n}"}) for n in range(60))
    long = with_note(with_assessments(record, sixty), " ".join(f"word{n}" for n in range(900)))
    context = LetterContext(record, rules, letter_kit(rules.files), "26-00001", AT, ZoneInfo("America/New_York"), 90)
    timed("audit PDF of the sample", 40, times, lambda: printed(record))
    timed("audit of the sample, both forms", 40, times, lambda: audit_for(record))
    timed("audit PDF of 60 criteria and 900 words", 400, times, lambda: printed(long))
    timed(
        "two letters checked, one printed",
        20,
        times,
        lambda: determination_letters(context, denied())[0].pdf,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    documents(parser.parse_args().times)
