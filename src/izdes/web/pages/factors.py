"""Second factors: an authenticator app, security keys, recovery codes."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, clear_totp_secret
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from izdes.adapters.words import say
from izdes.web.language import language
from izdes.web.pages.frame import OfficerRequest
from izdes.web.signing_in.selectors import factors_of
from izdes.web.signing_in.services.proofs import (
    add_key,
    add_totp,
    make_recovery_codes,
    remove_factor,
)

_GROUP = 4


@login_required
def index(request: OfficerRequest) -> HttpResponse:
    """Show one's own second factors."""
    factors = list(factors_of(request.user))
    context = {
        "factors": [factor.wrap() for factor in factors],
        "has_totp": any(factor.type == Authenticator.Type.TOTP for factor in factors),
        "is_required": settings.SECOND_FACTOR_REQUIRED,
    }
    return render(request, "mfa/index.html", context)


class ActivateTotp(ActivateTOTPView):  # type: ignore[misc] # it has no types
    """An authenticator app is set up: its secret as a picture and as text."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401
        """Show the secret in groups of four."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        secret = context["form"].secret
        groups = [secret[at : at + _GROUP] for at in range(0, len(secret), _GROUP)]
        return {**context, "secret": " ".join(groups)}

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401
        """Add the app."""
        has_new_codes = add_totp(officer=self.request.user, secret=form.secret)
        clear_totp_secret(self.request)
        return _added(self.request, has_new_codes=has_new_codes)


@never_cache
@login_required
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator] # it has no types
def totp_picture(request: OfficerRequest) -> HttpResponse:
    """Return the picture of the secret that is being set up."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(picture, content_type="image/svg+xml")


class RemoveTotp(DeactivateTOTPView):  # type: ignore[misc] # it has no types
    """An authenticator app is removed."""

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401
        """Remove it."""
        del form
        return _removed(self.request, self.authenticator)


class AddKey(AddWebAuthnView):  # type: ignore[misc] # it has no types
    """A security key is added; the only page that needs JavaScript."""

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401
        """Add it."""
        has_new_codes = add_key(
            officer=self.request.user,
            name=form.cleaned_data["name"],
            credential=form.cleaned_data["credential"],
        )
        return _added(self.request, has_new_codes=has_new_codes)


class RemoveKey(RemoveWebAuthnView):  # type: ignore[misc] # it has no types
    """A security key is removed."""

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401
        """Remove it."""
        del form
        return _removed(self.request, self.get_object())


class MakeCodes(GenerateRecoveryCodesView):  # type: ignore[misc] # it has no types
    """New recovery codes are made; the old ones open nothing any more."""

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401
        """Make them."""
        del form
        make_recovery_codes(officer=self.request.user)
        return redirect("mfa_view_recovery_codes")


def _added(request: OfficerRequest, *, has_new_codes: bool) -> HttpResponse:
    """Say that a factor was added, and show recovery codes if they are new."""
    messages.success(request, say("page_factor_was_added", language()))
    return redirect("mfa_view_recovery_codes" if has_new_codes else "mfa_index")


def _removed(request: OfficerRequest, factor: Authenticator) -> HttpResponse:
    """Remove a factor and say so."""
    remove_factor(officer=request.user, factor=factor)
    messages.success(request, say("page_factor_was_removed", language()))
    return redirect("mfa_index")
