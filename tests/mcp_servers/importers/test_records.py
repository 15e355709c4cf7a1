"""Reading records out of any bytes at all: nothing is lost, nothing is read twice, nothing is raised."""

import io

from hypothesis import given
from hypothesis import strategies as st

from mcp_servers.importers.records import RecordReader

QUOTED = st.text(st.sampled_from('a",\n\r\x00é '), max_size=12)
HOSTILE = st.lists(st.sampled_from([b'"', b",", b"\n", b"\r\n", b"a", b"\xff", b'"a","b"\n', b"\x00"]), max_size=60)


@given(HOSTILE)
def test_any_bytes_are_read_to_their_end(parts: list[bytes]) -> None:
    content = b"".join(parts)
    reader = RecordReader(io.BytesIO(content))
    lines = [record.line for record in reader]
    assert reader.offset == len(content)
    assert lines == sorted(set(lines))


@given(st.lists(st.lists(QUOTED, min_size=2, max_size=4), max_size=8))
def test_what_was_quoted_well_is_read_as_written(rows: list[list[str]]) -> None:
    flat = [[cell.replace("\n", " ").replace("\r", " ") for cell in row] for row in rows]
    text = "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in flat)
    assert [record.fields for record in RecordReader(io.BytesIO(text.encode()))] == flat


@given(st.integers(0, 30), HOSTILE)
def test_a_reader_started_at_a_record_reads_on_as_the_first_would_have(taken: int, parts: list[bytes]) -> None:
    content = b"".join(parts)
    first = RecordReader(io.BytesIO(content))
    records = iter(first)
    for _ in range(taken):
        if next(records, None) is None:
            break
    stream = io.BytesIO(content)
    stream.seek(first.offset)
    second = RecordReader(stream, offset=first.offset, line=first.line)
    assert list(second) == list(records)


def test_a_quote_never_closed_costs_one_record() -> None:
    content = b'"a","b"\n"c,"d"\n"e","f"\n'
    records = list(RecordReader(io.BytesIO(content)))
    assert [(r.line, r.fields, bool(r.reason)) for r in records] == [
        (1, ["a", "b"], False),
        (2, [], True),
        (3, ["e", "f"], False),
    ]


def test_a_line_without_end_is_read_in_bounded_pieces() -> None:
    content = b'"' + b"x" * 3_000_000
    records = list(RecordReader(io.BytesIO(content)))
    assert records
    assert all(record.reason for record in records if len(record.fields) > 1 or not record.fields)
