"""The numbers with which `priorauth` ends; each is given once and never reused."""

from enum import IntEnum


class Exit(IntEnum):
    success = 0
    no = 1
    usage = 2
    failed = 3
    interrupted = 130
