"""One's own sessions: where one is signed in, and how to end that."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from izdes.adapters.words import say
from izdes.web.language import language
from izdes.web.pages.frame import OfficerRequest
from izdes.web.signing_in.selectors import sessions_of
from izdes.web.signing_in.services.entrances import SessionUnknown, end_sessions


@login_required
def sessions(request: OfficerRequest) -> HttpResponse:
    """Show one's own sessions that last."""
    me = request.user
    found = sessions_of(me, person=me, this=request.session.session_key)
    context = {"sessions": found, "has_others": len(found) > 1}
    return render(request, "pages/sessions.html", context)


@login_required
@require_POST
def end_others(request: OfficerRequest) -> HttpResponse:
    """End every session but this one."""
    count = end_sessions(
        person=request.user, officer=request.user, keep=request.session.session_key
    )
    messages.success(request, say("page_sessions_were_ended", language(), count=count))
    return redirect("sessions")


@login_required
@require_POST
def end_one(request: OfficerRequest, number: int) -> HttpResponse:
    """End one other session of one's own."""
    me, this = request.user, request.session.session_key
    try:
        end_sessions(person=me, officer=me, only=number, keep=this)
    except SessionUnknown:
        raise Http404 from None
    messages.success(request, say("page_sessions_were_ended", language(), count=1))
    return redirect("sessions")
