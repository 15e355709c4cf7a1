"""Write the structure of base R4 (types, elements, cardinality, choices) that the FHIR door checks bodies against.

The models of `fhir.resources` are the source; a test holds the written file and the two verdicts together.
Usage: fhir_structure.py > orchestrator/fhir/r4.json
"""

import json
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from fhir.resources import R4B

_UNIONS = (Union, UnionType)
_PYTHON = {"bool": "boolean", "int": "integer", "Decimal": "decimal"}


def structures() -> dict[str, dict[str, str]]:
    """Every type by name: element to `type`, `*` for a list, `!` required, `|group` of a choice, `=` its codes."""
    found: dict[str, dict[str, str]] = {}
    for model in _models():
        name = model.get_resource_type()
        found[name] = {}
        for key, field in model.model_fields.items():
            label = field.alias or key
            told: dict[str, Any] = field.json_schema_extra or {}
            if label.startswith("_") or label in ("fhir_comments", "resource_type") or not told.get("element_property"):
                continue
            required = field.is_required() or told.get("element_required") or False
            found[name][label] = _spelled(field, told, required=bool(required))
    return dict(sorted(found.items()))


def _models() -> Iterator[Any]:
    for info in pkgutil.iter_modules(R4B.__path__):
        if info.ispkg or info.name.startswith(("_", "fhirtypes")):
            continue
        module = import_module(f"fhir.resources.R4B.{info.name}")
        for value in vars(module).values():
            if isinstance(value, type) and value.__module__ == module.__name__ and hasattr(value, "model_fields"):
                yield value


def _spelled(field: Any, told: dict[str, Any], *, required: bool) -> str:
    kind, many = _kind(field.annotation, field.metadata)
    choice = f"|{told['one_of_many']}{'!' if told.get('one_of_many_required') else ''}" if "one_of_many" in told else ""
    codes = f"={','.join(told['enum_values'])}" if told.get("enum_values") and kind == "code" else ""
    return f"{kind}{'*' if many else ''}{'!' if required else ''}{choice}{codes}"


def _kind(annotation: Any, metadata: list[Any]) -> tuple[str, bool]:
    if get_origin(annotation) is Annotated:
        return _primitive(annotation), False
    if get_origin(annotation) in _UNIONS:
        return _kind(next(a for a in get_args(annotation) if a is not type(None)), metadata)
    if get_origin(annotation) is list:
        return _kind(get_args(annotation)[0], metadata)[0], True
    if metadata:
        return _lowered(type(metadata[0]).__name__), False
    return _lowered(annotation.__name__), False


def _primitive(annotation: Any) -> str:
    return _lowered(type(annotation.__metadata__[0]).__name__)


def _lowered(name: str) -> str:
    if name in _PYTHON:
        return _PYTHON[name]
    if name.endswith("Type"):
        return name.removesuffix("Type")
    return name[0].lower() + name[1:]


def written() -> str:
    """The table as a file: one line for each type."""
    lines = [f"{json.dumps(name)}:{json.dumps(elements, sort_keys=True)}" for name, elements in structures().items()]
    return "{" + ",\n".join(lines) + "}\n"


if __name__ == "__main__":
    sys.stdout.write(written())
