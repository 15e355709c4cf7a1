"""Last: where everything is."""

from calls import Calls, main, setting


def work(_: Calls) -> int:
    base, group = setting("PRIORAUTH_PUBLIC_URL").rstrip("/"), setting("AZURE_RESOURCE_GROUP")
    scope = f"subscriptions/{setting('AZURE_SUBSCRIPTION_ID')}/resourceGroups/{group}"
    for what, address in (
        ("web UI", base),
        ("API description", f"{base}/openapi.json"),
        ("FHIR", f"{base}/fhir/pas/2.2.1"),
        ("health", f"{base}/health/ready"),
        ("redirect to register", f"{base}/auth/callback"),
        ("agents", setting("FOUNDRY_PROJECT_ENDPOINT")),
        ("in the portal", f"https://portal.azure.com/#resource/{scope}/overview"),
    ):
        print(f"{what:<22}{address}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(__doc__ or "", work))
