"""What a command says of a port that cannot be had, before anything is opened."""

import socket
from collections.abc import Iterator

import pytest

from orchestrator import cli
from orchestrator.exits import Exit


@pytest.fixture
def taken() -> Iterator[str]:
    """A port of this machine that somebody answers on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield str(listening.getsockname()[1])


@pytest.mark.parametrize(
    ("command", "option"),
    [
        (["serve"], "--port"),
        (["mcp", "icd10-codes"], "--port"),
        (["agent", "clinical"], "--port"),
        (["worker"], "--health-port"),
    ],
    ids=["serve", "mcp", "agent", "worker"],
)
def test_a_port_that_is_in_use_is_named_and_nothing_is_opened(
    command: list[str],
    option: str,
    taken: str,
    tmp_path: object,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PRIORAUTH_DATA_DIR", f"{tmp_path}/data")
    assert cli.main([*command, option, taken]) == Exit.usage
    said = capsys.readouterr()
    assert said.err.startswith(f"priorauth: {option}: {taken} on ")
    assert "address already in use; name another" in said.err
    assert said.out == ""


@pytest.mark.parametrize("typed", ["65536", "-1", "abc", "80.5", "²"])
def test_what_is_no_port_is_wrong_usage_and_says_what_is_one(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["serve", f"--port={typed}"])
    assert ended.value.code == Exit.usage
    assert "write a number from 0 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["-1", "0", "nan", "inf", "soon"])
def test_a_watch_without_a_pause_is_refused(typed: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["watch", f"--every={typed}"])
    assert ended.value.code == Exit.usage
    assert f"{typed} is no pause; write seconds, more than 0" in capsys.readouterr().err
