"""Answers to requests for timestamps, of the local authority: its clock is whatever it is told."""

from datetime import UTC, datetime

from asn1crypto import tsp  # type: ignore[import-untyped]
from asn1crypto import x509 as asn1
from asn1crypto.keys import PrivateKeyInfo  # type: ignore[import-untyped]
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from izdes.adapters.signatures.coroutines import awaited
from izdes.adapters.signatures.faults import TimestampUnusable
from izdes.adapters.signatures.keys import FileKey


def answer_stamp(request: bytes, key: FileKey, *, at: datetime) -> bytes:
    """Return the answer to a request for a timestamp, DER.

    Raises:
        TimestampUnusable: It is no such request.
    """
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(
        tsa_cert=asn1.Certificate.load(key.certificate.public_bytes(Encoding.DER)),
        tsa_key=PrivateKeyInfo.load(private),
        fixed_dt=at.astimezone(UTC).replace(microsecond=0),
    )
    try:
        asked = tsp.TimeStampReq.load(request, strict=True)
        answer = awaited(stamper.async_request_tsa_response(asked))
    except (ValueError, TypeError, KeyError):
        raise TimestampUnusable from None
    written: bytes = answer.dump()
    return written
