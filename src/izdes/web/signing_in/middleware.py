"""What stands before every page: limits of sessions, the second factor, and who is half-way in."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from izdes.adapters.words import say
from izdes.web.acting import signing_in
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.signing_in.adapters import PENDING_LOGIN
from izdes.web.signing_in.limits import lapse_of, note_seen
from izdes.web.signing_in.selectors import has_factor
from izdes.web.signing_in.services.entrances import note_sign_out

Answer = Callable[[HttpRequest], HttpResponse]

# Pages that somebody needs who has no second factor yet.
WITHOUT_FACTOR = frozenset(
    {
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "mfa_index",
        "mfa_activate_totp",
        "totp_picture",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "set_language",
    }
)


class SessionLimits:
    """Ends a session that has lasted too long, or in which nothing was asked for too long."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request, or ask to sign in again."""
        if not isinstance(request.user, Officer):
            return self._get_response(request)
        if lapse := lapse_of(request.session):
            note_sign_out(officer=request.user, session_key=request.session.session_key or "")
            auth.logout(request)
            messages.warning(request, say(lapse.value, language()))
            return redirect(settings.LOGIN_URL)
        note_seen(request.session)
        return self._get_response(request)


class SecondFactorRequired:
    """Lets nobody further who has no second factor, where one is required."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        return self._get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _named: object
    ) -> HttpResponse | None:
        """Send whoever has no second factor to where one is set up."""
        name = request.resolver_match.url_name if request.resolver_match else None
        if not settings.SECOND_FACTOR_REQUIRED or name in WITHOUT_FACTOR:
            return None
        if not isinstance(request.user, Officer) or has_factor(request.user):
            return None
        return redirect("mfa_index")


class Pending:
    """Opens the one officer who has given his password and is asked for his second factor."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        login = request.session.get(PENDING_LOGIN)
        if request.user.is_authenticated or not login:
            return self._get_response(request)
        with signing_in(login):
            return self._get_response(request)
