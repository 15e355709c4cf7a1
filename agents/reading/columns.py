"""What a table with a column of before and a column of now tells: "| headache days | 22 | 8 |" under their heads."""

from agents.reading import patterns as re

ROWS_ABOVE = 6
BEFORE = re.compile(r"\b(?:before|baseline|pre|prior|previous\w*|initial\w*|at start|pretreatment)\b")
NOW = re.compile(r"\b(?:now|currently?|today|after|post|latest|on (?:treatment|therapy|toxin|botox|drug))\b")
NOT_YET = re.compile(r"\b(?:goal|target|expect\w*|hoped?|aim|project\w*|predict\w*|planned|if)\b")
MONTHLY = re.compile(r"\b(?:months?|monthly|mo)\b")

Cells = list[tuple[int, int]]


def cells_of(low: str, start: int, end: int) -> Cells:
    """The cells of a line, empty ones at its ends left out."""
    cells: Cells = []
    for piece in low[start:end].split("|"):
        cells.append((start, start + len(piece)))
        start += len(piece) + 1
    return [(a, b) for n, (a, b) in enumerate(cells) if low[a:b].strip() or 0 < n < len(cells) - 1]


def heads_before_and_now(low: str, cells: Cells) -> tuple[int, int] | None:
    """Which column is of before and which of now; nothing unless one is each."""
    before = [n for n, (a, b) in enumerate(cells) if BEFORE.search(low, a, b)]
    now = [n for n, (a, b) in enumerate(cells) if NOW.search(low, a, b) and not NOT_YET.search(low, a, b)]
    return (before[0], now[0]) if len(before) == 1 and len(now) == 1 and before != now else None
