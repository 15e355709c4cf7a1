"""The catalogue of measures: what each is called, its own unit, what converts to it, and what it is mistaken for.

A value outside the plausible range is no value of the measure; a value without a unit counts only where the measure has
none, or where no other unit of the measure would make it plausible.
"""

from collections.abc import Mapping
from types import MappingProxyType

from priorauth.measures.catalogue import CATALOGUE
from priorauth.measures.measure import Form, Measure
from priorauth.measures.units import convert, without_unit, written_unit

__all__ = (
    "CATALOGUE",
    "CIGARETTES_IN_A_PACK",
    "MEASURES",
    "Form",
    "Measure",
    "convert",
    "find_measure",
    "without_unit",
    "written_unit",
)

CIGARETTES_IN_A_PACK = 20
MEASURES: Mapping[str, Measure] = MappingProxyType({m.name: m for m in CATALOGUE})
_BY_FOLDED_NAME: Mapping[str, Measure] = MappingProxyType({m.name.casefold(): m for m in CATALOGUE})


def find_measure(name: str) -> Measure | None:
    """The measure of this name, whatever its case."""
    return _BY_FOLDED_NAME.get(name.strip().casefold())
