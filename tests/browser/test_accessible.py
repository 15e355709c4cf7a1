"""Every screen in every state, at three widths: no finding of axe, no sideways scroll."""

import re
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
WIDTHS = (1440, 1024, 320)
AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
THIN = "HISTORY:\nSynthetic patient seen on 2026-08-20 for loud snoring and daytime sleepiness.\n"
Check = Callable[[str], None]


@dataclass
class Eye:
    """Looks at states of a page and keeps all that is wrong."""

    page: Page
    widths: tuple[int, ...]
    wrong: list[tuple[Any, ...]] = field(default_factory=list)

    def __call__(self, state: str) -> None:
        if not self.page.evaluate("'axe' in window"):
            self.page.add_script_tag(path=AXE)
        for width in self.widths:
            if len(self.widths) > 1:
                self.page.set_viewport_size({"width": width, "height": 900})
            found: list[dict[str, Any]] = self.page.evaluate("async () => (await axe.run()).violations")
            self.wrong += [
                (state, width, one["id"], [node["html"][:160] for node in one["nodes"]][:3]) for one in found
            ]
            if (wide := self.page.evaluate("document.documentElement.scrollWidth")) > width:
                self.wrong.append((state, width, f"scrolls sideways to {wide}"))
        if len(self.widths) > 1:
            self.page.set_viewport_size({"width": self.widths[0], "height": 900})


@pytest.fixture(params=WIDTHS)
def seen(request: pytest.FixtureRequest, opened: Any) -> Generator[tuple[Page, Check]]:
    """A page used at one width from beginning to end, and what looks at a state of it."""
    page: Page = opened(width=request.param, bypass_csp=True, tolerate="Failed to load resource")
    eye = Eye(page, (request.param,))
    yield page, eye
    assert eye.wrong == []


@pytest.fixture
def drawn(opened: Any) -> Generator[tuple[Page, Check]]:
    """A page whose states are looked at in every width, one after the other."""
    page: Page = opened(width=WIDTHS[0], bypass_csp=True, tolerate="Failed to load resource")
    eye = Eye(page, WIDTHS)
    yield page, eye
    assert eye.wrong == []


def test_every_place_and_dialog_of_the_frame(drawn: tuple[Page, Check], case: dict[str, Any]) -> None:
    page, check = drawn
    page.goto("/")
    expect(page.get_by_role("link", name=case["case_number"])).to_be_visible()
    check("worklist")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    check("shortcuts")
    page.goto("/?view=medical_director")
    expect(page.get_by_text("No open cases in this view.")).to_be_visible()
    check("empty worklist")
    page.goto("/new")
    page.get_by_role("button", name="Start review").click()
    expect(page.get_by_text("Name is missing.")).to_be_visible()
    check("new case with faults")
    page.get_by_role("button", name="Load sample case").click()
    expect(page.get_by_text("Ready to send")).to_be_visible()
    check("new case, filled")
    page.goto("/rules")
    expect(page.get_by_role("link", name="L33718")).to_be_visible()
    check("rules")
    page.get_by_label("Filter by name, id or code").fill("no such rule")
    expect(page.get_by_text("No rule has these words.")).to_be_visible()
    check("no rule found")
    page.goto("/rules/L33718")
    expect(page.get_by_role("table").first).to_be_attached()
    check("rule")
    page.goto("/metrics")
    expect(page.get_by_text("Decided on time")).to_be_visible()
    check("metrics")


def test_every_state_of_an_edited_rule(drawn: tuple[Page, Check]) -> None:
    page, check = drawn
    page.goto("/rules/what-if")
    expect(page.get_by_placeholder("Paste the text of a rule file")).to_be_visible()
    check("nothing to try")
    page.goto("/rules/what-if?rule=NCD%20240.4")
    area = page.get_by_label("Text of the rule file")
    text = area.input_value()
    area.fill(text.replace("AHI or RDI at least 15", "AHI or RDI at laest 15"))
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("alert")).to_be_visible(timeout=90_000)
    check("mistakes in an edited rule")


def test_every_way_of_not_getting_there(drawn: tuple[Page, Check], case: dict[str, Any]) -> None:
    page, check = drawn
    page.goto("/nowhere")
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    check("no page")
    page.goto("/case/00000000-0000-0000-0000-000000000000")
    expect(page.get_by_role("heading", level=1)).to_contain_text("There is nothing here")
    check("no such case")
    page.goto("/")
    expect(page.get_by_role("link", name=case["case_number"])).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("link", name=case["case_number"]).click()
    expect(page.get_by_role("heading", level=1, name="The server did not answer")).to_be_visible()
    check("a case without the server")
    page.get_by_role("link", name="Worklist").click()
    expect(page.get_by_text("Not reached, last news")).to_be_visible()
    check("the worklist as last seen, without the server")
    page.context.set_offline(False)
    for place, what in (("/", "Worklist"), ("/rules", "Rules"), ("/metrics", "")):
        page.route(re.compile("/api/(cases|rules|metrics)"), lambda route: route.fulfill(status=500, json={}))
        page.goto(place)
        expect(page.get_by_role("alert").filter(has_text=what).first).to_be_visible()
        check(f"error at {place}")
    page.unroute_all()
    page.route("**/api/**", lambda route: route.fulfill(status=401, json={"type": "/problems/unauthenticated"}))
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in to go on")).to_be_visible()
    check("signed out")


def test_every_way_of_being_interrupted(drawn: tuple[Page, Check], house: Any) -> None:
    page, check = drawn
    case = house.review(clinical_notes=THIN, patient_name="Synthetic Interrupted Person")
    page.clock.install()
    page.goto(f"/case/{case['case_id']}")
    page.get_by_role("radio", name="Override").check()
    page.get_by_role("radio", name="Approve", exact=True).check()
    page.get_by_label("Rationale").fill("The study stands in a letter that the laboratory sent by itself.")
    page.get_by_role("button", name="Sign and record").click()
    expect(page.get_by_role("dialog", name="Sign and record")).to_be_visible()
    check("signing an override")
    body = {"review": 1, "action": "approve", "rationale": "Another reviewer was a little faster than this one."}
    house.post(f"/api/cases/{case['case_id']}/determination", body)
    page.get_by_role("dialog").get_by_role("button", name="Record").click()
    expect(page.get_by_role("dialog")).to_contain_text("Yours was not recorded")
    check("decided by somebody else meanwhile")
    page.get_by_role("button", name="Back to the case").click()
    expect(page.get_by_text("Your rationale, not recorded")).to_be_visible()
    check("decided")
    page.get_by_role("button", name="Letter").click()
    expect(page.get_by_role("dialog", name="Letter")).to_be_visible()
    check("letter as issued")
    page.keyboard.press("Escape")
    page.clock.fast_forward("16:00")
    expect(page.get_by_role("dialog", name="Screen covered")).to_be_visible()
    check("covered")
    page.get_by_role("button", name="Show my work").click()
    page.route("**/api/**", lambda route: route.fulfill(status=401, json={"type": "/problems/unauthenticated"}))
    page.get_by_role("tab", name="Timeline").click()
    expect(page.get_by_role("dialog", name="Sign in")).to_be_visible()
    check("a session that has ended")


def test_every_state_of_a_case(seen: tuple[Page, Check], house: Any) -> None:
    page, check = seen
    name = f"Synthetic {page.viewport_size} Person"
    case = house.review(clinical_notes=THIN, patient_name=name, urgency="expedited")
    page.goto(f"/case/{case['case_id']}")
    expect(page.locator("mark").first).to_be_visible()
    page.keyboard.press("2")
    page.get_by_role("button", name="Find in the record").click()
    page.get_by_role("searchbox", name="Find in the record").fill("snoring")
    check("case with a criterion open and words sought")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("a")
    check("drawer, accepting")
    page.keyboard.press("l")
    expect(page.get_by_role("dialog")).to_contain_text(name)
    check("letter before signing")
    page.keyboard.press("Escape")
    page.keyboard.press("o")
    page.get_by_role("radio", name="Deny", exact=True).check()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("At least 20 characters of reason.")).to_be_visible()
    check("denial with faults")
    page.get_by_role("radio", name="Approve with changes").check()
    page.get_by_label("Outcome of E0601").select_option("approved_modified")
    check("changes")
    for tab in ("Checks", "Timeline", "Documents"):
        page.keyboard.press("Escape")
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tabpanel").get_by_role("list").first).to_be_visible()
        check(tab)
    page.keyboard.press("d")
    page.get_by_role("button", name="Add information").click()
    expect(page.get_by_role("dialog", name="Add information")).to_be_visible()
    check("adding information")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Extend").click()
    expect(page.get_by_role("dialog", name="Extend the clock")).to_be_visible()
    check("extending")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog", name="Ask for information")).to_be_visible()
    check("signing")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name="Information requested")).to_be_visible()
    check("information requested")


def test_a_run_and_the_review_that_follows_a_document(drawn: tuple[Page, Check], house: Any) -> None:
    page, check = drawn
    house.gate.clear()
    try:
        case = house.submit(clinical_notes=THIN, patient_name="Synthetic Running Person")
        page.goto(f"/case/{case['case_id']}")
        expect(page.get_by_text("Live", exact=True)).to_be_visible()
        check("running")
    finally:
        house.gate.set()
    expect(page.get_by_role("tab", name="Criteria")).to_be_visible()
    house.post(
        f"/api/cases/{case['case_id']}/documents", {"text": "SLEEP STUDY:\nPolysomnography on 2026-09-14: AHI 22."}
    )
    page.reload()
    expect(page.locator("summary").filter(has_text="What changed")).to_be_visible()
    check("what changed")
