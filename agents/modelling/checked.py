"""What of a model's claims about rows survives: quotes that stand in the record, read again there by code.

A claim that agrees with the second look is worth what code saw, never more; one that does not is worth less. Claims on
words that the embedded reader took out are dropped: its vetoes are final.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from agents.modelling.quotes import places_of, stands_in
from agents.modelling.spelling import carried
from agents.modelling.wire import Passage, RowClaim, RowsReply, Says
from agents.runtime.reader import Record
from priorauth.criteria import AbsenceCheck, CourseCheck, DenialCheck, DocumentsCheck, Row, Term
from priorauth.evidence import Evidence, Observation
from priorauth.facts import Assertion, Doubt, Grade, Subject
from priorauth.reading import RowQuestion, RowReading

NAME = "model"
Reread = Callable[[Record, RowQuestion], Awaitable[RowReading]]
_TermCheck = DocumentsCheck | DenialCheck | AbsenceCheck | CourseCheck
_MEANT = {
    Says.present: Assertion.affirmed,
    Says.absent: Assertion.negated,
    Says.uncertain: Assertion.uncertain,
    Says.planned: Assertion.planned,
    Says.past: Assertion.resolved,
    Says.another_person: Assertion.other_person,
    Says.not_about_patient: Assertion.policy_talk,
}
_OUT = frozenset({Assertion.planned, Assertion.other_person, Assertion.policy_talk})
_SAID_OF_THE_PATIENT = frozenset({Assertion.affirmed, Assertion.negated, Assertion.resolved})


@dataclass(frozen=True)
class _Placed:
    """A claim and one place where its quote stands."""

    claim: RowClaim
    row: Row
    evidence: Evidence


@dataclass
class Checking:
    """One reply about one policy's rows, beside what the embedded reader saw for them."""

    record: Record
    question: RowQuestion
    own: RowReading
    reread: Reread
    dropped: int = 0
    seen: list[Observation] = field(default_factory=list[Observation])

    async def check(self, reply: RowsReply) -> RowReading:
        """The second reading, every observation of it proved."""
        placed = [one for claim in reply.passages for one in self._placed(claim)]
        unseen = [one for one in placed if not self._take(one, self.own.observations)]
        further = await self._further(unseen)
        for one in unseen:
            if not self._take(one, further.get(id(one), ())):
                self.seen.append(_unproved(one))
        return RowReading(
            policy_id=self.question.policy_id,
            observations=tuple(dict.fromkeys(self.seen)),
            set_aside=tuple(dict.fromkeys(e for p in reply.instructions for e in self._places(p))),
            over_budget=self.own.over_budget,
            reader=NAME,
            derived=tuple(dict.fromkeys(o.row for o in self.seen if Doubt.other_reader not in o.doubts)),
            dropped=self.dropped,
        )

    def _places(self, passage: Passage) -> tuple[Evidence, ...]:
        places = places_of(passage, self.record.documents)
        self.dropped += not places
        return places

    def _placed(self, claim: RowClaim) -> list[_Placed]:
        row = next((r for r in self.question.rows if r.id == claim.row), None)
        places = self._places(claim)
        if row is None or any(overlap(e, aside) for e in places for aside in self.own.set_aside):
            return []
        if not all(stands_in(words, e) for words in (claim.value, claim.date) for e in places):
            self.dropped += 1
            return []
        return [_Placed(claim, row, e) for e in places]

    def _take(self, one: _Placed, among: Sequence[Observation]) -> bool:
        """Keep what code sees for the row at the quoted place, lowered by the claim; False where it sees nothing."""
        there = [o for o in among if o.row == one.row.id and overlap(o.evidence, one.evidence)]
        self.seen += [_lowered(o, one.claim) for o in there]
        return bool(there)

    async def _further(self, unseen: Sequence[_Placed]) -> dict[int, tuple[Observation, ...]]:
        """Another look at places whose words carry a term whole, though not as it is spelled."""
        found: dict[int, tuple[Observation, ...]] = {}
        for one in unseen:
            if (term := self._spelled_here(one)) is None:
                continue
            others = tuple(t for t in self.question.terms if t.name != term.name)
            asked = self.question.model_copy(update={"rows": (one.row,), "terms": (*others, term)})
            reading = await self.reread(self.record, asked)
            thing = term.things[0][0]
            found[id(one)] = tuple(o.model_copy(update={"thing": thing}) for o in reading.observations)
        return found

    def _spelled_here(self, one: _Placed) -> Term | None:
        check = one.row.check
        if not isinstance(check, _TermCheck):
            return None
        term = next((t for t in self.question.terms if t.name == check.term), None)
        here = carried(term, one.evidence.quote) if term else None
        if term is None or here is None:
            return None
        thing, words = here
        return term.model_copy(update={"things": ((thing, " & ".join(words)),)})


def _lowered(seen: Observation, claim: RowClaim) -> Observation:
    """What code saw, no better than the model says."""
    meant = _MEANT[claim.says]
    changes: dict[str, object] = {"reader": NAME}
    if meant is not seen.assertion and seen.assertion in _SAID_OF_THE_PATIENT:
        changes["assertion"] = meant if meant in _OUT else Assertion.uncertain
        changes["grade"] = Grade.c
        if meant is Assertion.other_person:
            changes["subject"] = Subject.other_person
    return seen.model_copy(update=changes)


def _unproved(one: _Placed) -> Observation:
    """Words that only a model takes for what the row asks: something to look at, and nothing to stand on."""
    check = one.row.check
    return Observation(
        row=one.row.id,
        thing=check.term if isinstance(check, _TermCheck) else one.row.id,
        evidence=one.evidence,
        assertion=_MEANT[one.claim.says],
        subject=Subject.unknown,
        grade=Grade.c,
        doubts=(Doubt.other_reader, Doubt.unfamiliar_wording),
        reader=NAME,
    )


def overlap(one: Evidence, other: Evidence) -> bool:
    return one.document_id == other.document_id and one.start < other.end and other.start < one.end
