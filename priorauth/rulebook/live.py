"""The rules in force while the engine runs: edits are taken up between reviews, a bad edit is refused.

A review pins a digest when it starts; the archive gives the same rules back for as long as it keeps them.
"""

from collections.abc import Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Protocol

from priorauth.errors import Complaint, RulesNotFound, RulesRefused
from priorauth.rulebook.book import Rulebook, RuleFile
from priorauth.rulebook.load import compile_rulebook, read_files, shipped_root


def roots(own: Path | None) -> list[Traversable]:
    """The shipped rules, and a plan's own folder over them."""
    return [shipped_root(), *([Path(own)] if own else [])]


class RuleArchive(Protocol):
    """Keeps rule texts by the digest of the whole."""

    def keep(self, digest: str, files: Sequence[RuleFile]) -> None:
        """Keep these files; the same digest again is harmless."""
        ...

    def files(self, digest: str) -> Sequence[RuleFile] | None:
        """The files kept under a digest, or None."""
        ...


class RememberedRules:
    """An archive for as long as the process lives."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[RuleFile, ...]] = {}

    def keep(self, digest: str, files: Sequence[RuleFile]) -> None:
        self._kept.setdefault(digest, tuple(files))

    def files(self, digest: str) -> Sequence[RuleFile] | None:
        return self._kept.get(digest)


class LiveRules:
    """The last good rulebook of some folders."""

    def __init__(self, roots: Sequence[Traversable], archive: RuleArchive) -> None:
        """Load the rules; raises RulesRefused, since without good rules nothing may start."""
        self._roots = tuple(roots)
        self._archive = archive
        self._seen = read_files(self._roots)
        self._book = compile_rulebook(self._seen)
        self._archive.keep(self._book.digest, self._book.files)
        self._compiled = {self._book.digest: self._book}
        self.complaints: tuple[Complaint, ...] = ()

    @property
    def current(self) -> Rulebook:
        """The rules in force."""
        return self._book

    def refresh(self) -> Rulebook:
        """Take up what was edited; what does not compile is told in `complaints`, and the last good rules stay."""
        try:
            files = self._files()
            if files != self._seen:
                self._seen = files
                self._take(compile_rulebook(files))
        except RulesRefused as refused:
            self.complaints = refused.complaints
        return self._book

    def _files(self) -> tuple[RuleFile, ...]:
        try:
            return read_files(self._roots)
        except (RulesRefused, OSError) as error:
            self._seen = ()
            if isinstance(error, RulesRefused):
                raise
            raise RulesRefused([Complaint("rules", 0, "a folder of rules cannot be read")]) from error

    def at(self, digest: str) -> Rulebook:
        """The rules of a digest, in force or past; raises RulesNotFound when the archive has them not."""
        if digest not in self._compiled:
            files = self._archive.files(digest)
            if files is None:
                raise RulesNotFound(digest)
            book = compile_rulebook(files)
            if book.digest != digest:
                raise RulesNotFound(digest)
            self._compiled[digest] = book
        return self._compiled[digest]

    def _take(self, book: Rulebook) -> None:
        self._archive.keep(book.digest, book.files)
        self._compiled[book.digest] = book
        self._book, self.complaints = book, ()
