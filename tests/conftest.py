"""One way to run every test: no deadline on properties, since speed is measured elsewhere.

A test marked as needing a program of the operating system is skipped where that program is missing, but never in CI.
"""

import os

import pytest
from hypothesis import HealthCheck, settings

from scripts.system_packages import is_ci, is_there

NEEDED_BY = {"postgres": "postgresql", "browser": "chromium"}

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if is_ci(os.environ):
        return
    for mark, package in NEEDED_BY.items():
        marked = [item for item in items if item.get_closest_marker(mark)]
        if marked and not is_there(package):
            for item in marked:
                item.add_marker(pytest.mark.skip(reason=f"{package} is not installed here"))
