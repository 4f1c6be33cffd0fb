"""Undelivered: messages of institutions of which nothing became, and why; whoever keeps the office.

What arrived is kept as it came. Whoever has put the cause right lets a message be tried again.
"""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.web.institutions.refusals import MessageUnknown
from izdes.web.institutions.taking import Undelivered, try_again, undelivered
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.officers.selectors import bodies_visible_to
from izdes.web.pages.case.frame import looked_at
from izdes.web.pages.correspondence.naming import body_name, worded
from izdes.web.pages.figures import Mark
from izdes.web.pages.frame import OfficerRequest, is_administrator
from izdes.web.pages.tables import Choice, Column, Listing, Text, page_of

_KINDS = ("receipt", "answer", "signal")
_STATES = ("waiting", "refused")


@looked_at
def messages_left(request: OfficerRequest) -> HttpResponseBase:
    """Show every message that was refused, or was tried in vain and waits."""
    _require_keeper(request)
    listing = _listing(request, undelivered())
    return page_of(request, "correspondence/undelivered.html", {"listing": listing}, listing)


@looked_at
def message_left(request: OfficerRequest, number: int) -> HttpResponse:
    """Show one message, with the reason and what may be done."""
    _require_keeper(request)
    found = next((one for one in undelivered() if one.key == number), None)
    if found is None:
        raise Http404
    context = {
        "found": found,
        "institution": _institutions(request.user, (found,))[found.institution],
        "kind": worded("corr_message_", found.kind),
        "state": _state(found),
        "reason": reason_of(found),
    }
    return render(request, "correspondence/message_left.html", context)


@login_required
@require_POST
def again(request: OfficerRequest, number: int) -> HttpResponse:
    """Let a message be tried again."""
    if not is_administrator(request.user):
        raise PermissionDenied
    try:
        try_again(number, officer=request.user)
    except MessageUnknown:
        raise Http404 from None
    messages.success(request, say("corr_again_done", language()))
    return redirect("undelivered")


def reason_of(found: Undelivered) -> str:
    """Return why a message was not taken, in plain words."""
    return say(found.code, language(), **found.details)


def _require_keeper(request: OfficerRequest) -> None:
    """Show nothing to whoever does not keep the office."""
    if not is_administrator(request.user):
        raise Http404


def _state(found: Undelivered) -> Mark:
    """Return how a message stands."""
    return Mark(worded("corr_left_", found.state), "late" if found.state == "refused" else "due")


def _institutions(me: Officer, rows: tuple[Undelivered, ...]) -> Mapping[str, str]:
    """Return the name of each institution by its code; its code where it is not seen."""
    codes = {one.institution for one in rows}
    seen = bodies_visible_to(me).filter(code__in=codes)
    return {code: code for code in codes} | {one.code: body_name(one) for one in seen}


def _listing(request: OfficerRequest, rows: tuple[Undelivered, ...]) -> Listing:
    """Return the table of what was not taken."""
    kinds = {name: worded("corr_message_", name) for name in _KINDS}
    states = {name: worded("corr_left_", name) for name in _STATES}
    institutions = _institutions(request.user, rows)
    return Listing(
        request,
        name="undelivered",
        rows=rows,
        columns=(
            Column("message", "message_id", words="corr_message", sort="value", filter=Text()),
            Column("institution", lambda m: institutions[m.institution], words="corr_addressee",
                   sort="value", filter=Text()),
            Column("kind", lambda m: kinds[m.kind], words="corr_message_kind", sort="value",
                   filter=Choice("", {words: words for words in kinds.values()})),
            Column("number", "number", words="corr_number", sort="value", filter=Text()),
            Column("state", _state, words="corr_state", sort="value", kind="state",
                   filter=Choice("", {words: words for words in states.values()})),
            Column("reason", reason_of, words="corr_left_reason"),
            Column("tries", "tries", words="corr_left_tries", sort="value", kind="number"),
            Column("at", "at", words="corr_signal_at", sort="value", kind="moment"),
            Column("next", "next_at", words="corr_left_next", sort="value", kind="moment",
                   is_hidden=True),
        ),
        caption="corr_undelivered",
        empty="corr_undelivered_none",
        link=lambda m: reverse("undelivered_message", args=[m.key]),
        tone=lambda m: "late" if m.state == "refused" else "",
        order="-at",
    )  # fmt: skip
