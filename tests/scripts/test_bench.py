"""Bars are gathered, judged, compared and written."""

from datetime import UTC, datetime

from scripts.bench import BEGIN, END, PAGE, Bar, Line, Run, gathered, last_run, lines_of, report, written
from scripts.volume import Morning


def run(load: float = 0.0, *bars: Bar) -> Run:
    at = datetime(2026, 11, 21, 9, tzinfo=UTC)
    return Run(at=at, machine="a machine", processors=2, load=load, bars=bars)


def bar(*measured: float, unit: str = "ms", target: float = 40.0, name: str = "a review") -> Bar:
    return Bar(bar=name, unit=unit, target=target, measured=measured, cpu_ms=())


def test_only_the_lines_of_bars_are_taken() -> None:
    output = 'a word\n{"bar": "x", "measured": 3, "unit": "ms", "target": 5, "cpu_ms": 1.5}\n{"other": 1}\n{broken\n'
    assert list(lines_of(output)) == [Line(bar="x", measured=3, unit="ms", target=5, cpu_ms=1.5)]


def test_the_runs_of_a_bar_stand_together() -> None:
    lines = [Line(bar=name, measured=value, unit="ms", target=5) for value in (3, 4) for name in ("x", "y")]
    assert [(one.bar, one.measured) for one in gathered(lines)] == [("x", (3, 4)), ("y", (3, 4))]


def test_less_time_is_better_and_more_in_a_second() -> None:
    assert bar(30, 39, 90).met and not bar(41, 41, 1).met
    assert bar(30, unit="1/s", target=25).met and not bar(20, unit="1/s", target=25).met


def test_a_bar_is_told_with_its_spread_and_its_ratio_to_the_last_run() -> None:
    told = list(report(run(0.1, bar(10, 20, 60)), run(0.1, bar(10))))
    assert told[-1] == "| a review | 20 ms | 10 to 60 | 40 | yes |  | 2.00 |"


def test_a_busy_machine_is_told() -> None:
    assert any("busy" in line for line in report(run(5.0), None))
    assert not any("busy" in line for line in report(run(0.5), None))


def test_national_volume_is_simulated_where_the_time_of_a_review_was_measured() -> None:
    service = bar(30, unit="1/s", target=25, name="reviews in one process").model_copy(update={"cpu_ms": (50.0,)})
    quiet = Morning(rate=2, peak=3, before=10, lasts=10, after=10)
    assert not any("National" in line for line in report(run(0.0, bar(1)), None, quiet))
    told = list(report(run(0.0, service), None, quiet))
    assert "50 to 50 ms" in next(line for line in told if line.startswith("Simulated"))
    assert told[-1].startswith("| 2 | ")


def test_only_what_stands_between_the_markers_is_made_anew() -> None:
    page = f"# A page\n{BEGIN}\nold\n{END}\nmore\n"
    assert written(page, iter(["new"])) == f"# A page\n{BEGIN}\n\nnew\n\n{END}\nmore\n"


def test_the_page_has_its_markers_and_tells_the_run_that_is_kept() -> None:
    page, last = PAGE.read_text("utf-8"), last_run()
    assert page.index(BEGIN) < page.index(END)
    assert last is None or f"{last.at:%Y-%m-%d %H:%M}" in page
