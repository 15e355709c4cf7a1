"""How fast the embedded reader reads: a note against one policy, hostile texts, long ones.

Prints what this machine did, no more: `python -m tests.bench.bench_reading`.
"""

import json
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from agents.reading.discrepancies import find_discrepancies
from agents.reading.extract import extract
from agents.reading.quality import note_quality
from agents.reading.record import PreparedRecord, prepare
from agents.reading.rows import read_prepared
from priorauth.case import Document, DocumentKind
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion
from priorauth.rulebook import load_rulebook
from priorauth.rulebook.judge import RequestCheck
from tests.bench.bars import Bar

CASE = Path(__file__).parents[1] / "cases" / "cpap-approved" / "request.json"
CONTEXT = ReadingContext(judged_on=date(2026, 12, 3), received_on=date(2026, 12, 1), patient_name="Rosalind Example")
WORDS, HOSTILE, LONG, TIMES = 300, 80_000, 400_000, 30
REPEATED = ("knee", "PT ", "[", "\u202e\u015e\u0301", "1 ", "A. B. ", "* a\n", "| a | b |\n", "no ", "01/02/2025 ")


def prepared(text: str) -> PreparedRecord:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    return prepare((document,), CONTEXT)


def spent(work: Callable[[], object]) -> tuple[float, float]:
    began, worked = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


def main() -> None:
    policy = load_rulebook().policies_for("E0601")[0]
    rows = tuple(r for r in (*policy.rows, *policy.bars) if not isinstance(r.check, RequestCheck))
    question = RowQuestion(policy_id=policy.id, rows=rows, terms=policy.terms, item=RequestedItem(code="E0601"))
    told = str(json.loads(CASE.read_text("utf-8"))["clinical_notes"])
    note = " ".join((told + "\n" + told).split(" ")[:WORDS])

    def read(text: str) -> object:
        return read_prepared(prepared(text), question)

    def whole(text: str) -> None:
        record = prepared(text)
        read_prepared(record, question)
        for ask in (note_quality, extract, find_discrepancies):
            ask(record)

    read(note)
    each = [spent(lambda n=n: read(f"{note} {n}")) for n in range(TIMES)]
    wall, busy = (statistics.median(times) for times in zip(*each, strict=True))
    Bar("a note of 300 words against one policy, p50", round(wall, 1), "ms", 10, round(busy, 1)).say()
    worst = max(spent(lambda t=text: read((t * HOSTILE)[:HOSTILE])) for text in REPEATED)
    Bar("80 kB of hostile text against one policy, the slowest", round(worst[0]), "ms", 500, round(worst[1])).say()
    half, full = (spent(lambda n=n: whole(((note + "\n\n") * n)[:n]))[1] for n in (LONG // 2, LONG))
    Bar("400,000 characters, in times of 200,000", round(full / half, 2), "x", 2.3, round(full)).say()


if __name__ == "__main__":
    main()
