"""Sealing with AES-256-GCM: each value under a data key of its own, the data key wrapped by a key that is configured.

A sealed value says which key wrapped it, so that keys can change without touching a text. It is bound to its place:
moved to another row or column it does not open.
"""

import hashlib
import hmac
import os
from collections.abc import Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from orchestrator.store.codec import Place
from priorauth.errors import SealBroken

VERSION = b"\x01"
_ID, _NONCE, _WRAPPED = 8, 12, 48
_HEAD = len(VERSION) + _ID + _NONCE + _WRAPPED
KEY_BYTES = 32


@dataclass(frozen=True)
class MasterKey:
    """A configured key. Its id tells it apart and tells nothing of it."""

    secret: bytes

    @property
    def key_id(self) -> bytes:
        return hashlib.sha256(b"priorauth key id\x1f" + self.secret).digest()[:_ID]

    @property
    def shown(self) -> str:
        return self.key_id.hex()

    def wrap(self, key: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self.secret).encrypt(nonce, key, VERSION + self.key_id)

    def unwrap(self, wrapped: bytes) -> bytes:
        """Raises SealBroken."""
        try:
            return AESGCM(self.secret).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], VERSION + self.key_id)
        except InvalidTag:
            raise SealBroken("a stored key does not open with the key that is configured") from None


class Sealed:
    """The codec of an encrypted store. The first key seals; the others only open what they sealed before."""

    def __init__(self, keys: Sequence[MasterKey], blind_key: bytes) -> None:
        self._current = keys[0]
        self._keys = {key.key_id: key for key in keys}
        self._blind_key = blind_key

    def seal(self, text: bytes, place: Place) -> bytes:
        key, nonce = os.urandom(KEY_BYTES), os.urandom(_NONCE)
        head = VERSION + self._current.key_id + self._current.wrap(key)
        return head + nonce + AESGCM(key).encrypt(nonce, text, VERSION + place.label())

    def open(self, sealed: bytes, place: Place) -> bytes:
        """Raises SealBroken."""
        key = self._master(sealed).unwrap(sealed[len(VERSION) + _ID : _HEAD])
        body = sealed[_HEAD:]
        try:
            return AESGCM(key).decrypt(body[:_NONCE], body[_NONCE:], VERSION + place.label())
        except InvalidTag:
            raise SealBroken("a stored value was changed or is not in its place") from None

    def rewrap(self, sealed: bytes) -> bytes | None:
        """The value under the current key, its text untouched; None where it is so already."""
        master = self._master(sealed)
        if master == self._current:
            return None
        key = master.unwrap(sealed[len(VERSION) + _ID : _HEAD])
        return VERSION + self._current.key_id + self._current.wrap(key) + sealed[_HEAD:]

    def blind(self, text: str, purpose: str) -> str:
        return hmac.new(
            self._blind_key, f"{purpose}\x1f{text}".encode("utf-8", "surrogatepass"), hashlib.sha256
        ).hexdigest()

    def _master(self, sealed: bytes) -> MasterKey:
        master = self._keys.get(sealed[len(VERSION) : len(VERSION) + _ID])
        if sealed[: len(VERSION)] != VERSION or master is None:
            raise SealBroken("a stored value was not sealed with a key that is configured")
        return master
