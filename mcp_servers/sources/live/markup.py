"""Published text without its markup. It comes as HTML escaped twice, and holds signs that only look like tags."""

import html
import re

_BREAK = re.compile(r"<(?:/p|/li|/div|/h[1-6]|/tr|br ?/?)>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_TURNS = 5


def plain_text(written: str) -> str:
    """Words and line breaks alone; `<80 mmHg` survives."""
    for _ in range(_TURNS):
        unescaped = html.unescape(written)
        if unescaped == written:
            break
        written = unescaped
    lines = (" ".join(line.split()) for line in _TAG.sub("", _BREAK.sub("\n", written)).splitlines())
    return "\n".join(line for line in lines if line)
