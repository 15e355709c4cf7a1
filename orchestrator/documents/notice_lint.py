"""The notice linter: what a letter must say, must not say, and how plainly; before anything is issued."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from orchestrator.documents.blocks import Block, Listing, flat, plain
from orchestrator.documents.letter_fields import Audience, LetterFields, LetterKind
from orchestrator.documents.letter_template import PLACE
from orchestrator.documents.reading_level import grade
from orchestrator.documents.text import text
from priorauth.rulebook.laws import LawSwitch

MEMBER_GRADE, PROVIDER_GRADE = 8.0, 12.0


class NoticeFault(StrEnum):
    missing_rights = "missing rights"
    appeal_text = "appeal text"
    undefined_code = "undefined code"
    draft_banner = "draft banner"
    confidence_shown = "confidence shown"
    missing_reason = "missing reason"
    missing_criterion = "missing criterion"
    missing_source = "missing source"
    missing_reviewer = "missing reviewer"
    missing_credentials = "missing credentials"
    missing_deadline = "missing deadline"
    missing_number = "missing number"
    missing_disclosure = "missing disclosure"
    reading_level = "reading level"
    duplicate_item = "duplicate item"
    unfilled_field = "unfilled field"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with a letter, in words for its writer."""

    fault: NoticeFault
    message: str

    @property
    def blocks(self) -> bool:
        """Whether the letter may not go out like this; hard words are only warned of."""
        return self.fault is not NoticeFault.reading_level


@dataclass(frozen=True)
class Notice:
    """A letter about to go out: its blocks, its values, and what the law demands of it."""

    kind: LetterKind
    audience: Audience
    blocks: tuple[Block, ...]
    fields: LetterFields
    switches: frozenset[LawSwitch] = frozenset()
    agreed: bool = False

    @property
    def text(self) -> str:
        return text(self.blocks)

    @property
    def is_adverse(self) -> bool:
        """Whether it refuses anything: a change the requester did not agree to does."""
        return self.kind is LetterKind.adverse or (self.kind is LetterKind.approval_modified and not self.agreed)

    def says(self, words: str) -> bool:
        return bool(words) and _flat(words) in _flat(self.text)


def lint_letter(notice: Notice) -> list[Finding]:
    """Everything wrong with a letter; an empty list means it may go out."""
    return [finding for rule in _RULES for finding in rule(notice)]


def _flat(words: str) -> str:
    return " ".join(words.split()).casefold()


_APPEAL = re.compile(r"\b(appeal|reconsider|fair hearing|grievance|right to)", re.I)
_RIGHTS = re.compile(r"\b(appeal|look at this again|send the request again|reconsider)", re.I)
_DRAFT = re.compile(r"\bdraft\b|AI[- ]assisted|AI[- ]generated|not a determination", re.I)
_CONFIDENCE = re.compile(r"\bconfiden(?:ce|t)\b|\b\d+ ?% (?:sure|certain|likely)\b|\bprobability\b", re.I)
_CODE = re.compile(
    r"(?<![\w.#-])(?:\d{4}[0-9FTUM]|[A-CEGHJ-LPQRSTV]\d{4}|[A-TV-Z]\d[0-9AB](?:\.[0-9A-Z]{1,4}))(?![\w-]|\.\d)"
)
_DEFINED = re.compile(r"[A-Za-z]{3,}[^()\n]*\([^()]*\bcodes? [^()]*$", re.I)


def _rights(notice: Notice) -> Iterator[Finding]:
    if notice.is_adverse and not _RIGHTS.search(notice.text):
        yield Finding(NoticeFault.missing_rights, "an adverse letter says what the person can do about it")


def _appeals(notice: Notice) -> Iterator[Finding]:
    quiet = (LetterKind.information_request, LetterKind.approval)
    found = _APPEAL.search(notice.text)
    if found and (notice.kind in quiet or (notice.kind is LetterKind.approval_modified and notice.agreed)):
        yield Finding(NoticeFault.appeal_text, f'"{found[0]}" belongs on adverse letters only; nothing was refused')


def _codes(notice: Notice) -> Iterator[Finding]:
    defined: set[str] = set()
    given = notice.fields
    own = {_flat(v) for v in (given.member_id, given.case_number, given.number, given.reviewer_credentials)}
    for found in _CODE.finditer(notice.text):
        line = notice.text[notice.text.rfind("\n", 0, found.start()) + 1 : found.start()]
        if _DEFINED.search(line):
            defined.add(found[0])
        elif found[0] not in defined and not any(found[0].casefold() in v for v in own) and not _is_address(line):
            defined.add(found[0])
            yield Finding(
                NoticeFault.undefined_code, f"{found[0]} is not explained; write plain words (code {found[0]})"
            )


def _is_address(line: str) -> bool:
    """A number behind a state's abbreviation is a ZIP code; behind the word for a policy it is the policy's name."""
    return bool(
        re.search(r"\b[A-Z]{2} $|\b(?:policy|NCD|LCD|form|article|box|page|section)\b[^.\n]{0,12}$", line, re.I)
    )


def _drafts(notice: Notice) -> Iterator[Finding]:
    if found := _DRAFT.search(notice.text):
        yield Finding(NoticeFault.draft_banner, f'"{found[0]}" has no place on a final letter')


def _confidence(notice: Notice) -> Iterator[Finding]:
    if found := _CONFIDENCE.search(notice.text):
        yield Finding(NoticeFault.confidence_shown, f'"{found[0]}": a machine\'s confidence has no place on a letter')


def _reasons(notice: Notice) -> Iterator[Finding]:
    if not notice.is_adverse:
        return
    given = notice.fields
    if not notice.says(given.rationale):
        yield Finding(NoticeFault.missing_reason, "an adverse letter gives the specific reason")
    if not notice.says(given.criterion):
        yield Finding(NoticeFault.missing_criterion, "an adverse letter names the criterion that was not met")
    if not notice.says(given.criterion_source):
        yield Finding(NoticeFault.missing_source, "an adverse letter says where its criterion comes from")
    if not notice.says(given.reviewer_name):
        yield Finding(NoticeFault.missing_reviewer, "an adverse letter names who decided")
    if LawSwitch.credentials_on_notice in notice.switches and not notice.says(given.reviewer_credentials):
        yield Finding(NoticeFault.missing_credentials, "a law asks for the reviewer's credentials on this letter")


def _deadlines(notice: Notice) -> Iterator[Finding]:
    given = notice.fields
    needed: dict[LetterKind, tuple[tuple[str, str], ...]] = {
        LetterKind.information_request: (
            (given.reply_by, "by when the records are needed"),
            (given.decision_due, "when the decision is due"),
        ),
        LetterKind.extension: ((given.decision_due, "the new day of the decision"),),
        LetterKind.approval: _validity(given),
        LetterKind.approval_modified: _validity(given),
    }
    for value, what in needed.get(notice.kind, ()):
        if not notice.says(value):
            yield Finding(NoticeFault.missing_deadline, f"the letter does not say {what}")
    if notice.is_adverse and given.appeal_by and not notice.says(given.appeal_by):
        yield Finding(NoticeFault.missing_deadline, "the letter does not say the last day to ask for another look")


def _validity(given: LetterFields) -> tuple[tuple[str, str], ...]:
    return ((given.valid_from, "from when the approval is good"), (given.valid_to, "until when the approval is good"))


def _numbers(notice: Notice) -> Iterator[Finding]:
    if notice.kind is not LetterKind.extension and not notice.says(notice.fields.number):
        yield Finding(NoticeFault.missing_number, "the letter does not give its number")


def _disclosure(notice: Notice) -> Iterator[Finding]:
    if LawSwitch.ai_use_disclosed in notice.switches and not notice.says(notice.fields.ai_disclosure):
        yield Finding(NoticeFault.missing_disclosure, "a law asks to say that a computer program was used")


def _plainness(notice: Notice) -> Iterator[Finding]:
    bar = MEMBER_GRADE if notice.audience is Audience.member else PROVIDER_GRADE
    years = grade(_own_words(notice))
    if years > bar:
        yield Finding(NoticeFault.reading_level, f"reads at grade {years:.1f}; grade {bar:.0f} is the most")


def _own_words(notice: Notice) -> str:
    """The letter without names, codes and what was taken from a rule word for word."""
    given, words = notice.fields, notice.text
    taken = (
        *(given.plan_name, given.plan_address, given.plan_phone, given.patient_name, given.provider_name),
        *(given.reviewer_name, given.reviewer_credentials, given.criterion, given.criterion_source, given.form),
        *given.services,
        *given.reviewed,
        *given.requested_items,
    )
    for value in sorted(filter(None, taken), key=len, reverse=True):
        words = words.replace(value, "it")
    return re.sub(r"\([^()]*\)", "", words)


def _duplicates(notice: Notice) -> Iterator[Finding]:
    for block in flat(notice.blocks):
        items = [_flat(plain(item)).rstrip(".") for item in block.items] if isinstance(block, Listing) else []
        for item, times in Counter(items).items():
            if times > 1:
                yield Finding(NoticeFault.duplicate_item, f"a list says the same thing {times} times: {item[:60]}")


def _unfilled(notice: Notice) -> Iterator[Finding]:
    for name in dict.fromkeys(found[1] for found in PLACE.finditer(notice.text)):
        yield Finding(NoticeFault.unfilled_field, f'the field "{name}" has no value')


_Rule = Callable[[Notice], Iterable[Finding]]
_RULES: Final[tuple[_Rule, ...]] = (
    _rights,
    _appeals,
    _codes,
    _drafts,
    _confidence,
    _reasons,
    _deadlines,
    _numbers,
    _disclosure,
    _plainness,
    _duplicates,
    _unfilled,
)
