"""A call: an operator types four answers, reads them back, and sends them with one press.

It is for a call centre, which has no login in the office: the screen opens to everybody, as the
window itself does, takes no more and shows no more. The duty officer has the same four questions in
the office (`izdes.web.pages.triage.call`), where the country is asked while he types and the packet
is printed at once. Both become complaints of the source ``operator`` with one payment that names
the receiving bank; from there the way is one.

Number and code are read aloud from the receipt; the next call begins on an empty form.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, localtime
from django.views.decorators.http import require_http_methods

from izdes.adapters.words import amount, say
from izdes.web.language import language
from izdes.web.window import drafts
from izdes.web.window.pages.asking import typed
from izdes.web.window.pages.choices import bank_named
from izdes.web.window.pages.drafting import remember, send_now
from izdes.web.window.pages.forms.what import CallForm
from izdes.web.window.pages.languages import asked_language, remember_language, speak
from izdes.web.window.pages.limiting import limited
from izdes.web.window.pages.rows import PAYMENTS
from izdes.web.window.pages.telling import day_said, spelled
from izdes.web.window.pages.traps import Trapped, begun
from izdes.web.window.sending import NotSent


@require_http_methods(["GET", "POST"])
@limited("call", on="POST")
def call(request: HttpRequest) -> HttpResponse:
    """Take four answers by telephone."""
    if request.method == "GET":
        return _shown(request, CallForm(initial={"day": localdate(), "clock": localtime()}))
    if chosen := asked_language(request):
        speak(request, chosen)
        return remember_language(_shown(request, CallForm(initial=typed(request))), chosen)
    form = CallForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, status=422)
    if "confirmed" not in request.POST:
        return _shown(request, form, is_read_back="correct" not in request.POST)
    if not Trapped(request.POST).is_valid():
        form.add_error(None, say("window_once_more", language()))
        return _shown(request, form, status=422)
    return _sent(request, form)


def _sent(request: HttpRequest, form: CallForm) -> HttpResponse:
    """Send the four answers as a report of their own."""
    draft = drafts.new_draft(language())
    drafts.save(draft.token, "start", {"fresh": "yes", "by": "operator"})
    PAYMENTS.keep(draft, form.rows())
    try:
        send_now(draft)
    except NotSent as why:
        form.add_error(None, say(why.code, language()))
        return _shown(request, form, status=422)
    answer = redirect("window_receipt")
    remember(answer, draft)
    return answer


def _shown(
    request: HttpRequest, form: CallForm, *, status: int = 200, is_read_back: bool = False
) -> HttpResponse:
    """Show the form, or its answers as they are read back."""
    context = {
        "form": form,
        "form_id": "step",
        "began": request.POST.get("began") or begun(),
        "read_back": _read_back(form) if is_read_back else "",
    }
    return render(request, "window/call.html", context, status=status)


def _read_back(form: CallForm) -> str:
    """Return what the operator reads to whoever calls: numbers sign by sign."""
    (row,) = form.rows()
    to = str(row["to"])
    is_number = any(sign.isdigit() for sign in to)
    return say(
        "window_call_said",
        language(),
        bank=bank_named(row["to_bank"]),
        amount=amount(row["amount_minor"], "KZT"),
        day=day_said(row["day"]),
        clock=row["clock"],
        to=spelled(to.replace(" ", ""), language()) if is_number else to,
    )
