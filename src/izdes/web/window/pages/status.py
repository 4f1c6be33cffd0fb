"""The victim's page: what became of her report, in plain words, for whoever has number and code.

A wrong number and a wrong code are answered alike. Number and code do not stand in an address: they
lie in a signed cookie for half an hour, which no script reads.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from izdes.adapters.words import say
from izdes.core.errors import IzdesError
from izdes.web.language import language
from izdes.web.packages.citizens import is_connected
from izdes.web.window.esigning import signing_of
from izdes.web.window.pages.asking import typed
from izdes.web.window.pages.forms.asking import WindowForm
from izdes.web.window.pages.forms.returning import LaterForm, StatusForm
from izdes.web.window.pages.keeping import require_within_bound
from izdes.web.window.pages.languages import asked_language, remember_language, speak
from izdes.web.window.pages.limiting import is_within, limited
from izdes.web.window.pages.telling import Section, said_of, sections_of
from izdes.web.window.receipts import Receipt, read_code, read_number
from izdes.web.window.statuses import SentReport, add_later, sent_report, status_of

_COOKIE, _SALT = "izdes_status", "izdes.web.window.status"
_SECONDS = 30 * 60
_Args = ParamSpec("_Args")


def with_receipt(
    view: Callable[Concatenate[HttpRequest, Receipt, _Args], HttpResponse],
) -> Callable[Concatenate[HttpRequest, _Args], HttpResponse]:
    """Give a page the number and code that were shown; whoever has none is asked for them."""

    @wraps(view)
    def asked(request: HttpRequest, /, *args: _Args.args, **given: _Args.kwargs) -> HttpResponse:
        try:
            kept = request.get_signed_cookie(_COOKIE, "", salt=_SALT, max_age=_SECONDS)
        except BadSignature:
            kept = ""
        number, _, code = str(kept).partition(":")
        if not code:
            return redirect("window_status")
        return view(request, Receipt(number, code), *args, **given)

    return asked


@require_http_methods(["GET", "POST"])
@limited("status", on="POST")
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for number and code."""
    if request.method == "GET":
        return _asked(request, StatusForm())
    if chosen := asked_language(request):
        speak(request, chosen)
        return remember_language(_asked(request, StatusForm(initial=typed(request))), chosen)
    form = StatusForm(request.POST)
    if not form.is_valid():
        return _asked(request, form, status=422)
    number = read_number(form.cleaned_data["number"]) or ""
    code = read_code(form.cleaned_data["code"])
    if not is_within("number", number) or status_of(number, code) is None:
        form.add_error("number", say("window_status_wrong", language()))
        return _asked(request, form, status=422)
    answer = redirect("window_told")
    answer.set_signed_cookie(
        _COOKIE,
        f"{number}:{code}",
        salt=_SALT,
        max_age=_SECONDS,
        httponly=True,
        secure=settings.CSRF_COOKIE_SECURE,
        samesite="Lax",
    )
    return answer


@require_http_methods(["GET", "POST"])
@limited("send", on="POST")
@with_receipt
def told(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Tell how the report stands, and take what is added to it."""
    if request.method == "GET":
        return _told(request, receipt, LaterForm())
    if chosen := asked_language(request):
        speak(request, chosen)
        return remember_language(_told(request, receipt, LaterForm(initial=typed(request))), chosen)
    form = LaterForm(request.POST, files=request.FILES)
    if not (form.is_valid() and _is_added(request, receipt, form)):
        return _told(request, receipt, form, status=422)
    return redirect(f"{reverse('window_told')}?added=1")


@require_safe
@with_receipt
def protocol(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Show what was sent as it is printed and signed."""
    sent = sent_report(receipt.number, receipt.code)
    if sent is None:
        return redirect("window_told")
    context = {
        "receipt": receipt,
        "sections": _sections(sent),
        "back": reverse("window_told"),
    }
    return render(request, "window/protocol.html", context)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Close the page: number and code are forgotten on this telephone."""
    del request
    answer = redirect("window_status")
    answer.delete_cookie(_COOKIE, samesite="Lax")
    return answer


def _sections(sent: SentReport) -> tuple[Section, ...]:
    """Return what was sent, in words."""
    names = [str(file["name"]) for file in sent.files]
    return sections_of(sent.answers, names, language())


def _is_added(request: HttpRequest, receipt: Receipt, form: LaterForm) -> bool:
    """Say whether what was added is on its way; if not, the form says why."""
    files = [(file.name or "", file) for file in form.cleaned_data["evidence"]]
    try:
        for _ in files:
            require_within_bound(request)
        taken = add_later(receipt.number, receipt.code, text=form.cleaned_data["text"], files=files)
    except IzdesError as why:
        form.add_error("evidence", say(why.code, language(), **why.details))
        return False
    if not taken:
        form.add_error(None, say("window_once_more", language()))
    return taken


def _asked(request: HttpRequest, form: WindowForm, *, status: int = 200) -> HttpResponse:
    """Show the form of number and code."""
    context = {"form": form, "form_id": "step", "back": reverse("window_start")}
    return render(request, "window/status_ask.html", context, status=status)


def _told(
    request: HttpRequest, receipt: Receipt, form: WindowForm, *, status: int = 200
) -> HttpResponse:
    """Show how the report stands."""
    stands = status_of(receipt.number, receipt.code)
    if stands is None:
        return redirect("window_status")
    sent, signing = sent_report(receipt.number, receipt.code), signing_of(receipt)
    is_on_its_way = signing is not None and signing.stands == "sent"
    words = [{"at": word.at, "said": said_of(word, language())} for word in stands.words]
    context = {
        "receipt": receipt,
        "status": stands,
        "words": words,
        "form": form,
        "form_id": "step",
        "was_added": "added" in request.GET,
        "sections": _sections(sent) if sent else (),
        "signature_sent_at": signing.at if signing and is_on_its_way else None,
        "may_sign": bool(sent and is_connected() and not stands.is_signed and not is_on_its_way),
    }
    return render(request, "window/status.html", context, status=status)
