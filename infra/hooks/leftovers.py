"""After `azd down`: what of this installation is still there? Nothing should be; the rest is named with its remedy."""

from collections.abc import Iterator

from calls import Calls, HookFailed, main, setting
from deleted import names_held


def left(calls: Calls, name: str) -> Iterator[str]:
    """Each thing that is still there, and how to remove it."""
    for one in calls.rows("az", "resource", "list", "--tag", f"azd-env-name={name}"):
        yield f"{one['type']} {one['name']}: `azd down --force --purge`"
    yield from names_held(calls, name)


def work(calls: Calls) -> int:
    if found := list(left(calls, setting("AZURE_ENV_NAME"))):
        raise HookFailed("still there:\n" + "\n".join(f"  - {one}" for one in found))
    print("✓ nothing is left")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(__doc__ or "", work))
