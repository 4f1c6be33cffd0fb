"""Timestamps (RFC 3161): a request to be carried to an authority, and its answer, checked.

The stamp is over the octets of a signature, as in CAdES-T, and lies in a file beside it. It proves
that the signature was there at that moment, if the authority is believed; it says nothing about who
signed. Nothing here speaks to an authority: bytes are handed over, by file or by whoever calls.

The library: rfc3161-client. The authority's certificate is checked as any other, at the moment of
the stamp, revocation included. What is wrong is told apart: a stamp over other octets, an authority
that nobody here believes, and a stamp that was changed.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography import x509
from rfc3161_client import TimestampRequestBuilder, VerifierBuilder, decode_timestamp_response
from rfc3161_client.base import HashAlgorithm
from rfc3161_client.errors import VerificationError
from rfc3161_client.tsp import TimeStampResponse

from izdes.adapters.signatures.broken import BROKEN
from izdes.adapters.signatures.certificates import Presented, path_checks
from izdes.adapters.signatures.faults import TimestampUnusable
from izdes.adapters.signatures.trust import Trust
from izdes.core.orders.checks import Check, failed, not_checked, passed

_DIGESTS = {
    "2.16.840.1.101.3.4.2.1": hashlib.sha256,
    "2.16.840.1.101.3.4.2.2": hashlib.sha384,
    "2.16.840.1.101.3.4.2.3": hashlib.sha512,
}
# A request goes in, an answer comes out; how it travels is the caller's affair.
Authority = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Stamped:
    """What was found about a timestamp; `at` is None where it proves nothing.

    Attributes:
        by: The authority as its certificate names it; empty where the stamp proves nothing.
    """

    at: datetime | None
    check: Check
    by: str = ""


def stamp_request(value: bytes) -> bytes:
    """Return the request for a timestamp over the octets of a signature."""
    builder = TimestampRequestBuilder().data(value).hash_algorithm(HashAlgorithm.SHA256)
    return builder.build().as_bytes()


def stamp(value: bytes, authority: Authority) -> bytes:
    """Return the answer of an authority about the octets of a signature.

    Raises:
        TimestampUnusable: It is no answer, or not about these octets.
    """
    answer = authority(stamp_request(value))
    if _read(answer) is None:
        raise TimestampUnusable
    return answer


def check_stamp(answer: bytes | None, value: bytes, trust: Trust) -> Stamped:
    """Return what a timestamp proves about the octets of a signature."""
    if answer is None:
        return Stamped(None, not_checked("sign_stamp_none"))
    found = _read(answer)
    if found is None:
        return Stamped(None, failed("sign_stamp_unreadable"))
    if not trust.stamps:
        return Stamped(None, not_checked("sign_stamp_no_root"))
    at = found.tst_info.gen_time.astimezone(UTC)
    for check in _checks(found, value, trust, at):
        if check.outcome != "passed":
            return Stamped(None, check)
    by = _named(found)
    return Stamped(at, passed("sign_stamp_ok", at=at.isoformat(), by=by), by)


def _read(answer: bytes) -> TimeStampResponse | None:
    """Return an answer with a stamp in it, None for anything else."""
    try:
        found = decode_timestamp_response(answer)
        # To ask for the time is to find out whether there is a stamp inside.
        return found if found.tst_info.gen_time.tzinfo and found.as_bytes() == answer else None
    except BROKEN:
        return None


def _checks(found: TimeStampResponse, value: bytes, trust: Trust, at: datetime) -> Iterator[Check]:
    """Yield whether the stamp is over these octets, by an authority that is believed, and whole."""
    if not _is_over(found, value):
        yield failed("sign_stamp_wrong")
        return
    try:
        presented = _authority(found)
    except BROKEN:
        yield failed("sign_stamp_broken")
        return
    for check in path_checks(presented, trust, at=at, roots=trust.stamps):
        is_good = check.outcome == "passed"
        yield check if is_good else Check(check.outcome, "sign_stamp_authority")
    if not _is_whole(found, value, trust):
        yield failed("sign_stamp_broken")


def _is_over(found: TimeStampResponse, value: bytes) -> bool:
    """Say whether a stamp is over these octets, by a digest that is good enough."""
    imprint = found.tst_info.message_imprint
    digest = _DIGESTS.get(imprint.hash_algorithm.dotted_string)
    return digest is not None and digest(value).digest() == imprint.message


def _is_whole(found: TimeStampResponse, value: bytes, trust: Trust) -> bool:
    """Say whether the authority's own signature over the stamp holds, and it may give stamps."""
    roots = [x509.load_der_x509_certificate(der) for der in trust.stamps]
    links = [x509.load_der_x509_certificate(der) for der in trust.issuers]
    verifier = VerifierBuilder(roots=roots, intermediates=links).build()
    try:
        return verifier.verify_message(found, value)
    except (VerificationError, *BROKEN):
        return False


def _authority(found: TimeStampResponse) -> Presented:
    """Return the certificate of the authority that signed the stamp.

    Of two that answer to the signer's name each library would take whichever it meets first: one
    to check the signature by, another to see whether it may give stamps. Then there is none.
    """
    (signer,) = found.signed_data.signer_infos
    named = (signer.issuer, signer.serial_number)
    (own,) = (der for der in found.signed_data.certificates if _name_of(der) == named)
    return Presented(own, ())


def _name_of(der: bytes) -> tuple[x509.Name, int]:
    """Return by what a signer names a certificate: its issuer and its serial number."""
    certificate = x509.load_der_x509_certificate(der)
    return certificate.issuer, certificate.serial_number


def _named(found: TimeStampResponse) -> str:
    """Return how the certificate of the authority names it: its common name, else everything."""
    subject = x509.load_der_x509_certificate(_authority(found).certificate).subject
    names = subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    return str(names[0].value) if names else subject.rfc4514_string()
