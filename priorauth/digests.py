"""One way to name content: SHA-256 over canonical JSON."""

import hashlib
import json

from pydantic import JsonValue

_SPELLING = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def canonical(value: JsonValue) -> str:
    """The one spelling of a JSON value: sorted names, no spaces, no escapes beyond what JSON needs."""
    return _SPELLING.encode(value)


def digest(value: JsonValue) -> str:
    return digest_text(canonical(value))


def digest_text(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
