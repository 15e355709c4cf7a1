"""Zip files whose members are read no further than a bound, whatever their headers claim."""

import io
import zipfile
from collections.abc import Generator
from contextlib import contextmanager
from typing import IO

from priorauth.errors import BulkFileRefused

MOST_MEMBERS = 500
MOST_NESTED = 600_000_000
_CHUNK = 1 << 20


@contextmanager
def nested(archive: zipfile.ZipFile, name: str, most: int = MOST_NESTED) -> Generator[zipfile.ZipFile]:
    """A zip within a zip, unpacked in memory. Raises BulkFileRefused where it is larger than anything published."""
    with archive.open(name) as content:
        packed = read_bounded(content, most)
    with zipfile.ZipFile(io.BytesIO(packed)) as inner:
        refuse_crowded(inner)
        yield inner


def refuse_crowded(archive: zipfile.ZipFile) -> None:
    if len(archive.infolist()) > MOST_MEMBERS:
        raise BulkFileRefused("the zip has more members than any published file")


def read_bounded(content: IO[bytes], most: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := content.read(_CHUNK):
        size += len(part)
        if size > most:
            raise BulkFileRefused("a part of the zip unpacks to more than is taken")
        parts.append(part)
    return b"".join(parts)
