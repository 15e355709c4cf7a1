"""Two readers on one record: the embedded one, whose word stands, and a model that points beside it.

The model adds passages, flags and doubts; it takes nothing away. Where it was asked and did not answer, the reading
says so and the case pends, with everything the embedded reader found still there to see.
"""

from dataclasses import dataclass, field, replace
from typing import TypeVar

from agents.modelling import instructions
from agents.modelling.checked import NAME, Checking, overlap
from agents.modelling.clients import OpenClient
from agents.modelling.conversation import Interview, Question
from agents.modelling.endpoint import ModelLimits
from agents.modelling.fence import fenced, fenced_record
from agents.modelling.meanwhile import meanwhile
from agents.modelling.meter import Meter
from agents.modelling.prose import checked_prose
from agents.modelling.quotes import places_of
from agents.modelling.search import search_tools
from agents.modelling.wire import FieldClaim, ProseReply, QualityReply, RecordReply, RowsReply, Wire
from agents.runtime.reader import Reader, Record
from agents.runtime.tools import ToolSession
from priorauth.digests import digest
from priorauth.errors import BudgetSpent, ReaderFailed
from priorauth.evidence import Evidence
from priorauth.findings import Specialist
from priorauth.prose import checked
from priorauth.reading import (
    DiscrepancyKind,
    ExtractedField,
    Extraction,
    FoundDiscrepancy,
    NoteQuality,
    RowQuestion,
    RowReading,
    Statement,
)
from priorauth.recommendation import Prose, Recommendation
from priorauth.rulebook import Rulebook
from priorauth.telling import Telling

STATEMENTS_ADDED, TURNS_IN_A_ROW = 4, 3
PROSE_SECONDS, PROSE_TOKENS = 30.0, 1_500
W = TypeVar("W", bound=Wire)
_TAKEN_OUT = (DiscrepancyKind.instruction, DiscrepancyKind.policy_talk, DiscrepancyKind.other_name)


@dataclass(frozen=True)
class BothReaders:
    """What a process holds: the embedded reader, an open client, the limits and the meter all its reviews share."""

    embedded: Reader
    client: OpenClient
    limits: ModelLimits
    meter: Meter
    name: str = "both"

    def at(self, tools: ToolSession, rules: Rulebook) -> Reader:
        return BothAtWork(self.embedded, Interview(self.client, self.limits, self.meter, tools), rules)

    async def quality(self, record: Record) -> NoteQuality:
        return await self.embedded.quality(record)

    async def extraction(self, record: Record) -> Extraction:
        return await self.embedded.extraction(record)

    async def discrepancies(self, record: Record) -> tuple[FoundDiscrepancy, ...]:
        return await self.embedded.discrepancies(record)

    async def rows(self, record: Record, question: RowQuestion) -> RowReading:
        return await self.embedded.rows(record, question)

    async def prose(self, telling: Telling) -> Prose | None:
        return await self.embedded.prose(telling)


@dataclass(frozen=True)
class _Read:
    """One record as both have read it: what the embedded reader found, and the model's reply or why there is none."""

    own: Extraction
    found: tuple[FoundDiscrepancy, ...]
    reply: RecordReply | None
    unread: str


@dataclass
class BothAtWork:
    """Both readers in one run of one specialist. The record is put to the model once, whoever asks for it."""

    embedded: Reader
    interview: Interview
    rules: Rulebook
    name: str = "both"
    _read: dict[Record, _Read] = field(default_factory=dict[Record, _Read])

    def at(self, tools: ToolSession, rules: Rulebook) -> Reader:
        return BothAtWork(self.embedded, replace(self.interview, session=tools), rules)

    async def quality(self, record: Record) -> NoteQuality:
        told = instructions.for_quality(self.rules.skills)
        question = Question("quality", "narrative", told, fenced_record(record), QualityReply)
        own, (reply, unread) = await meanwhile(self._asked(question), lambda: self.embedded.quality(record))
        if reply is None:
            return own.model_copy(update={"unread": unread})
        shown = {f.flag: places for f in reply.flags if (places := places_of(f, record.documents))}
        spans = tuple(e for flag, places in shown.items() if flag not in own.flags for e in places[:1])
        flags = tuple(dict.fromkeys((*own.flags, *shown)))
        return own.model_copy(update={"flags": flags, "spans": (*own.spans, *spans)})

    async def extraction(self, record: Record) -> Extraction:
        read = await self._record(record)
        own, reply, unread = read.own, read.reply, read.unread
        if reply is None:
            return own.model_copy(update={"unread": unread})
        taken_out = tuple(e for d in read.found if d.kind in _TAKEN_OUT for e in d.spans)
        fields = tuple(_with_statements(one, reply, record, taken_out) for one in own.fields)
        quotes = [s.evidence.quote for one in fields for s in one.statements]
        given = [*quotes, *record.context.diagnosis_codes, *record.context.diagnosis_titles]
        return own.model_copy(update={"fields": fields, "summary": checked_prose(reply.summary, given)})

    async def discrepancies(self, record: Record) -> tuple[FoundDiscrepancy, ...]:
        read = await self._record(record)
        return (*read.found, *(_discrepancies(read.reply, record, read.found) if read.reply else ()))

    async def rows(self, record: Record, question: RowQuestion) -> RowReading:
        if not question.rows:
            return await self.embedded.rows(record, question)
        message = f"{instructions.rows_told(question)}\n\n{fenced_record(record)}"
        told = instructions.for_rows(self.rules.skills)
        asked = Question("rows", question.policy_id, told, message, RowsReply)
        own, (reply, unread) = await meanwhile(self._asked(asked), lambda: self.embedded.rows(record, question))
        if reply is None:
            return own.model_copy(update={"unread": unread})
        second = await Checking(record, question, own, self.embedded.rows).check(reply)
        return own.model_copy(update={"second": second, "reader": self.name})

    async def prose(self, telling: Telling) -> Prose | None:
        """A proposal is told in a single turn or in code's own words: nothing waits for it twice."""
        if telling.recommendation is Recommendation.deny:
            return None
        writer = self.interview.client.model
        if self._turns_before() >= TURNS_IN_A_ROW:
            return Prose(writer=writer, refused="it was not asked: its turns for this review were taken")
        limits = replace(self.interview.limits, turns=1, tries=1, seconds=PROSE_SECONDS, completion_tokens=PROSE_TOKENS)
        once = replace(self, interview=replace(self.interview, limits=limits))
        told = instructions.for_prose(self.rules.skills)
        shown = fenced([(part.about, part.text) for part in telling.parts])
        reply, unread = await once._asked(Question("prose", "synthesis", told, shown, ProseReply, repairs=0))
        if reply is None:
            return Prose(writer=writer, refused=unread)
        return checked(Prose(writer=writer, summary=reply.summary, rationale=reply.rationale), telling)

    def _turns_before(self) -> int:
        """How long the chain of the model's turns has been: two specialists read at once, then the third."""
        took = self.interview.meter.turns(self.interview.session.review)
        first = max(took.get(Specialist.compliance, 0), took.get(Specialist.clinical, 0))
        return first + took.get(Specialist.coverage, 0)

    async def _record(self, record: Record) -> _Read:
        if record not in self._read:
            told = instructions.for_record(self.rules.skills)
            tools = search_tools(self.interview.session, record, self.rules)
            question = Question("record", "record", told, fenced_record(record), RecordReply, tools)
            (own, found), said = await meanwhile(self._asked(question), lambda: self._embedded(record))
            self._read[record] = _Read(own, found, *said)
        return self._read[record]

    async def _embedded(self, record: Record) -> tuple[Extraction, tuple[FoundDiscrepancy, ...]]:
        return await self.embedded.extraction(record), await self.embedded.discrepancies(record)

    async def _asked(self, question: Question[W]) -> tuple[W | None, str]:
        """The model's reply, kept as a reading; or why there is none."""
        try:
            reply = await self.interview.ask(question)
        except (ReaderFailed, BudgetSpent) as failed:
            return None, f"model: {failed}"
        said = reply.model_dump(mode="json")
        await self.interview.session.recorder.was_read(NAME, digest([question.name, question.subject]), said)
        return reply, ""


def _with_statements(
    own: ExtractedField, reply: RecordReply, record: Record, taken_out: tuple[Evidence, ...]
) -> ExtractedField:
    """The field with what the model quoted beside it; how sure the field is stays the embedded reader's word."""
    held = [s.evidence for s in own.statements]
    added: list[Statement] = []
    for claim in reply.statements:
        evidence = _first(claim, record) if claim.field is own.name else None
        if evidence and not any(overlap(evidence, e) for e in (*held, *taken_out)) and len(added) < STATEMENTS_ADDED:
            added.append(Statement(evidence=evidence))
            held.append(evidence)
    return own.model_copy(update={"statements": (*own.statements, *added)}) if added else own


def _first(claim: FieldClaim, record: Record) -> Evidence | None:
    places = places_of(claim, record.documents)
    return places[0] if places else None


def _discrepancies(
    reply: RecordReply, record: Record, own: tuple[FoundDiscrepancy, ...]
) -> tuple[FoundDiscrepancy, ...]:
    """What the model says does not agree and the embedded reader has not found in those words."""
    found: dict[tuple[DiscrepancyKind, Evidence], FoundDiscrepancy] = {}
    for claim in reply.discrepancies:
        for evidence in places_of(claim, record.documents)[:1]:
            known = any(d.kind is claim.kind and any(overlap(evidence, e) for e in d.spans) for d in own)
            if not known:
                detail = f"A second reader found: {claim.kind.replace('_', ' ')}."
                found[claim.kind, evidence] = FoundDiscrepancy(kind=claim.kind, detail=detail, spans=(evidence,))
    return tuple(found.values())
