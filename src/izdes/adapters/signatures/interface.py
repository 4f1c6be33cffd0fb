"""What signs and what verifies, whichever software stands behind it.

Keys in files are one provider. Another may hand the bytes to the authority's own software on the
signer's machine, or ask a server that speaks its algorithms; whoever does so fills these two.
"""

from datetime import datetime
from typing import Protocol

from izdes.adapters.signatures.cades import sign_cades
from izdes.adapters.signatures.jws import sign_jws
from izdes.adapters.signatures.keys import FileKey
from izdes.adapters.signatures.pades import Told, sign_pdf
from izdes.adapters.signatures.stamps import Authority
from izdes.adapters.signatures.trust import Trust
from izdes.adapters.signatures.verifying import Signed, verify
from izdes.core.orders.checks import SignatureForm, VerificationReport


class Signer(Protocol):
    """Signs the canonical bytes of a paper."""

    def sign(self, content: bytes, *, form: SignatureForm, at: datetime) -> bytes:
        """Return a detached signature over the contents."""

    def sign_pdf(
        self, pdf: bytes, *, at: datetime, told: Told, authority: Authority | None = None
    ) -> bytes:
        """Return a PDF with one more signature in it."""


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

    def sign_pdf(
        self, pdf: bytes, *, at: datetime, told: Told, authority: Authority | None = None
    ) -> bytes:
        """Return a PDF with one more signature in it; with an authority, timestamped."""
        return sign_pdf(pdf, self._key, at=at, told=told, authority=authority)


class OfflineVerifier:
    """Checks with roots and lists from files, and without a network."""

    def __init__(self, trust: Trust) -> None:
        self._trust = trust

    def verify(self, order: Signed, decision: Signed | None, *, at: datetime) -> VerificationReport:
        """Return what was found."""
        return verify(order, decision, self._trust, at=at)
