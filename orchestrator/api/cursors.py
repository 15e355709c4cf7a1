"""Where a page of the worklist ended: signed, and bound to the query it belongs to."""

import base64
import binascii
import hashlib
import hmac
import json
from datetime import datetime

from orchestrator.store.cases import RowPlace
from priorauth.errors import Fault, RequestRefused

_MAC = 12


def write_cursor(key: bytes, query: str, after: RowPlace) -> str:
    told = [after.at.isoformat(), after.received_at.isoformat(), after.case_id]
    place = json.dumps(told, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_mac(key, query, place) + place).decode().rstrip("=")


def read_cursor(key: bytes, query: str, cursor: str) -> RowPlace:
    """The place a cursor names; raises RequestRefused for one of another query, another key or no key at all."""
    try:
        content = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        mac, place = content[:_MAC], content[_MAC:]
        if not hmac.compare_digest(mac, _mac(key, query, place)):
            raise ValueError
        at, received_at, case_id = json.loads(place)
        return RowPlace(datetime.fromisoformat(at), datetime.fromisoformat(received_at), str(case_id))
    except (ValueError, TypeError, binascii.Error):
        raise RequestRefused(
            [Fault(("cursor",), "this cursor is not of this query; begin at the first page")]
        ) from None


def _mac(key: bytes, query: str, place: bytes) -> bytes:
    return hmac.new(key, query.encode() + b"\x1f" + place, hashlib.sha256).digest()[:_MAC]
