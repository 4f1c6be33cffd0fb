"""Detached CAdES: a CMS signature (RFC 5652) with the signing certificate's digest (RFC 5035).

One form is taken and no other, so that nobody can make a second file of the same signature: DER;
one signer, named by issuer and serial number; SHA-256, 384 or 512 with the signature algorithm
named in full; the certificates of the chain without the root; no unsigned attributes. A timestamp
stands in a file of its own, over the same octets as in CAdES-T.

The library: pyHanko. Nothing here looks whether a certificate is trusted.

Source: ETSI EN 319 122-1; RFC 5652; RFC 5035; RFC 8419 for Ed25519.
"""

import hashlib
from datetime import UTC, datetime

from asn1crypto import cms  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1
from asn1crypto.keys import PrivateKeyInfo  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.general import CMSExtractionError, CMSStructuralError
from pyhanko.sign.signers.pdf_cms import (
    PdfCMSSignedAttributes,
    SimpleSigner,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import (
    extract_self_reported_ts,
    validate_sig_integrity,
)
from pyhanko_certvalidator.registry import SimpleCertificateStore

from izdes.adapters.signatures.broken import BROKEN
from izdes.adapters.signatures.coroutines import awaited
from izdes.adapters.signatures.faults import SignatureUnreadable
from izdes.adapters.signatures.keys import FileKey
from izdes.adapters.signatures.seen import Seen

_DIGESTS = frozenset({"sha256", "sha384", "sha512"})
_WEAK = frozenset({"md2", "md5", "sha1", "sha224"})
# Tags of DER, where a long length begins, and the version of both parts.
_SEQUENCE, _SET, _FIRST, _OCTETS, _LONG = 0x30, 0x31, 0xA0, 0x04, 0x80
_VERSION = b"\x02\x01\x01"
# What asn1crypto raises over hostile bytes, at whichever moment it looks at them.


def sign_cades(content: bytes, key: FileKey, *, at: datetime) -> bytes:
    """Return a detached CAdES signature over the contents, DER."""
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call] # the library's own
    store.register_multiple([_asn1(c.public_bytes(Encoding.DER)) for c in key.chain])
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = SimpleSigner(
        signing_cert=_asn1(key.certificate.public_bytes(Encoding.DER)),
        signing_key=PrivateKeyInfo.load(private),
        cert_registry=store,
        embed_roots=False,
    )
    signed = awaited(
        signer.async_sign_general_data(
            content,
            digest_name(key),
            detached=True,
            use_cades=True,
            signed_attr_settings=PdfCMSSignedAttributes(signing_time=at.astimezone(UTC)),
        )
    )
    written: bytes = signed.dump()
    return written


def digest_name(key: FileKey) -> str:
    """Return the digest that goes with a key."""
    if isinstance(key.private, Ed25519PrivateKey):
        return "sha512"
    is_large = isinstance(key.private, EllipticCurvePrivateKey) and key.private.key_size > 256  # noqa: PLR2004 - P-384
    return "sha384" if is_large else "sha256"


def _asn1(der: bytes) -> asn1.Certificate:
    """Return a certificate as pyHanko takes it."""
    return asn1.Certificate.load(der, strict=True)


def read_cades(signature: bytes, content: bytes) -> Seen:
    """Return what a detached CAdES signature says of the contents.

    Raises:
        SignatureUnreadable: It is not in the one form that is taken.
    """
    try:
        return _read(signature, content)
    except BROKEN:
        raise SignatureUnreadable("der") from None
    except (CMSExtractionError, CMSStructuralError, SignatureValidationError):
        raise SignatureUnreadable("attributes") from None


def _read(signature: bytes, content: bytes) -> Seen:
    """Read a signature; whatever the libraries raise goes up."""
    outer = cms.ContentInfo.load(signature, strict=True)
    _refuse_unless(outer["content_type"].native == "signed_data", "content")
    signed = outer["content"]
    signer, own, others = _parts(signed)
    digest = signer["digest_algorithm"]["algorithm"].native
    method = signer["signature_algorithm"]["algorithm"].native
    is_known = digest in _DIGESTS and method == _name(digest, own.public_key.algorithm)
    holds = is_known and _holds(signer, own, hashlib.new(digest, content).digest())
    if is_known:
        _refuse_unless(_is_the_one_form(signed, signer, signature), "form")
    moment = extract_self_reported_ts(signer)
    return Seen(
        form="cades",
        certificate=own.dump(),
        others=tuple(other.dump() for other in others),
        algorithm=method if is_known else signer["signature_algorithm"]["algorithm"].dotted,
        is_known=is_known,
        is_weak=digest in _WEAK,
        holds=holds,
        claimed_at=moment.astimezone(UTC) if isinstance(moment, datetime) else None,
        value=signer["signature"].native,
    )


def _parts(
    signed: cms.SignedData,
) -> tuple[cms.SignerInfo, asn1.Certificate, list[asn1.Certificate]]:
    """Return the signer, his certificate, and the others."""
    _refuse_unless(len(signed["signer_infos"]) == 1, "signers")
    signer = signed["signer_infos"][0]
    _refuse_unless(signer["sid"].name == "issuer_and_serial_number", "signer_id")
    named = signer["sid"].chosen
    found = [choice.chosen for choice in signed["certificates"] if choice.name == "certificate"]
    _refuse_unless(len(found) == len(signed["certificates"]), "certificates")
    own = [c for c in found if _is_named(c, named)]
    _refuse_unless(len(own) == 1, "certificates")
    return signer, own[0], [c for c in found if c is not own[0]]


def _is_named(certificate: asn1.Certificate, named: cms.IssuerAndSerialNumber) -> bool:
    """Say whether a certificate is the one that the signer names, byte for byte."""
    return bool(
        certificate.issuer.dump() == named["issuer"].dump()
        and certificate.serial_number == named["serial_number"].native
    )


def _name(digest: str, key: str) -> str:
    """Return the signature algorithm that goes with a digest and a kind of key, else nothing.

    With the key of another, the library fails by an assertion.
    """
    return {"rsa": f"{digest}_rsa", "ec": f"{digest}_ecdsa", "ed25519": "ed25519"}.get(key, "")


def _holds(signer: cms.SignerInfo, own: asn1.Certificate, digest: bytes) -> bool:
    """Say whether the signature is over contents with this digest, by the key named."""
    _refuse_unless(signer["signed_attrs"].native, "attributes")
    is_intact, is_valid = validate_sig_integrity(signer, own, "data", digest)
    return bool(is_intact and is_valid)


def _is_the_one_form(signed: cms.SignedData, signer: cms.SignerInfo, given: bytes) -> bool:
    """Say whether everything outside the signature itself is as it must be."""
    return bool(
        signer["digest_algorithm"]["parameters"].native is None
        and signer["signature_algorithm"]["parameters"].native is None
        and _written_again(signed, signer) == given
    )


def _written_again(signed: cms.SignedData, signer: cms.SignerInfo) -> bytes:
    """Return the file that these parts make in the one form; what has no place in it is gone.

    Written by hand: the library walks every part once for each level above it.
    """
    digest = signer["digest_algorithm"].dump()
    again = _der(
        _SEQUENCE,
        _VERSION,
        signer["sid"].dump(),
        digest,
        _der(_FIRST, *sorted(one.dump() for one in signer["signed_attrs"])),
        signer["signature_algorithm"].dump(),
        _der(_OCTETS, signer["signature"].native),
    )
    content = _der(
        _SEQUENCE,
        _VERSION,
        _der(_SET, digest),
        _der(_SEQUENCE, cms.ContentType("data").dump()),
        _der(_FIRST, *(one.dump() for one in signed["certificates"])),
        _der(_SET, again),
    )
    return _der(_SEQUENCE, cms.ContentType("signed_data").dump(), _der(_FIRST, content))


def _der(tag: int, *parts: bytes) -> bytes:
    """Return parts under a tag, with the shortest length there is."""
    inside = b"".join(parts)
    size = len(inside)
    if size < _LONG:
        return bytes((tag, size)) + inside
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes((tag, _LONG | len(length))) + length + inside


def _refuse_unless(holds: object, why: str) -> None:
    """Refuse a signature that is not in the one form."""
    if not holds:
        raise SignatureUnreadable(why)
