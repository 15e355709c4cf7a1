"""An undated note was written no earlier than the newest past day it mentions: that bounds what it says of today."""

from datetime import date
from time import thread_time

import pytest

from agents.reading.record import prepare
from agents.reading.rows import read_prepared, read_rows
from priorauth.case import Document, DocumentKind
from priorauth.criteria import DocumentsCheck, Row, Term
from priorauth.evidence import Observation
from priorauth.facts import DateInterval, Doubt, Grade, Subject
from priorauth.reading import ReadingContext, RequestedItem, RowQuestion

RECEIVED, SERVICE = date(2026, 11, 20), date(2026, 12, 1)
ROW = Row(id="C1", statement="", check=DocumentsCheck(term="sleepiness"))
TERM = Term(name="sleepiness", things=(("daytime sleepiness",),))


def seen(text: str) -> Observation:
    context = ReadingContext(judged_on=SERVICE, received_on=RECEIVED)
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    question = RowQuestion(policy_id="P", rows=(ROW,), terms=(TERM,), item=RequestedItem(code="E0601"))
    (observation,) = read_rows([document], context, question).observations
    return observation


def test_a_present_finding_is_dated_between_the_newest_past_day_mentioned_and_receipt() -> None:
    found = seen("She reports daytime sleepiness every day. Sleep study 2026-09-14.")
    assert found.when == DateInterval(first=date(2026, 9, 14), last=RECEIVED)
    assert found.grade is Grade.a


def test_a_note_that_mentions_only_old_days_may_itself_be_old() -> None:
    assert Doubt.stale in seen("She reports daytime sleepiness every day. Sleep study 2021-09-14.").doubts


def test_a_day_that_is_only_planned_dates_nothing() -> None:
    assert (
        Doubt.undated in seen("She reports daytime sleepiness every day. Surgery is scheduled for 2026-11-19.").doubts
    )


def test_a_note_without_any_day_stays_undated() -> None:
    assert Doubt.undated in seen("She reports daytime sleepiness every day.").doubts


def test_what_is_said_of_a_group_is_not_said_of_the_patient() -> None:
    found = seen("Note of 2026-11-02. Candidates for therapy have daytime sleepiness.")
    assert found.subject is Subject.other_person


def test_a_record_read_again_later_still_has_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    context = ReadingContext(judged_on=SERVICE, received_on=RECEIVED)
    text = "Seen 2026-11-02. She reports daytime sleepiness every day."
    document = Document(document_id=1, kind=DocumentKind.note, title="Clinical notes", text=text)
    question = RowQuestion(policy_id="P", rows=(ROW,), terms=(TERM,), item=RequestedItem(code="E0601"))
    prepared = prepare([document], context)
    later = thread_time() + 100
    monkeypatch.setattr("agents.reading.record.thread_time", lambda: later)
    assert not read_prepared(prepared, question).over_budget
