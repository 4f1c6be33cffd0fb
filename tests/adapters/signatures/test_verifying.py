import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from tests.adapters.signatures.office import (
    CHECKED_AT,
    DECISION,
    ORDER,
    SIGNED_AT,
    UNTIL,
    check,
    holder,
    office,
    signed_decision,
    signed_order,
    trust,
    trust_after,
    trust_in,
    wrong,
)
from tests.core.orders.papers import INVESTIGATOR, MADE, PROSECUTOR, a_sanction, an_order

from izdes.adapters.signatures.authority.issuing import Holder, found_authority, issue
from izdes.adapters.signatures.authority.revoking import answer_about
from izdes.adapters.signatures.cades import sign_cades
from izdes.adapters.signatures.jws import sign_jws
from izdes.adapters.signatures.verifying import Signature, Signed
from izdes.core.errors import IzdesError
from izdes.core.orders.papers import paper_bytes, read_paper


def test_an_order_with_its_sanction_is_accepted() -> None:
    report = check(signed_order(), signed_decision())

    assert report.is_accepted
    assert wrong(report) == set()


def test_both_forms_stand_beside_one_order() -> None:
    key = office().investigator
    both = Signed(
        ORDER,
        (
            Signature(sign_cades(ORDER, key, at=SIGNED_AT)),
            Signature(sign_jws(ORDER, key, at=SIGNED_AT)),
        ),
    )

    assert [one.form for one in check(both).signatures] == ["cades", "jws"]
    assert check(both).is_accepted


def test_one_bad_signature_beside_a_good_one_is_refused() -> None:
    good = signed_order().signatures[0]
    bad = Signature(sign_jws(DECISION, office().investigator, at=SIGNED_AT))

    report = check(Signed(ORDER, (good, bad)))

    assert not report.is_accepted


def test_an_order_without_a_signature_is_refused() -> None:
    assert not check(Signed(ORDER, ())).is_accepted


def test_a_decision_without_a_signature_is_refused() -> None:
    assert not check(signed_order(), Signed(DECISION, ())).is_accepted


@pytest.mark.parametrize("place", range(0, len(ORDER), 29))
def test_a_changed_byte_of_the_order_is_refused(place: int) -> None:
    given = signed_order()
    changed = replace(given, data=_flipped(given.data, place))

    try:
        report = check(changed)
    except IzdesError:
        return

    assert not report.is_accepted


@pytest.mark.parametrize("place", range(0, len(DECISION), 29))
def test_a_changed_byte_of_the_decision_is_refused(place: int) -> None:
    given = signed_decision()
    changed = replace(given, data=_flipped(given.data, place))

    try:
        report = check(signed_order(), changed)
    except IzdesError:
        return

    assert not report.is_accepted


def _flipped(data: bytes, place: int) -> bytes:
    """Return the bytes with one bit of one of them turned."""
    changed = bytearray(data)
    changed[place] ^= 1
    return bytes(changed)


def test_another_persons_signature_is_refused() -> None:
    other = replace(holder(INVESTIGATOR), iin=PROSECUTOR.iin)
    key = issue(office().authority, other, at=MADE, until=UNTIL)

    assert wrong(check(signed_order(key))) == {"sign_person_other"}


def test_another_bodys_signature_is_refused() -> None:
    other = replace(holder(INVESTIGATOR), body_bin=PROSECUTOR.body_bin)
    key = issue(office().authority, other, at=MADE, until=UNTIL)

    assert wrong(check(signed_order(key))) == {"sign_body_other"}


def test_a_certificate_for_signing_in_signs_nothing() -> None:
    key = issue(
        office().authority, holder(INVESTIGATOR), at=MADE, until=UNTIL, purpose="signing_in"
    )

    assert wrong(check(signed_order(key))) == {"sign_purpose_wrong"}


def test_an_authoritys_own_key_signs_nothing() -> None:
    assert "sign_purpose_wrong" in wrong(check(signed_order(office().authority.issuing)))


def test_a_certificate_from_another_root_is_refused() -> None:
    stranger = found_authority(MADE)
    key = issue(stranger, holder(INVESTIGATOR), at=MADE, until=UNTIL)

    assert "sign_chain_no_root" in wrong(check(signed_order(key)))


def test_a_certificate_that_proves_nothing_may_not_come_along() -> None:
    key = office().investigator
    padded = replace(key, chain=(*key.chain, office().prosecutor.certificate))

    assert "sign_chain_superfluous" in wrong(check(signed_order(padded)))


def test_an_expired_certificate_is_refused() -> None:
    late = UNTIL + timedelta(seconds=1)

    assert "sign_validity_expired" in wrong(check(signed_order(), at=late))


def test_a_certificate_before_its_term_is_refused() -> None:
    later = MADE + timedelta(days=30)
    key = issue(office().authority, holder(INVESTIGATOR), at=later, until=UNTIL)

    assert "sign_validity_not_yet" in wrong(check(signed_order(key)))


def test_a_revoked_certificate_is_refused() -> None:
    serial = office().investigator.certificate.serial_number
    believing = trust_after(serial, MADE + timedelta(hours=1))

    assert wrong(check(signed_order(), believing=believing)) == {"sign_revocation_revoked"}


def test_an_answer_that_it_is_revoked_is_heard_beside_a_list_that_does_not_know() -> None:
    issuing, key = office().authority.issuing, office().investigator
    answer = answer_about(issuing, key.certificate, at=CHECKED_AT, revoked_at=MADE)
    believing = trust()
    believing = replace(believing, lists=believing.lists[:1], answers=(answer,))

    assert wrong(check(signed_order(), believing=believing)) == {"sign_revocation_revoked"}


def test_a_good_answer_does_not_outweigh_a_list_that_says_revoked() -> None:
    issuing, key = office().authority.issuing, office().investigator
    answer = answer_about(issuing, key.certificate, at=CHECKED_AT)
    believing = trust_after(key.certificate.serial_number, MADE)

    report = check(signed_order(), believing=replace(believing, answers=(answer,)))

    assert wrong(report) == {"sign_revocation_revoked"}


def test_an_answer_that_it_is_good_does_instead_of_a_list() -> None:
    issuing, key = office().authority.issuing, office().investigator
    answer = answer_about(issuing, key.certificate, at=CHECKED_AT)
    believing = trust()
    believing = replace(believing, lists=believing.lists[:1], answers=(answer,))

    assert check(signed_order(), believing=believing).is_accepted


def test_what_nobody_says_about_revocation_is_not_good_enough() -> None:
    believing = replace(trust(), lists=())

    report = check(signed_order(), believing=believing)

    assert wrong(report) == {"sign_revocation_unknown"}
    assert not report.is_accepted


def test_a_list_by_a_stranger_says_nothing() -> None:
    believing = replace(trust(), lists=trust_in(found_authority(MADE)).lists)

    assert "sign_revocation_unknown" in wrong(check(signed_order(), believing=believing))


def test_a_signature_of_tomorrow_is_refused() -> None:
    given = signed_order(at=CHECKED_AT + timedelta(days=1))

    assert wrong(check(given)) == {"sign_time_future"}


def test_a_signature_older_than_its_paper_is_refused() -> None:
    given = signed_order(at=MADE - timedelta(hours=1))

    assert wrong(check(given)) == {"sign_time_before_paper"}


def test_an_order_of_tomorrow_is_refused() -> None:
    assert "sign_order_future" in wrong(check(signed_order(), at=MADE - timedelta(days=1)))


def test_a_decision_about_another_order_is_refused() -> None:
    other = paper_bytes(a_sanction(an_order("2026-000118")))

    report = check(signed_order(), signed_decision(data=other))

    assert wrong(report) == {"sign_decision_other_order"}


def test_a_decision_about_an_earlier_version_is_refused() -> None:
    earlier = a_sanction(replace(an_order(), basis="Басқа негіз."))

    report = check(signed_order(), signed_decision(data=paper_bytes(earlier)))

    assert wrong(report) == {"sign_decision_other_order"}


def test_nobody_decides_upon_his_own_order() -> None:
    own = replace(a_sanction(an_order()), decided_by=INVESTIGATOR)

    report = check(signed_order(), signed_decision(office().investigator, data=paper_bytes(own)))

    assert wrong(report) == {"sign_decision_own"}


def test_a_decision_before_the_order_is_refused() -> None:
    early = replace(a_sanction(an_order()), decided_at=MADE - timedelta(minutes=1))

    report = check(signed_order(), signed_decision(data=paper_bytes(early)))

    assert wrong(report) == {"sign_decision_time"}


def test_a_refusal_with_a_good_signature_is_no_permission() -> None:
    refusal = replace(
        a_sanction(an_order()), outcome="refused", grounds=("unclear",), why="Түсініксіз."
    )

    report = check(signed_order(), signed_decision(data=paper_bytes(refusal)))

    assert wrong(report) == {"sign_decision_refused"}


def test_the_signature_of_the_order_does_not_do_for_the_decision() -> None:
    moved = Signed(DECISION, signed_order().signatures)

    assert "sign_content_differs" in wrong(check(signed_order(), moved))


def test_the_same_papers_a_second_time_give_the_same_report() -> None:
    order, decision = signed_order(), signed_decision()

    assert paper_bytes(check(order, decision)) == paper_bytes(check(order, decision))


def test_a_report_comes_back_as_it_was() -> None:
    report = check(signed_order(), signed_decision())

    assert read_paper(paper_bytes(report)) == report


def test_a_report_holds_no_number_of_a_person() -> None:
    written = paper_bytes(check(signed_order(), signed_decision())).decode()

    assert INVESTIGATOR.iin not in written
    assert PROSECUTOR.iin not in written


def test_the_demonstration_says_so_in_every_subject() -> None:
    made = office().authority
    keys = (made.root, made.issuing, made.stamping, office().investigator)

    assert all("O=DEMO" in key.certificate.subject.rfc4514_string() for key in keys)


def test_a_certificate_of_a_holder_without_numbers_is_refused() -> None:
    key = issue(office().authority, Holder("Серік", "", ""), at=MADE, until=UNTIL)

    assert {"sign_person_other", "sign_body_none"} <= wrong(check(signed_order(key)))


def test_the_trust_of_a_report_is_named_by_its_digest() -> None:
    other = replace(
        trust(), issuers=(office().authority.issuing.certificate.public_bytes(Encoding.DER),)
    )

    assert check(signed_order()).trust_digest != check(signed_order(), believing=other).trust_digest


def test_papers_are_signed_and_checked_inside_somebody_elses_loop() -> None:
    async def both() -> bool:
        return check(signed_order(), signed_decision()).is_accepted

    assert asyncio.run(both())
