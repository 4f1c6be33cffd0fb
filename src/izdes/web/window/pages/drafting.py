"""Drafting: the report that this telephone is writing.

Its token lies in a cookie that no script reads. Whoever has no draft is led to the first page.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from izdes.web.language import language
from izdes.web.window import drafts
from izdes.web.window.drafts import Draft, DraftClosed, DraftFull
from izdes.web.window.pages.errors import too_full
from izdes.web.window.sending import send

COOKIE = "izdes_report"
_SECONDS = 7 * 24 * 3600
_Args = ParamSpec("_Args")


def draft_of(request: HttpRequest) -> Draft | None:
    """Return the draft of this telephone, None where there is none or it is forgotten."""
    token = request.COOKIES.get(COOKIE, "")
    return drafts.open_draft(token) if token else None


def remember(answer: HttpResponse, draft: Draft) -> None:
    """Let this telephone find its draft again."""
    answer.set_cookie(
        COOKIE,
        draft.token,
        max_age=_SECONDS,
        httponly=True,
        secure=settings.CSRF_COOKIE_SECURE,
        samesite="Lax",
    )


def send_now(draft: Draft) -> None:
    """Send a draft, in the language in which it is read now.

    Raises:
        NothingSaid: It says neither what was paid nor what happened.
        NotSent: It could not be sent now; trying again is harmless.
    """
    if draft.language != language():
        drafts.save_language(draft.token, language())
    send(draft.token)


def forget(answer: HttpResponse) -> None:
    """Let this telephone forget its draft: telephones are shared."""
    answer.delete_cookie(COOKIE, samesite="Lax")


def with_draft(
    view: Callable[Concatenate[HttpRequest, Draft, _Args], HttpResponse],
) -> Callable[Concatenate[HttpRequest, _Args], HttpResponse]:
    """Give a page the draft of this telephone; whoever has none starts at the beginning."""

    @wraps(view)
    def asked(request: HttpRequest, /, *args: _Args.args, **given: _Args.kwargs) -> HttpResponse:
        draft = draft_of(request)
        if draft is None:
            return redirect("window_start")
        try:
            return view(request, draft, *args, **given)
        except DraftClosed:
            return redirect("window_start")
        except DraftFull:
            return too_full(request)

    return asked
