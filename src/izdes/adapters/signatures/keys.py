"""Keys in files: PKCS #12, or PEM with the key and its certificates.

RSA of 2048 bits or more, the curves P-256 and P-384, and Ed25519. A key must belong to the
certificate beside it. Such keys are for demonstration and tests: a key in a file can be copied, and
nobody can tell that it was.
"""

import re
from dataclasses import dataclass
from typing import TypeAlias

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import pkcs12

from izdes.adapters.signatures.faults import KeyUnusable

PrivateKey: TypeAlias = RSAPrivateKey | EllipticCurvePrivateKey | Ed25519PrivateKey
_LEAST_RSA = 2048
_CURVES = frozenset({"secp256r1", "secp384r1"})
_KEY = re.compile(rb"-----BEGIN ([A-Z ]*)PRIVATE KEY-----.*?-----END \1PRIVATE KEY-----", re.DOTALL)


@dataclass(frozen=True, slots=True, repr=False)
class FileKey:
    """A private key, its certificate, and the certificates between it and a root."""

    private: PrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    def __repr__(self) -> str:
        """Show nothing of a key."""
        return "FileKey()"


def read_key(data: bytes, password: bytes | None = None) -> FileKey:
    """Return the key of a file.

    Raises:
        KeyUnusable: It cannot be read, the password is wrong, or it is none that we sign with.
    """
    is_pem = data.lstrip().startswith(b"-----")
    try:
        private, certificates = _of_pem(data, password) if is_pem else _of_pkcs12(data, password)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyUnusable(why="unreadable") from None
    if not certificates:
        raise KeyUnusable(why="no_certificate")
    own = [c for c in certificates if c.public_key() == private.public_key()]
    if not own:
        raise KeyUnusable(why="not_its_certificate")
    # A root is trusted by whoever checks or not at all: it does not travel with signatures.
    chain = tuple(c for c in certificates if c not in own and c.issuer != c.subject)
    return FileKey(private, own[0], chain)


def _of_pem(data: bytes, password: bytes | None) -> tuple[PrivateKey, list[x509.Certificate]]:
    """Return what a PEM file holds."""
    found = _KEY.search(data)
    if found is None:
        raise KeyUnusable(why="no_key")
    private = serialization.load_pem_private_key(found[0], password)
    rest = data.replace(found[0], b"")
    return _usable(private), x509.load_pem_x509_certificates(rest)


def _of_pkcs12(data: bytes, password: bytes | None) -> tuple[PrivateKey, list[x509.Certificate]]:
    """Return what a PKCS #12 file holds, the certificate of the key first."""
    private, own, others = pkcs12.load_key_and_certificates(data, password)
    return _usable(private), [c for c in (own, *others) if c is not None]


def _usable(private: object) -> PrivateKey:
    """Return a key of a kind that we sign with."""
    if isinstance(private, RSAPrivateKey) and private.key_size >= _LEAST_RSA:
        return private
    if isinstance(private, EllipticCurvePrivateKey) and private.curve.name in _CURVES:
        return private
    if isinstance(private, Ed25519PrivateKey):
        return private
    raise KeyUnusable(why="kind")
