"""Verifying: an order, its decision and their signatures, without a network, as one report.

For every signature: it is in the one form, its algorithm is known, it is over these very bytes; the
certificate was valid, leads to a trusted root, was not revoked, is for signing, belongs to the
person and to the body whom the paper names; the times agree. For the papers together: the decision
is about this order, came after it, and was not made by whoever asked.

The moment that counts is that of the timestamp. Without one it is the moment of the check itself: a
time that the signer states is no proof, for whoever steals a key may state any.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509

from izdes.adapters.signatures.broken import BROKEN
from izdes.adapters.signatures.cades import read_cades
from izdes.adapters.signatures.certificates import (
    Presented,
    for_signing,
    in_time,
    is_strong,
    number_check,
    path_checks,
)
from izdes.adapters.signatures.faults import SignatureUnreadable
from izdes.adapters.signatures.jws import read_jws
from izdes.adapters.signatures.profile import Profile, packaged
from izdes.adapters.signatures.seen import Seen
from izdes.adapters.signatures.stamps import check_stamp
from izdes.adapters.signatures.trust import Trust
from izdes.core.errors import IzdesError
from izdes.core.orders.checks import (
    Check,
    SignatureForm,
    SignatureReport,
    SignedPaper,
    VerificationReport,
    failed,
    not_checked,
    passed,
)
from izdes.core.orders.decision import Decision, in_force
from izdes.core.orders.order import Acting, Order
from izdes.core.orders.papers import read_decision, read_order

# Clocks of two machines differ; a signature of tomorrow is refused, one of this second is not.
_TOLERANCE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Signature:
    """The bytes of a signature, and of the answer of a time-stamping authority about it."""

    data: bytes
    stamp: bytes | None = None


@dataclass(frozen=True, slots=True)
class Signed:
    """The bytes of a paper with the signatures that lie beside it."""

    data: bytes
    signatures: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One signature to be looked at: over which paper, by whom, not before when."""

    paper: SignedPaper
    content: bytes
    by: Acting
    made_at: datetime


def verify(
    order: Signed,
    decision: Signed | None,
    trust: Trust,
    *,
    at: datetime,
    profile: Profile | None = None,
) -> VerificationReport:
    """Return what was found about an order and its decision.

    Args:
        order: The order as it came.
        decision: The decision as it came, None where the order came without one.
        trust: What is trusted and known.
        at: The moment of the check: of receipt, or now.
        profile: None is the packaged one.

    Raises:
        PaperUnreadable: The bytes are no order or no decision.
        PaperWrong: A field does not hold what it must.
    """
    asked = read_order(order.data)
    decided = read_decision(decision.data) if decision else None
    looking = _Looking(trust, profile or packaged(), at)
    reports = looking.all_of(order, _Asked("order", order.data, asked.initiator, asked.made_at))
    if decision and decided:
        by = _Asked("decision", decision.data, decided.decided_by, decided.decided_at)
        reports += looking.all_of(decision, by)
    digest = hashlib.sha256(order.data).hexdigest()
    return VerificationReport(
        order_digest=digest,
        decision_digest=hashlib.sha256(decision.data).hexdigest() if decision else "",
        trust_digest=trust.digest,
        at=at,
        signatures=tuple(reports),
        checks=tuple(_papers(asked, digest, decided, at)),
    )


@dataclass(frozen=True, slots=True)
class _Looking:
    """What signatures are looked at with."""

    trust: Trust
    profile: Profile
    at: datetime

    def all_of(self, signed: Signed, asked: _Asked) -> list[SignatureReport]:
        """Return what was found about every signature of a paper."""
        return [self.one(signature, asked) for signature in signed.signatures]

    def one(self, signature: Signature, asked: _Asked) -> SignatureReport:
        """Return what was found about one signature."""
        form: SignatureForm = "cades" if signature.data[:1] == b"\x30" else "jws"
        read = read_cades if form == "cades" else read_jws
        try:
            seen = read(signature.data, asked.content)
            certificate = whole(seen.certificate)
        except SignatureUnreadable as why:
            return _report(signature, asked, form, [failed(why.code, why=why.why)])
        except ValueError:
            return _report(signature, asked, form, [failed("sign_form_wrong", why="certificates")])
        stamped = check_stamp(signature.stamp, seen.value, self.trust)
        checks = [*cryptography_checks(seen, certificate)]
        if seen.is_known:
            checks += self._certificate(seen, certificate, asked, stamped.at)
            checks += _times(seen, asked, stamped.at, self.at)
            checks.append(stamped.check)
        return _report(signature, asked, form, checks, seen=seen, proven_at=stamped.at)

    def _certificate(
        self, seen: Seen, certificate: x509.Certificate, asked: _Asked, proven_at: datetime | None
    ) -> Iterator[Check]:
        """Yield what is to be said of the certificate at the moment that counts."""
        moment = proven_at or self.at
        moments = (moment, seen.claimed_at) if seen.claimed_at else (moment,)
        yield in_time(certificate, moments)
        presented = Presented(seen.certificate, seen.others)
        yield from path_checks(presented, self.trust, at=moment, roots=self.trust.roots)
        yield for_signing(certificate, self.profile)
        yield number_check(certificate, self.profile.person, asked.by.iin, name="person")
        yield number_check(certificate, self.profile.body, asked.by.body_bin, name="body")


def whole(der: bytes) -> x509.Certificate:
    """Return a certificate every part of which can be read.

    Raises:
        ValueError: One cannot.
    """
    try:
        certificate = x509.load_der_x509_certificate(der)
        # Parts are read when they are asked for; to ask now is to be done with it.
        parts = (certificate.subject.rdns, certificate.extensions)
        lasts = certificate.not_valid_before_utc <= certificate.not_valid_after_utc
    except BROKEN:
        raise ValueError from None
    if not all(parts) or not lasts:
        raise ValueError
    return certificate


def _report(
    signature: Signature,
    asked: _Asked,
    form: SignatureForm,
    checks: Sequence[Check],
    *,
    seen: Seen | None = None,
    proven_at: datetime | None = None,
) -> SignatureReport:
    """Return the report about a signature; without `seen` it could not be read."""
    return SignatureReport(
        paper=asked.paper,
        form=form,
        paper_digest=hashlib.sha256(asked.content).hexdigest(),
        signature_digest=hashlib.sha256(signature.data).hexdigest(),
        certificate_digest=hashlib.sha256(seen.certificate).hexdigest() if seen else "",
        claimed_at=seen.claimed_at if seen else None,
        proven_at=proven_at,
        checks=tuple(checks),
    )


def cryptography_checks(seen: Seen, certificate: x509.Certificate) -> Iterator[Check]:
    """Yield whether the algorithm is known and strong, and the signature over these bytes."""
    yield passed("sign_form_ok")
    if seen.is_weak or (seen.is_known and not is_strong(certificate)):
        yield failed("sign_algorithm_weak", algorithm=seen.algorithm)
    elif not seen.is_known:
        yield not_checked("sign_algorithm_unknown", algorithm=seen.algorithm)
    else:
        yield passed("sign_algorithm_ok", algorithm=seen.algorithm)
        yield passed("sign_content_ok") if seen.holds else failed("sign_content_differs")


def _times(seen: Seen, asked: _Asked, proven_at: datetime | None, at: datetime) -> Iterator[Check]:
    """Yield whether the moment that the signer states can be."""
    if seen.claimed_at is None:
        yield failed("sign_time_none")
    elif seen.claimed_at > at + _TOLERANCE or (proven_at and proven_at > at + _TOLERANCE):
        yield failed("sign_time_future")
    elif asked.made_at - seen.claimed_at > _TOLERANCE:
        yield failed("sign_time_before_paper")
    elif proven_at and seen.claimed_at > proven_at + _TOLERANCE:
        yield failed("sign_time_after_stamp")
    else:
        yield passed("sign_time_ok")


def _papers(order: Order, digest: str, decision: Decision | None, at: datetime) -> Iterator[Check]:
    """Yield whether the papers go together."""
    if order.made_at > at + _TOLERANCE:
        yield failed("sign_order_future")
    if decision is None:
        yield passed("sign_decision_none")
        return
    if (decision.order_digest, decision.order_number) != (digest, order.number):
        yield failed("sign_decision_other_order")
        return
    yield passed("sign_decision_about")
    yield _part(order, decision)
    if decision.decided_at < order.made_at or decision.decided_at > at + _TOLERANCE:
        yield failed("sign_decision_time")
    if decision.decided_by.iin == order.initiator.iin:
        yield failed("sign_decision_own")


def _part(order: Order, decision: Decision) -> Check:
    """Say what the decision gives."""
    if decision.outcome == "refused":
        return failed("sign_decision_refused")
    try:
        in_force(order, decision)
    except IzdesError:
        return failed("sign_decision_part")
    return passed(f"sign_decision_{decision.outcome}")
