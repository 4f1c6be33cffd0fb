"""Web addresses, re-fanged, with scheme and host in lower case.

Path and query stay as written, since servers tell their cases apart. An address without a scheme
is kept without one. A link to a person's page in a messenger is that person's handle instead.

An address says where a page was offered; what it showed has to be preserved separately.

Source: RFC 3986.

>>> read_url("hxxps://WWW.Kaspi-Bonus[.]example/Login").value
'https://www.kaspi-bonus.example/Login'
"""

import re
from functools import lru_cache

from izdes.core.identifiers.domain import is_host, is_mixed, refanged, shown
from izdes.core.identifiers.reading import Reading, shapeless
from izdes.core.identifiers.written import plain

_PARTS = re.compile(r"(?:(https?)://)?([^/?#\s:@]+)(:[0-9]{1,5})?([/?#]\S*)?", re.IGNORECASE)
_IP = re.compile(r"(?:[0-9]{1,3}\.){3}[0-9]{1,3}", re.ASCII)
_LONGEST = 2_000
# One address is read as an advert, a handle and a page: it is taken apart once.
_REMEMBERED = 1 << 10


@lru_cache(_REMEMBERED)
def parts_of(raw: str) -> tuple[str, str, str] | None:
    """Return scheme, host and the rest of an address, or None where it is none."""
    text = refanged(plain(raw))
    found = _PARTS.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None:
        return None
    scheme, host, port, rest = (part or "" for part in found.groups())
    host = shown(host)
    return (scheme.lower(), host, port + rest) if is_host(host) or _IP.fullmatch(host) else None


def read_url(raw: str) -> Reading:
    """Read one web address."""
    parts = parts_of(raw)
    if parts is None:
        return shapeless(raw, "url")
    scheme, host, rest = parts
    value = (f"{scheme}://" if scheme else "") + host + ("" if rest == "/" else rest)
    return Reading(raw, "url", value, "look_alike_letters" if is_mixed(host) else None)
