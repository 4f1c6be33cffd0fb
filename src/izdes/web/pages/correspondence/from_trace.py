"""Drafting from the trace: what it asks for is shown, and what is chosen is drafted."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import now

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.cases.masking import sight_of
from izdes.web.cases.models import Case
from izdes.web.correspondence.holds.freezing import priced
from izdes.web.correspondence.orders.drafts import Draft
from izdes.web.correspondence.services import change_draft, draft_request
from izdes.web.funds.selectors import trace_of
from izdes.web.language import language
from izdes.web.law.editions import pack_in_force
from izdes.web.loop.selectors import plan_of
from izdes.web.officers.reach import NotPermitted
from izdes.web.pages.case.frame import case_frame, case_to_write, looked_at
from izdes.web.pages.correspondence.lacking import refusal
from izdes.web.pages.correspondence.naming import measure_words
from izdes.web.pages.correspondence.places import language_of_case
from izdes.web.pages.correspondence.proposing import Proposal, draft_of_proposal, proposals
from izdes.web.pages.frame import OfficerRequest


@looked_at
def from_trace(request: OfficerRequest, number: int) -> HttpResponseBase:
    """Show what the trace asks for, and draft what is chosen.

    Where the loop has planned, its drafts stand on one page, and nothing is drafted beside them.
    """
    case = case_to_write(request.user, number)
    if plan_of(request.user, case=case) is not None:
        return redirect("case_money_now", case.pk)
    shown = trace_of(request.user, case)
    found = proposals(request.user, case, shown, language()) if shown else []
    if request.method == "POST" and shown:
        chosen = set(request.POST.getlist("proposal"))
        at, lang = now(), language_of_case(case)
        made = 0
        for one in found:
            if one.key in chosen and one.can_be_drafted:
                draft = draft_of_proposal(one, case, shown, at=at, lang=lang)
                made += _drafted(request, case, draft, one)
        if made:
            messages.success(request, say("corr_were_drafted", language(), count=made))
            return redirect("case_requests", case.pk)
        messages.error(request, say("corr_nothing_chosen", language()))
        return redirect("case_requests_trace", case.pk)
    layers = sorted({one.layer for one in found})
    asked = request.GET.get("layer", "")
    if asked.isdecimal():
        found = [one for one in found if str(one.layer) == asked]
    context = {
        **case_frame(request, number),
        "trace": shown.trace if shown else None,
        "rule": shown.trace.rule.replace("-", "_") if shown else "",
        "sight": sight_of(request.user, case),
        "proposals": [(one, measure_words(one.measure)) for one in found],
        "layers": [str(layer) for layer in layers],
        "layer": asked,
    }
    return render(request, "correspondence/from_trace.html", context)


def _drafted(request: OfficerRequest, case: Case, draft: Draft, one: Proposal) -> int:
    """Draft one proposal; say what was refused, and return how many were drafted."""
    if one.body is None:
        return 0
    try:
        made = draft_request(
            case=case,
            addressee=one.body,
            measure=one.measure,
            draft=draft,
            subjects=one.asked,
            layer=one.layer or None,
            trace=draft.cap.trace_digest if draft.cap else "",
            officer=request.user,
        )
        # The sum is that of all traces of the country on these accounts, less what is held.
        if draft.cap and (now_free := priced(made, pack_in_force(), currency=draft.cap.currency)):
            change_draft(request=made, draft=now_free, officer=request.user)
    except NotPermitted:
        raise PermissionDenied from None
    except IzdesError as refused:
        messages.error(request, f"{measure_words(one.measure)}, {one.named}: {refusal(refused)}")
        return 0
    return 1
