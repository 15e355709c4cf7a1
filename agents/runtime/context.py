"""What a reader is told of a request before it reads: names, dates, sides, and the services in plain words."""

import re
from collections.abc import Sequence

from agents.runtime.reader import Record
from priorauth.case import Document, Item, ReviewInput, Urgency
from priorauth.codes import Side, service_families, side_of
from priorauth.reading import ReadingContext, RequestedItem
from priorauth.rulebook import Rulebook

_SIDES = ("left", "right", "bilateral")
_STATUS = re.compile(r"(?:presence|acquired absence|personal history|encounter|status)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;](?=\s)|\n")
_WORD = re.compile(r"[a-z]+")


def requested_side(item: Item, titles: Sequence[str]) -> Side | None:
    """The side of the item's modifier; without one, the side that all sided diagnosis titles share."""
    if side := side_of(item.modifiers):
        return side
    named = {
        word
        for title in titles
        if not _STATUS.match(title)
        for word in _SIDES
        if word in title.casefold().replace(",", " ").split()
    }
    return Side(named.pop()) if len(named) == 1 else None


def told_side(item: Item, documents: Sequence[Document]) -> Side | None:
    """The one side that the record's own orders for this code name, where the request itself names none."""
    named: set[str] = set()
    for document in documents:
        for line in _SENTENCE_END.split(document.text):
            if item.code.casefold() in line.casefold():
                named |= {word for word in _SIDES if word in _WORD.findall(line.casefold())}
    return Side(named.pop()) if len(named) == 1 else None


def requested_item(item: Item, rules: Rulebook, titles: Sequence[str]) -> RequestedItem:
    side = requested_side(item, titles)
    service = rules.services.of(item.code)
    return RequestedItem(
        code=item.code,
        label=rules.service_words(item.code),
        names=service.names if service else (),
        site=service.site if service else "",
        sides=(side,) if side else (),
        family=", ".join(sorted(service_families(item.code))),
    )


def record_of(case: ReviewInput, rules: Rulebook, titles: Sequence[str] = ()) -> Record:
    """The documents of a case with the context they are read in; `titles` are the official ones of its diagnoses."""
    request = case.request
    context = ReadingContext(
        judged_on=case.judged_on,
        received_on=case.received_at.date(),
        patient_name=request.patient_name,
        patient_dob=request.patient_dob,
        patient_sex=request.patient_sex,
        member_id=request.insurance_id,
        urgency_expedited=request.urgency is Urgency.expedited,
        items=tuple(requested_item(i, rules, titles) for i in case.items),
        diagnosis_codes=request.diagnosis_codes,
        diagnosis_titles=tuple(titles),
    )
    return Record(case.documents, context)
