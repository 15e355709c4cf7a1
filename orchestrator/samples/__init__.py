"""Sample cases, all made up, that show a newcomer what the engine does."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, cast

NAMES = ("approval", "pend")


def sample(name: str) -> Mapping[str, Any]:
    """The request of a sample case, as a body of `POST /api/cases`."""
    return cast(Mapping[str, Any], json.loads(files(__name__).joinpath(f"{name}.json").read_text("utf-8")))["request"]
