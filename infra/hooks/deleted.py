"""Resources that are deleted and still hold their names: a later deployment of the same name would be refused."""

from collections.abc import Iterator

from calls import Calls


def names_held(calls: Calls, installation: str) -> Iterator[str]:
    """Each deleted resource of this installation, and how to let go of its name."""
    group = f"rg-{installation}".lower()
    for vault in calls.rows("az", "keyvault", "list-deleted", "--resource-type", "vault"):
        if f"/resourcegroups/{group}/" in str(vault["properties"]["vaultId"]).lower():
            yield f"a deleted key vault holds its name: `az keyvault purge --name {vault['name']}`"
    for account in calls.rows("az", "cognitiveservices", "account", "list-deleted"):
        if group in str(account["id"]).lower().split("/"):
            yield (
                "a deleted Foundry account holds its name: `az cognitiveservices account purge "
                f"--name {account['name']} --resource-group {group} --location {account['location']}`"
            )
