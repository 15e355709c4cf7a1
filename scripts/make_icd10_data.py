"""Writes the bundled ICD-10-CM base (April 2026 release) from the simple-icd-10-cm development package.

Run once for each base release: `uv run python scripts/make_icd10_data.py`. The package mixes chapters, blocks and
codes in one tree; only categories and below are codes, and a block may share its name with a category.
"""

import gzip
import importlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[1] / "mcp_servers" / "icd10_codes" / "data"
ROWS, BILLABLE = 98_186, 74_719


def main() -> None:
    # The package offers codes by name only; the tree they hang in is its module variable.
    chapters: list[Any] = vars(importlib.import_module("simple_icd_10_cm.simple_icd_10_cm"))["_chapter_list"]
    rows = sorted(line for chapter in chapters for line in codes(chapter))
    billable = sum(row.split("\t")[1] == "1" for row in rows)
    if (len(rows), len({row.split("\t")[0] for row in rows}), billable) != (ROWS, ROWS, BILLABLE):
        raise SystemExit(f"unexpected totals: {len(rows)} rows, {billable} billable")
    (DATA / "icd10cm-2026.tsv.gz").write_bytes(compressed("".join(f"{row}\n" for row in rows)))
    (DATA / "headings.tsv").write_text("".join(f"{line}\n" for line in headings(chapters)), encoding="utf-8")


def codes(node: Any) -> Iterator[str]:
    if node.type not in ("chapter", "section"):
        yield f"{node.name}\t{0 if node.children else 1}\t{title(node)}"
    for child in node.children:
        yield from codes(child)


def title(node: Any) -> str:
    text = node.description
    if node.type == "extended subcategory":
        # The package appends the seventh character's explanatory note after a slash; it is not part of the title.
        stem = node.parent.description
        text = stem + text.removeprefix(stem).split("/")[0]
    return " ".join(text.split())


def headings(chapters: list[Any]) -> Iterator[str]:
    for chapter in chapters:
        yield f"chapter\t{chapter.name}\t{span(chapter)}\t{heading(chapter)}"
        for node in chapter.children:
            if node.type == "section":
                yield f"block\t{chapter.name}\t{node.name}\t{heading(node)}"


def span(node: Any) -> str:
    return node.description.rsplit("(", 1)[1].rstrip(")")


def heading(node: Any) -> str:
    return " ".join(node.description.rsplit("(", 1)[0].split())


def compressed(text: str) -> bytes:
    buffer = io.BytesIO()
    with gzip.GzipFile(fileobj=buffer, mode="wb", compresslevel=9, mtime=0) as file:
        file.write(text.encode())
    return buffer.getvalue()


if __name__ == "__main__":
    main()
