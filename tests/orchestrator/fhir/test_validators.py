"""Validators that others wrote, from npm, judge everything the door answers and sends.

They know base R4: elements, how often, choices, the codes of required value sets, invariants. `make validators`
installs them; where that could not be done the tests skip, but never in continuous integration.
"""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from orchestrator.fhir.capability import capability_statement
from orchestrator.fhir.dialects import DIALECTS
from orchestrator.fhir.notifications import notification_bundle
from orchestrator.fhir.outcomes import Issue, outcome
from orchestrator.store.subscriptions import HANDSHAKE, Notification, Subscription, SubscriptionStatus
from scripts.build_frontend import npm
from scripts.fhir_validators import VALIDATORS, is_installed
from tests.orchestrator.fhir import bundles
from tests.orchestrator.fhir.test_any_body import answered
from tests.orchestrator.fhir.test_fitting import STANDINGS, refused
from tests.orchestrator.fhir.test_foreign import FOREIGN
from tests.orchestrator.fhir.test_telling import AT, told

Json = dict[str, Any]


def everything() -> dict[str, Json]:
    """An answer of each kind in each version, an answer to each foreign request, and what else is sent."""
    found: dict[str, Json] = {}
    for dialect in DIALECTS.values():
        for name, standing in STANDINGS.items():
            found[f"{name} {dialect.version}"] = told(standing, dialect=dialect)
        found[f"business error {dialect.version}"] = refused(dialect)
        found[f"metadata {dialect.version}"] = dict(capability_statement(dialect, "https://plan.example.org", True))
        for event in (HANDSHAKE, 1):
            found[f"notification {event} {dialect.version}"] = notification(dialect.version, event)
    found |= {f"answer to {name}": answered(foreign.body) for name, foreign in FOREIGN.items()}
    found["outcome"] = dict(outcome([Issue("invalid", "Write a date.", "Bundle.timestamp")]))
    return found


def notification(version: str, event: int) -> Json:
    listening = Subscription("s-1", "client", version, SubscriptionStatus.active, (), 1, AT, "{}")
    content = json.dumps(told(STANDINGS["approved"], dialect=DIALECTS[version]))
    return dict(notification_bundle(Notification(listening, event, content, AT, 1), "https://plan.example.org/fhir"))


def judged(resources: dict[str, Json], folder: Path) -> dict[str, list[str]]:
    if not is_installed():
        if os.environ.get("CI"):
            pytest.fail("the FHIR validators from npm are not installed: run make validators")
        pytest.skip("the FHIR validators from npm are not installed (make validators fetches them)")
    (folder / "resources.json").write_text(json.dumps(resources), "utf-8")
    command = ["node", "validate.mjs", str(folder / "resources.json")]
    said = subprocess.run(command, cwd=VALIDATORS, env=npm()[1], capture_output=True, text=True, timeout=300)
    assert said.returncode == 0, said.stderr[-2000:]
    return json.loads(said.stdout)


def test_everything_the_door_sends_is_sound_to_both_validators(tmp_path: Path) -> None:
    found = judged(everything(), tmp_path)
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_validators_find_planted_faults(tmp_path: Path) -> None:
    planted: dict[str, Json] = {
        "a code": bundles.patient(gender="neither"),
        "a list": bundles.patient(name={"family": "Synthetic"}),
        "a missing element": {n: v for n, v in bundles.claim().items() if n != "provider"},
        "an unknown element": bundles.patient(favouriteColour="blue"),
    }
    assert [name for name, faults in judged(planted, tmp_path).items() if not faults] == []
