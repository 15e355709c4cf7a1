"""Settings: offline by default, complete or refused by name, and exactly those of the documentation."""

import os
import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from orchestrator.settings import PREFIX, AuthMode, Reader, Settings
from priorauth.case import LineOfBusiness
from priorauth.errors import SettingRefused

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
ROW = re.compile(r"^\| `(\w+)` \| (.*?) \| (.+) \|$", re.MULTILINE)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


def load(**given: object) -> Settings:
    return Settings.load(env_file=None, **given)


def test_without_any_setting_all_is_offline_and_on_this_machine() -> None:
    settings = load()
    assert settings.reader is Reader.embedded
    assert settings.auth_mode is AuthMode.local
    assert settings.database.startswith("sqlite:///")
    assert settings.database.endswith("/.priorauth/priorauth.db")
    assert settings.synthetic
    assert not settings.mcp_urls


def shown(value: object) -> str:
    if value is None or value == () or value == {} or value == "":
        return ""
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def test_the_documentation_lists_every_setting_with_its_default_and_no_other() -> None:
    documented = {name.lower(): default.strip("`") for name, default, _ in ROW.findall(PAGE.read_text("utf-8"))}
    local = load()
    assert documented == {name: shown(getattr(local, name)) for name in Settings.model_fields}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIME_ZONE", "Mars/Olympus"),
        ("DATABASE_URL", "mysql://secret-host/x"),
        ("DATABASE_URL", "no url at all"),
        ("READER", "psychic"),
        ("WORKER_CONCURRENCY", "0"),
        ("AGENT_CLINICAL_URL", "ftp://secret-host"),
        ("ANCHOR_KEY", "short"),
        ("MCP_PUBMED_URL", "secret-host"),
        ("BLOB_URL", "secret-host/documents"),
        ("BLOB_URL", "http://secret-host/documents"),
        ("BLOB_URL", "https://secret-host"),
        ("BLOB_URL", "https://secret-host/documents?sv=2021&sig=secret"),
        ("BLOB_URL", "https://someone:secret@secret-host/documents"),
    ],
)
def test_an_impossible_value_is_refused_by_name_and_not_repeated(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(PREFIX + name, value)
    with pytest.raises(SettingRefused) as refused:
        load()
    assert refused.value.setting == PREFIX + name
    assert value not in str(refused.value)


def test_a_blank_key_of_pubmed_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIORAUTH_NCBI_API_KEY", " ")
    assert load().ncbi_api_key is None
    monkeypatch.setenv("PRIORAUTH_NCBI_API_KEY", "made-up")
    assert load().ncbi_api_key == SecretStr("made-up")


def test_a_misspelt_setting_is_refused_with_the_one_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRIORAUTH_DATABSE_URL", "sqlite:///x")
    with pytest.raises(SettingRefused, match="PRIORAUTH_DATABASE_URL"):
        load()


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"reader": "both"}, "MODEL_NAME"),
        ({"reader": "both", "model_name": "m", "model_kind": "azure"}, "MODEL_BASE_URL"),
        ({"auth_mode": "oidc"}, "OIDC_ISSUER"),
        ({"auth_mode": "oidc", "oidc_issuer": "https://issuer.example"}, "OIDC_AUDIENCE"),
    ],
)
def test_what_another_setting_needs_is_named_when_missing(given: dict[str, object], missing: str) -> None:
    with pytest.raises(SettingRefused, match=PREFIX + missing):
        load(**given)


def test_the_reader_model_is_another_name_for_both() -> None:
    assert load(reader="model", model_name="m").reader is Reader.both


def test_with_sign_in_a_store_is_not_taken_for_synthetic() -> None:
    settings = load(
        auth_mode="oidc",
        oidc_issuer="https://issuer.example",
        oidc_audience="a,b",
        public_url="https://pa.example",
    )
    assert not settings.synthetic
    assert settings.cors_origins == ()
    assert settings.oidc_audience == ("a", "b")


def test_a_dotenv_file_is_read_and_the_environment_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / ".env"
    file.write_text("PRIORAUTH_INFO_REQUEST_DAYS=20\nPRIORAUTH_RETENTION_YEARS=7\n")
    monkeypatch.setenv("PRIORAUTH_RETENTION_YEARS", "8")
    settings = Settings.load(env_file=file)
    assert (settings.info_request_days, settings.retention_years) == (20, 8)


def test_data_servers_and_specialists_elsewhere_are_known_by_their_wire_names() -> None:
    settings = load(
        mcp_npi_registry_url="https://npi.example/mcp",
        mcp_token="t" * 20,
        mcp_pubmed_header=SecretStr("Bearer own"),
        agent_clinical_url="foundry:clinical-reviewer",
    )
    assert settings.mcp_urls == {"npi-registry": "https://npi.example/mcp"}
    assert settings.mcp_headers["pubmed"].get_secret_value() == "Bearer own"
    assert settings.mcp_headers["npi-registry"].get_secret_value() == "t" * 20
    assert settings.agent_urls == {"clinical": "foundry:clinical-reviewer"}


def test_secrets_are_not_shown() -> None:
    assert "s" * 20 not in repr(load(anchor_key="s" * 20, agent_token="s" * 20))


def test_roles_are_mapped_from_the_claims_of_the_issuer() -> None:
    assert load(role_map="reviewer=pa-nurses, medical_director=pa-doctors").role_map == {
        "pa-nurses": "reviewer",
        "pa-doctors": "medical_director",
    }


def test_each_line_of_business_has_its_own_days_of_validity() -> None:
    settings = load(approval_days_chip=30)
    assert [settings.approval_days(line) for line in LineOfBusiness].count(30) == 1


SIGN_IN = {"auth_mode": "oidc", "oidc_issuer": "https://issuer.example", "oidc_audience": "a"}


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"role_map": "king=pa-kings"}, "ROLE_MAP"),
        ({"oidc_issuer": "https://login.microsoftonline.com/common/v2.0"}, "OIDC_ISSUER"),
        ({"oidc_issuer": "http://issuer.example"}, "OIDC_ISSUER"),
        ({"public_url": "http://pa.example", "oidc_client_id": "web"}, "PUBLIC_URL"),
    ],
)
def test_a_way_to_sign_in_that_would_let_strangers_in_is_refused(given: dict[str, str], named: str) -> None:
    with pytest.raises(SettingRefused, match=PREFIX + named):
        load(**(SIGN_IN | {"public_url": "https://pa.example"} | given))
