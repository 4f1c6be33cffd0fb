"""Papers: the order that a request becomes in the minute of signing, and back from its bytes."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from izdes.adapters.signatures.verifying import Signature as Seen
from izdes.adapters.signatures.verifying import Signed
from izdes.adapters.words import say
from izdes.core.law.measures import Measure
from izdes.core.orders.checks import SignatureForm, SignedPaper, VerificationReport
from izdes.core.orders.decision import Decision as DecisionPaper
from izdes.core.orders.order import Acting, Addressee, Order, PaperLanguage
from izdes.core.orders.papers import paper_bytes, read_decision, read_order
from izdes.core.orders.subjects import Subject, SubjectKind
from izdes.core.orders.wrong import PaperUnreadable, PaperWrong
from izdes.web.correspondence.errors import (
    DraftWrong,
    NumberMissing,
    PaperTampered,
    SignatureRefused,
    SubjectsMissing,
)
from izdes.web.correspondence.models import (
    Decision,
    Request,
    RequestSubject,
    Signature,
    Verification,
)
from izdes.web.correspondence.orders.drafts import draft_of
from izdes.web.correspondence.orders.signers import signer_of, verifier
from izdes.web.correspondence.orders.stamping import stamped
from izdes.web.correspondence.orders.standing import Minute, language_of, standing_of
from izdes.web.officers.models import Body, Officer, Post

_FORMS: tuple[SignatureForm, ...] = ("cades", "jws")


@dataclass(frozen=True, slots=True)
class Papers:
    """A signed order, its decision where there is one, and the signatures of both."""

    order: Signed
    decision: Signed | None


def acting_as(officer: Officer, post: Post, language: PaperLanguage) -> Acting:
    """Return who acts, as papers name him.

    Raises:
        NumberMissing: His number or that of his body is not entered.
    """
    if not officer.iin:
        raise NumberMissing(whose=officer.login)
    if not post.body.bin:
        raise NumberMissing(whose=post.body.code)
    return Acting(
        iin=officer.iin,
        role=post.role,
        name=officer.full_name,
        post=say(f"role_{post.role}", language),
        body_bin=post.body.bin,
    )


def order_of(request: Request, measure: Measure, post: Post, minute: Minute) -> Order:
    """Return the order that a draft becomes now.

    Raises:
        SubjectsMissing: It is about nobody.
        DraftWrong: A field does not hold what it must.
        IzdesError: As `standing_of`.
    """
    draft = draft_of(request.draft)
    standing = standing_of(request, draft, measure, minute)
    language = language_of(request)
    initiator = acting_as(minute.officer, post, language)
    subjects = subjects_of(request)
    if not subjects:
        raise SubjectsMissing(request=request.number)
    try:
        return Order(
            number=request.number,
            measure=request.measure,
            case=standing,
            basis=draft.basis,
            norms=draft.norms or measure.norm_ids,
            addressee=_addressee(request.addressee),
            subjects=subjects,
            demanded=draft.demanded,
            period=draft.period,
            cap=draft.cap,
            days=draft.days,
            said=draft.said,
            urgency=draft.urgency,
            language=language,
            initiator=initiator,
            pack=minute.law.ref.digest,
            made_at=minute.at,
            relation=request.relation,  # type: ignore[arg-type] # one of three, by the table
            related=request.related.number if request.related is not None else "",
            client_untold=draft.client_untold,
        )
    except PaperWrong as wrong:
        raise DraftWrong(field=wrong.details.get("field", "")) from None


def subjects_of(request: Request) -> tuple[Subject, ...]:
    """Return whom or what a request is about, in their order."""
    return tuple(map(subject_of, request.subjects.order_by("position")))


def subject_of(row: RequestSubject) -> Subject:
    """Return one subject as a value."""
    kind = cast("SubjectKind", row.kind)
    return Subject(kind, row.value, row.card_digest, row.most_minor)


def signed_with(
    acting: Acting, content: bytes, *, paper: SignedPaper, request: Request, minute: Minute
) -> list[Signature]:
    """Return the signatures of somebody over a paper, in both forms, not kept yet.

    Raises:
        SignerAbsent: This installation has no provider.
        StampAbsent: A time-stamping authority is configured, and gave no timestamp.
    """
    signer = signer_of(acting, at=minute.at)
    values = {form: signer.sign(content, form=form, at=minute.at) for form in _FORMS}
    return [
        Signature(
            request=request,
            paper=paper,
            paper_digest=hashlib.sha256(content).hexdigest(),
            form=form,
            value=value,
            certificate="",
            stamp=stamped(value, content, form),
            signed_by=minute.officer,
            at=minute.at,
        )
        for form, value in values.items()
    ]


def signed_order(request: Request) -> Signed:
    """Return the signed order as it is kept.

    Raises:
        PaperTampered: Its bytes are not those of its digest, or are no order.
    """
    data = bytes(request.paper or b"")
    if hashlib.sha256(data).hexdigest() != request.digest:
        raise PaperTampered(request=request.number)
    _require(read_order, data, request)
    return Signed(data, _beside(request, request.digest))


def order_paper(request: Request) -> Order:
    """Return the order of a signed request; see `signed_order`."""
    return read_order(signed_order(request).data)


def decision_paper(decision: Decision) -> DecisionPaper | None:
    """Return the signed decision; None for an act on paper.

    Raises:
        PaperTampered: Its bytes are not those of its digest.
    """
    signed = signed_decision(decision)
    return None if signed is None else read_decision(signed.data)


def signed_decision(decision: Decision) -> Signed | None:
    """Return the signed decision as it is kept; None for an act on paper."""
    if decision.paper is None:
        return None
    data = bytes(decision.paper)
    if hashlib.sha256(data).hexdigest() != decision.digest:
        raise PaperTampered(request=decision.request.number)
    _require(read_decision, data, decision.request)
    return Signed(data, _beside(decision.request, decision.digest))


def papers_of(request: Request) -> Papers:
    """Return everything signed of a request: what an institution gets.

    Raises:
        PaperTampered: Something kept is not what was signed.
    """
    decision = request.decisions.filter(order_digest=request.digest).first()
    signed = None if decision is None else signed_decision(decision)
    return Papers(signed_order(request), signed)


def checked(papers: Papers, *, at: datetime) -> VerificationReport:
    """Return what is found about signed papers at a moment."""
    return verifier(at=at).verify(papers.order, papers.decision, at=at)


def require_good(report: VerificationReport, *, but: Sequence[str] = ()) -> None:
    """Refuse papers of which any signature or any check is not good.

    Args:
        but: Codes of checks of the papers that may fail: a refusal is no consent.

    Raises:
        SignatureRefused: The first check that is not good is named.
    """
    every = [check for one in report.signatures for check in one.checks]
    every += [check for check in report.checks if check.code not in but]
    for check in every:
        if not check.is_good:
            raise SignatureRefused(check=check.code)
    if {one.paper for one in report.signatures} < {"order"}:
        raise SignatureRefused(check="sign_none")


def keep_signed(
    signatures: Sequence[Signature], report: VerificationReport, *, step: str, minute: Minute
) -> Verification:
    """Keep signatures, then what was found about all of them."""
    found = {(one.paper, one.form): one.certificate_digest for one in report.signatures}
    for signature in signatures:
        paper: SignedPaper = "order" if signature.paper == "order" else "decision"
        form: SignatureForm = "cades" if signature.form == "cades" else "jws"
        signature.certificate = found.get((paper, form), "")
    Signature.objects.bulk_create(signatures)
    return keep_report(signatures[0].request, report, step=step, minute=minute)


def keep_report(
    request: Request, report: VerificationReport, *, step: str, minute: Minute
) -> Verification:
    """Keep what was found about the papers of a request."""
    return Verification.objects.create(
        request=request,
        step=step,
        report=paper_bytes(report),
        order_digest=report.order_digest,
        decision_digest=report.decision_digest,
        is_accepted=report.is_accepted,
        at=minute.at,
    )


def as_seen(signatures: Sequence[Signature]) -> tuple[Seen, ...]:
    """Return signatures as they are checked."""
    return tuple(
        Seen(bytes(one.value), None if one.stamp is None else bytes(one.stamp))
        for one in signatures
    )


def _beside(request: Request, digest: str) -> tuple[Seen, ...]:
    """Return the kept signatures over one paper of a request."""
    return as_seen(list(request.signatures.filter(paper_digest=digest).order_by("form")))


def _require(read: Callable[[bytes], object], data: bytes, request: Request) -> None:
    """Refuse bytes that are no paper."""
    try:
        read(data)
    except (PaperUnreadable, PaperWrong):
        raise PaperTampered(request=request.number) from None


def _addressee(body: Body) -> Addressee:
    """Return to whom it goes, as papers name him."""
    if not body.bin:
        raise NumberMissing(whose=body.code)
    return Addressee(body.institution or body.code, body.bin, body.bic)
