"""Services in plain words: our own label for a code, the names a record may use for it, and where it is done."""

from functools import cached_property

from priorauth.base import Frozen
from priorauth.codes.ranges import CodeRanges, place_of


class Service(Frozen):
    codes: str
    label: str
    names: tuple[str, ...] = ()
    site: str = ""

    @cached_property
    def ranges(self) -> CodeRanges:
        return CodeRanges.parse(self.codes)


class Services(Frozen):
    """The table of `skills/services.md`; the first row that lists a code wins."""

    rows: tuple[Service, ...] = ()

    @cached_property
    def _by_series(self) -> dict[str, list[tuple[int, int, Service]]]:
        found: dict[str, list[tuple[int, int, Service]]] = {}
        for row in self.rows:
            for start, end in row.ranges.spans:
                found.setdefault(start.series, []).append((start.number, end.number, row))
        return found

    def of(self, code: str) -> Service | None:
        place = place_of(code)
        if place is None:
            return None
        rows = self._by_series.get(place.series, ())
        return next((row for first, last, row in rows if first <= place.number <= last), None)


def parse_services(text: str) -> Services:
    """The rows of the table; a line that is not one of its four-cell rows is prose."""
    rows: list[Service] = []
    for line in text.splitlines():
        cells = [c.strip() for c in line.strip().strip("|").split("|")] if line.startswith("|") else []
        if len(cells) != 4 or cells[0] == "Codes" or set(cells[0]) <= {"-", ":"}:
            continue
        names = tuple(n.strip() for n in cells[2].split(",") if n.strip())
        rows.append(Service(codes=cells[0], label=cells[1], names=names, site=cells[3]))
    return Services(rows=tuple(rows))
