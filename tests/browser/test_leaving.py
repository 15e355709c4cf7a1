"""What was typed and not sent is left only by saying so; where nothing would be lost nobody is asked."""

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Dialog, Page, expect

pytestmark = pytest.mark.browser


@dataclass
class Person:
    """Answers the browser's questions, and remembers them."""

    agrees: bool = False
    asked: list[str] = field(default_factory=list[str])

    def answer(self, dialog: Dialog) -> None:
        self.asked.append(dialog.message)
        if self.agrees:
            dialog.accept()
        else:
            dialog.dismiss()


@pytest.fixture
def person(page: Page) -> Person:
    person = Person()
    page.on("dialog", person.answer)
    return person


@pytest.mark.promise("leaving-asks")
def test_a_new_case_half_typed_is_left_by_link_or_way_back_only_by_saying_so(page: Page, person: Person) -> None:
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="New case").click()
    name = page.get_by_label("Name", exact=True)
    name.fill("Synthetic Half")
    page.get_by_role("link", name="Rules").click()
    page.go_back()
    expect(name).to_have_value("Synthetic Half")
    assert page.url.endswith("/new")
    assert len(person.asked) == 2
    person.agrees = True
    page.get_by_role("link", name="Rules").click()
    expect(page.get_by_role("link", name="L33718")).to_be_visible()
    assert len(person.asked) == 3


@pytest.mark.promise("leaving-asks")
def test_an_edited_rule_is_left_only_by_saying_so(page: Page, person: Person) -> None:
    page.goto("/rules/what-if?rule=NCD%20240.4")
    area = page.get_by_label("Text of the rule file")
    area.fill("An edited rule")
    page.get_by_role("link", name="All rules").click()
    expect(area).to_have_value("An edited rule")
    assert len(person.asked) == 1
    page.get_by_role("button", name="Undo all edits").click()
    page.get_by_role("link", name="All rules").click()
    expect(page.get_by_role("link", name="L33718")).to_be_visible()
    assert len(person.asked) == 1


@pytest.mark.promise("leaving-asks")
def test_nobody_is_asked_who_typed_nothing_or_sent_what_they_typed(page: Page, person: Person) -> None:
    page.goto("/new")
    page.get_by_role("button", name="Load sample case").click()
    page.get_by_role("link", name="Rules").click()
    page.go_back()
    page.get_by_role("button", name="Load sample case").click()
    page.get_by_label("Clinical note").press_sequentially("One more word. ")
    page.get_by_role("button", name="Start review").click()
    expect(page).to_have_url(re.compile("/case/"))
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="New case")).to_be_visible()
    assert person.asked == []


CLOSING = """() => {
    const closing = new Event("beforeunload", { cancelable: true });
    dispatchEvent(closing);
    return closing.defaultPrevented;
}"""


def test_a_rationale_not_signed_is_kept_and_asked_about_also_away_from_its_case(
    page: Page, person: Person, house: Any
) -> None:
    case = house.review(patient_name="Synthetic Unsigned Person", clinical_notes="Seen for loud snoring.")
    page.goto("/")
    page.get_by_role("link", name=case["case_number"]).click()
    page.get_by_role("radio", name="Override").check()
    page.get_by_role("radio", name="Approve", exact=True).check()
    page.get_by_label("Rationale").fill("The surgeon told more by telephone.")
    page.get_by_role("navigation", name="Places").get_by_role("link", name="Rules").click()
    expect(page.get_by_role("link", name="L33718")).to_be_visible()
    assert person.asked == []
    assert page.evaluate(CLOSING) is True
    page.go_back()
    expect(page.get_by_label("Rationale")).to_have_value("The surgeon told more by telephone.")
    page.get_by_label("Rationale").fill("")
    assert page.evaluate(CLOSING) is False
