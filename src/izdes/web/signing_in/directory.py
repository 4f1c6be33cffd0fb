"""A directory: officers signed in by OpenID Connect, if an administrator entered them here.

What the directory says of a person is believed for one thing: which login is his. It makes no
officers and no links; roles follow from posts, as for everybody.

Source: OpenID Connect Core 1.0, sections 3.1 and 5.3; RFC 7636 (PKCE).
"""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from izdes.web.acting import signing_in
from izdes.web.config import configuration
from izdes.web.officers.models import Officer
from izdes.web.signing_in.selectors import officer_with_login
from izdes.web.signing_in.services.entrances import note_failure


class DirectoryAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # it has no types
    """Signs in the officer whom the directory names, and nobody else."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        """Let nobody sign up: administrators enter officers."""
        del request, sociallogin
        return False

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: object) -> Any:  # noqa: ANN401
        """Take nothing of a person from the directory: he is the one who was entered here."""
        del request, data
        return sociallogin.user

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:  # noqa: ANN401
        """Answer at once, so that nothing of the framework's own accounts is ever written.

        Raises:
            ImmediateHttpResponse: Always: it is how the framework is told the answer.
        """
        login = _login_in(sociallogin.account.extra_data)
        raise ImmediateHttpResponse(_enter(request, login, sociallogin))

    def on_authentication_error(self, request: HttpRequest, *_given: Any, **_named: Any) -> None:  # noqa: ANN401
        """Say that the directory did not sign the officer in.

        Raises:
            ImmediateHttpResponse: Always.
        """
        raise ImmediateHttpResponse(_refused(request, ""))


def _enter(request: HttpRequest, login: str, sociallogin: Any) -> HttpResponse:  # noqa: ANN401
    """Sign in the officer with a login, if there is one and he was not shut out."""
    officer = officer_with_login(login) if login else None
    if officer is None or not officer.is_active:
        return _refused(request, login)
    # Somebody else may sit at this browser still.
    if request.user.is_authenticated:
        account_adapter().logout(request)
    with signing_in(login):
        record_authentication(request, officer, "oidc")
        to = sociallogin.get_redirect_url(request)
        answer: HttpResponse = perform_login(request, Login(user=officer, redirect_url=to))
        return answer


def _refused(request: HttpRequest, login: str) -> HttpResponse:
    """Record that the directory's word opened nothing, and say so."""
    note_failure(
        login=login,
        way="oidc",
        ip=account_adapter().get_client_ip(request),
        officer=request.user if isinstance(request.user, Officer) else None,
    )
    return render(request, "account/directory_refused.html", status=403)


def _login_in(extra: Mapping[str, Any]) -> str:
    """Return the claim that names the officer, from whichever answer has it."""
    claim = configuration().oidc_claim
    for answer in (extra.get("userinfo"), extra.get("id_token"), extra):
        if isinstance(answer, Mapping) and isinstance(answer.get(claim), str):
            return str(answer[claim]).replace("\x00", "")
    return ""
