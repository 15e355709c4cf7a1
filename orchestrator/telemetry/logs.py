"""Logs as one line of JSON each: the words our code wrote, never what was put into them, never an exception's text."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

EXTRAS = ("failure_id", "exception", "where", "case_id", "review", "step", "source", "server", "outcome")


def told(record: logging.LogRecord) -> dict[str, str | int]:
    """A record as it may be shown. `msg` stays unformatted: its arguments may hold anything."""
    shown: dict[str, str | int] = {
        "event": str(record.msg) if isinstance(record.msg, str) else "",
        "logger": record.name,
    }
    shown |= {name: value for name in EXTRAS if isinstance(value := getattr(record, name, None), str | int)}
    if record.exc_info and record.exc_info[0] is not None:
        shown["exception"] = record.exc_info[0].__name__
        shown["where"] = _where(record.exc_info[2])
    return shown


def _where(raised: TracebackType | None) -> str:
    last = traceback.extract_tb(raised)[-1:]
    return f"{Path(last[0].filename).name}:{last[0].lineno}:{last[0].name}" if last else ""


class Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        return json.dumps({"at": at, "level": record.levelname.lower(), **told(record)}, ensure_ascii=False)


def log_lines(level: int = logging.WARNING) -> None:
    """From now on this process logs such lines to standard error, and libraries have no say in it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    logging.basicConfig(handlers=[handler], level=level, force=True)
    # What would be printed with its values past every handler of ours.
    logging.raiseExceptions = False
