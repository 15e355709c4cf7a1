"""A bar of speed and what was measured against it, said as a line of JSON that `make bench` gathers."""

import json
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    bar: str
    measured: float
    unit: str
    target: float
    cpu_ms: float | None = None

    def say(self) -> None:
        print(json.dumps({k: v for k, v in vars(self).items() if v is not None}), flush=True)
