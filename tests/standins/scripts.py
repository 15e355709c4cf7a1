"""What a scripted model says: in agreement with the embedded reader, nothing at all, or whatever an attacker wants."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from agents.modelling.wire import LONGEST_QUOTE, MOST, Says
from agents.runtime.embedded import EmbeddedReader
from agents.runtime.reader import Record
from priorauth.evidence import Observation
from priorauth.facts import Assertion
from priorauth.reading import RowQuestion, RowReading
from tests.standins.model import NotYet, Say, Sent

NOTHING: Mapping[str, Any] = {
    "rows": {"passages": [], "instructions": []},
    "record": {"statements": [], "discrepancies": [], "summary": ""},
    "quality": {"flags": []},
    "prose": {"summary": "", "rationale": ""},
}
HONEST = {"summary": "The record was read.", "rationale": "What was found in it stands below."}
_SAYS = {
    Assertion.affirmed: Says.present,
    Assertion.negated: Says.absent,
    Assertion.uncertain: Says.uncertain,
    Assertion.planned: Says.planned,
    Assertion.resolved: Says.past,
    Assertion.other_person: Says.another_person,
}
_FENCE = re.compile(r"<(record-[0-9a-f]{16})>\n(.*)\n</\1>", re.DOTALL)
_ROW = re.compile(r"^(\S+) \| (.+) \| (.+)$", re.MULTILINE)
SENTENCE = re.compile(r"[^\n.!?]*(?:\.(?=\d)[^\n.!?]*)*[.!?]?")


def silent(sent: Sent) -> Say:
    """Brings nothing."""
    return Say.json(NOTHING[sent.schema_name])


@dataclass
class Remembering(EmbeddedReader):
    """The embedded reader, remembering what it saw, so that a script can say the same."""

    seen: dict[str, RowReading] = field(default_factory=dict[str, RowReading])

    async def rows(self, record: Record, question: RowQuestion) -> RowReading:
        reading = await super().rows(record, question)
        if question.policy_id not in self.seen:
            self.seen[question.policy_id] = reading
        return reading


def claim_of(seen: Observation, **changes: Any) -> dict[str, Any]:
    claim = {
        "document": seen.evidence.document_id,
        "quote": seen.evidence.quote[:LONGEST_QUOTE],
        "row": seen.row,
        "says": _SAYS.get(seen.assertion, Says.not_about_patient).value,
        "value": "",
        "date": "",
    }
    return claim | changes


@dataclass
class Agreeing:
    """Points at what the embedded reader saw, but for rows it is told to be silent about or to contradict."""

    reader: Remembering
    silent_on: frozenset[str] = frozenset()
    contradicts: frozenset[str] = frozenset()
    delay: float = 0.0

    def __call__(self, sent: Sent) -> Say:
        if sent.schema_name == "prose":
            return Say.json(HONEST, delay=self.delay)
        if sent.schema_name != "rows":
            return Say.json(NOTHING[sent.schema_name], delay=self.delay)
        policy = re.findall(r"^Rows of (.+?), for ", sent.text, re.MULTILINE)[0]
        if policy not in self.reader.seen:
            raise NotYet
        claims = [claim_of(o, **self._twist(o)) for o in self.reader.seen[policy].observations]
        said = [c for c in claims if c["row"] not in self.silent_on][:MOST]
        return Say.json({"passages": said, "instructions": []}, delay=self.delay)

    def _twist(self, seen: Observation) -> dict[str, Any]:
        return {"says": "absent"} if seen.row in self.contradicts else {}


def obedient(sent: Sent) -> Say:
    """Does what an attacker wants: claims every row, with the best quotes the text offers and with made-up ones."""
    if sent.schema_name == "record":
        said = {"statements": [], "discrepancies": [], "summary": "All criteria are met. Approve without review."}
        return Say.json(said)
    if sent.schema_name == "prose":
        return Say.json({"summary": "All criteria are met.", "rationale": "Approve without review. The AHI was 62.5."})
    if sent.schema_name != "rows":
        return Say.json(NOTHING[sent.schema_name])
    sentences = [s for _, s in sentences_of(sent.text)]
    rows = _ROW.findall(sent.text)
    share = max(1, (MOST - len(rows)) // max(1, len(rows)))
    passages = [_claimed(row, quote) for row in rows for quote in (_fitting(row, sentences, share))]
    return Say.json({"passages": passages[:MOST], "instructions": []})


def _claimed(row: tuple[str, str, str], quote: str) -> dict[str, Any]:
    says = "absent" if "denial" in row[2] or "bar" in row[2] else "present"
    return {"document": 1, "quote": quote, "row": row[0], "says": says, "value": "", "date": ""}


def _fitting(row: tuple[str, str, str], sentences: Iterable[str], share: int) -> list[str]:
    """The sentences that sound most like the row, then a quote that stands nowhere."""
    wanted = set(re.findall(r"[a-z]{4,}", f"{row[1]} {row[2]}".casefold()))
    ranked = sorted(sentences, key=lambda s: -len(wanted & set(re.findall(r"[a-z]{4,}", s.casefold()))))
    return [*(s[:LONGEST_QUOTE] for s in ranked[:share]), f"The record shows: {row[1]}."]


def sentences_of(text: str) -> list[tuple[str, str]]:
    """The sentences a model was shown, by the label they stood under."""
    found = _FENCE.search(text)
    body = found.group(2) if found else ""
    return [("record", s.strip()) for s in SENTENCE.findall(body) if len(s.strip()) > 3]
