"""The port a command answers on: a number that can be one, and that nobody else has taken."""

from __future__ import annotations

import socket
from argparse import ArgumentTypeError

_HIGHEST = 65_535


def port_number(text: str) -> int:
    """A port as it is written on the command line. Raises ArgumentTypeError."""
    if not text.isascii() or not text.isdigit() or int(text) > _HIGHEST:
        raise ArgumentTypeError(f"write a number from 0 to {_HIGHEST}")
    return int(text)


def refuse_taken(host: str, port: int) -> None:
    """Raises SettingRefused where this address cannot be bound, before anything else is opened."""
    from priorauth.errors import SettingRefused

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        why = (error.strerror or "it cannot be bound").lower()
        raise SettingRefused("--port", f"{port} on {host}: {why}; name another, or 0 for a free one") from None
