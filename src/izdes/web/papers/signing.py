"""Signing a paper's PDF by the signer's key, and looking at once whether it would be accepted."""

from datetime import datetime
from pathlib import Path

from izdes.adapters.signatures.authority.folder import read_stamping
from izdes.adapters.signatures.authority.stamping import answer_stamp
from izdes.adapters.signatures.faults import TimestampUnusable
from izdes.adapters.signatures.pades import Told
from izdes.adapters.signatures.pades_checking import PdfReport, check_pdf
from izdes.adapters.signatures.stamps import Authority
from izdes.adapters.signatures.trust import read_trust
from izdes.core.orders.order import Acting
from izdes.web.config import configuration
from izdes.web.correspondence.errors import StampAbsent
from izdes.web.correspondence.orders.papers import acting_as
from izdes.web.correspondence.orders.signers import signer_of
from izdes.web.correspondence.orders.stamping import authority
from izdes.web.officers.models import Officer, Post
from izdes.web.papers.contents import language_of
from izdes.web.papers.errors import SignatureNotGood
from izdes.web.papers.models import Paper


def signed_pdf(pdf: bytes, paper: Paper, *, officer: Officer, post: Post, at: datetime) -> bytes:
    """Return the PDF of a paper with the signature of an officer in it.

    Raises:
        NumberMissing: His number or that of his body is not entered.
        SignerAbsent: This installation has nothing that signs.
        StampAbsent: A time-stamping authority is configured, and gave no timestamp; the paper
            stays as it was made.
        SignatureNotGood: The signature would not be accepted: a check is named.
    """
    language = language_of(paper.case)
    acting = acting_as(officer, post, language)
    signer = signer_of(acting, at=at)
    place = getattr(paper.case.unit, f"name_{language}")
    told = Told(reason=paper.number, place=place)
    try:
        signed = signer.sign_pdf(pdf, at=at, told=told, authority=_authority(at))
    except TimestampUnusable:
        raise StampAbsent from None
    _require_good(check_pdf(signed, read_trust(_folder() / "trust"), at=at), acting)
    return signed


def _folder() -> Path:
    """Return the folder of keys and of what is trusted."""
    return configuration().home / "pki"


def _authority(at: datetime) -> Authority | None:
    """Return what stamps the time: the configured authority, else the local one of a demo."""
    asking = authority()
    if asking is not None or configuration().mode == "production":
        return asking
    stamping = read_stamping(_folder())
    return lambda request: answer_stamp(request, stamping, at=at)


def _require_good(report: PdfReport, acting: Acting) -> None:
    """Refuse a signature that is not accepted, or is another's."""
    every = [*report.checks, *(check for one in report.signatures for check in one.checks)]
    for check in every:
        if not check.is_good:
            raise SignatureNotGood(check=check.code)
    shown = report.signatures[-1].certificate
    if shown is None or (shown.person, shown.body) != (acting.iin, acting.body_bin):
        raise SignatureNotGood(check="sign_person_other")
