"""What the documentation check finds."""

from pathlib import Path

import pytest

from scripts.check_docs import Page, broken_links, unknown_commands, unknown_targets


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "other.md").write_text("# A heading, here\n")
    return tmp_path


def page(folder: Path, text: str) -> Page:
    path = folder / "page.md"
    path.write_text(text)
    return Page(path)


@pytest.mark.parametrize(
    "link", ["other.md", "other.md#a-heading-here", "#own", "https://example.org/x", "mailto:a@example.org", "."]
)
def test_a_link_that_leads_somewhere_is_fine(folder: Path, link: str) -> None:
    assert list(broken_links(page(folder, f"# Own\n\n[a]({link})"))) == []


@pytest.mark.parametrize("link", ["nowhere.md", "other.md#no-such", "#not-own", "pictures/none.png"])
def test_a_link_that_leads_nowhere_is_named(folder: Path, link: str) -> None:
    (complaint,) = broken_links(page(folder, f"# Own\n\n| a |\n|---|\n| [a]({link}) |"))
    assert link in complaint


def test_a_link_inside_a_code_block_is_no_link(folder: Path) -> None:
    assert list(broken_links(page(folder, "```\n[a](nowhere.md)\n```"))) == []


@pytest.mark.parametrize(
    ("line", "complaints"),
    [
        ("priorauth intake request.json --json  # a remark", 0),
        ("$ priorauth --help", 0),
        ("priorauth frobnicate", 1),
        ("priorauth intake --frobnicate", 1),
        ("make frobnicate", 1),
        ("make test COVERAGE=0", 0),
    ],
)
def test_a_command_in_a_code_block_must_exist(folder: Path, line: str, complaints: int) -> None:
    document = page(folder, f"```sh\n{line}\n```")
    assert len([*unknown_commands(document), *unknown_targets(document)]) == complaints
