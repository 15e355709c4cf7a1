"""The port a command answers on: a number that can be one, and free before anything else is opened."""

from __future__ import annotations

import errno
import os
import socket
from argparse import ArgumentTypeError

_HIGHEST = 65535


def port(text: str) -> int:
    """A port as it was typed. Raises ArgumentTypeError for what cannot be one."""
    if not text.isascii() or not text.isdigit() or int(text) > _HIGHEST:
        raise ArgumentTypeError(f"{text} is no port; write a number from 0 to {_HIGHEST}")
    return int(text)


def refuse_taken(host: str, number: int, option: str = "--port") -> None:
    """Raises SettingRefused where nobody can answer at this address, above all because somebody does already."""
    from priorauth.errors import SettingRefused

    try:
        found = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError:
        raise SettingRefused("--host", f"{host} is no address of this machine") from None
    for family, kind, protocol, _, address in found:
        with socket.socket(family, kind, protocol) as trial:
            if os.name != "nt":  # there it would take a port from whoever has it
                trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(address)
            except OSError as refused:
                if refused.errno == errno.EADDRNOTAVAIL:
                    raise SettingRefused("--host", f"{host} is no address of this machine") from None
                why = "needs rights this user has not" if refused.errno == errno.EACCES else "is in use already"
                raise SettingRefused(option, f"{number} {why}; name another port") from None
