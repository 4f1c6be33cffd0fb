"""A local authority and the keys of an invented office, made once for all tests."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from cryptography.hazmat.primitives.serialization import Encoding
from tests.core.orders.papers import INVESTIGATOR, MADE, PROSECUTOR, a_sanction, an_order

from izdes.adapters.signatures.authority.issuing import (
    Authority,
    Holder,
    found_authority,
    issue,
)
from izdes.adapters.signatures.authority.revoking import revocation_list
from izdes.adapters.signatures.cades import sign_cades
from izdes.adapters.signatures.keys import FileKey
from izdes.adapters.signatures.trust import Trust
from izdes.adapters.signatures.verifying import Signature, Signed, verify
from izdes.core.orders.checks import VerificationReport
from izdes.core.orders.order import Acting
from izdes.core.orders.papers import paper_bytes

UNTIL = MADE + timedelta(days=300)
SIGNED_AT = MADE + timedelta(minutes=1)
DECIDED_AT = MADE + timedelta(hours=1, minutes=1)
CHECKED_AT = MADE + timedelta(days=2)
ORDER = paper_bytes(an_order())
DECISION = paper_bytes(a_sanction(an_order()))


@dataclass(frozen=True)
class Office:
    """An authority, and the keys of an investigator and of a prosecutor."""

    authority: Authority
    investigator: FileKey
    prosecutor: FileKey


@cache
def office() -> Office:
    """Return the office."""
    authority = found_authority(MADE)
    return Office(
        authority,
        issue(authority, holder(INVESTIGATOR), at=MADE, until=UNTIL),
        issue(authority, holder(PROSECUTOR), at=MADE, until=UNTIL),
    )


def holder(acting: Acting) -> Holder:
    """Return whom a certificate of an acting person is for."""
    return Holder(acting.name, acting.iin, acting.body_bin)


@cache
def trust() -> Trust:
    """Return what a verifier believes of the office's authority."""
    return trust_in(office().authority)


def trust_in(of: Authority, revoked: dict[int, datetime] | None = None) -> Trust:
    """Return what a verifier believes of an authority that has revoked some certificates."""
    root = of.root.certificate.public_bytes(Encoding.DER)
    return Trust(
        roots=(root,),
        stamps=(root,),
        lists=(
            revocation_list(of.root, {}, at=MADE),
            revocation_list(of.issuing, revoked or {}, at=CHECKED_AT),
        ),
    )


def trust_after(serial: int, revoked_at: datetime) -> Trust:
    """Return what a verifier believes once the office's authority has revoked a certificate."""
    return trust_in(office().authority, {serial: revoked_at})


def signed_order(key: FileKey | None = None, *, at: datetime = SIGNED_AT) -> Signed:
    """Return the order with a signature of the investigator, or by another key."""
    signature = sign_cades(ORDER, key or office().investigator, at=at)
    return Signed(ORDER, (Signature(signature),))


def signed_decision(
    key: FileKey | None = None, *, at: datetime = DECIDED_AT, data: bytes = DECISION
) -> Signed:
    """Return the decision with a signature of the prosecutor, or by another key."""
    signature = sign_cades(data, key or office().prosecutor, at=at)
    return Signed(data, (Signature(signature),))


def check(
    order: Signed,
    decision: Signed | None = None,
    *,
    at: datetime = CHECKED_AT,
    believing: Trust | None = None,
) -> VerificationReport:
    """Return what is found about papers."""
    return verify(order, decision, believing or trust(), at=at)


def wrong(report: VerificationReport) -> set[str]:
    """Return the codes of everything that is not good."""
    found = [*report.checks, *(check for one in report.signatures for check in one.checks)]
    return {check.code for check in found if not check.is_good}
