"""Detached JWS (RFC 7515, appendix F): ``header..signature`` over the canonical bytes.

The header is signed with the contents: the algorithm, the certificates (``x5c``, the signer's
first, without the root), the digest of the signer's certificate (``x5t#S256``), the moment of
signing (``iat``) and what the contents are (``cty``). RS256, ES256, ES384 and Ed25519 (RFC 9864,
which names what RFC 8037 called EdDSA); the algorithm must be that of the certificate's key.

The library: joserfc. Nothing here looks whether a certificate is trusted.

Source: RFC 7515, RFC 7518, RFC 9864; ETSI TS 119 182-1 (JAdES) for the meaning of the header.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey
from joserfc.registry import HeaderParameter

from izdes.adapters.signatures.broken import BROKEN
from izdes.adapters.signatures.faults import SignatureUnreadable
from izdes.adapters.signatures.keys import FileKey
from izdes.adapters.signatures.seen import Seen

_NAMES = ("alg", "cty", "iat", "x5c", "x5t#S256")
_CONTENT = "application/vnd.izdes+json"
_CURVES: Mapping[str, str] = {"secp256r1": "ES256", "secp384r1": "ES384"}
_KEYS: Mapping[str, type[RSAKey | ECKey | OKPKey]] = {
    "RS256": RSAKey,
    "ES256": ECKey,
    "ES384": ECKey,
    "Ed25519": OKPKey,
}


class _Registry(jws.JWSRegistry):
    """The library's own limits leave no room for certificates in a header."""

    max_header_length = 64_000
    max_payload_length = 8_000_000


def _registry() -> _Registry:
    """Return what a header may hold, and the algorithms that are taken."""
    moment = HeaderParameter("When it was signed", "int", required=True)
    return _Registry({"iat": moment}, algorithms=[*_KEYS])


def sign_jws(content: bytes, key: FileKey, *, at: datetime) -> bytes:
    """Return a detached JWS over the contents, ASCII."""
    name = _algorithm_of(key.certificate)
    certificates = [c.public_bytes(Encoding.DER) for c in (key.certificate, *key.chain)]
    header = {
        "alg": name,
        "cty": _CONTENT,
        "iat": int(at.timestamp()),
        "x5c": [base64.b64encode(der).decode() for der in certificates],
        "x5t#S256": _thumbprint(certificates[0]),
    }
    pem = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    whole = jws.serialize_compact(
        header, content, _KEYS[name].import_key(pem), registry=_registry()
    )
    return jws.detach_content(whole).encode()


def read_jws(signature: bytes, content: bytes) -> Seen:
    """Return what a detached JWS says of the contents.

    Raises:
        SignatureUnreadable: It is not in the one form that is taken.
    """
    header, value = _parts(signature)
    certificates = _certificates(header)
    name = str(header["alg"])
    public = _public_key(certificates[0]) if name in _KEYS else None
    holds = public is not None and _holds(signature, content, name, public)
    return Seen(
        form="jws",
        certificate=certificates[0],
        others=tuple(certificates[1:]),
        algorithm=name if public or name not in _KEYS else _key_kind(certificates[0]),
        is_known=public is not None,
        is_weak=False,
        holds=holds,
        claimed_at=_moment(header["iat"]),
        value=value,
    )


def _parts(signature: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the header and the signature; each written in the one way there is."""
    parts = signature.split(b".")
    if len(parts) != 3 or parts[1]:  # noqa: PLR2004 - header, contents that are elsewhere, signature
        raise SignatureUnreadable("parts")
    header, _, value = parts
    try:
        told = json.loads(_unwritten(header))
    except (ValueError, RecursionError):
        raise SignatureUnreadable("header") from None
    if not isinstance(told, dict) or tuple(sorted(told)) != _NAMES:
        raise SignatureUnreadable("header")
    if told["cty"] != _CONTENT:
        raise SignatureUnreadable("contents")
    return told, _unwritten(value)


def _unwritten(text: bytes) -> bytes:
    """Return what base64url without padding stands for; another spelling of it is refused."""
    try:
        found = base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise SignatureUnreadable("base64") from None
    if base64.urlsafe_b64encode(found).rstrip(b"=") != text:
        raise SignatureUnreadable("base64")
    return found


def _certificates(header: Mapping[str, Any]) -> list[bytes]:
    """Return the certificates of a header, the signer's first."""
    told = header["x5c"]
    if not isinstance(told, list) or not told or not all(isinstance(one, str) for one in told):
        raise SignatureUnreadable("certificates")
    try:
        found = [base64.b64decode(one, validate=True) for one in told]
    except (binascii.Error, ValueError):
        raise SignatureUnreadable("certificates") from None
    if header["x5t#S256"] != _thumbprint(found[0]):
        raise SignatureUnreadable("certificates")
    return found


def _thumbprint(der: bytes) -> str:
    """Return the digest of a certificate as the header writes it."""
    return base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=").decode()


def _moment(told: object) -> datetime | None:
    """Return when it was signed; None where it does not say."""
    if type(told) is not int:
        return None
    try:
        return datetime.fromtimestamp(told, UTC)
    except (OverflowError, OSError, ValueError):
        return None


def _public_key(der: bytes) -> bytes | None:
    """Return the key of a certificate as PEM, None where it is of a kind that we do not know."""
    try:
        public = x509.load_der_x509_certificate(der).public_key()
        return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    except UnsupportedAlgorithm:
        return None
    except BROKEN:
        raise SignatureUnreadable("certificates") from None


def _key_kind(der: bytes) -> str:
    """Return the OID of the key of a certificate, whatever it is."""
    return x509.load_der_x509_certificate(der).public_key_algorithm_oid.dotted_string


def _algorithm_of(certificate: x509.Certificate) -> str:
    """Return the algorithm that goes with the key of a certificate; empty for none of ours."""
    public = certificate.public_key()
    if isinstance(public, RSAPublicKey):
        return "RS256"
    if isinstance(public, Ed25519PublicKey):
        return "Ed25519"
    return _CURVES.get(public.curve.name, "") if isinstance(public, EllipticCurvePublicKey) else ""


def _holds(signature: bytes, content: bytes, name: str, public: bytes) -> bool:
    """Say whether the signature is over the contents, by this key and its own algorithm."""
    header, _, value = signature.split(b".")
    written = base64.urlsafe_b64encode(content).rstrip(b"=")
    try:
        key = _KEYS[name].import_key(public)
        jws.deserialize_compact(b".".join((header, written, value)), key, registry=_registry())
    except (JoseError, *BROKEN):
        return False
    return True
