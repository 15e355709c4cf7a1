"""What the API's description says is what the API does: generated requests, right and wrong, over every operation."""

import os
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case

from tests.standins.served import Served

EXAMPLES = int(os.environ.get("DESCRIBED_EXAMPLES", "6"))
DESCRIPTION = Path(__file__).parents[2] / "frontend" / "openapi.json"
CONFIG = Path(__file__).parent / "schemathesis.toml"
# Streams have no end of their own.
WITHOUT_END = r"/events$|/stream$"


api = schemathesis.openapi.from_path(DESCRIPTION, config=schemathesis.Config.from_path(CONFIG)).exclude(
    path_regex=WITHOUT_END
)


@api.parametrize()  # pyright: ignore[reportUntypedFunctionDecorator]
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large),
)
def test_every_operation_answers_as_it_is_described(case: Case[Any], engine: Served) -> None:
    case.call_and_validate(base_url=engine.address, timeout=60)
