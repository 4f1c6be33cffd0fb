"""Checking a signed PDF, without a network: who signed, by which certificate, what changed since.

Every signature must be in the PAdES form, over every octet that was there when it was made; what
was appended later may be further signatures and nothing else, and the last one covers the whole
file. The certificate is checked as under an order: in time, a path to a trusted root, nothing
revoked, for signing. Whose number it must carry nobody says here: it is shown, and compared by
whoever reads.

That a signature holds does not prove that what is written is true, nor that the number on the paper
is one that the office gave: that, the office confirms.

Source: ETSI EN 319 142-1; ETSI EN 319 102-1 for the order of checks.
"""

import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms, tsp  # type: ignore[import-untyped]
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.diff_analysis.policy_api import DiffResult
from pyhanko.sign.general import CMSExtractionError, CMSStructuralError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from izdes.adapters.signatures.certificates import (
    Presented,
    for_signing,
    in_time,
    is_strong,
    path_checks,
)
from izdes.adapters.signatures.pades import UNREADABLE, PdfUnusable
from izdes.adapters.signatures.profile import packaged
from izdes.adapters.signatures.showing import Shown, show_certificate
from izdes.adapters.signatures.stamps import Stamped, check_stamp
from izdes.adapters.signatures.trust import Trust
from izdes.core.errors import IzdesError
from izdes.core.orders.checks import Check, failed, not_checked, passed

_SUBFILTER = "/ETSI.CAdES.detached"
_DIGESTS = frozenset({"sha256", "sha384", "sha512"})
_WHOLE = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
# A paper with its annexes; what is larger is none of ours.
MOST_BYTES = 64 * 2**20
_UNREADABLE = (CMSExtractionError, CMSStructuralError, SignatureValidationError, *UNREADABLE)
_MARK = "izdes.paper.1"


@dataclass(frozen=True, slots=True)
class PdfSignature:
    """What was found about one signature.

    Attributes:
        certificate: What the signer's certificate says; None where it cannot be read.
        claimed_at: When the signer says that he signed; `proven_at`: not later than this.
        stamped_by: The authority that stamped it; empty where nobody did, or the stamp is not good.
    """

    certificate: Shown | None
    claimed_at: datetime | None
    proven_at: datetime | None
    checks: tuple[Check, ...]
    stamped_by: str = ""


@dataclass(frozen=True, slots=True)
class PdfReport:
    """What was found about a PDF.

    Attributes:
        digest: SHA-256 of the file.
        number: What the file says is its number, empty where it says none; `content` the digest of
            what the paper says, by which the office confirms it.
    """

    digest: str
    number: str
    content: str
    at: datetime
    signatures: tuple[PdfSignature, ...]
    checks: tuple[Check, ...]

    @property
    def is_accepted(self) -> bool:
        """Whether there is a signature, and every check of everything passed."""
        every = [*self.checks, *(check for one in self.signatures for check in one.checks)]
        return bool(self.signatures) and all(check.is_good for check in every)


def check_pdf(pdf: bytes, trust: Trust, *, at: datetime) -> PdfReport:
    """Return what was found about a signed PDF at a moment.

    Raises:
        PdfUnusable: The bytes are no PDF that can be read.
    """
    if len(pdf) > MOST_BYTES:
        raise PdfUnusable
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        found = list(reader.embedded_signatures)
        number, content = _said(reader)
    except _UNREADABLE:
        raise PdfUnusable from None
    signatures = tuple(_one(each, trust, at) for each in found)
    return PdfReport(
        digest=hashlib.sha256(pdf).hexdigest(),
        number=number,
        content=content,
        at=at,
        signatures=signatures,
        checks=tuple(_together(found, pdf)),
    )


def _said(reader: PdfFileReader) -> tuple[str, str]:
    """Return the number and the digest of the content that the file carries, or nothing."""
    # The library's trailer has no `get` with a default.
    info = reader.trailer["/Info"] if "/Info" in reader.trailer else {}  # noqa: SIM401
    words = [word.strip() for word in str(info.get("/Keywords", "")).split(",")]
    if len(words) != 3 or words[0] != _MARK:  # noqa: PLR2004 - mark, number, digest
        return "", ""
    return words[1], words[2]


def _together(found: list[EmbeddedPdfSignature], pdf: bytes) -> Iterator[Check]:
    """Yield whether anything stands behind the last signature."""
    if not found:
        yield failed("pades_none")
        return
    try:
        ends = max(int(one.byte_range[2]) + int(one.byte_range[3]) for one in found)
    except _UNREADABLE:
        ends = -1
    yield passed("pades_whole") if ends == len(pdf) else failed("pades_changed_after")


def _one(signature: EmbeddedPdfSignature, trust: Trust, at: datetime) -> PdfSignature:
    """Return what was found about one signature."""
    try:
        return _looked(signature, trust, at)
    except (IzdesError, *_UNREADABLE):
        return PdfSignature(None, None, None, (failed("pades_form_wrong"),))


def _looked(signature: EmbeddedPdfSignature, trust: Trust, at: datetime) -> PdfSignature:
    """Look at a signature; whatever the libraries raise goes up."""
    signature.compute_integrity_info()  # type: ignore[no-untyped-call] # the library's own
    der: bytes = signature.signer_cert.dump()
    certificate = x509.load_der_x509_certificate(der)
    claimed_at = signature.self_reported_timestamp
    claimed = claimed_at.astimezone(UTC) if claimed_at and claimed_at.tzinfo else None
    stamped = _stamped(signature, trust)
    moment = stamped.at or at
    presented = Presented(der, tuple(c.dump() for c in signature.other_embedded_certs))
    checks = [
        *_form(signature, certificate),
        *_changes(signature),
        in_time(certificate, (moment, claimed) if claimed else (moment,)),
        *path_checks(presented, trust, at=moment, roots=trust.roots),
        for_signing(certificate, packaged()),
        _time(claimed, stamped.at, at),
        stamped.check,
    ]
    shown = show_certificate(der, file="")
    return PdfSignature(shown, claimed, stamped.at, tuple(checks), stamped.by)


def _form(signature: EmbeddedPdfSignature, certificate: x509.Certificate) -> Iterator[Check]:
    """Yield whether form and algorithm are known, and the signature over these very octets."""
    is_named = str(signature.sig_object.get("/SubFilter", "")) == _SUBFILTER
    whole: bytes = signature.pkcs7_content
    # Behind the signature its place is empty.
    is_pades = is_named and not any(whole[len(cms.ContentInfo.load(whole).dump()) :])
    yield passed("sign_form_ok") if is_pades else failed("pades_form_wrong")
    info = signature.signer_info
    method = str(info["signature_algorithm"]["algorithm"].native)
    if signature.md_algorithm not in _DIGESTS:
        yield not_checked("sign_algorithm_unknown", algorithm=method)
        return
    if not is_strong(certificate):
        yield failed("sign_algorithm_weak", algorithm=method)
        return
    yield passed("sign_algorithm_ok", algorithm=method)
    digest = signature.external_digests[signature.md_algorithm]
    is_intact, is_valid = validate_sig_integrity(info, signature.signer_cert, "data", digest)
    holds = bool(is_intact and is_valid)
    yield passed("sign_content_ok") if holds else failed("sign_content_differs")


def _changes(signature: EmbeddedPdfSignature) -> Iterator[Check]:
    """Yield whether everything then was signed, and only signatures came since."""
    result: object = signature.diff_result
    is_whole = signature.coverage in _WHOLE
    is_kept = (
        isinstance(result, DiffResult)
        and result.modification_level <= ModificationLevel.FORM_FILLING
    )
    yield passed("pades_covered") if is_whole and is_kept else failed("pades_changed_after")


def _stamped(signature: EmbeddedPdfSignature, trust: Trust) -> Stamped:
    """Return what the timestamp inside a signature proves, where there is one."""
    value: bytes = signature.signer_info["signature"].native
    for attribute in signature.signer_info["unsigned_attrs"]:
        if attribute["type"].native == "signature_time_stamp_token":
            token = attribute["values"][0]
            answer = tsp.TimeStampResp(
                {"status": tsp.PKIStatusInfo({"status": "granted"}), "time_stamp_token": token}
            )
            return check_stamp(answer.dump(), value, trust)
    return check_stamp(None, value, trust)


def _time(claimed: datetime | None, proven: datetime | None, at: datetime) -> Check:
    """Say whether the moment that the signer states can be."""
    if claimed is None:
        return failed("sign_time_none")
    if claimed.replace(microsecond=0) > at:
        return failed("sign_time_future")
    if proven and claimed.replace(microsecond=0) > proven:
        return failed("sign_time_after_stamp")
    return passed("sign_time_ok")
