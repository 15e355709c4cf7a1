"""The coverage specialist: provider, policies and criteria, judged per item by the rulebook."""

from agents.coverage.review import COVERAGE

__all__ = ["COVERAGE"]
