"""What this server can do, as FHIR and SMART ask for it. Open to everybody."""

from functools import cache
from importlib.metadata import version

from pydantic import JsonValue

from orchestrator.fhir.dialects import Dialect
from orchestrator.fhir.names import BACKPORT, PAS, TOPIC
from orchestrator.fhir.outcomes import Json
from orchestrator.fhir.writing import concept
from orchestrator.settings import AuthMode, Settings

_BUILT = "2026-11-21"
_SECURITY = "http://terminology.hl7.org/CodeSystem/restful-security-service"
_SUBSCRIBING = ("create", "read", "update", "delete")
_TOPIC_EXTENSION = f"{BACKPORT}/capabilitystatement-subscriptiontopic-canonical"


@cache
def capability_statement(dialect: Dialect, base: str, signs_in: bool) -> Json:
    operations: list[JsonValue] = [
        {"name": "submit", "definition": f"{PAS}/OperationDefinition/Claim-submit"},
        {"name": "inquire", "definition": f"{PAS}/OperationDefinition/Claim-inquiry"},
    ]
    subscription: Json = {
        "extension": [{"url": _TOPIC_EXTENSION, "valueCanonical": TOPIC}],
        "type": "Subscription",
        "supportedProfile": [f"{BACKPORT}/backport-subscription"],
        "interaction": [{"code": code} for code in _SUBSCRIBING],
        "operation": [
            {
                "name": "status",
                "definition": "http://hl7.org/fhir/uv/subscriptions-backport/OperationDefinition/backport-subscription-status",
            }
        ],
    }
    security: Json = {"service": [concept(_SECURITY, "SMART-on-FHIR")]}
    if not signs_in:
        security = {"description": "This machine alone, without sign-in."}
    rest: Json = {
        "mode": "server",
        "security": security,
        "resource": [{"type": "Claim", "operation": operations}, subscription],
        "operation": [
            {
                "name": "submit-attachment",
                "definition": "http://hl7.org/fhir/us/davinci-cdex/OperationDefinition/submit-attachment",
            }
        ],
    }
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": _BUILT,
        "kind": "instance",
        "software": {"name": "priorauth", "version": version("priorauth")},
        "implementation": {"description": "Prior authorization (Da Vinci PAS)", "url": base},
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "implementationGuide": [f"{PAS}/ImplementationGuide/hl7.fhir.us.davinci-pas|{dialect.version}"],
        "rest": [rest],
    }


def smart_configuration(settings: Settings, public: str) -> Json:
    """Where a client gets its token, and how it proves who it is."""
    told: Json = {
        "grant_types_supported": ["client_credentials"],
        "token_endpoint": f"{public}/auth/token",
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS384", "ES384"],
        "scopes_supported": ["system/Claim.cruds", "system/Subscription.cruds"],
        "capabilities": ["client-confidential-asymmetric", "permission-v2"],
    }
    if settings.oidc_issuer is not None:
        told["issuer"] = settings.oidc_issuer
    return told


def signs_in(settings: Settings) -> bool:
    return settings.auth_mode is AuthMode.oidc
