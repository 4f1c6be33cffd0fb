"""The backend: whether a login and a password belong together.

An unknown login, a wrong password, a password that was never set and an officer who was shut out
get the same answer after the same work: one look for the row, one hashing.
"""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password
from django.http import HttpRequest

from izdes.web.signing_in.selectors import officer_with_login


class OfficerBackend(ModelBackend):
    """Finds the officer whose login was typed, and checks his password."""

    def authenticate(  # type: ignore[override] # the framework gives names, never a user
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_given: object,
    ) -> AbstractBaseUser | None:
        """Return the officer, or None whatever the reason."""
        del request
        if not username or password is None:
            return None
        officer = officer_with_login(username)
        # A password that cannot be used is hashed too, so that nobody can tell by the time. It is
        # not hashed anew by a newer method here: nobody acts yet, so nothing can be written.
        is_right = check_password(
            password, officer.password if officer else UNUSABLE_PASSWORD_PREFIX
        )
        return officer if is_right and officer is not None and officer.is_active else None
