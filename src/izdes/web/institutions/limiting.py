"""Limiting: how much may be asked for, by whom, counted without keeping by whom.

The bounds are those of programs at work; whoever meets one waits until the time is over.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest

from izdes.web.config import configuration
from izdes.web.institutions.refusals import TooMany
from izdes.web.institutions.store import called


@dataclass(frozen=True, slots=True)
class Bound:
    """So many times in so long."""

    most: int
    lasts: timedelta


_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
BOUNDS = {
    # Tokens from one address, and for one name from wherever.
    "token": Bound(120, _HOUR),
    "client": Bound(240, _HOUR),
    # Calls with one token.
    "call": Bound(1_200, _MINUTE),
    "check": Bound(60, _HOUR),
    "directory": Bound(60, _HOUR),
}


def require_within(what: str, whose: str) -> None:
    """Count one more try.

    Raises:
        TooMany: It is beyond its bound.
    """
    bound = BOUNDS[what]
    told = f"{settings.SECRET_KEY}\n{what}\n{whose}"
    digest = hashlib.sha256(told.encode()).digest()
    if int(called("institutions_count", [digest, bound.lasts])) > bound.most:
        raise TooMany(seconds=int(bound.lasts.total_seconds()))


def address_of(request: HttpRequest) -> str:
    """Return the address that a request came from, as far as our own proxies say."""
    proxies = configuration().proxies
    passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(passed) >= proxies and passed[-proxies].strip():
        return str(passed[-proxies]).strip()
    return str(request.META.get("REMOTE_ADDR", ""))
