"""The log of a process: one JSON object a line, made of what may be told and of nothing else.

A message is told as it was written in the code, never with its arguments in it; of an exception the kind and the place
are told, never its text; of further fields those that are listed here. So no patient's word gets into a log by way of
a library's message, a failed statement or a value in an error.
"""

import json
import logging
import sys
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

TOLD = frozenset({"failure_id", "exception", "where", "case_id", "review", "step", "attempt", "outcome", "duration_ms"})
_CHATTY = (
    "httpx", "httpx2", "httpcore", "httpcore2", "mcp", "sqlalchemy", "alembic", "dbos", "uvicorn", "pypdf",
)  # fmt: skip
_OURS = ("orchestrator", "agents", "mcp_servers", "priorauth")


class JsonLines(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": _event(record),
        }
        told |= {name: value for name, value in _extras(record).items() if name in TOLD}
        if record.exc_info and record.exc_info[1] is not None:
            told |= {"exception": type(record.exc_info[1]).__name__, "where": place_of(record.exc_info[1])}
        return json.dumps(told, ensure_ascii=True, default=lambda value: type(value).__name__)


def _event(record: logging.LogRecord) -> str:
    """The message as the code has it. A library may have put values into its own already: only where it was said."""
    if record.name.split(".")[0] in _OURS and isinstance(record.msg, str):
        return record.msg
    return f"{record.module}:{record.funcName}:{record.lineno}"


def _extras(record: logging.LogRecord) -> Mapping[str, object]:
    return record.__dict__


def place_of(wrong: BaseException) -> str:
    """Where it was raised: file, line and function."""
    frames = traceback.extract_tb(wrong.__traceback__)[-1:]
    return "".join(f"{Path(one.filename).name}:{one.lineno}:{one.name}" for one in frames)


def log_as_json(to: TextIO | None = None, level: int = logging.INFO) -> None:
    """From now on everything this process logs goes out so; warnings of Python and failures nobody caught as well."""
    handler = logging.StreamHandler(to or sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in list(logging.root.manager.loggerDict):
        found = logging.getLogger(name)
        found.handlers[:] = []
        found.propagate = True
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(logging.WARNING)
    logging.captureWarnings(True)
    sys.excepthook = _told_crash


def _told_crash(kind: type[BaseException], wrong: BaseException, _: object) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log = logging.getLogger(__name__)
    log.critical("the process ended", extra={"exception": kind.__name__, "where": place_of(wrong)})
