"""Units: how they are written, and a value of a measure from one to another."""

from collections.abc import Mapping
from types import MappingProxyType

from priorauth.measures.measure import Measure

WRITTEN_UNITS: Mapping[str, str] = MappingProxyType(
    {
        "percent": "%",
        "predicted": "% predicted",
        "% predicted": "% predicted",
        "hours": "h",
        "hour": "h",
        "seconds": "s",
        "degrees": "degree",
        "levels": "level",
        "episodes": "episode",
        "visits": "visit",
        "days": "day",
        "points": "point",
        "grams": "g",
        "years": "year",
        "lbs": "lb",
        "pounds": "lb",
        "events/h": "/h",
        "per hour": "/h",
        "events per hour": "/h",
        "days per month": "day/month",
        "days/month": "day/month",
        "pack-years": "pack-year",
        "mets": "met",
        "percent predicted": "% predicted",
    }
)


def written_unit(unit: str) -> str:
    """A unit as rules write it, in the spelling the reader's tokens carry."""
    folded = unit.strip().casefold()
    return WRITTEN_UNITS.get(folded, folded)


def convert(measure: Measure, value: float, unit: str) -> float | None:
    """A value in the measure's own unit; None where the unit is not one of the measure's."""
    written = written_unit(unit)
    if written in ("", written_unit(measure.unit)) and written not in measure.units:
        return value
    if written not in measure.units:
        return None
    factor, offset = measure.units[written]
    return value * factor + offset


def without_unit(measure: Measure, value: float) -> float | None:
    """A bare number as a value, where only one unit makes it plausible; None where a unit is needed."""
    if measure.unit_required:
        return None
    if measure.out_of is not None and measure.plausible(value):
        return value
    readings = {(1.0, 0.0), *measure.units.values()}
    plausible = [v for f, o in readings if measure.plausible(v := value * f + o)]
    return plausible[0] if len(plausible) == 1 else None
