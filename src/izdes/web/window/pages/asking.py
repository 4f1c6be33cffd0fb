"""One question: it is shown, answered, kept, and the next one follows."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from izdes.web.window import drafts
from izdes.web.window.drafts import Draft
from izdes.web.window.pages import steps
from izdes.web.window.pages.drafting import with_draft
from izdes.web.window.pages.forms.asking import WindowForm
from izdes.web.window.pages.languages import asked_language, remember_language, speak


@require_http_methods(["GET", "POST"])
@with_draft
def step(request: HttpRequest, draft: Draft, name: str) -> HttpResponse:
    """Ask one question of the report."""
    asked = steps.step_named(name)
    if asked is None or asked.form is None:
        raise Http404
    if request.method == "GET":
        form = asked.form(initial=dict(draft.answers.get(name, {})))
        return shown(request, draft, name, form)
    if chosen := asked_language(request):
        speak(request, chosen)
        again = asked.form(initial=typed(request))
        return remember_language(shown(request, draft, name, again), chosen)
    form = asked.form(request.POST)
    if not form.is_valid():
        return shown(request, draft, name, form, status=422)
    if form.points_out():
        return shown(request, draft, name, form)
    drafts.save(draft.token, name, form.answers_after(draft.answers.get(name, {})))
    return onward(request, draft, name)


def shown(
    request: HttpRequest, draft: Draft, name: str, form: WindowForm, *, status: int = 200
) -> HttpResponse:
    """Show a question in the frame of steps."""
    templates = [f"window/step_{name}.html", "window/step.html"]
    context = {"form": form, "name": name, **around(request, draft, name)}
    return render(request, templates, context, status=status)


def around(request: HttpRequest, draft: Draft, name: str) -> dict[str, Any]:
    """Return what stands around a question: where it is among the others, and the way back."""
    earlier = steps.before(name, draft.answers)
    back = earlier.address if earlier else reverse("window_start")
    return {
        "title": f"window_step_{name}",
        "progress": steps.progress(name, draft.answers),
        "back": reverse("window_check") if is_change(request) else back,
        "form_id": "step",
        "is_sent": draft.receipt is not None,
    }


def onward(request: HttpRequest, draft: Draft, name: str) -> HttpResponseRedirect:
    """Go on to the next question, or back to the answers where one of them was changed."""
    told = (drafts.open_draft(draft.token) or draft).answers
    follows = steps.next_after(name, told)
    # An answer that opens further questions is followed by them.
    is_told = follows.name in told or follows.form is None
    if is_change(request) and (is_told and follows.name != "loan_rows"):
        return HttpResponseRedirect(reverse("window_check"))
    return HttpResponseRedirect(follows.address)


def is_change(request: HttpRequest) -> bool:
    """Say whether the question was opened from the page of all answers."""
    return request.GET.get("then") == "check"


def typed(request: HttpRequest) -> Mapping[str, Any]:
    """Return what stands in a form as it was typed."""
    return {key: request.POST.get(key) for key in request.POST}
