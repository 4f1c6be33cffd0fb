"""Adapters: what the framework of sign-in is told about this office.

Nobody signs up, nobody has an address of e-mail, and every entrance is recorded by a command.
"""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from izdes.web.acting import acting
from izdes.web.officers.models import Officer
from izdes.web.signing_in.ciphering import cipher
from izdes.web.signing_in.limits import begin
from izdes.web.signing_in.services.entrances import note_failure, note_sign_in, note_sign_out

PENDING_LOGIN = "izdes_pending_login"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # it has no types
    """Sign-in by login and password, of officers alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Let nobody sign up: administrators enter officers."""
        del request
        return False

    def add_message(self, *_given: object, **_named: object) -> None:
        """Say nothing: our pages say what happened in their own words."""

    def pre_login(self, request: HttpRequest, user: Officer, **given: object) -> HttpResponse:
        """Remember who is about to sign in, for the page of the second factor."""
        request.session[PENDING_LOGIN] = user.login
        answer: HttpResponse = super().pre_login(request, user, **given)
        return answer

    def post_login(self, request: HttpRequest, user: Officer, **given: object) -> HttpResponse:
        """Begin the session, in the officer's name and language."""
        ways = [str(one.get("type") or one["method"]) for one in _proofs(request, user)]
        begin(request.session)
        request.session.pop(PENDING_LOGIN, None)
        with acting(user.pk):
            note_sign_in(officer=user, ways=ways, ip=self.get_client_ip(request))
            response: HttpResponse = super().post_login(request, user, **given)
        speak(response, user.language)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and record it."""
        if isinstance(request.user, Officer):
            note_sign_out(officer=request.user, session_key=request.session.session_key or "")
        super().logout(request)

    def authentication_failed(self, request: HttpRequest, **credentials: str) -> None:
        """Record that a password was not right, whoever's it should have been."""
        note_failure(
            login=credentials.get("username", ""),
            way="password",
            ip=self.get_client_ip(request),
            officer=request.user if isinstance(request.user, Officer) else None,
        )


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # it has no types
    """Second factors, enciphered at rest."""

    def encrypt(self, text: str) -> str:
        """Encipher a secret under the present key."""
        return cipher().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Decipher a secret, under the present key or an earlier one."""
        return cipher().decrypt(encrypted_text.encode("ascii")).decode()

    def generate_authenticator_name(
        self,
        user: AbstractBaseUser,
        type: Authenticator.Type,  # noqa: A002 - the framework's name
    ) -> str:
        """Return a name for a new key, which its owner may change."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Security key {number}").format(number=count + 1)


def speak(response: HttpResponse, language: str) -> None:
    """Let the browser ask for pages in a language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _proofs(request: HttpRequest, user: Officer) -> list[dict[str, object]]:
    """Return by which ways an officer has proved in this session that it is he."""
    return list(get_authentication_records(request, user))
