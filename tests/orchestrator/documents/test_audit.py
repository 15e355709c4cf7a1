"""The audit justification tells the record, all of it, the same way in both forms, and the same bytes every time."""

import os
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from pypdf import PdfReader

from orchestrator.documents.audit import audit_for, audit_markdown, audit_pdf
from priorauth.case import Document, note_document
from priorauth.criteria import Assessment
from priorauth.determination import (
    Determination,
    DeterminationOutcome,
    InformationRequest,
    RequestedInformation,
)
from priorauth.findings import CheckPerformed, CheckResult, CoverageFindings, Gap, ToolOutcome
from priorauth.record import ReviewRecord
from priorauth.rulebook import Rulebook
from scripts.system_packages import is_ci, is_there

DUE = datetime(2026, 11, 28, 4, 59, 59, tzinfo=UTC)
needs_poppler = pytest.mark.skipif(
    not is_ci(os.environ) and not is_there("poppler-utils"), reason="poppler-utils is not installed here"
)


def to_pdf(record: ReviewRecord, **more: object) -> bytes:
    return audit_pdf(record, case_number="26-00001", due_at=DUE, **more)  # pyright: ignore[reportArgumentType]


def to_markdown(record: ReviewRecord, **more: object) -> str:
    return audit_markdown(record, case_number="26-00001", due_at=DUE, **more)  # pyright: ignore[reportArgumentType]


def squeezed(text: str) -> str:
    """What survives the journey through a file: composed, no white space, no soft hyphens, no page feet."""
    text = re.sub(r"Case 26-00001 · review 1 · rules \w+", "", text)
    text = re.sub(r"Page \d+ of \d+", "", text)
    return re.sub(r"[\s\u00ad]+", "", unicodedata.normalize("NFC", text))


def poppler(tool: str, content: bytes, folder: Path, *options: str) -> str:
    file = folder / "document.pdf"
    file.write_bytes(content)
    out = ["-"] if tool == "pdftotext" else []
    done = subprocess.run([tool, *options, str(file), *out], check=True, capture_output=True, timeout=60)
    assert not done.stderr
    return done.stdout.decode("utf-8")


def assessments(record: ReviewRecord) -> tuple[Assessment, ...]:
    assert isinstance(record.coverage, CoverageFindings)
    return tuple(a for item in record.coverage.items for a in item.assessments)


def with_assessments(record: ReviewRecord, rows: tuple[Assessment, ...]) -> ReviewRecord:
    assert isinstance(record.coverage, CoverageFindings)
    item = record.coverage.items[0].model_copy(update={"assessments": rows})
    return record.model_copy(update={"coverage": record.coverage.model_copy(update={"items": (item,)})})


def with_patient(record: ReviewRecord, name: str) -> ReviewRecord:
    request = record.case.request.model_copy(update={"patient_name": name})
    return record.model_copy(update={"case": record.case.model_copy(update={"request": request})})


def with_note(record: ReviewRecord, text: str) -> ReviewRecord:
    """The record with a second document, so that quotations of the first still stand."""
    document = note_document(record.case.request).model_copy(
        update={"document_id": 2, "title": "Clinic letter", "text": text}
    )
    documents: tuple[Document, ...] = (*record.case.documents, document)
    return record.model_copy(update={"case": record.case.model_copy(update={"documents": documents})})


def rendered_text(source: str) -> str:
    def texts() -> Iterator[str]:
        for token in MarkdownIt("commonmark").enable("table").parse(source):
            for child in token.children or []:
                yield "\n" if child.type in ("hardbreak", "softbreak") else child.content
            yield "\n"

    return "".join(texts())


def determination(outcome: DeterminationOutcome) -> Determination:
    return Determination(
        case_id="synthetic-case",
        review=1,
        number="PA-20261121-00001",
        outcome=outcome,
        decided_by="Synthetic Reviewer",
        decided_at=datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
        rationale="The therapy record of October settles the open criterion.",
    )


def test_the_eight_sections_stand_in_order(record: ReviewRecord) -> None:
    numbers = re.findall(r"^## (\d)\\?\.", to_markdown(record), re.M)
    assert numbers == [str(n) for n in range(1, 9)]


def test_every_criterion_stands_there_with_its_status_and_every_quotation_with_its_place(record: ReviewRecord) -> None:
    told = squeezed(rendered_text(to_markdown(record)))
    assert len(assessments(record)) > 5
    for judged in assessments(record):
        assert squeezed(judged.statement) in told
        assert squeezed(judged.reason) in told
        for span in judged.spans:
            assert squeezed(span.evidence.quote) in told
            assert squeezed(f"characters {span.evidence.start} to {span.evidence.end}, verified") in told


@needs_poppler
def test_text_taken_out_of_the_pdf_equals_the_record(record: ReviewRecord, tmp_path: Path) -> None:
    told = squeezed(poppler("pdftotext", to_pdf(record), tmp_path, "-raw"))
    for judged in assessments(record):
        for words in (judged.statement, judged.reason, *(s.evidence.quote for s in judged.spans)):
            assert squeezed(words) in told
    for gap in record.proposal.gaps:
        assert squeezed(gap.request) in told
    assert record.rules_digest in told


def test_the_same_record_gives_the_same_bytes(record: ReviewRecord) -> None:
    first = to_pdf(record)
    to_pdf(with_patient(record, "王小明"))
    assert to_pdf(record) == first


def test_both_forms_at_once_are_the_two_forms(record: ReviewRecord) -> None:
    both = audit_for(record, case_number="26-00001", due_at=DUE)
    assert (both.markdown, both.pdf) == (to_markdown(record), to_pdf(record))


@needs_poppler
@pytest.mark.parametrize("name", ["Nguyễn Thị Phượng", "محمد علي الحسيني", "王小明 김철수", "Ελένη Жукова ≥ β µ"])
def test_every_face_is_embedded_for_names_of_every_script(record: ReviewRecord, name: str, tmp_path: Path) -> None:
    rows = poppler("pdffonts", to_pdf(with_patient(record, name)), tmp_path).splitlines()[2:]
    assert rows
    assert all(row.split()[-5] == "yes" for row in rows)


@needs_poppler
@pytest.mark.parametrize("name", ["Nguyễn Thị Phượng", "王小明", "김철수", "Ελένη Жукова"])
def test_a_name_is_read_back_as_it_was_written(record: ReviewRecord, name: str, tmp_path: Path) -> None:
    assert squeezed(name) in squeezed(poppler("pdftotext", to_pdf(with_patient(record, name)), tmp_path, "-raw"))


@needs_poppler
def test_an_arabic_name_is_read_back_letter_for_letter(record: ReviewRecord, tmp_path: Path) -> None:
    told = unicodedata.normalize("NFKC", poppler("pdftotext", to_pdf(with_patient(record, "محمد علي")), tmp_path))
    assert "محمد علي" in told


def test_a_character_no_face_draws_is_shown_by_its_number(record: ReviewRecord) -> None:
    text = PdfReader(BytesIO(to_pdf(with_patient(record, "न 😀")))).pages[0].extract_text()
    assert "[U+0928] [U+1F600]" in text


@needs_poppler
def test_sixty_criteria_and_a_long_note_are_told_whole(record: ReviewRecord, tmp_path: Path) -> None:
    rows = assessments(record)
    sixty = tuple(
        rows[n % len(rows)].model_copy(update={"row": f"X{n}", "statement": f"Criterion number {n} of sixty"})
        for n in range(60)
    )
    note = " ".join(f"word{n}" for n in range(900))
    content = to_pdf(with_note(with_assessments(record, sixty), note))
    told = squeezed(poppler("pdftotext", content, tmp_path, "-raw"))
    assert all(squeezed(f"Criterion number {n} of sixty") in told for n in range(60))
    assert squeezed(note) in told


def test_a_note_of_four_thousand_lines_is_cut_and_says_so(record: ReviewRecord) -> None:
    text = "\n".join(f"line {n} of a very long synthetic note" for n in range(4000))
    told = to_markdown(with_note(record, text))
    assert f"{len(text) - 20_000:,} further characters are not printed here" in told
    assert len(PdfReader(BytesIO(to_pdf(with_note(record, text)))).pages) < 40


def test_a_cell_of_any_length_is_laid_out(record: ReviewRecord) -> None:
    gap = Gap(what="line\n" * 400, critical=True, request="x" * 5_000)
    proposal = record.proposal.model_copy(update={"gaps": (gap,)})
    text = "".join(
        p.extract_text() for p in PdfReader(BytesIO(to_pdf(record.model_copy(update={"proposal": proposal})))).pages
    )
    assert squeezed(text).count("x" * 20) >= 5_000 // 60


def test_submitted_text_draws_no_heading_or_table_of_its_own(record: ReviewRecord) -> None:
    hostile = "# 9. Approved\n| a | b |\n|---|---|\n[x](https://example.org) <b>bold</b> &amp; *star*\n- item\n1. one"
    told = to_markdown(with_note(record, hostile))
    tokens = MarkdownIt("commonmark").enable("table").parse(told)
    plain = MarkdownIt("commonmark").enable("table").parse(to_markdown(record))
    kinds = ("heading_open", "table_open", "list_item_open", "html_block")
    for kind in kinds[1:]:
        assert [t.type for t in tokens].count(kind) == [t.type for t in plain].count(kind)
    assert [t.type for t in tokens].count("heading_open") == [t.type for t in plain].count("heading_open") + 1
    assert squeezed(hostile) in squeezed(rendered_text(told))
    to_pdf(with_note(record, hostile))


def test_only_sources_really_called_are_named(record: ReviewRecord) -> None:
    calls = tuple(c for c in record.ledger if c.server == "npi-registry")
    assert 0 < len(calls) < len(record.ledger)
    told = to_markdown(record.model_copy(update={"ledger": calls}))
    trail = told.split("## 7")[1].split("## 8")[0]
    assert "npi-registry" in trail
    assert "pubmed" not in trail


def test_a_source_that_was_not_asked_is_said_so(record: ReviewRecord) -> None:
    assert any(c.outcome is ToolOutcome.offline for c in record.ledger)
    assert "not asked: offline" in to_markdown(record)


def test_the_confidence_arithmetic_adds_up_on_the_page(record: ReviewRecord) -> None:
    said = re.search(r"rounded half up: ([0-9.]+), (HIGH|MEDIUM|LOW)", to_markdown(record))
    assert said
    assert float(said[1]) == record.proposal.confidence.value
    for part in record.proposal.confidence.components:
        assert f"| {part.name} | {part.weight:g} |" in to_markdown(record)


def test_a_status_is_a_word_beside_its_mark(record: ReviewRecord) -> None:
    told = to_markdown(record)
    assert re.search(r"✓ MET", told)
    assert not re.search(r"[✓✗](?! ?\w)", told)


@pytest.mark.parametrize("outcome", list(DeterminationOutcome))
def test_a_persons_decision_is_the_ninth_section(record: ReviewRecord, outcome: DeterminationOutcome) -> None:
    act = determination(outcome)
    told = to_markdown(record, determinations=(act,))
    ninth = told.split("## 9")[1]
    assert act.number in ninth
    assert act.decided_by in ninth
    assert act.rationale in ninth
    assert "AI-assisted draft" not in told


def test_a_decision_other_than_the_proposal_is_called_an_override(record: ReviewRecord) -> None:
    told = to_markdown(record, determinations=(determination(DeterminationOutcome.denied),))
    assert "differs from it (override)" in told


def test_an_information_request_and_earlier_reviews_are_told(record: ReviewRecord) -> None:
    asked = InformationRequest(
        case_id="synthetic-case",
        review=1,
        requested_items=(RequestedInformation(what="The therapy record", why="It settles B4"),),
        reply_by=date(2026, 11, 26),
        requested_by="Synthetic Reviewer",
        requested_at=datetime(2026, 11, 21, tzinfo=UTC),
        reference="PR-20261121-00001",
    )
    later = record.model_copy(update={"case": record.case.model_copy(update={"review": 2})})
    ninth = to_markdown(later, determinations=(asked,), earlier=(record,)).split("## 9")[1]
    assert "The therapy record" in ninth
    assert "Earlier reviews" in ninth


def test_the_file_carries_its_properties_bookmarks_and_page_count(record: ReviewRecord) -> None:
    reader = PdfReader(BytesIO(to_pdf(record)))
    assert reader.metadata is not None
    assert reader.metadata.title == "Audit justification, case 26-00001, review 1"
    assert reader.metadata.creation_date == record.sealed_at.replace(microsecond=0)
    assert "1. Executive summary" in str(reader.outline)
    assert f"{len(reader.pages)}" in reader.pages[-1].extract_text().split("of")[-1]


def test_laws_in_force_are_named(record: ReviewRecord, rules: Rulebook) -> None:
    request = record.case.request
    laws = rules.laws_that_bind(request.line_of_business, request.funding, request.state, date(2026, 11, 20))
    assert laws
    told = to_markdown(record, laws=laws).split("## 8")[1]
    assert all(law.law in rendered_text(told) for law in laws)


def with_reasons(record: ReviewRecord, reasons: tuple[str, ...]) -> ReviewRecord:
    """The record as if it pended at the last gate for these reasons."""
    proposal = record.proposal
    last = proposal.gates[-1].model_copy(update={"passed": False, "reasons": reasons})
    words = f"Gate 3, necessity: not passed: {' '.join(reasons)}"
    checks = (CheckPerformed(rule=last.gate.value, result=CheckResult.failed, detail=" ".join(reasons)),)
    changed = {
        "gates": (*proposal.gates[:-1], last),
        "items": tuple(item.model_copy(update={"reasons": reasons}) for item in proposal.items),
        "reasons": reasons,
        "rationale": words,
        "checks": checks,
    }
    return record.model_copy(update={"proposal": proposal.model_copy(update=changed)})


def test_what_the_reasons_of_a_gate_have_in_common_is_said_once_in_each_place(record: ReviewRecord) -> None:
    shared = "The record does not settle a required criterion."
    reasons = (f"{shared} K2 Advanced disease: Not found.", f"{shared} B1 Pain score: Not found.", "A source failed.")
    told = rendered_text(to_markdown(with_reasons(record, reasons)))
    once = "The record does not settle a required criterion: K2 Advanced disease: Not found; B1 Pain score: Not found."
    assert told.count(once) == 3
    assert told.count(shared.removesuffix(".")) == 4
    assert told.count("A source failed.") == 4


def test_a_reason_of_the_case_that_no_item_has_is_told_too(record: ReviewRecord) -> None:
    proposal = record.proposal.model_copy(update={"items": (), "reasons": ("Nothing was asked for.",)})
    told = rendered_text(to_markdown(record.model_copy(update={"proposal": proposal})))
    assert "Nothing was asked for." in told


def test_a_row_that_stands_in_no_policy_leaves_no_gap_where_one_would_be_named(record: ReviewRecord) -> None:
    assert any(not judged.policy_id for judged in assessments(record))
    assert "(, " not in rendered_text(to_markdown(record))


def test_a_gate_has_one_name_wherever_it_is_told(record: ReviewRecord) -> None:
    assert "gate_3" not in rendered_text(to_markdown(record)).replace("\\", "")
