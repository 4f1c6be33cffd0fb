"""Signatures of citizens: CMS (RFC 5652) as programs of every kind write it, detached or not.

Between offices one form is taken and no other (`cades`). Of people nobody can ask that: their
program may write PEM or base64, put the document or a timestamp inside, carry the root along, or
name the algorithm of the key alone. What counts is the same: one signer, his certificate inside,
signed attributes, and their digest that of the very bytes. Unsigned attributes are not looked at.

Nothing here looks whether a certificate is trusted.

Source: RFC 5652; RFC 7468 for the text form.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1
from pyhanko.sign.general import (
    CMSExtractionError,
    CMSStructuralError,
    MultivaluedAttributeError,
    NonexistentAttributeError,
    find_unique_cms_attribute,
)
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import (
    extract_self_reported_ts,
    validate_sig_integrity,
)

from izdes.adapters.signatures.broken import BROKEN
from izdes.adapters.signatures.faults import SignatureUnreadable
from izdes.adapters.signatures.seen import Seen

MOST_BYTES = 2**20
_DIGESTS = frozenset({"sha256", "sha384", "sha512"})
_WEAK = frozenset({"md2", "md5", "sha1", "sha224"})
# The kinds of key that a method is checked with; with another, the library fails by an assertion.
_KEYS = {
    "rsassa_pkcs1v15": {"rsa"},
    "rsassa_pss": {"rsa", "rsassa_pss"},
    "ecdsa": {"ec"},
    "ed25519": {"ed25519"},
}
_ARMOUR = re.compile(rb"-----(?:BEGIN|END) [A-Z0-9 ]+-----")
_DER = 0x30
_REFUSED = (
    CMSExtractionError,
    CMSStructuralError,
    MultivaluedAttributeError,
    NonexistentAttributeError,
    SignatureValidationError,
)


@dataclass(frozen=True, slots=True)
class Signed:
    """The digest that was signed: the name of its function, and its octets."""

    function: str
    octets: bytes

    @property
    def is_known(self) -> bool:
        """Whether the function is known here, good enough or not."""
        return self.function in _DIGESTS | _WEAK - {"md2"}

    def is_of(self, content: bytes) -> bool:
        """Say whether it is the digest of some contents."""
        return self.is_known and hashlib.new(self.function, content).digest() == self.octets


def signed_digest(signature: bytes) -> Signed:
    """Return the digest that a signature is over, before anything of it is believed.

    Raises:
        SignatureUnreadable: It is no CMS signature of one signer.
    """
    try:
        signer, _, _ = _parts(signature)
        name = signer["digest_algorithm"]["algorithm"].native
        told = find_unique_cms_attribute(signer["signed_attrs"], "message_digest")
        return Signed(name, bytes(told.native))
    except BROKEN:
        raise SignatureUnreadable("der") from None
    except _REFUSED:
        raise SignatureUnreadable("attributes") from None


def read_cms(signature: bytes, content: bytes) -> Seen:
    """Return what a CMS signature says of the contents.

    Raises:
        SignatureUnreadable: It is no CMS signature of one signer.
    """
    try:
        return _read(signature, content)
    except BROKEN:
        raise SignatureUnreadable("der") from None
    except _REFUSED:
        raise SignatureUnreadable("attributes") from None


def _read(signature: bytes, content: bytes) -> Seen:
    """Read a signature; whatever the libraries raise goes up."""
    signer, own, others = _parts(signature)
    digest = signer["digest_algorithm"]["algorithm"].native
    used = signer["signature_algorithm"]
    is_known = _is_known(used, digest, own.public_key.algorithm)
    holds = False
    if is_known:
        octets = hashlib.new(digest, content).digest()
        holds = all(validate_sig_integrity(signer, own, "data", octets))
    moment = extract_self_reported_ts(signer)
    return Seen(
        form="cades",
        certificate=own.dump(),
        others=tuple(other.dump() for other in others),
        algorithm=used["algorithm"].native if is_known else used["algorithm"].dotted,
        is_known=is_known,
        is_weak=digest in _WEAK,
        holds=holds,
        claimed_at=moment.astimezone(UTC) if isinstance(moment, datetime) else None,
        value=signer["signature"].native,
    )


def _is_known(used: cms.SignedDigestAlgorithm, digest: str, key: str) -> bool:
    """Say whether an algorithm is one that is checked here: its key, a digest that holds."""
    try:
        method, within = used.signature_algo, used.hash_algo
    except ValueError:
        # The algorithm of a key alone (RFC 8017), or one of another country.
        method, within = used["algorithm"].native, digest
    if method == "rsassa_pss" and not _is_masked_as_usual(used):
        return False
    is_keyed = key in _KEYS.get(method, ())
    return digest in _DIGESTS and is_keyed and (method == "ed25519" or within == digest)


def _is_masked_as_usual(used: cms.SignedDigestAlgorithm) -> bool:
    """Say whether RSASSA-PSS masks by MGF1 (RFC 8017, B.2.1), the one function that is checked."""
    return bool(used["parameters"]["mask_gen_algorithm"]["algorithm"].native == "mgf1")


def _parts(
    signature: bytes,
) -> tuple[cms.SignerInfo, asn1.Certificate, list[asn1.Certificate]]:
    """Return the signer, his certificate, and the others."""
    outer = cms.ContentInfo.load(_unwrapped(signature), strict=True)
    _refuse_unless(outer["content_type"].native == "signed_data", "content")
    signed = outer["content"]
    _refuse_unless(len(signed["signer_infos"]) == 1, "signers")
    signer = signed["signer_infos"][0]
    _refuse_unless(signer["signed_attrs"].native, "attributes")
    found = [one.chosen for one in signed["certificates"] if one.name == "certificate"]
    own = [one for one in found if _is_signers(one, signer["sid"])]
    _refuse_unless(own, "certificates")
    return signer, own[0], [one for one in found if one.dump() != own[0].dump()]


def _is_signers(certificate: asn1.Certificate, named: cms.SignerIdentifier) -> bool:
    """Say whether a certificate is the one that the signer names."""
    if named.name == "issuer_and_serial_number":
        return bool(
            certificate.issuer == named.chosen["issuer"]
            and certificate.serial_number == named.chosen["serial_number"].native
        )
    return bool(certificate.key_identifier == named.chosen.native)


def _unwrapped(signature: bytes) -> bytes:
    """Return the octets of a signature that may have come as text."""
    given = signature[:MOST_BYTES].removeprefix(b"\xef\xbb\xbf").strip()
    if signature[:1] == bytes((_DER,)):
        return signature[:MOST_BYTES]
    try:
        return base64.b64decode(b"".join(_ARMOUR.sub(b"", given).split()), validate=True)
    except binascii.Error:
        raise SignatureUnreadable("der") from None


def _refuse_unless(holds: object, why: str) -> None:
    """Refuse what is no signature of one signer."""
    if not holds:
        raise SignatureUnreadable(why)
