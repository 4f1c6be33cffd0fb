"""An answer may be signed as well: ``answer.json.p7s`` or ``answer.json.jws`` beside it.

The signature is over the canonical bytes of the answer, which name every file by its digest: one
signature holds all of it together. Over the API the institution is known by its login already; a
folder is written by whoever can reach it, and there a signature is the only thing that tells.

It must be the institution's: its certificate carries the БИН that the answer names. Who of its
people may answer, the institution decides.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.x509.oid import NameOID

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
from izdes.adapters.signatures.profile import packaged
from izdes.adapters.signatures.seen import Seen
from izdes.adapters.signatures.trust import Trust
from izdes.adapters.signatures.verifying import whole
from izdes.core.errors import Fault
from izdes.core.orders.answers import ANSWER_FILE, Answer
from izdes.core.orders.checks import Check, SignatureForm, failed, not_checked, passed
from izdes.core.orders.papers import paper_bytes

SIGNATURE_FILES = (f"{ANSWER_FILE}.p7s", f"{ANSWER_FILE}.jws")
_CADES = b"\x30"
# Clocks of two machines differ.
_TOLERANCE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class SignatureReport:
    """What is found about one signature over an answer.

    Attributes:
        signer: The name in the certificate; empty where there is none to be read.
        certificate: SHA-256 of the signer's certificate in hexadecimal digits; empty as above.
        checks: Each is good where the signature holds.
    """

    form: SignatureForm
    signer: str
    certificate: str
    checks: tuple[Check, ...]

    @property
    def failing(self) -> tuple[str, ...]:
        """Codes of the checks that are not good; none where the signature holds."""
        return tuple(one.code for one in self.checks if not one.is_good)


def signature_faults(
    answer: Answer, signatures: tuple[bytes, ...], trust: Trust, *, at: datetime
) -> Iterator[Fault]:
    """Yield what is wrong with the signatures of an answer; that there is none is only noted."""
    if not signatures:
        yield Fault("answer_unsigned", ANSWER_FILE, severity="noted")
    for signature in signatures:
        wrong = [c.code for c in answer_checks(answer, signature, trust, at=at) if not c.is_good]
        if wrong:
            yield Fault("answer_signature_fails", ANSWER_FILE, details=(("why", ", ".join(wrong)),))


def answer_checks(
    answer: Answer, signature: bytes, trust: Trust, *, at: datetime
) -> tuple[Check, ...]:
    """Return what is found about one signature over an answer.

    Args:
        at: The moment of the check: of receipt, or now.
    """
    return signature_report(answer, signature, trust, at=at).checks


def signature_report(
    answer: Answer, signature: bytes, trust: Trust, *, at: datetime
) -> SignatureReport:
    """Return who signed an answer by one signature, and what is found about it.

    Args:
        at: As of `answer_checks`.
    """
    form: SignatureForm = "cades" if signature[:1] == _CADES else "jws"
    read = read_cades if form == "cades" else read_jws
    try:
        seen = read(signature, paper_bytes(answer))
        certificate = whole(seen.certificate)
        checks = tuple(_checks(seen, certificate, trust, body=answer.by.body_bin, at=at))
        digest = hashlib.sha256(seen.certificate).hexdigest()
        return SignatureReport(form, _name_of(certificate), digest, checks)
    except SignatureUnreadable as why:
        return SignatureReport(form, "", "", (failed(why.code, why=why.why),))
    except ValueError:
        return SignatureReport(form, "", "", (failed("sign_form_wrong", why="certificates"),))


def _checks(
    seen: Seen, certificate: x509.Certificate, trust: Trust, *, body: str, at: datetime
) -> Iterator[Check]:
    """Yield what is to be said of a signature that could be read."""
    if seen.is_weak or (seen.is_known and not is_strong(certificate)):
        yield failed("sign_algorithm_weak", algorithm=seen.algorithm)
    elif not seen.is_known:
        yield not_checked("sign_algorithm_unknown", algorithm=seen.algorithm)
        return
    yield passed("sign_content_ok") if seen.holds else failed("sign_content_differs")
    yield in_time(certificate, (at, seen.claimed_at or at))
    presented = Presented(seen.certificate, seen.others)
    yield from path_checks(presented, trust, at=at, roots=trust.roots)
    yield for_signing(certificate, packaged())
    yield number_check(certificate, packaged().body, body, name="body")
    if seen.claimed_at is None:
        yield failed("sign_time_none")
    elif seen.claimed_at > at + _TOLERANCE:
        yield failed("sign_time_future")


def _name_of(certificate: x509.Certificate) -> str:
    """Return the name of the holder of a certificate."""
    found = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else ""
