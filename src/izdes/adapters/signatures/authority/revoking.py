"""Lists of revoked certificates, and answers about single ones, of the local authority."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp

from izdes.adapters.signatures.authority.issuing import digest_of
from izdes.adapters.signatures.keys import FileKey

_FRESH = timedelta(days=365)


def revocation_list(issuer: FileKey, revoked: Mapping[int, datetime], *, at: datetime) -> bytes:
    """Return the list of an issuer at a moment: serial numbers, and since when; DER."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(at)
        .next_update(at + _FRESH)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.private.public_key()),
            critical=False,
        )
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
    )
    for serial, since in sorted(revoked.items()):
        entry = x509.RevokedCertificateBuilder(serial, since).add_extension(
            x509.CRLReason(x509.ReasonFlags.key_compromise), critical=False
        )
        builder = builder.add_revoked_certificate(entry.build())
    return builder.sign(issuer.private, digest_of(issuer.private)).public_bytes(Encoding.DER)


def answer_about(
    issuer: FileKey,
    certificate: x509.Certificate,
    *,
    at: datetime,
    revoked_at: datetime | None = None,
) -> bytes:
    """Return the answer of an issuer about one certificate at a moment; DER."""
    is_good = revoked_at is None
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response(
            cert=certificate,
            issuer=issuer.certificate,
            algorithm=hashes.SHA256(),
            cert_status=ocsp.OCSPCertStatus.GOOD if is_good else ocsp.OCSPCertStatus.REVOKED,
            this_update=at,
            next_update=at + _FRESH,
            revocation_time=revoked_at,
            revocation_reason=None if is_good else x509.ReasonFlags.key_compromise,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, issuer.certificate)
    )
    answer = builder.sign(issuer.private, digest_of(issuer.private))
    return answer.public_bytes(Encoding.DER)
