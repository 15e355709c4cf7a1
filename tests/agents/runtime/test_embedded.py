"""What the embedded reader parsed lately is kept, up to a bound, and never used for other words or another day."""

from datetime import date

from agents.runtime.embedded import ParsedLately
from agents.runtime.reader import Record
from priorauth.case import Document, DocumentKind
from priorauth.reading import ReadingContext

CAME = date(2026, 3, 2)


def record(text: str, *titles: str, came: date = CAME) -> Record:
    document = Document(document_id=1, kind=DocumentKind.note, title="Note", text=text)
    return Record((document,), ReadingContext(judged_on=CAME, received_on=came, diagnosis_titles=titles))


def test_a_record_is_parsed_once_though_more_is_known_of_the_request_later() -> None:
    lately = ParsedLately()
    before, after = lately.prepared(record("Knee pain.")), lately.prepared(record("Knee pain.", "Osteoarthritis"))
    assert before.documents is after.documents
    assert after.context.diagnosis_titles == ("Osteoarthritis",)


def test_other_words_or_another_day_are_parsed_anew() -> None:
    lately = ParsedLately()
    first = lately.prepared(record("Knee pain.")).documents
    assert lately.prepared(record("Hip pain.")).documents[0].low == "hip pain."
    assert lately.prepared(record("Knee pain.", came=date(2026, 3, 3))).documents is not first


def test_what_was_asked_for_longest_ago_makes_room() -> None:
    lately = ParsedLately(characters_kept=25)
    knee, hip = lately.prepared(record("Knee pain.")).documents, lately.prepared(record("Hip pain..")).documents
    assert lately.prepared(record("Knee pain.")).documents is knee
    lately.prepared(record("Foot pain."))
    assert lately.prepared(record("Knee pain.")).documents is knee
    assert lately.prepared(record("Hip pain..")).documents is not hip


def test_a_record_longer_than_all_that_is_kept_is_still_parsed_once() -> None:
    lately = ParsedLately(characters_kept=5)
    assert lately.prepared(record("Knee pain.")).documents is lately.prepared(record("Knee pain.")).documents
