"""Before the agents are registered: one image for all four specialists, built in the registry or, where that is not
allowed, on this machine. Its name is kept as AGENT_IMAGE in the azd environment."""

from datetime import UTC, datetime
from pathlib import Path

from calls import CallFailed, Calls, main, setting

ROOT = Path(__file__).parents[2]
DOCKERFILE = "docker/agents.Dockerfile"


def work(calls: Calls) -> int:
    registry, server = setting("AZURE_CONTAINER_REGISTRY_NAME"), setting("AZURE_CONTAINER_REGISTRY_ENDPOINT")
    # A tag is never used twice: an agent's version names the very image it was registered with.
    image = f"agents:{datetime.now(UTC):%Y%m%d%H%M%S}"
    file = str(ROOT / DOCKERFILE)
    try:
        calls.run(
            "az", "acr", "build", "--registry", registry, "--image", image, "--file", file, "--no-logs", str(ROOT)
        )
    except CallFailed as failed:
        if "TasksOperationsNotAllowed" not in failed.told:
            raise
        print("! this subscription builds no images; building here")
        calls.run("az", "acr", "login", "--name", registry)
        calls.run(
            "docker", "build", "--platform", "linux/amd64", "--file", file, "--tag", f"{server}/{image}", str(ROOT)
        )
        calls.run("docker", "push", f"{server}/{image}")
    calls.run("azd", "env", "set", "AGENT_IMAGE", f"{server}/{image}")
    print(f"✓ {server}/{image}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(__doc__ or "", work))
