"""The hooks, run as azd runs them, against stand-ins for `az`, `azd` and `docker`; no call leaves this machine."""

import json
import subprocess
import sys
import threading
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.infra.templates import INFRA, ROOT

HOOKS = INFRA / "hooks"
OURS = ("preflight", "keys", "migrate", "agent_image", "health", "addresses", "leftovers")
AZD = {
    "AZURE_ENV_NAME": "trial",
    "AZURE_LOCATION": "eastus2",
    "AZURE_SUBSCRIPTION_ID": "00000000-0000-0000-0000-000000000001",
    "AZURE_RESOURCE_GROUP": "rg-trial",
    "AZURE_KEY_VAULT_NAME": "kv-trial",
    "AZURE_CONTAINER_REGISTRY_NAME": "crtrial",
    "AZURE_CONTAINER_REGISTRY_ENDPOINT": "crtrial.example",
    "FOUNDRY_PROJECT_ENDPOINT": "https://cog-trial.example/api/projects/prior-auth",
    "PRIORAUTH_PUBLIC_URL": "https://ca-api.trial.example",
    "PRIORAUTH_OIDC_AUDIENCE": "api://trial",
    "PRIORAUTH_OIDC_CLIENT_ID": "trial",
}
# Answers by the words a call begins with, in turn; the last one stays. It looks at files too, to hold what was written.
STAND_IN = """#!{python}
import json, os, pathlib, sys
here = pathlib.Path({folder!r})
words = [pathlib.Path(sys.argv[0]).name, *sys.argv[1:]]
if "--file" in words and os.path.isfile(words[words.index("--file") + 1]) and "secret" in words:
    words += ["WROTE", open(words[words.index("--file") + 1]).read()]
with open(here / "calls", "a") as log:
    log.write(json.dumps(words) + "\\n")
plan = json.loads((here / "plan").read_text())
for begin, answers in plan.items():
    if " ".join(words).startswith(begin):
        code, out = answers.pop(0) if len(answers) > 1 else answers[0]
        (here / "plan").write_text(json.dumps(plan))
        print(out, file=sys.stderr if code else sys.stdout)
        raise SystemExit(code)
"""


@dataclass
class Bench:
    """A PATH with nothing on it but stand-ins."""

    folder: Path

    def plan(self, answers: dict[str, list[tuple[int, str]]]) -> None:
        (self.folder / "plan").write_text(json.dumps(answers))

    def calls(self) -> list[list[str]]:
        log = self.folder / "calls"
        return [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []

    def run(self, hook: str, *words: str, **changed: str) -> subprocess.CompletedProcess[str]:
        environment = {**AZD, "PATH": str(self.folder / "bin"), "PYTHONDONTWRITEBYTECODE": "1", **changed}
        return subprocess.run(
            [sys.executable, str(HOOKS / f"{hook}.py"), "--seconds", "0", *words],
            cwd=HOOKS,
            env={name: value for name, value in environment.items() if value},
            capture_output=True,
            text=True,
            timeout=60,
        )


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    (tmp_path / "bin").mkdir()
    for name in ("az", "azd", "docker"):
        program = tmp_path / "bin" / name
        program.write_text(STAND_IN.format(python=sys.executable, folder=str(tmp_path)))
        program.chmod(0o755)
    made = Bench(tmp_path)
    made.plan({})
    return made


PROVIDERS = (
    "App CognitiveServices ContainerRegistry DBforPostgreSQL Insights KeyVault ManagedIdentity "
    "OperationalInsights Storage"
)
READY = {
    "az account show": [(0, json.dumps({"id": AZD["AZURE_SUBSCRIPTION_ID"]}))],
    "az provider list": [(0, json.dumps([f"Microsoft.{name}" for name in PROVIDERS.split()]))],
    "az cognitiveservices usage list": [
        (0, json.dumps([{"name": {"value": "OpenAI.DataZoneStandard.gpt-5.4"}, "limit": 300, "currentValue": 100}]))
    ],
    "az postgres flexible-server list-skus": [(0, json.dumps([{"name": "offer"}]))],
    "az keyvault list-deleted": [(0, "[]")],
    "az cognitiveservices account list-deleted": [(0, "[]")],
}


def having(**changed: Sequence[tuple[int, str]]) -> dict[str, list[tuple[int, str]]]:
    """Everything ready but what is changed; keys name the calls with underscores for spaces."""
    return {**READY, **{name.replace("__", "-").replace("_", " "): list(told) for name, told in changed.items()}}


@pytest.mark.parametrize("hook", OURS)
def test_a_dry_run_calls_nothing_and_prints_each_call_as_json(bench: Bench, hook: str) -> None:
    done = bench.run(hook, "--dry-run")
    assert done.returncode == 0, done.stderr
    assert bench.calls() == []
    planned = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert all(list(one) in (["would_run"], ["would_get"]) for one in planned)
    assert planned or hook == "addresses"


def test_every_hook_of_azd_is_a_script_that_is_there() -> None:
    azure = yaml.safe_load((ROOT / "azure.yaml").read_text("utf-8"))
    told: list[Any] = [*azure["hooks"].values(), *azure["services"]["migrate"]["hooks"].values()]
    named = [one["run"] for hook in told for one in (hook if isinstance(hook, list) else [hook])]
    assert {Path(name).stem for name in named} == {*OURS, "register_agents", "check_agents"}
    assert all((HOOKS / f"{name}.py").is_file() for name in OURS)


def test_the_hooks_need_nothing_but_python() -> None:
    lines = (HOOKS / "requirements.txt").read_text("utf-8").splitlines()
    assert all(line.startswith("#") for line in lines)


def test_preflight_passes_when_everything_is_there(bench: Bench) -> None:
    bench.plan(having())
    done = bench.run("preflight")
    assert (done.returncode, done.stderr) == (0, "")
    assert "ready to deploy" in done.stdout


def test_preflight_names_every_fault_at_once_each_with_what_to_do(bench: Bench) -> None:
    bench.plan(
        having(
            az_account_show=[(0, json.dumps({"id": "another"}))],
            az_provider_list=[(0, "[]")],
            az_cognitiveservices_usage_list=[(0, "[]")],
            az_postgres_flexible__server_list__skus=[(0, "[]")],
        )
    )
    done = bench.run("preflight", PRIORAUTH_OIDC_AUDIENCE="")
    assert done.returncode == 1
    for said in (
        "azd env set PRIORAUTH_OIDC_AUDIENCE",
        "az account set --subscription",
        "az provider register --namespace Microsoft.App",
        "gpt-5.4 is not offered as DataZoneStandard in eastus2",
        "set POSTGRES_LOCATION",
    ):
        assert said in done.stderr


def test_preflight_says_how_much_quota_is_left(bench: Bench) -> None:
    bench.plan(having())
    done = bench.run("preflight", MODEL_CAPACITY="250")
    assert done.returncode == 1
    assert "200 thousand tokens a minute left in eastus2, 250 are asked for" in done.stderr


def test_preflight_finds_names_that_deleted_resources_hold(bench: Bench) -> None:
    vault = {"name": "kv-old", "properties": {"vaultId": "/subscriptions/x/resourceGroups/RG-trial/providers/y"}}
    other = {"name": "kv-other", "properties": {"vaultId": "/subscriptions/x/resourceGroups/rg-trial-2/providers/y"}}
    account = {"id": "/a/resourceGroups/rg-trial/b", "name": "cog-old", "location": "eastus2"}
    bench.plan(
        having(
            az_keyvault_list__deleted=[(0, json.dumps([vault, other]))],
            az_cognitiveservices_account_list__deleted=[(0, json.dumps([account]))],
        )
    )
    done = bench.run("preflight")
    assert "az keyvault purge --name kv-old`" in done.stderr
    assert "cog-old" in done.stderr
    assert "kv-other" not in done.stderr


def test_a_check_that_fails_is_named_and_the_others_are_made(bench: Bench) -> None:
    bench.plan(having(az_provider_list=[(1, "ERROR: the service is unavailable")]))
    done = bench.run("preflight")
    assert "providers could not be checked" in done.stderr
    assert [one for one in bench.calls() if one[1:3] == ["keyvault", "list-deleted"]]


def test_keys_that_are_missing_are_made_and_none_twice(bench: Bench) -> None:
    bench.plan({"az keyvault secret list": [(0, '["anchor-key", "oidc-client-secret"]')]})
    done = bench.run("keys")
    assert done.returncode == 0, done.stderr
    written = {one[one.index("--name") + 1]: one[-1] for one in bench.calls() if "set" in one}
    assert written.pop("ncbi-api-key").strip() == ""
    assert set(written) == {"encryption-key", "agent-token", "mcp-token"}
    assert len(set(written.values())) == 3
    assert all(len(value) == 44 for value in written.values())


def test_a_key_that_nobody_needs_is_written_where_it_is_given_and_kept_where_it_is_not(bench: Bench) -> None:
    everything = ["anchor-key", "encryption-key", "agent-token", "mcp-token", "oidc-client-secret", "ncbi-api-key"]
    for held, given, written in (
        (everything, {}, []),
        (everything, {"NCBI_API_KEY": "made-up-key"}, ["made-up-key"]),
        (everything[:-1], {}, [" "]),
    ):
        bench.plan({"az keyvault secret list": [(0, json.dumps(held))]})
        before = len(bench.calls())
        assert bench.run("keys", **given).returncode == 0
        assert [one[-1] for one in bench.calls()[before:] if "set" in one] == written


def test_no_key_stands_in_an_argument_or_in_what_is_printed(bench: Bench) -> None:
    bench.plan({"az keyvault secret list": [(0, "[]")]})
    done = bench.run("keys", OIDC_CLIENT_SECRET="made-up-secret-of-a-test")
    sets = [one for one in bench.calls() if "set" in one and one[-1].strip()]
    for one in sets:
        value = one[-1]
        assert all(value not in word for word in one[: one.index("WROTE")])
        assert value not in done.stdout + done.stderr
    assert "made-up-secret-of-a-test" in [one[-1] for one in sets]


def test_a_role_that_is_not_known_yet_is_waited_for_and_nothing_else_is(bench: Bench) -> None:
    held = json.dumps(
        ["anchor-key", "encryption-key", "agent-token", "mcp-token", "oidc-client-secret", "ncbi-api-key"]
    )
    bench.plan({"az keyvault secret list": [(1, "ERROR: (Forbidden) Caller is not authorized"), (0, held)]})
    assert bench.run("keys").returncode == 0
    assert len(bench.calls()) == 2
    bench.plan({"az keyvault secret list": [(1, "ERROR: no such vault"), (0, held)]})
    assert bench.run("keys").returncode == 1
    assert len(bench.calls()) == 3


def test_a_secret_that_only_a_person_has_is_asked_for(bench: Bench) -> None:
    bench.plan({"az keyvault secret list": [(0, '["anchor-key", "encryption-key", "agent-token", "mcp-token"]')]})
    done = bench.run("keys")
    assert done.returncode == 1
    assert "OIDC_CLIENT_SECRET" in done.stderr


def test_the_migration_is_run_to_its_end(bench: Bench) -> None:
    show = "az containerapp job execution show"
    bench.plan({"az containerapp job start": [(0, "run-1")], show: [(0, "Running"), (0, "Running"), (0, "Succeeded")]})
    done = bench.run("migrate")
    assert (done.returncode, done.stdout) == (0, "✓ the schema is up to date (run-1)\n")
    assert len(bench.calls()) == 4


def test_a_migration_that_fails_stops_the_deployment_and_says_where_its_log_is(bench: Bench) -> None:
    bench.plan({"az containerapp job start": [(0, "run-1")], "az containerapp job execution show": [(0, "Failed")]})
    done = bench.run("migrate")
    assert done.returncode == 1
    assert "ended as Failed" in done.stderr
    assert "ContainerGroupName startswith 'run-1'" in done.stderr


def test_the_agents_image_is_built_in_the_registry_and_its_name_kept(bench: Bench) -> None:
    done = bench.run("agent_image")
    assert done.returncode == 0, done.stderr
    built, kept = bench.calls()
    assert built[:3] == ["az", "acr", "build"]
    assert Path(built[built.index("--file") + 1]).is_file()
    assert kept[:4] == ["azd", "env", "set", "AGENT_IMAGE"]
    assert kept[4] == "crtrial.example/" + built[built.index("--image") + 1]


def test_where_the_registry_may_not_build_this_machine_does(bench: Bench) -> None:
    bench.plan({"az acr build": [(1, "ERROR: (TasksOperationsNotAllowed) ACR Tasks requests are not permitted")]})
    assert bench.run("agent_image").returncode == 0
    assert [one[:2] for one in bench.calls()] == [
        ["az", "acr"],
        ["az", "acr"],
        ["docker", "build"],
        ["docker", "push"],
        ["azd", "env"],
    ]
    bench.plan({"az acr build": [(1, "ERROR: out of disk")]})
    assert bench.run("agent_image").returncode == 1


class _Engine(BaseHTTPRequestHandler):
    """Not ready at first, and says why; ready at the second look."""

    looks = 0

    def do_GET(self) -> None:
        type(self).looks += 1
        ready = self.path == "/health/ready" and self.looks > 1
        body = json.dumps({"dependencies": [{"name": "database", "ready": ready, "detail": "" if ready else "away"}]})
        self.send_response(200 if ready else 503)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Tests are quiet."""


@pytest.fixture
def engine() -> Generator[str]:
    _Engine.looks = 0
    with HTTPServer(("127.0.0.1", 0), _Engine) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_health_waits_until_everything_the_engine_stands_on_is_ready(bench: Bench, engine: str) -> None:
    done = bench.run("health", PRIORAUTH_PUBLIC_URL=engine)
    assert done.returncode == 0, done.stderr
    assert "database" in done.stdout
    assert _Engine.looks == 2


def test_health_names_what_is_not_ready(bench: Bench, engine: str) -> None:
    done = bench.run("health", PRIORAUTH_PUBLIC_URL=f"{engine}/elsewhere")
    assert done.returncode == 1
    assert "database: away" in done.stderr


def test_an_address_without_encryption_is_refused(bench: Bench) -> None:
    done = bench.run("health", PRIORAUTH_PUBLIC_URL="http://ca-api.trial.example")
    assert done.returncode == 1
    assert "https://" in done.stderr


def test_the_addresses_are_told(bench: Bench) -> None:
    done = bench.run("addresses")
    assert "https://ca-api.trial.example/fhir/pas/2.2.1" in done.stdout


def test_what_is_left_after_removal_is_named(bench: Bench) -> None:
    bench.plan({"az resource list": [(0, json.dumps([{"type": "Microsoft.App/jobs", "name": "caj-migrate"}]))]})
    done = bench.run("leftovers")
    assert done.returncode == 1
    assert "Microsoft.App/jobs caj-migrate: `azd down --force --purge`" in done.stderr


def test_nothing_left_is_said(bench: Bench) -> None:
    bench.plan({"az": [(0, "[]")]})
    done = bench.run("leftovers")
    assert (done.returncode, done.stdout) == (0, "✓ nothing is left\n")


def test_a_value_that_azd_should_have_given_is_named(bench: Bench) -> None:
    done = bench.run("migrate", AZURE_RESOURCE_GROUP="")
    assert done.returncode == 1
    assert "AZURE_RESOURCE_GROUP is not set" in done.stderr


def test_a_program_that_is_not_installed_is_named(bench: Bench) -> None:
    for program in (bench.folder / "bin").iterdir():
        program.unlink()
    done = bench.run("migrate")
    assert done.returncode == 1
    assert "`az` is not installed here" in done.stderr
