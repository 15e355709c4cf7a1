"""Letters: a template and its values in, plain text and PDF out, with what the notice linter says of them.

Pure. A letter is issued by a person's act elsewhere; nothing here decides, numbers or sends.
"""

from dataclasses import dataclass
from datetime import datetime

from orchestrator.documents.blocks import Document
from orchestrator.documents.letter_fields import Audience, LetterFields, LetterKind
from orchestrator.documents.letter_template import LetterTemplate, fill
from orchestrator.documents.notice_lint import Finding, Notice, lint_letter
from orchestrator.documents.pdf import pdf as printed
from orchestrator.documents.text import text
from priorauth.rulebook.laws import LawSwitch

__all__ = ["Audience", "Letter", "LetterFields", "LetterKind", "letter"]


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be issued, or, with findings that block, not ready."""

    kind: LetterKind
    audience: Audience
    fields: LetterFields
    document: Document
    findings: tuple[Finding, ...]
    template_digest: str

    @property
    def text(self) -> str:
        return text(self.document.blocks)

    @property
    def pdf(self) -> bytes:
        """Written anew each time it is asked for, and the same each time; takes milliseconds, so keep it off a loop."""
        return printed(self.document)

    @property
    def may_go_out(self) -> bool:
        return not any(finding.blocks for finding in self.findings)


def letter(
    kind: LetterKind,
    audience: Audience,
    fields: LetterFields,
    template: LetterTemplate,
    *,
    dated: datetime,
    switches: frozenset[LawSwitch] = frozenset(),
    agreed: bool = False,
) -> Letter:
    """The letter, checked. `agreed`: the requester agreed to a change, so nothing was refused."""
    blocks = fill(template, fields)
    found = lint_letter(Notice(kind, audience, blocks, fields, switches, agreed))
    document = Document(
        title=template.title,
        subject=f"{kind.replace('_', ' ')}, for the {audience}",
        keywords=("prior authorization", kind, audience),
        footer=f"Case {fields.case_number}" + (f" · {fields.number}" if fields.number else ""),
        dated=dated,
        blocks=blocks,
        large=True,
    )
    return Letter(kind, audience, fields, document, tuple(found), template.digest)
