from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from asn1crypto import cms, tsp  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.adapters.signatures.office import (
    CHECKED_AT,
    ORDER,
    SIGNED_AT,
    UNTIL,
    check,
    holder,
    office,
    signed_order,
    trust,
    trust_after,
    wrong,
)
from tests.core.orders.papers import INVESTIGATOR, MADE

from izdes.adapters.signatures.authority.issuing import found_authority, issue
from izdes.adapters.signatures.authority.revoking import revocation_list
from izdes.adapters.signatures.authority.stamping import answer_stamp
from izdes.adapters.signatures.cades import read_cades
from izdes.adapters.signatures.faults import TimestampUnusable
from izdes.adapters.signatures.stamps import check_stamp, stamp
from izdes.adapters.signatures.trust import Trust
from izdes.adapters.signatures.verifying import Signature, Signed
from izdes.adapters.words import LANGUAGES, Lang, say
from izdes.adapters.words.signatures import stamp_lines
from izdes.core.orders.checks import VerificationReport

STAMPED_AT = SIGNED_AT + timedelta(seconds=5)


def stamped(at: datetime = STAMPED_AT) -> Signed:
    """Return the order, its signature stamped by the local authority."""
    (given,) = signed_order().signatures
    authority = partial(answer_stamp, key=office().authority.stamping, at=at)
    answer = stamp(read_cades(given.data, ORDER).value, authority)
    return Signed(ORDER, (Signature(given.data, answer),))


def proven(report: VerificationReport) -> datetime | None:
    """Return when the signature was there at the latest."""
    return report.signatures[0].proven_at


def test_a_stamp_proves_when_the_signature_was_there() -> None:
    report = check(stamped())

    assert report.is_accepted
    assert proven(report) == STAMPED_AT


def test_a_stamp_keeps_a_signature_good_after_its_certificate_has_expired() -> None:
    late = UNTIL + timedelta(days=1)

    assert check(stamped(), at=late).is_accepted
    assert not check(signed_order(), at=late).is_accepted


def test_a_revocation_after_the_stamp_does_not_undo_the_signature() -> None:
    serial = office().investigator.certificate.serial_number
    believing = trust_after(serial, STAMPED_AT + timedelta(hours=1))

    assert check(stamped(), believing=believing).is_accepted
    assert not check(signed_order(), believing=believing).is_accepted


def test_a_revocation_before_the_stamp_undoes_the_signature() -> None:
    serial = office().investigator.certificate.serial_number
    believing = trust_after(serial, MADE)

    assert wrong(check(stamped(), believing=believing)) == {"sign_revocation_revoked"}


def test_a_stamp_of_another_signature_is_refused() -> None:
    (other,) = stamped().signatures
    (mine,) = signed_order().signatures

    report = check(Signed(ORDER, (Signature(mine.data, other.stamp),)))

    assert wrong(report) == {"sign_stamp_wrong"}
    assert proven(report) is None


def test_a_stamp_older_than_the_stated_time_of_signing_is_refused() -> None:
    early = stamped(SIGNED_AT - timedelta(minutes=5))

    assert "sign_time_after_stamp" in wrong(check(early))


def test_a_stamp_of_tomorrow_is_refused() -> None:
    assert "sign_time_future" in wrong(check(stamped(CHECKED_AT + timedelta(days=1))))


def test_a_stamp_by_a_stranger_is_refused() -> None:
    (given,) = signed_order().signatures
    stranger = partial(answer_stamp, key=found_authority(MADE).stamping, at=STAMPED_AT)
    answer = stamp(read_cades(given.data, ORDER).value, stranger)

    report = check(Signed(ORDER, (Signature(given.data, answer),)))

    assert wrong(report) == {"sign_stamp_authority"}
    assert proven(report) is None


def test_a_stamp_by_an_officer_is_refused() -> None:
    # A holder's key is no clock, though its certificate comes from the same root.
    (given,) = signed_order().signatures
    key = issue(office().authority, holder(INVESTIGATOR), at=MADE, until=UNTIL, kind="rsa")
    answer = stamp(
        read_cades(given.data, ORDER).value, partial(answer_stamp, key=key, at=STAMPED_AT)
    )
    believing = replace(trust(), issuers=key_links())

    report = check(Signed(ORDER, (Signature(given.data, answer),)), believing=believing)

    assert wrong(report) == {"sign_stamp_broken"}
    assert proven(report) is None


def key_links() -> tuple[bytes, ...]:
    """Return the links between keys of holders and the root."""
    return (office().authority.issuing.certificate.public_bytes(Encoding.DER),)


def test_a_stamp_with_two_certificates_of_one_name_is_refused() -> None:
    (given,) = stamped().signatures
    answer = tsp.TimeStampResp.load(given.stamp)
    beside = answer["time_stamp_token"]["content"]["certificates"]
    double = bytearray(beside[0].chosen.dump())
    double[-1] ^= 1
    beside.append(cms.CertificateChoices("certificate", asn1.Certificate.load(bytes(double))))

    report = check(Signed(ORDER, (Signature(given.data, answer.dump(force=True)),)))

    assert wrong(report) == {"sign_stamp_broken"}
    assert proven(report) is None


def test_a_stamp_by_a_certificate_that_was_revoked_before_is_refused() -> None:
    (given,) = stamped().signatures
    believing = trust()
    of = office().authority
    lists = (revocation_list(of.root, {of.stamping.certificate.serial_number: MADE}, at=MADE),)

    report = check(
        Signed(ORDER, (given,)),
        believing=Trust(believing.roots, believing.stamps, (), (*lists, believing.lists[1])),
    )

    assert "sign_stamp_authority" in wrong(report)


def test_a_stamp_without_a_root_to_believe_is_not_enough() -> None:
    believing = trust()

    report = check(stamped(), believing=Trust(believing.roots, (), (), believing.lists))

    assert wrong(report) == {"sign_stamp_no_root"}


@given(st.binary(max_size=200))
def test_bytes_at_random_are_no_stamp(data: bytes) -> None:
    assert check_stamp(data, b"value", trust()).at is None


def test_no_changed_byte_of_a_stamp_brings_anything_else_than_a_check() -> None:
    (given,) = stamped_once()
    stamp_ = given.stamp or b""
    value = read_cades(given.data, ORDER).value

    for place in range(len(stamp_)):
        changed = bytearray(stamp_)
        changed[place] ^= 0x10 if place % 2 else 0x01
        assert check_stamp(bytes(changed), value, trust()).at in (None, STAMPED_AT)


@settings(max_examples=30)
@given(place=st.integers(0, 4000), mask=st.integers(1, 255))
def test_a_changed_stamp_is_refused_or_says_the_same(place: int, mask: int) -> None:
    (given,) = stamped_once()
    changed = bytearray(given.stamp or b"")
    changed[place % len(changed)] ^= mask

    report = check(Signed(ORDER, (Signature(given.data, bytes(changed)),)))

    assert proven(report) in (None, STAMPED_AT)
    assert report.is_accepted == (proven(report) is not None)


_KEPT: list[Signed] = []


def stamped_once() -> tuple[Signature, ...]:
    """Return one stamped signature, the same each time."""
    if not _KEPT:
        _KEPT.append(stamped())
    return _KEPT[0].signatures


def test_what_is_no_request_is_refused() -> None:
    with pytest.raises(TimestampUnusable):
        answer_stamp(b"nothing", office().authority.stamping, at=MADE)


def test_an_answer_that_is_none_is_refused() -> None:
    with pytest.raises(TimestampUnusable):
        stamp(b"value", lambda _: b"nothing")


def test_the_report_says_who_stamped_a_signature_and_when() -> None:
    (one,) = check(stamped()).signatures

    (said,) = [check_ for check_ in one.checks if check_.code == "sign_stamp_ok"]

    told = {detail.name: detail.text for detail in said.details}
    assert told["at"] == STAMPED_AT.isoformat()
    assert told["by"] in office().authority.stamping.certificate.subject.rfc4514_string()
    assert told["by"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_that_nobody_stamped_a_signature_is_said(language: Lang) -> None:
    (line,) = list(stamp_lines(check(signed_order()), language))[1:]

    assert say("sign_stamp_none", language) in line


def test_a_stamp_whose_time_was_changed_is_told_from_one_of_a_stranger() -> None:
    (given,) = stamped().signatures
    moment = f"{STAMPED_AT:%Y%m%d%H%M%S}".encode()
    other = f"{STAMPED_AT - timedelta(days=1):%Y%m%d%H%M%S}".encode()
    assert moment in (given.stamp or b"")
    changed = (given.stamp or b"").replace(moment, other)

    report = check(Signed(ORDER, (Signature(given.data, changed),)))

    assert "sign_stamp_broken" in wrong(report)
    assert proven(report) is None
