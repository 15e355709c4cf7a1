"""Before anything is made: is what this deployment needs there? Every fault is named at once, each with what to do."""

from collections.abc import Callable, Iterator

from calls import CallFailed, Calls, HookFailed, main, setting
from deleted import names_held

PROVIDERS = (
    "Microsoft.App",
    "Microsoft.CognitiveServices",
    "Microsoft.ContainerRegistry",
    "Microsoft.DBforPostgreSQL",
    "Microsoft.Insights",
    "Microsoft.KeyVault",
    "Microsoft.ManagedIdentity",
    "Microsoft.OperationalInsights",
    "Microsoft.Storage",
)
SIGN_IN = (
    ("PRIORAUTH_OIDC_AUDIENCE", "the application ID URI of the registration people and clients sign in to"),
    ("PRIORAUTH_OIDC_CLIENT_ID", "the client id of that registration"),
)


def said(_: Calls) -> Iterator[str]:
    """What only a person can decide is decided."""
    for name in ("AZURE_ENV_NAME", "AZURE_LOCATION", "AZURE_SUBSCRIPTION_ID"):
        if not setting(name, ""):
            yield f"{name} is not set: run this by `azd up`"
    for name, what in SIGN_IN:
        if not setting(name, ""):
            yield f"{name} is not set: `azd env set {name} …`, {what} (docs/deploy.md shows how to make one)"
    if setting("KEY_VAULT_PURGE_PROTECTION", "false") == "false" and setting("PRIORAUTH_SYNTHETIC", "false") == "false":
        print("! the key vault has no purge protection; for data of real patients set KEY_VAULT_PURGE_PROTECTION=true")


def signed_in(calls: Calls) -> Iterator[str]:
    try:
        account = calls.ask("az", "account", "show")
    except CallFailed:
        yield "nobody is signed in: `az login`, then `azd auth login`"
        return
    wanted = setting("AZURE_SUBSCRIPTION_ID", "")
    if account and wanted and account["id"] != wanted:
        yield f"`az` works on another subscription: `az account set --subscription {wanted}`"


def providers(calls: Calls) -> Iterator[str]:
    listed = calls.ask("az", "provider", "list", "--query", "[?registrationState=='Registered'].namespace")
    registered = {str(name).lower() for name in (PROVIDERS if listed is None else listed)}
    for name in PROVIDERS:
        if name.lower() not in registered:
            yield f"{name} is not registered: `az provider register --namespace {name}`"


def model_quota(calls: Calls) -> Iterator[str]:
    location, sku = setting("AZURE_LOCATION", ""), setting("MODEL_SKU", "DataZoneStandard")
    model = setting("MODEL_NAME", "gpt-5.4")
    usages = calls.ask("az", "cognitiveservices", "usage", "list", "--location", location)
    if usages is None:
        return
    wanted, name = int(setting("MODEL_CAPACITY", "100")), f"OpenAI.{sku}.{model}".lower()
    for usage in usages:
        if usage["name"]["value"].lower() == name:
            free = int(usage["limit"] - usage["currentValue"])
            if free < wanted:
                yield (
                    f"{model} ({sku}) has {free} thousand tokens a minute left in {location}, {wanted} are asked for: "
                    "set MODEL_CAPACITY, MODEL_SKU or AZURE_LOCATION otherwise, or ask for more quota"
                )
            return
    yield f"{model} is not offered as {sku} in {location}: set MODEL_NAME, MODEL_SKU or AZURE_LOCATION otherwise"


def database_offer(calls: Calls) -> Iterator[str]:
    location = setting("POSTGRES_LOCATION", setting("AZURE_LOCATION", ""))
    offers = calls.ask("az", "postgres", "flexible-server", "list-skus", "--location", location)
    if offers is not None and not offers:
        yield f"no PostgreSQL server is offered to this subscription in {location}: set POSTGRES_LOCATION otherwise"


def names_free(calls: Calls) -> Iterator[str]:
    yield from names_held(calls, setting("AZURE_ENV_NAME", ""))


CHECKS: tuple[Callable[[Calls], Iterator[str]], ...] = (
    said,
    signed_in,
    providers,
    model_quota,
    database_offer,
    names_free,
)


def work(calls: Calls) -> int:
    faults: list[str] = []
    for check in CHECKS:
        try:
            faults += check(calls)
        except CallFailed as failed:
            faults.append(f"{check.__name__.replace('_', ' ')} could not be checked: {failed}")
    if faults:
        raise HookFailed("not ready to deploy:\n" + "\n".join(f"  - {fault}" for fault in faults))
    print("✓ ready to deploy")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(__doc__ or "", work))
