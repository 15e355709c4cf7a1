"""Everything that can go wrong, as one family.

PriorAuthError
├── JsonRefused               a body that is not JSON in UTF-8
├── RequestRefused            the caller asked wrongly; every fault at once
├── EvidenceRefused           a quote that is not in its document
├── RulesRefused              markdown that does not compile; every complaint at once
│   └── RulesNotFound         an id or digest that is not held
├── RuleMistake               one line of markdown that is no rule; becomes a complaint with its place
├── SourceFailed              a data source or model failed; says whether a retry can help
│   ├── SourceUnavailable     no answer: refused, down, timed out
│   ├── SourceReplyRefused    an answer that is not what was asked for
│   └── SourceLimited         the source asked us to slow down
├── ReaderFailed              a reader broke; its findings do not exist
├── SpecialistFailed          a specialist broke; the case pends
├── BudgetSpent               time, calls, tokens or size ran out; what is missing is INSUFFICIENT
├── RecordNotWritten          the event could not be recorded, so the act did not happen
│   └── ReviewEnded           the review it belongs to has ended: sealed, failed or withdrawn
├── NotSealed                 a replay of a review that has no sealed record
├── SchemaBehind              the database's tables are not this version's
├── ErasureRefused            a case that may not be erased, or not yet
├── DocumentLost              bytes of a stored document that are missing, altered or out of reach of the settings
├── SealBroken                a stored value that does not open with the keys that are configured
├── RunBroke                  an exception of an earlier life of a run, read back by its name alone
├── WorkerRefused             this process may not run reviews, or not beside another one
├── DocumentRefused           a submitted file that cannot be accepted
├── BulkFileRefused           a published file that is not of the layout or size it should have
├── SignInNeeded              nobody who can be believed is behind this request
├── RequestForged             a page of another site made a signed-in browser ask
├── TokenRefused              a client asked for a token and may not have it
├── ActRefused                a person may not do this, or not now
└── SettingRefused            a setting that is missing or impossible; named

Not enough evidence is no error: it is an assessment, and the case pends. No message ever holds a patient's value.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import JsonValue


class PriorAuthError(Exception):
    """The root: anything this project raises on purpose."""


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a request: where, and what to do about it; never the value itself."""

    loc: tuple[str | int, ...]
    msg: str


class JsonRefused(PriorAuthError):
    """The body cannot be decoded; the message says where, never what."""


class RequestRefused(PriorAuthError):
    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{'.'.join(map(str, f.loc))}: {f.msg}" for f in self.faults))


class EvidenceRefused(PriorAuthError):
    """The quote is not what stands in the document at that place."""


@dataclass(frozen=True)
class Complaint:
    """One mistake in a rule file, in words its editor understands."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class RulesRefused(PriorAuthError):
    def __init__(self, complaints: Sequence[Complaint]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("\n".join(map(str, self.complaints)))


class RulesNotFound(RulesRefused):
    def __init__(self, what: str) -> None:
        super().__init__([Complaint(what, 0, "no rule of this id or digest is held here")])


class RuleMistake(PriorAuthError):
    """A piece of a rule file that cannot be read, said in words for its editor."""


class SourceFailed(PriorAuthError):
    """A data source or a model did not do its part."""

    def __init__(self, source: str, reason: str, *, retryable: bool) -> None:
        self.source, self.reason, self.retryable = source, reason, retryable
        super().__init__(f"{source}: {reason}")


class SourceUnavailable(SourceFailed):
    def __init__(self, source: str, reason: str = "did not answer") -> None:
        super().__init__(source, reason, retryable=True)


class SourceReplyRefused(SourceFailed):
    def __init__(self, source: str, reason: str) -> None:
        super().__init__(source, reason, retryable=False)


class SourceLimited(SourceFailed):
    def __init__(self, source: str, retry_after_seconds: float | None = None) -> None:
        self.retry_after_seconds = retry_after_seconds
        super().__init__(source, "asked for fewer requests", retryable=True)


class ReaderFailed(PriorAuthError):
    """A reader could not finish; nothing it said counts."""


class SpecialistFailed(PriorAuthError):
    def __init__(self, specialist: str, reason: str, *, retryable: bool = False) -> None:
        self.specialist, self.reason, self.retryable = specialist, reason, retryable
        super().__init__(f"{specialist}: {reason}")


class BudgetSpent(PriorAuthError):
    """A bound on time, calls, tokens or size was reached."""


class RecordNotWritten(PriorAuthError):
    """The record comes first: what could not be recorded was not done."""


class ReviewEnded(RecordNotWritten):
    """The review has ended, elsewhere or by a person's act; whoever still works on it stops."""


class NotSealed(PriorAuthError):
    """There is no sealed record of this review, so there is nothing to replay."""


class SchemaBehind(PriorAuthError):
    """The database was made by another version; the message says what to run."""


class ErasureRefused(PriorAuthError):
    """The case is open, held, or has to be kept longer."""


class DocumentLost(PriorAuthError):
    """The bytes of a stored document are not what was stored; they are refused, never shown as empty."""


class SealBroken(PriorAuthError):
    """A stored value was changed, moved, or sealed with a key that is not configured."""


class RunBroke(PriorAuthError):
    """What a run raised before; its text was not kept, since it might have held a patient's words."""


class WorkerRefused(PriorAuthError):
    """The durable engine cannot run here; the message says why and what can be done."""


class DocumentRefused(PriorAuthError):
    """A submitted file is too large, locked or not of a kind that is read here."""


class BulkFileRefused(PriorAuthError):
    """A published bulk file is not what it is taken for; the message names the file's kind, never a row of it."""


class SignInNeeded(PriorAuthError):
    """No proof of who calls, or one that does not hold; which of the two is nobody's business."""

    def __init__(self) -> None:
        super().__init__("sign in first")


class RequestForged(PriorAuthError):
    """The session is real and the page that used it is not ours."""

    def __init__(self) -> None:
        super().__init__("this request did not come from a page of this service")


class TokenRefused(PriorAuthError):
    """The token endpoint's refusal, in OAuth's own words."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class ActRefused(PriorAuthError):
    """The act is not this person's to do, or the case is not in a state for it. `more` goes with the refusal."""

    def __init__(self, problem: str, detail: str, more: Mapping[str, JsonValue] | None = None) -> None:
        self.problem, self.detail, self.more = problem, detail, more
        super().__init__(detail)


class SettingRefused(PriorAuthError):
    def __init__(self, setting: str, reason: str) -> None:
        self.setting, self.reason = setting, reason
        super().__init__(f"{setting}: {reason}")
