"""The public services as they answer, and as they fail: one application, told apart by the Host it is asked as.

Shapes are those the services document; every provider, article, trial and policy in here is invented.
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import httpx2

NPPES, EUTILS, TRIALS, CMS = (
    "npiregistry.cms.hhs.gov",
    "eutils.ncbi.nlm.nih.gov",
    "clinicaltrials.gov",
    "api.coverage.cms.gov",
)


class Fault(StrEnum):
    limited = "429"
    limited_long = "429 with a long Retry-After"
    broken = "500"
    page = "HTML for JSON"
    html_as_json = "HTML that says it is JSON"
    truncated = "JSON cut short"
    cut = "the connection ends within the body"
    huge = "more than anybody takes"
    nested = "JSON nested without an end"
    errors = "errors with status 200"
    other_shape = "another shape"
    redirect = "a redirect to somewhere else"
    packed = "a body packed against our wish"
    refused = "the connection is refused"
    hangs = "no answer at all"


class Endless(httpx2.AsyncByteStream):
    """Bytes that do not end by themselves; counts how many were taken."""

    def __init__(self) -> None:
        self.given = 0

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            self.given += 65_536
            yield b"[" * 65_536


class Once(httpx2.AsyncByteStream):
    def __init__(self, content: bytes) -> None:
        self._content = content

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._content


class Cut(httpx2.AsyncByteStream):
    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield b'{"result_count": 1, "resul'
        raise httpx2.RemoteProtocolError("the peer closed the connection")


@dataclass
class PublicSources(httpx2.AsyncBaseTransport):
    """Answers for all services. `faults` are given out one a request, then everything is well; `down` stays."""

    faults: deque[Fault] = field(default_factory=deque[Fault])
    down: dict[str, Fault] = field(default_factory=dict[str, Fault])
    asked: list[httpx2.Request] = field(default_factory=list[httpx2.Request])
    etags: bool = False
    tokens_given: int = 0
    token: str = "token-0"
    endless: list[Endless] = field(default_factory=list[Endless])

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        fault = self.down.get(request.url.host) or (self.faults.popleft() if self.faults else None)
        return _on_the_wire(await self._fail(fault) if fault else self._answer(request))

    def paths(self) -> list[str]:
        return [request.url.path for request in self.asked]

    async def _fail(self, fault: Fault) -> httpx2.Response:
        match fault:
            case Fault.limited:
                return httpx2.Response(429, headers={"Retry-After": "1"}, json={"error": "API rate limit exceeded"})
            case Fault.limited_long:
                return httpx2.Response(429, headers={"Retry-After": "3600"})
            case Fault.broken:
                return httpx2.Response(500, text="<h1>Server Error</h1>")
            case Fault.page:
                return httpx2.Response(200, html="<!doctype html><p>Down for maintenance")
            case Fault.html_as_json:
                return httpx2.Response(200, headers={"Content-Type": "application/json"}, content=b"<p>Maintenance")
            case Fault.truncated:
                return _json_text('{"result_count": 1, "results": [{"numb')
            case Fault.cut:
                return httpx2.Response(200, headers={"Content-Type": "application/json"}, stream=Cut())
            case Fault.huge:
                self.endless.append(Endless())
                return httpx2.Response(200, headers={"Content-Type": "application/json"}, stream=self.endless[-1])
            case Fault.nested:
                return _json_text("[" * 100_000)
            case Fault.errors:
                return _json_text(
                    '{"Errors": [{"description": "Field contains special character(s)", "field": "number", '
                    '"number": "14"}], "error": "something else", "esearchresult": {"ERROR": "Search failed"}}'
                )
            case Fault.other_shape:
                return _json_text('["never", "documented"]')
            case Fault.redirect:
                return httpx2.Response(302, headers={"Location": "http://169.254.169.254/latest/meta-data"})
            case Fault.packed:
                headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
                return httpx2.Response(200, headers=headers, stream=Cut())
            case Fault.refused:
                raise httpx2.ConnectError("refused")
            case Fault.hangs:
                await asyncio.Event().wait()
                raise AssertionError("nothing sets that event")

    def _answer(self, request: httpx2.Request) -> httpx2.Response:
        if self.etags and request.headers.get("If-None-Match") == '"1"':
            return httpx2.Response(304)
        host, path, query = request.url.host, request.url.path, dict(request.url.params)
        reply = {NPPES: _nppes, EUTILS: _eutils, TRIALS: _trials}.get(host)
        if reply is not None:
            found = reply(path, query)
        else:
            found = self._cms(request, path, query)
        if found is None:
            return httpx2.Response(404, json={"message": "not found"})
        if isinstance(found, httpx2.Response):
            return found
        headers = {"ETag": '"1"', "Set-Cookie": "session=1; Path=/"} if self.etags else {"Set-Cookie": "session=1"}
        return httpx2.Response(200, headers=headers, json=found)

    def _cms(self, request: httpx2.Request, path: str, query: dict[str, str]) -> Any:
        path = path.removeprefix("/v1")
        if path == "/metadata/license-agreement":
            self.tokens_given += 1
            self.token = f"token-{self.tokens_given}"
            return {"meta": {"status": {"id": 200, "message": "OK"}}, "data": [{"Token": self.token}]}
        licensed = path in ("/data/lcd", "/reports/local-coverage-sad-exclusion-list")
        if licensed and request.headers.get("Authorization") != f"Bearer {self.token}":
            return httpx2.Response(401, json={"message": "Unauthorized"})
        return _coverage(path, query)


def _on_the_wire(response: httpx2.Response) -> httpx2.Response:
    """The reply as bytes that are still to come."""
    if not response.is_stream_consumed:
        return response
    return httpx2.Response(response.status_code, headers=response.headers, stream=Once(response.content))


def _json_text(text: str) -> httpx2.Response:
    return httpx2.Response(200, headers={"Content-Type": "application/json"}, content=text.encode())


def provider(number: str, status: str = "A", **basic: Any) -> dict[str, Any]:
    return {
        "number": number,
        "enumeration_type": "NPI-1",
        "created_epoch": "1093219200000",
        "basic": {
            "first_name": "SYNTHIA",
            "last_name": "EXAMPLE",
            "name_prefix": "--",
            "credential": "M.D.",
            "sole_proprietor": "NO",
            "status": status,
            **basic,
        },
        "addresses": [
            {"address_purpose": "MAILING", "city": "ELSEWHERE", "state": "NY", "postal_code": "100010000"},
            {"address_purpose": "LOCATION", "city": "COLUMBUS", "state": "OH", "postal_code": "432150000"},
        ],
        "taxonomies": [
            {"code": "207R00000X", "desc": "Internal Medicine", "license": None, "state": None, "primary": False},
            {"code": "207RP1001X", "desc": "Pulmonary", "license": "X1", "state": "OH", "primary": True},
        ],
    }


def _nppes(path: str, query: dict[str, str]) -> Any:
    if path != "/api/" or query.get("version") != "2.1":
        return {"Errors": [{"description": "Unsupported Version", "field": "version", "number": "19"}]}
    known = {"1234567893": provider("1234567893"), "1851713903": provider("1851713903", status="D")}
    if number := query.get("number"):
        found = [known[number]] if number in known else []
    else:
        found = list(known.values())[: min(int(query.get("limit", "10")), 200)]
    return {"result_count": len(found), "results": found}


def _eutils(path: str, query: dict[str, str]) -> Any:
    summaries = {
        uid: {
            "uid": uid,
            "pubdate": "2020 Mar 3",
            "title": f"An invented article {uid}.",
            "source": "J Inv",
            "fulljournalname": "Journal of Inventions",
            "authors": [{"name": "Example S", "authtype": "Author"}],
            "pubtype": ["Journal Article"],
            "articleids": [{"idtype": "doi", "value": f"10.1000/{uid}"}, {"idtype": "pmc", "value": f"PMC{uid}"}],
        }
        for uid in ("11111111", "22222222")
    }
    if path.endswith("/esearch.fcgi"):
        nothing = "zebra" in query["term"]
        found = [] if nothing else list(summaries)[: int(query["retmax"])]
        return {"header": {"type": "esearch"}, "esearchresult": {"count": str(len(found)), "idlist": found}}
    if path.endswith("/elink.fcgi"):
        links = [{"dbto": "pubmed", "linkname": "pubmed_pubmed", "links": ["11111111", "22222222"]}]
        return {"header": {"type": "elink"}, "linksets": [{"dbfrom": "pubmed", "ids": ["1"], "linksetdbs": links}]}
    wanted = [uid for uid in query["id"].split(",") if uid in summaries]
    return {"header": {"type": "esummary"}, "result": {"uids": wanted, **{uid: summaries[uid] for uid in wanted}}}


STUDY: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT01234567", "briefTitle": "An invented trial"},
        "statusModule": {"overallStatus": "RECRUITING"},
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "Invented Sponsor", "class": "OTHER"}},
        "conditionsModule": {"conditions": ["Sleep Apnea"]},
        "designModule": {"phases": ["PHASE3"], "enrollmentInfo": {"count": 120, "type": "ESTIMATED"}},
        "armsInterventionsModule": {"interventions": [{"type": "DEVICE", "name": "Positive pressure"}]},
        "outcomesModule": {
            "primaryOutcomes": [{"measure": "AHI", "timeFrame": "3 months"}],
            "secondaryOutcomes": [{"measure": "Sleepiness", "timeFrame": "6 months"}],
        },
        "eligibilityModule": {
            "eligibilityCriteria": "Adults.",
            "sex": "FEMALE",
            "minimumAge": "18 Years",
            "maximumAge": "65 Years",
        },
        "contactsLocationsModule": {
            "overallOfficials": [{"name": "S. Example", "affiliation": "Invented University", "role": "STUDY_CHAIR"}]
        },
    },
    "hasResults": False,
}


def _trials(path: str, query: dict[str, str]) -> Any:
    if path == "/api/v2/studies":
        return {"totalCount": 1, "studies": [STUDY]}
    return STUDY if path == "/api/v2/studies/NCT01234567" else None


def _meta(token: str = "") -> dict[str, Any]:
    return {"status": {"id": 200, "message": "OK"}, "fields": [], "next_token": token}


def _national(number: int) -> dict[str, Any]:
    return {
        "document_id": 300 + number,
        "document_version": 1,
        "document_display_id": f"999.{number}",
        "title": f"Invented Service {number} for Sleep",
        "document_type": "NCD",
        "url": "",
    }


def _coverage(path: str, query: dict[str, str]) -> Any:
    match path:
        case "/reports/national-coverage-ncd/":
            second = query.get("next_token") == "second"
            return {"meta": _meta("" if second else "second"), "data": [_national(2 if second else 1)]}
        case "/reports/local-coverage-final-lcds/":
            row = {
                "document_id": 99001,
                "document_version": 7,
                "document_display_id": "L99001",
                "title": "Invented Local Rule",
                "contractor_name_type": "Invented Contractor\r\n(MAC - Part A, MAC - Part B)",
                "effective_date": "10/01/2025",
                "retirement_date": "N/A",
            }
            return {"meta": _meta(), "data": [row]}
        case "/data/ncd":
            row = {
                "effective_date": "This is a longstanding determination.",
                "effective_end_date": "N/A",
                "item_service_description": "&amp;lt;p&amp;gt;Described&amp;lt;/p&amp;gt;",
                "indications_limitations": "&lt;ul&gt;&lt;li&gt;Systolic &lt;80 mmHg&lt;/li&gt;&lt;/ul&gt;",
            }
            return {"meta": _meta(), "data": [row]}
        case "/data/lcd":
            return {"meta": _meta(), "data": [{"indication": "&lt;p&gt;Locally covered&lt;/p&gt;"}]}
        case "/reports/local-coverage-sad-exclusion-list":
            return {"meta": _meta(), "data": [{"hcpc_code": "J0139", "drug_name": "Adalimumab"}]}
        case "/reports/whats-new/national/" | "/reports/whats-new/local/":
            return {"meta": _meta(), "data": [_national(9)]}
        case _:
            return httpx2.Response(400, json={"message": "Bad Request"})


@dataclass
class Hands:
    """A clock that a test moves; sleeping moves it too."""

    at: float = 1000.0
    slept: list[float] = field(default_factory=list[float])

    def now(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at += seconds
        await asyncio.sleep(0)


def text_of(request: httpx2.Request) -> str:
    """All that leaves with a request."""
    return json.dumps([str(request.url), list(request.headers.items()), request.content.decode()])
