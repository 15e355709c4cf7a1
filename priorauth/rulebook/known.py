"""Policies known to exist without being held: what tells "there is none" from "there is one, not held here"."""

import re

from priorauth.base import Frozen
from priorauth.errors import Complaint, RuleMistake
from priorauth.findings import PolicyKind
from priorauth.rulebook.pages import Page
from priorauth.rulebook.tables import Line, TableReader

COLUMNS = ("id", "kind", "title", "codes", "jurisdiction", "certainty")
ONE_OF, ALL, NATIONAL = "one of: ", "all", "national"
_CODE = re.compile(r"[A-Z0-9]{5}(-[A-Z0-9]{5})?")
_AREAS = re.compile(r"(A/B|DME|HHH) MAC [A-Z0-9]{2,3}(, [A-Z0-9]{2,3})*")


class KnownPolicy(Frozen):
    """One row of the index. `uncertain_place`: it is of one of these areas, and it was not captured of which."""

    id: str
    kind: PolicyKind
    title: str
    codes: tuple[str, ...] = ()
    jurisdiction: str
    certainty: str

    @property
    def uncertain_place(self) -> bool:
        return self.jurisdiction.startswith(ONE_OF)

    @property
    def areas(self) -> str:
        """The areas as written, without the word that only one of them is meant."""
        return self.jurisdiction.removeprefix(ONE_OF)


def compile_index(page: Page) -> tuple[tuple[KnownPolicy, ...], list[Complaint]]:
    """The rows of the index, and what is wrong with the others."""
    reader = TableReader(page)
    known = reader.rows("Policies", COLUMNS, _row)
    seen: set[str] = set()
    for one in known:
        if one.id in seen:
            reader.complain(1, f'"{one.id}" stands twice in the index')
        seen.add(one.id)
    return known, reader.complaints


def _row(line: Line) -> KnownPolicy:
    codes = line.parts("codes")
    for code in codes:
        if not _CODE.fullmatch(code):
            raise RuleMistake(f'"{code}" is no code and no range of codes such as 64490-64495')
    kind = line.word("kind", PolicyKind)
    jurisdiction = line.text("jurisdiction")
    _check_place(kind, jurisdiction)
    return KnownPolicy(
        id=line.text("id"),
        kind=kind,
        title=line.text("title"),
        codes=codes,
        jurisdiction=jurisdiction,
        certainty=line.text("certainty"),
    )


def _check_place(kind: PolicyKind, written: str) -> None:
    if written == NATIONAL:
        if kind is PolicyKind.lcd:
            raise RuleMistake("a local policy binds in an area; write the contractor's, or one of: all")
        return
    areas = written.removeprefix(ONE_OF)
    if written.startswith(ONE_OF) and areas == ALL:
        return
    if not all(_AREAS.fullmatch(part.strip()) for part in areas.split(";")):
        raise RuleMistake(f'"{written}" names no area such as A/B MAC JE, JF')
