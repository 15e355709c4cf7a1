"""All that happens to a case belongs to one trace, in whichever process and after whichever restart.

The trace's id and its root's id come from the case's own id, so that nobody has to carry them through the queue.
"""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import NonRecordingSpan, Span, SpanContext, SpanKind, StatusCode, TraceFlags

CASE, REVIEW, STEP, ATTEMPT = "priorauth.case_id", "priorauth.review", "priorauth.step", "priorauth.attempt"
DOOR, OUTCOME = "priorauth.door", "priorauth.outcome"
_tracer = trace.get_tracer("priorauth")
# The ids of the next span without a parent, for the generator of ids that the exporting side sets up.
chosen_ids: ContextVar[tuple[int, int] | None] = ContextVar("chosen_ids", default=None)


def ids_of(case_id: str) -> tuple[int, int]:
    """The trace's id and its root span's id."""
    digest = sha256(f"trace {case_id}".encode()).digest()
    return int.from_bytes(digest[:16]), int.from_bytes(digest[16:24])


def context_of(case_id: str) -> Context:
    """Within the case's trace, below its root."""
    trace_id, root = ids_of(case_id)
    return trace.set_span_in_context(
        NonRecordingSpan(SpanContext(trace_id, root, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED)))
    )


def case_accepted(case_id: str, door: str, began_ns: int) -> None:
    """The root of the case's trace: from the moment the request was taken up until it was stored."""
    trace.get_current_span().set_attribute(CASE, case_id)
    token = chosen_ids.set(ids_of(case_id))
    try:
        root = _tracer.start_span(
            "accept case",
            context=Context(),
            kind=SpanKind.PRODUCER,
            attributes={CASE: case_id, DOOR: door},
            start_time=began_ns,
        )
    finally:
        chosen_ids.reset(token)
    root.end()


@contextmanager
def review_span(case_id: str, review: int) -> Generator[Span]:
    """A run of a review; one that is taken up after a crash is another span of the same trace."""
    attributes = {CASE: case_id, REVIEW: review}
    with _quiet(f"review {review}", attributes, context_of(case_id), SpanKind.CONSUMER) as span:
        yield span


@contextmanager
def step_span(step: str, case_id: str, review: int) -> Generator[Span]:
    with _quiet(f"step {step}", {CASE: case_id, REVIEW: review, STEP: step}) as span:
        yield span


@contextmanager
def seal_span(case_id: str, review: int) -> Generator[Span]:
    with _quiet("seal review", {CASE: case_id, REVIEW: review}) as span:
        yield span


@contextmanager
def agent_span(specialist: str, case_id: str, review: int, attempt: int) -> Generator[Span]:
    """One specialist at work, in the words of the GenAI conventions."""
    attributes: dict[str, str | int] = {
        "gen_ai.operation.name": "invoke_agent",
        "gen_ai.agent.name": specialist,
        "gen_ai.provider.name": "priorauth",
        CASE: case_id,
        REVIEW: review,
        STEP: specialist,
        ATTEMPT: attempt,
    }
    with _quiet(f"invoke_agent {specialist}", attributes) as span:
        yield span


def failed(span: Span, outcome: str) -> None:
    span.set_attribute(OUTCOME, outcome)
    span.set_status(StatusCode.ERROR)


@contextmanager
def _quiet(
    name: str, attributes: dict[str, str | int], context: Context | None = None, kind: SpanKind = SpanKind.INTERNAL
) -> Generator[Span]:
    """A span that tells of an exception by its kind alone, since its text may quote the record."""
    with _tracer.start_as_current_span(
        name, context, kind, attributes, record_exception=False, set_status_on_exception=False
    ) as span:
        try:
            yield span
        except BaseException as wrong:
            span.set_attribute("error.type", type(wrong).__name__)
            span.set_status(StatusCode.ERROR)
            raise
