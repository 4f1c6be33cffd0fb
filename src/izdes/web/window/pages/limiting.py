"""Limiting: how much may come from one address of the network, counted without keeping it.

Whole villages share one address of a telephone operator: the bounds are those of machines, not of
people. Whoever meets one is told what helps meanwhile.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from izdes.web.config import configuration
from izdes.web.window.pages.errors import too_many
from izdes.web.window.store import called

_Args = ParamSpec("_Args")
View = Callable[Concatenate[HttpRequest, _Args], HttpResponse]


@dataclass(frozen=True, slots=True)
class Bound:
    """So many times in so long."""

    most: int
    lasts: timedelta


_HOUR = timedelta(hours=1)
BOUNDS = {
    "begin": Bound(60, _HOUR),
    "send": Bound(60, _HOUR),
    # A call centre has one address.
    "call": Bound(1_000, _HOUR),
    "file": Bound(300, _HOUR),
    # Each file that is handed in, on whichever page: they cost the disk.
    "files": Bound(1_000, _HOUR),
    "recognise": Bound(2_000, _HOUR),
    "status": Bound(30, _HOUR),
    # Certificates are looked at: it costs more than a page.
    "sign": Bound(60, _HOUR),
    # Tries at one number, from wherever they come.
    "number": Bound(10, _HOUR),
}


def limited(what: str, *, on: str = "") -> Callable[[View[_Args]], View[_Args]]:
    """Bound how often a page is asked for from one address.

    Args:
        what: Which bound.
        on: Only requests of this method are counted; empty: all.
    """

    def bounded(view: View[_Args]) -> View[_Args]:
        @wraps(view)
        def asked(
            request: HttpRequest, /, *args: _Args.args, **given: _Args.kwargs
        ) -> HttpResponse:
            is_counted = not on or request.method == on
            if is_counted and not is_within(what, address_of(request)):
                return too_many(request)
            return view(request, *args, **given)

        return asked

    return bounded


def is_within(what: str, whose: str) -> bool:
    """Count one more try, and say whether it is within its bound."""
    bound = BOUNDS[what]
    told = f"{settings.SECRET_KEY}\n{what}\n{whose}"
    digest = hashlib.sha256(told.encode()).digest()
    return int(called("window_count", [digest, bound.lasts])) <= bound.most


def address_of(request: HttpRequest) -> str:
    """Return the address that a request came from, as far as our own proxies say."""
    proxies = configuration().proxies
    passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(passed) >= proxies and passed[-proxies].strip():
        return str(passed[-proxies]).strip()
    return str(request.META.get("REMOTE_ADDR", ""))
