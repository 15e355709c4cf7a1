"""Registered trials from ClinicalTrials.gov, version 2 of its service. Its last page is the one without a token."""

import re
from collections.abc import Iterator

from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from mcp_servers.clinical_trials.replies import (
    Endpoint,
    EndpointsReply,
    Investigator,
    InvestigatorsReply,
    Trial,
    TrialReply,
    TrialsReply,
)
from mcp_servers.sources.live.service import Answered, Asks, Fetched, Host, Query, Wire, as_a, words_of
from priorauth.errors import SourceReplyRefused

HOST = Host(
    "ClinicalTrials.gov", "API 2", "https://clinicaltrials.gov/api/v2", per_second=0.8, burst=5, fresh_seconds=24 * 3600
)
_STATUSES = """
ACTIVE_NOT_RECRUITING COMPLETED ENROLLING_BY_INVITATION NOT_YET_RECRUITING RECRUITING SUSPENDED TERMINATED WITHDRAWN
AVAILABLE NO_LONGER_AVAILABLE TEMPORARILY_NOT_AVAILABLE APPROVED_FOR_MARKETING WITHHELD UNKNOWN
"""
STATUSES = frozenset(_STATUSES.split())
PHASES = frozenset(["NA", "EARLY_PHASE1", "PHASE1", "PHASE2", "PHASE3", "PHASE4"])
_SHOWN = (
    "IdentificationModule,StatusModule,ConditionsModule,DesignModule,ArmsInterventionsModule,SponsorCollaboratorsModule"
)
_WHO = f"{_SHOWN},EligibilityModule"
_AGE = re.compile(r"(\d{1,3}) (Year|Month|Week|Day|Hour|Minute)s?")
_NOT_FOUND = 404


class _Part(Wire):
    """A part of a study; the registry writes its names in camel case."""

    model_config = ConfigDict(alias_generator=to_camel)


class _Identification(_Part):
    nct_id: str
    brief_title: str = ""


class _Status(_Part):
    overall_status: str = ""


class _Conditions(_Part):
    conditions: tuple[str, ...] = ()


class _Enrollment(_Part):
    count: int | None = None


class _Design(_Part):
    phases: tuple[str, ...] = ()
    enrollment_info: _Enrollment = _Enrollment()


class _Intervention(_Part):
    name: str = ""


class _Arms(_Part):
    interventions: tuple[_Intervention, ...] = ()


class _Sponsor(_Part):
    name: str = ""


class _Sponsors(_Part):
    lead_sponsor: _Sponsor = _Sponsor()


class _Eligibility(_Part):
    eligibility_criteria: str = ""
    sex: str = ""
    minimum_age: str = ""
    maximum_age: str = ""


class _Outcome(_Part):
    measure: str = ""
    time_frame: str = ""


class _Outcomes(_Part):
    primary_outcomes: tuple[_Outcome, ...] = ()
    secondary_outcomes: tuple[_Outcome, ...] = ()


class _Official(_Part):
    name: str = ""
    affiliation: str = ""
    role: str = ""


class _Contacts(_Part):
    overall_officials: tuple[_Official, ...] = ()


class _Protocol(_Part):
    identification_module: _Identification
    status_module: _Status = _Status()
    conditions_module: _Conditions = _Conditions()
    design_module: _Design = _Design()
    arms_interventions_module: _Arms = _Arms()
    sponsor_collaborators_module: _Sponsors = _Sponsors()
    eligibility_module: _Eligibility = _Eligibility()
    outcomes_module: _Outcomes = _Outcomes()
    contacts_locations_module: _Contacts = _Contacts()


class _Study(_Part):
    protocol_section: _Protocol


class _Studies(_Part):
    total_count: int | None = None
    studies: tuple[_Study, ...]


class RegisteredTrials:
    """Asks ClinicalTrials.gov."""

    def __init__(self, service: Asks) -> None:
        self._service = service

    async def search(self, query: str, status: str, phase: str, limit: int) -> TrialsReply:
        return await self._trials({"query.term": _words(query), **_narrowed(status, phase)}, limit)

    async def by_sponsor(self, sponsor: str, status: str, limit: int) -> TrialsReply:
        return await self._trials({"query.spons": _words(sponsor), **_narrowed(status, "")}, limit)

    async def by_eligibility(self, condition: str, age: int | None, gender: str, limit: int) -> TrialsReply:
        """Who may take part is looked at here; the age of a person does not leave."""
        if not (words := _words(condition)):
            return _nothing_asked()
        found, fetched = await self._page({"query.cond": words, "fields": _WHO}, 100)
        fits = [s for s in found.studies if _takes(s.protocol_section.eligibility_module, age, gender)]
        return _reply(fits[:limit], len(fits), fetched)

    async def investigators(self, name: str, organization: str, limit: int) -> InvestigatorsReply:
        areas = {"OverallOfficialName": name, "OverallOfficialAffiliation": organization}
        terms = [f"AREA[{area}]({words})" for area, text in areas.items() if (words := _words(text))]
        if not terms:
            return InvestigatorsReply(source="", release="", as_of=None, available=True, detail="Give a name.")
        query = {"query.term": " AND ".join(terms), "fields": "IdentificationModule,ContactsLocationsModule"}
        found, fetched = await self._page(query, limit)
        people = tuple(_officials(found))[:limit]
        detail = "" if people else "Nothing found."
        return InvestigatorsReply(**fetched.provenance, available=True, investigators=people, detail=detail)

    async def details(self, nct_id: str) -> TrialReply:
        study, fetched = await self._one(nct_id)
        if study is None or fetched is None:
            return TrialReply(
                source=HOST.source, release=HOST.release, as_of=None, available=True, detail="Not registered."
            )
        who = study.eligibility_module
        return TrialReply(
            **fetched.provenance,
            available=True,
            trial=_trial(study),
            eligibility=who.eligibility_criteria,
            sex=who.sex,
            minimum_age=who.minimum_age,
            maximum_age=who.maximum_age,
        )

    async def endpoints(self, nct_id: str) -> EndpointsReply:
        study, fetched = await self._one(nct_id)
        if study is None or fetched is None:
            return EndpointsReply(
                source=HOST.source,
                release=HOST.release,
                as_of=None,
                available=True,
                nct_id=nct_id.upper(),
                detail="Not registered.",
            )
        measured = study.outcomes_module
        told = [(o, True) for o in measured.primary_outcomes] + [(o, False) for o in measured.secondary_outcomes]
        return EndpointsReply(
            **fetched.provenance,
            available=True,
            nct_id=study.identification_module.nct_id,
            endpoints=tuple(Endpoint(measure=o.measure, time_frame=o.time_frame, primary=p) for o, p in told),
        )

    async def _one(self, nct_id: str) -> tuple[_Protocol | None, Fetched | None]:
        asked = nct_id.upper()
        try:
            one, fetched = await self._service.get(f"/studies/{asked}", {"format": "json"}, as_a(_Study))
        except Answered as refused:
            if refused.status == _NOT_FOUND:
                return None, None
            raise
        study = one.protocol_section
        if study.identification_module.nct_id != asked:
            raise SourceReplyRefused(HOST.source, "answered about another trial")
        return study, fetched

    async def _trials(self, query: Query, limit: int) -> TrialsReply:
        if not (query.get("query.term") or query.get("query.spons")):
            return _nothing_asked()
        found, fetched = await self._page({**query, "fields": _SHOWN}, limit)
        return _reply(found.studies[:limit], found.total_count or len(found.studies), fetched)

    async def _page(self, query: Query, size: int) -> tuple[_Studies, Fetched]:
        asked = {**query, "pageSize": size, "countTotal": "true", "format": "json"}
        return await self._service.get("/studies", asked, as_a(_Studies))


def _words(text: str) -> str:
    return " ".join(words_of(text))


def _narrowed(status: str, phase: str) -> Query:
    """Only values the service knows; anything else does not narrow."""
    narrowed: dict[str, str] = {}
    if (wanted := status.strip().upper().replace(" ", "_")) in STATUSES:
        narrowed["filter.overallStatus"] = wanted
    if (wanted := phase.strip().upper().replace(" ", "")) in PHASES:
        narrowed["filter.advanced"] = f"AREA[Phase]{wanted}"
    return narrowed


def _nothing_asked() -> TrialsReply:
    return TrialsReply(source="", release="", as_of=None, available=True, detail="Give words to search for.")


def _reply(studies: "tuple[_Study, ...] | list[_Study]", total: int, fetched: Fetched) -> TrialsReply:
    trials = tuple(_trial(study.protocol_section) for study in studies)
    detail = "" if trials else "Nothing found."
    return TrialsReply(**fetched.provenance, available=True, trials=trials, total=total, detail=detail)


def _trial(study: _Protocol) -> Trial:
    return Trial(
        nct_id=study.identification_module.nct_id,
        title=study.identification_module.brief_title,
        status=study.status_module.overall_status,
        phases=study.design_module.phases,
        conditions=study.conditions_module.conditions,
        interventions=tuple(i.name for i in study.arms_interventions_module.interventions),
        sponsor=study.sponsor_collaborators_module.lead_sponsor.name,
        enrollment=study.design_module.enrollment_info.count,
    )


def _takes(who: _Eligibility, age: int | None, gender: str) -> bool:
    sex = gender.strip().upper()
    if sex and who.sex not in ("", "ALL", sex):
        return False
    if age is None:
        return True
    return _years(who.minimum_age, 0) <= age <= _years(who.maximum_age, 200)


def _years(written: str, otherwise: int) -> int:
    """Ages below a year count as none; what cannot be read does not narrow."""
    found = _AGE.fullmatch(written)
    if found is None:
        return otherwise
    return int(found[1]) if found[2] == "Year" else 0


def _officials(found: _Studies) -> Iterator[Investigator]:
    for study in found.studies:
        nct_id = study.protocol_section.identification_module.nct_id
        for one in study.protocol_section.contacts_locations_module.overall_officials:
            yield Investigator(name=one.name, organization=one.affiliation, role=one.role, nct_id=nct_id)
