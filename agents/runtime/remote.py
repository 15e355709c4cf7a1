"""A specialist elsewhere: one question over the Responses protocol, one report, proved before it counts.

The report's evidence is checked against the documents that were sent, its rules against those the review is pinned to,
and every call it tells of is recorded before its findings are used. Whatever goes wrong is a failure; the case pends.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import httpx2
from pydantic import BaseModel, ConfigDict, ValidationError

from agents.runtime.identity import Token
from agents.runtime.report import Report, report_type
from agents.runtime.specialist import Found, Specialist, Task
from agents.runtime.tools import Recorder
from priorauth.digests import digest
from priorauth.errors import SourceFailed, SourceReplyRefused, SourceUnavailable
from priorauth.evidence import documents_context
from priorauth.findings import Failure

SECONDS = 150.0
LARGEST_REPLY = 64_000_000


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    type: str = ""
    text: str = ""


class _Output(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    type: str = ""
    content: tuple[_Part, ...] = ()


class _Response(BaseModel):
    """What is read of a reply in the Responses protocol."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    status: str = "completed"
    output: tuple[_Output, ...] = ()

    @property
    def text(self) -> str:
        parts = (p for o in self.output if o.type == "message" for p in o.content)
        return "".join(p.text for p in parts if p.type == "output_text")


@dataclass(frozen=True)
class RemoteRunner:
    """Asks the specialist that answers at `url`; `rules_digest` is of the rules its findings must stand on."""

    url: str
    http: httpx2.AsyncClient
    rules_digest: str
    token: Token | None = None
    query: Mapping[str, str] = field(default_factory=dict[str, str])

    async def run(
        self, specialist: Specialist[Task, Found], task: Task, recorder: Recorder, *, attempt: int = 1
    ) -> Found | Failure:
        try:
            report = await self._report(specialist, task)
        except SourceFailed as failed:
            return Failure(specialist=specialist.name, reason=f"elsewhere: {failed.reason}")
        for call in report.tool_calls:
            await recorder.tool_called(call, report.replies.get(call.reply_digest))
        for question, reading in report.readings.items():
            await recorder.was_read(report.reader, question, reading)
        if report.rules_digest != self.rules_digest:
            return Failure(specialist=specialist.name, reason="elsewhere: it stands on other rules than this review")
        return cast(Found | Failure, report.found)

    async def _report(self, specialist: Specialist[Task, Found], task: Task) -> Report[Any]:
        body = {"model": str(specialist.name), "input": task.model_dump_json(), "store": False, "stream": False}
        try:
            text = await self._ask(body)
        except SourceUnavailable:
            text = await self._ask(body)
        context = documents_context(task.case.documents)
        try:
            report = report_type(specialist.found).model_validate_json(text, context=context)
        except ValidationError:
            raise SourceReplyRefused(specialist.name, "sent a report that does not hold") from None
        if any(digest(reply) != name for name, reply in report.replies.items()):
            raise SourceReplyRefused(specialist.name, "sent a report that does not hold")
        return report

    async def _ask(self, body: Mapping[str, Any]) -> str:
        headers = {"content-type": "application/json"}
        if self.token:
            headers["authorization"] = f"Bearer {await self.token()}"
        try:
            reply = await self.http.post(
                f"{self.url.rstrip('/')}/responses",
                content=json.dumps(body).encode(),
                headers=headers,
                params=dict(self.query),
            )
        except httpx2.TimeoutException:
            raise SourceUnavailable("specialist", "timed out") from None
        except httpx2.HTTPError:
            raise SourceUnavailable("specialist") from None
        if reply.status_code in (429, 502, 503, 504):
            raise SourceUnavailable("specialist", f"answered with status {reply.status_code}")
        if reply.status_code != 200 or len(reply.content) > LARGEST_REPLY:
            raise SourceReplyRefused("specialist", f"refused the call with status {reply.status_code}")
        try:
            said = _Response.model_validate_json(reply.content)
        except ValidationError:
            raise SourceReplyRefused("specialist", "sent what is no answer") from None
        if said.status != "completed":
            raise SourceReplyRefused("specialist", "did not complete")
        return said.text
