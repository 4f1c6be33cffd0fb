"""Sending: all answers on one page, each with its link; then the report goes out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.language import language
from izdes.web.packages.citizens import is_connected
from izdes.web.window.drafts import Draft
from izdes.web.window.pages.asking import around
from izdes.web.window.pages.drafting import forget, send_now, with_draft
from izdes.web.window.pages.languages import asked_language, remember_language
from izdes.web.window.pages.limiting import limited
from izdes.web.window.pages.telling import Section, advice_for, sections_of, spelled
from izdes.web.window.pages.traps import Trapped, begun


@require_http_methods(["GET", "POST"])
@with_draft
@limited("send", on="POST")
def check(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show the answers; send them."""
    if request.method == "GET":
        return _checked(request, draft)
    if chosen := asked_language(request):
        return remember_language(redirect("window_check"), chosen)
    if not Trapped(request.POST).is_valid():
        return _checked(request, draft, fault="window_once_more", status=422)
    try:
        send_now(draft)
    except IzdesError as why:
        return _checked(request, draft, fault=why.code, status=422)
    return redirect("window_receipt")


@require_safe
@with_draft
def receipt(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show number and code, large and as they are spoken, and what to do now."""
    if draft.receipt is None:
        return redirect("window_check")
    context = {
        "receipt": draft.receipt,
        "number_spoken": spelled(draft.receipt.number, language()),
        "code_spoken": spelled(draft.receipt.code, language()),
        "advice": advice_for(draft.answers.get("scheme", {}).get("scheme", ""), language()),
        "is_short": "who" not in draft.answers,
        "is_call": draft.answers.get("start", {}).get("by") == "operator",
    }
    return render(request, "window/receipt.html", context)


@require_safe
@with_draft
def signing(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Explain how a message becomes a statement, in each of three ways."""
    context = {"receipt": draft.receipt, "is_connected": is_connected()}
    return render(request, "window/signing.html", context)


@require_safe
@with_draft
def protocol(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Show the statement as it is printed and signed at a police desk."""
    context = {
        "receipt": draft.receipt,
        "sections": _sections(draft),
        "back": reverse("window_signing"),
    }
    return render(request, "window/protocol.html", context)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Forget the report on this telephone, which may be somebody else's; what was sent stays."""
    del request
    answer = redirect("window_start")
    forget(answer)
    return answer


def _sections(draft: Draft) -> tuple[Section, ...]:
    """Return all answers of a draft."""
    return sections_of(draft.answers, [file.name for file in draft.files], language())


def _checked(
    request: HttpRequest, draft: Draft, *, fault: str = "", status: int = 200
) -> HttpResponse:
    """Show all answers."""
    context = {
        **around(request, draft, "check"),
        "sections": _sections(draft),
        "fault": say(fault, language()) if fault else "",
        "began": request.POST.get("began") or begun(),
        "form_id": "sending",
    }
    return render(request, "window/check.html", context, status=status)
