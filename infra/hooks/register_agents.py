"""Before deployment: the four specialists as hosted agents of the Foundry project, each a new version where its image
or its settings have changed, and each waited for until it is active. Run again, it changes nothing."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from calls import CallFailed, Calls, HookFailed, main, setting

SPECIALISTS = ("compliance", "clinical", "coverage", "synthesis")
API, SCOPE, TRIES = "v1", "https://ai.azure.com", 60
PASSED_ON = (
    *("PRIORAUTH_READER", "PRIORAUTH_MODEL_KIND", "PRIORAUTH_MODEL_NAME", "PRIORAUTH_MODEL_BASE_URL"),
    *("PRIORAUTH_TOKENS_PER_CASE", "PRIORAUTH_TOKENS_PER_DAY"),
)


@dataclass(frozen=True)
class Project:
    """The agents of one Foundry project, asked through `az rest` in the deployer's name."""

    calls: Calls
    endpoint: str

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        url = f"{self.endpoint.rstrip('/')}/agents/{path}?api-version={API}"
        words = ["az", "rest", "--method", method, "--url", url, "--resource", SCOPE]
        if body is not None:
            words += ["--headers", "Content-Type=application/json", "--body", json.dumps(body)]
        return self.calls.ask(*words)

    def latest(self, name: str) -> Any:
        """The newest version of an agent; None where there is no such agent."""
        try:
            held = self.ask("get", name)
        except CallFailed as failed:
            if any(word in failed.told for word in ("NotFound", "not_found", "404", "Not Found")):
                return None
            raise
        return held["versions"]["latest"] if held else None


def definition(image: str) -> dict[str, Any]:
    """What Foundry runs: our image, behind the Responses protocol, with no prompt in its telemetry."""
    settings = {name: os.environ[name] for name in PASSED_ON if os.environ.get(name)}
    return {
        "kind": "hosted",
        "cpu": "0.5",
        "memory": "1Gi",
        "container_configuration": {"image": image},
        "protocol_versions": [{"protocol": "responses", "version": "2.0.0"}],
        "environment_variables": {"OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT": "false", **settings},
    }


def stands(wanted: Mapping[str, Any], held: Mapping[str, Any]) -> bool:
    """Whether everything wanted is so already; what the service adds of its own does not matter."""
    ours = dict(held)
    container: Mapping[str, Any] = ours.get("container_configuration") or {}
    ours["container_configuration"] = {"image": container.get("image")}
    return all(ours.get(name) == value for name, value in wanted.items())


def register(project: Project, name: str, wanted: Mapping[str, Any]) -> Any:
    """The version that stands after this: the one that is there if it is as wanted, else a new one."""
    held = project.latest(name)
    if held and held.get("status") in ("active", "creating") and stands(wanted, held.get("definition") or {}):
        return held
    return project.ask("post", f"{name}/versions", {"definition": wanted})


def wait(project: Project, name: str, made: Any) -> str:
    """Until the version is active; returns its number. Raises HookFailed where it fails or takes too long."""
    for _ in range(TRIES):
        if made["status"] == "active":
            return made["version"]
        if made["status"] != "creating":
            raise HookFailed(f"{name} version {made['version']} is {made['status']}: see its log in the Foundry portal")
        project.calls.pause()
        made = project.ask("get", f"{name}/versions/{made['version']}")
    raise HookFailed(f"{name} version {made['version']} is still being made; run the hook again later")


def work(calls: Calls) -> int:
    project = Project(calls, setting("FOUNDRY_PROJECT_ENDPOINT"))
    wanted = definition(setting("AGENT_IMAGE", "" if calls.dry_run else None))
    made = {name: register(project, name, wanted) for name in SPECIALISTS}
    if calls.dry_run:
        return 0
    for name, version in made.items():
        print(f"✓ {name} version {wait(project, name, version)} is active")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(__doc__ or "", work))
