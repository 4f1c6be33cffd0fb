"""Tokens: given for a client's name and secret, shown with every call, over after a short time.

Source: RFC 6749 § 4.4 (client credentials), RFC 6750 (bearer tokens).
"""

import base64
import binascii
import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse

from izdes.web.institutions.limiting import require_within
from izdes.web.institutions.refusals import TokenMissing
from izdes.web.institutions.store import called, rows, showing

LASTS = timedelta(minutes=15)
_TOKEN_BYTES = 32
_LONGEST = 200

_Args = ParamSpec("_Args")
View = Callable[Concatenate[HttpRequest, _Args], HttpResponse]


def digest_of(secret: str) -> bytes:
    """Return what is kept of a secret or a token: it is random, and as long as its digest."""
    return hashlib.sha256(secret.encode()).digest()


def new_secret() -> str:
    """Return a new secret, which nobody guesses."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def signed_in(name: str, secret: str) -> str | None:
    """Return a token for a name and its secret; None where they do not belong together."""
    token = new_secret()
    given = [name, digest_of(secret), digest_of(token), LASTS]
    return token if called("institutions_sign_in", given) else None


def credentials(request: HttpRequest) -> tuple[str, str]:
    """Return the name and the secret that a request brings; empty where it brings none."""
    name, secret = _brought(request)
    # No name holds what is not seen, and the database takes no zero byte.
    return (name[:_LONGEST], secret[:_LONGEST]) if name.isprintable() else ("", "")


def _brought(request: HttpRequest) -> tuple[str, str]:
    """Return the name and the secret as they were brought."""
    scheme, _, told = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        posted = request.POST
        return posted.get("client_id", ""), posted.get("client_secret", "")
    try:
        text = base64.b64decode(told.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return "", ""
    name, _, secret = text.partition(":")
    return unquote_plus(name), unquote_plus(secret)


def with_token(view: View[_Args]) -> View[_Args]:
    """Let nobody call a view without a token that holds; during it its institution acts."""

    @wraps(view)
    def called_with(
        request: HttpRequest, /, *args: _Args.args, **given: _Args.kwargs
    ) -> HttpResponse:
        with _shown(request):
            response = view(request, *args, **given)
        response["Cache-Control"] = "no-store"
        return response

    return called_with


@contextmanager
def _shown(request: HttpRequest) -> Iterator[None]:
    """Show the token of a request to the database.

    Raises:
        TokenMissing: There is none, or it holds no more.
        TooMany: It was shown too often.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not 0 < len(token) <= _LONGEST or not token.isascii():
        raise TokenMissing
    with showing(token):
        if rows("SELECT institutions_acting()")[0][0] is None:
            raise TokenMissing
        require_within("call", token)
        yield
