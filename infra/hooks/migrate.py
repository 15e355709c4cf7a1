"""After the migration job has its new image: run it to its end, so that no new process meets an old schema."""

from calls import Calls, HookFailed, main, setting

JOB = "caj-migrate"
TRIES = 200
UNDER_WAY = ("Running", "Processing", "Unknown", "")


def work(calls: Calls) -> int:
    where = ("--name", setting("MIGRATION_JOB_NAME", JOB), "--resource-group", setting("AZURE_RESOURCE_GROUP"))
    run = calls.run("az", "containerapp", "job", "start", *where, "--query", "name", "--output", "tsv")
    show = ("az", "containerapp", "job", "execution", "show", *where, "--job-execution-name", run or "EXECUTION")
    for _ in range(TRIES):
        status = calls.run(*show, "--query", "properties.status", "--output", "tsv")
        if status == "Succeeded" or calls.dry_run:
            print(f"✓ the schema is up to date ({run})" if run else "✓ dry run")
            return 0
        if status not in UNDER_WAY:
            raise HookFailed(f"the migration ended as {status}; its log: {_query(run)}")
        calls.pause()
    raise HookFailed(f"the migration has not ended; its log: {_query(run)}")


def _query(run: str) -> str:
    return f"ContainerAppConsoleLogs | where ContainerGroupName startswith '{run}' | project TimeGenerated, Log"


if __name__ == "__main__":
    raise SystemExit(main(__doc__ or "", work))
