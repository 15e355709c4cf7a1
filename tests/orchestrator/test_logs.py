"""What a process logs is one JSON object a line, and holds no value that a message, an error or a field carried."""

import io
import json
import logging
import sys
from collections.abc import Generator
from typing import Any

import pytest

from orchestrator.logs import TOLD, log_as_json

CANARY = "Zebediah Quarterstaff 1931-04-05 CANARY-7781"


@pytest.fixture
def told() -> Generator[io.StringIO]:
    """Where the log goes during a test; what it was before is put back."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = list(root.handlers), root.level
    out = io.StringIO()
    log_as_json(out)
    yield out
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)
    logging.captureWarnings(False)


def lines(told: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in told.getvalue().splitlines()]


def test_a_line_tells_when_where_and_what_happened(told: io.StringIO) -> None:
    logging.getLogger("orchestrator.api.problems").error(
        "request failed", extra={"failure_id": "f1", "where": "x.py:1"}
    )
    (line,) = lines(told)
    assert (line["level"], line["event"], line["failure_id"], line["where"]) == (
        "error",
        "request failed",
        "f1",
        "x.py:1",
    )


def test_no_value_gets_into_the_log_by_any_way(told: io.StringIO) -> None:
    ours, theirs = logging.getLogger("orchestrator.store"), logging.getLogger("some.library")
    ours.warning("a chore failed: %s", CANARY)
    ours.warning("a chore failed", extra={"patient_name": CANARY})
    theirs.error(f"unexpected value {CANARY}")
    theirs.error(CANARY, extra={"detail": CANARY})
    try:
        raise ValueError(CANARY)
    except ValueError as wrong:
        ours.exception("it failed")
        theirs.exception(CANARY)
        sys.excepthook(ValueError, wrong, wrong.__traceback__)
    assert len(lines(told)) == 7
    for word in CANARY.split():
        assert word not in told.getvalue()


def test_of_an_exception_the_kind_and_the_place_are_told(told: io.StringIO) -> None:
    try:
        raise LookupError(CANARY)
    except LookupError:
        logging.getLogger("orchestrator").exception("it failed")
    (line,) = lines(told)
    assert line["exception"] == "LookupError"
    assert line["where"].startswith("test_logs.py:")


def test_no_field_that_could_name_a_person_is_listed() -> None:
    assert not [name for name in TOLD if "name" in name or "patient" in name or "text" in name]
