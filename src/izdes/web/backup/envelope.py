"""The envelope of a backup: whoever makes one cannot open it, whoever keeps the key can.

The installation knows a public key. For each backup a pair is made that is used once; its shared
secret with the public key gives the key of the stream, and only its public half is written. So a
thief of the server reads no earlier backup, and the private key need not be where the server is.

It says nothing of who made a backup: anybody can make one for a public key. That it is ours is said
by the journal inside, which is compared with heads that others keep.

Source: RFC 7748 for X25519, RFC 5869 for HKDF; the construction is that of RFC 9180 in its base
mode, written down for one algorithm.
"""

from typing import BinaryIO

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from izdes.core.errors import IzdesError
from izdes.web import envelopes
from izdes.web.envelopes import Envelope, Kind

MAGIC = b"izdes backup 1\n"
_PUBLIC = "izdes-backup-key:"
_KIND = Kind(MAGIC, b"izdes: key of a backup")


class BackupKeyWrong(IzdesError):
    """A text is no key of backups."""

    code = "backup_key_wrong"


class NotABackup(IzdesError):
    """A file is no backup of ours."""

    code = "not_a_backup"


def new_private() -> str:
    """Return a new private key, to be kept away from the server."""
    return X25519PrivateKey.generate().private_bytes_raw().hex()


def public_of(private: str) -> str:
    """Return the public key of a private one.

    >>> public_of("07" * 32)[:17]
    'izdes-backup-key:'

    Raises:
        BackupKeyWrong: The text is no private key.
    """
    return _PUBLIC + _private(private).public_key().public_bytes_raw().hex()


def sealed_to(public: str) -> Envelope:
    """Return an envelope for whoever holds the private key of a public one.

    Raises:
        BackupKeyWrong: The text is no public key.
    """
    return envelopes.sealed_to(_KIND, _public_bytes(public))


def opened_with(private: str, file: BinaryIO) -> Envelope:
    """Read an envelope from the beginning of a file.

    Raises:
        BackupKeyWrong: The text is no private key.
        NotABackup: The file begins otherwise.
        NotOpened: It is for another key.
    """
    found = envelopes.opened_with(_KIND, _private(private), file)
    if found is None:
        raise NotABackup
    return found


def _private(text: str) -> X25519PrivateKey:
    """Read a private key."""
    try:
        return X25519PrivateKey.from_private_bytes(bytes.fromhex(text.strip()))
    except ValueError:
        raise BackupKeyWrong from None


def _public_bytes(text: str) -> bytes:
    """Read a public key."""
    given = text.strip().removeprefix(_PUBLIC)
    try:
        public = bytes.fromhex(given)
        X25519PublicKey.from_public_bytes(public)
    except ValueError:
        raise BackupKeyWrong from None
    return public
