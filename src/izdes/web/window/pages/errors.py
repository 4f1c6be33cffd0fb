"""What is said when a page cannot be shown: what happened, why, and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def wrong_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the browser asked for something that has no meaning."""
    del exception
    return _said(request, "wrong_request", 400)


def not_permitted(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this may not be done."""
    del exception
    return _said(request, "no_token", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page."""
    del exception
    return _said(request, "not_found", 404)


def failed(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours, and what helps meanwhile."""
    return _said(request, "failed", 500)


def no_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was too old, or came from elsewhere."""
    del reason
    return _said(request, "no_token", 403)


def too_many(request: HttpRequest) -> HttpResponse:
    """Say that too much came from here, and what helps meanwhile."""
    return _said(request, "too_many", 429)


def too_full(request: HttpRequest) -> HttpResponse:
    """Say that a report holds no more, and how the rest is handed in."""
    return _said(request, "too_full", 422)


def _said(request: HttpRequest, what: str, status: int) -> HttpResponse:
    """Say it in the frame of pages; nothing is asked of the database for it."""
    words = {"title": f"window_error_{what}", "about": f"window_error_{what}_about"}
    return render(request, "window/error.html", words, status=status)
