import base64
import hashlib
import json
from collections.abc import Callable
from functools import cache

import pytest
from asn1crypto import cms  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.signatures.foreign import (
    GOST_DIGEST,
    GOST_KEY,
    GOST_SIGNATURE,
    foreign_certificate,
)
from tests.adapters.signatures.office import (
    ORDER,
    SIGNED_AT,
    UNTIL,
    check,
    holder,
    office,
    signed_order,
    wrong,
)
from tests.core.orders.papers import INVESTIGATOR, MADE

from izdes.adapters.signatures.authority.issuing import KeyKind, issue
from izdes.adapters.signatures.cades import read_cades, sign_cades
from izdes.adapters.signatures.faults import KeyUnusable, SignatureUnreadable
from izdes.adapters.signatures.jws import read_jws, sign_jws
from izdes.adapters.signatures.keys import FileKey, read_key
from izdes.adapters.signatures.seen import Seen
from izdes.adapters.signatures.verifying import Signature, Signed

FORMS = pytest.mark.parametrize(
    ("sign", "read"), [(sign_cades, read_cades), (sign_jws, read_jws)], ids=["cades", "jws"]
)
Sign = Callable[..., bytes]
Read = Callable[[bytes, bytes], Seen]


@cache
def key_of(kind: KeyKind) -> FileKey:
    """Return a key of the investigator."""
    return issue(office().authority, holder(INVESTIGATOR), at=MADE, until=UNTIL, kind=kind)


@FORMS
@pytest.mark.parametrize("kind", ["ec", "rsa", "ed25519"])
def test_every_kind_of_key_signs_and_is_read_back(sign: Sign, read: Read, kind: KeyKind) -> None:
    signature = sign(ORDER, key_of(kind), at=SIGNED_AT)

    seen = read(signature, ORDER)

    assert seen.holds
    assert seen.claimed_at == SIGNED_AT
    assert check(Signed(ORDER, (Signature(signature),))).is_accepted


@FORMS
def test_a_signature_is_over_these_bytes_only(sign: Sign, read: Read) -> None:
    signature = sign(ORDER, key_of("ec"), at=SIGNED_AT)

    assert not read(signature, ORDER + b" ").holds


@pytest.mark.parametrize("place", range(0, 2600, 26))
def test_a_changed_byte_of_a_signature_is_refused(place: int) -> None:
    for sign in (sign_cades, sign_jws):
        signature = bytearray(_signature(sign))
        signature[place % len(signature)] ^= 0x20

        assert not check(Signed(ORDER, (Signature(bytes(signature)),))).is_accepted


@cache
def _signature(sign: Sign) -> bytes:
    """Return a signature of the order."""
    return sign(ORDER, key_of("ec"), at=SIGNED_AT)


@FORMS
@settings(max_examples=150)
@given(data=st.data())
def test_whatever_comes_as_a_signature_only_our_refusal_leaves(
    sign: Sign, read: Read, data: st.DataObject
) -> None:
    good = _signature(sign)
    start = data.draw(st.integers(0, len(good)))
    end = data.draw(st.integers(start, len(good)))
    mangled = good[:start] + data.draw(st.binary(max_size=12)) + good[end:]

    try:
        seen = read(mangled, ORDER)
    except SignatureUnreadable:
        return

    # What is read and holds is the signature itself, or differs where the certificates are checked.
    assert mangled == good or not seen.holds or seen.others


@given(st.binary(max_size=200))
def test_bytes_at_random_are_no_key(data: bytes) -> None:
    with pytest.raises(KeyUnusable):
        read_key(data, b"demo")


@given(st.binary(max_size=200))
def test_bytes_at_random_are_no_signature(data: bytes) -> None:
    for read in (read_cades, read_jws):
        with pytest.raises(SignatureUnreadable):
            read(data, ORDER)
        with pytest.raises(SignatureUnreadable):
            read(b"\x30" + data, ORDER)


def test_a_signature_by_the_kazakh_standard_is_not_checked_and_not_enough() -> None:
    signed = cms.ContentInfo.load(signed_order().signatures[0].data)
    signed["content"]["certificates"] = [asn1.Certificate.load(foreign_certificate())]
    signer = signed["content"]["signer_infos"][0]
    signer["signature_algorithm"] = cms.SignedDigestAlgorithm({"algorithm": GOST_SIGNATURE})
    signer["digest_algorithm"] = cms.DigestAlgorithm({"algorithm": GOST_DIGEST})

    report = check(Signed(ORDER, (Signature(signed.dump(force=True)),)))

    (found,) = (c for c in report.signatures[0].checks if c.outcome == "not_checked")
    assert (found.code, found.details[0].text) == ("sign_algorithm_unknown", GOST_SIGNATURE)
    assert not report.is_accepted


@pytest.mark.parametrize("kind", ["ec", "rsa", "ed25519"])
@pytest.mark.parametrize("method", ["sha256_rsa", "sha256_ecdsa", "ed25519"])
def test_a_method_that_is_not_of_the_key_never_holds(kind: KeyKind, method: str) -> None:
    signed = cms.ContentInfo.load(sign_cades(ORDER, key_of(kind), at=SIGNED_AT))
    signer = signed["content"]["signer_infos"][0]
    own = signer["signature_algorithm"]["algorithm"].native
    signer["signature_algorithm"] = cms.SignedDigestAlgorithm({"algorithm": method})

    report = check(Signed(ORDER, (Signature(signed.dump(force=True)),)))

    assert report.is_accepted is (method == own)


def test_a_jws_by_a_key_of_the_kazakh_standard_is_not_checked_and_not_enough() -> None:
    der = foreign_certificate()
    thumb = base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=").decode()

    report = check(_with_header({"x5c": [base64.b64encode(der).decode()], "x5t#S256": thumb}))

    (found,) = (c for c in report.signatures[0].checks if c.outcome == "not_checked")
    assert (found.code, found.details[0].text) == ("sign_algorithm_unknown", GOST_KEY)
    assert not report.is_accepted


def _with_header(changes: dict[str, object]) -> Signed:
    """Return the order with a JWS whose header somebody has changed."""
    header, _, value = _signature(sign_jws).split(b".")
    told = json.loads(base64.urlsafe_b64decode(header + b"==")) | changes
    forged = base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b"=")
    return Signed(ORDER, (Signature(forged + b".." + value),))


def test_a_weak_digest_is_refused() -> None:
    signed = cms.ContentInfo.load(signed_order().signatures[0].data)
    signer = signed["content"]["signer_infos"][0]
    signer["digest_algorithm"] = cms.DigestAlgorithm({"algorithm": "sha1"})

    report = check(Signed(ORDER, (Signature(signed.dump(force=True)),)))

    assert wrong(report) == {"sign_algorithm_weak"}


@pytest.mark.parametrize("name", ["none", "HS256", "RS256", 7])
def test_a_jws_under_any_other_algorithm_is_refused(name: object) -> None:
    assert not check(_with_header({"alg": name})).is_accepted


def test_a_timestamp_inside_the_signature_is_not_taken() -> None:
    signed = cms.ContentInfo.load(signed_order().signatures[0].data)
    signer = signed["content"]["signer_infos"][0]
    extra = cms.CMSAttribute({"type": "message_digest", "values": [b"anything"]})
    signer["unsigned_attrs"] = cms.CMSAttributes([extra])

    report = check(Signed(ORDER, (Signature(signed.dump(force=True)),)))

    assert wrong(report) == {"sign_form_wrong"}


def test_a_key_beside_the_certificate_of_another_is_refused() -> None:
    private = key_of("ec").private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    other = office().prosecutor.certificate.public_bytes(Encoding.PEM)

    with pytest.raises(KeyUnusable):
        read_key(private + other)
