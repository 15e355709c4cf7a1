"""What a command is given as an address or a port is held against what it can be, and told in a sentence."""

import json
import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest

from orchestrator.cli import main
from orchestrator.exits import Exit
from tests.standins.requests import REQUEST


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIORAUTH_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def request_file(tmp_path: Path) -> str:
    path = tmp_path / "request.json"
    path.write_text(json.dumps(REQUEST))
    return str(path)


@pytest.mark.parametrize("command", [["serve"], ["mcp", "icd10-codes"], ["agent", "clinical"]])
@pytest.mark.parametrize("port", ["70000", "-1", "high", "²"])
def test_a_port_is_a_number_that_can_be_one(command: list[str], port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--port", port])
    assert ended.value.code == Exit.usage
    assert "argument --port" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["serve"], ["mcp", "icd10-codes"], ["agent", "clinical"]])
def test_a_port_that_is_taken_is_named(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert main([*command, "--port", str(port)]) == Exit.usage
    assert f"--port: {port} on 127.0.0.1: address already in use" in capsys.readouterr().err


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1", "http://", "127.0.0.1:8000"])
def test_what_is_no_address_of_a_server_is_wrong_usage(
    url: str, request_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["submit", request_file, "--to", url]) == Exit.usage
    assert "write an address such as" in capsys.readouterr().err


class _Page(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>")

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written."""


@pytest.fixture
def another_server() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Page) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_a_server_that_is_not_this_engine_is_told_apart(
    another_server: str, request_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["submit", request_file, "--to", another_server]) == Exit.failed
    assert "answers, but not as this engine does" in capsys.readouterr().err
