"""The app of signing in."""

from django.apps import AppConfig


class SigningIn(AppConfig):
    """Sign-in, second factors, sessions and recovery."""

    name = "izdes.web.signing_in"
    label = "signing_in"
