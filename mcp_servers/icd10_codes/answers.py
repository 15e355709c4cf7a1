"""The store's findings as replies: one verdict per code, with the sentence a reviewer reads."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from mcp_servers.icd10_codes.releases import ClassificationHeading, Release, headings
from mcp_servers.icd10_codes.replies import (
    CodeDetailReply,
    CodeListReply,
    CodeReply,
    CodeRow,
    CodeStatus,
    CodeType,
    Heading,
    HierarchyReply,
    SearchBy,
)
from mcp_servers.icd10_codes.store import CodeSpan, Icd10Store
from mcp_servers.reply import Provenance
from priorauth.codes import format_icd10cm, is_icd10cm_syntax

SOURCE = "ICD-10-CM code set held here"
NOTHING_HELD = "no data held here"
MOST_CHILDREN = 120


class Icd10Answers:
    """Answers every question of the icd10-codes server from one store."""

    def __init__(self, store: Icd10Store) -> None:
        self._store = store

    def validate(self, code: str, code_type: CodeType, service_date: date | None) -> CodeReply:
        written = _written(code)
        if code_type is CodeType.procedure:
            return _unknown(written, CodeType.procedure, "No inpatient procedure codes are held here.")
        release = self._store.release_for(service_date)
        if release is None:
            return _unknown(written, CodeType.diagnosis, self._years_held())
        if not is_icd10cm_syntax(written):
            return _refused(written, release)
        standing = self._store.find(written, release.year)
        return self._standing(standing, release) if standing else self._absent(written, release)

    def look_up(self, code: str, code_type: CodeType, service_date: date | None) -> CodeDetailReply:
        verdict = self.validate(code, code_type, service_date)
        release = self._store.release_for(service_date)
        placed = bool(verdict.valid) and release is not None
        ancestors = self._store.ancestors(verdict.code, release.year) if placed and release else []
        return CodeDetailReply(
            **verdict.model_dump(),
            ancestors=_rows(ancestors),
            block=_heading("block", verdict.code) if placed else None,
            chapter=_heading("chapter", verdict.code) if placed else None,
        )

    def search(
        self, query: str, code_type: CodeType, by: SearchBy, limit: int, *, exact: bool, billable_only: bool
    ) -> CodeListReply:
        if code_type is CodeType.procedure:
            return _no_list("No inpatient procedure codes are held here.")
        release = self._store.newest
        if by is SearchBy.code or is_icd10cm_syntax(_written(query)):
            found = self._by_code(_written(query), release.year, limit, exact=exact, billable_only=billable_only)
        else:
            found = self._store.search(query, release.year, limit, billable_only=billable_only)
            found = [span for span in found if not exact or span.title.lower() == query.strip().lower()]
        return _list(release, found, len(found))

    def hierarchy(self, prefix: str) -> HierarchyReply:
        release, written = self._store.newest, _written(prefix)
        standing = self._store.find(written, release.year)
        below = self._store.below(written, release.year) if written else []
        code = standing.code if standing else written
        return HierarchyReply(
            **_from(release),
            code=code,
            found=bool(standing or below),
            billable=bool(standing.billable) if standing else None,
            description=standing.title if standing else "",
            chapter=_heading("chapter", code),
            block=_heading("block", code),
            ancestors=_rows(self._store.ancestors(code, release.year)) if standing else (),
            children=_rows(islice(_topmost(below), MOST_CHILDREN)),
            detail="" if standing or below else "No code begins like this.",
        )

    def category(self, chapter: str, category: str, *, billable_only: bool, limit: int) -> CodeListReply:
        """The codes of a category or block; a chapter alone lists its blocks and its categories."""
        release = self._store.newest
        wanted = category.strip().upper()
        inside = next((h for h in headings() if wanted and h.range == wanted), None)
        if inside is None and not wanted:
            return self._chapter(chapter.strip().upper(), release, limit)
        first, last = (inside.first, inside.last) if inside else (_written(wanted),) * 2
        rows = [span for span in self._store.between(first, last, release.year) if span.billable or not billable_only]
        return _list(release, rows[:limit], len(rows))

    def _chapter(self, chapter: str, release: Release, limit: int) -> CodeListReply:
        """By number, by range, or by the letter its codes begin with."""
        found = next((h for h in headings() if h.kind == "chapter" and chapter in h.names), None)
        if found is None and not (len(chapter) == 1 and chapter.isalpha()):
            return CodeListReply(
                **_from(release), detail="Name a chapter (1 to 22, a range or a letter) or a category."
            )
        first, last = (found.first, found.last) if found else (chapter, chapter)
        categories = [s for s in self._store.between(first, last, release.year) if len(s.code) == 3]
        inside = tuple(
            _wire(h) for h in headings() if h.kind == "block" and first <= h.first and h.last[: len(last)] <= last
        )
        reply = _list(release, categories[:limit], len(categories))
        return reply.model_copy(update={"headings": (*((_wire(found),) if found else ()), *inside)})

    def body_system(self) -> CodeListReply:
        return _no_list("Body systems belong to the inpatient procedure codes, which are not held here.")

    def _by_code(self, written: str, year: int, limit: int, *, exact: bool, billable_only: bool) -> list[CodeSpan]:
        if not written:
            return []
        rows = self._store.starting_with(written, year)
        return list(
            islice((s for s in rows if (s.billable or not billable_only) and (s.code == written or not exact)), limit)
        )

    def _standing(self, span: CodeSpan, release: Release) -> CodeReply:
        complete = [s for s in self._store.below(span.code, release.year) if s.billable] if not span.billable else []
        return CodeReply(
            **_from(release),
            code=span.code,
            code_type=CodeType.diagnosis,
            status=CodeStatus.billable if span.billable else CodeStatus.header,
            valid=True,
            billable=bool(span.billable),
            description=span.title,
            children=_rows(complete[:MOST_CHILDREN]),
            children_total=len(complete),
            detail="A complete code." if span.billable else f"A header; {len(complete)} complete codes stand below it.",
        )

    def _absent(self, written: str, release: Release) -> CodeReply:
        spans = self._store.spans_of(written)
        later = next((span for span in spans if span.first_year > release.year), None)
        earlier = next((span for span in reversed(spans) if span.last_year < release.year), None)
        if earlier:
            last = f"{earlier.last_year}-09-30"
            return _invalid(written, release, CodeStatus.retired, f"Retired; in force until {last}.", earlier)
        if later:
            first = f"{later.first_year - 1}-10-01"
            return _invalid(written, release, CodeStatus.not_yet, f"Not yet in force; valid from {first}.", later)
        return _invalid(written, release, CodeStatus.unknown, f"No such code in {release.name}.")

    def _years_held(self) -> str:
        held = ", ".join(f"FY{year}" for year in self._store.releases)
        return f"The code set in force on that day is not held here; held: {held}."


def _written(code: str) -> str:
    return format_icd10cm("".join(code.split()).rstrip("."))


def _from(release: Release) -> Provenance:
    return {"source": SOURCE, "release": release.name, "as_of": release.as_of}


def _rows(spans: Iterable[CodeSpan]) -> tuple[CodeRow, ...]:
    return tuple(CodeRow(code=s.code, description=s.title, billable=bool(s.billable)) for s in spans)


def _list(release: Release, spans: list[CodeSpan], total: int) -> CodeListReply:
    return CodeListReply(**_from(release), codes=_rows(spans), total=total, detail="" if spans else "Nothing found.")


def _no_list(detail: str) -> CodeListReply:
    return CodeListReply(source=NOTHING_HELD, release="", as_of=None, held=False, detail=detail)


def _unknown(code: str, code_type: CodeType, detail: str) -> CodeReply:
    return CodeReply(
        source=NOTHING_HELD,
        release="",
        as_of=None,
        code=code,
        code_type=code_type,
        status=CodeStatus.not_held,
        valid=None,
        billable=None,
        detail=detail,
    )


def _invalid(code: str, release: Release, status: CodeStatus, detail: str, known: CodeSpan | None = None) -> CodeReply:
    return CodeReply(
        **_from(release),
        code=code,
        code_type=CodeType.diagnosis,
        status=status,
        valid=False,
        billable=False,
        description=known.title if known else "",
        detail=detail,
    )


def _refused(written: str, release: Release) -> CodeReply:
    """Text without the form of a code; a chapter or a block is named as what it is."""
    heading = next((h for h in headings() if written in h.names), None)
    if heading:
        detail = f"A {heading.kind} ({heading.range}, {heading.title}), not a code."
        return _invalid(written, release, CodeStatus.heading, detail)
    return _invalid(written, release, CodeStatus.malformed, "Not of the form of a diagnosis code.")


def _topmost(spans: Iterable[CodeSpan]) -> Iterator[CodeSpan]:
    """Those of an ordered run that do not stand below another of the run."""
    top = "\x7f"
    for span in spans:
        if not span.code.startswith(top):
            top = span.code
            yield span


def _heading(kind: str, code: str) -> Heading | None:
    return next((_wire(h) for h in headings() if h.kind == kind and h.covers(code[:3])), None)


def _wire(heading: ClassificationHeading) -> Heading:
    return Heading(range=heading.range, title=heading.title)
