"""The entrance: login and password, recovery, and one's own new password."""

from typing import Any

from allauth.account.views import LoginView, PasswordChangeView
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from requests import RequestException

from izdes.adapters.words import say
from izdes.web.acting import signing_in
from izdes.web.language import language
from izdes.web.signing_in.forms import RecoveryForm
from izdes.web.signing_in.services.proofs import change_password, rename_session


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class SignIn(LoginView):  # type: ignore[misc] # it has no types
    """Login and password."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
        """Let the one officer whose login was typed be found while the password is checked."""
        typed = request.POST.get("login", "").replace("\x00", "").strip()
        with signing_in(typed):
            return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        """Say whether a directory signs officers in too."""
        return {**super().get_context_data(**kwargs), "directory": settings.SOCIALACCOUNT_PROVIDERS}


@never_cache
def to_directory(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send the browser to the directory, if that answers."""
    try:
        answer: HttpResponse = oidc.login(request, provider_id)
    except RequestException:
        messages.error(request, say("page_directory_silent", language()))
        return redirect("account_login")
    return answer


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """Set a new password with both halves of a code."""
    if request.user.is_authenticated:
        return redirect("account")
    form = RecoveryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, say("page_recover_done", language()))
        return redirect("account_login")
    return render(request, "pages/recover.html", {"form": form})


class ChangePassword(PasswordChangeView):  # type: ignore[misc] # it has no types
    """One's own new password; every other session ends."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401
        """Change a password where there is one: who comes by the directory has none here."""
        if request.user.is_authenticated and not request.user.has_usable_password():
            messages.info(request, say("page_password_none_here", language()))
            return redirect("account")
        return super().dispatch(request, *args, **kwargs)  # type: ignore[no-any-return]

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401
        """Set it, and let this session go on under another key."""
        old = self.request.session.session_key
        officer = self.request.user
        change_password(officer=officer, password=form.cleaned_data["password1"], keep=old)
        update_session_auth_hash(self.request, officer)
        rename_session(officer=officer, old=old, new=self.request.session.session_key)
        messages.success(self.request, say("page_password_was_changed", language()))
        return redirect(reverse("account"))
