"""Diagnostic blocks listed in a table, one a row: the day, the scores of before and after, the share that went.

The line over the table names the block. A row that tells no result is none of them, nor is a block of another kind.
"""

from collections.abc import Iterator, Sequence

from agents.reading import patterns as re
from agents.reading.blocks import names_a_block
from agents.reading.compared import EARLIER, LATER, figures_in
from agents.reading.record import PreparedDocument, Sentence
from agents.reading.remembered import ListedBlock
from agents.reading.tables import Cell, Table
from priorauth.facts import DateInterval

MOST_PAIN, LEAST_SHARE, WHOLE, ROUNDED = 10.0, 11.0, 100.0, 12.0
SHARE_HEAD = re.compile(
    r"\s*(?:%|(?:pain |% ?|percent(?:age)? )?(?:relief|reduction|improvement|better|gone|change)\b)"
)
NO_DIAGNOSIS = re.compile(
    r"\b(?:plan\w*|schedul\w*|request\w*|pending|to be|sample|example|template|wife|husband|mother|father)\b"
)
ANOTHER_MATTER = re.compile(
    r"\b(?:visits?|seen|follow\w*|f/u|phone\w*|call\w*|review\w*|therapy|pt|mri|ct|films?|epidurals?|esi|rfa|ablation|planned"
    r"|scheduled|booked|next|pending|cancel\w+)\b"
)
LINES_BETWEEN = 2


def blocks_in_tables(document: PreparedDocument) -> dict[int, list[ListedBlock]]:
    """The rows of tables that list diagnostic blocks, by the sentence that names the block; found once."""
    if document.remembered.blocks is None:
        document.remembered.blocks = _listed(document)
    return document.remembered.blocks


def _listed(document: PreparedDocument) -> dict[int, list[ListedBlock]]:
    found: dict[int, list[ListedBlock]] = {}
    if "block" not in document.low and "mbb" not in document.low and "medial branch" not in document.low:
        return found
    for table in document.tables:
        title = _title(document, table)
        if title is not None and (rows := list(_rows(document, table))):
            found.setdefault(title.index, []).extend(rows)
    return found


def _title(document: PreparedDocument, table: Table) -> Sentence | None:
    """The sentence over a table, or its heading, where that names a diagnostic block that was done."""
    low = document.low
    head = low.rfind("\n", 0, table.heads[0].start) + 1
    stretches = [(head, table.heads[-1].end)]
    stop = head
    for _ in range(LINES_BETWEEN):
        if stop <= 0:
            break
        begun = low.rfind("\n", 0, stop - 1) + 1
        if low[begun:stop].strip():
            stretches.append((begun, stop))
            break
        stop = begun
    for start, end in stretches:
        if names_a_block(low, start, end) and not NO_DIAGNOSIS.search(low, start, end):
            return document.sentence_at(start + len(low[start:end]) - len(low[start:end].lstrip()))
    return None


def _rows(document: PreparedDocument, table: Table) -> Iterator[ListedBlock]:
    low = document.low
    titles = [low[h.start : h.end] for h in table.heads]
    told = next((i for i, t in enumerate(titles) if SHARE_HEAD.match(t)), None)
    early = next((i for i, t in enumerate(titles) if EARLIER.search(t)), None)
    late = next((i for i, t in enumerate(titles) if i not in (early, told) and LATER.search(t)), None)
    for row in table.rows:
        if ANOTHER_MATTER.search(low, row[0].start, row[-1].end):
            continue
        share = None if told is None else _share(low, row[told])
        fall = None if early is None or late is None else _fall(low, row[early], row[late])
        if share is None or (fall is not None and fall + ROUNDED < share):
            share, at = fall, (row[early or 0], row[late or 0])
        else:
            at = (row[told or 0], row[told or 0])
        if share is not None:
            yield ListedBlock(min(c.start for c in at), max(c.end for c in at), share, _day(document, row))


def _share(low: str, cell: Cell) -> float | None:
    """The share of a cell that holds one and nothing else."""
    figures = [f.worth for f in figures_in(low, cell.start, cell.end)]
    return figures[0] if len(figures) == 1 and LEAST_SHARE <= figures[0] <= WHOLE else None


def _fall(low: str, before: Cell, after: Cell) -> float | None:
    """What a score of before and one of after come to."""
    scores = [[f for f in figures_in(low, c.start, c.end) if f.worth <= MOST_PAIN] for c in (before, after)]
    if any(len(found) != 1 for found in scores) or not scores[1][0].worth < scores[0][0].worth:
        return None
    return round(100 * (scores[0][0].worth - scores[1][0].worth) / scores[0][0].worth, 2)


def _day(document: PreparedDocument, row: Sequence[Cell]) -> DateInterval | None:
    """The first day that a row tells."""
    sentence = document.sentence_at(row[0].start)
    days = (d for d in sentence.dates if row[0].start <= d.start < row[-1].end and not d.birth)
    return next((d.interval for d in days if d.interval), None)
