"""Every setting of the program, read once from the environment and `.env` and handed down as values.

The defaults are the offline ones: a SQLite file, the embedded reader, bundled code sets, one person on this machine.
What is missing, impossible or misspelt stops the start and is named; a value is never repeated in the complaint.
"""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, ClassVar, Self, cast
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from orchestrator.identity.callers import Role
from priorauth.case import LineOfBusiness
from priorauth.errors import SettingRefused
from priorauth.recommendation import DecisionMode

PREFIX = "PRIORAUTH_"
_MANY_TENANTS = ("common", "organizations", "consumers")
LOCAL_RATE = 1000.0
ACCELERATOR_UI = ("http://localhost:3000", "http://127.0.0.1:3000")


class Reader(StrEnum):
    embedded = "embedded"
    both = "both"


class Sources(StrEnum):
    offline = "offline"
    live = "live"


class AuthMode(StrEnum):
    local = "local"
    oidc = "oidc"


class ModelKind(StrEnum):
    openai = "openai"
    responses = "responses"
    azure = "azure"
    foundry = "foundry"


def _listed(value: object) -> object:
    """A comma-separated list as people write it in an environment."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return value


def _role_map(value: object) -> object:
    """`role=claim` pairs, separated by commas."""
    if not isinstance(value, str):
        return value
    pairs = (part.partition("=") for part in value.split(",") if part.strip())
    return {claim.strip(): role.strip() for role, _, claim in pairs}


def _unless_blank(value: object) -> object:
    """A store of secrets takes no empty one: a blank stands for none."""
    return None if isinstance(value, str) and not value.strip() else value


def _reader(value: object) -> object:
    return Reader.both if value == "model" else value


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]
Url = Annotated[str, Field(pattern=r"^https?://[^\s]+$")]
AgentUrl = Annotated[str, Field(pattern=r"^(https?://|foundry:)[^\s]+$")]
Days = Annotated[int, Field(ge=1, le=3660)]


class Settings(BaseSettings):
    """One field per setting; the environment's name is the field's in capitals behind the prefix."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    database_url: str = ""
    data_dir: Path = Path(".priorauth")
    blob_url: Url | None = None
    rules_dir: Path | None = None
    labelled_dir: Path = Path("evals/seen")
    decision_mode: DecisionMode = DecisionMode.lenient
    default_line_of_business: LineOfBusiness = LineOfBusiness.medicare_advantage
    time_zone: str = "America/New_York"
    synthetic: bool = True
    sources: Sources = Sources.offline
    cms_license_accepted: bool = False
    contact_email: str = ""
    ncbi_api_key: Annotated[SecretStr | None, BeforeValidator(_unless_blank)] = None

    reader: Annotated[Reader, BeforeValidator(_reader)] = Reader.embedded
    model_kind: ModelKind = ModelKind.openai
    model_name: str = ""
    model_base_url: Url | None = None
    model_api_key: SecretStr | None = None
    tokens_per_case: int = Field(default=400_000, ge=1)
    tokens_per_day: int = Field(default=20_000_000, ge=1)

    mcp_icd10_codes_url: Url | None = None
    mcp_icd10_codes_header: SecretStr | None = None
    mcp_npi_registry_url: Url | None = None
    mcp_npi_registry_header: SecretStr | None = None
    mcp_cms_coverage_url: Url | None = None
    mcp_cms_coverage_header: SecretStr | None = None
    mcp_pubmed_url: Url | None = None
    mcp_pubmed_header: SecretStr | None = None
    mcp_clinical_trials_url: Url | None = None
    mcp_clinical_trials_header: SecretStr | None = None
    mcp_token: SecretStr | None = None

    agent_compliance_url: AgentUrl | None = None
    agent_clinical_url: AgentUrl | None = None
    agent_coverage_url: AgentUrl | None = None
    agent_synthesis_url: AgentUrl | None = None
    agent_token: SecretStr | None = None

    auth_mode: AuthMode = AuthMode.local
    oidc_issuer: Url | None = None
    oidc_audience: Listed = ()
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr | None = None
    oidc_scope: str = "openid profile"
    oidc_roles_claim: str = "roles"
    session_idle_minutes: int = Field(default=30, ge=1, le=720)
    role_map: Annotated[dict[str, str], NoDecode, BeforeValidator(_role_map)] = {}
    fhir_clients: Path | None = None
    public_url: Url | None = None
    cors_origins: Listed = ()
    rate_limit: float = Field(default=20.0, gt=0)
    sync_wait_seconds: float = Field(default=280.0, gt=0, le=3600)
    scale_queue_url: Url | None = None
    worker_concurrency: int = Field(default=1000, ge=1, le=10_000)

    info_request_days: Days = 14
    approval_days_medicare_advantage: Days = 90
    approval_days_medicare_ffs: Days = 90
    approval_days_medicaid: Days = 90
    approval_days_chip: Days = 90
    approval_days_qhp: Days = 90
    approval_days_commercial: Days = 90
    retention_years: int = Field(default=6, ge=1, le=100)
    encryption_key: SecretStr | None = None
    anchor_key: SecretStr | None = None

    _MCP: ClassVar = ("icd10_codes", "npi_registry", "cms_coverage", "pubmed", "clinical_trials")
    _AGENTS: ClassVar = ("compliance", "clinical", "coverage", "synthesis")

    @model_validator(mode="before")
    @classmethod
    def _by_mode(cls, data: Any) -> Any:
        """What is taken for granted on one's own machine must be said elsewhere."""
        given = dict(cast(Mapping[str, Any], data))
        local = given.get("auth_mode", AuthMode.local) == AuthMode.local
        given.setdefault("synthetic", local)
        given.setdefault("rate_limit", LOCAL_RATE if local else 20.0)
        given.setdefault("cors_origins", ACCELERATOR_UI if local else ())
        return given

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (LookupError, ValueError, OSError):
            raise ValueError("no such time zone; one is America/New_York") from None
        return name

    @field_validator("database_url")
    @classmethod
    def _database(cls, url: str) -> str:
        if url and not url.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("write sqlite:///file or postgresql://user:password@host/name")
        return url

    @field_validator("blob_url")
    @classmethod
    def _container(cls, url: str | None) -> str | None:
        if url and not _is_container(url):
            raise ValueError("write https://ACCOUNT.blob.core.windows.net/CONTAINER, without a signature")
        return url

    @field_validator("anchor_key")
    @classmethod
    def _long_enough(cls, key: SecretStr | None) -> SecretStr | None:
        if key is not None and len(key.get_secret_value()) < 16:
            raise ValueError("at least 16 characters")
        return key

    @field_validator("role_map")
    @classmethod
    def _known_roles(cls, mapping: dict[str, str]) -> dict[str, str]:
        if not set(mapping.values()) <= set(Role):
            raise ValueError(f"write role=claim pairs; the roles are {', '.join(Role)}")
        return mapping

    @field_validator("oidc_issuer")
    @classmethod
    def _one_issuer(cls, url: str | None) -> str | None:
        if url and any(part in _MANY_TENANTS for part in url.split("/")):
            raise ValueError("name one tenant; an issuer of many vouches for people of anywhere")
        if url and not _is_guarded(url):
            raise ValueError("an issuer is reached by https")
        return url

    @classmethod
    def load(cls, env_file: Path | None = Path(".env"), **given: Any) -> Self:
        """The settings of this process; `given` wins over them. Raises SettingRefused, naming the first fault."""
        _refuse_misspelt(cls, os.environ)
        try:
            settings = cls(_env_file=env_file, **given)  # pyright: ignore[reportCallIssue]
        except ValidationError as refused:
            fault = refused.errors(include_url=False, include_input=False)[0]
            name = f"{PREFIX}{fault['loc'][0]}".upper() if fault["loc"] else "settings"
            raise SettingRefused(name, fault["msg"].removeprefix("Value error, ")) from None
        settings._refuse_incomplete()
        return settings

    def _refuse_incomplete(self) -> None:
        needed: list[tuple[bool, str]] = []
        if self.reader is Reader.both:
            needed += [(bool(self.model_name), "model_name")]
            if self.model_kind in (ModelKind.azure, ModelKind.foundry):
                needed += [(self.model_base_url is not None, "model_base_url")]
        if self.auth_mode is AuthMode.oidc:
            needed += [
                (self.oidc_issuer is not None, "oidc_issuer"),
                (bool(self.oidc_audience), "oidc_audience"),
                (self.public_url is not None, "public_url"),
            ]
        if self.auth_mode is AuthMode.oidc and self.oidc_client_id:
            needed += [(_is_guarded(self.public_url or ""), "public_url")]
        for present, name in needed:
            if not present:
                raise SettingRefused(f"{PREFIX}{name}".upper(), "is needed with the other settings and is missing")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def database(self) -> str:
        """The database's URL: the one that was set, or the file in the data directory."""
        return self.database_url or f"sqlite:///{self.data_dir.absolute() / 'priorauth.db'}"

    @property
    def mcp_urls(self) -> Mapping[str, str]:
        """The data servers that are elsewhere, by the name they have on the wire."""
        return {name.replace("_", "-"): url for name in self._MCP if (url := getattr(self, f"mcp_{name}_url"))}

    @property
    def mcp_headers(self) -> Mapping[str, SecretStr]:
        """What goes into the Authorization header to each data server elsewhere."""
        found = {name: getattr(self, f"mcp_{name}_header") or self.mcp_token for name in self._MCP}
        return {name.replace("_", "-"): header for name, header in found.items() if header}

    @property
    def agent_urls(self) -> Mapping[str, str]:
        return {name: url for name in self._AGENTS if (url := getattr(self, f"agent_{name}_url"))}

    def approval_days(self, line: LineOfBusiness) -> int:
        """How long an approval is valid."""
        return cast(int, getattr(self, f"approval_days_{line}"))


def _is_guarded(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" or parts.hostname in ("localhost", "127.0.0.1", "::1")


def _is_container(url: str) -> bool:
    parts = urlsplit(url)
    bare = not (parts.query or parts.fragment or parts.username or parts.password)
    return _is_guarded(url) and bare and bool(parts.path.strip("/"))


def _refuse_misspelt(settings: type[Settings], environment: Mapping[str, str]) -> None:
    known = {f"{PREFIX}{name}".upper() for name in settings.model_fields}
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = get_close_matches(name.upper(), known, n=1)
            raise SettingRefused(name, f"is no setting; did you mean {near[0]}?" if near else "is no setting")
