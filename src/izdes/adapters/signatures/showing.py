"""What a certificate says of itself: whose, for what, until when. Nothing is checked."""

import hashlib
from dataclasses import asdict, dataclass

from cryptography import x509

from izdes.adapters.signatures.broken import BROKEN
from izdes.adapters.signatures.certificates import numbers_of
from izdes.adapters.signatures.faults import CertificateUnreadable
from izdes.adapters.signatures.profile import packaged
from izdes.adapters.signatures.trust import certificates_of


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """What stands in a certificate, as text."""

    subject: str
    person: str
    body: str
    issuer: str
    serial: str
    since: str
    until: str
    algorithm: str
    purposes: str
    digest: str

    def as_json(self) -> dict[str, str]:
        """Return it by name."""
        return asdict(self)


def show_certificate(data: bytes, *, file: str) -> Shown:
    """Return what the first certificate of a file says.

    Raises:
        CertificateUnreadable: It holds none.
    """
    try:
        der = certificates_of(data)[0]
        return _shown(x509.load_der_x509_certificate(der), der)
    except BROKEN:
        raise CertificateUnreadable(file=file) from None


def _shown(certificate: x509.Certificate, der: bytes) -> Shown:
    """Return what a certificate says."""
    profile = packaged()
    oid = certificate.signature_algorithm_oid.dotted_string
    return Shown(
        subject=certificate.subject.rfc4514_string(),
        person=", ".join(numbers_of(certificate, profile.person)),
        body=", ".join(numbers_of(certificate, profile.body)),
        issuer=certificate.issuer.rfc4514_string(),
        serial=f"{certificate.serial_number:x}",
        since=certificate.not_valid_before_utc.isoformat(),
        until=certificate.not_valid_after_utc.isoformat(),
        algorithm=dict(profile.foreign).get(oid, oid),
        purposes=", ".join(_purposes(certificate)),
        digest=hashlib.sha256(der).hexdigest(),
    )


def _purposes(certificate: x509.Certificate) -> list[str]:
    """Return what a certificate is for, by name where there is one."""
    names = dict(packaged().holders)
    try:
        named = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return []
    return [names.get(one.dotted_string, one.dotted_string) for one in named]
