"""Limiting: how much may be asked for, by whom, counted without keeping by whom.

The bounds are those of programs at work; whoever meets one waits until the time is over. Of secrets
the wrong tries are counted, by whence they come: whoever knows the name of a client and tries it
from elsewhere keeps nobody out who has its secret. A secret is 32 random bytes, and no number of
places from which somebody may try comes near to guessing one.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

from izdes.web.config import configuration
from izdes.web.institutions.refusals import TooMany
from izdes.web.institutions.store import called, rows

_COUNTED = "SELECT count, seconds FROM institutions_counted(%s)"
# What one customer of a provider has of IPv6.
_OWN_BITS = 64


@dataclass(frozen=True, slots=True)
class Bound:
    """So many times in so long."""

    most: int
    lasts: timedelta


_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
BOUNDS = {
    # Wrong secrets out of one network: of one name, and of all.
    "secret": Bound(60, _HOUR),
    "secrets": Bound(600, _HOUR),
    # Tokens that were given to one client: nobody without its secret comes here.
    "token": Bound(240, _HOUR),
    # Calls with one token.
    "call": Bound(1_200, _MINUTE),
    "check": Bound(60, _HOUR),
    "directory": Bound(60, _HOUR),
}


def require_within(what: str, whose: str) -> None:
    """Count one more try.

    Raises:
        TooMany: It is beyond its bound; how many seconds are left stands in it.
    """
    bound = BOUNDS[what]
    if count(what, whose) > bound.most:
        raise TooMany(seconds=_counted(what, whose)[1])


def require_left(what: str, whose: str) -> None:
    """Refuse a try where as many were counted as may be; count none.

    Raises:
        TooMany: As many were; how many seconds are left stands in it.
    """
    tries, seconds = _counted(what, whose)
    if tries >= BOUNDS[what].most:
        raise TooMany(seconds=seconds)


def count(what: str, whose: str) -> int:
    """Count one more try; return what it has come to."""
    return int(called("institutions_count", [_digest(what, whose), BOUNDS[what].lasts]))


def address_of(request: HttpRequest) -> str:
    """Return the address that a request came from, as far as our own proxies say."""
    proxies = configuration().proxies
    passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if proxies and len(passed) >= proxies and passed[-proxies].strip():
        return str(passed[-proxies]).strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(request: HttpRequest) -> str:
    """Return the network of one caller: his address, and of IPv6 all that he may have."""
    address = address_of(request)
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address) or found.ipv4_mapped:
        return address
    return str(IPv6Network((int(found), _OWN_BITS), strict=False))


def _counted(what: str, whose: str) -> tuple[int, int]:
    """Return how many tries were counted, and in how many seconds they are forgotten."""
    found = rows(_COUNTED, [_digest(what, whose)])
    return found[0] if found else (0, 1)


def _digest(what: str, whose: str) -> bytes:
    """Return under what something is counted: nobody reads out of it by whom."""
    return hashlib.sha256(f"{settings.SECRET_KEY}\n{what}\n{whose}".encode()).digest()
