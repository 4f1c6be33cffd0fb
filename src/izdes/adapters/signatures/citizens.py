"""Checking the signature of a citizen over a statement, without a network, as one report.

The same checks as of an office's papers (`verifying`), with three differences: every usual form of
CMS is taken, no timestamp is asked for, and whose the certificate must be stands in the statement.
The moment that counts is that of receipt, which whoever received says: a time that the signer
states is no proof. It is only looked at, for a clock that is wrong.

A person signs with her own certificate: one that names an organisation is refused. For an
organisation whoever has a certificate with its number signs; who that is stands in the report. That
he may speak for it, the report does not prove.

Algorithms of the Kazakh standard (ГОСТ) are recognised and not checked: `not_checked`, which is
never good enough.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.x509.oid import NameOID

from izdes.adapters.signatures.certificates import (
    Presented,
    for_signing,
    in_time,
    numbers_of,
    path_checks,
)
from izdes.adapters.signatures.cms import MOST_BYTES, read_cms
from izdes.adapters.signatures.faults import SignatureUnreadable
from izdes.adapters.signatures.profile import Profile, packaged
from izdes.adapters.signatures.seen import Seen
from izdes.adapters.signatures.statement import Signs
from izdes.adapters.signatures.trust import Trust
from izdes.adapters.signatures.verifying import cryptography_checks, whole
from izdes.core.orders.checks import Check, failed, not_checked, passed
from izdes.core.sealing.canonical import canonical_json, canonical_time

FORMAT, VERSION = "izdes-statement-report", 1
# Clocks of telephones and old computers.
_TOLERANCE = timedelta(minutes=10)
# What may be known tomorrow: nothing is wrong with the signature itself.
_NOT_YET = frozenset({"sign_trust_none", "sign_revocation_unknown"})


@dataclass(frozen=True, slots=True)
class Signer:
    """Who has signed, as the certificate says."""

    name: str = field(default="", repr=False)
    iin: str = field(default="", repr=False)
    body_bin: str = ""
    certificate: str = ""


@dataclass(frozen=True, slots=True)
class StatementReport:
    """What was found about a signature over a statement.

    Attributes:
        statement: SHA-256 of the bytes that were signed.
        signature: SHA-256 of the file of the signature.
        trust: Digest of the roots, lists and answers that were trusted.
        at: For which moment it was checked.
        claimed_at: When the signer says that he signed.
    """

    statement: str
    signature: str
    trust: str
    at: datetime
    claimed_at: datetime | None
    signer: Signer
    checks: tuple[Check, ...]

    @property
    def wrong(self) -> tuple[Check, ...]:
        """What is not good, the first first."""
        return tuple(check for check in self.checks if check.outcome != "passed")

    @property
    def is_accepted(self) -> bool:
        """Whether the signature holds in every respect."""
        return not self.wrong

    @property
    def may_be_known_later(self) -> bool:
        """Whether all that lacks is what somebody may still be given: roots, newer lists."""
        return bool(self.wrong) and {check.code for check in self.wrong} <= _NOT_YET

    def as_bytes(self) -> bytes:
        """Return the report as it is kept: canonical JSON."""
        return canonical_json(self.as_json())

    def as_json(self) -> dict[str, Any]:
        """Return the report by name."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "is_accepted": self.is_accepted,
            "statement": self.statement,
            "signature": self.signature,
            "trust": self.trust,
            "at": canonical_time(self.at),
            "claimed_at": canonical_time(self.claimed_at) if self.claimed_at else "",
            "signer": {
                "name": self.signer.name,
                "iin": self.signer.iin,
                "bin": self.signer.body_bin,
                "certificate": self.signer.certificate,
            },
            "checks": [
                {
                    "code": check.code,
                    "outcome": check.outcome,
                    "details": {one.name: one.text for one in check.details},
                }
                for check in self.checks
            ],
        }


def verify_statement(
    statement: bytes, signature: bytes, trust: Trust | None, *, signs: Signs, at: datetime
) -> StatementReport:
    """Return what was found about a signature over a statement; it never fails.

    Args:
        trust: What is trusted of citizens; None where nobody has chosen anything.
        signs: Whose the certificate must be.
        at: When the signature was received.
    """
    seen, signer, checks = _looked(statement, signature, trust, signs=signs, at=at)
    return StatementReport(
        statement=hashlib.sha256(statement).hexdigest(),
        signature=hashlib.sha256(signature).hexdigest(),
        trust=trust.digest if trust else "",
        at=at,
        claimed_at=seen.claimed_at if seen else None,
        signer=signer,
        checks=tuple(checks),
    )


def _looked(
    statement: bytes, signature: bytes, trust: Trust | None, *, signs: Signs, at: datetime
) -> tuple[Seen | None, Signer, list[Check]]:
    """Look at a signature: what it says, whose it is, what is good and wrong about it."""
    if len(signature) > MOST_BYTES:
        return None, Signer(), [failed("sign_form_wrong", why="size")]
    try:
        seen = read_cms(signature, statement)
        certificate = whole(seen.certificate)
    except SignatureUnreadable as why:
        return None, Signer(), [failed(why.code, why=why.why)]
    except ValueError:
        return None, Signer(), [failed("sign_form_wrong", why="certificates")]
    profile = packaged()
    checks = list(cryptography_checks(seen, certificate))
    if seen.is_known:
        checks += _whose(certificate, profile, signs)
        checks += _certificate(seen, certificate, profile, trust, at)
    return seen, _signer(certificate, seen, profile), checks


def _certificate(
    seen: Seen,
    certificate: x509.Certificate,
    profile: Profile,
    trust: Trust | None,
    at: datetime,
) -> Iterator[Check]:
    """Yield what is to be said of the certificate at the moment of receipt."""
    is_ahead = seen.claimed_at is not None and seen.claimed_at > at + _TOLERANCE
    yield failed("sign_time_future") if is_ahead else passed("sign_time_ok")
    yield for_signing(certificate, profile)
    yield in_time(certificate, (at,))
    if trust is None:
        yield not_checked("sign_trust_none")
        return
    presented = Presented(seen.certificate, seen.others)
    yield from path_checks(presented, trust, at=at, roots=trust.roots, is_one_form=False)


def _whose(certificate: x509.Certificate, profile: Profile, signs: Signs) -> Iterator[Check]:
    """Yield whether the certificate is of whoever must sign."""
    persons = numbers_of(certificate, profile.person)
    bodies = numbers_of(certificate, profile.body)
    if len(persons) != 1:
        yield failed("sign_person_none")
    elif signs.body_bin or persons[0] in signs.iins:
        yield passed("sign_person_ok")
    else:
        yield failed("sign_person_other")
    if signs.body_bin:
        is_its = bodies == (signs.body_bin,)
        lacks = "sign_body_other" if bodies else "sign_body_none"
        yield passed("sign_body_ok") if is_its else failed(lacks)
    elif bodies:
        yield failed("sign_body_present")


def _signer(certificate: x509.Certificate, seen: Seen, profile: Profile) -> Signer:
    """Return who has signed, as the certificate says; nothing of it is believed yet."""
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    persons = numbers_of(certificate, profile.person)
    bodies = numbers_of(certificate, profile.body)
    return Signer(
        name=_plain(str(names[0].value)) if names else "",
        iin=_plain(persons[0]) if persons else "",
        body_bin=_plain(bodies[0]) if bodies else "",
        certificate=hashlib.sha256(seen.certificate).hexdigest(),
    )


def _plain(text: str) -> str:
    """Return a text of a certificate without signs that no text shows."""
    return "".join(sign for sign in text if sign.isprintable())[:200]
