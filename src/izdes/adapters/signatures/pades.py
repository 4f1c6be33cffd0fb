"""PAdES: a signature inside a PDF, baseline B, or B-T where a time-stamping authority answers.

The signature is over every octet of the file but its own place, so that whoever has the file has
everything. A second one is appended behind the first and changes nothing before it. The moment that
the signer states stands in the signature's dictionary and proves nothing by itself.

The library: pyHanko. Nothing here looks whether a certificate is trusted; see `pades_checking`.

Source: ETSI EN 319 142-1; ISO 32000-2, 12.8.
"""

import io
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from asn1crypto import tsp  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1
from asn1crypto.keys import PrivateKeyInfo  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from izdes.adapters.signatures.broken import BROKEN
from izdes.adapters.signatures.cades import digest_name
from izdes.adapters.signatures.coroutines import awaited
from izdes.adapters.signatures.faults import TimestampUnusable
from izdes.adapters.signatures.keys import FileKey
from izdes.adapters.signatures.stamps import Authority
from izdes.core.errors import IzdesError

# Room for a signature with its chain and a timestamp with its own.
_RESERVED = 24 * 1024
# What the library raises over a file that is no PDF, at whichever moment it looks; the third over a
# stream of a filter or a predictor that it cannot undo.
UNREADABLE = (PdfError, OSError, NotImplementedError, *BROKEN)


class PdfUnusable(IzdesError):
    """The bytes are no PDF that can be signed or checked."""

    code: ClassVar[str] = "pades_pdf_unusable"


@dataclass(frozen=True, slots=True)
class Told:
    """What a signature says beside itself: why, and where."""

    reason: str = ""
    place: str = ""


def sign_pdf(
    pdf: bytes,
    key: FileKey,
    *,
    at: datetime,
    told: Told | None = None,
    authority: Authority | None = None,
) -> bytes:
    """Return a PDF with one more signature in it.

    Args:
        at: The moment that the signer states.
        authority: Answers requests for timestamps; None: the signature has none.

    Raises:
        PdfUnusable: It is no PDF, or none that may be signed.
        TimestampUnusable: The authority did not answer as one.
    """
    try:
        return awaited(_signed(pdf, key, at.astimezone(UTC), told or Told(), authority))
    except TimestampRequestError:
        raise TimestampUnusable from None
    except (SigningError, *UNREADABLE):
        raise PdfUnusable from None


async def _signed(
    pdf: bytes, key: FileKey, at: datetime, told: Told, authority: Authority | None
) -> bytes:
    """Sign; whatever the library raises goes up."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    number = len(writer.prev.embedded_signatures) + 1
    meta = PdfSignatureMetadata(
        field_name=f"Signature{number}",
        md_algorithm=digest_name(key),
        subfilter=SigSeedSubFilter.PADES,
        reason=told.reason or None,
        location=told.place or None,
    )
    stamper = None if authority is None else _Stamper(authority)
    signer = PdfSigner(meta, _signer(key), timestamper=stamper)
    session = signer.init_signing_session(writer)
    session.system_time = at
    document = session.prepare_tbs_document(validation_info=None, bytes_reserved=_RESERVED)
    prepared, output = document.digest_tbs_document()
    await document.perform_signature(prepared.document_digest, PdfCMSSignedAttributes())
    written: bytes = output.getvalue()  # type: ignore[attr-defined] # an own buffer
    return written


def _signer(key: FileKey) -> SimpleSigner:
    """Return the library's signer of a key; a root does not travel with signatures."""
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call] # the library's own
    store.register_multiple([_asn1(c.public_bytes(Encoding.DER)) for c in key.chain])
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=_asn1(key.certificate.public_bytes(Encoding.DER)),
        signing_key=PrivateKeyInfo.load(private),
        cert_registry=store,
        embed_roots=False,
    )


def _asn1(der: bytes) -> asn1.Certificate:
    """Return a certificate as pyHanko takes it."""
    return asn1.Certificate.load(der, strict=True)


class _Stamper(TimeStamper):
    """Asks whoever carries requests to a time-stamping authority."""

    def __init__(self, authority: Authority) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # the library's own
        self._authority = authority

    async def async_request_tsa_response(self, req: Any) -> Any:  # noqa: ANN401 - the library's
        """Return the answer to a request.

        Raises:
            TimestampUnusable: It is none: the stamp must not look like a fault of the paper.
        """
        answer = self._authority(req.dump())
        try:
            found = tsp.TimeStampResp.load(answer, strict=True)
            # Parts are read when they are asked for; to ask now is to be done with it.
            is_given = bool(found.native)
        except BROKEN:
            raise TimestampUnusable from None
        if not is_given:
            raise TimestampUnusable
        return found
