"""After provisioning: the keys of the record, made once.

A key that is there is never made anew: what it sealed would be lost.
"""

import base64
import os
import secrets
import tempfile
from pathlib import Path

from calls import CallFailed, Calls, HookFailed, main, setting

MADE = ("anchor-key", "encryption-key", "agent-token", "mcp-token")
GIVEN = {"oidc-client-secret": "OIDC_CLIENT_SECRET"}
# A process starts only where every secret it names is there: a blank stands for one nobody has, and reads as unset.
OPTIONAL = {"ncbi-api-key": "NCBI_API_KEY"}
BLANK = " "
TRIES = 60


def held(calls: Calls, vault: str) -> set[str]:
    """The names in the vault. A role that was just granted may take minutes to be known; only that is waited for."""
    for _ in range(TRIES):
        try:
            return set(calls.ask("az", "keyvault", "secret", "list", "--vault-name", vault, "--query", "[].name") or ())
        except CallFailed as failed:
            if "forbidden" not in failed.told.lower():
                raise
            calls.pause()
    raise HookFailed(f"the vault {vault} still refuses the deployer; run `azd provision` again in a while")


def put(calls: Calls, vault: str, name: str, value: str) -> None:
    """Write a secret through a file of our own, since arguments can be read by every process of the machine."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "value"
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
            opened.write("" if calls.dry_run else value)
        shown = "FILE" if calls.dry_run else str(file)
        calls.run(
            "az",
            "keyvault",
            "secret",
            "set",
            "--vault-name",
            vault,
            "--name",
            name,
            "--file",
            shown,
            "--output",
            "none",
        )


def work(calls: Calls) -> int:
    vault = setting("AZURE_KEY_VAULT_NAME")
    there = held(calls, vault)
    for name in MADE:
        if name not in there:
            put(calls, vault, name, base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
            print(f"✓ {name} made")
    for name, variable in (GIVEN | OPTIONAL).items():
        if value := os.environ.get(variable):
            put(calls, vault, name, value)
            print(f"✓ {name} written")
        elif name in OPTIONAL and name not in there:
            put(calls, vault, name, BLANK)
        elif name not in there and not calls.dry_run:
            raise HookFailed(f"{name} is not in the vault: run `azd provision` once with {variable} in the environment")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(__doc__ or "", work))
