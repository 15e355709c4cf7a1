"""The `priorauth` program: finds the sub-commands, runs the chosen one, turns errors into exit codes."""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol, cast

from orchestrator import commands
from orchestrator.exits import Exit
from orchestrator.garbage import collect_seldom

if TYPE_CHECKING:
    from priorauth.errors import PriorAuthError


class Commands(Protocol):
    """Where a command adds its parser."""

    def add_parser(self, name: str, *, help: str, description: str = ...) -> ArgumentParser: ...


class _CommandModule(Protocol):
    def add(self, commands: Commands) -> None: ...


def parser() -> ArgumentParser:
    """The parser of the whole program."""
    return _build()[0]


def command_parsers() -> Mapping[str, ArgumentParser]:
    """The parser of each command by its name."""
    return _build()[1]


def _build() -> tuple[ArgumentParser, Mapping[str, ArgumentParser]]:
    program = ArgumentParser(prog="priorauth", description="An open prior-authorization engine.")
    subparsers = program.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for module in _command_modules():
        module.add(cast(Commands, subparsers))
    return program, subparsers.choices


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with these arguments; returns its exit code."""
    collect_seldom()
    program = parser()
    arguments = program.parse_args(argv)
    if arguments.command is None:
        program.print_help(sys.stderr)
        return Exit.usage
    try:
        return _run(arguments)
    except KeyboardInterrupt:
        return Exit.interrupted
    except BrokenPipeError:
        # The reader of our output has gone; without this the interpreter complains once more while it shuts down.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.failed


def _run(arguments: Namespace) -> int:
    from priorauth.errors import PriorAuthError

    run: Callable[[Namespace], int] = arguments.run
    try:
        return run(arguments)
    except PriorAuthError as refused:
        return _told(refused)
    except ExceptionGroup as several:
        ours, others = several.split(PriorAuthError)
        if ours is None or others is not None:
            raise
        return _told(_first(ours))


def _first(several: ExceptionGroup[PriorAuthError]) -> PriorAuthError:
    """Of errors that came together, as parts that were open at once end together, the one to be told."""
    first = several.exceptions[0]
    return _first(first) if isinstance(first, ExceptionGroup) else first


def _told(error: PriorAuthError) -> int:
    """Says what is wrong; the exit code for it."""
    from priorauth.errors import (
        BulkFileRefused,
        DocumentRefused,
        JsonRefused,
        RequestRefused,
        RulesRefused,
        SettingRefused,
    )

    if isinstance(error, RequestRefused):
        for fault in error.faults:
            _complain(f"{'.'.join(map(str, fault.loc)) or 'request'}: {fault.msg}")
        return Exit.no
    _complain(str(error))
    if isinstance(error, (JsonRefused, RulesRefused, DocumentRefused, BulkFileRefused)):
        return Exit.no
    return Exit.usage if isinstance(error, SettingRefused) else Exit.failed


def _complain(sentence: str) -> None:
    print(f"priorauth: {sentence}", file=sys.stderr)


def _command_modules() -> Iterator[_CommandModule]:
    for found in sorted(pkgutil.iter_modules(commands.__path__), key=lambda module: module.name):
        if not found.name.startswith("_"):
            yield cast(_CommandModule, importlib.import_module(f"{commands.__name__}.{found.name}"))


if __name__ == "__main__":
    raise SystemExit(main())
