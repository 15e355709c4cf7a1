"""See to it that the operating system has the programs that some tests need.

With CI set, what is missing is installed with apt, and what is still missing fails the run. Elsewhere nothing is
installed and one line says what is missing; the tests that need it are skipped.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("debian-packages.txt")


@dataclass(frozen=True)
class Package:
    """A Debian package and what shows that it, or something as good, is installed."""

    name: str
    signs: tuple[str, ...]

    def is_there(self) -> bool:
        return any(_exists(sign) for sign in self.signs)


def _exists(sign: str) -> bool:
    if sign.startswith("/"):
        return next(Path("/").glob(sign[1:]), None) is not None
    return shutil.which(sign) is not None


def parse(text: str) -> tuple[Package, ...]:
    """The packages of a list, one a line; the rest of a line behind `#` is a remark."""
    rows = (line.partition("#")[0].split() for line in text.splitlines())
    return tuple(Package(row[0], tuple(row[1:])) for row in rows if row)


def missing(packages: Sequence[Package]) -> tuple[Package, ...]:
    return tuple(package for package in packages if not package.is_there())


def is_there(name: str) -> bool:
    """Whether the listed package of that name, or something as good, is installed."""
    return next(package for package in parse(LIST.read_text("utf-8")) if package.name == name).is_there()


def install(packages: Sequence[Package]) -> bool:
    """Install packages with apt; false where that is not possible here."""
    if shutil.which("apt-get") is None:
        return False
    if os.geteuid() == 0:
        prefix: list[str] = []
    elif shutil.which("sudo"):
        prefix = ["sudo", "--non-interactive", "--preserve-env=DEBIAN_FRONTEND"]
    else:
        return False
    apt = [*prefix, "apt-get", "--quiet", "--quiet"]
    names = [package.name for package in packages]
    commands = ([*apt, "update"], [*apt, "install", "--yes", "--no-install-recommends", *names])
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return all(subprocess.run(command, env=environment).returncode == 0 for command in commands)


def is_ci(environment: Mapping[str, str]) -> bool:
    return environment.get("CI", "").lower() in ("true", "1", "yes")


def main() -> int:
    absent = missing(parse(LIST.read_text("utf-8")))
    if not absent:
        return 0
    names = ", ".join(package.name for package in absent)
    if not is_ci(os.environ):
        print(f"Not installed here, so the tests that need them are skipped: {names}")
        return 0
    install(absent)
    still = missing(absent)
    if still:
        print(f"Needed in CI and not installed: {', '.join(package.name for package in still)}", file=sys.stderr)
    return 1 if still else 0


if __name__ == "__main__":
    raise SystemExit(main())
