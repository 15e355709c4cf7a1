"""Medicare's contractors by the state where a service is furnished, or for equipment where the patient lives."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Contractor:
    """One contractor's area; `certainty` says how the assignment is known."""

    kind: str
    jurisdiction: str
    name: str
    states: frozenset[str]
    certainty: str
    note: str


@cache
def contractors() -> tuple[Contractor, ...]:
    text = files("mcp_servers.cms_coverage").joinpath("data", "contractors.csv").read_text("utf-8")
    return tuple(
        Contractor(
            row["type"],
            row["jurisdiction"],
            row["name"],
            frozenset(row["states"].split()),
            row["certainty"],
            row["note"],
        )
        for row in csv.DictReader(text.splitlines())
    )


def areas(kind: str) -> tuple[str, ...]:
    """The areas of one kind of contractor by the name policies use, such as `A/B MAC JE`."""
    return tuple(f"{c.kind} {c.jurisdiction}" for c in contractors() if c.kind == kind)


def contractors_for(state: str, kind: str) -> tuple[Contractor, ...]:
    """Every contractor of the state; empty text does not narrow. `kind` may be a part of the name (`DME`)."""
    wanted_state, wanted_kind = state.strip().upper(), kind.strip().upper()
    return tuple(
        c for c in contractors() if (not wanted_state or wanted_state in c.states) and wanted_kind in c.kind.upper()
    )
