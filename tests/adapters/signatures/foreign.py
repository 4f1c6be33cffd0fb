"""A certificate whose key is of a kind that nobody here can check."""

from asn1crypto import core  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.serialization import Encoding
from tests.adapters.signatures.office import office

GOST_KEY = "1.2.398.3.10.1.1.2.2"
GOST_SIGNATURE = "1.2.398.3.10.1.1.2.3.2"
GOST_DIGEST = "1.2.398.3.10.1.3.3"


def foreign_certificate() -> bytes:
    """Return the investigator's certificate with a key of the Kazakh standard, DER."""
    own = office().investigator.certificate.public_bytes(Encoding.DER)
    certificate = asn1.Certificate.load(own)
    inner = certificate["tbs_certificate"]
    before = inner["subject_public_key_info"].dump()
    kind = _under(0x30, core.ObjectIdentifier(GOST_KEY).dump())
    key = _under(0x30, kind, _under(0x03, b"\x00", bytes(66)))
    told = _under(0x30, inner.contents.replace(before, key))
    rest = (certificate["signature_algorithm"].dump(), certificate["signature_value"].dump())
    return _under(0x30, told, *rest)


def _under(tag: int, *parts: bytes) -> bytes:
    """Return parts under a tag, DER."""
    inside = b"".join(parts)
    size = len(inside)
    if size < 0x80:
        return bytes((tag, size)) + inside
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + inside
