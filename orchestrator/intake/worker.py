"""The process in which files are read: bounded in memory, processor time and wall clock, and replaced when it falls.

A file that kills it is unreadable; nothing else is harmed.
"""

import asyncio
import contextlib
import resource
import struct
import sys
from dataclasses import dataclass, field

from pydantic import ValidationError

from orchestrator.intake.kinds import FileKind
from orchestrator.intake.reading import ReadText, read_file, unreadable

MEMORY_BOUND = 1_500_000_000
PROCESSOR_SECONDS = 20
WALL_SECONDS = 30.0
_LENGTH = struct.Struct("!Q")
_SMALL_TEXT = 200_000


@dataclass
class Worker:
    """A warm process that reads one file at a time."""

    seconds: float = WALL_SECONDS
    _process: asyncio.subprocess.Process | None = None
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def read(self, kind: FileKind, content: bytes) -> ReadText:
        """Read a file, here where it is harmless, else in the process."""
        if kind is FileKind.text and len(content) < _SMALL_TEXT:
            return read_file(kind, content)
        async with self._turn:
            try:
                return await asyncio.wait_for(self._ask(kind, content), self.seconds)
            except TimeoutError:
                await self._end()
                return unreadable("took_too_long")
            except (OSError, EOFError, asyncio.IncompleteReadError, ValidationError):
                await self._end()
                return unreadable("broke_the_reader")

    async def _ask(self, kind: FileKind, content: bytes) -> ReadText:
        process = self._process or await self._begin()
        if process.stdin is None or process.stdout is None:
            raise EOFError
        process.stdin.write(_LENGTH.pack(len(content) + 8) + kind.value.encode().ljust(8) + content)
        await process.stdin.drain()
        (length,) = _LENGTH.unpack(await process.stdout.readexactly(_LENGTH.size))
        return ReadText.model_validate_json(await process.stdout.readexactly(length))

    async def _begin(self) -> asyncio.subprocess.Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "orchestrator.intake.worker",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        return self._process

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def close(self) -> None:
        async with self._turn:
            await self._end()


def main() -> None:
    """Read files from standard input until it ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BOUND, MEMORY_BOUND))
    while head := sys.stdin.buffer.read(_LENGTH.size):
        asked = sys.stdin.buffer.read(_LENGTH.unpack(head)[0])
        _allow_processor_time()
        kind = FileKind(asked[:8].decode().strip())
        answer = read_file(kind, asked[8:]).model_dump_json().encode()
        sys.stdout.buffer.write(_LENGTH.pack(len(answer)) + answer)
        sys.stdout.buffer.flush()


def _allow_processor_time() -> None:
    """So many seconds more than this process has used; beyond them the system ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + PROCESSOR_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    main()
