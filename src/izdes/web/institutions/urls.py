"""Addresses of the institutions' site."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from izdes.web.institutions.problems import problem
from izdes.web.institutions.refusals import MethodWrong, NoSuchAddress
from izdes.web.institutions.views import (
    checking,
    directory,
    document,
    errors,
    messages,
    oauth,
    requests,
)

View = Callable[..., HttpResponse]


def only(method: str, view: View) -> View:
    """Return a view that takes one method, and says which where another is tried."""

    def asked(request: HttpRequest, **given: str) -> HttpResponse:
        if "\0" in request.path:
            # No number holds it, and no database takes it.
            return problem(NoSuchAddress())
        if request.method == method or (method == "GET" and request.method == "HEAD"):
            return view(request, **given)
        response = problem(MethodWrong(method=method))
        response["Allow"] = method
        return response

    return asked


urlpatterns: list[URLPattern] = [
    path("oauth/token", only("POST", oauth.token), name="token"),
    path("v1/requests", only("GET", requests.tidings), name="requests"),
    # What is longer first: a number may hold a stroke.
    path("v1/requests/<path:number>/receipts", only("POST", messages.receipts), name="receipts"),
    path("v1/requests/<path:number>/answers", only("POST", messages.answers), name="answers"),
    path(
        "v1/requests/<path:number>/enclosures",
        only("GET", requests.enclosures),
        name="enclosures",
    ),
    path(
        "v1/requests/<path:number>/enclosures/<sha256>",
        only("GET", requests.enclosure),
        name="enclosure",
    ),
    path("v1/requests/<path:number>", only("GET", requests.package), name="package"),
    path("v1/signals", only("POST", messages.signals), name="signals"),
    path("v1/messages", only("GET", messages.messages), name="messages"),
    path("v1/directory", only("GET", directory.directory), name="directory"),
    path("v1/openapi.json", only("GET", document.document), name="openapi"),
    path("check", only("GET", checking.check), name="check"),
]

handler400 = errors.wrong_request
handler404 = errors.not_found
handler500 = errors.failed
