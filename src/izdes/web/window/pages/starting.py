"""The start: what never is asked here, and the one question that decides what comes first.

Money that left within a day may still be caught: then nothing is asked before the bank was called,
and four answers are enough to begin the search. Everything else can wait.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_safe

from izdes.adapters.words import say
from izdes.web.language import language
from izdes.web.window import drafts
from izdes.web.window.drafts import Draft
from izdes.web.window.pages import steps
from izdes.web.window.pages.asking import typed
from izdes.web.window.pages.drafting import draft_of, remember, send_now, with_draft
from izdes.web.window.pages.forms.what import UrgentForm
from izdes.web.window.pages.languages import asked_language, remember_language, speak
from izdes.web.window.pages.limiting import limited
from izdes.web.window.pages.rows import PAYMENTS
from izdes.web.window.pages.traps import Trapped, begun
from izdes.web.window.sending import NotSent


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Show what this is, what it never asks for, and the first question."""
    draft = draft_of(request)
    context = {"draft": draft, "onward": onward_of(draft) if draft else ""}
    return render(request, "window/start.html", context)


@require_http_methods(["POST"])
@limited("begin")
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a report, the urgent way or the usual one."""
    is_fresh = request.POST.get("fresh") == "yes"
    draft = drafts.new_draft(language())
    drafts.save(draft.token, "start", {"fresh": "yes" if is_fresh else "no"})
    answer = redirect("window_stop" if is_fresh else steps.STEPS[0].address)
    remember(answer, draft)
    return answer


@require_safe
@with_draft
def stop(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Say what to do before anything is filled in."""
    del draft
    return render(request, "window/stop.html", {"back": reverse("window_start")})


@require_http_methods(["GET", "POST"])
@with_draft
@limited("send", on="POST")
def urgent(request: HttpRequest, draft: Draft) -> HttpResponse:
    """Take the four answers of the golden hour, and send them at once."""
    if request.method == "GET":
        return _urgent(request, UrgentForm(initial=_four(draft)))
    if chosen := asked_language(request):
        speak(request, chosen)
        return remember_language(_urgent(request, UrgentForm(initial=typed(request))), chosen)
    form, trap = UrgentForm(request.POST), Trapped(request.POST)
    if not form.is_valid():
        return _urgent(request, form, status=422)
    if not trap.is_valid():
        form.add_error(None, say("window_once_more", language()))
        return _urgent(request, form, status=422)
    PAYMENTS.keep(draft, [*form.rows(), *PAYMENTS.of(draft)[1:]])
    try:
        send_now(draft)
    except NotSent as why:
        form.add_error(None, say(why.code, language()))
        return _urgent(request, form, status=422)
    return redirect("window_receipt")


def onward_of(draft: Draft) -> str:
    """Return where a report goes on: the first question that was not answered yet."""
    if draft.answers.get("start", {}).get("fresh") == "yes" and draft.receipt is None:
        return reverse("window_urgent")
    untold = (
        step
        for step in steps.STEPS
        if step.form and step.concerns(draft.answers) and step.name not in draft.answers
    )
    return next((step.address for step in untold), reverse("window_check"))


def _four(draft: Draft) -> dict[str, object]:
    """Return the four answers as they were given, or today."""
    told = PAYMENTS.of(draft)
    return PAYMENTS.form.typed(told[0]) if told else {"day": localdate().isoformat()}


def _urgent(request: HttpRequest, form: UrgentForm, *, status: int = 200) -> HttpResponse:
    """Show the four questions."""
    context = {
        "form": form,
        "form_id": "step",
        "began": request.POST.get("began") or begun(),
        "back": reverse("window_stop"),
    }
    return render(request, "window/urgent.html", context, status=status)
