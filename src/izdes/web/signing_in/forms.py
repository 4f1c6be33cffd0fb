"""Forms of signing in: codes that are good once, and the form of recovery."""

from allauth.account.adapter import get_adapter as account_adapter
from allauth.core import context, ratelimit
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter as factor_adapter
from allauth.mfa.base.forms import AuthenticateForm, BaseAuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.cache import cache
from django.core.exceptions import ValidationError

from izdes.adapters.words import say
from izdes.web.language import language
from izdes.web.officers.models import Officer
from izdes.web.signing_in.services.entrances import note_failure
from izdes.web.signing_in.services.recovering import RecoveryNotRight, use_recovery

_LONGEST = 150


class OneUse(BaseAuthenticateForm):  # type: ignore[misc] # it has no types
    """A code of a second factor: good once, and a wrong one is recorded."""

    is_again = False

    def clean_code(self) -> str:
        """Return a right code that was not used before."""
        code: str = super().clean_code()
        if self.authenticator.type == Authenticator.Type.TOTP and not self._is_first(code):
            self._emit_authentication_failed(self.authenticator)
            raise factor_adapter().validation_error("incorrect_code")
        return code

    def _is_first(self, code: str) -> bool:
        """Say whether a code is used for the first time while it is good.

        The framework forgets a code after one period, and yet takes codes of the period before.
        """
        seconds = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        key = f"izdes:totp:{self.user.pk}:{''.join(filter(str.isdigit, code))}"
        return bool(cache.add(key, 1, timeout=seconds))

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        """Record that a code was not right."""
        note_failure(
            login=self.user.login,
            way=authenticator.type,
            ip=account_adapter().get_client_ip(context.request),
            officer=self.user if self.is_again else None,
        )


class CodeForm(OneUse, AuthenticateForm):  # type: ignore[misc] # it has no types
    """The code that is asked for at sign-in."""


class CodeAgainForm(OneUse, ReauthenticateForm):  # type: ignore[misc] # it has no types
    """The code that is asked for before something that matters."""

    is_again = True


class RecoveryForm(forms.Form):
    """Login, both halves of a code, and a new password."""

    login = forms.CharField(max_length=_LONGEST)
    first = forms.CharField(max_length=_LONGEST)
    second = forms.CharField(max_length=_LONGEST)
    password1 = forms.CharField(
        strip=False,
        widget=forms.PasswordInput,
        help_text=password_validators_help_text_html(),
    )
    password2 = forms.CharField(strip=False, widget=forms.PasswordInput)

    def clean(self) -> dict[str, str]:
        """Refuse a weak password before the code is used up."""
        given: dict[str, str] = super().clean() or {}
        password = given.get("password1", "")
        if password and password != given.get("password2"):
            self.add_error("password2", say("page_passwords_differ", language()))
        if password:
            try:
                validate_password(password, Officer(login=given.get("login", "")))
            except ValidationError as weak:
                self.add_error("password1", weak)
        if not self.errors:
            self._use(given)
        return given

    def _use(self, given: dict[str, str]) -> None:
        """Set the password, as often as anybody may try."""
        login = given["login"].strip()
        if not ratelimit.consume(context.request, action="login_failed", key=f"recovery:{login}"):
            raise account_adapter().validation_error("too_many_login_attempts")
        try:
            use_recovery(
                login=login,
                first=given["first"],
                second=given["second"],
                password=given["password1"],
            )
        except RecoveryNotRight as refused:
            ip = account_adapter().get_client_ip(context.request)
            note_failure(login=login, way="recovery", ip=ip)
            raise ValidationError(say(refused.code, language())) from None
