"""The page of the command line, written from the parsers themselves.

Usage: python -m scripts.commands (or `make commands`)
"""

from argparse import Action, ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import cast

from orchestrator.cli import command_parsers

PAGE = Path(__file__).parent.parent / "docs" / "commands.md"
_HEAD = """# The command line

One program, `priorauth`. It ends with 0 for success, 1 where the answer is no, 2 for wrong usage; `--json` prints JSON
where a script may read it. What is not an option is a [setting](settings.md). Written by `make commands`; `make test`
fails where it is not what the program says.
"""


def page() -> str:
    """The page, a heading for each command."""
    parts = [_HEAD]
    for name, parser in sorted(command_parsers().items()):
        parts += [f"## {name}\n", *_told(f"priorauth {name}", parser)]
    return "\n".join(parts)


def _told(words: str, parser: ArgumentParser) -> Iterator[str]:
    """A command: what it does, what it takes, and the commands below it."""
    plain, acts = list[Action](), dict[str, ArgumentParser]()
    for action in parser._actions:  # pyright: ignore[reportPrivateUsage]
        choices = cast(object, action.choices)
        if isinstance(choices, Mapping):
            acts |= cast(Mapping[str, ArgumentParser], choices)
        elif action.dest != "help":
            plain.append(action)
    if parser.description:
        yield f"{parser.description}\n"
    if plain:
        rows = (f"| `{words}` | `{_name(one)}` | {_help(one)} |\n" for one in plain)
        yield f"| command | takes | what it is |\n|---|---|---|\n{''.join(rows)}"
    for name, act in sorted(acts.items()):
        yield from _told(f"{words} {name}", act)


def _name(action: Action) -> str:
    value = action.metavar or (action.dest.upper() if action.nargs != 0 else "")
    shown = value if isinstance(value, str) else " ".join(value)
    return " ".join((*action.option_strings[-1:], *([shown] if shown else [])))


def _help(action: Action) -> str:
    return (action.help or "").replace("%(default)s", str(action.default)).replace("%%", "%").replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
