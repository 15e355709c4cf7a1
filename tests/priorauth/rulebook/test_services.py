"""Services are named in our own plain words."""

from functools import cache

from priorauth.rulebook import Rulebook, load_rulebook


@cache
def book() -> Rulebook:
    return load_rulebook()


def test_a_requested_code_has_a_plain_label_and_names_a_record_may_use() -> None:
    service = book().services.of("27447")
    assert service is not None
    assert service.label == "Knee replacement"
    assert "TKA" in service.names
    assert service.site == "knee"
    assert book().service_words("27447") == "Knee replacement"


def test_a_code_no_table_knows_has_no_words() -> None:
    assert book().service_words("99199") == ""
