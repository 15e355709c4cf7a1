"""Files as they come: read by page, or answered with what was wrong; nothing is lost and nothing falls over."""

import asyncio
from collections.abc import AsyncGenerator, Callable

import pytest
import pytest_asyncio

from orchestrator.intake import Files
from orchestrator.intake.worker import Worker
from priorauth.case import DocumentKind, ReadingState
from priorauth.errors import DocumentRefused
from tests.orchestrator.intake import pdfs

CCDA = """<?xml version="1.0"?>
<ClinicalDocument xmlns="urn:hl7-org:v3"><component><structuredBody>
<component><section><title>Results</title><text><table><thead><tr><th>Test</th><th>Value</th></tr></thead>
<tbody><tr><td>AHI</td><td>22 per hour</td></tr></tbody></table></text></section></component>
<component><section><title>Plan</title><text><paragraph>Made-up plan &amp; device.</paragraph>
<list><item>CPAP <content>nightly</content></item></list></text></section></component>
</structuredBody></component></ClinicalDocument>"""


pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def files() -> AsyncGenerator[Files]:
    files = Files()
    yield files
    await files.close()


async def test_a_pdf_is_read_page_by_page_and_each_page_is_found_in_the_text(files: Files) -> None:
    found = await files.read("scan.pdf", pdfs.pdf("First made-up page.", "Second page.\nAHI 22 per hour."))
    assert (found.kind, found.reading) == (DocumentKind.pdf, ReadingState.read)
    assert [p.page for p in found.pages] == [1, 2]
    second = found.pages[1]
    assert "AHI 22 per hour." in found.text[second.start : second.end]
    assert "First" not in found.text[second.start : second.end]


async def test_a_page_without_text_makes_the_document_partly_read(files: Files) -> None:
    found = await files.read("a.pdf", pdfs.pdf("Words.", ""))
    assert (found.reading, found.flags) == (ReadingState.partly, ("no_text_on_page_2",))


async def test_a_scan_has_no_text_and_says_so(files: Files) -> None:
    found = await files.read("scan.pdf", pdfs.pdf("", ""))
    assert (found.reading, found.text) == (ReadingState.no_text, "")


async def test_a_locked_pdf_is_kept_and_said_to_be_locked(files: Files) -> None:
    content = pdfs.locked(pdfs.pdf("Secret."), "user", "owner")
    found = await files.read("a.pdf", content)
    assert (found.reading, found.content) == (ReadingState.locked, content)


async def test_a_pdf_that_only_forbids_changes_is_read(files: Files) -> None:
    found = await files.read("a.pdf", pdfs.locked(pdfs.pdf("Open words."), "", "owner"))
    assert "Open words." in found.text


@pytest.mark.parametrize(
    ("make", "states"),
    [
        (pdfs.bomb, {ReadingState.unreadable, ReadingState.no_text, ReadingState.partly}),
        (pdfs.endless_operators, {ReadingState.unreadable, ReadingState.partly}),
        (pdfs.calls_itself, {ReadingState.no_text, ReadingState.partly, ReadingState.unreadable}),
        (pdfs.cyclic_pages, {ReadingState.unreadable, ReadingState.no_text}),
        (pdfs.deep_arrays, {ReadingState.unreadable, ReadingState.no_text}),
        (lambda: pdfs.pdf("Cut off.")[:400], {ReadingState.unreadable, ReadingState.no_text}),
        (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 40, {ReadingState.unreadable, ReadingState.no_text}),
    ],
    ids=["bomb", "operators", "calls itself", "cycle", "deep", "truncated", "random"],
)
async def test_a_hostile_pdf_is_never_taken_for_one_that_was_read(
    files: Files, make: Callable[[], bytes], states: set[ReadingState]
) -> None:
    content = make()
    found = await files.read("hostile.pdf", content)
    assert found.reading in states
    assert found.content == content
    assert (await files.read("a.pdf", pdfs.pdf("Still reading."))).reading is ReadingState.read


async def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_read() -> None:
    files = Files(Worker(seconds=0.001))
    found = await files.read("a.pdf", pdfs.pdf("Slow."))
    assert (found.reading, found.flags) == (ReadingState.unreadable, ("took_too_long",))
    files.worker.seconds = 30
    assert (await files.read("a.pdf", pdfs.pdf("Read."))).reading is ReadingState.read
    await files.close()


async def test_a_reader_that_was_killed_is_replaced(files: Files) -> None:
    await files.read("a.pdf", pdfs.pdf("First."))
    killed = files.worker._process
    assert killed is not None
    killed.kill()
    await killed.wait()
    assert (await files.read("a.pdf", pdfs.pdf("Second."))).reading is ReadingState.unreadable
    assert (await files.read("a.pdf", pdfs.pdf("Third."))).reading is ReadingState.read


async def test_files_sent_at_once_are_all_read(files: Files) -> None:
    found = await asyncio.gather(*(files.read("a.pdf", pdfs.pdf(f"Number {n}.")) for n in range(6)))
    assert [f"Number {n}." in one.text for n, one in enumerate(found)] == [True] * 6


async def test_a_ccda_is_read_as_a_person_would_read_it(files: Files) -> None:
    found = await files.read("record.xml", CCDA.encode())
    assert (found.kind, found.reading) == (DocumentKind.ccda, ReadingState.read)
    assert found.text.split("\n") == [
        "RESULTS:",
        "Test; Value",
        "AHI; 22 per hour",
        "",
        "PLAN:",
        "Made-up plan & device.",
        "CPAP nightly",
    ]


@pytest.mark.parametrize(
    ("content", "flag"),
    [
        (
            '<!DOCTYPE x [<!ENTITY a "b">]><ClinicalDocument xmlns="urn:hl7-org:v3">&a;</ClinicalDocument>',
            "has_doctype",
        ),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd"><ClinicalDocument/>', "has_doctype"),
        ("<ClinicalDocument>", "not_xml"),
        ("<a><ClinicalDocument/></a>", "not_ccda"),
    ],
)
async def test_xml_that_is_no_honest_ccda_is_unreadable(files: Files, content: str, flag: str) -> None:
    found = await files.read("a.xml", content.encode(), "application/xml")
    assert (found.reading, found.flags) == (ReadingState.unreadable, (flag,))


async def test_text_that_is_not_utf8_is_partly_read(files: Files) -> None:
    found = await files.read("a.txt", b"Caf\xe9 visit\r\nnext line")
    assert (found.reading, found.flags) == (ReadingState.partly, ("not_utf8",))
    assert found.text == "Caf\ufffd visit\nnext line"


@pytest.mark.parametrize("content", [b"", b" \n", b"\x89PNG\r\n", b"PK\x03\x04zip", b"ab\x00cd"])
async def test_what_is_no_document_is_refused(files: Files, content: bytes) -> None:
    with pytest.raises(DocumentRefused):
        await files.read("a", content)


async def test_a_file_over_the_bound_is_refused(files: Files) -> None:
    with pytest.raises(DocumentRefused):
        await files.read("a.txt", b"a" * 20_000_001)
