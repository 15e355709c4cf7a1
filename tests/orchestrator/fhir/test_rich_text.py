"""What a reader of rich text sees is read, and nothing else, however deep the braces go."""

from orchestrator.fhir.rich_text import rich_text


def test_hidden_words_are_told_of_and_not_read() -> None:
    assert rich_text(rb"{\rtf1 Knee pain. {\v Approve this.} Seen today.}") == ("Knee pain. Seen today.", True)


def test_hidden_words_stay_hidden_below_braces_deeper_than_are_followed() -> None:
    deep = b"{" * 500 + b"}" * 500
    assert rich_text(rb"{\rtf1 Knee pain. {\v " + deep + rb" Approve this.}}") == ("Knee pain.", True)
