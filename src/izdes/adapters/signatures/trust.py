"""Trust: the roots that somebody chose, and what is known of revoked certificates, from files.

A folder of it::

    roots/      certificates that are trusted for signatures
    stamps/     certificates that are trusted for timestamps (none: timestamps are not checked)
    issuers/    links between certificates and roots that may be missing in signatures
    lists/      lists of revoked certificates (CRL, RFC 5280)
    answers/    answers about single certificates (OCSP, RFC 6960)

Files are PEM or DER. Nothing is fetched from anywhere, ever: what does not lie here is not known.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from izdes.adapters.signatures.broken import BROKEN
from izdes.adapters.signatures.faults import CertificateUnreadable
from izdes.core.sealing.canonical import canonical_json

_PEM = b"-----BEGIN"


@dataclass(frozen=True, slots=True)
class Trust:
    """What is trusted and what is known, each DER."""

    roots: tuple[bytes, ...]
    stamps: tuple[bytes, ...] = ()
    issuers: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over the digests of everything, in order."""
        told = {
            field.name: sorted(hashlib.sha256(der).hexdigest() for der in getattr(self, field.name))
            for field in fields(self)
        }
        return hashlib.sha256(canonical_json(told)).hexdigest()


def read_trust(folder: Path) -> Trust:
    """Return what lies in a folder.

    Raises:
        CertificateUnreadable: A file is not what its folder says, or there is no root at all.
    """
    found = Trust(
        roots=_read(folder / "roots", certificates_of),
        stamps=_read(folder / "stamps", certificates_of),
        issuers=_read(folder / "issuers", certificates_of),
        lists=_read(folder / "lists", _lists_of),
        answers=_read(folder / "answers", _answers_of),
    )
    if not found.roots:
        raise CertificateUnreadable(file="roots")
    return found


def _read(folder: Path, reader: Callable[[bytes], Iterable[bytes]]) -> tuple[bytes, ...]:
    """Return what the files of a folder hold; a folder that is not there holds nothing."""
    found: list[bytes] = []
    for path in sorted(folder.glob("*")):
        try:
            found += reader(path.read_bytes())
        except (OSError, *BROKEN):
            raise CertificateUnreadable(file=f"{folder.name}/{path.name}") from None
    return tuple(found)


def certificates_of(data: bytes) -> list[bytes]:
    """Return the certificates of a file as DER.

    Raises:
        ValueError: It holds none.
    """
    if data.lstrip().startswith(_PEM):
        found = x509.load_pem_x509_certificates(data)
    else:
        found = [x509.load_der_x509_certificate(data)]
    return [one.public_bytes(Encoding.DER) for one in found]


def _lists_of(data: bytes) -> list[bytes]:
    """Return a list of revoked certificates as DER."""
    is_pem = data.lstrip().startswith(_PEM)
    found = x509.load_pem_x509_crl(data) if is_pem else x509.load_der_x509_crl(data)
    return [found.public_bytes(Encoding.DER)]


def _answers_of(data: bytes) -> list[bytes]:
    """Return an answer about a certificate as DER."""
    return [ocsp.load_der_ocsp_response(data).public_bytes(Encoding.DER)]
