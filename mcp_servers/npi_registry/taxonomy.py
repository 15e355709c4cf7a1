"""Short labels of our own for the provider taxonomy codes that matter here."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def labels() -> Mapping[str, str]:
    text = files("mcp_servers.npi_registry").joinpath("data", "taxonomies.tsv").read_text("utf-8")
    return dict(line.split("\t") for line in text.splitlines())


def codes_named(words: str) -> tuple[str, ...]:
    """The codes that are written like this or whose label holds every word."""
    wanted = words.lower().split()
    return tuple(
        code for code, label in labels().items() if all(w in label.lower() or w == code.lower() for w in wanted)
    )
