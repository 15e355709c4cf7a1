"""How fast the screens are: the first paint, a criterion marked in a long note, pages of a long worklist; their weight.

Prints what this machine did, no more: `python -m tests.bench.bench_screens`. Drives the built bundle in chromium.
"""

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import httpx2
from playwright.sync_api import Browser, sync_playwright

from orchestrator.api.ui import WEB
from tests.bench.bars import Bar
from tests.bench.many_cases import multiply
from tests.browser.conftest import CHROMIUM
from tests.frontend.test_budget import kilobytes, needed_at_once, styles
from tests.standins.requests import NOTE, REQUEST
from tests.standins.served import served

CASES, WORDS = 10_000, 5_000
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
# From the press of the key to the frame in which the marks of the criterion stand.
MARKED = """async (key) => {
    const began = performance.now();
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    await new Promise((drawn) => requestAnimationFrame(drawn));
    while (!document.querySelector("mark[data-level='current'][data-number='" + key + "']"))
        await new Promise((drawn) => requestAnimationFrame(drawn));
    return performance.now() - began;
}"""


def long_note() -> str:
    filler = "The patient was seen again and nothing new was found on that day. "
    return NOTE + "\nCOURSE:\n" + filler * (WORDS // len(filler.split()))


def first_paint(browser: Browser, address: str, times: int) -> None:
    painted: list[float] = []
    for _ in range(times):
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(address)
        page.locator("h1").wait_for()
        painted.append(page.evaluate(PAINTED))
        page.close()
    Bar("first contentful paint of the worklist, p50", round(statistics.median(painted)), "ms", 300).say()


def marks(browser: Browser, address: str, case_id: str, times: int) -> None:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{address}/case/{case_id}")
    page.locator("mark").first.wait_for()
    numbers = page.evaluate("[...document.querySelectorAll('mark')].map((mark) => mark.dataset.number)")
    keys = sorted({number for number in numbers if number in "23456789"})
    took = [page.evaluate(MARKED, keys[n % len(keys)]) for n in range(times)]
    page.close()
    Bar(f"a criterion marked in a note of {WORDS:,} words, p50", round(statistics.median(took), 1), "ms", 50).say()


def paging(address: str, times: int) -> None:
    took: list[float] = []
    with httpx2.Client(base_url=address, timeout=60) as client:
        cursor = None
        for _ in range(times):
            began = time.perf_counter()
            answer = client.post("/api/cases/search", json={"view": "all_open", "limit": 50, "cursor": cursor})
            took.append((time.perf_counter() - began) * 1000)
            assert answer.status_code == 200, answer.text
            cursor = answer.json()["next_cursor"]
    Bar(f"a page of a worklist of {CASES:,} cases, p50", round(statistics.median(took), 1), "ms", 150).say()


def sizes() -> None:
    """What opening a case first weighs."""
    scripts, sheets = needed_at_once("index", "start", "CasePage"), set(styles("start", "CasePage"))
    for what, paths, most in (("script", scripts, 120), ("style", sheets, 15)):
        Bar(f"{what} of opening a case first, gzip", round(kilobytes(paths), 1), "kB", most).say()


@contextmanager
def engine() -> Generator[tuple[str, Path]]:
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "data") as running:
        yield running.address, running.data


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=15)
    times: int = arguments.parse_args().times
    sizes()
    with engine() as (address, data):
        request = json.dumps(REQUEST | {"clinical_notes": long_note()})
        headers = {"Prefer": "wait=60", "Content-Type": "application/json"}
        case = httpx2.post(f"{address}/api/cases", content=request, headers=headers, timeout=90).json()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM)
            marks(browser, address, case["case_id"], times)
            first_paint(browser, address, times)
            browser.close()
        asyncio.run(multiply(data, case["case_id"], CASES))
        paging(address, 3 * times)


if __name__ == "__main__":
    assert (WEB / "index.html").is_file(), "make web builds the screens"
    main()
