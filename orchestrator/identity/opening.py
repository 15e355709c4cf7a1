"""The doorkeeper as the settings ask for it."""

from datetime import timedelta
from importlib import import_module
from urllib.parse import urlsplit

import httpx2

from orchestrator.identity.backend_services import BackendServices, read_clients
from orchestrator.identity.doorkeeper import Doorkeeper
from orchestrator.identity.issuer import Issuer
from orchestrator.identity.principals import Principals
from orchestrator.identity.sessions import Sessions
from orchestrator.identity.sign_in import Registration, SignIn
from orchestrator.settings import Settings
from orchestrator.store.codec import Codec
from orchestrator.store.database import Database

TOKEN_PATH = "/auth/token"
_ENTRA = "login.microsoftonline.com"


def open_doorkeeper(settings: Settings, database: Database, codec: Codec, outgoing: httpx2.AsyncClient) -> Doorkeeper:
    """Everything sign-in stands on; the issuer is asked when it is first needed. Raises SettingRefused."""
    import_module("joserfc.jwt")  # now, and not while the first person waits
    clients = read_clients(settings.fhir_clients)
    known_as = registration(settings)
    issuer = Issuer(settings.oidc_issuer or "", outgoing)
    principals = Principals(database)
    sessions = Sessions(database, codec, timedelta(minutes=settings.session_idle_minutes))
    address = known_as.public_url.rstrip("/") + TOKEN_PATH
    return Doorkeeper(
        issuer=issuer,
        known_as=known_as,
        principals=principals,
        sessions=sessions,
        sign_in=SignIn(issuer, known_as, database, codec, principals),
        clients=BackendServices(clients, address, database, sessions, principals, outgoing),
    )


def registration(settings: Settings) -> Registration:
    """How the issuer knows this service."""
    secret = settings.oidc_client_secret
    return Registration(
        client_id=settings.oidc_client_id,
        client_secret=secret.get_secret_value() if secret else "",
        public_url=settings.public_url or "",
        scope=settings.oidc_scope,
        audiences=settings.oidc_audience,
        tenant=_tenant(settings.oidc_issuer or ""),
        roles_claim=settings.oidc_roles_claim,
        role_map=settings.role_map,
    )


def _tenant(issuer: str) -> str:
    """The tenant of a Microsoft Entra issuer, whose tokens must be of that tenant."""
    parts = urlsplit(issuer)
    return parts.path.strip("/").partition("/")[0] if parts.hostname == _ENTRA else ""
