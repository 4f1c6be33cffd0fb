"""Signatures of citizens: of every usual program taken, of nobody else's certificate."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from asn1crypto import algos, cms  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.hazmat.primitives.serialization.pkcs7 import (
    PKCS7Options,
    PKCS7SignatureBuilder,
)
from hypothesis import given
from hypothesis import strategies as st
from tests.adapters.signatures.citizen import (
    ANOTHER,
    AT,
    BIN,
    EARLIER,
    IIN,
    SIGNS,
    STATEMENT,
    key_of,
    root,
    trust,
    with_lists,
)
from tests.adapters.signatures.foreign import GOST_DIGEST, GOST_SIGNATURE
from tests.core.orders.papers import MADE

from izdes.adapters.signatures.authority.issuing import Holder, KeyKind, found_authority, issue
from izdes.adapters.signatures.cades import sign_cades
from izdes.adapters.signatures.citizens import StatementReport, verify_statement
from izdes.adapters.signatures.cms import signed_digest
from izdes.adapters.signatures.faults import SignatureUnreadable
from izdes.adapters.signatures.keys import FileKey
from izdes.adapters.signatures.statement import (
    Signs,
    Statement,
    StatementUnreadable,
    read_statement,
)
from izdes.adapters.signatures.trust import Trust

_KINDS: tuple[KeyKind, ...] = ("ec", "rsa", "ed25519")


def looked(
    signature: bytes,
    *,
    statement: bytes = STATEMENT,
    believing: Trust | None = None,
    signs: Signs = SIGNS,
) -> StatementReport:
    return verify_statement(statement, signature, believing or trust(), signs=signs, at=AT)


def wrong(report: StatementReport) -> list[str]:
    return [check.code for check in report.wrong]


def wrong_but_for_the_clock(report: StatementReport) -> list[str]:
    """Return what is wrong where a library has signed by the clock of the day of the test."""
    return [code for code in wrong(report) if code != "sign_time_future"]


def signed(key: FileKey | None = None, *, over: bytes = STATEMENT) -> bytes:
    return sign_cades(over, key or key_of(), at=EARLIER)


def by_another_program(
    key: FileKey, *options: PKCS7Options, encoding: Encoding = Encoding.DER
) -> bytes:
    """Sign as a program does that knows nothing of us: with the root, with other attributes."""
    assert isinstance(key.private, RSAPrivateKey | EllipticCurvePrivateKey)
    builder = (
        PKCS7SignatureBuilder()
        .set_data(STATEMENT)
        .add_signer(key.certificate, key.private, hashes.SHA256())
    )
    for one in (*key.chain, x509.load_der_x509_certificate(root())):
        builder = builder.add_certificate(one)
    return builder.sign(encoding, [PKCS7Options.Binary, *options])


@pytest.mark.parametrize("kind", _KINDS)
def test_a_signature_by_her_own_key_is_accepted(kind: KeyKind) -> None:
    report = looked(signed(key_of(kind=kind)))

    assert wrong(report) == []
    assert report.is_accepted
    assert (report.signer.iin, report.signer.body_bin) == (IIN, "")
    assert report.claimed_at == EARLIER
    assert report.statement == hashlib.sha256(STATEMENT).hexdigest()


@pytest.mark.parametrize("kind", ["ec", "rsa"])
@pytest.mark.parametrize("options", [(PKCS7Options.DetachedSignature,), ()], ids=["apart", "in"])
@pytest.mark.parametrize("encoding", [Encoding.DER, Encoding.PEM])
def test_other_programs_sign_as_well(
    kind: KeyKind, options: tuple[PKCS7Options, ...], encoding: Encoding
) -> None:
    report = looked(by_another_program(key_of(kind=kind), *options, encoding=encoding))

    assert wrong_but_for_the_clock(report) == []


@pytest.mark.parametrize(
    "dressed",
    [
        base64.b64encode,
        base64.encodebytes,
        lambda der: (
            b"\xef\xbb\xbf-----BEGIN CMS-----\r\n" + base64.b64encode(der) + b"\r\n"
            b"-----END CMS-----\r\n"
        ),
    ],
    ids=["base64", "lines", "pem"],
)
def test_a_signature_may_come_as_text(dressed: Callable[[bytes], bytes]) -> None:
    assert looked(dressed(signed())).is_accepted


def test_what_stands_inside_is_not_what_counts() -> None:
    told = "Ескертілдім".encode()
    changed_inside = by_another_program(key_of()).replace(told, told[:-2] + "б".encode())

    assert wrong_but_for_the_clock(looked(changed_inside)) == []
    assert wrong(looked(changed_inside, statement=b"another"))[0] == "sign_content_differs"


def test_a_signature_over_another_document_is_refused() -> None:
    report = looked(signed(over=STATEMENT + b" "))

    assert wrong(report) == ["sign_content_differs"]


def test_a_changed_signature_is_refused() -> None:
    signature = bytearray(signed())
    signature[-1] ^= 1

    assert not looked(bytes(signature)).is_accepted


@pytest.mark.parametrize(
    ("key", "signs", "code"),
    [
        (key_of(ANOTHER), SIGNS, "sign_person_other"),
        (key_of(IIN, BIN), SIGNS, "sign_body_present"),
        (key_of(IIN), Signs(body_bin=BIN), "sign_body_none"),
        (key_of(IIN, "000140000010"), Signs(body_bin=BIN), "sign_body_other"),
        (key_of(purpose="signing_in"), SIGNS, "sign_purpose_wrong"),
        (key_of(until=MADE + timedelta(hours=1)), SIGNS, "sign_validity_expired"),
    ],
)
def test_a_certificate_that_is_not_hers_for_this_is_refused(
    key: FileKey, signs: Signs, code: str
) -> None:
    report = looked(signed(key), signs=signs)

    assert wrong(report)[0] == code
    assert not report.may_be_known_later


def test_whoever_has_a_certificate_of_the_organisation_signs_for_it() -> None:
    report = looked(signed(key_of(ANOTHER, BIN)), signs=Signs(body_bin=BIN))

    assert report.is_accepted
    assert (report.signer.iin, report.signer.body_bin) == (ANOTHER, BIN)


def test_whoever_speaks_for_her_may_sign_too() -> None:
    assert looked(signed(key_of(ANOTHER)), signs=Signs((IIN, ANOTHER))).is_accepted


def test_a_revoked_certificate_is_refused_and_one_revoked_later_is_not() -> None:
    serial = key_of().certificate.serial_number

    before = looked(signed(), believing=with_lists(revoked={serial: EARLIER}))
    after = looked(
        signed(),
        believing=with_lists(revoked={serial: AT + timedelta(days=1)}, at=AT + timedelta(days=2)),
    )

    assert wrong(before) == ["sign_revocation_revoked"]
    assert after.is_accepted


def test_without_lists_or_roots_it_waits() -> None:
    no_lists = looked(signed(), believing=Trust(roots=trust().roots))
    no_roots = verify_statement(STATEMENT, signed(), None, signs=SIGNS, at=AT)

    assert wrong(no_lists) == ["sign_revocation_unknown"]
    assert wrong(no_roots) == ["sign_trust_none"]
    assert no_lists.may_be_known_later
    assert no_roots.may_be_known_later


def test_anothers_authority_proves_nothing() -> None:
    theirs = found_authority(MADE)
    key = issue(theirs, Holder("Ойдан", IIN, ""), at=MADE, until=AT + timedelta(days=1))

    report = looked(signed(key))

    assert wrong(report)[0] == "sign_chain_no_root"
    assert not report.may_be_known_later


def test_a_key_of_the_kazakh_standard_is_recognised_and_not_enough() -> None:
    outer = cms.ContentInfo.load(signed())
    signer = outer["content"]["signer_infos"][0]
    signer["signature_algorithm"] = cms.SignedDigestAlgorithm({"algorithm": GOST_SIGNATURE})
    signer["digest_algorithm"] = cms.DigestAlgorithm({"algorithm": GOST_DIGEST})
    signature = outer.dump(force=True)

    report = looked(signature)

    assert wrong(report) == ["sign_algorithm_unknown"]
    assert not signed_digest(signature).is_known
    assert not report.may_be_known_later


def test_another_mask_than_the_usual_one_is_an_algorithm_that_is_not_known() -> None:
    outer = cms.ContentInfo.load(signed(key_of(kind="rsa")))
    signer = outer["content"]["signer_infos"][0]
    masked = algos.RSASSAPSSParams(
        {
            "hash_algorithm": {"algorithm": "sha256"},
            "mask_gen_algorithm": {"algorithm": "1.2.3.4"},
        }
    )
    signer["signature_algorithm"] = cms.SignedDigestAlgorithm(
        {"algorithm": "rsassa_pss", "parameters": masked}
    )

    assert wrong(looked(outer.dump(force=True))) == ["sign_algorithm_unknown"]


@pytest.mark.parametrize("kind", ["ec", "rsa"])
@pytest.mark.parametrize("method", ["sha256_rsa", "sha256_ecdsa", "ed25519", "rsassa_pss"])
def test_a_method_that_is_not_of_the_key_never_holds(kind: KeyKind, method: str) -> None:
    outer = cms.ContentInfo.load(signed(key_of(kind=kind)))
    signer = outer["content"]["signer_infos"][0]
    signer["signature_algorithm"] = cms.SignedDigestAlgorithm({"algorithm": method})
    is_own = (kind, method) in {("ec", "sha256_ecdsa"), ("rsa", "sha256_rsa")}

    assert looked(outer.dump(force=True)).is_accepted is is_own


def test_a_weak_digest_is_refused() -> None:
    outer = cms.ContentInfo.load(signed())
    signer = outer["content"]["signer_infos"][0]
    signer["digest_algorithm"] = cms.DigestAlgorithm({"algorithm": "sha1"})

    assert wrong(looked(outer.dump(force=True))) == ["sign_algorithm_weak"]


def test_a_clock_that_is_ahead_is_said() -> None:
    signature = sign_cades(STATEMENT, key_of(), at=AT + timedelta(days=1))

    assert wrong(looked(signature)) == ["sign_time_future"]


@pytest.mark.parametrize("given", [b"", b"0", b"%PDF-1.7", b"\x30\x80", STATEMENT, b"A" * 2**21])
def test_what_is_no_signature_is_said(given: bytes) -> None:
    assert wrong(looked(given)) == ["sign_form_wrong"]


@given(at=st.integers(0, 2_000), byte=st.integers(1, 255), cut=st.integers(0, 2_500))
def test_only_errors_of_the_project_leave_a_hostile_file(at: int, byte: int, cut: int) -> None:
    signature = bytearray(signed())
    signature[at % len(signature)] ^= byte
    hostile = bytes(signature[: cut or None])

    looked(hostile)
    try:
        signed_digest(hostile)
    except SignatureUnreadable:
        return


def test_a_report_is_canonical_and_names_what_was_looked_at() -> None:
    signature = signed()

    told = json.loads(looked(signature).as_bytes())

    assert told["is_accepted"] is True
    assert told["signature"] == hashlib.sha256(signature).hexdigest()
    assert told["trust"] == trust().digest
    assert {check["outcome"] for check in told["checks"]} == {"passed"}


_TEXTS = st.text(max_size=30)
_ROWS = st.lists(st.tuples(_TEXTS, _TEXTS), max_size=3).map(tuple)


@given(
    title=_TEXTS,
    sections=st.lists(st.tuples(_TEXTS, _ROWS), max_size=3).map(tuple),
    files=_ROWS,
    closing=st.lists(_TEXTS, max_size=2).map(tuple),
)
def test_a_statement_reads_back_as_it_was_written(
    title: str,
    sections: tuple[tuple[str, tuple[tuple[str, str], ...]], ...],
    files: tuple[tuple[str, str], ...],
    closing: tuple[str, ...],
) -> None:
    told = Statement("1", "kk", "2026", "ab" * 32, SIGNS, title, sections, files, closing)

    assert read_statement(told.as_bytes()) == told


@given(at=st.integers(0, len(STATEMENT) - 1), byte=st.integers(1, 255))
def test_no_byte_of_a_statement_changes_unnoticed(at: int, byte: int) -> None:
    changed = bytearray(STATEMENT)
    changed[at] ^= byte

    try:
        found = read_statement(bytes(changed))
    except StatementUnreadable:
        return
    assert found.as_bytes() == changed
    assert found != read_statement(STATEMENT)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b"null", b'{"format":"izdes-statement","version":1}', b"[" * 9_999]
)
def test_what_is_no_statement_is_refused(data: bytes) -> None:
    with pytest.raises(StatementUnreadable):
        read_statement(data)
