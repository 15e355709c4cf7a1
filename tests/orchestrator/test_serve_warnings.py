"""What `priorauth serve` says before it opens its doors."""

import logging

import pytest

from orchestrator.commands.serve import warn_unencrypted
from orchestrator.settings import Settings

OIDC = {
    "auth_mode": "oidc",
    "oidc_issuer": "https://login.example",
    "oidc_audience": "api://priorauth",
    "public_url": "https://priorauth.example",
    "synthetic": True,
}


def test_a_store_that_others_reach_and_nobody_encrypts_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        warn_unencrypted(Settings.model_validate(OIDC))
    assert "PRIORAUTH_ENCRYPTION_KEY" in caplog.text


def test_a_laptop_is_not_warned(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        warn_unencrypted(Settings.load())
    assert caplog.text == ""
