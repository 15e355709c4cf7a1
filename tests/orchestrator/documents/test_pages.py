"""Pages: what fits stands on them, what does not goes on with the next, and nothing hangs over an edge."""

from datetime import UTC, datetime
from io import BytesIO

from pypdf import PdfReader

from orchestrator.documents.blocks import Block, Document, Heading, Listing, Paragraph, Table, Together, words
from orchestrator.documents.pages import HEIGHT, LINE, MARGIN, Page, Shade, Stroke, Words, pages_of
from orchestrator.documents.pdf import pdf

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def document(*blocks: Block) -> Document:
    return Document("Synthetic document", "", (), "Case 1", AT, blocks)


def told(page: Page) -> list[str]:
    drawn = [one for one in page.drawn if isinstance(one, Words)]
    return ["".join(text for _, text in line.pieces) for one in drawn for line in one.lines]


def lowest(page: Page) -> float:
    edges = [one.y - (len(one.lines) - 1) * one.style.leading for one in page.drawn if isinstance(one, Words)]
    return min([*edges, *(one.y for one in page.drawn if not isinstance(one, Words))])


def test_a_long_text_goes_on_with_the_next_page_and_leaves_no_line_alone() -> None:
    for count in range(50, 60):
        text = "\n".join(f"line {n}" for n in range(count))
        pages = pages_of(document(Heading(1, "Title"), Paragraph(words(text))))
        assert [line for page in pages for line in told(page)] == ["Title", *text.split("\n")]
        assert all(lowest(page) >= MARGIN for page in pages)
        assert len(told(pages[-1])) > 1


def test_a_heading_stands_on_the_page_of_what_follows_it() -> None:
    for count in range(40, 60):
        above = Paragraph(words("\n".join("x" for _ in range(count))))
        pages = pages_of(document(above, Heading(2, "A heading"), Paragraph(words("What follows"))))
        home = next(page for page in pages if "A heading" in told(page))
        assert "What follows" in told(home)
        assert [mark.title for mark in home.marks] == ["A heading"]


def test_headings_stand_on_the_page_on_which_the_table_under_them_begins() -> None:
    table = Table(("Name", "Value"), ((words("first"), words("x\n" * 12)), (words("second"), words("y"))), (1, 2))
    for count in range(20, 60):
        above = Paragraph(words("\n".join("x" for _ in range(count))))
        pages = pages_of(document(above, Heading(2, "Over it"), Heading(3, "Closer"), table))
        home = next(page for page in pages if "first" in told(page))
        assert {"Over it", "Closer", "Name"} <= {*told(home)}
        assert all(lowest(page) >= MARGIN for page in pages)


def test_a_table_repeats_its_head_and_cuts_no_short_row() -> None:
    rows = tuple((words(f"row {n}"), words(f"first line of {n}\nsecond line of {n}")) for n in range(60))
    pages = pages_of(document(Table(("Name", "Value"), rows, (1, 2))))
    assert len(pages) > 2
    for page in pages:
        lines = told(page)
        assert lines[:2] == ["Name", "Value"]
        assert sum(isinstance(one, Shade) for one in page.drawn) == 1
        assert lowest(page) >= MARGIN
        firsts = [line.removeprefix("first line of ") for line in lines if line.startswith("first")]
        assert firsts == [line.removeprefix("second line of ") for line in lines if line.startswith("second")]
        strokes = [one for one in page.drawn if isinstance(one, Stroke)]
        assert {one.width for one in strokes} == {LINE}


def test_a_row_higher_than_a_page_goes_on_without_a_line_across_it() -> None:
    tall = "\n".join(f"line {n}" for n in range(200))
    pages = pages_of(document(Table(("Name", "Value"), ((words("one"), words(tall)),), (1, 2))))
    lines = [line for page in pages for line in told(page) if line.startswith("line")]
    assert lines == tall.split("\n")
    assert all(lowest(page) >= MARGIN for page in pages)
    assert [sum(isinstance(one, Stroke) for one in page.drawn) for page in pages] == [1] * (len(pages) - 1) + [2]


def test_a_head_higher_than_a_page_is_told_once() -> None:
    head = "\n".join(f"head {n}" for n in range(150))
    pages = pages_of(document(Table((head, "Value"), ((words("one"), words("two")),), (1, 1))))
    lines = [line for page in pages for line in told(page) if line.startswith("head")]
    assert lines == head.split("\n")


def test_what_belongs_together_stays_on_one_page() -> None:
    for count in range(40, 60):
        above = Paragraph(words("\n".join("x" for _ in range(count))))
        signed = Together((Paragraph(words("Kindly")), Paragraph(words("Synthetic Reviewer")), Paragraph(words("MD"))))
        pages = pages_of(document(above, signed))
        home = next(page for page in pages if "Kindly" in told(page))
        assert {"Synthetic Reviewer", "MD"} <= set(told(home))


def test_a_list_is_numbered_at_its_first_lines() -> None:
    [page] = pages_of(document(Listing((words("one"), words("two\nstill two")), ordered=True)))
    assert told(page) == ["1.", "one", "2.", "two", "still two"]


def test_the_number_of_an_item_from_the_right_stands_at_its_right() -> None:
    [page] = pages_of(document(Listing((words("محمد علي"),), ordered=True)))
    [line] = [line for one in page.drawn if isinstance(one, Words) for line in one.lines]
    assert "".join(text for _, text in line.pieces).endswith(".1")
    assert line.left > 0


def test_every_page_says_which_it_is_of_how_many() -> None:
    made = pdf(document(Paragraph(words("\n".join("x" for _ in range(150))))))
    texts = [page.extract_text() for page in PdfReader(BytesIO(made)).pages]
    assert all(f"Page {number} of {len(texts)}" in text for number, text in enumerate(texts, 1))
    assert len(texts) > 2


def test_a_document_that_begins_below_the_first_level_has_bookmarks() -> None:
    made = pdf(document(Heading(2, "Second \ud800 level"), Heading(1, "First"), Heading(2, "Again")))
    assert str(PdfReader(BytesIO(made)).outline).count("/Title") == 3


def test_more_letters_than_one_embedded_part_holds_are_read_back() -> None:
    many = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 700))
    [page] = PdfReader(BytesIO(pdf(document(Paragraph(words(many)))))).pages
    read = "".join(page.extract_text().split())
    assert many in read


def test_nothing_is_drawn_above_the_page() -> None:
    [page] = pages_of(document(Heading(1, "Title")))
    assert max(one.y for one in page.drawn) < HEIGHT - MARGIN
