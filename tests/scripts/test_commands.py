"""The page of the command line is what the program says of itself."""

from orchestrator.cli import command_parsers
from scripts.commands import PAGE, page


def test_the_page_is_what_the_parsers_say() -> None:
    """When this fails: `make commands` writes it anew."""
    assert PAGE.read_text("utf-8") == page()


def test_every_command_and_long_option_stands_on_the_page() -> None:
    told = PAGE.read_text("utf-8")
    assert [name for name in command_parsers() if f"## {name}\n" not in told] == []
    assert "`--data DIR`" in told
    assert "`--host HOST`" in told
    assert "%(" not in told
