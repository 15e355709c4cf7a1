"""What the durable engine writes of ours: JSON with tags for the few types it holds. Pickle is refused, both ways.

Whoever can write the engine's tables could otherwise have code run by whoever reads them.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NoReturn, cast

import dbos._serialization
from dbos import Serializer

from priorauth.errors import RunBroke

_TAG, _OF = "!", "of"


class End(StrEnum):
    """How a step of a run ended."""

    done = "done"
    over = "over"
    stale_rules = "stale_rules"
    broken = "broken"


@dataclass(frozen=True)
class Reference:
    """All that the engine keeps of a step: how it ended, and the digest of what it left in the store."""

    end: End
    digest: str = ""
    reason: str = ""


class TaggedJson(Serializer):
    def serialize(self, data: Any) -> str:
        return json.dumps(_tagged(data), separators=(",", ":"), allow_nan=False)

    def deserialize(self, serialized_data: str) -> Any:
        return _untagged(json.loads(serialized_data))

    def name(self) -> str:
        return "priorauth_json"


def _tagged(value: object) -> object:
    match value:
        case Reference():
            return {_TAG: "reference", _OF: [value.end, value.digest, value.reason]}
        case BaseException():
            return {_TAG: "error", _OF: type(value).__name__}
        case None | bool() | int() | float() | str():
            return value
        case tuple():
            return {_TAG: "tuple", _OF: [_tagged(one) for one in cast(tuple[object, ...], value)]}
        case list():
            return [_tagged(one) for one in cast(list[object], value)]
        case dict():
            pairs = cast(dict[str, object], value)
            return {_TAG: "dict", _OF: [[_name(key), _tagged(one)] for key, one in pairs.items()]}
        case _:
            raise TypeError(f"a {type(value).__name__} has no place in the durable engine")


def _name(key: object) -> str:
    if not isinstance(key, str):
        raise TypeError("only names are keys")
    return key


def _untagged(value: object) -> object:
    if isinstance(value, list):
        return [_untagged(one) for one in cast(list[object], value)]
    if not isinstance(value, dict):
        return value
    tagged = cast(dict[str, Any], value)
    held = tagged[_OF]
    match tagged[_TAG]:
        case "reference":
            return Reference(End(held[0]), held[1], held[2])
        case "error":
            return RunBroke(held)
        case "tuple":
            return tuple(_untagged(one) for one in held)
        case "dict":
            return {key: _untagged(one) for key, one in held}
        case _:
            raise ValueError("an unknown tag")


def refuse_pickle() -> None:
    """A row that says it was pickled would be unpickled whatever serializer is set; from here on it is refused."""

    def refuse(*_: object) -> NoReturn:
        raise ValueError("pickle is refused")

    pickled: Any = dbos._serialization.DefaultSerializer  # pyright: ignore[reportPrivateUsage]
    pickled.serialize = pickled.deserialize = refuse
