"""How a data server tells over the wire that what it stands on failed, so that a caller knows an outage from a refusal.

The codes lie in the range that JSON-RPC leaves to applications.
"""

from enum import IntEnum

from priorauth.errors import SourceFailed, SourceLimited, SourceReplyRefused, SourceUnavailable


class SourceFault(IntEnum):
    unavailable = -32061
    reply_refused = -32062
    limited = -32063


def fault_of(failed: SourceFailed) -> SourceFault:
    if isinstance(failed, SourceLimited):
        return SourceFault.limited
    return SourceFault.unavailable if failed.retryable else SourceFault.reply_refused


def failure_of(code: int, source: str, reason: str) -> SourceFailed:
    """The failure behind a code; any other code is a server that could not answer."""
    if code == SourceFault.limited:
        return SourceLimited(source)
    if code == SourceFault.reply_refused:
        return SourceReplyRefused(source, reason)
    if code == SourceFault.unavailable:
        return SourceUnavailable(source, reason)
    return SourceUnavailable(source, f"protocol error {code}")
