"""What signs and what verifies, whichever software stands behind it.

Keys in files are one provider. Another may hand the bytes to the authority's own software on the
signer's machine, or ask a server that speaks its algorithms; whoever does so fills these two.
"""

from datetime import datetime
from typing import Protocol

from izdes.adapters.signatures.cades import sign_cades
from izdes.adapters.signatures.jws import sign_jws
from izdes.adapters.signatures.keys import FileKey
from izdes.adapters.signatures.trust import Trust
from izdes.adapters.signatures.verifying import Signed, verify
from izdes.core.orders.checks import SignatureForm, VerificationReport


class Signer(Protocol):
    """Signs the canonical bytes of a paper."""

    def sign(self, content: bytes, *, form: SignatureForm, at: datetime) -> bytes:
        """Return a detached signature over the contents."""


class Verifier(Protocol):
    """Checks an order and its decision."""

    def verify(self, order: Signed, decision: Signed | None, *, at: datetime) -> VerificationReport:
        """Return what was found."""


class FileSigner:
    """Signs with a key from a file."""

    def __init__(self, key: FileKey) -> None:
        self._key = key

    def sign(self, content: bytes, *, form: SignatureForm, at: datetime) -> bytes:
        """Return a detached signature over the contents."""
        return (sign_jws if form == "jws" else sign_cades)(content, self._key, at=at)


class OfflineVerifier:
    """Checks with roots and lists from files, and without a network."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust

    def verify(self, order: Signed, decision: Signed | None, *, at: datetime) -> VerificationReport:
        """Return what was found."""
        return verify(order, decision, self._trust, at=at)
