"""Who may call what: the one table of routes and roles.

A route without a row here is closed to everyone, and a test that walks the application says which row is missing.
What a role may see within a route, such as a submitter its own cases alone, is the route's own doing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from orchestrator.identity.callers import Role

ANY_METHOD = "*"
PUBLIC: frozenset[Role] = frozenset()
REVIEWERS = frozenset({Role.reviewer, Role.medical_director})
SUBMITTING = REVIEWERS | {Role.submitter}
OVERSEEING = REVIEWERS | {Role.auditor}
READING = OVERSEEING | {Role.submitter}
DIRECTORS = frozenset({Role.medical_director})
AUDITORS = frozenset({Role.auditor})
ADMINS = frozenset({Role.admin})
SIGNED_IN = frozenset(Role)


@dataclass(frozen=True)
class Permission:
    """One row. Without roles it asks for no caller at all; `shared_token` lets containers of ours in as well,
    and `roleless` whoever is signed in, though no role of ours is theirs.
    """

    method: str
    path: str
    roles: frozenset[Role]
    shared_token: bool = False
    roleless: bool = False

    @property
    def public(self) -> bool:
        return not self.roles


def _fhir(base: str) -> tuple[Permission, ...]:
    """What a version of the FHIR door offers."""
    return (
        Permission("GET", f"{base}/metadata", PUBLIC),
        Permission("GET", f"{base}/.well-known/smart-configuration", PUBLIC),
        Permission("POST", f"{base}/Claim/$submit", SUBMITTING),
        Permission("POST", f"{base}/Claim/$inquire", READING),
        Permission("POST", f"{base}/$submit-attachment", SUBMITTING),
        Permission("POST", f"{base}/Subscription", SUBMITTING),
        Permission("GET", f"{base}/Subscription/{{subscription_id}}", SUBMITTING),
        Permission("PUT", f"{base}/Subscription/{{subscription_id}}", SUBMITTING),
        Permission("DELETE", f"{base}/Subscription/{{subscription_id}}", SUBMITTING),
        Permission("GET", f"{base}/Subscription/{{subscription_id}}/$status", SUBMITTING),
        Permission(ANY_METHOD, f"{base}{{rest:path}}", PUBLIC),
    )


TABLE = (
    # how this process is, and how to sign in
    Permission("GET", "/health", PUBLIC),
    Permission("GET", "/health/live", PUBLIC),
    Permission("GET", "/health/ready", PUBLIC),
    Permission("GET", "/openapi.json", PUBLIC),
    Permission("GET", "/assets/{name}", PUBLIC),
    Permission("GET", "/{path:path}", PUBLIC),
    Permission("GET", "/auth/login", PUBLIC),
    Permission("GET", "/auth/callback", PUBLIC),
    Permission("POST", "/auth/logout", SIGNED_IN, roleless=True),
    Permission("POST", "/auth/token", PUBLIC),
    Permission("GET", "/api/me", SIGNED_IN, roleless=True),
    # cases
    Permission("POST", "/api/cases", SUBMITTING),
    Permission("GET", "/api/cases", READING),
    Permission("POST", "/api/cases/search", READING),
    Permission("GET", "/api/cases/{case_id}", READING),
    Permission("PUT", "/api/cases/{case_id}/assignment", REVIEWERS),
    Permission("POST", "/api/cases/{case_id}/documents", SUBMITTING),
    Permission("GET", "/api/cases/{case_id}/documents/{document_id}", READING),
    Permission("GET", "/api/cases/{case_id}/documents/{document_id}/content", READING),
    Permission("GET", "/api/cases/{case_id}/events", READING),
    Permission("GET", "/api/cases/{case_id}/audit-log", OVERSEEING),
    # reviews
    Permission("POST", "/api/cases/{case_id}/reviews", REVIEWERS),
    Permission("GET", "/api/cases/{case_id}/reviews/{review}", READING),
    Permission("GET", "/api/cases/{case_id}/reviews/{review}/diff", READING),
    Permission("POST", "/api/cases/{case_id}/replay", OVERSEEING),
    # acts; what a denial asks for beyond a role is the act's own rule
    Permission("POST", "/api/cases/{case_id}/determination", SUBMITTING),
    Permission("POST", "/api/cases/{case_id}/information-requests", REVIEWERS),
    Permission("POST", "/api/cases/{case_id}/extension", REVIEWERS),
    Permission("POST", "/api/cases/{case_id}/resume", REVIEWERS),
    Permission("POST", "/api/cases/{case_id}/reopen", DIRECTORS),
    Permission("POST", "/api/cases/{case_id}/letter-preview", REVIEWERS),
    # what leaves as a document
    Permission("GET", "/api/cases/{case_id}/audit.pdf", OVERSEEING),
    Permission("GET", "/api/cases/{case_id}/audit.md", OVERSEEING),
    Permission("GET", "/api/cases/{case_id}/letter.pdf", READING),
    Permission("GET", "/api/cases/{case_id}/letter.txt", READING),
    Permission("GET", "/api/cases/{case_id}/bundle.zip", OVERSEEING),
    # figures
    Permission("GET", "/api/metrics/turnaround", OVERSEEING),
    Permission("GET", "/api/metrics/cms-0057", OVERSEEING),
    # rules and codes
    Permission("GET", "/api/rules", SIGNED_IN),
    Permission("GET", "/api/rules/{rule_id}", SIGNED_IN),
    Permission("POST", "/api/rules/impact", ADMINS),
    Permission("GET", "/api/pa-items", SIGNED_IN),
    Permission("GET", "/api/lookup/diagnosis/{code}", SIGNED_IN),
    Permission("GET", "/api/lookup/procedure/{code}", SIGNED_IN),
    Permission("GET", "/api/lookup/provider/{npi}", SIGNED_IN),
    # oversight
    Permission("GET", "/api/credentials", ADMINS),
    Permission("POST", "/api/credentials", ADMINS),
    Permission("POST", "/api/credentials/{credential_id}/withdrawal", ADMINS),
    Permission("GET", "/api/access-log", AUDITORS),
    Permission("GET", "/api/access-log.csv", AUDITORS),
    # the accelerator's door
    Permission("POST", "/api/review", SUBMITTING),
    Permission("POST", "/api/review/stream", SUBMITTING),
    Permission("GET", "/api/reviews", READING),
    Permission("GET", "/api/review/{request_id}", READING),
    Permission("POST", "/api/decision", REVIEWERS),
    Permission("POST", "/api/agents/compliance", SUBMITTING),
    Permission("POST", "/api/agents/clinical", SUBMITTING),
    Permission("POST", "/api/agents/coverage", SUBMITTING),
    Permission("POST", "/api/agents/synthesis", SUBMITTING),
    # FHIR
    *(row for version in ("2.2.1", "2.0.1") for row in _fhir(f"/fhir/pas/{version}")),
    # data servers, and the engine's own
    Permission(ANY_METHOD, "/mcp/icd10-codes", SIGNED_IN, shared_token=True),
    Permission(ANY_METHOD, "/mcp/npi-registry", SIGNED_IN, shared_token=True),
    Permission(ANY_METHOD, "/mcp/cms-coverage", SIGNED_IN, shared_token=True),
    Permission(ANY_METHOD, "/mcp/pubmed", SIGNED_IN, shared_token=True),
    Permission(ANY_METHOD, "/mcp/clinical-trials", SIGNED_IN, shared_token=True),
    Permission(ANY_METHOD, "/mcp/priorauth", READING),
)

_BY_ROUTE: Mapping[tuple[str, str], Permission] = MappingProxyType({(row.method, row.path): row for row in TABLE})


def permission(method: str, path: str) -> Permission | None:
    """The row of a route by its method and path as it is declared, or None where it has none. HEAD asks as GET does."""
    method = "GET" if method == "HEAD" else method
    return _BY_ROUTE.get((method, path)) or _BY_ROUTE.get((ANY_METHOD, path))
