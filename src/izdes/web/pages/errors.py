"""What is said when a page cannot be shown: what happened, why, and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def wrong_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the browser asked for something that has no meaning."""
    del exception
    return _bare(request, "wrong_request", 400)


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that none of the posts opens this page."""
    del exception
    return _said(request, "forbidden", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, or that it is not for whoever asked."""
    del exception
    return _said(request, "not_found", 404)


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that too much was tried."""
    return _said(request, "too_many", 429)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours."""
    return _bare(request, "failed", 500)


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was too old, or came from elsewhere."""
    del reason
    return _said(request, "no_token", 403)


def _said(request: HttpRequest, what: str, status: int) -> HttpResponse:
    """Say it in the frame of pages."""
    return render(request, "pages/error.html", _words(what), status=status)


def _bare(request: HttpRequest, what: str, status: int) -> HttpResponse:
    """Say it without asking the database for anything: that may be what failed."""
    del request
    return HttpResponse(render_to_string("pages/error_bare.html", _words(what)), status=status)


def _words(what: str) -> dict[str, str]:
    """Return the codes of the words of an error."""
    return {
        "title": f"page_error_{what}",
        "about": f"page_error_{what}_about",
        "next": f"page_error_{what}_next",
    }
