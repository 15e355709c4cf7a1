"""Prints how fast the data servers are on this machine: `python -m tests.bench.bench_data_servers [ROWS]`.

Figures to read, not to assert: machines differ. ROWS is the size of the generated provider file (200,000).
"""

import asyncio
import csv
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from mcp import Client

from mcp_servers.icd10_codes.answers import Icd10Answers
from mcp_servers.icd10_codes.everyday import terms
from mcp_servers.icd10_codes.replies import CodeType, SearchBy
from mcp_servers.icd10_codes.server import server
from mcp_servers.icd10_codes.store import Icd10Store
from mcp_servers.importers.nppes import import_nppes
from mcp_servers.npi_registry.local import LocalProviders
from mcp_servers.npi_registry.registry import Holding, Provider, ProviderRegistry
from priorauth.codes import npi_check_digit_ok
from tests.bench.bars import Bar

HARDER = ("fracture", "right knee osteoarthritis", "cancer of the left lung", "diabetic foot ulcer right", "left hip")
LARGE_REGISTRY = 1_000_000


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = bench_codes(folder)
        asyncio.run(bench_protocol(store))
        bench_import(folder, rows)
        bench_lookup(folder)


def bench_codes(folder: Path) -> Icd10Store:
    began = time.perf_counter()
    store = Icd10Store(folder)
    Bar("code index built", round(time.perf_counter() - began, 2), "s", 3).say()
    Bar("code index", round(store.path.stat().st_size / 1e6, 1), "MB", 15).say()
    answers = Icd10Answers(store)
    codes = [row[0] for row in store._db.execute("SELECT code FROM code ORDER BY random() LIMIT 2000")]  # pyright: ignore[reportPrivateUsage]
    verdicts = [timed(lambda code=code: answers.validate(code, CodeType.diagnosis, None)) for code in codes]
    Bar("a code validated, p50", at(verdicts, 0.5), "µs", 50).say()
    queries = [" ".join(name) for name in terms()] + list(HARDER)
    searches = [
        timed(
            lambda q=query: answers.search(
                q, CodeType.diagnosis, SearchBy.description, 10, exact=False, billable_only=False
            )
        )
        for query in queries
    ]
    Bar("a code searched in words, p50", at(searches, 0.5), "µs", 1000).say()
    Bar("a code searched in words, p95", at(searches, 0.95), "µs", 5000).say()
    return store


async def bench_protocol(store: Icd10Store) -> None:
    answers = Icd10Answers(store)
    direct = statistics.median(timed(lambda: answers.validate("M17.11", CodeType.diagnosis, None)) for _ in range(1000))
    times: list[float] = []
    async with Client(server(store)) as client:
        for _ in range(1000):
            began = time.perf_counter()
            await client.call_tool("validate_code", {"code": "M17.11"})
            times.append(time.perf_counter() - began)
    Bar("an in-process call adds, p50", round((statistics.median(times) - direct) * 1e3, 3), "ms", 0.5).say()


def bench_import(folder: Path, rows: int) -> None:
    path = folder / "npidata.csv"
    write_providers(path, rows)
    registry = ProviderRegistry(folder / "registry.sqlite")
    began = time.perf_counter()
    report = import_nppes(path, registry)
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Bar("providers imported", round(report.accepted / took), "rows/s", 30_000).say()
    Bar("whole process after the import, at most", round(peak), "MB", 300).say()
    registry.close()


def bench_lookup(folder: Path) -> None:
    registry = ProviderRegistry(folder / "large.sqlite")
    row = Provider(0, 1, "", "ROE", "ANN", "MD", "SALEM", "OR", "207X00000X,1,OR", "2026-01-01", "", "")
    with registry.db:
        registry.put(row._replace(npi=2_000_000_000 + n) for n in range(LARGE_REGISTRY))
    registry.declare(Holding("bench", "bench", None, complete=True))
    providers = LocalProviders(registry)
    lookups = [timed(lambda npi=npi: providers.answer(str(npi))) for npi in range(2_000_000_000, 2_001_000_000, 499)]
    Bar(f"a provider found among {LARGE_REGISTRY:,}, p50", at(lookups, 0.5), "µs", 500).say()
    registry.close()


def write_providers(path: Path, rows: int) -> None:
    """A file of the published width: 330 columns, all quoted."""
    header = [f"Other column {n}" for n in range(330)]
    header[0], header[1], header[5], header[6] = (
        "NPI",
        "Entity Type Code",
        "Provider Last Name (Legal Name)",
        "Provider First Name",
    )
    header[37], header[47] = "Last Update Date", "Healthcare Provider Taxonomy Code_1"
    header[49], header[50] = "Provider License Number State Code_1", "Healthcare Provider Primary Taxonomy Switch_1"
    fields = [""] * 330
    fields[1], fields[5], fields[6], fields[28], fields[37] = "1", "ROE, JR", "ANN", "1 MAIN STREET", "01/02/2026"
    fields[47], fields[49], fields[50] = "207X00000X", "OR", "Y"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(header)
        for n in range(rows):
            stem = f"2{n:08}"
            fields[0] = next(stem + digit for digit in "0123456789" if npi_check_digit_ok(stem + digit))
            writer.writerow(fields)


def timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def at(times: list[float], share: float) -> float:
    """Microseconds that so large a share of the calls does not pass."""
    return round(sorted(times)[int(len(times) * share)] * 1e6, 1)


if __name__ == "__main__":
    main()
