"""Making: a draft becomes a paper with a number, is signed as PDF, and may be annulled."""

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Now
from django.utils.timezone import now

from izdes.adapters.documents.forms.content import digest_of
from izdes.adapters.documents.forms.filling import require_whole
from izdes.adapters.documents.forms.form import form_of
from izdes.adapters.documents.forms.rendering import pdf_of
from izdes.core.law.release import LawPack
from izdes.web.cases.models import Case
from izdes.web.cases.reach import require_case
from izdes.web.files.selectors import bytes_of
from izdes.web.files.services import keep, receive, use
from izdes.web.investigation.changing import require_unchanged
from izdes.web.journal.events import Event
from izdes.web.journal.record import Change, Subject, record
from izdes.web.law.deciding import decided
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.models import Officer, Post
from izdes.web.papers.contents import content_now, post_for
from izdes.web.papers.errors import NotItsMaker, ReasonMissing, SignerNot
from izdes.web.papers.models import Paper
from izdes.web.papers.services.drafting import locked
from izdes.web.papers.signing import signed_pdf


@transaction.atomic(durable=True)
def make_paper(*, paper: Paper, seen: int, officer: Officer) -> Paper:
    """Make a paper of a draft: whoever makes it stands on it as its signer.

    It gets its number in the case, the digest of its content and its PDF; from now on it never
    changes.

    Raises:
        NotPermitted: The officer does not work on the case.
        SignerNot: No post of his lets him sign papers of this form.
        PaperMoved: It is no draft any more.
        ChangedMeanwhile: Somebody changed it since it was shown.
        InputRefused: Something is missing, or may not stand on it; its faults say what.
    """
    require_case(officer, paper.case, "write")
    case = Case.objects.select_for_update().get(pk=paper.case_id)
    held = locked(paper, "draft")
    require_unchanged(seen=seen, now=held.version, by=held.changed_by)
    form = form_of(held.form)
    post = post_for(officer, held.case, form.posts)
    if post is None:
        raise SignerNot(form=form.code)
    require_whole(form, held.fields)
    law = pack_in_force()
    _become(held, officer=officer, number=_number(case), at=now(), post=post, law=law)
    held.save(update_fields=["number", "content", "digest", "file", "made_by", "made_at", "state"])
    decided(
        Event.PAPER_MADE,
        under=law.ref,
        officer=officer,
        subject=Subject("paper", str(held.pk)),
        changes={"number": Change(None, held.number), "digest": Change(None, held.digest)},
        case=case.pk,
    )
    return held


def _become(
    held: Paper, *, officer: Officer, number: str, at: datetime, post: Post, law: LawPack
) -> None:
    """Fill in what a draft becomes when it is made."""
    content = content_now(held, officer=officer, post=post, number=number, at=at, law=law)
    held.number, held.content, held.digest = number, content, digest_of(content)
    held.file_id = _kept(held, pdf_of(content), f"{number}.pdf")
    held.made_by, held.made_at, held.state = officer, at, "made"


@transaction.atomic(durable=True)
def sign_paper(*, paper: Paper, officer: Officer) -> Paper:
    """Sign a paper as PDF by the key of whoever made it.

    Raises:
        NotPermitted: The officer does not work on the case any more.
        PaperMoved: It was not made, or is signed or annulled already.
        NotItsMaker: Somebody else's name stands on it.
        SignerNot: He holds no post any more by which he may sign it.
        SignerAbsent: This installation has nothing that signs.
        StampAbsent: The configured time-stamping authority gave no timestamp: nothing changes,
            and the paper can be signed again.
        SignatureNotGood: What was signed would not be accepted.
    """
    require_case(officer, paper.case, "write")
    held = locked(paper, "made")
    if held.made_by_id != officer.pk or held.file is None:
        raise NotItsMaker
    post = post_for(officer, held.case, form_of(held.form).posts)
    if post is None:
        raise SignerNot(form=held.form)
    at = now()
    signed = signed_pdf(b"".join(bytes_of(held.file)), held, officer=officer, post=post, at=at)
    held.signed_file_id = _kept(held, signed, f"{held.number}.pdf")
    held.signed_by, held.signed_at, held.state = officer, at, "signed"
    held.save(update_fields=["signed_file", "signed_by", "signed_at", "state"])
    record(
        Event.PAPER_SIGNED,
        officer=officer.pk,
        subject=Subject("paper", str(held.pk)),
        changes={"number": Change(None, held.number), "digest": Change(None, held.digest)},
        case=held.case_id,
    )
    return held


@transaction.atomic(durable=True)
def annul_paper(*, paper: Paper, reason: str, officer: Officer) -> Paper:
    """Annul a paper: a draft is laid aside, one that was made is confirmed to nobody any more.

    Raises:
        NotPermitted: The officer does not work on the case; what was signed, only whoever answers
            for the case annuls.
        PaperMoved: It is annulled already.
        ReasonMissing: No reason is given.
    """
    require_case(officer, paper.case, "lead" if paper.state == "signed" else "write")
    held = locked(paper, "draft", "made", "signed")
    if held.state == "signed":
        require_case(officer, held.case, "lead")
    if not reason.strip():
        raise ReasonMissing
    was = held.state
    held.state, held.reason = "annulled", reason.strip()
    held.annulled_by, held.annulled_at = officer, Now()
    held.save(update_fields=["state", "reason", "annulled_by", "annulled_at"])
    record(
        Event.PAPER_ANNULLED,
        officer=officer.pk,
        subject=Subject("paper", str(held.pk)),
        changes={"state": Change(was, "annulled"), "reason": Change(None, held.reason)},
        case=held.case_id,
    )
    return held


def _number(case: Case) -> str:
    """Return the next number of a case's papers, under the lock of the case."""
    given = Paper.objects.filter(case=case).exclude(number="").count()
    return f"{case.number}.{given + 1}"


def _kept(paper: Paper, pdf: bytes, name: str) -> int:
    """Keep the bytes of a paper as a file of its case."""
    number = keep(receive([pdf]), name=name)
    use(number, by=Subject("paper", str(paper.pk)), case=paper.case_id)
    return number
