"""A private PostgreSQL cluster on loopback, made for one test session and thrown away after it."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

USER = "engine"
TEMPLATE = "engine_template"
READY_SECONDS = 60


@dataclass(frozen=True)
class Cluster:
    """A running server; every test has a database of its own."""

    programs: Path
    folder: Path
    port: int
    flushes: bool = False

    def url(self, name: str) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{name}"

    def execute(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def create(self, name: str, template: str = "template1") -> str:
        self.execute(f"create database {name} template {template}")
        return self.url(name)

    def drop(self, name: str) -> None:
        self.execute(f"drop database if exists {name} with (force)")

    def start(self) -> None:
        settings = (
            f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1 -c max_connections=400 "
            f"-c shared_buffers=64MB {'' if self.flushes else '-c fsync=off -c full_page_writes=off'}"
        )
        self._control("start", "-o", settings, "-l", str(self.folder / "log"), "-w", "-t", "180")
        self._answer()

    def _answer(self) -> None:
        """The server's own word that it is ready can come before it lets anybody in."""
        ends = time.monotonic() + READY_SECONDS
        while True:
            try:
                self.execute("select 1")
                return
            except psycopg.OperationalError:
                if time.monotonic() > ends:
                    raise
                time.sleep(0.05)

    def stop(self, mode: str = "fast") -> None:
        self._control("stop", "-m", mode, "-w")

    def _control(self, *words: str) -> None:
        run_unprivileged([str(self.programs / "pg_ctl"), "-D", str(self.folder / "data"), *words])


def programs() -> Path:
    """The folder of the server's programs."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))[-1].parent


def run_unprivileged(words: list[str]) -> None:
    """The server refuses to run as root; then it runs as nobody."""
    if os.geteuid() == 0:
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL, user="nobody", group="nogroup", extra_groups=[])
    else:
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_cluster(flushes: bool = False) -> Generator[Cluster]:
    """`flushes` writes to the disk as in operation; tests do without, since what they kill is never the machine."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "nobody", "nogroup")
        folder.chmod(0o700)
        cluster = Cluster(programs(), folder, free_port(), flushes)
        run_unprivileged(
            [
                str(cluster.programs / "initdb"),
                *("-D", str(folder / "data"), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"),
            ]
        )
        cluster.start()
        try:
            yield cluster
        finally:
            cluster.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
