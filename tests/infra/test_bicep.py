"""The templates parse, hold to what each type knows, and open nothing that should be closed.

The compiler of Bicep comes from no package registry: it runs in continuous integration, on a machine with a network.
"""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.infra.templates import FILES, INFRA, ROOT, leaves, of_type, parsed, plain, resources

# What stands under `properties`, by type: the newest stable version and the names it knows of those we may write.
KNOWN = {
    "Microsoft.App/managedEnvironments": ("2026-01-01", "appLogsConfiguration workloadProfiles vnetConfiguration"),
    "Microsoft.App/containerApps": ("2026-01-01", "environmentId workloadProfileName configuration template"),
    "Microsoft.App/jobs": ("2026-01-01", "environmentId workloadProfileName configuration template"),
    "Microsoft.DBforPostgreSQL/flexibleServers": (
        "2025-08-01",
        "version authConfig storage backup highAvailability network createMode",
    ),
    "Microsoft.DBforPostgreSQL/flexibleServers/administrators": ("2025-08-01", "principalName principalType tenantId"),
    "Microsoft.DBforPostgreSQL/flexibleServers/configurations": ("2025-08-01", "value source"),
    "Microsoft.DBforPostgreSQL/flexibleServers/databases": ("2025-08-01", "charset collation"),
    "Microsoft.DBforPostgreSQL/flexibleServers/firewallRules": ("2025-08-01", "startIpAddress endIpAddress"),
    "Microsoft.Storage/storageAccounts": (
        "2026-04-01",
        "accessTier allowBlobPublicAccess allowSharedKeyAccess defaultToOAuthAuthentication minimumTlsVersion "
        "supportsHttpsTrafficOnly networkAcls",
    ),
    "Microsoft.Storage/storageAccounts/blobServices": (
        "2026-04-01",
        "deleteRetentionPolicy containerDeleteRetentionPolicy",
    ),
    "Microsoft.Storage/storageAccounts/blobServices/containers": ("2026-04-01", "publicAccess"),
    "Microsoft.Storage/storageAccounts/queueServices": ("2026-04-01", ""),
    "Microsoft.Storage/storageAccounts/queueServices/queues": ("2026-04-01", ""),
    "Microsoft.KeyVault/vaults": (
        "2026-02-01",
        "tenantId sku enableRbacAuthorization enableSoftDelete softDeleteRetentionInDays enablePurgeProtection",
    ),
    "Microsoft.ContainerRegistry/registries": (
        "2025-11-01",
        "adminUserEnabled anonymousPullEnabled roleAssignmentMode policies",
    ),
    "Microsoft.OperationalInsights/workspaces": ("2026-03-01", "sku retentionInDays features"),
    "Microsoft.Insights/components": ("2020-02-02", "Application_Type WorkspaceResourceId DisableLocalAuth"),
    "Microsoft.Insights/diagnosticSettings": ("2021-05-01-preview", "workspaceId logs metrics"),
    "Microsoft.Insights/actionGroups": ("2023-01-01", "groupShortName enabled emailReceivers"),
    "Microsoft.Insights/scheduledQueryRules": (
        "2023-12-01",
        "displayName description severity enabled scopes evaluationFrequency windowSize autoMitigate "
        "skipQueryValidation criteria actions",
    ),
    "Microsoft.CognitiveServices/accounts": (
        "2026-07-01",
        "allowProjectManagement customSubDomainName disableLocalAuth publicNetworkAccess networkAcls",
    ),
    "Microsoft.CognitiveServices/accounts/deployments": ("2026-07-01", "model versionUpgradeOption raiPolicyName"),
    "Microsoft.CognitiveServices/accounts/projects": ("2026-07-01", "displayName description"),
    "Microsoft.ManagedIdentity/userAssignedIdentities": ("2024-11-30", ""),
    "Microsoft.Authorization/roleAssignments": ("2022-04-01", "principalId principalType roleDefinitionId"),
    "Microsoft.Resources/resourceGroups": ("2025-04-01", ""),
}
# Every role that is granted, by its id: none of them manages anything but data.
ROLES = {
    "7f951dda-4ed3-4680-a7ca-43fe172d538d": "AcrPull",
    "ba92f5b4-2d11-453d-a403-e96b0029c9fe": "Storage Blob Data Contributor",
    "19e7f393-937e-4f77-808e-94535e297925": "Storage Queue Data Reader",
    "c6a89b2d-59bc-44d0-9896-0f6e12d7b80a": "Storage Queue Data Message Sender",
    "4633458b-17de-408a-b874-0445c86b69e6": "Key Vault Secrets User",
    "b86a8fe4-44ce-4948-aee5-eccb2c155cd7": "Key Vault Secrets Officer",
    "53ca6127-db72-4b80-b1b0-d745d6d5456d": "Foundry User",
    "5e0bd9bd-7b93-4f28-af87-19fc36ad61bd": "Cognitive Services OpenAI User",
    "3913510d-42f4-4e42-8a64-420c390055eb": "Monitoring Metrics Publisher",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_template_parses(path: Path) -> None:
    assert parsed(path)["globals"]


def test_every_resource_is_of_a_known_type_at_its_newest_stable_version() -> None:
    for path in FILES:
        for name, one in parsed(path).get("resources", {}).items():
            assert one["api_version"] == KNOWN[one["type"]][0], f"{path.name}: {name}"


def test_no_resource_has_a_property_its_type_does_not_know() -> None:
    for place, kind, body in resources():
        assert set(body.get("properties", {})) <= set(KNOWN[kind][1].split()), place


def test_a_misspelt_property_would_be_found() -> None:
    _, body = of_type("Microsoft.KeyVault/vaults")[0]
    misspelt = {**body["properties"], "enableRbacAuthorisation": True}
    assert not set(misspelt) <= set(KNOWN["Microsoft.KeyVault/vaults"][1].split())


def test_every_module_is_given_exactly_the_parameters_it_asks_for() -> None:
    for name, module in parsed(INFRA / "main.bicep")["modules"].items():
        asked = parsed(INFRA / module["detail"]["path"])["parameters"]
        assert set(module["config"]["params"]) == set(asked), name


def test_every_output_that_is_read_is_one_its_module_has() -> None:
    modules = parsed(INFRA / "main.bicep")["modules"]
    read = re.findall(r"\b(\w+)\.outputs\.(\w+)", (INFRA / "main.bicep").read_text("utf-8"))
    assert read
    for name, output in read:
        assert output in parsed(INFRA / modules[name]["detail"]["path"])["outputs"], f"{name}.{output}"


def test_nothing_signs_in_with_a_password_or_a_key() -> None:
    [(_, server)] = of_type("Microsoft.DBforPostgreSQL/flexibleServers")
    assert server["properties"]["authConfig"]["passwordAuth"] == "Disabled"
    assert server["properties"]["authConfig"]["activeDirectoryAuth"] == "Enabled"
    [(_, storage)] = of_type("Microsoft.Storage/storageAccounts")
    assert storage["properties"]["allowSharedKeyAccess"] is False
    assert storage["properties"]["allowBlobPublicAccess"] is False
    [(_, foundry)] = of_type("Microsoft.CognitiveServices/accounts")
    assert foundry["properties"]["disableLocalAuth"] is True
    [(_, registry)] = of_type("Microsoft.ContainerRegistry/registries")
    assert registry["properties"]["adminUserEnabled"] is False
    [(_, workspace)] = of_type("Microsoft.OperationalInsights/workspaces")
    assert workspace["properties"]["features"]["disableLocalAuth"] is True
    [(_, insights)] = of_type("Microsoft.Insights/components")
    assert insights["properties"]["DisableLocalAuth"] is True


def test_no_template_lists_keys_or_names_an_administrator_login() -> None:
    for path in FILES:
        text = path.read_text("utf-8")
        assert not re.search(r"listKeys|listCredentials|sharedKey|administratorLogin|@secure", text), path.name


def test_the_registry_takes_the_tokens_that_hosted_agents_sign_in_with() -> None:
    [(_, registry)] = of_type("Microsoft.ContainerRegistry/registries")
    assert registry["properties"]["policies"]["azureADAuthenticationAsArmPolicy"]["status"] == "enabled"
    assert registry["properties"]["roleAssignmentMode"] == "LegacyRegistryPermissions"


def test_the_api_alone_can_be_reached_and_only_by_https() -> None:
    apps = dict(of_type("Microsoft.App/containerApps"))
    ingress = {place: app["properties"]["configuration"].get("ingress") for place, app in apps.items()}
    reached = {place: one for place, one in ingress.items() if one}
    assert list(reached) == ["infra/apps/api.bicep:api"]
    assert reached["infra/apps/api.bicep:api"]["allowInsecure"] is False


def test_every_role_granted_is_on_the_list_and_no_wider_than_data() -> None:
    granted: set[str] = set()
    for path in FILES:
        granted |= set(re.findall(r"'([0-9a-f]{8}-[0-9a-f-]{27})'", path.read_text("utf-8")))
    assert granted == set(ROLES)


def test_every_role_assignment_says_what_kind_of_principal_it_is_for() -> None:
    for place, body in of_type("Microsoft.Authorization/roleAssignments"):
        assert body["properties"]["principalType"] in ("ServicePrincipal", "deployerType"), place
        assert body["scope"], place


def test_no_process_runs_as_an_identity_of_the_system() -> None:
    for kind in ("Microsoft.App/containerApps", "Microsoft.App/jobs"):
        for place, app in of_type(kind):
            assert app["identity"]["type"] == "UserAssigned", place


def test_no_output_carries_a_secret() -> None:
    for path in FILES:
        for name in parsed(path).get("outputs", {}):
            assert not re.search(r"(?i)password|secret|apikey|accountkey", name), f"{path.name}: {name}"


def test_probes_are_within_the_platforms_limits() -> None:
    found = 0
    for place, app in of_type("Microsoft.App/containerApps"):
        for probe in app["properties"]["template"]["containers"][0].get("probes", []):
            found += 1
            assert probe["failureThreshold"] <= 10, place
            assert 1 <= probe["periodSeconds"] <= 240, place
            assert probe.get("initialDelaySeconds", 0) <= 60, place
    assert found == 5


def test_workers_are_scaled_by_the_queue_that_storage_makes_and_the_watch_fills() -> None:
    app = plain(parsed(INFRA / "apps" / "worker.bicep")["resources"]["worker"])
    rule = app["properties"]["template"]["scale"]["rules"][0]["custom"]
    assert (rule["type"], rule["identity"]) == ("azure-queue", "identityId")
    [(_, queue)] = of_type("Microsoft.Storage/storageAccounts/queueServices/queues")
    assert rule["metadata"]["queueName"] == queue["name"]
    outputs: dict[str, Any] = parsed(INFRA / "modules" / "storage.bicep")["outputs"]
    assert any(str(one).endswith(queue["name"]) for one in leaves(outputs["workersWantedUrl"]))


def test_the_parts_of_the_database_are_made_one_after_the_other() -> None:
    chain = parsed(INFRA / "modules" / "database.bicep")["resources"]
    waits_for = {name: chain[name]["config"].get("dependsOn") for name in chain}
    assert waits_for == {
        "server": None,
        "azure": None,
        "database": ["azure"],
        "transport": ["database"],
        "administrator": ["transport"],
    }


def test_every_service_of_azd_has_its_template_its_parameters_and_its_tag() -> None:
    azure = yaml.safe_load((ROOT / "azure.yaml").read_text("utf-8"))
    for name, service in azure["services"].items():
        template = INFRA / f"{service['module']}.bicep"
        assert template.with_suffix(".parameters.json").is_file(), name
        [body] = [plain(one) for one in parsed(template)["resources"].values()]
        assert list(body["tags"].values()) == [name]
        assert (ROOT / service["docker"]["path"]).is_file(), name
    assert (ROOT / "azure.yaml").stat().st_size <= 3000
