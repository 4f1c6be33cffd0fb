"""Languages: switching keeps what was typed, on pages with a form and on those without."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import activate
from django.views.decorators.http import require_POST

_YEAR_SECONDS = 365 * 24 * 3600


def asked_language(request: HttpRequest) -> str:
    """Return the language that a form was sent to be shown in; empty where it was just sent."""
    asked = request.POST.get("language", "") if request.method == "POST" else ""
    return asked if asked in dict(settings.LANGUAGES) else ""


def speak(request: HttpRequest, language: str) -> None:
    """Speak a language on this page."""
    activate(language)
    request.LANGUAGE_CODE = language


def remember_language(answer: HttpResponse, language: str) -> HttpResponse:
    """Speak a language on the pages that follow."""
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=_YEAR_SECONDS,
        httponly=True,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
    answer.headers["Content-Language"] = language
    return answer


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Speak another language from now on, and stay on the page."""
    there = request.POST.get("next", "")
    hosts = {request.get_host()}
    is_ours = url_has_allowed_host_and_scheme(there, hosts, require_https=request.is_secure())
    answer = HttpResponseRedirect(there if is_ours else reverse("window_start"))
    chosen = asked_language(request)
    return remember_language(answer, chosen) if chosen else answer
