"""How fast the embedded reader reads: a note against one policy, hostile texts, long ones.

Prints what this machine did, no more: `python -m tests.bench.bench_reading`.
"""

import json
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from agents.reading.discrepancies import find_discrepancies
from agents.reading.extract import extract
from agents.reading.quality import note_quality
from agents.reading.record import PreparedRecord, prepare
from agents.reading.rows import read_prepared
from priorauth.case import Document, DocumentKind
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion
from priorauth.rulebook import Rulebook, load_rulebook
from priorauth.rulebook.judge import RequestCheck
from tests.bench.bars import Bar

NOTES = Path(__file__).parents[2] / "evals" / "seen"
CONTEXT = ReadingContext(judged_on=date(2026, 12, 3), received_on=date(2026, 12, 1), patient_name="Rosalind Example")
LEAST_WORDS, MOST_WORDS, HOSTILE, LONG, TIMES = 250, 350, 80_000, 400_000, 7
REPEATED = (
    *("knee", "PT ", "[", "\u202e\u015e\u0301", "1 ", "A. B. ", "* a\n", "a:\n", "| a | b |\n", "no "),
    *("01/02/2025 ", "today ", "(today ", "(today) ", "in March ", "last year ", "3 weeks ago "),
    *("x: 1\n", "a\n\n", "1) a ", "8/10 ", "no pain, ", "report received 1/2/26. ", "a; and he, "),
)
ASKED_OF = (("64582", "of 210 events 6 central "), ("64635", "L4-5 L5-S1 pain 8/10 "), ("64635", "NRS: 10/24 6; "))


def prepared(text: str) -> PreparedRecord:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    return prepare((document,), CONTEXT)


def spent(work: Callable[[], object]) -> tuple[float, float]:
    began, worked = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


def asked(book: Rulebook, code: str) -> RowQuestion:
    """All rows of the first policy that governs a code."""
    policy = book.policies_for(code)[0]
    rows = tuple(r for r in (*policy.rows, *policy.bars) if not isinstance(r.check, RequestCheck))
    return RowQuestion(policy_id=policy.id, rows=rows, terms=policy.terms, item=RequestedItem(code=code))


def notes_of_300_words(book: Rulebook) -> Iterator[tuple[str, RowQuestion]]:
    """The labelled notes of about 300 words, each with the rows of the first policy of its code."""
    for path in sorted(NOTES.glob("*/*.json")):
        request = json.loads(path.read_text("utf-8"))["request"]
        note, code = str(request.get("clinical_notes") or ""), str(request["procedure_codes"][0])
        if LEAST_WORDS <= len(note.split()) <= MOST_WORDS and book.policies_for(code):
            yield note, asked(book, code)


def main() -> None:
    book = load_rulebook()
    notes = list(notes_of_300_words(book))
    note, question = notes[0][0], asked(book, "E0601")

    def read(text: str, question: RowQuestion = question) -> object:
        return read_prepared(prepared(text), question)

    def whole(text: str) -> None:
        record = prepared(text)
        read_prepared(record, question)
        for ask in (note_quality, extract, find_discrepancies):
            ask(record)

    def median_of(told: str, policy: RowQuestion) -> tuple[float, float]:
        read(told, policy)
        times = [spent(lambda n=n: read(f"{told} {n}", policy)) for n in range(TIMES)]
        wall, busy = zip(*times, strict=True)
        return statistics.median(wall), statistics.median(busy)

    each = [median_of(told, policy) for told, policy in notes]
    wall, busy = (statistics.median(times) for times in zip(*each, strict=True))
    Bar("a note of 300 words against one policy, p50", round(wall, 1), "ms", 10, round(busy, 1)).say()
    hostile = [(text, question) for text in REPEATED] + [(text, asked(book, code)) for code, text in ASKED_OF]
    worst = max(spent(lambda t=text, q=policy: read((t * HOSTILE)[:HOSTILE], q)) for text, policy in hostile)
    Bar("80 kB of hostile text against one policy, the slowest", round(worst[0]), "ms", 500, round(worst[1])).say()
    half, full = (spent(lambda n=n: whole(((note + "\n\n") * n)[:n]))[1] for n in (LONG // 2, LONG))
    Bar("400,000 characters, in times of 200,000", round(full / half, 2), "x", 2.3, round(full)).say()


if __name__ == "__main__":
    main()
