"""Recognition while typing: a piece of a page that says what a number is. Nothing of it is kept."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from izdes.web.window.pages.limiting import limited
from izdes.web.window.pages.recognising import finding_of

_LONGEST = 5_000


@require_POST
@limited("recognise")
def recognise(request: HttpRequest) -> HttpResponse:
    """Say what a field holds so far."""
    text = request.POST.get("text", "")[:_LONGEST]
    found = finding_of(request.POST.get("field", ""), text)
    return render(request, "window/_recognised.html", {"found": found})
