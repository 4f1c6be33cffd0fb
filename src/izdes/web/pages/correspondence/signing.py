"""Signing: one session for what was chosen, each paper listed, each a decision of its own."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.correspondence.models import Request
from izdes.web.correspondence.orders.drafts import Draft, draft_of
from izdes.web.correspondence.orders.standing import Minute
from izdes.web.correspondence.services import sign_requests, submit
from izdes.web.correspondence.services.signing import SessionItem
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.officers.reach import NotPermitted
from izdes.web.pages.case.frame import looked_at
from izdes.web.pages.correspondence.lacking import lacks_of, refusal
from izdes.web.pages.correspondence.naming import measure_words
from izdes.web.pages.correspondence.places import Place, case_place
from izdes.web.pages.frame import OfficerRequest


@dataclass(frozen=True, slots=True)
class ToSign:
    """A draft as it is listed before it is signed."""

    request: Request
    draft: Draft | None
    measure: str
    lacks: list[str]


@looked_at
def sign(request: OfficerRequest, number: int) -> HttpResponse:
    """List the drafts of a case with what each lacks; sign those that were chosen one by one."""
    return sign_in(request, case_place(request, number))


def sign_in(request: OfficerRequest, place: Place) -> HttpResponse:
    """List the drafts of a place with what each lacks; sign those that were chosen one by one."""
    me = request.user
    found = _drafts(request, place)
    if request.method == "POST":
        keys = _keys(request.POST.getlist("request"))
        chosen = [one for one in found if one.pk in keys]
        if not chosen:
            messages.error(request, say("corr_nothing_chosen", language()))
            return redirect(place.url("sign"))
        try:
            items = sign_requests(requests=chosen, officer=me)
        except NotPermitted:
            raise PermissionDenied from None
        return _signed(request, place, items)
    minute = Minute(me, pack_in_force(), now())
    context = {
        **place.context(),
        "to_sign": [_listed(one, minute) for one in found],
        "chosen": _keys(request.GET.getlist("request")),
        "sight": place.sight(me),
    }
    return render(request, "correspondence/sign.html", context)


@looked_at
def submit_signed(request: OfficerRequest, number: int) -> HttpResponse:
    """Lay before the prosecutor what was signed in a case and chosen, each for itself."""
    return submit_in(request, case_place(request, number))


def submit_in(request: OfficerRequest, place: Place) -> HttpResponse:
    """Lay before the prosecutor what was signed in a place and chosen, each for itself."""
    rows = place.requests_of(request.user).filter(state="signed").exclude(consent="none")
    rows = rows.select_related("case", "complaint", "addressee").order_by("pk")
    if request.method != "POST":
        context = {
            **place.context(),
            "signed": [(r, measure_words(r.measure)) for r in rows],
        }
        return render(request, "correspondence/submit.html", context)
    keys, laid = _keys(request.POST.getlist("request")), 0
    for one in rows:
        if one.pk in keys:
            laid += _submitted(request, one)
    if laid:
        messages.success(request, say("corr_were_submitted", language(), count=laid))
    elif not keys:
        messages.error(request, say("corr_nothing_chosen", language()))
    return redirect(place.url())


def _submitted(request: OfficerRequest, found: Request) -> int:
    """Lay one paper before whoever decides; say what was refused."""
    try:
        submit(request=found, officer=request.user)
    except NotPermitted:
        raise PermissionDenied from None
    except IzdesError as refused:
        messages.error(request, f"{found.number}: {refusal(refused)}")
        return 0
    return 1


def _drafts(request: OfficerRequest, place: Place) -> list[Request]:
    """Return the drafts of a place, the oldest first."""
    rows = place.requests_of(request.user).filter(state="draft")
    rows = rows.select_related("case", "complaint", "addressee")
    return list(rows.prefetch_related("subjects").order_by("layer", "pk"))


def _listed(found: Request, minute: Minute) -> ToSign:
    """Return a draft as it is listed."""
    try:
        draft = draft_of(found.draft)
    except IzdesError:
        draft = None
    return ToSign(found, draft, measure_words(found.measure), lacks_of(found, minute))


def _signed(request: OfficerRequest, place: Place, items: list[SessionItem]) -> HttpResponse:
    """Show what became of each paper of the session."""
    told = [
        (item.request, measure_words(item.request.measure), refusal(item.refused))
        if item.refused
        else (item.request, measure_words(item.request.measure), "")
        for item in items
    ]
    context = {
        **place.context(),
        "told": told,
        "count": sum(not wrong for *_, wrong in told),
        "to_submit": [one for one, _, wrong in told if not wrong and one.consent != "none"],
        "to_send": [one for one, _, wrong in told if not wrong and one.consent == "none"],
    }
    return render(request, "correspondence/signed.html", context)


def _keys(given: list[str]) -> set[int]:
    """Return the keys that an address or a form names."""
    return {int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 19}  # noqa: PLR2004 - digits of a key
