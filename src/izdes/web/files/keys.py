"""Keys of files: each file has one of its own, wrapped by a key from the configuration.

Only wrapped keys are kept. A new key of the installation therefore rewraps a few bytes a file and
no file itself. A key is named by eight bytes of its digest, which tell nothing of it.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from izdes.core.errors import IzdesError
from izdes.web.ciphering import KEY_BYTES, NotOpened
from izdes.web.config import Configuration

_NONCE_BYTES = 12
_ID_DIGITS = 16
_ABOUT = b"izdes: key of a file"


class KeyUnknown(IzdesError):
    """A file's key is wrapped by a key that the configuration does not hold."""

    code = "files_key_unknown"


@dataclass(frozen=True, slots=True)
class Wrapped:
    """The key of one file, as it is kept."""

    key_id: str
    wrapped: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of an installation: one wraps, all of them open.

    Attributes:
        current: Name of the key that wraps.
        by_id: Keys by their names.
    """

    current: str
    by_id: Mapping[str, bytes] = field(repr=False)

    def wrap(self, key: bytes, blob: UUID) -> Wrapped:
        """Wrap the key of a file."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        cipher = AESGCM(self.by_id[self.current])
        return Wrapped(self.current, nonce + cipher.encrypt(nonce, key, _about(blob)))

    def unwrap(self, given: Wrapped, blob: UUID) -> bytes:
        """Return the key of a file.

        Raises:
            KeyUnknown: It is wrapped by a key that is not here.
            NotOpened: It does not open: changed, or of another file.
        """
        if given.key_id not in self.by_id:
            raise KeyUnknown(key_id=given.key_id)
        nonce, sealed = given.wrapped[:_NONCE_BYTES], given.wrapped[_NONCE_BYTES:]
        try:
            return AESGCM(self.by_id[given.key_id]).decrypt(nonce, sealed, _about(blob))
        except InvalidTag:
            raise NotOpened from None


def keys_of(configuration: Configuration) -> Keys:
    """Return the keys of an installation: the present one, and those before it."""
    given = [bytes.fromhex(text) for text in configuration.files_keys]
    return Keys(_name(given[0]), {_name(key): key for key in given})


def new_key() -> bytes:
    """Return a key for one file."""
    return secrets.token_bytes(KEY_BYTES)


def _name(key: bytes) -> str:
    """Return the name of a key."""
    return hashlib.sha256(b"izdes: name of a key" + key).hexdigest()[:_ID_DIGITS]


def _about(blob: UUID) -> bytes:
    """Return what a wrapped key belongs to."""
    return _ABOUT + blob.bytes
