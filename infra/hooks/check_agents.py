"""After deployment: does each hosted specialist run the image that was built, answer, and stand on the same rules?

Each is asked once, about a made-up person whose record says nothing, so that every answer is known to be a pend."""

import json
from typing import Any

from calls import CallFailed, Calls, HookFailed, main, setting
from register_agents import SPECIALISTS, Project

TRIES = 5
CASE = {
    "case_id": "check",
    "review": 1,
    "request": {
        "patient_name": "Synthetic Person",
        "patient_dob": "1950-02-03",
        "provider_npi": "1234567893",
        "diagnosis_codes": ["G47.33"],
        "procedure_codes": ["E0601"],
        "clinical_notes": "A made-up note.",
    },
    "items": [{"sequence": 1, "code": "E0601"}],
    "documents": [{"document_id": 1, "kind": "note", "title": "Clinical notes", "text": "A made-up note."}],
    "received_at": "2026-11-20T15:00:00Z",
    "synthetic": True,
}


def task(name: str) -> str:
    """What the specialist is handed; what the ones before it would have found is a failure here."""
    before = {"coverage": ("clinical",), "synthesis": ("compliance", "clinical", "coverage")}.get(name, ())
    failures = {one: {"specialist": one, "reason": "not asked"} for one in before}
    return json.dumps({"case": CASE, **failures})


def answer(project: Project, name: str) -> Any:
    """The specialist's report. A container that is only just waking is asked again."""
    body = {"model": name, "input": task(name), "store": False, "stream": False}
    for turn in range(TRIES):
        try:
            return report(project.ask("post", f"{name}/endpoint/protocols/openai/responses", body))
        except CallFailed:
            if turn == TRIES - 1:
                raise
            project.calls.pause()
    raise AssertionError("the last turn returns or raises")


def report(response: Any) -> Any:
    said = [p for o in response["output"] if o["type"] == "message" for p in o["content"] if p["type"] == "output_text"]
    if response["status"] != "completed" or not said:
        raise HookFailed("a specialist answered without a report: see its log in the Foundry portal")
    return json.loads("".join(part["text"] for part in said))


def work(calls: Calls) -> int:
    project = Project(calls, setting("FOUNDRY_PROJECT_ENDPOINT"))
    image = setting("AGENT_IMAGE", "" if calls.dry_run else None)
    rules: dict[str, str] = {}
    for name in SPECIALISTS:
        held = project.latest(name)
        if calls.dry_run:
            project.ask("post", f"{name}/endpoint/protocols/openai/responses", {"input": task(name)})
            continue
        running = held and held["definition"]["container_configuration"]["image"]
        if not held or held["status"] != "active" or running != image:
            raise HookFailed(f"{name} does not run {image}: run infra/hooks/register_agents.py")
        rules[name] = answer(project, name)["rules_digest"]
        print(f"✓ {name} version {held['version']} answers")
    if len(set(rules.values())) > 1:
        raise HookFailed("the specialists stand on different rules: register them all from one image")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(__doc__ or "", work))
