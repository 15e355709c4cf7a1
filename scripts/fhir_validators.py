"""Install the FHIR validators from npm beside the tests that use them, with the Node that builds the web UI.

The versions are locked. Where the npm registry cannot be reached this says so and the tests skip; in continuous
integration it is a failure.
"""

import hashlib
import os
import subprocess
import sys

from scripts.build_frontend import ROOT, BuildRefused, npm

VALIDATORS = ROOT / "tests" / "orchestrator" / "fhir" / "validators"
LOCK = VALIDATORS / "package-lock.json"
STAMP = VALIDATORS / "node_modules" / ".installed"
_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=1")


def digest() -> str:
    return hashlib.sha256(LOCK.read_bytes()).hexdigest()


def is_installed() -> bool:
    return STAMP.is_file() and STAMP.read_text("utf-8") == digest()


def install() -> None:
    command, environment = npm()
    if subprocess.run([*command, *_CI], cwd=VALIDATORS, env=environment).returncode:
        raise BuildRefused("the npm registry could not be reached, or refused the locked packages")
    STAMP.write_text(digest(), "utf-8")


def main() -> int:
    if is_installed():
        return 0
    try:
        install()
    except BuildRefused as refused:
        print(f"FHIR validators from npm are not installed, their tests skip: {refused}", file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
