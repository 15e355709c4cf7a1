"""The simulated morning."""

from random import Random

import pytest

from scripts.volume import Morning, Waits, arrivals, enough, simulate, table

SHORT = Morning(rate=10, peak=3, before=100, lasts=100, after=100)


def test_three_times_as_many_arrive_at_the_peak() -> None:
    moments = list(arrivals(SHORT, Random(1)))
    peak = sum(100 <= moment < 200 for moment in moments)
    assert moments == sorted(moments)
    assert peak / (len(moments) - peak) == pytest.approx(1.5, rel=0.15)
    assert len(moments) == pytest.approx(5000, rel=0.05)


def test_nobody_waits_where_workers_are_many() -> None:
    assert simulate(SHORT, [0.01], 100).longest == 0


def test_too_few_workers_fall_behind_and_are_never_idle() -> None:
    found = simulate(SHORT, [1.0], 5)
    assert found.median > 60
    assert found.busy > 0.99


def test_enough_workers_are_the_fewest() -> None:
    found = enough(SHORT, [0.2], within=0.5)
    assert found.p95 <= 0.5 < simulate(SHORT, [0.2], found.workers - 1).p95


def test_the_same_morning_comes_out_the_same() -> None:
    once: Waits = simulate(SHORT, [0.1, 0.3], 5)
    assert once == simulate(SHORT, [0.1, 0.3], 5)
    assert len(list(table(SHORT, [0.2]))) == 5
