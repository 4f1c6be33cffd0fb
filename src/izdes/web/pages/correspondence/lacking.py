"""Lacking: what is missing before a draft can be signed, each reason as a sentence.

It asks the same rules as the signing itself, which asks them once more.
"""

from collections.abc import Iterator

from izdes.adapters.words import entries, say
from izdes.adapters.words.law import say_lack
from izdes.core.errors import IzdesError
from izdes.core.law import sending
from izdes.core.law.clocks.zone import local_day
from izdes.core.law.measures import Measure
from izdes.core.law.needed import what_is_needed
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import Draft, draft_of
from izdes.web.correspondence.orders.standing import Minute, standing_of
from izdes.web.correspondence.reach import signing_post
from izdes.web.language import language

# A draft is what they are asked of: signatures and decisions come later.
_LATER = frozenset(
    {
        "send_not_signed",
        "send_sanction_missing",
        "send_agreement_missing",
        "send_approval_missing",
        "send_judge_act_missing",
    }
)
_CONTENT = "draft"


def lacks_of(request: Request, minute: Minute) -> list[str]:
    """Return why a draft cannot be signed by this officer in this minute; empty: it can."""
    return [*dict.fromkeys(_lacks(request, minute))]


def refusal(refused: IzdesError) -> str:
    """Return what was refused as a sentence; what a request lacks by the lack's own words."""
    told = {name: str(text) for name, text in refused.details.items()}
    inner = told.pop("lack", "") or told.pop("check", "")
    if inner in entries():
        said = say_lack(sending.Lack(inner, tuple(told.items())), language())
        return f"{say(refused.code, language(), **told)} {said}"
    return say(refused.code, language(), **refused.details)


def _lacks(request: Request, minute: Minute) -> Iterator[str]:
    """Yield the reasons: of the law, of the officer, of the case, of the paper."""
    try:
        measure = what_is_needed(request.measure, on=local_day(minute.at), law=minute.law).measure
        draft = draft_of(request.draft)
    except IzdesError as refused:
        yield refusal(refused)
        return
    yield from _of_people(request, draft, measure, minute)
    yield from _of_paper(request, draft, measure, minute)


def _of_people(request: Request, draft: Draft, measure: Measure, minute: Minute) -> Iterator[str]:
    """Yield what is wrong with who signs, to whom it goes, and how the case stands."""
    try:
        post = signing_post(minute.officer, request, measure)
        if not minute.officer.iin or not post.body.bin:
            yield say("corr_signer_number_missing", language())
    except IzdesError as refused:
        yield refusal(refused)
    try:
        standing_of(request, draft, measure, minute)
    except IzdesError as refused:
        yield refusal(refused)
    if not request.addressee.bin:
        yield say("corr_addressee_number_missing", language())


def _of_paper(request: Request, draft: Draft, measure: Measure, minute: Minute) -> Iterator[str]:
    """Yield what the paper must hold and does not."""
    subjects = [*request.subjects.all()]
    case, complaint = request.case, request.complaint
    fields: dict[str, object] = {
        **{said.name: said.text for said in draft.said},
        "content": _CONTENT,
        "case_number": case.number if case else "",
        "intake_number": complaint.receipt if complaint and not case else "",
        "why_urgent": draft.why_urgent,
        "qualification": "*",
        "addressee": request.addressee.bin or "*",
        "subjects": subjects,
        "account": subjects,
        "demanded": draft.demanded,
        "period": draft.period,
        "amount": draft.cap,
        "days": draft.days,
        "ground": draft.basis,
    }
    found = sending.missing(
        measure.measure_id, fields=fields, decisions=(), on=local_day(minute.at), law=minute.law
    )
    yield from (say_lack(lack, language()) for lack in found if lack.code not in _LATER)
