"""Laws as dated rows: which switches they set and which clocks they run, for whom and from when.

Not legal advice. A row says how sure its facts are; nothing here is decided by code.
"""

from datetime import date
from enum import StrEnum

from pydantic import Field

from priorauth.base import Frozen
from priorauth.case import Funding, LineOfBusiness, Urgency
from priorauth.codes import ServiceHint
from priorauth.deadlines import ClockRule
from priorauth.errors import Complaint, RuleMistake
from priorauth.rulebook.pages import Page
from priorauth.rulebook.policy import Certainty
from priorauth.rulebook.tables import Line, TableReader


class LawSwitch(StrEnum):
    """What a law can demand of the engine; no file may set anything else.

    Some the engine does for every case, demanded or not; a law's file says all the same that it demands them.
    """

    machine_only_proposes = "machine only proposes"
    denial_names_its_reason = "denial names its reason"
    denial_by_clinician = "denial by a clinician"
    denial_by_peer = "denial by a clinical peer"
    denial_by_state_licence = "denial by a licensee of the state"
    individual_review = "individual review attested"
    appeal_rights_on_denial = "appeal rights on denial"
    criterion_source_on_notice = "criterion and source on notice"
    credentials_on_notice = "reviewer credentials on notice"
    ai_use_disclosed = "AI use disclosed"
    ai_use_reported = "AI use reported quarterly"
    public_metrics = "public metrics"
    authorization_api = "authorization API"
    inspection_bundle = "inspection bundle"
    reads_logged = "reads are logged"
    kept_six_years = "records kept six years"
    affirmation_words = "affirmation words"
    appeal_by_another_peer = "appeal by another peer"


class LawRule(Frozen):
    """One law: whom it binds, from when, what it switches on. Empty sets and None bind everyone."""

    law: str
    source: str
    lines_of_business: frozenset[LineOfBusiness] = frozenset()
    funding: Funding | None = None
    states: frozenset[str] = frozenset()
    effective_from: date
    effective_to: date | None = None
    switches: frozenset[LawSwitch] = Field(min_length=1)
    certainty: Certainty
    line: int = 0

    def binds(self, line_of_business: LineOfBusiness, funding: Funding, state: str | None, on: date) -> bool:
        return (
            (not self.lines_of_business or line_of_business in self.lines_of_business)
            and self.funding in (None, funding)
            and (not self.states or state in self.states)
            and self.effective_from <= on
            and (self.effective_to is None or on <= self.effective_to)
        )


class DatedClock(Frozen):
    """A clock rule with how sure its facts are."""

    rule: ClockRule
    certainty: Certainty


class LawFile(Frozen):
    """One file of laws, compiled."""

    id: str
    laws: tuple[LawRule, ...]
    clocks: tuple[DatedClock, ...]


_LAW_COLUMNS = ("Law", "Source", "Lines of business", "Funding", "States", "From", "To", "Switches", "Certainty")
_CLOCK_COLUMNS = (
    *("Clock", "Source", "Lines of business", "Urgency", "Drug", "Funding", "States", "Services", "From", "To"),
    *("Length", "At most", "Extension", "Stops for information", "Certainty"),
)


def compile_laws(page: Page) -> tuple[LawFile, list[Complaint]]:
    """The rows of a law file, and every complaint; a file holds a table of laws, of clocks, or both."""
    reader = TableReader(page)
    identity = reader.front("id")
    laws = reader.rows("Laws", _LAW_COLUMNS, _law) if page.section("Laws") else ()
    clocks = reader.rows("Clocks", _CLOCK_COLUMNS, _clock) if page.section("Clocks") else ()
    if not laws and not clocks and not reader.complaints:
        reader.complain(1, 'a law file holds a table under "## Laws" or "## Clocks"')
    return LawFile(id=identity, laws=laws, clocks=clocks), reader.complaints


def _law(line: Line) -> LawRule:
    begins, ends = _dates(line)
    return LawRule(
        law=line.text("Law"),
        source=line.text("Source"),
        lines_of_business=frozenset(line.words("Lines of business", LineOfBusiness)),
        funding=_either(line, "Funding", Funding),
        states=_states(line),
        effective_from=begins,
        effective_to=ends,
        switches=frozenset(line.words("Switches", LawSwitch)) or _empty("Switches"),
        certainty=line.word("Certainty", Certainty),
        line=line.line,
    )


def _clock(line: Line) -> DatedClock:
    begins, ends = _dates(line)
    number, unit = _amount(line.text("Length"))
    lengths = {"hours": "hours", "calendar days": "calendar_days", "business days": "business_days"}
    if unit not in lengths:
        raise RuleMistake(f'a clock is counted in {", ".join(lengths)}, not in "{unit}"')
    drug = line.optional("Drug").casefold()
    if drug not in ("yes", "no", "", "either"):
        raise RuleMistake('the column "Drug" says yes, no or either')
    try:
        rule = ClockRule(
            name=line.text("Clock"),
            source=line.text("Source"),
            lines_of_business=frozenset(line.words("Lines of business", LineOfBusiness) or tuple(LineOfBusiness)),
            urgency=line.word("Urgency", Urgency),
            drug=None if drug in ("", "either") else drug == "yes",
            funding=_either(line, "Funding", Funding),
            states=_states(line),
            services=frozenset(line.words("Services", ServiceHint)),
            effective_from=begins,
            effective_to=ends,
            cap_calendar_days=_days(line, "At most"),
            extension_days=_days(line, "Extension") or 0,
            stops_for_information=line.yes("Stops for information"),
            **{lengths[unit]: number},
        )
    except ValueError as error:
        raise RuleMistake(f"the clock does not hold together: {error}") from None
    return DatedClock(rule=rule, certainty=line.word("Certainty", Certainty))


def _dates(line: Line) -> tuple[date, date | None]:
    begins, ends = line.day("From"), line.day("To")
    if begins is None:
        raise RuleMistake('the column "From" needs a date')
    if ends is not None and ends < begins:
        raise RuleMistake("a law cannot end before it begins")
    return begins, ends


def _either(line: Line, column: str, words: type[Funding]) -> Funding | None:
    return line.word(column, words) if line.parts(column) else None


def _states(line: Line) -> frozenset[str]:
    states = line.parts("States")
    if wrong := [s for s in states if not (len(s) == 2 and s.isalpha() and s.isupper())]:
        raise RuleMistake(f'"{wrong[0]}" is no state abbreviation')
    return frozenset(states)


def _amount(text: str) -> tuple[int, str]:
    number, _, unit = text.partition(" ")
    if not number.isdigit():
        raise RuleMistake(f'"{text}" is no length such as "7 calendar days"')
    return int(number), unit.strip()


def _days(line: Line, column: str) -> int | None:
    if not line.parts(column):
        return None
    number, unit = _amount(line.text(column))
    if unit != "calendar days":
        raise RuleMistake(f'the column "{column}" is counted in calendar days')
    return number


def _empty(column: str) -> frozenset[LawSwitch]:
    raise RuleMistake(f'the column "{column}" is empty')
